"""What can never happen: an order that matters, a row that vanishes, attendance that does harm."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lj_attendance.reports.summary import as_json
from lj_attendance.workflows.analyse import analyse
from lj_attendance.workflows.reading import ReadRequest
from lj_attendance.workspace import Workspace
from tests import layouts, strategies
from tests.reference import academic_year_start
from tests.registers import Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.layouts import Shape

TODAY = date(2031, 1, 1)
SETTINGS = Workspace(None).settings()
EXAMPLES = settings(
    max_examples=int(os.environ.get("LJA_EXAMPLES", "25")),
    suppress_health_check=[HealthCheck.too_slow],
)
SAVED = 1_757_000_000  # seconds; an autumn day of 2025
ROW_NUMBERS = re.compile(r"\brows? \d+(, \d+)*( and \d+ more)?")
CHANCE = st.integers(0, 2**32 - 1).map(Random)
# A finding about a session of the whole school names a row of one of its files, whichever is first.
OF_SEVERAL_FILES = ("weekend_marks", "quiet_day", "partial_closure", "pupil_not_on_roll")


class Answer(NamedTuple):
    """What does not depend on where a row stands: figures, counts of rows, findings."""

    figures: dict[str, Any]
    files: dict[str, tuple[str, int, int, int]]
    findings: Counter[tuple[str, str, str, str]]


def answer(paths: Sequence[Path], labels: dict[str, str], as_of: date) -> Answer:
    """The answer, with files called by their labels and row numbers left out."""
    request = ReadRequest(tuple(paths), SETTINGS, TODAY, as_of, blank_means="unmarked")
    whole: dict[str, Any] = json.loads(as_json(analyse(request, with_patterns=False)))
    files = {
        labels[file["path"]]: (file["read_as"], file["rows"], file["marks"], file["set_aside"])
        for file in whole.pop("source")["files"]
    }
    assert all(rows == kept + aside for _, rows, kept, aside in files.values())
    findings: Counter[tuple[str, str, str, str]] = Counter()
    for finding in whole.pop("findings"):
        message = ROW_NUMBERS.sub("row", finding["message"])
        for path, label in labels.items():
            message = message.replace(path, label)
        check, place = finding["check"], finding["source_file"]
        label = "some file" if check in OF_SEVERAL_FILES else labels.get(place, place)
        findings[finding["severity"], check, label, message] += 1
    return Answer(whole, files, findings)


def answer_of_one(path: Path, as_of: date) -> Answer:
    return answer([path], {str(path): "register"}, as_of)


@EXAMPLES
@given(
    strategies.registers_as_of(strategies.registers(duplicates=False, weekends=False)),
    st.sampled_from(["long", "wide", "wide_two_header_rows", "bi_table"]),
    CHANCE,
)
def test_the_order_of_rows_and_of_columns_never_matters(
    drawn: tuple[list[Mark], date], shape: Shape, chance: Random
) -> None:
    marks, as_of = drawn
    with tempfile.TemporaryDirectory() as folder:
        plain, shuffled = Path(folder, "plain.csv"), Path(folder, "shuffled.csv")
        layouts.write(marks, shape, plain)
        layouts.write(marks, shape, shuffled, shuffle_rows=chance, shuffle_columns=chance)
        assert answer_of_one(shuffled, as_of) == answer_of_one(plain, as_of)


@EXAMPLES
@given(strategies.registers_as_of(), CHANCE)
def test_the_order_of_rows_never_matters_where_sessions_have_two_marks(
    drawn: tuple[list[Mark], date], chance: Random
) -> None:
    marks, as_of = drawn
    with tempfile.TemporaryDirectory() as folder:
        plain, shuffled = Path(folder, "plain.csv"), Path(folder, "shuffled.csv")
        layouts.write(marks, "long", plain)
        layouts.write(marks, "long", shuffled, shuffle_rows=chance, shuffle_columns=chance)
        assert answer_of_one(shuffled, as_of) == answer_of_one(plain, as_of)


@EXAMPLES
@given(
    strategies.registers_as_of(
        strategies.registers(duplicates=False, one_character=True, weekends=False)
    ),
    CHANCE,
)
def test_the_order_of_strings_of_marks_never_matters(
    drawn: tuple[list[Mark], date], chance: Random
) -> None:
    marks, as_of = drawn
    assume(any(mark.mark in "/\\" for mark in marks))
    with tempfile.TemporaryDirectory() as folder:
        plain, shuffled = Path(folder, "plain.csv"), Path(folder, "shuffled.csv")
        layouts.write(marks, "mark_string", plain)
        layouts.write(marks, "mark_string", shuffled, shuffle_rows=chance, shuffle_columns=chance)
        assert answer_of_one(shuffled, as_of) == answer_of_one(plain, as_of)


@st.composite
def exports(draw: st.DrawFn) -> tuple[list[list[Mark]], list[int], date]:
    """Two to four files that overlap, each with its time of saving, and an as-of date."""
    marks, as_of = draw(strategies.registers_as_of())
    number = draw(st.integers(2, 4))
    chance = draw(CHANCE)
    files: list[list[Mark]] = [[] for _ in range(number)]
    for mark in marks:
        first = chance.randrange(number)
        files[first].append(mark)
        if chance.random() < 0.3:  # exported twice, at times with another mark
            other = (first + 1) % number
            changed = chance.choice([mark.mark, mark.mark, "I", "-", ""])
            files[other].append(Mark(mark.pupil_id, mark.date, mark.session, changed))
    times = draw(st.lists(st.integers(0, 3), min_size=number, max_size=number))
    return files, times, as_of


@EXAMPLES
@given(exports(), CHANCE)
def test_the_order_and_the_names_of_files_never_matter(
    drawn: tuple[list[list[Mark]], list[int], date], chance: Random
) -> None:
    files, times, as_of = drawn
    answers = []
    with tempfile.TemporaryDirectory() as folder:
        for attempt in ("first", "second"):
            names = [f"{number}.csv" for number in range(len(files))]
            if attempt == "second":
                chance.shuffle(names)
            labels, paths = {}, []
            for number, rows in enumerate(files):
                path = Path(folder, attempt, names[number])
                path.parent.mkdir(exist_ok=True)
                layouts.write(rows, "long", path)
                os.utime(path, (SAVED + times[number], SAVED + times[number]))
                labels[str(path)] = f"export {files.index(rows)}"  # files of one content are one
                paths.append(path)
            if attempt == "second":
                chance.shuffle(paths)
            answers.append(answer(paths, labels, as_of))
    assert answers[1] == answers[0]


@EXAMPLES
@given(strategies.registers(), st.integers(1, 7), st.data())
def test_one_more_attended_day_never_does_harm(
    marks: list[Mark], ahead: int, data: st.DataObject
) -> None:
    last = max(mark.date for mark in marks)
    as_of = last + timedelta(days=7)
    assume(academic_year_start(as_of) == academic_year_start(last))
    pupil = data.draw(st.sampled_from(sorted({mark.pupil_id for mark in marks})))
    day = last + timedelta(days=ahead)
    more = [Mark(pupil, day, "AM", "/"), Mark(pupil, day, "PM", "\\")]
    with tempfile.TemporaryDirectory() as folder:
        before, after = (
            _pupil(Path(folder, name), rows, pupil, as_of)
            for name, rows in (("before.csv", marks), ("after.csv", [*marks, *more]))
        )
    assert after["attended_sessions"] == before["attended_sessions"] + 2
    assert after["overall_absence"] == before["overall_absence"]
    assert after["attendance_percent"] >= (before["attendance_percent"] or 0)
    assert after["is_persistently_absent"] <= before["is_persistently_absent"]
    assert after["is_severely_absent"] <= before["is_severely_absent"]
    assert after["current_absence_sessions"] == 0
    assert after["longest_absence_sessions"] == before["longest_absence_sessions"]
    assert (
        after["below_expected_since"] is None or after["below_expected_since"] <= last.isoformat()
    )


def _pupil(path: Path, rows: list[Mark], pupil: str, as_of: date) -> dict[str, Any]:
    layouts.write(rows, "long", path)
    pupils = answer_of_one(path, as_of).figures["pupils"]
    found: dict[str, Any] = next(each for each in pupils if each["pupil_id"] == pupil)
    return found

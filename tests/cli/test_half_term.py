"""`lja report half-term`: one letter a family, figures those of the register, nothing recorded."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lj_attendance.cli import options
from lj_attendance.errors import UnusableInput
from lj_attendance.school_year import Calendar, Span
from lj_attendance.workflows.reporting.statements import period_on
from tests.cli.schools import school_in
from tests.cli.test_ledger_commands import lja
from tests.letters.documents import text_of

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
AS_OF = "2026-10-23"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return school_in(tmp_path_factory.mktemp("half-term"), pupils=80, until=date(2026, 11, 20))


@pytest.fixture
def school(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(made)
    monkeypatch.setattr(options, "now", lambda: NOW)
    monkeypatch.setattr(options, "today", lambda: date(2026, 11, 23))
    return made


def write(out: Path, *arguments: str) -> tuple[Path, list[dict[str, str]]]:
    outcome = lja("report", "half-term", "--as-of", AS_OF, "--out", out, *arguments)
    assert outcome.exit_code == 0, outcome.err
    folder = out / f"half-term-{AS_OF}"
    text = (folder / "plan.csv").read_text("utf-8-sig")
    return folder, list(csv.DictReader(io.StringIO(text)))


def test_every_child_s_year_to_date_is_that_of_analyse(school: Path, tmp_path: Path) -> None:
    folder, rows = write(tmp_path)
    analysis = json.loads(lja("analyse", "--as-of", AS_OF, "--format", "json").out)
    pupils = {pupil["pupil_id"]: pupil for pupil in analysis["pupils"]}
    written = [row for row in rows if row["status"] == "written"]
    assert len(written) > 50
    for row in written[:30]:
        told, pupil = text_of((folder / row["file"]).read_bytes()), pupils[row["pupil_id"]]
        attended, possible = pupil["attended_sessions"], pupil["possible_sessions"]
        assert f"{pupil['forename']} {pupil['surname']}" in told
        assert f"{attended} of {possible}" in told
        missed = possible - attended
        assert f"({missed} session{'' if missed == 1 else 's'})" in told


def test_one_letter_a_household_names_all_its_children(school: Path, tmp_path: Path) -> None:
    folder, rows = write(tmp_path)
    by_file: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        if row["status"] == "written":
            by_file[row["file"]].append(row)
    assert {path.name for path in folder.glob("*-half-term*.docx")} == set(by_file)
    assert any(len(children) > 1 for children in by_file.values())
    for children in by_file.values():
        assert len({child["recipients"] for child in children}) == 1
    families = {(rows[0]["recipients"], *sorted(c["pupil_id"] for c in rows)): file
                for file, rows in by_file.items()}  # fmt: skip
    assert len(families) == len(by_file)
    assert (folder / "batch.docx").stat().st_size > 0


def test_who_is_held_gets_none_and_is_named_with_the_reason(school: Path, tmp_path: Path) -> None:
    _, rows = write(tmp_path / "before")
    held = next(row["pupil_id"] for row in rows if row["status"] == "written")
    reason = ("--reason", "family bereavement")
    outcome = lja("hold", held, *reason, "--on", AS_OF, "--by", "A Officer")
    assert outcome.exit_code == 0, outcome.err
    _, rows = write(tmp_path / "after")
    mine = [row for row in rows if row["pupil_id"] == held]
    assert [row["status"] for row in mine] == ["left out"]
    assert "family bereavement" in mine[0]["left_out"]


def test_nothing_is_entered_in_the_ledger(school: Path, tmp_path: Path) -> None:
    before = lja("letters", "list", "--format", "json").out
    write(tmp_path)
    assert lja("letters", "list", "--format", "json").out == before


def test_every_pupil_is_written_to_or_named_as_left_out(school: Path, tmp_path: Path) -> None:
    _, rows = write(tmp_path)
    analysis = json.loads(lja("analyse", "--as-of", AS_OF, "--format", "json").out)
    there = {row["pupil_id"] for row in rows}
    assert {p["pupil_id"] for p in analysis["pupils"] if p["possible_sessions"]} - there == set()
    assert all(row["left_out"] for row in rows if row["status"] == "left out")


def test_run_again_it_overwrites_only_when_told(school: Path, tmp_path: Path) -> None:
    write(tmp_path)
    outcome = lja("report", "half-term", "--as-of", AS_OF, "--out", tmp_path)
    assert outcome.exit_code == 3
    assert "--force" in outcome.err
    write(tmp_path, "--force")


TERM = Calendar(
    terms=(Span(date(2026, 9, 1), date(2026, 12, 18), "Autumn 2026"),),
    closed=(Span(date(2026, 10, 26), date(2026, 10, 30), "half term of Autumn 2026"),),
)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 10, 23), date(2026, 9, 1), date(2026, 10, 23)),
        (date(2026, 10, 30), date(2026, 9, 1), date(2026, 10, 23)),
        (date(2026, 11, 2), date(2026, 11, 2), date(2026, 11, 2)),
        (date(2026, 11, 20), date(2026, 11, 2), date(2026, 11, 20)),
    ],
)
def test_the_half_term_is_the_one_begun_last(day: date, first: date, last: date) -> None:
    found = period_on(TERM, day)
    assert (found.first, found.last) == (first, last)


def test_without_a_half_term_in_the_calendar_no_letter_can_be_written() -> None:
    for calendar, day in ((Calendar(terms=()), date(2026, 11, 20)), (TERM, date(2026, 8, 31))):
        with pytest.raises(UnusableInput, match="no half term of 2026/27"):
            period_on(calendar, day)


def test_a_letter_speaks_of_no_day_after_the_register_s_last(school: Path, tmp_path: Path) -> None:
    outcome = lja("report", "half-term", "--as-of", "2026-12-30", "--out", tmp_path)
    assert outcome.exit_code == 0, outcome.err
    assert "2 Nov 2026 to 20 Nov 2026" in " ".join(outcome.out.split())
    assert "The register ends on 20 Nov 2026" in outcome.err
    letter = next((tmp_path / "half-term-2026-12-30").glob("*-half-term.docx"))
    told = text_of(letter.read_bytes())
    assert "20 November 2026" in told
    assert "18 December" not in told


def test_without_marks_of_the_half_term_or_a_roll_it_is_refused(
    school: Path, tmp_path: Path
) -> None:
    outcome = lja("report", "half-term", "--as-of", "2027-01-15", "--out", tmp_path)
    assert outcome.exit_code == 3
    assert "There is no mark of Spring 2027, first half" in outcome.err
    registers = [p for p in (school / "exports").iterdir() if "register" in p.name.lower()]
    assert registers
    outcome = lja("report", "half-term", *registers, "--as-of", AS_OF, "--out", tmp_path)
    assert outcome.exit_code == 3
    assert "There is no roll" in outcome.err
    assert not list(tmp_path.iterdir())


def test_a_contact_left_out_is_told_apart_from_a_pupil(school: Path, tmp_path: Path) -> None:
    _, rows = write(tmp_path)
    written = {row["pupil_id"] for row in rows if row["status"] == "written"}
    by_status = {"contact left out": True, "left out": False}
    told = [row for row in rows if row["status"] in by_status]
    assert {row["status"] for row in told} == set(by_status)
    assert all((row["pupil_id"] in written) == by_status[row["status"]] for row in told)

"""Decided leave against the marks that came: what each check tells, and where it is silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from lj_attendance.ingest import checks
from lj_attendance.ingest.checks import CHECKS, LEAVE_CHECKS
from lj_attendance.schema import DECIDED_LEAVE, empty
from lj_attendance.workflows.findings import findings
from tests import layouts
from tests.ingest import found, read
from tests.registers import register

MON = date(2025, 9, 1)
Found = tuple[str, str, int | None, str]  # severity, check, row, message
Row = tuple[str, date, str, int, str | None, bool, str | None]


def sep(day: int) -> date:
    """A day of September 2025; the 1st is a Monday."""
    return date(2025, 9, day)


def leave(
    request: int,
    days: Sequence[int],
    decision: str | None = "granted",
    code: str | None = "C",
    *,
    granted: Sequence[int] | None = None,  # of the days; null: all, when granted
    sessions: Sequence[str] = ("AM", "PM"),
    pupil: str = "ava",
) -> list[Row]:
    """The rows of one request, as DECIDED_LEAVE has them."""
    given = (days if granted is None else granted) if decision == "granted" else ()
    return [
        (pupil, sep(day), session, request, decision, day in given, code if day in given else None)
        for day in days
        for session in sessions
    ]


def told(
    folder: Path, drawing: str | dict[str, str], *rows: Row, as_of: date | None = None
) -> list[Found]:
    """What the checks of leave tell of a register, with the row alone of the place."""
    drawings = drawing if isinstance(drawing, dict) else {"ava": drawing}
    layouts.write(register(drawings, MON), "long", folder / "marks.csv")
    decided = pl.DataFrame(list(rows), schema=DECIDED_LEAVE.columns, orient="row")
    names = {check.__name__ for check in LEAVE_CHECKS}
    rows_of = findings(read(folder / "marks.csv", as_of=as_of), decided)
    return [
        (severity, check, row, message)
        for severity, check, _, row, message in rows_of.rows()
        if check in names
    ]


def short(findings_told: Sequence[Found]) -> list[tuple[str, int | None]]:
    """The checks that speak, and the rows they name."""
    return [(check.removeprefix("leave_"), row) for _, check, row, _ in findings_told]


# ---- granted


def test_leave_granted_and_marked_unauthorised_is_an_error(tmp_path: Path) -> None:
    assert told(tmp_path, r"/\ GC /\ ", *leave(7, [2])) == [
        (
            "error",
            "leave_granted_but_unauthorised",
            4,
            (
                "'G' for Tue 2 Sep 2025 AM is unauthorised, and leave was granted (request 7): "
                "enter 'C', or correct the decision (lja leave decide 7)."
            ),
        )
    ]


@pytest.mark.parametrize("mark", ["G", "N", "O", "U"])
def test_every_unauthorised_code_is_told_by_its_category(tmp_path: Path, mark: str) -> None:
    said = told(tmp_path, rf"/\ {mark}C /\ ", *leave(7, [2]))
    assert short(said) == [("granted_but_unauthorised", 4)]


def test_a_grant_without_a_code_asks_for_the_code_of_the_leave(tmp_path: Path) -> None:
    (said,) = told(tmp_path, r"/\ GI /\ ", *leave(7, [2], code=None))
    assert said[:3] == ("error", "leave_granted_but_unauthorised", 4)
    assert "enter the code of the leave" in said[3]


def test_leave_granted_and_marked_with_another_authorised_code_is_a_warning(tmp_path: Path) -> None:
    assert told(tmp_path, r"/\ IC /\ ", *leave(7, [2])) == [
        (
            "warning",
            "leave_granted_other_code",
            4,
            (
                "'I' for Tue 2 Sep 2025 AM, where leave was granted with 'C' (request 7): enter "
                "that, unless the pupil was away for another reason."
            ),
        )
    ]


@pytest.mark.parametrize(
    "tuesday",
    ["CC", r"/\ ".strip(), "L\\", "BB", "VV", "##", "--", "..", "{Y1}{Y1}", "CL"],
)
def test_leave_taken_or_not_taken_as_granted_is_no_finding(tmp_path: Path, tuesday: str) -> None:
    assert told(tmp_path, rf"/\ {tuesday} /\ ", *leave(7, [2])) == []


def test_only_the_session_granted_is_compared(tmp_path: Path) -> None:
    morning = leave(7, [2], code="M", sessions=["AM"])
    assert told(tmp_path, r"/\ M\ /\ ", *morning) == []
    assert short(told(tmp_path, r"/\ O\ /\ ", *morning)) == [("granted_but_unauthorised", 4)]


def test_leave_of_another_pupil_or_of_nobody_here_is_not_compared(tmp_path: Path) -> None:
    marks = {"ava": r"/\ GG /\ ", "ben": r"/\ CC /\ "}
    assert told(tmp_path, marks, *leave(7, [2], pupil="ben")) == []
    assert told(tmp_path, marks, *leave(7, [2], pupil="gone")) == []


def test_marks_after_the_as_of_date_are_not_compared(tmp_path: Path) -> None:
    assert told(tmp_path, r"/\ GG /\ ", *leave(7, [2]), as_of=sep(1)) == []
    assert len(told(tmp_path, r"/\ GG /\ ", *leave(7, [2]), as_of=sep(2))) == 2


# ---- refused


def test_leave_refused_and_authorised_is_an_error(tmp_path: Path) -> None:
    assert told(tmp_path, r"/\ CG /\ ", *leave(7, [2], "refused")) == [
        (
            "error",
            "leave_refused_but_authorised",
            4,
            (
                "'C' for Tue 2 Sep 2025 AM authorises an absence for which leave was not granted "
                "(request 7): enter an unauthorised code (G for a holiday, else O), or correct the "
                "decision (lja leave decide 7)."
            ),
        )
    ]


@pytest.mark.parametrize("mark", ["C", "{C1}", "{C2}", "H", "F", "{J1}", "R", "S", "T"])
def test_every_code_of_leave_is_told_where_leave_was_refused(tmp_path: Path, mark: str) -> None:
    said = told(tmp_path, rf"/\ {mark}\ /\ ", *leave(7, [2], "refused"))
    assert short(said) == [("refused_but_authorised", 4)]


@pytest.mark.parametrize("mark", ["I", "M"])
def test_illness_where_leave_was_refused_is_to_be_reviewed(tmp_path: Path, mark: str) -> None:
    assert told(tmp_path, rf"/\ {mark}\ /\ ", *leave(7, [2], "refused")) == [
        (
            "warning",
            "leave_refused_but_ill",
            4,
            (
                f"'{mark}' for Tue 2 Sep 2025 AM, for which leave was not granted (request 7): "
                "review it, and ask for medical evidence."
            ),
        )
    ]


@pytest.mark.parametrize("tuesday", ["GG", "NO", r"/\ ".strip(), "EE", "BB", "##", "--"])
def test_leave_refused_is_silent_of_what_authorises_no_leave(tmp_path: Path, tuesday: str) -> None:
    assert told(tmp_path, rf"/\ {tuesday} /\ ", *leave(7, [2], "refused")) == []


def test_the_days_of_a_request_not_granted_are_refused(tmp_path: Path) -> None:
    partly = leave(7, [2, 3, 4], granted=[2])
    said = told(tmp_path, r"/\ CC C\ IN /\ ", *partly)
    assert short(said) == [
        ("refused_but_authorised", 6),
        ("beyond_granted", 9),
        ("refused_but_ill", 8),
    ]


# ---- several requests of one session


def test_a_grant_wins_over_a_refusal_and_a_later_grant_over_an_earlier(tmp_path: Path) -> None:
    refused, granted = leave(7, [2], "refused"), leave(8, [2], code="R")
    assert told(tmp_path, r"/\ RR /\ ", *granted, *refused) == []
    assert short(told(tmp_path, r"/\ GR /\ ", *granted, *refused)) == [
        ("granted_but_unauthorised", 4)
    ]
    earlier = leave(6, [2], code="C")
    assert told(tmp_path, r"/\ RR /\ ", *granted, *earlier) == []
    assert short(told(tmp_path, r"/\ CR /\ ", *granted, *earlier)) == [("granted_other_code", 4)]


def test_a_refusal_is_told_once_though_asked_twice(tmp_path: Path) -> None:
    twice = leave(7, [2], "refused"), leave(9, [2], "refused")
    (said,) = told(tmp_path, r"/\ C\ /\ ", *twice[1], *twice[0])
    assert "request 9" in said[3]


# ---- beyond


def test_days_after_and_before_the_leave_are_told_once_a_request(tmp_path: Path) -> None:
    said = told(tmp_path, r"/\ GG CC CC OO | NN GG GG I\ /\ ", *leave(7, [3, 4]))
    assert said == [
        (
            "warning",
            "leave_beyond_granted",
            4,
            (
                "Absent on 5 school days beyond the leave granted (request 7): Tue 2 Sep 2025, "
                "Fri 5 Sep 2025, Mon 8 Sep 2025 and 2 more. Ask why, and authorise only "
                "what was granted."
            ),
        )
    ]


@pytest.mark.parametrize(
    ("drawing", "days"),
    [
        (r"/\ CC CC CC | /\ ", 2),  # the code of the leave goes on
        (r"/\ CC CC GG | /\ ", 2),
        (r"/\ CC ## CC | /\ ", 1),  # a day without a possible session breaks nothing
        (r"/\ CC /\ CC | CC ", 0),  # the pupil came between
        (r"/\ CC II CC | /\ ", 0),  # ill between
        (r"/\ CC RR CC | /\ ", 0),  # another leave between
        (r"/\ CC CL CC | /\ ", 0),  # there in the afternoon
        (r"/\ CC L\ CC | /\ ", 0),
        (r"/\ CC G. CC | /\ ", 2),  # the only session of that day
        (r"GG CC /\ /\ | /\ ", 1),
        (r"CC CC /\ /\ | /\ ", 1),
        (r"/G CC /\ /\ | /\ ", 0),  # there in the morning
        (r"/\ C\ CC CC | /\ ", 0),  # came back on the last day granted
        (r"C. ## GG /\ | /\ ", 2),  # closed on the day granted
    ],
)
def test_only_whole_days_without_a_break_are_beyond(
    tmp_path: Path, drawing: str, days: int
) -> None:
    said = told(tmp_path, drawing, *leave(7, [2]))
    assert [check for _, check, _, _ in said] == ["leave_beyond_granted"][: min(days, 1)]
    assert all(f"Absent on {days} school day" in message for *_, message in said)


def test_one_day_is_told_in_the_singular(tmp_path: Path) -> None:
    (said,) = told(tmp_path, r"/\ CC GG /\ /\ ", *leave(7, [2]))
    assert "Absent on 1 school day beyond the leave granted (request 7): Wed 3 Sep" in said[3]


def test_absence_goes_on_over_a_weekend(tmp_path: Path) -> None:
    (said,) = told(tmp_path, r"/\ /\ /\ /\ CC | GG /\ ", *leave(7, [5]))
    assert "Mon 8 Sep 2025" in said[3]


def test_half_a_day_granted_and_the_whole_day_taken_is_beyond(tmp_path: Path) -> None:
    morning, afternoon = (leave(7, [2], code="M", sessions=[half]) for half in ("AM", "PM"))
    assert short(told(tmp_path, r"/\ MO /\ ", *morning)) == [("beyond_granted", 5)]
    assert short(told(tmp_path, r"/\ OM /\ ", *afternoon)) == [("beyond_granted", 4)]
    assert told(tmp_path, r"/\ M\ OO /\ ", *morning) == []
    assert told(tmp_path, r"/\ MI /\ ", *morning) == []


def test_a_day_asked_for_and_not_granted_is_beyond_wherever_it_is(tmp_path: Path) -> None:
    partly = leave(7, [1, 2, 3, 4], granted=[1, 3])
    (said,) = told(tmp_path, r"CC G\ /\ /N /\ ", *partly)
    assert said[:3] == ("warning", "leave_beyond_granted", 4)
    assert "2 school days" in said[3]
    assert "Tue 2 Sep 2025, Thu 4 Sep 2025." in said[3]
    assert told(tmp_path, r"CC /\ /\ /\ /\ ", *partly) == []


def test_leave_next_to_other_leave_is_not_beyond_it(tmp_path: Path) -> None:
    first, second = leave(7, [1, 2]), leave(8, [3], code="R")
    assert told(tmp_path, r"CC CC RR /\ /\ ", *first, *second) == []
    (said,) = told(tmp_path, r"CC CC RR GG /\ ", *first, *second)
    assert "1 school day beyond the leave granted (request 8): Thu 4 Sep 2025" in said[3]


def test_absence_goes_on_from_a_day_granted_whatever_its_code(tmp_path: Path) -> None:
    said = told(tmp_path, r"/\ II GG /\ ", *leave(7, [2]))
    assert short(said) == [
        ("beyond_granted", 6),
        ("granted_other_code", 4),
        ("granted_other_code", 5),
    ]


def test_absence_goes_on_past_other_leave_that_was_granted(tmp_path: Path) -> None:
    (said,) = told(tmp_path, r"CC RR CC /\ /\ ", *leave(7, [1]), *leave(8, [2], code="R"))
    assert "1 school day beyond the leave granted (request 7): Wed 3 Sep 2025" in said[3]


def test_a_day_refused_and_marked_as_leave_is_told_once_and_goes_on(tmp_path: Path) -> None:
    granted, refused = leave(7, [2]), leave(8, [3], "refused")
    said = told(tmp_path, r"/\ CC CC GG /\ ", *granted, *refused)
    assert short(said) == [
        ("refused_but_authorised", 6),
        ("refused_but_authorised", 7),
        ("beyond_granted", 8),
    ]


def test_absence_beside_a_refusal_alone_is_not_beyond_anything(tmp_path: Path) -> None:
    assert told(tmp_path, r"/\ GG GG GG /\ ", *leave(7, [3], "refused")) == []


# ---- undecided


def test_an_undecided_request_is_told_from_its_first_day_on(tmp_path: Path) -> None:
    open_one = leave(7, [2, 3], None)
    assert told(tmp_path, r"/\ /\ /\ ", *open_one, as_of=sep(1)) == []
    assert told(tmp_path, r"/\ /\ /\ ", *open_one, as_of=sep(2)) == [
        (
            "warning",
            "leave_undecided",
            None,
            (
                "Request 7 for leave from Tue 2 Sep 2025 is not decided, and its first day has "
                "come: record the head teacher's decision (lja leave decide 7)."
            ),
        )
    ]


@pytest.mark.parametrize("mark", ["C", "G", "I", "N"])
def test_marks_of_an_undecided_request_are_not_judged(tmp_path: Path, mark: str) -> None:
    said = told(tmp_path, rf"/\ {mark}{mark} /\ ", *leave(7, [2], None))
    assert short(said) == [("undecided", None)]


@pytest.mark.parametrize("decision", ["granted", "refused"])
def test_a_decided_request_is_not_told(tmp_path: Path, decision: str) -> None:
    assert told(tmp_path, r"/\ /\ /\ ", *leave(7, [2], decision)) == []


# ---- all of them


EACH = (
    r"GG GI CI GG /\ ",
    [*leave(7, [2]), *leave(8, [3], "refused"), *leave(9, [5], None)],
)


def test_every_check_of_leave_speaks_and_names_no_pupil(tmp_path: Path) -> None:
    drawing, rows = EACH
    pupil = "Quillfeather"
    said = told(tmp_path, {pupil: drawing}, *((pupil, *row[1:]) for row in rows))
    assert {check for _, check, *_ in said} == {check.__name__ for check in LEAVE_CHECKS}
    assert all(pupil not in message and message.endswith(".") for *_, message in said)


def test_the_findings_come_worst_first_and_name_the_file(tmp_path: Path) -> None:
    drawing, rows = EACH
    said = told(tmp_path, drawing, *rows)
    assert [severity for severity, *_ in said] == sorted(severity for severity, *_ in said)
    decided = pl.DataFrame(rows, schema=DECIDED_LEAVE.columns, orient="row")
    files = findings(read(tmp_path / "marks.csv"), decided).filter(
        pl.col("check").str.starts_with("leave_")
    )["source_file"]
    assert {Path(file).name for file in files} == {"marks.csv", "the ledger"}


def test_the_order_of_rows_and_of_requests_does_not_matter(tmp_path: Path) -> None:
    drawing, rows = EACH
    assert told(tmp_path, drawing, *rows) == told(tmp_path, drawing, *reversed(rows))


def test_marks_that_do_not_count_are_not_compared(tmp_path: Path) -> None:
    text = "Arbor Student ID,Date,Session,Mark\nava,2025-09-01,AM,/\n"
    both = "ava,2025-09-02,AM,C\nava,2025-09-02,AM,N\n"  # the better one is kept
    (tmp_path / "marks.csv").write_text(text + both, encoding="utf-8")
    decided = pl.DataFrame(leave(7, [2]), schema=DECIDED_LEAVE.columns, orient="row")
    names = findings(read(tmp_path / "marks.csv"), decided)["check"].to_list()
    assert "conflicting_marks" in names
    assert [name for name in names if name.startswith("leave_")] == []


def test_without_leave_none_of_these_checks_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layouts.write(register({"ava": r"/\ GG /\ "}, MON), "long", tmp_path / "marks.csv")

    def never(*_: object) -> pl.LazyFrame:
        raise AssertionError("this was run")

    monkeypatch.setattr(checks.leave, "about_leave", never)
    monkeypatch.setattr(checks, "LEAVE_CHECKS", (never,))
    reading = read(tmp_path / "marks.csv")
    assert findings(reading, empty(DECIDED_LEAVE)).equals(findings(reading))
    assert found(reading) == []


def test_no_check_stands_in_both_lists() -> None:
    assert not set(CHECKS) & set(LEAVE_CHECKS)
    assert len({check.__name__ for check in LEAVE_CHECKS}) == len(LEAVE_CHECKS)

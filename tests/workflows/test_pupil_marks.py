"""One pupil's marks by week, code, weekday and run, drawn and compared whole."""

from __future__ import annotations

from datetime import date

import pytest

from lj_attendance.workflows.reporting.pupil_marks import (
    PupilMark,
    SessionRun,
    WeekdayPattern,
    codes_of,
    runs_of,
    striking,
    weekday_patterns,
    weeks_of,
)
from tests.measuring import classified
from tests.registers import parse_register


def marks(text: str) -> tuple[PupilMark, ...]:
    rows = classified(parse_register(text)).rows(named=True)
    return tuple(
        PupilMark(
            row["date"], row["session"], row["code"], row["category"],
            row["is_possible"], row["is_absent"], row["is_authorised"], "marks.csv", place,
        )
        for place, row in enumerate(rows, start=2)
    )  # fmt: skip


def sep(day: int) -> date:
    return date(2025, 9, day)


def test_a_run_passes_over_a_closure_and_ends_with_a_session_attended() -> None:
    assert runs_of(marks(r"/\ II OO ## I\ | /\ /\ /\ /\ /N")) == (
        SessionRun(sep(2), sep(5), 5, ("I", "O"), is_current=False),
        SessionRun(sep(12), sep(12), 1, ("N",), is_current=True),
    )


def test_a_run_is_current_although_the_school_closed_after_it() -> None:
    (run,) = runs_of(marks(r"/\ /\ /\ /\ II | ## ## ## ## ##"))
    assert run == SessionRun(sep(5), sep(5), 2, ("I",), is_current=True)


def test_a_week_is_drawn_from_monday_with_what_was_missed_of_what_was_possible() -> None:
    first, second = weeks_of(marks(r"/\ II -- ## /\ | /O"))
    assert (first.monday, first.absent, first.possible) == (sep(1), 2, 6)
    assert (second.monday, second.absent, second.possible) == (sep(8), 1, 2)
    assert first.marks[1, "PM"].code == "I"
    assert first.marks[2, "AM"].code is None
    assert (0, "PM") in second.marks
    assert (1, "AM") not in second.marks


def test_codes_are_counted_and_unmarked_sessions_named() -> None:
    counted = {code: number for code, _, number in codes_of(marks(r"/\ II -- ## /O"))}
    assert counted == {"/": 2, "\\": 1, "I": 2, "unmarked": 2, "#": 2, "O": 1}


FRIDAYS = r"/\ /\ /\ /\ {} | /\ /\ /\ /\ {} | /\ /\ /\ /\ {} | /\ {} /\ /\ /\ "


@pytest.mark.parametrize(
    ("drawn", "told"),
    [
        (FRIDAYS.format("/O", "/O", "/O", "/\\"), [WeekdayPattern(4, 3, 4)]),
        (FRIDAYS.format("/O", "/O", "/\\", "/\\"), []),  # twice only
    ],
)
def test_a_weekday_stands_out_from_three_absences_on(
    drawn: str, told: list[WeekdayPattern]
) -> None:
    patterns = weekday_patterns(marks(drawn))
    assert list(striking(patterns, days_missed=3, times=2)) == told


def test_exactly_twice_as_often_stands_out_and_less_does_not() -> None:
    others = [WeekdayPattern(day, 1 if day < 3 else 0, 2) for day in range(4)]  # 3 of 8
    friday = WeekdayPattern(4, 3, 4)  # 3 of 4: twice 3 of 8
    assert striking([*others, friday], days_missed=3, times=2) == (friday,)
    less = WeekdayPattern(4, 3, 5)
    assert striking([*others, less], days_missed=3, times=2) == ()


def test_a_pupil_absent_every_day_has_no_weekday_that_stands_out() -> None:
    patterns = weekday_patterns(marks(r"II II II II II | II II II II II | II II II II II"))
    assert striking(patterns, days_missed=3, times=2) == ()

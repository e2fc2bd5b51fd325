from __future__ import annotations

from datetime import date

import pytest

from lj_attendance.school_year import (
    Calendar,
    Span,
    academic_year_name,
    academic_year_start,
    school_day_after,
    school_days,
    school_weeks,
)
from tests.measuring import classified
from tests.registers import parse_register


@pytest.mark.parametrize(
    ("day", "start", "name"),
    [
        (date(2026, 7, 31), date(2025, 8, 1), "2025/26"),
        (date(2026, 8, 1), date(2026, 8, 1), "2026/27"),
        (date(1999, 12, 31), date(1999, 8, 1), "1999/00"),
    ],
)
def test_the_academic_year_begins_on_1_august(day: date, start: date, name: str) -> None:
    assert academic_year_start(day) == start
    assert academic_year_name(day) == name


def test_a_school_day_has_a_possible_session_for_some_pupil() -> None:
    marks = classified(parse_register(r"/\ ## -- I. XX")).lazy()
    assert school_days(marks).collect()["date"].to_list() == [date(2025, 9, 1), date(2025, 9, 4)]


def test_a_week_without_a_school_day_is_no_school_week() -> None:
    marks = classified(parse_register(r"/\ | ## ## ## ## ## | | /\ ")).lazy()
    assert school_weeks(marks).collect().rows() == [(0, date(2025, 9, 1)), (1, date(2025, 9, 22))]


TERM = Span(date(2025, 9, 1), date(2025, 12, 19), "Autumn")
HALF_TERM = Span(date(2025, 10, 27), date(2025, 10, 31), "Half term")
INSET = Span(date(2025, 11, 3), date(2025, 11, 3), "INSET")
PLANNED = Calendar((TERM,), (HALF_TERM, INSET))


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2025, 8, 29), False),  # before the term
        (date(2025, 9, 1), True),
        (date(2025, 9, 6), False),  # a Saturday
        (date(2025, 10, 24), True),
        (date(2025, 10, 27), False),
        (date(2025, 10, 31), False),
        (date(2025, 11, 3), False),  # INSET
        (date(2025, 11, 4), True),
        (date(2025, 12, 19), True),
        (date(2025, 12, 22), False),
    ],
)
def test_a_school_day_is_a_weekday_of_a_term_that_is_not_closed(day: date, is_open: bool) -> None:
    assert PLANNED.is_school_day(day) is is_open


@pytest.mark.parametrize(
    ("number", "found"),
    [
        (1, date(2025, 10, 23)),  # by the register
        (2, date(2025, 10, 24)),
        (3, date(2025, 11, 4)),  # planned: after half term and the INSET day
        (4, date(2025, 11, 5)),
    ],
)
def test_school_days_are_counted_by_the_register_and_then_by_the_calendar(
    number: int, found: date
) -> None:
    marked = [date(2025, 10, day) for day in (20, 21, 22, 23, 24)]
    counted = school_day_after(date(2025, 10, 22), number, marked, date(2025, 10, 24), PLANNED)
    assert counted == found


def test_a_day_planned_and_not_in_the_register_does_not_count_once_it_is_past() -> None:
    marked = [date(2025, 9, 1), date(2025, 9, 3)]  # closed on the 2nd, though a school day
    found = school_day_after(date(2025, 9, 1), 1, marked, date(2025, 9, 3), PLANNED)
    assert found == date(2025, 9, 3)


def test_days_beyond_the_calendar_are_not_known() -> None:
    days = PLANNED.days(date(2025, 12, 18), date(2026, 1, 31))
    assert days == [date(2025, 12, 18), date(2025, 12, 19)]
    assert school_day_after(date(2025, 12, 18), 2, [], date(2025, 12, 18), PLANNED) is None

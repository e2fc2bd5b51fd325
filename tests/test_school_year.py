from __future__ import annotations

from datetime import date

import pytest

from lj_attendance.school_year import (
    academic_year_name,
    academic_year_start,
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

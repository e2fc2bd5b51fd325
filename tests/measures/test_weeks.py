"""Weeks of the school: counts and rates by week, and two years' weeks side by side."""

from __future__ import annotations

from datetime import date

import polars as pl

from lj_attendance.measures.weeks import by_week, last_week, same_days_last_year, year_before
from tests.measuring import classified
from tests.registers import register


def frame(text: str, start: date) -> pl.LazyFrame:
    return classified(register({"ava": text, "ben": text.replace("O", "/")}, start)).lazy()


def test_a_week_is_a_ratio_of_sums_and_a_closed_one_is_none() -> None:
    marks = frame(r"/O OO /\ /\ /\ | ## ## ## ## ## | /\ ", date(2026, 9, 7))
    found = by_week(marks).collect()
    assert found["week"].to_list() == [date(2026, 9, 7), date(2026, 9, 21)]
    assert found["possible_sessions"].to_list() == [20, 4]
    assert found["overall_absence_percent"].to_list() == [15.0, 0.0]
    assert found["academic_year"].to_list() == ["2026/27", "2026/27"]


def test_the_same_week_of_two_years_has_one_number() -> None:
    this = by_week(frame(r"/\ ", date(2026, 9, 7))).collect()["year_week"][0]
    last = by_week(frame(r"/\ ", date(2025, 9, 8))).collect()["year_week"][0]
    assert this == last == 6  # weeks after that of 1 August


def test_the_week_of_1_august_belongs_to_the_year_in_which_it_ends() -> None:
    found = by_week(frame(r"/\ ", date(2026, 7, 27))).collect()
    assert (found["academic_year"][0], found["year_week"][0]) == ("2026/27", 0)


def test_a_pupils_week_ends_with_the_as_of_date() -> None:
    marks = frame(r"OO OO OO OO OO | /O /\ OO ", date(2026, 9, 7))
    rows = {
        row["pupil_id"]: row for row in last_week(marks, date(2026, 9, 15)).collect().to_dicts()
    }
    assert (rows["ava"]["possible_sessions"], rows["ava"]["overall_absence"]) == (4, 1)
    assert rows["ben"]["attendance_percent"] == 100.0


def test_last_year_is_cut_at_the_same_weekday_of_the_same_week() -> None:
    # Wednesday 18 Nov 2026 is in week 16 of its year, as Wednesday 19 Nov 2025 was
    marks = frame(r"/\ /\ /\ /\ /\ ", date(2025, 11, 17))
    days = (
        same_days_last_year(marks, date(2026, 11, 18)).collect()["date"].unique().sort().to_list()
    )
    assert days == [date(2025, 11, 17), date(2025, 11, 18), date(2025, 11, 19)]
    assert year_before(date(2026, 11, 18)) == "2025/26"

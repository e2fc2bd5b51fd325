from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from lj_attendance.measures import patterns
from lj_attendance.measures.windows import between, recent_trend
from tests.measuring import classified
from tests.registers import parse_register, register

ALL = pl.LazyFrame({"pupil_id": ["ava"], "group": ["school"], "value": ["all"]})


def marks(text: str, start: date = date(2025, 9, 1)) -> pl.LazyFrame:
    return classified(parse_register(text, start)).lazy()


def test_absence_by_weekday_and_session() -> None:
    found = patterns.by_weekday(marks(r"/I /\ /\ /\ II | /I /\ ## /\ /\ "), ALL).collect()
    rates = {
        (day, half): rate
        for day, half, rate in found.select("weekday", "session", "overall_absence_percent").rows()
    }
    assert rates[1, "AM"] == 0.0
    assert rates[1, "PM"] == 100.0
    assert rates[5, "AM"] == 50.0
    assert rates[3, "AM"] == 0.0  # the closed Wednesday counts nowhere
    assert len(rates) == 10


def test_how_often_each_code_is_used() -> None:
    found = patterns.by_code(marks(r"/\ /\ II ## L\ "), ALL).collect()
    uses = {
        code: (count, share)
        for code, count, share in found.select("code", "sessions", "percent_of_possible").rows()
    }
    assert uses["I"] == (2, 25.0)
    assert uses["#"] == (2, 25.0)
    assert uses["\\"] == (3, 37.5)
    assert found["possible_sessions"].unique().to_list() == [8]


def test_minutes_late_in_sum_and_median() -> None:
    late = patterns.lateness(marks(r"{L:2}\ {L:4}\ {U:60}\ L\ /\ "), ["pupil_id"]).collect()
    assert late.row(0, named=True) == {
        "pupil_id": "ava", "late_before_close": 3, "late_after_close": 1, "minutes_late": 66,
        "median_minutes_late": 4.0,
    }  # fmt: skip


def test_a_broken_week_has_an_absence_and_an_attendance() -> None:
    found = patterns.broken_weeks(
        marks(r"/\ /\ /\ /\ /I | II II II II II | /\ /\ /\ /\ /\ ")
    ).collect()
    assert found.row(0) == ("ava", 1, 3)  # of three weeks the second was missed whole


def test_absence_beside_a_weekend_and_beside_a_holiday() -> None:
    # Friday and Monday stand beside a weekend; the last Friday beside a week without school.
    found = patterns.beside_a_break(marks(r"/\ /\ I\ /\ II | /\ /\ /\ /\ /I | | /\ ")).collect()
    row = found.row(0, named=True)
    assert row["absent_beside_break"] == 3
    assert row["absent_beside_holiday"] == 1


def test_the_current_run_tells_since_when_and_which_codes() -> None:
    drawn = register({"ava": r"/\ /I NN ## ", "ben": r"II /\ ", "cy": r"OO OO "})
    found = patterns.last_runs(classified(drawn).lazy()).sort("pupil_id").collect()
    assert found.rows() == [
        ("ava", date(2025, 9, 2), "I N"),
        ("cy", date(2025, 9, 1), "O"),
    ]


def test_the_last_four_school_weeks_beside_the_four_before() -> None:
    good, bad = r"/\ /\ /\ /\ /\ ", r"/\ /\ /\ /\ II "
    text = " | ".join([good, good, bad, bad, bad, "", bad, good, good, good, good])
    found = recent_trend(marks(text), [], 4).collect().row(0, named=True)
    assert found["recent_percent"] == 100.0
    assert found["earlier_percent"] == 80.0  # the holiday is no school week
    assert found["change_in_points"] == pytest.approx(20.0)


def test_no_trend_before_there_are_weeks_to_compare() -> None:
    found = recent_trend(marks(r"/\ /\ /\ /\ /\ "), ["pupil_id"], 4).collect().row(0, named=True)
    assert found["recent_percent"] == 100.0
    assert found["earlier_percent"] is None
    assert found["change_in_points"] is None


def test_a_window_between_dates_includes_both() -> None:
    found = between(marks(r"/\ /\ /\ /\ /\ "), date(2025, 9, 2), date(2025, 9, 3)).collect()
    assert found["date"].unique().sort().to_list() == [date(2025, 9, 2), date(2025, 9, 3)]

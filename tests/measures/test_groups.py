from __future__ import annotations

import polars as pl

from lj_attendance.measures.groups import exam_years, group_measures, risk_band, school_measures
from tests.measuring import measure_school


def pupils() -> pl.LazyFrame:
    """Ava missed 6 of 10, Ben 0 of 2, Cy had no possible session."""
    measured = measure_school({"ava": r"II II II /\ /\ ", "ben": r"/L", "cy": r"##"})
    years = pl.DataFrame({"pupil_id": ["ava", "ben", "cy"], "year_group": ["11", "11", None]})
    frame = pl.DataFrame(list(measured.values()))
    return frame.join(years, on="pupil_id").lazy()


def test_a_groups_rate_is_the_ratio_of_sums_and_not_the_mean_of_rates() -> None:
    school = school_measures(pupils()).collect().row(0, named=True)
    assert school["pupils"] == 3
    assert (school["attended_sessions"], school["possible_sessions"]) == (6, 12)
    assert school["attendance_percent"] == 50.0  # the mean of the rates would be 70
    assert school["late_before_close"] == 1


def test_the_share_of_pupils_is_of_those_with_a_possible_session() -> None:
    school = school_measures(pupils()).collect().row(0, named=True)
    assert (school["persistently_absent"], school["severely_absent"]) == (1, 1)
    assert school["persistently_absent_percent"] == 50.0


def test_pupils_without_a_value_are_shown_as_not_recorded() -> None:
    found = group_measures(pupils(), ["year_group"]).collect()
    assert found.select("group", "value", "pupils").rows() == [
        ("year_group", "11", 2),
        ("year_group", "not recorded", 1),
    ]
    assert found["attendance_percent"].to_list() == [50.0, None]


def test_risk_bands_are_told_apart_in_whole_sessions() -> None:
    sessions = pl.LazyFrame(
        {
            "attended_sessions": [89, 90, 92, 93, 95, 96, 100, 0],
            "possible_sessions": [100, 100, 100, 100, 100, 100, 100, 0],
        }
    )
    assert sessions.select(risk_band([90, 93, 96])).collect()["risk_band"].to_list() == [
        "below 90", "90 to below 93", "90 to below 93", "93 to below 96", "93 to below 96",
        "96 and over", "96 and over", None,
    ]  # fmt: skip


def test_year_groups_are_in_the_order_of_years() -> None:
    measured = measure_school({"ava": r"/\ ", "ben": r"/\ ", "cy": r"/\ "})
    years = pl.DataFrame({"pupil_id": ["ava", "ben", "cy"], "year_group": ["10", "9", "7"]})
    frame = pl.DataFrame(list(measured.values())).join(years, on="pupil_id").lazy()
    assert group_measures(frame, ["year_group"]).collect()["value"].to_list() == ["7", "9", "10"]


def test_exam_years_are_those_of_the_settings() -> None:
    years = pl.LazyFrame({"year_group": ["10", "11", None]})
    assert years.select(exam_years(["11"])).collect()["exam_years"].to_list() == [
        None,
        "Year 11",
        None,
    ]

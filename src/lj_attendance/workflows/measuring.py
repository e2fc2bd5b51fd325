"""The figures of a register on a day: pupils, the school and its groups, year to date."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from lj_attendance.measures.groups import exam_years, group_measures, risk_band, school_measures
from lj_attendance.measures.pupils import Thresholds, pupil_measures
from lj_attendance.measures.runs import absent_days, numbered_sessions
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import academic_year_start
from lj_attendance.workflows.reading import Reading


def thresholds_on(settings: Settings, day: date) -> Thresholds:
    """The numbers in force on a day."""
    return Thresholds(
        expected_percent=settings.number("expected_percent", day),
        persistent_percent=settings.number("persistent_percent", day),
        severe_percent=settings.number("severe_percent", day),
        window_weeks=settings.number("penalty_window_weeks", day),
    )


def measure(
    reading: Reading, groups: list[str], settings: Settings, day: date
) -> tuple[pl.DataFrame, dict[str, Any], pl.DataFrame]:
    """Pupils, the school and the groups, year to date on a day."""
    marks, ids = reading.marks.lazy(), reading.marks.schema["pupil_id"]
    if day < reading.as_of:
        marks = marks.filter(pl.col("date") <= day)
    people = reading.roll.lazy().with_columns(pl.col("pupil_id").cast(ids))
    start = academic_year_start(day)
    sessions = numbered_sessions(marks.filter(pl.col("date") >= start)).collect()  # used five times
    days = absent_days(sessions.lazy()).collect()  # used three times
    limits = thresholds_on(settings, day)
    figures = pupil_measures(marks, sessions.lazy(), days.lazy(), people, limits, start)
    pupils = (
        figures.with_columns(
            exam_years(settings.texts("exam_years", day)),
            risk_band(settings.numbers("risk_bands", day)),
            pl.col("pupil_id").cast(pl.String),
        )
        .sort("surname", "forename", "pupil_id", nulls_last=True)
        .collect()
    )
    school, of_groups = pl.collect_all(
        [school_measures(pupils.lazy()), group_measures(pupils.lazy(), groups)]
    )
    return pupils, school.row(0, named=True), of_groups

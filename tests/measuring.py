"""Measures of a register drawn as text, without a file in between."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from lj_attendance.codes import classify
from lj_attendance.data import read_table
from lj_attendance.measures.pupils import Thresholds, pupil_measures
from lj_attendance.measures.runs import absent_days, numbered_sessions
from lj_attendance.schema import SESSIONS
from lj_attendance.school_year import academic_year_start
from tests.registers import FIRST_MONDAY, Mark, parse_register, register

THRESHOLDS = Thresholds(
    expected_percent=96, persistent_percent=10, severe_percent=50, window_weeks=10
)


def classified(marks: list[Mark]) -> pl.DataFrame:
    """CLASSIFIED_MARKS of a list of marks; `-` is unmarked."""
    rows = pl.DataFrame(
        [
            (m.pupil_id, m.date, m.session, None if m.mark == "-" else m.mark, m.minutes)
            for m in marks
        ],
        schema={
            "pupil_id": pl.String,
            "date": pl.Date,
            "session": SESSIONS,
            "code": pl.String,
            "minutes_late": pl.Int32,
        },
        orient="row",
    )
    found = classify(rows.lazy(), read_table("codes"))
    return found.sort("pupil_id", "date", "session").collect()


def measure_all(
    marks: list[Mark], as_of: date | None = None, thresholds: Thresholds = THRESHOLDS
) -> dict[str, dict[str, Any]]:
    """Every pupil's measures, year to date."""
    last = as_of or max(mark.date for mark in marks)
    start = academic_year_start(last)
    frame = classified([mark for mark in marks if mark.date <= last]).lazy()
    pupils = pl.LazyFrame({"pupil_id": sorted({mark.pupil_id for mark in marks})})
    sessions = numbered_sessions(frame.filter(pl.col("date") >= start))
    found = pupil_measures(
        frame, sessions, absent_days(sessions), pupils, thresholds, start
    ).collect()
    return {row["pupil_id"]: row for row in found.to_dicts()}


def measure(text: str, start: date = FIRST_MONDAY, as_of: date | None = None) -> dict[str, Any]:
    """One pupil's measures from one drawn register."""
    return measure_all(parse_register(text, start), as_of)["ava"]


def measure_school(drawn: dict[str, str], start: date = FIRST_MONDAY) -> dict[str, dict[str, Any]]:
    """The measures of several pupils drawn one by one."""
    return measure_all(register(drawn, start))

"""The columns of the workbook's list of pupils, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from lj_attendance.reports.columns import LATES, SESSIONS, UNMARKED, change_columns
from lj_attendance.reports.rounding import shown_points
from lj_attendance.reports.sheets import (
    AMBER,
    RED,
    Column,
    colour_below,
    colour_from,
    colour_words,
)

if TYPE_CHECKING:
    from lj_attendance.reports.columns import Limits
    from lj_attendance.workflows.analyse import Analysis


def pupil_columns(analysis: Analysis, limits: Limits) -> list[Column]:
    """One row a pupil, in the order in which an officer asks."""
    return [
        *_names(analysis.pupils),
        *_standing(analysis, limits),
        *change_columns(analysis),
        *_sessions(),
        *_unauthorised(analysis, limits),
        *_runs(),
        *(_patterns(limits) if analysis.patterns is not None else []),
    ]


def _names(pupils: pl.DataFrame) -> list[Column]:
    """Years as numbers where all of them are, so that they sort from 7 to 11."""
    year = pl.col("year_group")
    are_numbers = pupils["year_group"].str.contains(r"^[0-9]{1,2}$").fill_null(True).all()
    return [
        Column("Surname", pl.col("surname"), 13),
        Column("Forename", pl.col("forename"), 12),
        Column("Year", year.cast(pl.Int64) if are_numbers else year, 5.5, "number"),
        Column("Reg. group", pl.col("registration_group"), 9.5),
        Column("Arbor ID", pl.col("pupil_id"), 8),
        Column("UPN", pl.col("upn"), 14.5),
    ]


def _standing(analysis: Analysis, limits: Limits) -> list[Column]:
    """Attendance, and what follows from it."""
    absent = (
        pl.when("is_severely_absent").then(pl.lit("Severe"))
        .when("is_persistently_absent").then(pl.lit("PA"))
        .otherwise(pl.lit(""))
    )  # fmt: skip
    below = f"Below {analysis.thresholds.expected_percent}% since"
    return [
        Column("Attendance %", limits.attended, 11, "rate", colour_below(limits.bands)),
        Column("PA or severe", absent, 7.5, "word", colour_words({"Severe": RED, "PA": AMBER})),
        Column(below, pl.col("below_expected_since"), 11.5, "day"),
        Column("Persistently absent since", pl.col("persistently_absent_since"), 12, "day"),
    ]


def _sessions() -> list[Column]:
    return [
        *SESSIONS,
        Column("Illness days", pl.col("illness_days"), 7, "count"),
        *LATES,
        Column("Minutes late", pl.col("minutes_late"), 7.5, "count"),
        UNMARKED,
    ]


def _unauthorised(analysis: Analysis, limits: Limits) -> list[Column]:
    """The most in any window of school weeks; N is provisional, so it is also left out."""
    header = f"Unauthorised in any {analysis.thresholds.window_weeks} weeks"
    colours = colour_from(limits.near_penalty, limits.penalty)
    return [
        Column(header, pl.col("unauthorised_in_10_weeks"), 12.5, "count", colours),
        Column("The same without N", pl.col("unauthorised_in_10_weeks_without_n"), 8.5, "count"),
    ]


def _runs() -> list[Column]:
    return [
        Column("Longest absence, sessions", pl.col("longest_absence_sessions"), 8.5, "count"),
        Column("Longest absence, days", pl.col("longest_absence_days"), 8.5, "count"),
        Column("Current absence, sessions", pl.col("current_absence_sessions"), 8.5, "count"),
        Column("Current absence, days", pl.col("current_absence_days"), 8.5, "count"),
    ]


def _patterns(limits: Limits) -> list[Column]:
    """Pupils without an absence are in no pattern's frame: nothing counted, not unknown."""
    trend = shown_points(pl.col("trend_in_points"))
    beside_break = pl.col("absent_beside_break").fill_null(0)
    beside_holiday = pl.col("absent_beside_holiday").fill_null(0)
    return [
        Column("Absent since", pl.col("absent_since"), 11, "day"),
        Column("Codes of current absence", pl.col("codes"), 8, "word"),
        Column(f"Last {limits.weeks} %", shown_points(pl.col("recent_percent")), 9, "rate"),
        Column(f"The {limits.weeks} before %", shown_points(pl.col("earlier_percent")), 9, "rate"),
        Column("Last weeks on those before (points)", trend, 9.5, "points"),
        Column("Broken weeks", pl.col("broken_weeks").fill_null(0), 7, "count"),
        Column("Absent beside a weekend or holiday", beside_break, 8.5, "count"),
        Column("Absent beside a holiday", beside_holiday, 8, "count"),
    ]

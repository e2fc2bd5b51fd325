"""The tables of the weekly report on who has moved: bands, limits, rates, runs, broken weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from lj_attendance.reports.page_tables import PageColumn, PageTable, page_table
from lj_attendance.reports.weekly.cells import GROUP, NAME, name_of, rate_of

if TYPE_CHECKING:
    from lj_attendance.workflows.reporting.weekly import Weekly

_MOVERS = 10
_BROKEN = 30  # pupils listed


def crossings_table(report: Weekly) -> PageTable:
    """Who moved into another band this week, those who fell first."""
    columns = (NAME, GROUP, PageColumn("Was"), PageColumn("Is"), PageColumn("Direction"))
    rows = [
        (
            each.name,
            each.registration_group,
            each.before,
            each.after,
            "down" if each.is_worse else "up",
        )
        for each in report.crossings
    ]
    return page_table("Moved into another band this week", columns, rows)


def newly_tables(report: Weekly) -> list[PageTable]:
    """Newly below the expected level, and newly persistently absent."""
    expected = report.analysis.thresholds.expected_percent
    return [
        _newly(report, report.newly_below, "below_expected_since", f"Newly below {expected}%"),
        _newly(
            report,
            report.newly_persistent,
            "persistently_absent_since",
            "Newly persistently absent",
        ),
    ]


def _newly(report: Weekly, pupils: pl.DataFrame, column: str, caption: str) -> PageTable:
    columns = (NAME, GROUP, PageColumn("Since", "day"), PageColumn("Attendance", "rate"))
    rows = [
        (name_of(row), row["registration_group"], row[column], rate_of(report, row))
        for row in pupils.rows(named=True)
    ]
    return page_table(caption, columns, rows)


def movers_tables(report: Weekly) -> list[PageTable]:
    """The largest moves between the last school weeks and as many before them."""
    patterns, weeks = report.analysis.patterns, report.analysis.trend_weeks
    if patterns is None:
        return []
    moved = (
        report.analysis.pupils.join(patterns.pupils, on="pupil_id", maintain_order="left")
        .drop_nulls("change_in_points")
        .filter(pl.col("change_in_points") != 0)
    )
    down = moved.sort("change_in_points", "pupil_id").filter(pl.col("change_in_points") < 0)
    up = moved.sort("change_in_points", "pupil_id", descending=[True, False])
    up = up.filter(pl.col("change_in_points") > 0)
    beside = f"last {weeks} school weeks on the {weeks} before"
    return [
        _movers(down.head(_MOVERS), f"Largest falls, {beside}"),
        _movers(up.head(_MOVERS), f"Largest rises, {beside}"),
    ]


def _movers(pupils: pl.DataFrame, caption: str) -> PageTable:
    columns = (
        NAME, GROUP, PageColumn("Before", "rate"), PageColumn("Now", "rate"),
        PageColumn("Change, points", "points"),
    )  # fmt: skip
    rows = [
        (name_of(row), row["registration_group"], row["earlier_percent"], row["recent_percent"],
         row["change_in_points"])
        for row in pupils.rows(named=True)
    ]  # fmt: skip
    return page_table(caption, columns, rows)


def runs_table(report: Weekly) -> PageTable:
    """Who is absent now, the longest first."""
    absent = report.analysis.pupils.filter(pl.col("current_absence_sessions") > 0).sort(
        "current_absence_sessions", "surname", "pupil_id", descending=[True, False, False]
    )
    columns = (NAME, GROUP, PageColumn("Sessions", "count"), PageColumn("Whole days", "count"))
    rows = [
        (name_of(row), row["registration_group"], row["current_absence_sessions"],
         row["current_absence_days"])
        for row in absent.rows(named=True)
    ]  # fmt: skip
    return page_table("Absent on their last school day, the longest run first", columns, rows)


def broken_weeks_table(report: Weekly) -> PageTable:
    """Whose weeks are missed in part most often: a habit that percentages hide."""
    columns = (
        NAME, GROUP, PageColumn("Broken weeks", "count"), PageColumn("of", "count"),
        PageColumn("This week"), PageColumn("Attendance", "rate"),
    )  # fmt: skip
    patterns = report.analysis.patterns
    week = report.pupils_week.select("pupil_id", is_broken=is_broken_week())
    broken = (
        report.analysis.pupils.join(patterns.pupils, on="pupil_id", maintain_order="left")
        .join(week, on="pupil_id", how="left", maintain_order="left")
        .filter(pl.col("broken_weeks") > 0)
        .sort("broken_weeks", "surname", "forename", "pupil_id",
              descending=[True, False, False, False])
        if patterns is not None
        else pl.DataFrame()
    )  # fmt: skip
    rows = [
        (name_of(row), row["registration_group"], row["broken_weeks"], row["possible_weeks"],
         "broken" if row["is_broken"] else None, rate_of(report, row))
        for row in broken.head(_BROKEN).rows(named=True)
    ]  # fmt: skip
    return page_table("Most broken weeks (missed in part), year to date", columns, rows)


def is_broken_week() -> pl.Expr:
    """Whether a pupil's week has an attendance and an absence, of its session counts."""
    attended = pl.col("attended_sessions")
    return (attended > 0) & (attended < pl.col("possible_sessions"))

"""The tables of the weekly report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from lj_attendance.reports.group_words import GROUP_TITLES
from lj_attendance.reports.page_tables import PageColumn, PageTable, page_table
from lj_attendance.reports.rounding import shown_percent_of

if TYPE_CHECKING:
    from lj_attendance.workflows.reporting.actions import ActionGroup
    from lj_attendance.workflows.reporting.weekly import Weekly

_MOVERS = 10
_NAME, _GROUP = PageColumn("Pupil"), PageColumn("Reg. group")


def actions_table(group: ActionGroup) -> PageTable:
    """One row a pupil: what, why, by which clause."""
    columns = (
        _NAME, _GROUP, PageColumn("Since", "day"), PageColumn("By", "day"), PageColumn("Why"),
        PageColumn("Clause or law"),
    )  # fmt: skip
    rows = [
        (each.name, each.registration_group, each.since, each.due, each.why, each.clause)
        for each in group.actions
    ]
    return page_table(group.title, columns, rows)


def bands_table(report: Weekly) -> PageTable:
    """How many pupils are in each band of attendance."""
    bands = report.analysis.groups.filter(group="risk_band")
    rows = bands.select("value", "pupils", "possible_sessions", "overall_absence").rows()
    columns = (
        PageColumn("Attendance, percent"), PageColumn("Pupils", "count"),
        PageColumn("Possible sessions", "count"), PageColumn("Missed", "count"),
    )  # fmt: skip
    return page_table("Pupils by band of attendance, year to date", columns, rows)


def crossings_table(report: Weekly) -> PageTable:
    """Who moved into another band this week, those who fell first."""
    columns = (_NAME, _GROUP, PageColumn("Was"), PageColumn("Is"), PageColumn("Direction"))
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
    columns = (_NAME, _GROUP, PageColumn("Since", "day"), PageColumn("Attendance", "rate"))
    rows = [
        (_name(row), row["registration_group"], row[column], _rate(report, row))
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
        _NAME, _GROUP, PageColumn("Before", "rate"), PageColumn("Now", "rate"),
        PageColumn("Change, points", "points"),
    )  # fmt: skip
    rows = [
        (_name(row), row["registration_group"], row["earlier_percent"], row["recent_percent"],
         row["change_in_points"])
        for row in pupils.rows(named=True)
    ]  # fmt: skip
    return page_table(caption, columns, rows)


def runs_table(report: Weekly) -> PageTable:
    """Who is absent now, the longest first."""
    absent = report.analysis.pupils.filter(pl.col("current_absence_sessions") > 0).sort(
        "current_absence_sessions", "surname", "pupil_id", descending=[True, False, False]
    )
    columns = (_NAME, _GROUP, PageColumn("Sessions", "count"), PageColumn("Whole days", "count"))
    rows = [
        (_name(row), row["registration_group"], row["current_absence_sessions"],
         row["current_absence_days"])
        for row in absent.rows(named=True)
    ]  # fmt: skip
    return page_table("Absent on their last school day, the longest run first", columns, rows)


def groups_tables(report: Weekly) -> list[PageTable]:
    """One table a group of §14 and §16."""
    columns = (
        PageColumn("Group"), PageColumn("Pupils", "count"), PageColumn("Attendance", "rate"),
        PageColumn("Missed", "rate"), PageColumn("Unauthorised", "rate"),
        PageColumn("Persistently absent", "count"), PageColumn("Severely absent", "count"),
        PageColumn("Late", "count"),
    )  # fmt: skip
    groups = report.analysis.groups
    tables = []
    for name, title in GROUP_TITLES.items():
        rows = [_group(row) for row in groups.filter(group=name).rows(named=True)]
        tables += [page_table(title, columns, rows)] if rows else []
    return tables


def _group(row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        row["value"], row["pupils"], row["attendance_percent"], row["overall_absence_percent"],
        row["unauthorised_absence_percent"], row["persistently_absent"], row["severely_absent"],
        row["late_before_close"] + row["late_after_close"],
    )  # fmt: skip


def pupils_table(report: Weekly) -> PageTable:
    """Every pupil: the week beside the year to date."""
    week = report.pupils_week.select(
        "pupil_id",
        week_attended="attended_sessions",
        week_possible="possible_sessions",
    )
    joined = report.analysis.pupils.join(week, on="pupil_id", how="left", maintain_order="left")
    columns = (
        _NAME, PageColumn("Year"), _GROUP, PageColumn("This week"),
        PageColumn("Attendance", "rate"), PageColumn("Missed", "count"),
        PageColumn("Unauthorised", "count"), PageColumn("Late", "count"),
        PageColumn("Absent now, sessions", "count"),
    )  # fmt: skip
    rows = [_pupil(report, row) for row in joined.rows(named=True)]
    return page_table("Every pupil, this week and year to date", columns, rows)


def _pupil(report: Weekly, row: dict[str, Any]) -> tuple[Any, ...]:
    possible = row["week_possible"]
    return (
        _name(row), row["year_group"], row["registration_group"],
        f"{row['week_attended']} of {possible}" if possible else None,
        _rate(report, row), row["overall_absence"], row["unauthorised_absence"],
        row["late_before_close"] + row["late_after_close"], row["current_absence_sessions"],
    )  # fmt: skip


def _name(row: dict[str, Any]) -> str:
    names = ", ".join(part for part in (row["surname"], row["forename"]) if part)
    return names or str(row["pupil_id"])


def _rate(report: Weekly, row: dict[str, Any]) -> float | None:
    """Never at odds with what is decided by it: the expected level, persistent and severe."""
    limits = report.analysis.thresholds
    at_most = [100 - limits.persistent_percent, 100 - limits.severe_percent]
    below = sorted({*report.analysis.bands, limits.expected_percent})
    return shown_percent_of(row["attended_sessions"], row["possible_sessions"], below, at_most)

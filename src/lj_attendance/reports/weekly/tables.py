"""The tables of the weekly report: what to do, bands, groups, and every pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lj_attendance.reports.group_words import GROUP_TITLES
from lj_attendance.reports.page_tables import PageColumn, PageTable, page_table
from lj_attendance.reports.weekly.cells import GROUP, NAME, name_of, rate_of

if TYPE_CHECKING:
    from lj_attendance.workflows.reporting.actions import ActionGroup
    from lj_attendance.workflows.reporting.weekly import Weekly


def actions_table(group: ActionGroup) -> PageTable:
    """One row a pupil: what, why, by which clause."""
    columns = (
        NAME, GROUP, PageColumn("Since", "day"), PageColumn("By", "day"), PageColumn("Why"),
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
        NAME, PageColumn("Year"), GROUP, PageColumn("This week"),
        PageColumn("Attendance", "rate"), PageColumn("Missed", "count"),
        PageColumn("Unauthorised", "count"), PageColumn("Late", "count"),
        PageColumn("Absent now, sessions", "count"),
    )  # fmt: skip
    rows = [_pupil(report, row) for row in joined.rows(named=True)]
    return page_table("Every pupil, this week and year to date", columns, rows)


def _pupil(report: Weekly, row: dict[str, Any]) -> tuple[Any, ...]:
    possible = row["week_possible"]
    return (
        name_of(row), row["year_group"], row["registration_group"],
        f"{row['week_attended']} of {possible}" if possible else None,
        rate_of(report, row), row["overall_absence"], row["unauthorised_absence"],
        row["late_before_close"] + row["late_after_close"], row["current_absence_sessions"],
    )  # fmt: skip

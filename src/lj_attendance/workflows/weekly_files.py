"""The weekly report as files: a page and a workbook, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lj_attendance import __version__
from lj_attendance.reports.files import make_folder, refuse_to_overwrite, write_whole
from lj_attendance.reports.weekly_page import weekly_page
from lj_attendance.reports.workbook import workbook
from lj_attendance.workflows.actions import action_groups
from lj_attendance.workflows.alerts import alerts
from lj_attendance.workflows.analyse import analyse
from lj_attendance.workflows.contacts import contacts_of
from lj_attendance.workflows.reading import ReadRequest
from lj_attendance.workflows.records import calendar_of, events_of
from lj_attendance.workflows.stages import stages
from lj_attendance.workflows.weekly import Weekly, weekly
from lj_attendance.workspace import Workspace


@dataclass(frozen=True)
class WrittenWeekly:
    """What was written, and what it shows."""

    report: Weekly
    files: tuple[Path, ...]


def weekly_report(request: ReadRequest, workspace: Workspace) -> Weekly:
    """Reads the exports, and gathers the report on the week of the as-of date."""
    analysis = analyse(request, workspace=workspace)
    reading, settings = analysis.reading, request.settings
    events = events_of(workspace)
    of_stages = stages(reading, events, settings, calendar_of(workspace))
    of_alerts = alerts(reading, events, settings, contacts_of(reading))
    groups = action_groups(of_stages, of_alerts)
    school = workspace.school().name if workspace.root else ""
    return weekly(reading, analysis, settings, groups, school)


def write_weekly(
    request: ReadRequest, workspace: Workspace, folder: Path, *, force: bool
) -> WrittenWeekly:
    """Writes `weekly-DAY.html` and `weekly-DAY.xlsx`; raises UnusableInput rather than overwrite.

    Run again for the same day, exports and ledger, it writes the same bytes.
    """
    report = weekly_report(request, workspace)
    stem = f"weekly-{report.as_of.isoformat()}"
    page, book = folder / f"{stem}.html", folder / f"{stem}.xlsx"
    refuse_to_overwrite([page, book], force=force)
    made, analysis = weekly_page(report, __version__).encode("utf-8"), report.analysis
    limits = analysis.bands, analysis.penalty_sessions, analysis.trend_weeks
    sheets = workbook(analysis, *limits, report.actions)
    make_folder(folder)
    write_whole(page, made)
    write_whole(book, sheets)
    return WrittenWeekly(report, (page, book))

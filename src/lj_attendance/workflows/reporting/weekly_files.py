"""The weekly report as files: a page and a workbook, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from lj_attendance import __version__
from lj_attendance.policy.settings import Settings
from lj_attendance.reports.files import make_folder, refuse_to_overwrite, write_whole
from lj_attendance.reports.weekly.page import weekly_page
from lj_attendance.reports.weekly.sheets import weekly_sheets
from lj_attendance.reports.workbook import workbook
from lj_attendance.workflows.alerts.listing import alerts
from lj_attendance.workflows.analyse import analyse
from lj_attendance.workflows.calls.listing import calls
from lj_attendance.workflows.cases.listing import Books, cases
from lj_attendance.workflows.contacts import contacts_of
from lj_attendance.workflows.evidence.listing import evidence
from lj_attendance.workflows.reading import Reading, ReadRequest
from lj_attendance.workflows.records import calendar_of, events_of
from lj_attendance.workflows.register_end import register_end
from lj_attendance.workflows.reporting.action_lists import call_groups, case_group, evidence_group
from lj_attendance.workflows.reporting.actions import ActionGroup, alert_groups, stage_groups
from lj_attendance.workflows.reporting.weekly import Weekly, weekly
from lj_attendance.workflows.stages.listing import stages
from lj_attendance.workspace import Workspace


@dataclass(frozen=True)
class WrittenWeekly:
    """What was written, and what it shows."""

    report: Weekly
    files: tuple[Path, ...]


def weekly_report(request: ReadRequest, workspace: Workspace, clock: tuple[date, time]) -> Weekly:
    """Reads the exports, and gathers the report on the week of the as-of date.

    `clock` is the day and time of asking: a register still open is nothing to ring about.
    """
    analysis = analyse(request, workspace=workspace)
    reading, settings = analysis.reading, request.settings
    groups = _groups(reading, settings, workspace, clock)
    school = workspace.school().name if workspace.root else ""
    ends = register_end(reading, calendar_of(workspace), request)
    return weekly(reading, analysis, settings, groups, school, ends)


def _groups(
    reading: Reading, settings: Settings, workspace: Workspace, clock: tuple[date, time]
) -> tuple[ActionGroup, ...]:
    """Everything to do, what is about a child's safety first; a group with nothing is left out."""
    events, calendar, contacts = events_of(workspace), calendar_of(workspace), contacts_of(reading)
    of_alerts = alerts(reading, events, settings, contacts)
    of_stages = stages(reading, events, settings, calendar)
    of_calls = calls(reading, events, settings, calendar, contacts, clock)
    books = Books(reading, events, settings, calendar)
    groups = [
        *call_groups(of_calls),
        *alert_groups(of_alerts),
        case_group(cases(books, reading.as_of)),
        evidence_group(evidence(reading, events, settings)),
        *stage_groups(of_stages),
    ]
    return tuple(group for group in groups if group.actions)


def write_weekly(
    request: ReadRequest,
    workspace: Workspace,
    folder: Path,
    clock: tuple[date, time],
    *,
    force: bool,
) -> WrittenWeekly:
    """Writes `weekly-DAY.html` and `weekly-DAY.xlsx`; raises UnusableInput rather than overwrite.

    Run again for the same day, exports and ledger, it writes the same bytes.
    """
    report = weekly_report(request, workspace, clock)
    stem = f"weekly-{report.as_of.isoformat()}"
    page, book = folder / f"{stem}.html", folder / f"{stem}.xlsx"
    refuse_to_overwrite([page, book], force=force)
    made, analysis = weekly_page(report, __version__).encode("utf-8"), report.analysis
    limits = analysis.bands, analysis.penalty_sessions, analysis.trend_weeks
    sheets = workbook(analysis, *limits, weekly_sheets(report))
    make_folder(folder)
    write_whole(page, made)
    write_whole(book, sheets)
    return WrittenWeekly(report, (page, book))

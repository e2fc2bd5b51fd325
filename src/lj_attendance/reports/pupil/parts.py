"""The parts of one pupil's page and document, for a meeting.

Contacts stand in neither: their telephone numbers and restrictions are for the screen of whoever
rings home, and a meeting may include one of them.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from lj_attendance.reports.page_tables import day_text
from lj_attendance.reports.pupil.words import (
    DAYS,
    alert_line,
    figure_lines,
    forecast_lines,
    leave_lines,
    run_lines,
    stage_lines,
    weekday_lines,
)

if TYPE_CHECKING:
    from lj_attendance.workflows.reporting.pupil_marks import MarkWeek
    from lj_attendance.workflows.reporting.pupil_page import PupilPage

LEGEND = "Morning and afternoon of each day; - is a session without a mark, . one without a row."


def title_of(page: PupilPage) -> str:
    """Forename, surname and registration group."""
    figures = page.figures
    names = " ".join(part for part in (figures["forename"], figures["surname"]) if part)
    group = figures["registration_group"]
    return f"{names or figures['pupil_id']}{f', {group}' if group else ''}: attendance"


def subtitle_of(page: PupilPage) -> str:
    """Which days it is about."""
    return f"Academic year {page.academic_year}, up to {page.as_of:%A} {day_text(page.as_of)}"


def parts_of(page: PupilPage, *, why: bool) -> list[tuple[str, list[str]]]:
    """Title and lines of each part that has something to tell, in the order of the screen."""
    parts = [
        ("Figures", figure_lines(page)),
        ("Runs of absence, the longest first", run_lines(page)),
        ("Weekdays with an absence", weekday_lines(page)),
        ("Stage of the letters", stage_lines(page, why=why)),
        ("Alerts", [alert_line(each, why=why) for each in page.alerts]),
        ("Leave of absence", leave_lines(page)),
        ("What can still become of it", forecast_lines(page)),
    ]
    return [(title, lines) for title, lines in parts if lines]


def calendar_of(page: PupilPage) -> tuple[list[str], list[list[object]]]:
    """Headings and rows of the marks: one a week, one cell a day."""
    used = sorted({0, 1, 2, 3, 4} | {number for week in page.weeks for number, _ in week.marks})
    headings = ["Week of", *(DAYS[number] for number in used), "Missed", "Possible"]
    return headings, [_week(week, used) for week in page.weeks]


def _week(week: MarkWeek, days: list[int]) -> list[object]:
    cells = [" ".join(_mark(week, day, session) for session in ("AM", "PM")) for day in days]
    return [week.monday, *cells, week.absent, week.possible]


def _mark(week: MarkWeek, day: int, session: str) -> str:
    mark = week.marks.get((day, session))
    return "." if mark is None else mark.code or "-"


def sessions_of(page: PupilPage) -> list[list[object]]:
    """Every session missed or late: day, session, code, kind, file and row."""
    return [
        [mark.date, mark.session, mark.code or "",
         "late" if mark.code == "L" else "authorised" if mark.is_authorised else "unauthorised",
         f"{PurePath(mark.source_file).name}, row {mark.source_row}"]
        for mark in page.marks
        if mark.is_absent or mark.code == "L"
    ]  # fmt: skip

"""One pupil on the terminal, in the order in which an officer asks."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from lj_attendance.cli.console import answer, cell, day
from lj_attendance.cli.pupil_marks_view import show_marks
from lj_attendance.cli.pupil_record_view import show_record
from lj_attendance.reports.pupil.words import figure_lines, forecast_lines

if TYPE_CHECKING:
    from rich.console import Console

    from lj_attendance.workflows.reporting.pupil_page import PupilPage


def show_pupil(page: PupilPage, *, why: bool) -> None:
    """Figures, marks, runs and patterns, the record, and what can still become of it."""
    out = answer()
    _show_head(out, page)
    show_marks(out, page)
    show_record(out, page, why=why)
    _show_forecast(out, page)
    if why:
        _show_sessions(out, page)


def _show_head(out: Console, page: PupilPage) -> None:
    figures = page.figures
    names = ", ".join(part for part in (figures["surname"], figures["forename"]) if part)
    about = [
        names or figures["pupil_id"],
        figures["registration_group"] or "no registration group",
        f"ID {figures['pupil_id']}",
        *([f"UPN {figures['upn']}"] if figures["upn"] else []),
    ]
    out.print(cell(" · ".join(about), "bold"))
    out.print(cell(f"Academic year {page.academic_year}, up to {page.as_of:%A} {day(page.as_of)}"))
    out.print()
    for line in figure_lines(page):
        out.print(cell(line))


def _show_forecast(out: Console, page: PupilPage) -> None:
    out.print()
    out.print(cell("What can still become of it", "bold"))
    for line in forecast_lines(page):
        out.print(cell(f"  {line}"))


def _show_sessions(out: Console, page: PupilPage) -> None:
    """Every session missed or late, with its place in the exports."""
    missed = [mark for mark in page.marks if mark.is_absent or mark.code == "L"]
    out.print()
    out.print(cell(f"Sessions missed or late: {len(missed)}", "bold"))
    for mark in missed:
        kind = "late" if mark.code == "L" else "unauthorised"
        kind = "authorised" if mark.is_absent and mark.is_authorised else kind
        when = f"{mark.date:%a} {day(mark.date):>11} {mark.session}"
        place = f"row {mark.source_row} of {PurePath(mark.source_file).name}"
        line = cell(f"  {when}  {mark.code:<2}  {kind:<12}  {place}")
        out.print(line, no_wrap=True, overflow="ellipsis")

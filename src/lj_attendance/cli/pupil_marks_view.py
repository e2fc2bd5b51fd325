"""A pupil's marks drawn as a calendar, with colours and without, and what stands out in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lj_attendance.cli.console import cell, day
from lj_attendance.reports.pupil.words import DAYS, run_lines, weekday_lines

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from lj_attendance.workflows.reporting.pupil_marks import MarkWeek, PupilMark
    from lj_attendance.workflows.reporting.pupil_page import PupilPage

_STYLES = {
    "present": "green",
    "approved_educational_activity": "cyan",
    "authorised": "yellow",
    "unauthorised": "bold red",
    "not_possible": "dim",
    "administrative": "dim",
}
_WIDTH = 6  # of a day: two codes of two characters, and space


def show_marks(out: Console, page: PupilPage) -> None:
    """The calendar, the codes, the runs and the weekdays."""
    if not page.weeks:
        return
    weekdays = _weekdays(page)
    out.print()
    head = "".join(f"{DAYS[number]:<{_WIDTH}}" for number in weekdays)
    out.print(cell(f"{'Week of':<13}{head}missed", "bold"))
    for week in page.weeks:
        out.print(_week(week, weekdays))
    _show_codes(out, page)
    _show_runs(out, page)
    _show_weekdays(out, page)


def _weekdays(page: PupilPage) -> list[int]:
    """Monday to Friday, and a day of the weekend that has a mark."""
    used = {number for week in page.weeks for number, _ in week.marks}
    return sorted({0, 1, 2, 3, 4} | used)


def _week(week: MarkWeek, weekdays: list[int]) -> Text:
    from rich.text import Text

    line = Text(f"{day(week.monday):<13}")
    for number in weekdays:
        morning, afternoon = (week.marks.get((number, session)) for session in ("AM", "PM"))
        drawn = [_mark(morning), _mark(afternoon)]
        for text, style in drawn:
            line.append(text, style=style)
        line.append(" " * (_WIDTH - sum(len(text) for text, _ in drawn)))
    line.append(f"{week.absent:>3} of {week.possible}" if week.absent else "", style="")
    return line


def _mark(mark: PupilMark | None) -> tuple[str, str]:
    """The code and its colour; a dot where the register has no row, a dash where it is unmarked."""
    if mark is None:
        return ".", "dim"
    if mark.code is None:
        return "-", "bold magenta"
    style = "magenta" if mark.code == "L" else _STYLES.get(mark.category or "", "")
    return mark.code, style


def _show_codes(out: Console, page: PupilPage) -> None:
    shown = [each for each in page.codes if each[0] not in "/\\"]
    if not shown:
        return
    out.print()
    out.print(cell("Codes besides present", "bold"))
    for code, meaning, number in shown:
        line = cell(f"  {number:>3}  {code:<8} {meaning}")
        out.print(line, no_wrap=True, overflow="ellipsis")


def _show_runs(out: Console, page: PupilPage) -> None:
    _show_lines(out, "Runs of absence, the longest first", run_lines(page))


def _show_weekdays(out: Console, page: PupilPage) -> None:
    _show_lines(out, "Weekdays with an absence", weekday_lines(page))


def _show_lines(out: Console, title: str, lines: list[str]) -> None:
    if not lines:
        return
    out.print()
    out.print(cell(title, "bold"))
    for line in lines:
        out.print(cell(f"  {line}"))

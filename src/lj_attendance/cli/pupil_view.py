"""One pupil on the terminal, in the order in which an officer asks."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from lj_attendance.cli.console import answer, cell, day, percent
from lj_attendance.cli.pupil_marks_view import show_marks
from lj_attendance.cli.pupil_record_view import show_record

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
    for line in _figures(page):
        out.print(cell(line))


def _figures(page: PupilPage) -> list[str]:
    told = page.figures
    attended, possible = told["attended_sessions"], told["possible_sessions"]
    at_most = [100 - page.persistent_percent, 100 - page.severe_percent]
    rate = percent(attended, possible, [page.expected_percent], at_most)
    lines = [f"Attendance {rate}: {attended} of {possible} possible sessions attended."]
    if told["overall_absence"]:
        lines.append(
            f"Missed {told['overall_absence']}: {told['authorised_absence']} authorised, "
            f"{told['unauthorised_absence']} unauthorised."
        )
    since = told["below_expected_since"]
    lines += [f"Below {page.expected_percent}% since {day(since)}."] if since else []
    if told["is_severely_absent"]:
        lines.append(f"Severely absent: {page.severe_percent}% or more missed.")
    elif told["is_persistently_absent"]:
        lines.append(f"Persistently absent: {page.persistent_percent}% or more missed.")
    late = told["late_before_close"], told["late_after_close"]
    if any(late):
        minutes = f", {told['minutes_late']} minutes in all" if told["minutes_late"] else ""
        lines.append(f"Late {late[0]} before and {late[1]} after the register closed{minutes}.")
    if told["unmarked_sessions"]:
        lines.append(f"Unmarked: {told['unmarked_sessions']} sessions.")
    return lines


def _show_forecast(out: Console, page: PupilPage) -> None:
    out.print()
    out.print(cell("What can still become of it", "bold"))
    for line in _forecast(page):
        out.print(cell(f"  {line}"))


def _forecast(page: PupilPage) -> list[str]:
    ahead, level = page.forecast, page.expected_percent
    if ahead is None or ahead.highest_percent is None:
        return ["Not known: the calendar of lja.toml plans no school day after this one."]
    left, highest = f"{ahead.sessions_left} sessions left", f"{ahead.highest_percent:.1f}%"
    lines = [
        f"{left} until {day(ahead.last_day)}; the highest reachable is {highest}.",
        _expected(ahead.can_miss_and_reach_expected, level),
    ]
    if ahead.expected_again_on:
        lines.append(f"With full attendance at {level}% again on {day(ahead.expected_again_on)}.")
    lines.append(_persistent(page))
    if ahead.not_persistent_on:
        out_on = day(ahead.not_persistent_on)
        lines.append(f"With full attendance no longer persistently absent on {out_on}.")
    return lines


def _expected(may_miss: int | None, level: int) -> str:
    if may_miss is None:
        return f"{level}% at the end of the year is out of reach."
    return f"{may_miss} more may be missed with {level}% still in reach."


def _persistent(page: PupilPage) -> str:
    assert page.forecast is not None
    days = page.forecast.days_until_persistent_is_certain
    if days == 0:
        return "Persistent absence at the end of the year is certain."
    if days is None:
        return "Persistent absence at the end of the year is not possible any more."
    number = "1 school day" if days == 1 else f"{days} school days"
    return f"{number} of absence would make persistent absence certain."


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

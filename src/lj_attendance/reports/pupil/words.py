"""One pupil in words: figures, runs, record and forecast, as the screen and documents tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lj_attendance.reports.page_tables import day_text
from lj_attendance.reports.register_end import ends_early
from lj_attendance.reports.rounding import shown_percent_of

if TYPE_CHECKING:
    from lj_attendance.workflows.alerts.listing import PupilAlert
    from lj_attendance.workflows.letters.log import LoggedLetter
    from lj_attendance.workflows.reporting.pupil_marks import SessionRun
    from lj_attendance.workflows.reporting.pupil_page import PupilPage

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FULL = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_RUNS = 5  # longest runs told


def figure_lines(page: PupilPage) -> list[str]:
    """Attendance, absence, lateness and sessions unmarked, year to date."""
    told = page.figures
    attended, possible = told["attended_sessions"], told["possible_sessions"]
    at_most = [100 - page.persistent_percent, 100 - page.severe_percent]
    rate = _percent(attended, possible, [page.expected_percent], at_most)
    lines = [f"Attendance {rate}: {attended} of {possible} possible sessions attended."]
    if told["overall_absence"]:
        lines.append(
            f"Missed {told['overall_absence']}: {told['authorised_absence']} authorised, "
            f"{told['unauthorised_absence']} unauthorised."
        )
    since = told["below_expected_since"]
    lines += [f"Below {page.expected_percent}% since {day_text(since)}."] if since else []
    if told["is_severely_absent"]:
        lines.append(f"Severely absent: {page.severe_percent}% or more missed.")
    elif told["is_persistently_absent"]:
        lines.append(f"Persistently absent: {page.persistent_percent}% or more missed.")
    late = told["late_before_close"], told["late_after_close"]
    if any(late):
        minutes = f", {told['minutes_late']} minutes in all" if told["minutes_late"] else ""
        lines.append(f"Late {late[0]} before and {late[1]} after the register closed{minutes}.")
    if told["unmarked_sessions"]:
        number = told["unmarked_sessions"]
        lines.append(f"Unmarked: {number} session{'' if number == 1 else 's'}.")
    return lines + ends_early(page.ends)


def run_lines(page: PupilPage) -> list[str]:
    """The longest runs and the current one, then the same in whole school days."""
    longest = sorted(page.runs, key=lambda run: (-run.sessions, run.first))[:_RUNS]
    longest += [run for run in page.runs if run.is_current and run not in longest]
    if not longest:
        return []
    days, now = page.figures["longest_absence_days"], page.figures["current_absence_days"]
    return [*map(_run, longest), f"In whole school days: longest {days}, current {now}"]


def _run(run: SessionRun) -> str:
    number = "1 session" if run.sessions == 1 else f"{run.sessions} sessions"
    span = (
        day_text(run.first)
        if run.first == run.last
        else f"{day_text(run.first)} to {day_text(run.last)}"
    )
    return f"{number}, {span} ({' '.join(run.codes)}){', still going on' if run.is_current else ''}"


def weekday_lines(page: PupilPage) -> list[str]:
    """Absence by weekday, and which weekday stands out; nothing where nothing was missed."""
    if not any(each.absent for each in page.weekdays):
        return []
    parts = [f"{DAYS[each.weekday]} {each.absent} of {each.days}" for each in page.weekdays]
    told = (
        f"Absent on {each.absent} of {each.days} {_FULL[each.weekday]}: it stands out (§16)"
        for each in page.striking
    )
    return [", ".join(parts), *told]


def stage_lines(page: PupilPage, *, why: bool) -> list[str]:
    """The stage due or reached, its reasons, and the letters sent."""
    decision = page.stage.decision
    stage = f"Stage {decision.stage_due} due" if decision.stage_due else decision.status
    since = f" since {day_text(decision.since)}" if decision.since else ""
    until = f" until {day_text(decision.until)}" if decision.until else ""
    lines = [f"{stage}{since}{until} ({decision.clause})"]
    lines += decision.reasons
    if page.stage.speak_first:
        lines.append(f"Speak first: {'; '.join(page.stage.speak_first)}")
    lines += [_letter(each) for each in page.letters]
    if why and decision.sessions:
        told = (f"{s.date.isoformat()} {s.session} {s.code}" for s in decision.sessions)
        lines.append(f"Sessions behind it: {', '.join(told)}")
    return lines


def _letter(letter: LoggedLetter) -> str:
    figures = f", {letter.attended} of {letter.possible} attended" if letter.possible else ""
    gone = f"; withdrawn on {day_text(letter.withdrawn_on)}" if letter.withdrawn_on else ""
    return f"Stage {letter.stage} letter sent {day_text(letter.issued_on)}{figures}{gone}"


def alert_line(each: PupilAlert, *, why: bool) -> str:
    """One alert, with clause and status."""
    alert = each.alert
    law = "; ".join(part for part in (alert.clause, alert.source if why else "") if part)
    status = alert.status.replace("_", " ")
    done = f"done {day_text(alert.done.on)}" if alert.done else status
    return f"{each.title}, since {day_text(alert.since)}, {done}{f' ({law})' if law else ''}" + (
        f": {alert.what}" if why else ""
    )


def leave_lines(page: PupilPage) -> list[str]:
    """Requests for leave of absence, and what became of them."""
    lines = []
    for request in page.leave:
        span = day_text(request.first_day)
        if request.last_day != request.first_day:
            span += f" to {day_text(request.last_day)}"
        decided = request.decision
        verdict = f"{decided.decision} {day_text(decided.on)}" if decided else "not decided yet"
        lines.append(f"{span}, {request.reason}: {verdict} (request {request.number})")
    return lines


def forecast_lines(page: PupilPage) -> list[str]:
    """What attendance can still become by the end of the year."""
    ahead, level = page.forecast, page.expected_percent
    if not (page.stage.facts.is_listed or page.stage.facts.has_marks):
        return ["None: not on the roll, and without a mark this year."]
    if ahead is None or ahead.highest_percent is None:
        return ["Not known: the calendar of lja.toml plans no school day after this one."]
    left, highest = f"{ahead.sessions_left} sessions left", f"{ahead.highest_percent:.1f}%"
    lines = [
        f"{left} until {day_text(ahead.last_day)}; the highest reachable is {highest}.",
        _expected(ahead.can_miss_and_reach_expected, level),
    ]
    if ahead.expected_again_on:
        lines.append(
            f"With full attendance at {level}% again on {day_text(ahead.expected_again_on)}."
        )
    lines.append(_persistent(page))
    if ahead.not_persistent_on:
        out_on = day_text(ahead.not_persistent_on)
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


def _percent(attended: int, possible: int, below: list[int], at_most: list[int]) -> str:
    shown = shown_percent_of(attended, possible, below, at_most)
    return "–" if shown is None else f"{shown:.1f}%"

"""The day's calls on the terminal: one pupil a block, the most pressing first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lj_attendance.cli.calls_beside_view import show_follow_ups, show_speak_first, told_contact
from lj_attendance.cli.console import answer, cell, day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from lj_attendance.workflows.calls.listing import CallPupil, Calls

_GROUPS = 6  # registration groups named; the rest is counted


def show_calls(found: Calls, *, today: date, verbose: bool) -> None:
    """To ring, reached, follow-ups, families to speak to first."""
    out = answer()
    out.print(cell(f"Calls for {found.day:%A} {day(found.day)}", "bold"))
    rule = (
        f"Parents ring by {found.parents_ring_by:%H:%M}; from {found.staff_ring_from:%H:%M} "
        "staff ring those who have not (§5)."
    )
    out.print(cell(rule, "dim"))
    for line in _cautions(found, today):
        out.print(cell(line, "yellow"))
    _show_part(out, "To ring", found.to_ring)
    if not found.to_ring and _is_told(found):
        out.print(cell("    Nobody: every absence has a reason."))
    if found.reached:
        _show_part(out, "Reached; the reason has still to be entered in Arbor", found.reached)
    if found.leave_sessions:
        told = f"{_number(found.leave_sessions, 'session')} of granted leave"
        out.print()
        out.print(cell(f"Left out, as their leave is granted: {found.on_leave} ({told})"))
    show_follow_ups(out, found.follow_ups)
    show_speak_first(out, found.speak_first, verbose=verbose)


def _is_told(found: Calls) -> bool:
    """Whether the whole day is looked at, so that an empty list says something."""
    partly = (found.open_registers, found.without_marks, found.not_taken, found.reached)
    return not any(partly)


def _cautions(found: Calls, today: date) -> Iterator[str]:
    """What is not known of the day, and so is not in the list."""
    if found.day != today:
        yield f"Not for today, {day(today)}: this is the list of another day."
    if not found.knows_ledger:
        yield "No ledger here: calls made, granted leave and letters sent are not known."
    for session in found.open_registers:
        yield f"The {session} register is still open: nobody is listed for it."
    for session in found.without_marks:
        yield f"The exports hold no {session} mark of this day: nobody is listed for it."
    yield from _not_taken(found)


def _not_taken(found: Calls) -> Iterator[str]:
    for session in ("AM", "PM"):
        for is_in_exports in (True, False):
            those = [
                each
                for each in found.not_taken
                if each.session == session and each.is_in_exports == is_in_exports
            ]
            if those:
                names = [each.registration_group or "no registration group" for each in those]
                more = f" and {len(names) - _GROUPS} more" if len(names) > _GROUPS else ""
                pupils = _number(sum(each.pupils for each in those), "pupil")
                what = "not taken" if is_in_exports else "not in the exports"
                yield f"{session} register {what}: {', '.join(names[:_GROUPS])}{more} ({pupils})."


def _show_part(out: Console, title: str, pupils: Sequence[CallPupil]) -> None:
    out.print()
    out.print(cell(f"{title}: {len(pupils)}", "bold"))
    for place, each in enumerate(pupils, start=1):
        head = f"{place:>2}. {each.facts.name}  {each.registration_group or '–'}  {_sessions(each)}"
        out.print(cell(head))
        for line, style in _lines(each):
            told_contact(out, line, style)


def _sessions(each: CallPupil) -> str:
    told = ", ".join(f"{session.session} {session.state}" for session in each.sessions)
    if each.facts.came_in:
        return f"{told}; came in since"
    return f"{told}; was in before" if each.facts.was_in else told


def _lines(each: CallPupil) -> Iterator[tuple[str, str]]:
    """What stands below a name, each line with its style."""
    facts = each.facts
    if facts.groups:
        yield each.why_first, ""
    if facts.sessions_before and facts.run_first:
        days = _number(facts.run_days, "whole school day")
        since = f"absent since {day(facts.run_first)}"
        yield f"{since}: {_number(facts.run_sessions, 'session')}, {days}", "dim"
    for contact in each.to_ring:
        parts = (contact.telephone or "no telephone", contact.name, contact.relationship)
        yield "  ".join(part for part in parts if part), ""
    if not each.to_ring:
        yield "nobody to ring: see to the contacts in Arbor", "yellow"
    for name, why in each.left_out:
        yield f"NOT without a decision: {name} ({why})", "yellow"
    for made in each.tried:
        whom = f" with {made.whom}" if made.whom else ""
        by = f", by {made.by}" if made.by else ""
        yield f"on the day: {made.means}{whom}, {made.outcome.replace('_', ' ')}{by}", "dim"
    if each.before:
        outcome = each.before.outcome.replace("_", " ")
        yield f"last contact: {each.before.means} on {day(each.before.on)}, {outcome}", "dim"
    for step in each.next_steps:
        yield f"> {step}", "bold"


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"

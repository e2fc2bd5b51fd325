"""The day's calls on the terminal: one pupil a block, the most pressing first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lj_attendance.cli.console import answer, cell, day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from lj_attendance.workflows.calls import CallPupil, Calls, FollowUp
    from lj_attendance.workflows.stages import PupilStage

_RULE = "Parents ring before 8:30; from 9:15 staff ring whoever has not (§5)."
_SPOKEN = 10  # families to speak to first; the rest is counted


def show_calls(found: Calls, *, today: date, verbose: bool) -> None:
    """To ring, reached, follow-ups, families to speak to first."""
    out = answer()
    out.print(cell(f"Calls for {found.day:%A} {day(found.day)}", "bold"))
    if found.day != today:
        out.print(cell(f"Not for today: no mark of {day(today)} is at hand.", "yellow"))
    for session in found.open_registers:
        out.print(cell(f"The {session} register is still open: nobody is listed for it.", "yellow"))
    for each in found.not_taken:
        group = each.registration_group or "pupils without a registration group"
        told = f"The {each.session} register of {group} was not taken: {each.pupils} unmarked."
        out.print(cell(told, "yellow"))
    out.print(cell(_RULE, "dim"))
    _show_part(out, "To ring", found.to_ring)
    _show_part(out, "Reached; the reason has still to be entered in Arbor", found.reached)
    if found.on_leave:
        out.print()
        out.print(cell(f"Left out, as their leave is granted: {found.on_leave}"))
    _show_follow_ups(out, found.follow_ups)
    _show_speak_first(out, found.speak_first, verbose=verbose)


def _show_part(out: Console, title: str, pupils: Sequence[CallPupil]) -> None:
    if not pupils and title != "To ring":
        return
    out.print()
    out.print(cell(f"{title}: {len(pupils)}", "bold"))
    for place, each in enumerate(pupils, start=1):
        head = f"{place:>2}. {each.facts.name}  {each.registration_group or '–'}  {_sessions(each)}"
        out.print(cell(head), no_wrap=True, overflow="ellipsis")
        for line in _lines(each):
            _below(out, line)


def _sessions(each: CallPupil) -> str:
    return ", ".join(f"{session.session} {session.state}" for session in each.sessions)


def _lines(each: CallPupil) -> list[str]:
    facts = each.facts
    lines = [each.why_first] if each.why_first else []
    if facts.began_before and facts.run_first:
        sessions = "1 session" if facts.run_sessions == 1 else f"{facts.run_sessions} sessions"
        days = "1 school day" if facts.run_days == 1 else f"{facts.run_days} school days"
        lines.append(f"absent since {day(facts.run_first)}: {sessions} on {days}")
    for contact in each.to_ring:
        parts = (contact.telephone or "no telephone", contact.name, contact.relationship)
        lines.append("  ".join(part for part in parts if part))
    if not each.to_ring:
        lines.append("nobody to ring: correct the contacts in Arbor")
    lines += [f"NOT without a decision: {name} ({why})" for name, why in each.left_out]
    for made in each.tried:
        whom = f" with {made.whom}" if made.whom else ""
        lines.append(f"tried: {made.means}{whom}, {made.outcome.replace('_', ' ')}")
    if each.before:
        outcome = each.before.outcome.replace("_", " ")
        lines.append(f"last contact: {each.before.means} on {day(each.before.on)}, {outcome}")
    return [*lines, each.next_step] if each.next_step else lines


def _below(out: Console, text: str) -> None:
    from rich.padding import Padding

    out.print(Padding(cell(text, "dim"), (0, 0, 0, 4)))


def _show_follow_ups(out: Console, follow_ups: Sequence[FollowUp]) -> None:
    if not follow_ups:
        return
    out.print()
    out.print(cell(f"To follow up: {len(follow_ups)}", "bold"))
    for each in follow_ups:
        contact = each.contact
        whom = f" with {contact.whom}" if contact.whom else ""
        outcome = contact.outcome.replace("_", " ")
        out.print(cell(f"    {each.name}  {each.registration_group or '–'}"))
        told = f"{contact.means}{whom} on {day(contact.on)}, {outcome}"
        _below(out, f"  {told}; due {day(contact.follow_up)}")
        if contact.note:
            _below(out, f"  {contact.note}")


def _show_speak_first(out: Console, due: Sequence[PupilStage], *, verbose: bool) -> None:
    """Families that somebody speaks to before, or beside, a letter (§18)."""
    if not due:
        return
    shown = due if verbose else due[:_SPOKEN]
    out.print()
    title = "Speak to these families first: a letter is due (§12 to §14, §18)"
    out.print(cell(f"{title}: {len(due)}", "bold"))
    for each in shown:
        names = ", ".join(part for part in (each.surname, each.forename) if part)
        stage = f"Stage {each.decision.stage_due}"
        told = f"{names or each.decision.pupil_id}  {stage}: {'; '.join(each.speak_first)}"
        out.print(cell(f"    {told}"), no_wrap=True, overflow="ellipsis")
    if len(shown) < len(due):
        out.print(cell(f"    and {len(due) - len(shown)} more: --verbose", "dim"))

"""What stands below the day's calls: follow-ups, and families to speak to before a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lj_attendance.cli.console import cell, day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from lj_attendance.workflows.calls.beside import FollowUp, SpeakFirst

_SHOWN = 10  # families to speak to first; the rest is counted


def told_contact(out: Console, text: str, style: str = "dim") -> None:
    """A line below a name, its overflow set in as well."""
    from rich.padding import Padding

    out.print(Padding(cell(text, style), (0, 0, 0, 4), expand=False))


def show_follow_ups(out: Console, follow_ups: Sequence[FollowUp]) -> None:
    """The longest due first."""
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
        told_contact(out, f"  {told}; due {day(contact.follow_up)}")
        if contact.note:
            told_contact(out, f"  {contact.note}")


def show_speak_first(out: Console, families: Sequence[SpeakFirst], *, verbose: bool) -> None:
    """Families that somebody speaks to before, or beside, a letter (§18)."""
    due = [each.stage for each in families if each.spoken_on is None]
    spoken = len(families) - len(due)
    if not families:
        return
    out.print()
    title = "Speak to these families first: a letter is due (§12 to §14, §18)"
    out.print(cell(f"{title}: {len(due)}", "bold"))
    for each in due if verbose else due[:_SHOWN]:
        names = ", ".join(part for part in (each.surname, each.forename) if part)
        stage = f"Stage {each.decision.stage_due}"
        told = f"{names or each.decision.pupil_id}  {stage}: {'; '.join(each.speak_first)}"
        out.print(cell(f"    {told}"), no_wrap=not verbose, overflow="ellipsis")
    if not verbose and len(due) > _SHOWN:
        out.print(cell(f"    and {len(due) - _SHOWN} more: --verbose", "dim"))
    if spoken:
        out.print(cell(f"    spoken to since the letter fell due: {spoken}", "dim"))

"""The order of the steps of §18 after the referral: what has to be entered before what."""

from __future__ import annotations

from collections.abc import Sequence

from lj_attendance.policy.cases.facts import (
    CLOSED,
    HELD,
    INVITED,
    MINUTES,
    REVIEWED,
    WARNED,
    Referral,
    Step,
)
from lj_attendance.policy.stages.words import day_text

_AFTER_A_CONFERENCE = {MINUTES: "Giving minutes", WARNED: "A warning", REVIEWED: "A review"}
_WORDS = {
    INVITED: "An invitation", HELD: "A conference", CLOSED: "The end of a case",
    **_AFTER_A_CONFERENCE,
}  # fmt: skip

_AFTER_THE_END = (
    "A new Stage 4 letter opens a new case. If that entry is wrong, take it back with: "
    "lja cases withdraw"
)


def order_fault(referral: Referral | None, steps: Sequence[Step]) -> tuple[str, str] | None:
    """What is wrong with the order of steps, by day and then entry, and what to do; else null.

    A conference follows its own invitation; minutes, warnings and reviews follow a conference. A
    further conference may follow a review, and nothing the end.
    """
    is_invited = is_held = False
    closed: Step | None = None
    for step in steps:
        if closed is not None:
            problem = f"The case was closed on {day_text(closed.on)} (entry {closed.number})."
            return problem, _AFTER_THE_END
        if fault := _misplaced(step, referral, is_invited=is_invited, is_held=is_held):
            return fault
        if step.kind == INVITED:
            is_invited = True
        if step.kind == HELD:
            is_invited, is_held = False, True
        closed = step if step.kind == CLOSED else None
    return None


def _misplaced(
    step: Step, referral: Referral | None, *, is_invited: bool, is_held: bool
) -> tuple[str, str] | None:
    what, on = _WORDS[step.kind], day_text(step.on)
    if referral is not None and step.on < referral.issued_on:
        issued = day_text(referral.issued_on)
        return (
            f"{what} on {on} would be before the Stage 4 letter of {issued}.",
            "Give the day on which it was done with --on.",
        )
    if step.kind == HELD and not is_invited:
        return (
            f"On {on} no invitation to a conference is on the ledger.",
            "Enter it first, with its own day: lja cases invite WHO --meeting DATE --on DATE",
        )
    if step.kind in _AFTER_A_CONFERENCE and not is_held:
        return (
            f"{what} follows a conference, and none held by {on} is on the ledger.",
            "Enter it first, with its own day: lja cases held WHO --on DATE",
        )
    return None

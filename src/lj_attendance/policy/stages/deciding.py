"""The stages of letters: which one a pupil is due on a day, and why.

The written policy, §18, with the Readings of `policy.toml`. Stages are sent strictly in order, one
step at a time. A decision follows from its arguments alone: asked again for a day, it is the same.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lj_attendance.policy.stages.facts import (
    CLEAR,
    DUE,
    HELD,
    LEFT,
    REVIEW,
    Case,
    Decision,
    Held,
    PeriodEnd,
    PupilFacts,
    Sent,
    StageRules,
)
from lj_attendance.policy.stages.rules import NEXT


def decide(
    facts: PupilFacts,
    sent: tuple[Sent, ...],
    hold: Held | None,
    rules: StageRules,
    period_end: PeriodEnd,
    as_of: date,
) -> Decision:
    """What is due to a pupil at the end of a day.

    `sent` are the letters in force on that day that count (this academic year's).
    """
    last = max(sent, key=lambda letter: (letter.stage, letter.issued_on), default=None)
    case = Case(facts, last, rules, period_end, as_of)
    found = _excused(case) or NEXT[last.stage if last else 0](case)
    return _with_hold(found, hold)


def _excused(case: Case) -> Decision | None:
    """Leavers and pupils without a possible session: never a letter (Reading)."""
    if case.facts.has_left:
        return case.decision(LEFT, "no longer on roll")
    if not case.facts.has_marks:
        where = "on the roll" if case.facts.is_listed else "not on the roll and"
        return case.decision(CLEAR, f"{where} without a mark this year: see lja check")
    if case.facts.possible == 0:
        return case.decision(CLEAR, "no session has been possible this year")
    if not case.facts.is_listed:
        return case.decision(REVIEW, "has marks and is not on the roll: check before any letter")
    return None


def _with_hold(found: Decision, hold: Held | None) -> Decision:
    """A hold keeps a pupil out of batches, and is always told."""
    if hold is None:
        return found
    reason = f"held because {hold.reason}"
    if found.status == DUE:
        reasons = (reason, *found.reasons)
        return replace(found, status=HELD, until=hold.until, reasons=reasons)
    return replace(found, reasons=(*found.reasons, reason))

"""What a rule of §7 is made of: a question in plain words, and what answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lj_attendance.policy.leave.facts import Background, LeaveRules, Request, RuleOutcome


@dataclass(frozen=True)
class LeaveRule:
    """One rule, as it is judged and as the chart of the policy draws it."""

    name: str  # of the interface: "notice"
    clause: str
    question: Callable[[LeaveRules], str]  # answered by yes where the rule is met
    applies_to: Callable[[LeaveRules], tuple[str, ...]]  # reasons; empty: every request
    otherwise: str  # what follows from no, in a few words: "refuse", "the head teacher weighs it"
    judge: Callable[[Request, Background, LeaveRules], RuleOutcome]

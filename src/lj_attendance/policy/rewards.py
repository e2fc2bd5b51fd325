"""Rewards and privileges (§12): who is eligible, and whom a person decides about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["eligible", "apart", "below", "no_session"]

CLAUSE = "§12"


@dataclass(frozen=True)
class RewardFacts:
    """What a pupil's eligibility rests on; counts are sessions, year to date."""

    attended: int
    possible: int
    expected_percent: int
    own_target: int | None  # percent
    circumstances: tuple[str, ...]  # health needs and home circumstances that the roll tells of


@dataclass(frozen=True)
class Reward:
    """Whether trips, events and rewards are open to a pupil, and why."""

    status: Status
    why: str
    is_full: bool  # every possible session attended


def reward_of(facts: RewardFacts) -> Reward:
    """The rule of §12 for one pupil.

    "Where attendance drops below 96 percent, these privileges may be taken away"; "pupils with
    health needs or home circumstances" are "not unfairly excluded [...] e.g. by setting
    individualised targets". Reading: who meets a target of their own is eligible by it; who is
    below and has such a target or such needs is listed apart.
    """
    if not facts.possible:
        return Reward("no_session", "no possible session yet", is_full=False)
    is_full = facts.attended == facts.possible
    if _reaches(facts, facts.expected_percent):
        return Reward("eligible", "every session" if is_full else _at(facts), is_full)
    if facts.own_target is not None and _reaches(facts, facts.own_target):
        return Reward("eligible", f"at or above the own target of {facts.own_target}%", is_full)
    if apart := _apart(facts):
        return Reward("apart", "; ".join(apart), is_full)
    return Reward("below", f"below {facts.expected_percent}%", is_full)


def _reaches(facts: RewardFacts, percent: int) -> bool:
    """Exactly at the percentage is enough: compared in whole sessions."""
    return facts.attended * 100 >= facts.possible * percent


def _at(facts: RewardFacts) -> str:
    return f"at or above {facts.expected_percent}%"


def _apart(facts: RewardFacts) -> list[str]:
    target = [] if facts.own_target is None else [f"below the own target of {facts.own_target}%"]
    return [*target, *facts.circumstances]

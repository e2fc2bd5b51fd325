"""Whom to ring on a day, in which order, and what comes next where nobody is reached (§5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST_DAY = "§5"
_TRIES = 3  # calls in vain after which the policy's next step is named


@dataclass(frozen=True)
class Unexplained:
    """One pupil with a session of the day of which nobody told the reason."""

    pupil_id: str
    name: str  # surname first, as lists are sorted
    year_group: str
    groups: tuple[str, ...]  # vulnerable groups, in words
    run_sessions: int  # consecutive possible sessions missed, those of the day among them
    run_days: int  # school days touched by them
    run_first: date | None
    began_before: bool  # whether the run began before the day


def calling_order(pupil: Unexplained) -> tuple[object, ...]:
    """Vulnerable pupils first, then those whose absence goes on, the longest first, then the rest.

    Reading: §5 has staff ring "as soon as is practicable"; who may be least safe is rung first.
    """
    goes_on = 1 if pupil.began_before else 2
    part = 0 if pupil.groups else goes_on
    longest = -pupil.run_sessions if part < 2 else 0
    return part, longest, _year(pupil.year_group), pupil.name.casefold(), pupil.pupil_id


def _year(year_group: str) -> int:
    return int(year_group) if year_group.isdigit() else 99


def why_first(pupil: Unexplained) -> str:
    """Why a pupil stands where they stand; empty for the rest."""
    if pupil.groups:
        return f"vulnerable: {'; '.join(pupil.groups)}"
    return "the absence goes on" if pupil.began_before else ""


def next_step(
    pupil: Unexplained, tries_in_vain: int, *, is_over: bool, home_visit_days: int, long_days: int
) -> str:
    """What the policy has where ringing did not help; empty while there is only ringing to do.

    `is_over`: the day is past, or its last register has closed. §5: "ensuring the proper
    safeguarding action is being taken"; "home visits will be conducted"; beyond ten days "at risk
    of being missing from education".
    """
    in_vain = tries_in_vain >= _TRIES or (is_over and tries_in_vain > 0)
    if long_days and pupil.run_days >= long_days:
        return "Tell the DSL: at risk of missing education (§5)"
    if home_visit_days and pupil.run_days >= home_visit_days:
        return "Consider a home visit (§5)"
    if pupil.groups and (in_vain or is_over):
        return "Tell the DSL: see that proper safeguarding action is taken (§5)"
    return "Try the other contacts, and consider a home visit (§5)" if in_vain else ""

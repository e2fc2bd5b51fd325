"""Whom to ring on a day, in which order, and what comes next where nobody is reached (§5, §11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CallRules:
    """The numbers in force on the day; 0 days: the school has no such step."""

    run_sessions: int  # missed before the day, from which an absence goes on
    tries: int  # in vain, after which the next step is named
    home_visit_days: int
    long_absence_days: int


@dataclass(frozen=True)
class Unexplained:
    """One pupil with a session of the day of which nobody told the reason."""

    pupil_id: str
    name: str  # surname first, as lists are sorted
    year_group: str
    groups: tuple[str, ...]  # vulnerable groups, in words
    run_sessions: int  # consecutive possible sessions missed, those of the day among them
    run_days: int  # consecutive school days missed wholly
    run_first: date | None
    sessions_before: int  # those of the run before the day
    was_in: bool = False  # attended the day's session before the one not accounted for
    came_in: bool = False  # attended the day's session after it

    def goes_on(self, rules: CallRules) -> bool:
        """Whether the absence goes on from days before."""
        return self.sessions_before >= max(rules.run_sessions, 1)


def calling_order(pupil: Unexplained, rules: CallRules) -> tuple[object, ...]:
    """Vulnerable pupils first, then those whose absence goes on, the longest first, then the rest.

    Reading: §5 has staff ring "as soon as is practicable"; who may be least safe is rung first.
    """
    goes_on = 1 if pupil.goes_on(rules) else 2
    part = 0 if pupil.groups else goes_on
    longest = -pupil.run_sessions if part < 2 else 0
    return part, longest, _year(pupil.year_group), pupil.name.casefold(), pupil.pupil_id


def _year(year_group: str) -> int:
    return int(year_group) if year_group.isdigit() else 99


def why_first(pupil: Unexplained, rules: CallRules) -> str:
    """Why a pupil stands where they stand; empty for the rest."""
    if pupil.groups:
        return f"vulnerable: {'; '.join(pupil.groups)}"
    return "the absence goes on" if pupil.goes_on(rules) else ""


def next_steps(
    pupil: Unexplained, tries_in_vain: int, rules: CallRules, *, is_past: bool
) -> tuple[str, ...]:
    """What the policy has beyond ringing, the most pressing first; nothing while that is all.

    `is_past`: the day is over and nobody was reached. Nothing is asked for a pupil who came in.
    """
    if pupil.came_in:
        return ()
    in_vain = tries_in_vain >= rules.tries > 0
    steps = [
        _missing(is_past=is_past) if pupil.was_in else "",
        _safeguarding(pupil, rules, nobody_reached=in_vain or is_past),
        _home_visit(pupil, rules, in_vain=in_vain),
    ]
    return tuple(step for step in steps if step)


def _missing(*, is_past: bool) -> str:
    """§11: "The member of staff who has noticed the missing pupil will inform a senior leader
    immediately"; "if [...] the emergency contacts list has been exhausted, the police will be
    contacted"."""
    if is_past:
        return "Was in that morning, and then not accounted for: see how it ended (§11)"
    return (
        "Was in this morning: if not on the site, inform a senior leader now; contacts exhausted, "
        "the police (§11)"
    )


def _safeguarding(pupil: Unexplained, rules: CallRules, *, nobody_reached: bool) -> str:
    """§5: beyond ten days "at risk of being missing from education"; on the first day "ensuring
    the proper safeguarding action is being taken".

    Reading: somebody who may not be safe and of whom nobody knows is the DSL's to know of.
    """
    if 0 < rules.long_absence_days < pupil.run_days:
        return (
            f"Beyond {rules.long_absence_days} school days: at risk of missing education; "
            "tell the DSL (§5)"
        )
    if pupil.groups and nobody_reached:
        return "Nobody reached, by the ledger: safeguarding action; tell the DSL (§5)"
    return ""


def _home_visit(pupil: Unexplained, rules: CallRules, *, in_vain: bool) -> str:
    """§5: "Where concerns about consecutive days of absence exist, home visits will be
    conducted"; "parents or other listed contacts"."""
    if 0 < rules.home_visit_days <= pupil.run_days:
        return f"{pupil.run_days} school days running: consider a home visit (§5)"
    return "Ring the other listed contacts; consider a home visit (§5)" if in_vain else ""

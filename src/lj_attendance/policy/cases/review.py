"""Figures beside a review: attendance then and now, and since the conference against targets.

They advise whoever reviews the case; what has improved "significantly" is for people to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from lj_attendance.policy.cases.facts import HELD, CaseFacts, Figures, TargetMet
from lj_attendance.policy.stages.words import day_text

_PERCENT = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s*(?:%|per\s?cent\b)", re.IGNORECASE)
_OF_ABSENCE = re.compile(
    r"\b(?:at most|no more|less|under|below|miss\w*|absen\w*|late\w*)\b", re.IGNORECASE
)
_DIRECTIONS = {1: "higher", 0: "the same", -1: "lower"}


def change_since(facts: CaseFacts) -> int | None:
    """1 when the year to date is higher than at the conference, or else the letter; -1 lower."""
    held, referral = facts.last(HELD), facts.referral
    on = held.on if held else referral.issued_on if referral else None
    then = facts.at_conference if held else referral.figures if referral else None
    if on is None or then is None or facts.to_date is None or not facts.is_of_this_year(on):
        return None
    return then.change_to(facts.to_date)


def figures_told(facts: CaseFacts) -> tuple[str, ...]:
    """The comparisons in words, in whole sessions; none where there are no figures."""
    return tuple(_told(facts))


def _told(facts: CaseFacts) -> Iterator[str]:
    held = facts.last(HELD)
    if facts.to_date is None:
        return
    if facts.referral and facts.referral.figures:
        yield _compared("Stage 4 letter", facts.referral.issued_on, facts.referral.figures, facts)
    if held is None:
        return
    if facts.at_conference:
        yield _compared("conference", held.on, facts.at_conference, facts)
    if facts.since_conference:
        yield f"Since the conference: {_of(facts.since_conference)}."


def _compared(what: str, day: date, then: Figures, facts: CaseFacts) -> str:
    """Never compared across 1 August: the year to date has begun anew."""
    assert facts.to_date is not None
    change = then.change_to(facts.to_date) if facts.is_of_this_year(day) else None
    told = f": {_DIRECTIONS[change]}" if change is not None else ""
    year = "" if facts.is_of_this_year(day) else ", in an earlier school year"
    when = f"at the {what} of {day_text(day)}{year}"
    return f"Year to date {_of(then)} {when}; {_of(facts.to_date)} now{told}."


def _of(figures: Figures) -> str:
    return f"{figures.attended} of {figures.possible} sessions"


def targets_met(facts: CaseFacts) -> tuple[TargetMet, ...]:
    """Each target of the last conference against attendance since, where it names a percentage."""
    held = facts.last(HELD)
    targets = held.targets if held else ()
    return tuple(TargetMet(target, _is_met(target, facts.since_conference)) for target in targets)


def _is_met(target: str, since: Figures | None) -> bool | None:
    """Whether attendance is at least the one percentage that a target names; compared exactly."""
    named = _PERCENT.findall(target)
    is_of_attendance = len(named) == 1 and not _OF_ABSENCE.search(target)
    if not is_of_attendance or since is None or not since.possible:
        return None
    return since.attended * 100 >= since.possible * Fraction(named[0])

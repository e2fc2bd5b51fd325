"""Alerts on numbers of sessions and days in the academic year (§2, §8, §10, §14, the law)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date

from lj_attendance.policy.alerts.facts import (
    HOLIDAYS,
    SEVERE,
    SICKNESS_RETURN,
    UNEXPLAINED,
    Alert,
    AlertFacts,
    AlertRules,
)
from lj_attendance.policy.alerts.words import ASKS, CLAUSES, sessions_text
from lj_attendance.policy.stages.facts import Absence
from lj_attendance.policy.stages.words import day_text
from lj_attendance.school_year import academic_year_start


def sickness_return(facts: AlertFacts, rules: AlertRules) -> Iterator[Alert]:
    """§8: "Inform the LA if a pupil is likely to be away [...] for more than 15 school days."

    The law counts 15 school days with illness in the school year, consecutive or not.
    """
    number, days = rules.sickness_return_days, facts.illness_days
    if 0 < number <= len(days):
        since = days[number - 1]
        what = (
            f"Ill on {len(days)} school days of this academic year; day {number} was "
            f"{day_text(since)}."
        )
        ill = tuple(each for each in facts.absences if each.code == "I" and each.date in days)
        yield _alert(facts, SICKNESS_RETURN, since, what, ill)


def severe_absence(facts: AlertFacts, rules: AlertRules, as_of: date) -> Iterator[Alert]:
    """§14: "focus particularly on pupils who have rates of absence over 50 percent".

    Reading: the DfE's definition, 50 % or more of the pupil's own possible sessions.
    """
    missed = facts.possible - facts.attended
    is_severe = facts.possible > 0 and missed * 100 >= facts.possible * rules.severe_percent
    if is_severe and facts.severe_since is not None:
        what = (
            f"Missed {missed} of {facts.possible} possible sessions this academic year: "
            f"{rules.severe_percent}% or more."
        )
        yield _alert(facts, SEVERE, facts.severe_since, what, _of_year(facts, as_of))


def excessive_holidays(facts: AlertFacts, rules: AlertRules, as_of: date) -> Iterator[Alert]:
    """§10: a penalty notice may be issued where there are "excessive holidays in term-time"."""
    number = rules.holiday_sessions
    holidays = tuple(each for each in _of_year(facts, as_of) if each.code == "G")
    if 0 < number <= len(holidays):
        since = holidays[number - 1].date
        what = (
            f"{sessions_text(len(holidays))} of holiday without leave (G) this academic year; "
            f"{number} are excessive, reached on {day_text(since)}."
        )
        yield _alert(facts, HOLIDAYS, since, what, holidays)


def unexplained_absence(
    facts: AlertFacts, rules: AlertRules, school_days: Sequence[date]
) -> Iterator[Alert]:
    """§2: "Absences which have never been properly explained".

    N stands for some school days only; since the first school day on which the oldest stood
    longer. `school_days` are the school's own, in order.
    """
    old = facts.old_unexplained
    if old:
        first, number = old[0].date, rules.unexplained_days
        place = bisect_right(school_days, first) + number
        since = school_days[place] if place < len(school_days) else first
        what = (
            f"{sessions_text(len(old))} still N after more than {number} school days; the oldest "
            f"is of {day_text(first)}."
        )
        yield _alert(facts, UNEXPLAINED, since, what, old)


def _of_year(facts: AlertFacts, as_of: date) -> tuple[Absence, ...]:
    start = academic_year_start(as_of)
    return tuple(absence for absence in facts.absences if absence.date >= start)


def _alert(
    facts: AlertFacts, kind: str, since: date, what: str, sessions: tuple[Absence, ...]
) -> Alert:
    clause, asks = CLAUSES[kind], ASKS[kind]
    return Alert(kind, facts.pupil_id, since, what, sessions, clause, source="", asks=asks)

"""What must not be missed of a pupil: every rule of §5, §8, §10, §14 and the law, decided.

A pure function of the facts, the rules in force and the as-of date: run twice, or replayed for
the same date, it gives the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from lj_attendance.policy.alerts.counts import (
    excessive_holidays,
    severe_absence,
    sickness_return,
    unexplained_absence,
)
from lj_attendance.policy.alerts.facts import KINDS, Alert, AlertFacts, AlertRules
from lj_attendance.policy.alerts.penalty import late_after_close, penalty_threshold
from lj_attendance.policy.alerts.runs import (
    home_visit,
    long_absence,
    removal_considered,
    unauthorised_return,
)
from lj_attendance.policy.alerts.truancy import truancy
from lj_attendance.policy.alerts.words import SOURCES
from lj_attendance.policy.settings import Settings

_BY_RUNS_AND_WEEKS = (
    removal_considered,
    unauthorised_return,
    long_absence,
    sickness_return,
    penalty_threshold,
    late_after_close,
    home_visit,
    truancy,
)


def alerts_of(
    facts: AlertFacts, rules: AlertRules, as_of: date, school_days: Sequence[date] = ()
) -> tuple[Alert, ...]:
    """Every alert of one pupil, the gravest kind first and the newest first within it.

    `school_days` are the school's own up to the as-of date, in order.
    """
    found = sorted(_found(facts, rules, as_of, school_days), key=_newest_first)
    return tuple(sorted(found, key=lambda alert: KINDS.index(alert.kind)))


def _newest_first(alert: Alert) -> int:
    return -alert.since.toordinal()


def _found(
    facts: AlertFacts, rules: AlertRules, as_of: date, school_days: Sequence[date]
) -> Iterator[Alert]:
    for rule in _BY_RUNS_AND_WEEKS:
        yield from rule(facts, rules)
    yield from severe_absence(facts, rules, as_of)
    yield from excessive_holidays(facts, rules, as_of)
    yield from unexplained_absence(facts, rules, school_days)


def rules_on(settings: Settings, day: date) -> AlertRules:
    """The numbers in force on a day; a number of 0 turns its rule off.

    The penalty threshold is 0 before the first day of the national framework.
    """
    return AlertRules(
        home_visit_days=settings.number("home_visit_days", day),
        long_absence_days=settings.number("long_absence_days", day),
        unauthorised_return_days=settings.number("unauthorised_return_days", day),
        sickness_return_days=settings.number("sickness_return_days", day),
        removal_days=settings.number("removal_days", day),
        severe_percent=settings.number("severe_percent", day),
        penalty_sessions=settings.number("penalty_sessions", day)
        if _has_begun(settings, day)
        else 0,
        penalty_weeks=settings.number("penalty_window_weeks", day),
        holiday_sessions=settings.number("excessive_holiday_sessions", day),
        late_sessions=settings.number("late_after_close_sessions", day),
        unexplained_days=settings.number("unexplained_days", day),
    )


def penalty_from(settings: Settings) -> date:
    """The first day of the national framework: offences from it on count."""
    return settings.first("penalty_sessions").in_force_from


def _has_begun(settings: Settings, day: date) -> bool:
    return penalty_from(settings) <= day


def with_source(alert: Alert, settings: Settings, day: date) -> Alert:
    """The alert with the source of the law that stands behind it, if one does."""
    name = SOURCES.get(alert.kind)
    return replace(alert, source=settings.on(name, day).source) if name else alert

"""Alerts on consecutive days of absence (§5 and the law): one function a rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lj_attendance.policy.alerts.facts import (
    HOME_VISIT,
    LONG_ABSENCE,
    REMOVAL,
    UNAUTHORISED_RETURN,
    Alert,
    AlertFacts,
    AlertRules,
    DayRun,
)
from lj_attendance.policy.alerts.words import ASKS, CLAUSES, codes_text, span_text
from lj_attendance.policy.stages.facts import Absence


def home_visit(facts: AlertFacts, rules: AlertRules) -> Iterator[Alert]:
    """§5: "Where concerns about consecutive days of absence exist, home visits will be conducted."

    Reading: from `home_visit_days` of the current run on; one that has ended is moot.
    """
    for run in _reaching(facts.absent_runs, rules.home_visit_days):
        if run.is_current:
            yield _alert(facts, HOME_VISIT, run, rules.home_visit_days, f"Absent on {_told(run)}.")


def long_absence(facts: AlertFacts, rules: AlertRules) -> Iterator[Alert]:
    """§5: "Students whose absence exceeds 10 consecutive school days are at risk".

    Reading: a warning when the number is reached, an alert beyond it.
    """
    number = rules.long_absence_days
    for run in _reaching(facts.absent_runs, number):
        is_warning = len(run.days) == number
        level = f"exactly {number}, and one more exceeds it" if is_warning else f"beyond {number}"
        what = f"Absent on {_told(run)}: {level}."
        yield _alert(facts, LONG_ABSENCE, run, number, what, is_warning=is_warning)


def unauthorised_return(facts: AlertFacts, rules: AlertRules) -> Iterator[Alert]:
    """A return to the local authority: so many days running, every session unauthorised."""
    number = rules.unauthorised_return_days
    for run in _reaching(facts.unauthorised_runs, number):
        what = f"Absent without authorisation on {_told(run)}."
        yield _alert(facts, UNAUTHORISED_RETURN, run, number, what)


def removal_considered(facts: AlertFacts, rules: AlertRules) -> Iterator[Alert]:
    """§5: "absent from school without authorisation for 20 consecutive school days".

    The codes are the law's: one session of another ends the run. Only ever considered, after
    joint enquiries; see `removal_statement` of the law.
    """
    number = rules.removal_days
    for run in _reaching(facts.removal_runs, number):
        codes = codes_text(sorted({absence.code for absence in _sessions(facts, run)}))
        what = f"Absent on {_told(run)}, every session coded {codes}. Nothing is decided by this."
        yield _alert(facts, REMOVAL, run, number, what)


def _reaching(runs: tuple[DayRun, ...], number: int) -> Iterator[DayRun]:
    """The runs of at least so many days; none when the number is 0, which turns a rule off."""
    return (run for run in runs if 0 < number <= len(run.days))


def _told(run: DayRun) -> str:
    return span_text(run) + ("" if run.is_current else ", over now")


def _sessions(facts: AlertFacts, run: DayRun) -> tuple[Absence, ...]:
    days: frozenset[date] = frozenset(run.days)
    return tuple(absence for absence in facts.absences if absence.date in days)


def _alert(
    facts: AlertFacts, kind: str, run: DayRun, number: int, what: str, *, is_warning: bool = False
) -> Alert:
    """An alert since the day on which the run reached the number."""
    return Alert(
        kind=kind,
        pupil_id=facts.pupil_id,
        since=run.days[number - 1],
        what=what,
        sessions=_sessions(facts, run),
        clause=CLAUSES[kind],
        source="",
        asks=ASKS[kind],
        is_warning=is_warning,
        is_current=run.is_current,
    )

"""What alerts are decided on, and what an alert says (§5, §8, §10, §14, §15 and the law)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lj_attendance.policy.stages.facts import Absence
from lj_attendance.policy.truancy.facts import Instance

HOME_VISIT, LONG_ABSENCE = "home_visit", "long_absence"
UNAUTHORISED_RETURN, SICKNESS_RETURN = "unauthorised_return", "sickness_return"
REMOVAL, SEVERE = "removal_considered", "severe_absence"
PENALTY, TRUANCY = "penalty_threshold", "truancy"
HOLIDAYS, LATE_AFTER_CLOSE = "excessive_holidays", "late_after_close"
UNEXPLAINED = "unexplained_absence"
KINDS = (
    REMOVAL, UNAUTHORISED_RETURN, LONG_ABSENCE, SICKNESS_RETURN, SEVERE, PENALTY, TRUANCY,
    HOLIDAYS, LATE_AFTER_CLOSE, UNEXPLAINED, HOME_VISIT,
)  # fmt: skip
"""Every kind of alert, the gravest first."""

OWED, DONE, NOT_RECORDED = "owed", "done", "not_recorded"
"""Whether what an alert asks was done. Not recorded: it arose before the ledger began."""


@dataclass(frozen=True)
class DayRun:
    """Consecutive school days of a pupil on which every possible session was missed."""

    days: tuple[date, ...]
    is_current: bool  # it reaches the pupil's last school day

    @property
    def first(self) -> date:
        """The first day missed."""
        return self.days[0]


@dataclass(frozen=True)
class PenaltyNotice:
    """A penalty notice in force, and up to which day's sessions it used up."""

    number: int  # of its entry in the ledger
    issued_on: date
    parent: str  # empty: nobody was named
    used_until: date  # sessions up to the end of this day count for no other notice


@dataclass(frozen=True)
class Done:
    """Something recorded on the ledger that answers an alert."""

    number: int
    kind: str  # the alert's
    on: date
    what: str


@dataclass(frozen=True)
class AlertFacts:
    """One pupil on a day. Runs and unauthorised sessions reach back as far as the marks go."""

    pupil_id: str
    attended: int  # year to date
    possible: int
    severe_since: date | None  # when absence last came to be severe; null: it is not
    absent_runs: tuple[DayRun, ...]  # of days missed wholly, whatever the code
    unauthorised_runs: tuple[DayRun, ...]  # of days missed wholly, every session unauthorised
    removal_runs: tuple[DayRun, ...]  # of days missed wholly, with the codes of removal alone
    illness_days: tuple[date, ...]  # of this academic year, with at least one I, in order
    unauthorised: tuple[tuple[Absence, int], ...]  # in order, each with its school week's number
    old_unexplained: tuple[Absence, ...]  # N older than the setting's school days
    absences: tuple[Absence, ...]  # of this academic year, and of runs that began before it
    notices: tuple[PenaltyNotice, ...] = ()
    done: tuple[Done, ...] = ()
    truancy: tuple[Instance, ...] = ()  # of this academic year, in order of time


@dataclass(frozen=True)
class AlertRules:
    """The numbers of policy and law in force on the as-of date."""

    home_visit_days: int  # consecutive school days
    long_absence_days: int  # consecutive school days: reached is a warning, beyond it an alert
    unauthorised_return_days: int  # consecutive school days
    sickness_return_days: int  # school days with illness in the year
    removal_days: int  # consecutive school days
    severe_percent: int
    penalty_sessions: int
    penalty_weeks: int  # school weeks
    holiday_sessions: int  # of leave not granted, in the academic year
    late_sessions: int  # after the register closed, within `penalty_weeks`
    unexplained_days: int  # school days


@dataclass(frozen=True)
class Alert:
    """What must not be missed of one pupil."""

    kind: str  # one of KINDS
    pupil_id: str
    since: date  # the day on which it came to apply
    what: str  # a sentence with its figures
    sessions: tuple[Absence, ...]  # behind it, in order
    clause: str  # section of the policy; empty: the law alone
    source: str  # of the law; empty: the policy alone
    asks: str  # what the policy or the law asks next
    is_warning: bool = False  # reached, and not yet beyond
    is_current: bool = True  # it still holds at the as-of date
    status: str = OWED  # OWED, DONE or NOT_RECORDED
    done: Done | None = None
    without_n: bool | None = None  # PENALTY: whether it is met without the provisional N as well
    notices: tuple[str, ...] = ()  # PENALTY: a sentence a parent: what was issued, what may be
    conflicts: tuple[str, ...] = ()  # a sentence a hold or leave that stands against it

"""Facts that stand against an alert of the law: a hold, or leave. A person decides between them.

Neither a hold nor leave ever takes an alert away: both facts are told side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lj_attendance.policy.alerts.facts import (
    DONE,
    LONG_ABSENCE,
    PENALTY,
    REMOVAL,
    SICKNESS_RETURN,
    UNAUTHORISED_RETURN,
    Alert,
)
from lj_attendance.policy.alerts.words import sessions_text
from lj_attendance.policy.stages.facts import Absence
from lj_attendance.policy.stages.words import day_text

WITH_A_DUTY = (REMOVAL, UNAUTHORISED_RETURN, LONG_ABSENCE, SICKNESS_RETURN, PENALTY)
"""The kinds of alert that the law, or safeguarding, does not let rest."""


@dataclass(frozen=True)
class HeldBack:
    """A hold on the as-of date."""

    since: date
    until: date | None  # inclusive; null: until it is lifted
    reason: str


@dataclass(frozen=True)
class Leave:
    """A request for leave that was granted, at least in part, or is not decided yet."""

    request: int  # its number on the register of requests
    is_granted: bool  # false: not decided yet
    sessions: frozenset[tuple[date, str]]  # those granted, else those asked for
    code: str | None  # with which those granted are to be marked


@dataclass(frozen=True)
class Against:
    """What may stand against a pupil's alerts on a day."""

    holds: tuple[HeldBack, ...] = ()
    leave: tuple[Leave, ...] = ()
    groups: tuple[str, ...] = ()  # vulnerable groups the pupil belongs to, in words


def conflicts_of(alert: Alert, against: Against) -> tuple[str, ...]:
    """A sentence a hold or a leave that stands against the alert; none once it is done."""
    if alert.kind not in WITH_A_DUTY or alert.status == DONE:
        return ()
    group = f" Vulnerable group: {', '.join(against.groups)}." if against.groups else ""
    holds = (f"{_of_hold(hold)}{group}" for hold in against.holds)
    return (*holds, *_of_leave(alert, against.leave))


def _of_hold(hold: HeldBack) -> str:
    until = f"until {day_text(hold.until)}" if hold.until else "until it is lifted"
    return f"Held since {day_text(hold.since)}, {until}: {hold.reason.rstrip('.')}."


def _of_leave(alert: Alert, asked: Sequence[Leave]) -> Iterator[str]:
    for leave in asked:
        covered = [each for each in alert.sessions if (each.date, each.session) in leave.sessions]
        if covered:
            yield _of_request(leave, covered)


def _of_request(leave: Leave, covered: Sequence[Absence]) -> str:
    number, span = len(covered), _span(covered)
    if not leave.is_granted:
        return (
            f"Request {leave.request} for leave is not decided, and covers "
            f"{sessions_text(number)} counted here, {span}."
        )
    code = f" as {leave.code}" if leave.code else ""
    told = (
        f"Leave was granted{code} (request {leave.request}) for {sessions_text(number)} counted "
        f"here, {span}"
    )
    without = [each for each in covered if not each.is_authorised]
    if not without:
        return f"{told}."
    codes = ", ".join(sorted({each.code for each in without}))
    return f"{told}: marked without leave ({codes}) {len(without)} of {number}."


def _span(covered: Sequence[Absence]) -> str:
    first, last = covered[0].date, covered[-1].date
    return day_text(first) if first == last else f"{day_text(first)} to {day_text(last)}"

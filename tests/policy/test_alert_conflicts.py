"""Holds and leave beside the alerts that they do not take away."""

from __future__ import annotations

from datetime import date

import pytest

from lj_attendance.policy.alerts.conflicts import (
    WITH_A_DUTY,
    Against,
    HeldBack,
    Leave,
    conflicts_of,
)
from lj_attendance.policy.alerts.facts import DONE, KINDS, NOT_RECORDED, OWED, PENALTY, Alert
from lj_attendance.policy.stages.facts import Absence

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 3)
SESSIONS = (
    Absence(FIRST, "AM", "O", False),
    Absence(FIRST, "PM", "C", True),
    Absence(LAST, "AM", "G", False),
)
HOLD = HeldBack(FIRST, None, "bereavement")


def alert(kind: str = PENALTY, status: str = OWED) -> Alert:
    return Alert(kind, "ava", LAST, "", SESSIONS, "§10", "the law", "", status=status)


def leave(*sessions: tuple[date, str], is_granted: bool = True, code: str | None = "C") -> Against:
    return Against(leave=(Leave(7, is_granted, frozenset(sessions), code),))


def test_a_hold_is_told_with_its_days_and_reason() -> None:
    assert conflicts_of(alert(), Against((HOLD,))) == (
        "Held since 2 Nov 2026, until it is lifted: bereavement.",
    )
    until = HeldBack(FIRST, LAST, "with the court.")
    (told,) = conflicts_of(alert(), Against((until,), groups=("looked after", "SEN (EHCP)")))
    assert told == (
        "Held since 2 Nov 2026, until 3 Nov 2026: with the court. Vulnerable group: looked after, "
        "SEN (EHCP)."
    )


@pytest.mark.parametrize(("status", "number"), [(OWED, 1), (NOT_RECORDED, 1), (DONE, 0)])
def test_what_is_done_is_no_conflict_and_what_nobody_knows_is(status: str, number: int) -> None:
    assert len(conflicts_of(alert(status=status), Against((HOLD,)))) == number


def test_only_alerts_with_a_duty_can_conflict() -> None:
    found = [kind for kind in KINDS if conflicts_of(alert(kind), Against((HOLD,)))]
    assert set(found) == set(WITH_A_DUTY)


def test_granted_leave_tells_which_sessions_are_marked_without_it() -> None:
    against = leave((FIRST, "AM"), (FIRST, "PM"), (LAST, "PM"))
    (told,) = conflicts_of(alert(), against)
    assert told == (
        "Leave was granted as C (request 7) for 2 sessions counted here, 2 Nov 2026: marked "
        "without leave (O) 1 of 2."
    )


def test_granted_leave_marked_as_it_was_is_told_too() -> None:
    assert conflicts_of(alert(), leave((FIRST, "PM"), code=None)) == (
        "Leave was granted (request 7) for 1 session counted here, 2 Nov 2026.",
    )


def test_an_undecided_request_is_told() -> None:
    against = leave((FIRST, "AM"), (LAST, "AM"), is_granted=False, code=None)
    (told,) = conflicts_of(alert(), against)
    assert told == (
        "Request 7 for leave is not decided, and covers 2 sessions counted here, 2 Nov 2026 to "
        "3 Nov 2026."
    )


def test_leave_of_other_sessions_is_no_conflict() -> None:
    assert conflicts_of(alert(), leave((LAST, "PM"))) == ()


def test_nothing_against_it() -> None:
    assert conflicts_of(alert(), Against()) == ()

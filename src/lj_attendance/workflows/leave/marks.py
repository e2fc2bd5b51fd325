"""What was decided of leave, session by session, to be compared with the marks that came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import polars as pl

from lj_attendance.ledger.events import LEAVE_REQUESTED, Event
from lj_attendance.ledger.leave import LeaveRequest, leave_on
from lj_attendance.schema import DECIDED_LEAVE, SESSIONS
from lj_attendance.school_year import Calendar
from lj_attendance.workspace import Workspace

_Row = tuple[str, date, str, int, str | None, bool, str | None]


def leave_of(workspace: Workspace, as_of: date) -> pl.DataFrame | None:
    """DECIDED_LEAVE of a workspace on a day; null where its ledger tells of no request.

    Raises UnusableInput for a ledger that cannot be read.
    """
    if workspace.ledger is None or not workspace.ledger.exists():
        return None
    from lj_attendance.ledger.store import Ledger

    events = Ledger(workspace.ledger).events()
    if not any(event.kind == LEAVE_REQUESTED for event in events):
        return None
    return decided_leave(events, workspace.school().calendar, as_of)


def decided_leave(events: Sequence[Event], calendar: Calendar, as_of: date) -> pl.DataFrame:
    """DECIDED_LEAVE as known at the end of a day: of every request, decided or not."""
    rows = [row for each in leave_on(events, as_of) for row in _sessions(each, calendar)]
    return pl.DataFrame(rows, schema=DECIDED_LEAVE.columns, orient="row")


def _sessions(request: LeaveRequest, calendar: Calendar) -> Iterator[_Row]:
    decision = request.decision
    granted = decision.days if decision else ()
    verdict = decision.decision if decision else None
    sessions = [request.session] if request.session else SESSIONS.categories.to_list()
    for day in sorted({*_days(request, calendar), *granted}):
        is_granted = day in granted
        code = decision.code if decision and is_granted else None
        for session in sessions:
            yield request.pupil_id, day, session, request.number, verdict, is_granted, code


def _days(request: LeaveRequest, calendar: Calendar) -> list[date]:
    """The school days asked for; of days of which the calendar does not know, every one.

    A mark tells later whether such a day was a school day.
    """
    span = (request.last_day - request.first_day).days + 1
    every = (request.first_day + timedelta(days=number) for number in range(span))
    return [day for day in every if calendar.is_school_day(day) or not calendar.knows(day)]

"""What the entries say of leave on a day: requests with their decisions, warnings and notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lj_attendance.ledger.events import (
    HOLIDAY_WARNING,
    LEAVE_ANSWERED,
    LEAVE_DECIDED,
    LEAVE_REQUESTED,
    NOTICE_WITHDRAWN,
    PENALTY_NOTICE,
    Event,
)

GRANTED, REFUSED = "granted", "refused"
NOTICES = (HOLIDAY_WARNING, PENALTY_NOTICE)


@dataclass(frozen=True)
class LeaveDecision:
    """What the head teacher decided of one request."""

    number: int  # of the entry
    on: date
    decision: str  # GRANTED or REFUSED
    days: tuple[date, ...]  # granted, in order; none when refused
    code: str | None  # with which the days granted are to be marked
    reason: str
    by: str


@dataclass(frozen=True)
class LeaveRequest:
    """A request on the register of requests, as last told, with its decision and replies."""

    number: int  # of its first entry: the number people use
    entry: int  # of the entry that holds the facts now
    on: date  # of the first entry
    pupil_id: str
    first_day: date
    last_day: date
    session: str | None  # AM or PM: half of a single day
    reason: str
    detail: Mapping[str, Any]  # the fields of the request, and `judged`
    decision: LeaveDecision | None
    answers: tuple[Event, ...]


@dataclass(frozen=True)
class Notice:
    """A holiday warning letter or a penalty notice in force on a day."""

    number: int
    pupil_id: str
    kind: str  # HOLIDAY_WARNING or PENALTY_NOTICE
    issued_on: date
    detail: Mapping[str, Any]
    by: str = ""

    @property
    def parent(self) -> str | None:
        """To whom it was issued, as told; null where nobody was named."""
        return self.detail.get("parent")


def leave_on(events: Sequence[Event], day: date) -> tuple[LeaveRequest, ...]:
    """Every request entered by the end of a day, in order of entry; none is ever left out."""
    known = [event for event in events if event.on <= day]
    first_of = _first_entries(known)
    requests: dict[int, list[Event]] = {}
    for event in known:
        if event.kind == LEAVE_REQUESTED:
            requests.setdefault(first_of[event.number], []).append(event)
    return tuple(
        _request(told, _of_request(known, LEAVE_DECIDED, number, first_of),
                 _of_request(known, LEAVE_ANSWERED, number, first_of))
        for number, told in sorted(requests.items())
    )  # fmt: skip


def notices_on(events: Sequence[Event], day: date) -> tuple[Notice, ...]:
    """The warnings and notices issued by the end of a day and not withdrawn by then."""
    withdrawn = withdrawals_on(events, day)
    return tuple(each for each in notices_issued(events, day) if each.number not in withdrawn)


def notices_issued(events: Sequence[Event], day: date) -> tuple[Notice, ...]:
    """The warnings and notices issued by the end of a day, those withdrawn since among them."""
    issued = sorted(
        (event.on, event.number, event)
        for event in events
        if event.kind in NOTICES and event.on <= day
    )
    return tuple(
        Notice(event.number, event.pupil_id or "", event.kind, event.on, event.detail, event.by)
        for _, _, event in issued
    )


def withdrawals_on(events: Sequence[Event], day: date) -> dict[int, Event]:
    """The entries that took back a warning or a notice by the end of a day, by its number."""
    return {
        event.corrects: event
        for event in events
        if event.kind == NOTICE_WITHDRAWN and event.on <= day and event.corrects is not None
    }


def request_key(
    pupil_id: str, first_day: date, last_day: date, session: str | None, reason: str
) -> str:
    """What makes the same request enter the register once."""
    half = f" {session}" if session else ""
    return f"leave {first_day} to {last_day}{half} {reason} pupil {pupil_id}"


def notice_key(
    events: Sequence[Event], pupil_id: str, kind: str, on: date, parent: str | None
) -> str:
    """What makes the same notice count once, until the one before is withdrawn.

    Case and spaces of the parent's name are forgiven.
    """
    name = " ".join((parent or "nobody named").casefold().split())
    taken_back = withdrawals_on(events, date.max)
    withdrawn = {event.key for event in events if event.number in taken_back}
    number = 1
    while (key := f"{kind} {on} no {number} to {name} pupil {pupil_id}") in withdrawn:
        number += 1
    return key


def _first_entries(events: Sequence[Event]) -> dict[int, int]:
    """For each entry of a request, the number of the first entry of the same one."""
    first: dict[int, int] = {}
    for event in events:
        if event.kind == LEAVE_REQUESTED:
            corrected = event.corrects or event.number
            first[event.number] = first.get(corrected, corrected)
    return first


def _of_request(
    events: Sequence[Event], kind: str, number: int, first_of: Mapping[int, int]
) -> list[Event]:
    return [
        event
        for event in events
        if event.kind == kind and first_of.get(event.detail["request"]) == number
    ]


def _request(told: list[Event], decided: list[Event], answered: list[Event]) -> LeaveRequest:
    first, last = told[0], told[-1]
    detail = last.detail
    return LeaveRequest(
        number=first.number,
        entry=last.number,
        on=first.on,
        pupil_id=first.pupil_id or "",
        first_day=date.fromisoformat(detail["first_day"]),
        last_day=date.fromisoformat(detail["last_day"]),
        session=detail.get("session"),
        reason=detail["reason"],
        detail=detail,
        decision=_decision(decided[-1]) if decided else None,
        answers=tuple(answered),
    )


def _decision(event: Event) -> LeaveDecision:
    detail = event.detail
    return LeaveDecision(
        number=event.number,
        on=event.on,
        decision=detail["decision"],
        days=tuple(date.fromisoformat(day) for day in detail.get("days", ())),
        code=detail.get("code"),
        reason=str(detail.get("reason", "")),
        by=event.by,
    )

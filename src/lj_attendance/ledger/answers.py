"""What the entries say of a day: alerts answered, and when the record began."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lj_attendance.ledger.events import ALERT_ANSWERED, TAKEN_BACK, Event


@dataclass(frozen=True)
class AnsweredAlert:
    """That what an alert asks was done."""

    number: int  # of the entry
    pupil_id: str
    alert: str  # its kind
    since: date  # the day on which the alert came to apply
    on: date
    note: str
    by: str


def answers_on(events: Sequence[Event], day: date) -> tuple[AnsweredAlert, ...]:
    """The answered alerts entered by the end of a day and not taken back by then, in order."""
    return tuple(
        AnsweredAlert(
            event.number,
            event.pupil_id or "",
            str(event.detail["alert"]),
            date.fromisoformat(event.detail["since"]),
            event.on,
            str(event.detail.get("note") or ""),
            event.by,
        )
        for event in _standing(events, ALERT_ANSWERED, day)
    )


def began_on(events: Sequence[Event]) -> date | None:
    """The day on which the first entry was made; null for a ledger without entries.

    Not the day from which that entry counts: letters that others sent may be entered long after.
    """
    return date.fromisoformat(events[0].recorded_at[:10]) if events else None


def answer_key(events: Sequence[Event], pupil_id: str, alert: str, since: date) -> str:
    """What makes the same alert answered once, until the answer before is taken back."""
    taken_back = _taken_back(events, date.max)
    gone = {event.key for event in events if event.number in taken_back}
    number = 1
    while (key := f"alert {alert} since {since} no {number} pupil {pupil_id}") in gone:
        number += 1
    return key


def _standing(events: Sequence[Event], kind: str, day: date) -> Iterator[Event]:
    gone = _taken_back(events, day)
    return (
        event
        for event in events
        if event.kind == kind and event.on <= day and event.number not in gone
    )


def _taken_back(events: Sequence[Event], day: date) -> set[int | None]:
    return {event.corrects for event in events if event.kind == TAKEN_BACK and event.on <= day}

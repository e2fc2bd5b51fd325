"""What the entries say of truancy on a day: what staff saw, and letters of warning sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lj_attendance.ledger.contacts_made import taken_back_on
from lj_attendance.ledger.events import TRUANCY_SEEN, TRUANCY_WARNED, Event

WHATS = ("not_back", "seen_by_staff")


@dataclass(frozen=True)
class TruancySeen:
    """Something that no register shows, such as not coming back after signing out."""

    number: int  # of the entry
    pupil_id: str
    on: date
    what: str  # one of WHATS
    session: str | None  # AM or PM; null: not told
    note: str | None
    by: str


@dataclass(frozen=True)
class WarningSent:
    """A letter of warning, as it was sent."""

    number: int  # of the entry
    pupil_id: str
    on: date
    instance: date  # the first day of the instance that it was about
    by: str


def seen_on(events: Sequence[Event], day: date) -> tuple[TruancySeen, ...]:
    """What was seen by the end of a day and not taken back by then, in order of day."""
    return tuple(
        TruancySeen(
            number=event.number,
            pupil_id=event.pupil_id or "",
            on=event.on,
            what=str(event.detail.get("what", "")),
            session=event.detail.get("session"),
            note=event.detail.get("note"),
            by=event.by,
        )
        for event in _standing(events, TRUANCY_SEEN, day)
    )


def warnings_on(events: Sequence[Event], day: date) -> tuple[WarningSent, ...]:
    """The letters sent by the end of a day and not taken back by then, in order of day."""
    return tuple(
        WarningSent(
            number=event.number,
            pupil_id=event.pupil_id or "",
            on=event.on,
            instance=date.fromisoformat(event.detail["instance"]),
            by=event.by,
        )
        for event in _standing(events, TRUANCY_WARNED, day)
    )


def seen_key(
    events: Sequence[Event], pupil_id: str, on: date, session: str | None, what: str
) -> str:
    """What makes the same thing seen enter once, until the entry before is taken back."""
    half = f" {session}" if session else ""
    return _free(events, f"truancy {what} on {on}{half}", pupil_id)


def warning_key(events: Sequence[Event], pupil_id: str, instance: date) -> str:
    """What makes one instance's letter enter once, until the entry before is taken back."""
    return _free(events, f"truancy warning of {instance}", pupil_id)


def _free(events: Sequence[Event], what: str, pupil_id: str) -> str:
    """The key of the first number that no entry taken back has."""
    gone = taken_back_on(events, date.max)
    used = {event.key for event in events if event.number in gone}
    number = 1
    while (key := f"{what} no {number} pupil {pupil_id}") in used:
        number += 1
    return key


def _standing(events: Sequence[Event], kind: str, day: date) -> list[Event]:
    gone = taken_back_on(events, day)
    found = [event for event in events if event.kind == kind and event.on <= day]
    return sorted(
        (event for event in found if event.number not in gone),
        key=lambda event: (event.on, event.number),
    )

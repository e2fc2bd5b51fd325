"""Truancy that no register shows, entered on the ledger and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from lj_attendance.ledger.events import TRUANCY_SEEN, TRUANCY_WARNED, Event, NewEvent
from lj_attendance.ledger.store import Ledger
from lj_attendance.ledger.truancy import WHATS, seen_key
from lj_attendance.workflows.calls.contacts_made import plain, refuse_a_day_to_come, take_back


@dataclass(frozen=True)
class NewSeen:
    """Something seen, to enter; null or blank where nothing is told."""

    pupil_id: str
    what: str  # one of WHATS
    on: date
    session: str | None = None  # AM or PM
    note: str | None = None


def add(ledger: Path, new: NewSeen, *, today: date, by: str, now: datetime) -> Event:
    """Enters what was seen. Raises WrongUsage for a day to come, AlreadyEntered for the same again.

    The note is for the school: no letter prints it.
    """
    if new.what not in WHATS or new.session not in (None, "AM", "PM"):
        raise ValueError(f"no truancy seen: {new.what}, {new.session}")
    refuse_a_day_to_come(new.on, today)
    detail = {"what": new.what, "session": new.session, "note": plain(new.note)}
    with Ledger(ledger).writing(now, by) as writing:
        key = seen_key(writing.events(), new.pupil_id, new.on, new.session, new.what)
        return writing.add(NewEvent(TRUANCY_SEEN, new.on, new.pupil_id, detail, key=key))


def withdraw(
    ledger: Path, number: int, reason: str, *, on: date, today: date, by: str, now: datetime
) -> Event:
    """Enters that something seen, or a letter of warning, counts no more; gives that entry.

    Raises WrongUsage without a reason or for a day to come or before the entry's own;
    UnusableInput for another kind of entry, or one taken back already.
    """
    events = Ledger(ledger).events()
    is_letter = any(e.number == number and e.kind == TRUANCY_WARNED for e in events)
    kind = TRUANCY_WARNED if is_letter else TRUANCY_SEEN
    command = "lja truancy"
    return take_back(
        ledger, number, reason, kind=kind, command=command, on=on, today=today, by=by, now=now
    )

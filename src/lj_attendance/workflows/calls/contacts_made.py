"""Contacts with families: entered, taken back, listed, and what of them is to be followed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.ledger.contacts_made import (
    MEANS,
    OUTCOMES,
    ContactMade,
    contacts_made_on,
    follow_ups_due,
    taken_back_on,
)
from lj_attendance.ledger.events import CONTACT, TAKEN_BACK, Event, NewEvent
from lj_attendance.ledger.store import Ledger
from lj_attendance.workflows.pupils import accept_id, find_pupil


@dataclass(frozen=True)
class NewContact:
    """A contact to enter; texts as given, null or blank where nothing is told."""

    pupil_id: str
    means: str  # one of MEANS
    outcome: str  # one of OUTCOMES
    on: date
    whom: str | None = None
    note: str | None = None
    follow_up: date | None = None
    about: date | None = None  # the first day of the absence it is about


@dataclass(frozen=True)
class ListedContact:
    """A contact with the names of the roll; null where there is none."""

    contact: ContactMade
    is_due: bool  # to be followed up by the day of the list
    surname: str | None
    forename: str | None
    registration_group: str | None

    @property
    def name(self) -> str:
        """As lists name pupils; the ID where no name is known."""
        names = ", ".join(part for part in (self.surname, self.forename) if part)
        return names or self.contact.pupil_id


def add(ledger: Path, new: NewContact, *, today: date, by: str, now: datetime) -> Event:
    """Enters a contact. Raises WrongUsage for a day to come, and a follow-up before the contact."""
    if new.means not in MEANS or new.outcome not in OUTCOMES:
        raise ValueError(f"no contact: {new.means}, {new.outcome}")
    refuse_a_day_to_come(new.on, today)
    if new.follow_up is not None and new.follow_up < new.on:
        raise WrongUsage(
            f"--follow-up {new.follow_up} is before the contact itself, on {new.on}.",
            "--follow-up",
            "Give the day on which somebody is to go on.",
        )
    detail = {
        "means": new.means,
        "whom": plain(new.whom),
        "outcome": new.outcome,
        "note": plain(new.note),
        "follow_up": new.follow_up.isoformat() if new.follow_up else None,
        "about": new.about.isoformat() if new.about else None,
    }
    with Ledger(ledger).writing(now, by) as writing:
        return writing.add(NewEvent(CONTACT, new.on, new.pupil_id, detail))


def take_back(
    ledger: Path,
    number: int,
    reason: str,
    *,
    kind: str,
    command: str,
    on: date,
    today: date,
    by: str,
    now: datetime,
) -> Event:
    """Enters that an entry of a kind no longer counts from a day on, and gives that entry.

    `command` lists such entries. Raises WrongUsage without a reason, or for a day to come or
    before the entry's own; UnusableInput for another kind of entry, or one taken back already.
    """
    if not reason.strip():
        raise WrongUsage(
            "A reason is needed: it stands on the record.", "--reason", "Say why in a few words."
        )
    refuse_a_day_to_come(on, today)
    place = f"{ledger}, entry {number}"
    _to_take_back(Ledger(ledger).events(), number, kind, command, place, on)  # makes no ledger
    with Ledger(ledger).writing(now, by) as writing:
        entry = _to_take_back(writing.events(), number, kind, command, place, on)
        detail = {"reason": reason.strip()}
        writing.add(NewEvent(TAKEN_BACK, on, entry.pupil_id, detail, corrects=number))
    return entry


def take_back_contact(
    ledger: Path, number: int, reason: str, *, on: date, today: date, by: str, now: datetime
) -> Event:
    """Enters that a contact no longer counts from a day on; see `take_back`."""
    command = "lja notes"
    return take_back(
        ledger, number, reason,
        kind=CONTACT, command=command, on=on, today=today, by=by, now=now,
    )  # fmt: skip


def refuse_a_day_to_come(on: date, today: date) -> None:
    """Raises WrongUsage for a day after today: nothing has been done on it yet."""
    if on > today:
        raise WrongUsage(
            f"--on {on} is a day to come.", "--on", "Enter it on the day, or correct the date."
        )


def _to_take_back(
    events: Sequence[Event], number: int, kind: str, command: str, place: str, on: date
) -> Event:
    entry = next((e for e in events if e.number == number and e.kind == kind), None)
    if entry is None:
        raise UnusableInput(
            f"Entry {number} of the ledger is no {kind}.",
            place,
            f"See what can be taken back, with the entries' numbers, with: {command}",
        )
    if gone := taken_back_on(events, date.max).get(number):
        raise UnusableInput(
            f"This was taken back on {gone.on} already (entry {gone.number}).",
            place,
            "There is nothing left to do.",
        )
    if on < entry.on:
        raise WrongUsage(
            f"--on {on} is before it was made, on {entry.on}.",
            place,
            "Give the day on which it was taken back.",
        )
    return entry


def contacts_listed(
    ledger: Path,
    day: date,
    roll: pl.DataFrame | None,
    *,
    who: str | None = None,
    since: date | None = None,
    due: bool = False,
) -> tuple[ListedContact, ...]:
    """The contacts made by the end of a day, in order; of the pupil meant, or of all.

    With `due` those alone that are to be followed up by then. Raises WrongUsage when `who` means
    no pupil of the roll and none of the ledger, or several.
    """
    events = Ledger(ledger).events()
    made = contacts_made_on(events, day)
    to_follow = follow_ups_due(made, day)
    names = names_of(roll)
    pupil_id = pupil_meant(who, roll, events, CONTACT)
    return tuple(
        ListedContact(contact, contact in to_follow, *names.get(contact.pupil_id, (None,) * 3))
        for contact in (to_follow if due else made)
        if pupil_id in (None, contact.pupil_id) and (since is None or contact.on >= since)
    )


def pupil_meant(
    who: str | None, roll: pl.DataFrame | None, events: Sequence[Event], kind: str
) -> str | None:
    """The ID of the one pupil meant, also of one whom only entries of a kind know; else null."""
    if who is None:
        return None
    ever = {event.pupil_id for event in events if event.kind == kind and event.pupil_id}
    pupil = accept_id(who) if roll is None else find_pupil(roll, who, ever)
    return str(pupil["pupil_id"])


def ever_entered(ledger: Path, kind: str) -> frozenset[str]:
    """The IDs of all pupils with an entry of a kind: of those on the roll no more, too."""
    events = Ledger(ledger).events()
    return frozenset(event.pupil_id for event in events if event.kind == kind and event.pupil_id)


def contacted_ever(ledger: Path) -> frozenset[str]:
    """The IDs of all pupils with a contact on the record."""
    return ever_entered(ledger, CONTACT)


def names_of(roll: pl.DataFrame | None) -> dict[str, tuple[str | None, str | None, str | None]]:
    """Surname, forename and registration group of each pupil of the roll."""
    if roll is None:
        return {}
    columns = ("pupil_id", "surname", "forename", "registration_group")
    return {pupil_id: (one, two, form) for pupil_id, one, two, form in roll.select(columns).rows()}


def plain(text: str | None) -> str | None:
    """A text as given, without spaces at its ends; null where nothing is left."""
    return (text or "").strip() or None


def as_frame(contacts: Sequence[ListedContact]) -> pl.DataFrame:
    """One row a contact, for programs."""
    schema: dict[str, Any] = {
        "entry": pl.Int64, "pupil_id": pl.String, "surname": pl.String, "forename": pl.String,
        "registration_group": pl.String, "on": pl.Date, "means": pl.String,
        "with": pl.String, "outcome": pl.String, "text": pl.String, "follow_up": pl.Date,
        "is_due": pl.Boolean, "about": pl.Date, "by": pl.String,
    }  # fmt: skip
    rows = [
        (c.number, c.pupil_id, each.surname, each.forename, each.registration_group, c.on, c.means,
         c.whom, c.outcome, c.note, c.follow_up, each.is_due, c.about, c.by)
        for each in contacts
        for c in [each.contact]
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")

"""Holiday warning letters and penalty notices: entered, taken back, listed.

Whoever issued them, and also those issued before lja was used: they count for section 7 of the
policy, and by parent and child for the national framework.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.ledger.events import NOTICE_WITHDRAWN, PENALTY_NOTICE, Event, NewEvent
from lj_attendance.ledger.leave import (
    NOTICES,
    Notice,
    notice_key,
    notices_issued,
    withdrawals_on,
)
from lj_attendance.ledger.store import Ledger
from lj_attendance.workflows.pupils import accept_id, find_pupil


@dataclass(frozen=True)
class NewNotice:
    """A warning or a notice to enter; texts as given, null or blank where nothing is told."""

    pupil_id: str
    kind: str  # one of NOTICES
    on: date  # of issue
    parent: str | None = None  # to whom: as on the contact list, or any text
    reference: str | None = None  # of whoever issued it
    note: str | None = None
    used_until: date | None = None  # a penalty notice: the last day whose sessions it used


@dataclass(frozen=True)
class ListedNotice:
    """A warning or a notice, with the names of the roll; null where there is none."""

    notice: Notice
    surname: str | None
    forename: str | None
    registration_group: str | None
    withdrawal: Event | None  # null: in force

    @property
    def name(self) -> str:
        """As lists name pupils; the ID where no name is known."""
        names = ", ".join(part for part in (self.surname, self.forename) if part)
        return names or self.notice.pupil_id


def add(ledger: Path, new: NewNotice, *, today: date, by: str, now: datetime) -> Event:
    """Enters a warning or a notice. Raises AlreadyEntered, and WrongUsage for a day to come.

    Without `used_until` a penalty notice used the sessions up to the day of its issue.
    """
    if new.kind not in NOTICES:
        raise ValueError(f"no kind of notice: {new.kind}")
    _refuse_a_day_to_come(new.on, today)
    _refuse_a_wrong_last_day(new)
    texts = {"parent": new.parent, "reference": new.reference, "note": new.note}
    detail = {name: (text or "").strip() or None for name, text in texts.items()}
    if new.used_until:
        detail["used_until"] = new.used_until.isoformat()
    with Ledger(ledger).writing(now, by) as writing:
        key = notice_key(writing.events(), new.pupil_id, new.kind, new.on, detail["parent"])
        return writing.add(NewEvent(new.kind, new.on, new.pupil_id, detail, key=key))


def withdraw(
    ledger: Path, number: int, reason: str, *, on: date, today: date, by: str, now: datetime
) -> Notice:
    """Enters that a warning or a notice no longer counts from a day on, and gives it.

    Raises WrongUsage without a reason, or for a day to come or before it was issued;
    UnusableInput when the entry is no notice, or is withdrawn already.
    """
    if not reason.strip():
        raise WrongUsage(
            "A reason is needed: it stands on the record.", "--reason", "Say why in a few words."
        )
    _refuse_a_day_to_come(on, today)
    _to_withdraw(Ledger(ledger).events(), number, on, ledger)  # before a ledger is made for nothing
    with Ledger(ledger).writing(now, by) as writing:
        notice = _to_withdraw(writing.events(), number, on, ledger)
        detail = {"reason": reason.strip()}
        writing.add(NewEvent(NOTICE_WITHDRAWN, on, notice.pupil_id, detail, corrects=number))
    return notice


def _refuse_a_day_to_come(on: date, today: date) -> None:
    if on > today:
        raise WrongUsage(
            f"--on {on} is a day to come.", "--on", "Enter it on the day, or correct the date."
        )


def _refuse_a_wrong_last_day(new: NewNotice) -> None:
    if new.used_until and new.kind != PENALTY_NOTICE:
        raise WrongUsage(
            "A holiday warning uses up no sessions.", "--used-until", "Leave this option out."
        )
    if new.used_until and new.used_until > new.on:
        raise WrongUsage(
            f"--used-until {new.used_until} is after the day of issue, {new.on}.",
            "--used-until",
            "Give the last day whose sessions the notice is about.",
        )


def _to_withdraw(events: Sequence[Event], number: int, on: date, ledger: Path) -> Notice:
    issued = {notice.number: notice for notice in notices_issued(events, date.max)}
    notice, taken_back = issued.get(number), withdrawals_on(events, date.max).get(number)
    if notice is None:
        raise UnusableInput(
            f"Entry {number} of the ledger is no holiday warning and no penalty notice.",
            str(ledger),
            "See them and their entries with: lja notice list",
        )
    if taken_back:
        raise UnusableInput(
            f"This was withdrawn on {taken_back.on} already (entry {taken_back.number}).",
            f"{ledger}, entry {number}",
            "There is nothing left to do.",
        )
    if on < notice.issued_on:
        raise WrongUsage(
            f"--on {on} is before it was issued, on {notice.issued_on}.",
            f"{ledger}, entry {number}",
            "Give the day on which it was taken back.",
        )
    return notice


def notices_listed(
    ledger: Path,
    day: date,
    roll: pl.DataFrame | None,
    *,
    who: str | None = None,
    with_withdrawn: bool = False,
) -> tuple[ListedNotice, ...]:
    """What was issued by the end of a day, in order; of the pupil meant, or of all.

    Raises WrongUsage when `who` means no pupil of the roll and none of the ledger, or several.
    """
    names = {row["pupil_id"]: row for row in roll.rows(named=True)} if roll is not None else {}
    events = Ledger(ledger).events()
    ever = {notice.pupil_id for notice in notices_issued(events, date.max)}
    pupil_id = _pupil_id(who, roll, ever) if who is not None else None
    taken_back = withdrawals_on(events, day)
    return tuple(
        _listed(notice, names.get(notice.pupil_id, {}), taken_back.get(notice.number))
        for notice in notices_issued(events, day)
        if pupil_id in (None, notice.pupil_id)
        and (with_withdrawn or notice.number not in taken_back)
    )


def _pupil_id(who: str, roll: pl.DataFrame | None, ever: Container[str]) -> str:
    pupil = accept_id(who) if roll is None else find_pupil(roll, who, ever)
    return str(pupil["pupil_id"])


def _listed(notice: Notice, row: dict[str, Any], withdrawal: Event | None) -> ListedNotice:
    group = row.get("registration_group")
    return ListedNotice(notice, row.get("surname"), row.get("forename"), group, withdrawal)


def as_frame(notices: Sequence[ListedNotice]) -> pl.DataFrame:
    """One row a warning or notice, for programs; `withdrawn_on` is null while it is in force."""
    schema = {
        "entry": pl.Int64,
        "pupil_id": pl.String,
        "surname": pl.String,
        "forename": pl.String,
        "registration_group": pl.String,
        "kind": pl.String,
        "issued_on": pl.Date,
        "parent": pl.String,
        "reference": pl.String,
        "note": pl.String,
        "by": pl.String,
        "withdrawn_on": pl.Date,
        "withdrawn_because": pl.String,
    }
    rows = [_cells(each) for each in notices]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _cells(each: ListedNotice) -> tuple[Any, ...]:
    notice, gone = each.notice, each.withdrawal
    return (
        *(notice.number, notice.pupil_id, each.surname, each.forename, each.registration_group),
        *(notice.kind, notice.issued_on, notice.parent),
        *(notice.detail.get("reference"), notice.detail.get("note"), notice.by),
        *((gone.on, gone.detail.get("reason")) if gone else (None, None)),
    )

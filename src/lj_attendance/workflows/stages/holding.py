"""Pupils kept out of batches of letters: held, lifted, listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from lj_attendance.errors import WrongUsage
from lj_attendance.ledger.events import HOLD, LIFT, NewEvent
from lj_attendance.ledger.replay import Hold, active_holds, holds_on
from lj_attendance.ledger.store import Ledger


@dataclass(frozen=True)
class NewHold:
    """A hold as entered, and those that held the pupil on its first day before, which stay."""

    hold: Hold
    earlier: tuple[Hold, ...]


@dataclass(frozen=True)
class HeldPupil:
    """A pupil held on a day, with the names of the roll; null where there is none."""

    pupil_id: str
    surname: str | None
    forename: str | None
    registration_group: str | None
    hold: Hold

    @property
    def name(self) -> str:
        """As lists name pupils; the ID where no name is known."""
        return ", ".join(part for part in (self.surname, self.forename) if part) or self.pupil_id


def hold(
    ledger: Path,
    pupil_id: str,
    reason: str,
    *,
    on: date,
    until: date | None,
    by: str,
    now: datetime,
) -> NewHold:
    """Enters a hold from a day on, `until` inclusive. Raises WrongUsage without a reason."""
    _need_reason(reason)
    if until is not None and until < on:
        raise WrongUsage(
            f"The hold would end on {until}, before it begins on {on}.",
            "--until",
            "Give the last day on which the pupil is held.",
        )
    detail = {"reason": reason.strip(), "until": until.isoformat() if until else None}
    with Ledger(ledger).writing(now, by) as writing:
        earlier = active_holds(writing.events(), on).get(pupil_id, ())
        event = writing.add(NewEvent(HOLD, on, pupil_id, detail))
    return NewHold(Hold(event.number, on, until, reason.strip(), event.by), earlier)


def lift(
    ledger: Path, pupil_id: str, reason: str, *, on: date, by: str, now: datetime
) -> tuple[Hold, ...]:
    """Ends every hold of a pupil that holds on a day, from that day on, and gives them.

    Raises WrongUsage without a reason, and when the pupil is not held on that day.
    """
    _need_reason(reason)
    if not active_holds(Ledger(ledger).events(), on).get(pupil_id):
        raise _not_held(on)  # before a ledger is made for nothing
    with Ledger(ledger).writing(now, by) as writing:
        lifted = active_holds(writing.events(), on).get(pupil_id, ())
        if not lifted:
            raise _not_held(on)
        for each in lifted:
            detail = {"reason": reason.strip()}
            writing.add(NewEvent(LIFT, on, pupil_id, detail, corrects=each.number))
    return lifted


def ever_held(ledger: Path) -> frozenset[str]:
    """The IDs of all pupils ever held: of those on the roll no more, too."""
    events = Ledger(ledger).events()
    return frozenset(event.pupil_id for event in events if event.kind == HOLD and event.pupil_id)


def held_pupils(ledger: Path, day: date, roll: pl.DataFrame | None) -> tuple[HeldPupil, ...]:
    """Every pupil held on a day, by name, each with the latest hold."""
    names = {row["pupil_id"]: row for row in roll.rows(named=True)} if roll is not None else {}
    holds = holds_on(Ledger(ledger).events(), day)
    found = [_named(names.get(who, {}), who, hold) for who, hold in holds.items()]
    return tuple(sorted(found, key=lambda p: (p.surname or "", p.forename or "", p.pupil_id)))


def _named(row: dict[str, Any], pupil_id: str, hold: Hold) -> HeldPupil:
    group = row.get("registration_group")
    return HeldPupil(pupil_id, row.get("surname"), row.get("forename"), group, hold)


def as_frame(pupils: Sequence[HeldPupil]) -> pl.DataFrame:
    """One row a pupil held, for programs."""
    schema = {
        "pupil_id": pl.String,
        "surname": pl.String,
        "forename": pl.String,
        "registration_group": pl.String,
        "since": pl.Date,
        "until": pl.Date,
        "reason": pl.String,
        "by": pl.String,
        "entry": pl.Int64,
    }
    rows = [
        (p.pupil_id, p.surname, p.forename, p.registration_group,
         p.hold.since, p.hold.until, p.hold.reason, p.hold.by, p.hold.number)
        for p in pupils
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise WrongUsage(
            "A reason is needed: it stands on the record.", "--reason", "Say why in a few words."
        )


def _not_held(on: date) -> WrongUsage:
    return WrongUsage(
        f"This pupil is not held on {on}, so there is nothing to lift.",
        "the ledger",
        "See who is held with: lja holds",
    )

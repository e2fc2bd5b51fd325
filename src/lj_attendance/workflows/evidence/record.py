"""Evidence entered on the ledger, taken back and listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from lj_attendance.errors import WrongUsage
from lj_attendance.ledger.events import EVIDENCE, Event, NewEvent
from lj_attendance.ledger.evidence import EvidenceSeen, evidence_on
from lj_attendance.ledger.store import Ledger
from lj_attendance.workflows.calls.contacts_made import (
    ever_entered,
    names_of,
    plain,
    pupil_meant,
    refuse_a_day_to_come,
    take_back,
)

_COMMAND = "lja evidence list"
_LONGEST = 366  # days that one piece of evidence may speak for


@dataclass(frozen=True)
class NewEvidence:
    """Evidence to enter: what it is, and the days it speaks for, both inclusive."""

    pupil_id: str
    first_day: date
    last_day: date
    what: str
    note: str | None
    on: date  # when it was seen


@dataclass(frozen=True)
class ListedEvidence:
    """Evidence with the names of the roll; null where there is none."""

    seen: EvidenceSeen
    surname: str | None
    forename: str | None
    registration_group: str | None

    @property
    def name(self) -> str:
        """As lists name pupils; the ID where no name is known."""
        names = ", ".join(part for part in (self.surname, self.forename) if part)
        return names or self.seen.pupil_id


def add(ledger: Path, new: NewEvidence, *, today: date, by: str, now: datetime) -> Event:
    """Enters evidence. Raises WrongUsage for a day to come, and days that make no span."""
    refuse_a_day_to_come(new.on, today)
    if new.last_day < new.first_day:
        raise WrongUsage(
            f"--to {new.last_day} is before --from {new.first_day}.", "--to", "Correct the days."
        )
    if (new.last_day - new.first_day).days >= _LONGEST:
        raise WrongUsage(
            f"{new.first_day} to {new.last_day} is longer than a year.",
            "--to",
            "Enter what speaks for each illness or appointment.",
        )
    if not new.what.strip():
        raise WrongUsage("What was seen is needed.", "--what", "As in: --what 'GP letter'")
    detail = {
        "first_day": new.first_day.isoformat(),
        "last_day": new.last_day.isoformat(),
        "what": new.what.strip(),
        "note": plain(new.note),
    }
    with Ledger(ledger).writing(now, by) as writing:
        return writing.add(NewEvent(EVIDENCE, new.on, new.pupil_id, detail))


def take_back_evidence(
    ledger: Path, number: int, reason: str, *, on: date, today: date, by: str, now: datetime
) -> Event:
    """Enters that evidence no longer counts from a day on; see `contacts_made.take_back`."""
    return take_back(
        ledger, number, reason,
        kind=EVIDENCE, command=_COMMAND, on=on, today=today, by=by, now=now,
    )  # fmt: skip


def evidenced_ever(ledger: Path) -> frozenset[str]:
    """The IDs of all pupils with evidence on the record."""
    return ever_entered(ledger, EVIDENCE)


def evidence_listed(
    ledger: Path, day: date, roll: pl.DataFrame | None, who: str | None = None
) -> tuple[ListedEvidence, ...]:
    """The evidence seen by the end of a day, of the pupil meant or of all, in order."""
    events = Ledger(ledger).events()
    names, pupil_id = names_of(roll), pupil_meant(who, roll, events, EVIDENCE)
    return tuple(
        ListedEvidence(each, *names.get(each.pupil_id, (None,) * 3))
        for each in evidence_on(events, day)
        if pupil_id in (None, each.pupil_id)
    )


def as_frame(listed: tuple[ListedEvidence, ...]) -> pl.DataFrame:
    """One row a piece of evidence, for programs."""
    schema = {
        "entry": pl.Int64, "pupil_id": pl.String, "surname": pl.String, "forename": pl.String,
        "registration_group": pl.String, "on": pl.Date, "first_day": pl.Date,
        "last_day": pl.Date, "what": pl.String, "note": pl.String, "by": pl.String,
    }  # fmt: skip
    rows = [
        (s.number, s.pupil_id, each.surname, each.forename, each.registration_group, s.on,
         s.first_day, s.last_day, s.what, s.note, s.by)
        for each in listed
        for s in [each.seen]
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")

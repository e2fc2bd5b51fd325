"""Amendments of the register, with the five fields of the law: entered, taken back, listed (§6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from lj_attendance.data import read_rows
from lj_attendance.errors import WrongUsage
from lj_attendance.ledger.amendments import (
    UNMARKED,
    WANTED,
    AmendmentMade,
    amendment_key,
    amendments_on,
)
from lj_attendance.ledger.events import AMENDMENT, Event, NewEvent
from lj_attendance.ledger.store import Ledger
from lj_attendance.workflows.calls.contacts_made import names_of, plain, pupil_meant
from lj_attendance.workflows.calls.contacts_made import take_back as enter_taken_back

_OPTIONS = {
    "on": "--on", "session": "--session", "original": "--from", "amended": "--to",
    "reason": "--reason", "made_on": "--made-on", "made_by": "--made-by", "role": "--role",
}  # fmt: skip
_WORDS = {"on": "the day of the session", "session": "AM or PM", **WANTED}
_NO_MARK = {"-", "–", "no mark", "unmarked", "none"}


@dataclass(frozen=True)
class NewAmendment:
    """An amendment to enter, as told; null where nothing was."""

    pupil_id: str
    on: date | None  # the day of the session
    session: str | None
    original: str | None
    amended: str | None
    reason: str | None
    made_on: date | None
    made_by: str | None
    role: str | None


@dataclass(frozen=True)
class ListedAmendment:
    """An amendment with the names of the roll; null where there is none."""

    amendment: AmendmentMade
    surname: str | None
    forename: str | None
    registration_group: str | None

    @property
    def name(self) -> str:
        """As lists name pupils; the ID where no name is known."""
        names = ", ".join(part for part in (self.surname, self.forename) if part)
        return names or self.amendment.pupil_id


def add(ledger: Path, new: NewAmendment, *, today: date, by: str, now: datetime) -> Event:
    """Enters an amendment; it counts from the day on which it was made.

    Raises WrongUsage for what is missing, all of it at once, for a mark that is no code and for
    days out of order; AlreadyEntered for the same amendment again.
    """
    _refuse_what_is_missing(new)
    assert new.on is not None
    assert new.made_on is not None
    original, amended = code_of(new.original or "", "--from"), code_of(new.amended or "", "--to")
    _refuse_wrong_days(new.on, new.made_on, today)
    if original == amended:
        raise WrongUsage(
            f"The original and the amended entry are both {original}.",
            "--from, --to",
            "Give the mark before and the mark after.",
        )
    detail = {
        "date": new.on.isoformat(),
        "session": new.session,
        "original": original,
        "amended": amended,
        "reason": plain(new.reason),
        "made_on": new.made_on.isoformat(),
        "made_by": plain(new.made_by),
        "role": plain(new.role),
    }
    with Ledger(ledger).writing(now, by) as writing:
        key = amendment_key(writing.events(), new.pupil_id, detail)
        return writing.add(NewEvent(AMENDMENT, new.made_on, new.pupil_id, detail, key=key))


def code_of(mark: str, place: str) -> str:
    r"""The code that a mark means, or UNMARKED. Raises WrongUsage.

    Any code that ever was in force: an old register holds old ones. Case is forgiven.
    """
    text = mark.strip().upper()
    if text.lower() in _NO_MARK:
        return UNMARKED
    if text in {row["code"] for row in read_rows("codes")}:
        return text
    raise WrongUsage(
        f"'{mark.strip()}' is no attendance code.",
        place,
        "See the codes with: lja codes. A session without a mark is written '-'.",
    )


def _refuse_what_is_missing(new: NewAmendment) -> None:
    missing = [name for name in _OPTIONS if not _is_told(getattr(new, name))]
    if missing:
        told = "; ".join(f"{_WORDS[name]} ({_OPTIONS[name]})" for name in missing)
        raise WrongUsage(
            f"An amendment of the register is recorded whole (§6, and the law). Missing: {told}.",
            ", ".join(_OPTIONS[name] for name in missing),
            "Give them all; nothing was entered.",
        )


def _is_told(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _refuse_wrong_days(on: date, made_on: date, today: date) -> None:
    if made_on > today:
        raise WrongUsage(f"--made-on {made_on} is a day to come.", "--made-on", "Correct the date.")
    if made_on < on:
        raise WrongUsage(
            f"--made-on {made_on} is before the session itself, on {on}.",
            "--on, --made-on",
            "Give the day of the session, then the day on which its mark was amended.",
        )


def withdraw(
    ledger: Path, number: int, reason: str, *, on: date, today: date, by: str, now: datetime
) -> Event:
    """Enters that an amendment no longer counts from a day on, and gives its entry."""
    return enter_taken_back(
        ledger, number, reason, kind=AMENDMENT, command="lja amendment list",
        on=on, today=today, by=by, now=now,
    )  # fmt: skip


def amendments_listed(
    ledger: Path, day: date, roll: pl.DataFrame | None, *, who: str | None = None
) -> tuple[ListedAmendment, ...]:
    """Those made by the end of a day, by session; of the pupil meant, or of all.

    Raises WrongUsage when `who` means no pupil of the roll and none of the ledger, or several.
    """
    events, names = Ledger(ledger).events(), names_of(roll)
    pupil_id = pupil_meant(who, roll, events, AMENDMENT)
    return tuple(
        ListedAmendment(each, *names.get(each.pupil_id, (None,) * 3))
        for each in amendments_on(events, day)
        if pupil_id in (None, each.pupil_id)
    )


def as_frame(amendments: Sequence[ListedAmendment]) -> pl.DataFrame:
    """One row an amendment, for programs."""
    schema: dict[str, type[pl.DataType]] = {
        "entry": pl.Int64, "pupil_id": pl.String, "surname": pl.String, "forename": pl.String,
        "registration_group": pl.String, "date": pl.Date, "session": pl.String,
        "original": pl.String, "amended": pl.String, "reason": pl.String, "made_on": pl.Date,
        "made_by": pl.String, "role": pl.String, "entered_by": pl.String,
    }  # fmt: skip
    rows = [
        {
            **asdict(each.amendment),
            "entry": each.amendment.number,
            "surname": each.surname,
            "forename": each.forename,
            "registration_group": each.registration_group,
        }
        for each in amendments
    ]
    return pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)

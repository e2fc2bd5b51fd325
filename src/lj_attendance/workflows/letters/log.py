"""The log of letters, and the correction of one: entries are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.ledger.events import LETTER_ISSUED, LETTER_WITHDRAWN, Event, NewEvent
from lj_attendance.ledger.store import Ledger


@dataclass(frozen=True)
class LoggedLetter:
    """One letter of the ledger, in force or withdrawn."""

    number: int  # of the entry
    pupil_id: str
    stage: int
    issued_on: date
    received_on: str
    how: str
    recipients: tuple[str, ...]
    left_out: tuple[str, ...]
    attended: int | None
    possible: int | None
    batch: str
    approved_by: str
    withdrawn_on: date | None
    withdrawn_because: str


def letter_log(events: Sequence[Event]) -> tuple[LoggedLetter, ...]:
    """Every letter ever issued, in the order of entry."""
    taken_back = {event.corrects: event for event in events if event.kind == LETTER_WITHDRAWN}
    return tuple(
        _logged(event, taken_back.get(event.number))
        for event in events
        if event.kind == LETTER_ISSUED
    )


def _logged(event: Event, withdrawal: Event | None) -> LoggedLetter:
    detail = event.detail
    return LoggedLetter(
        number=event.number,
        pupil_id=event.pupil_id or "",
        stage=detail["stage"],
        issued_on=event.on,
        received_on=str(detail.get("received") or ""),
        how=str(detail.get("how") or ""),
        recipients=tuple(_name(recipient) for recipient in detail.get("recipients", [])),
        left_out=tuple(str(contact) for contact in detail.get("left_out", [])),
        attended=detail.get("attended"),
        possible=detail.get("possible"),
        batch=str(detail.get("batch") or ""),
        approved_by=str(detail.get("approved_by") or event.by),
        withdrawn_on=withdrawal.on if withdrawal else None,
        withdrawn_because=str(withdrawal.detail.get("reason", "")) if withdrawal else "",
    )


def _name(recipient: object) -> str:
    if isinstance(recipient, dict):
        return " and ".join(recipient.get("names", [])) or str(recipient.get("salutation", ""))
    return str(recipient)


@dataclass(frozen=True)
class Withdrawal:
    """A letter to take back: the number of its entry, why, and when."""

    number: int
    reason: str
    on: date
    now: datetime
    by: str


def withdraw(wanted: Withdrawal, ledger: Ledger) -> LoggedLetter:
    """Enters that a letter no longer counts, and gives it as it stands then.

    Raises UnusableInput when there is no such letter, it is withdrawn already, or a later stage
    rests on it; WrongUsage for a day before it was issued.
    """
    with ledger.writing(wanted.now, wanted.by) as writing:
        log = {letter.number: letter for letter in letter_log(writing.events())}
        letter = _to_withdraw(wanted, log, ledger)
        detail = {"reason": wanted.reason, "stage": letter.stage}
        writing.add(
            NewEvent(
                LETTER_WITHDRAWN,
                wanted.on,
                letter.pupil_id,
                detail,
                wanted.by,
                corrects=letter.number,
            )
        )
        after = letter_log(writing.events())
    return next(letter for letter in after if letter.number == wanted.number)


def _to_withdraw(wanted: Withdrawal, log: dict[int, LoggedLetter], ledger: Ledger) -> LoggedLetter:
    letter = log.get(wanted.number)
    if letter is None:
        raise UnusableInput(
            f"Entry {wanted.number} of the ledger is no letter.",
            str(ledger.path),
            "See the letters and their entries with: lja letters list",
        )
    if letter.withdrawn_on is not None:
        raise UnusableInput(
            f"This letter was withdrawn on {letter.withdrawn_on} already.",
            f"{ledger.path}, entry {wanted.number}",
            "There is nothing left to do.",
        )
    if wanted.on < letter.issued_on:
        raise WrongUsage(
            f"--on {wanted.on} is before the letter was issued, on {letter.issued_on}.",
            f"{ledger.path}, entry {wanted.number}",
            "Give the day on which it was taken back.",
        )
    later = [
        other
        for other in log.values()
        if other.pupil_id == letter.pupil_id
        and other.stage > letter.stage
        and other.issued_on >= letter.issued_on
        and other.withdrawn_on is None
    ]
    if later:
        raise UnusableInput(
            f"The Stage {later[0].stage} letter (entry {later[0].number}) rests on this one.",
            f"{ledger.path}, entry {wanted.number}",
            "Withdraw that one first.",
        )
    return letter

"""Letters that were sent before lja, or by others, entered in the ledger from a file."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from lj_attendance.ledger.events import LETTER_ISSUED, Event, NewEvent
from lj_attendance.ledger.replay import next_letter_key, withdrawn_keys, withdrawn_numbers
from lj_attendance.ledger.store import Ledger
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import academic_year_name
from lj_attendance.workflows.letters.sent_rows import LetterFile, LetterRow, read_letter_rows


@dataclass(frozen=True)
class SentLetters:
    """What came of a file of letters; `entered` is what would be, in a trial run."""

    rows: int
    entered: int
    already: int  # in the ledger before
    notes: tuple[str, ...]
    is_trial: bool


def enter_sent_letters(
    ledger: Path,
    file: Path,
    roll: pl.DataFrame | None,
    settings: Settings,
    *,
    today: date,
    now: datetime,
    by: str,
    is_trial: bool = False,
) -> SentLetters:
    """Enters every letter of a file that the ledger has not; all of them or none.

    A letter is in the ledger when one of that pupil, academic year and stage is in force, or
    was issued on that day and withdrawn since. Raises UnusableInput, telling every bad row.
    """

    def delivery_days(how: str, day: date) -> int:
        return settings.number(f"delivery_days_by_{how}", day)

    read = read_letter_rows(file, roll, delivery_days, today)
    store = Ledger(ledger)
    new, notes = _new(read, file.name, store.events())
    if new and not is_trial:
        with store.writing(now, by) as writing:
            new, notes = _new(read, file.name, writing.events())  # nobody else writes meanwhile
            for event in new:
                writing.add(event)
    count = len(read.rows)
    return SentLetters(count, len(new), count - len(new), (*read.notes, *notes), is_trial)


def _new(read: LetterFile, name: str, events: Sequence[Event]) -> tuple[list[NewEvent], list[str]]:
    """The letters of the file that the ledger has not, and what to tell of those it has."""
    withdrawn, keys = withdrawn_numbers(events), withdrawn_keys(events)
    sent: dict[tuple[str | None, str, int], list[Event]] = defaultdict(list)
    for event in events:
        if event.kind == LETTER_ISSUED:
            year = academic_year_name(event.on)
            sent[event.pupil_id, year, event.detail["stage"]].append(event)
    digest = hashlib.sha256(read.content).hexdigest()
    new, notes = [], []
    for row in read.rows:
        there = sent[row.pupil_id, row.academic_year, row.stage]
        in_force = [event for event in there if event.number not in withdrawn]
        taken_back = [event for event in there if event.on == row.issued_on]
        if in_force:
            notes += _difference(row, in_force[-1])
        elif taken_back:
            number = taken_back[-1].number
            notes.append(f"Row {row.row} is entry {number}, withdrawn since: not entered again.")
        else:
            key = next_letter_key(keys, row.academic_year, row.pupil_id, row.stage)
            source = {"file": name, "sha256": digest, "row": row.row}
            new.append(
                NewEvent(LETTER_ISSUED, row.issued_on, row.pupil_id, _detail(row, source), key=key)
            )
    return new, notes


def _difference(row: LetterRow, event: Event) -> list[str]:
    """Nothing when the ledger's letter is of the same day."""
    if event.on == row.issued_on:
        return []
    days = f"{event.on}, and the file {row.issued_on}"
    return [f"Row {row.row} is entry {event.number}, which has the date {days}: left as it is."]


def _detail(row: LetterRow, source: dict[str, Any]) -> dict[str, Any]:
    """What every letter's entry has, empty where only its sender could know, and the source."""
    return {
        "stage": row.stage,
        "how": row.how,
        "received": row.received_on.isoformat(),
        "as_of": None,
        "attended": None,
        "possible": None,
        "batch": None,
        "clause": "",
        "policy": "",
        "recipients": [],
        "left_out": [],
        "sessions": [],
        "documents": [],
        "prepared_by": "",
        "approved_by": "",
        "attendance_percent": row.attendance_percent,
        "note": row.note,
        "source": source,
    }

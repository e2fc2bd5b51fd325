"""What the entries say of cases on a day: the Stage 4 letter that opens one, and its steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from lj_attendance.ledger.contacts_made import taken_back_on
from lj_attendance.ledger.events import (
    CASE_CLOSED,
    CASE_HELD,
    CASE_INVITED,
    CASE_MINUTES,
    CASE_REVIEWED,
    CASE_WARNING,
    Event,
)
from lj_attendance.ledger.replay import SentLetter, letters_on

STEPS = (CASE_INVITED, CASE_HELD, CASE_MINUTES, CASE_WARNING, CASE_REVIEWED, CASE_CLOSED)
_REFERRAL = 4  # the stage of the letter that opens a case


@dataclass(frozen=True)
class CaseRecord:
    """One case: its Stage 4 letter, null where that was withdrawn since, and its steps in order."""

    pupil_id: str
    referral: SentLetter | None
    further: tuple[SentLetter, ...]  # Stage 4 letters of later years, while it was open
    steps: tuple[Event, ...]  # by day, then in the order of entry

    @property
    def number(self) -> int:
        """The entry that opened it."""
        return self.referral.number if self.referral else self.steps[0].number

    @property
    def opened_on(self) -> date:
        """The day of that entry, or of the first step if that is earlier."""
        days = [step.on for step in self.steps[:1]]
        return min(days + ([self.referral.issued_on] if self.referral else []))

    @property
    def closed_on(self) -> date | None:
        """The day on which it was closed; null while it is open."""
        last = self.steps[-1] if self.steps else None
        return last.on if last is not None and last.kind == CASE_CLOSED else None


def cases_on(events: Sequence[Event], day: date) -> tuple[CaseRecord, ...]:
    """Every case opened by the end of a day, by pupil and then by day; closed ones too.

    Letters withdrawn and steps taken back by then do not count. A case is open until it is
    closed, across 1 August too: a Stage 4 letter meanwhile belongs to it, and opens no other.
    """
    gone = taken_back_on(events, day)
    found: dict[str, list[tuple[date, int, Any]]] = defaultdict(list)
    for letter in letters_on(events, day):
        if letter.stage == _REFERRAL:
            found[letter.pupil_id].append((letter.issued_on, letter.number, letter))
    for event in events:
        if event.kind in STEPS and event.on <= day and event.number not in gone:
            found[event.pupil_id or ""].append((event.on, event.number, event))
    return tuple(
        case
        for pupil_id, entries in sorted(found.items())
        for case in _cases(pupil_id, [each for _, _, each in sorted(entries, key=itemgetter(0, 1))])
    )


def _cases(pupil_id: str, entries: list[Event | SentLetter]) -> list[CaseRecord]:
    """The cases of one pupil, from the letters and steps in order."""
    cases: list[CaseRecord] = []
    letters: list[SentLetter] = []
    steps: list[Event] = []

    def close() -> None:
        first = letters[0] if letters else None
        cases.append(CaseRecord(pupil_id, first, tuple(letters[1:]), tuple(steps)))
        letters.clear()
        steps.clear()

    for entry in entries:
        if isinstance(entry, SentLetter):
            letters.append(entry)
            continue
        steps.append(entry)
        if entry.kind == CASE_CLOSED:
            close()
    if letters or steps:
        close()
    return cases


def step_key(events: Sequence[Event], pupil_id: str, kind: str, on: date, what: str = "") -> str:
    """What makes the same step count once, until the one before is taken back."""
    gone = taken_back_on(events, date.max)
    keys = {event.key for event in events if event.number in gone}
    number, told = 1, f" {what}" if what else ""
    while (key := f"{kind}{told} {on} no {number} pupil {pupil_id}") in keys:
        number += 1
    return key

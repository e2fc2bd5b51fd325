"""What the entries say of a day: the letters in force on it, and who was held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lj_attendance.ledger.events import HOLD, LETTER_ISSUED, LETTER_WITHDRAWN, LIFT, Event


@dataclass(frozen=True)
class SentLetter:
    """A letter in force, with the figures it was sent on; they are null for imported ones."""

    number: int  # of the entry
    pupil_id: str
    stage: int
    issued_on: date
    received_on: date
    attended: int | None  # sessions, year to date at `as_of`
    possible: int | None
    as_of: date | None
    key: str | None
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class Hold:
    """What keeps a pupil out of batches."""

    number: int  # of the entry
    since: date
    until: date | None  # inclusive; null: until it is lifted
    reason: str
    by: str


def letters_on(
    events: Sequence[Event], day: date, year_start: date | None = None
) -> tuple[SentLetter, ...]:
    """The letters in force at the end of a day, by day of issue, then in the order of entry.

    Issued on it or before, from `year_start` on if given, and not withdrawn by then.
    """
    withdrawn = _corrected(events, LETTER_WITHDRAWN, day)
    issued = sorted(
        (event.on, event.number, event)
        for event in events
        if event.kind == LETTER_ISSUED
        and (year_start or date.min) <= event.on <= day
        and event.number not in withdrawn
    )
    return tuple(_letter(event) for _, _, event in issued)


def _letter(event: Event) -> SentLetter:
    detail = event.detail
    received = _day(detail.get("received"))
    return SentLetter(
        number=event.number,
        pupil_id=event.pupil_id or "",
        stage=detail["stage"],
        issued_on=event.on,
        received_on=event.on if received is None else received,
        attended=detail.get("attended"),
        possible=detail.get("possible"),
        as_of=_day(detail.get("as_of")),
        key=event.key,
        detail=detail,
    )


def active_holds(events: Sequence[Event], day: date) -> dict[str, tuple[Hold, ...]]:
    """Every hold of a pupil that holds on a day, the latest last.

    From its day to `until`, both inclusive; from the day on which it is lifted it holds no more.
    """
    lifted = _corrected(events, LIFT, day)
    found: dict[str, list[Hold]] = {}
    for event in events:
        if event.kind == HOLD and event.on <= day and event.number not in lifted:
            until = _day(event.detail.get("until"))
            if until is None or day <= until:
                reason = str(event.detail.get("reason", ""))
                hold = Hold(event.number, event.on, until, reason, event.by)
                found.setdefault(event.pupil_id or "", []).append(hold)
    return {
        pupil_id: tuple(sorted(holds, key=lambda hold: (hold.since, hold.number)))
        for pupil_id, holds in sorted(found.items())
    }


def holds_on(events: Sequence[Event], day: date) -> dict[str, Hold]:
    """The hold that is told of each pupil held on a day: of several, the latest."""
    return {pupil_id: holds[-1] for pupil_id, holds in active_holds(events, day).items()}


def letter_key(academic_year: str, pupil_id: str, stage: int, withdrawn_before: int) -> str:
    """What makes a second letter of a stage impossible, until the one before is withdrawn.

    `withdrawn_before` counts the pupil's letters of that year and stage taken back so far.
    """
    return f"letter {academic_year} stage {stage} no {withdrawn_before + 1} pupil {pupil_id}"


def withdrawn_numbers(events: Iterable[Event]) -> frozenset[int]:
    """The numbers of all letters ever withdrawn, on whatever day."""
    corrected = (event.corrects for event in events if event.kind == LETTER_WITHDRAWN)
    return frozenset(number for number in corrected if number is not None)


def withdrawn_keys(events: Sequence[Event]) -> frozenset[str]:
    """The keys of all letters ever withdrawn, on whatever day."""
    numbers = withdrawn_numbers(events)
    return frozenset(event.key for event in events if event.number in numbers and event.key)


def next_letter_key(
    withdrawn: frozenset[str], academic_year: str, pupil_id: str, stage: int
) -> str:
    """The key of the pupil's next letter of a stage; taken already when one is in force.

    `withdrawn` as `withdrawn_keys` gives it.
    """
    before = 0
    while (key := letter_key(academic_year, pupil_id, stage, before)) in withdrawn:
        before += 1
    return key


def _corrected(events: Sequence[Event], kind: str, day: date) -> set[int | None]:
    """The numbers of the entries that entries of a kind put right by a day."""
    return {event.corrects for event in events if event.kind == kind and event.on <= day}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)

"""Entries for the tests of the ledger: new ones, and those that stand as if read from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from lj_attendance.ledger.chain import GENESIS, hash_of
from lj_attendance.ledger.events import HOLD, LETTER_ISSUED, LETTER_WITHDRAWN, LIFT, Event, NewEvent
from lj_attendance.ledger.store import Ledger

NOW = datetime(2026, 11, 23, 9, 30, 15, 999, tzinfo=UTC)


def nov(day: int) -> date:
    """A day of November 2026."""
    return date(2026, 11, day)


def letter(pupil: str, stage: int, on: date, key: str | None = None, **detail: Any) -> NewEvent:
    """A letter, received on the day it was issued unless told otherwise."""
    said = {"stage": stage, "how": "hand", "received": on.isoformat(), **detail}
    return NewEvent(LETTER_ISSUED, on, pupil, said, key=key)


def withdrawal(pupil: str, number: int, on: date) -> NewEvent:
    return NewEvent(LETTER_WITHDRAWN, on, pupil, {"reason": "an error"}, corrects=number)


def hold(pupil: str, on: date, until: date | None = None, reason: str = "bereavement") -> NewEvent:
    detail = {"reason": reason, "until": until.isoformat() if until else None}
    return NewEvent(HOLD, on, pupil, detail)


def lift(pupil: str, number: int, on: date) -> NewEvent:
    return NewEvent(LIFT, on, pupil, {"reason": "over"}, corrects=number)


def entered(*new: NewEvent) -> tuple[Event, ...]:
    """These events as they would stand in a ledger, in this order, each entered on its day."""
    events: list[Event] = []
    for number, each in enumerate(new, start=1):
        recorded = f"{each.on.isoformat()}T09:30:15Z"
        event = Event(
            number, recorded, each.kind, each.on, each.pupil_id, each.detail, each.by,
            each.corrects, each.key, events[-1].hash if events else GENESIS, "",
        )  # fmt: skip
        events.append(replace(event, hash=hash_of(event)))
    return tuple(events)


def enter(path: Path, *new: NewEvent) -> tuple[Event, ...]:
    """These events written to a ledger in one transaction."""
    with Ledger(path).writing(NOW, "A. Officer") as writing:
        return tuple(writing.add(each) for each in new)


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as any other program opens it, each statement on its own."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def tamper(path: Path, *statements: str) -> None:
    """Statements run with the ledger's triggers taken off, and put on again after them."""
    with raw(path) as connection:
        triggers: Sequence[tuple[str, str]] = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in triggers:
            connection.execute(sql)

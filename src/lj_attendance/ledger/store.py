"""The ledger of a school: entries in SQLite that are only ever added, all of a run or none."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from lj_attendance.errors import UnusableInput
from lj_attendance.ledger import database
from lj_attendance.ledger.chain import GENESIS, canonical, hash_of
from lj_attendance.ledger.events import KINDS, Event, NewEvent

_COLUMNS = (
    "number, recorded_at, kind, happened_on, pupil_id, detail, entered_by, corrects, key, "
    "previous_hash, hash"
)
_PATIENCE = 30.0  # seconds


class AlreadyEntered(UnusableInput):
    """An entry of the same key is in the ledger: what it records was done before."""

    def __init__(self, key: str, number: int, path: Path) -> None:
        super().__init__(
            f"This is in the ledger already, and counts once: {key}.",
            f"{path}, entry {number}",
            "Nothing was entered. If that entry is wrong, take it back first.",
        )
        self.key = key
        self.number = number


class Ledger:
    """A ledger by its path; a file that is not there is one without entries."""

    def __init__(self, path: Path, *, patience: float = _PATIENCE) -> None:
        self.path = path
        self._patience = patience  # seconds to wait for another process

    def events(self) -> tuple[Event, ...]:
        """Every entry in order. Makes no file. Raises UnusableInput."""
        if not database.is_there(self.path):
            return ()
        with database.opened(self.path, self._patience) as connection:
            return _all(connection, self.path)

    def unsound(self) -> list[str]:
        """What is wrong with the file itself, whatever its entries say; mostly nothing."""
        if not database.is_there(self.path):
            return []
        with database.opened(self.path, self._patience) as connection:
            return database.unsound(connection)

    @contextmanager
    def writing(self, recorded_at: datetime, by: str = "") -> Iterator[Writing]:
        """All that is added within, entered together at its end; none of it after an exception.

        `recorded_at` has a time zone; `by` is for events that name nobody. Nobody else can
        write meanwhile. An error of `add` undoes everything, even if it is caught within: it is
        raised again at the end. Raises UnusableInput.
        """
        if recorded_at.tzinfo is None:
            raise ValueError("recorded_at has no time zone")
        moment = recorded_at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
        if not database.is_there(self.path):
            database.create(self.path)
        with database.opened(self.path, self._patience) as connection:
            database.make_safe(connection)
            connection.execute("BEGIN IMMEDIATE")
            try:
                writing = Writing(connection, self.path, f"{moment}Z", by)
                yield writing
                if writing.failure:
                    raise writing.failure
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")


class Writing:
    """A ledger while it is written to."""

    def __init__(self, connection: sqlite3.Connection, path: Path, moment: str, by: str) -> None:
        self._connection, self._path, self._moment, self._by = connection, path, moment, by
        self.failure: Exception | None = None

    def events(self) -> tuple[Event, ...]:
        """Every entry in order, those just added among them."""
        return _all(self._connection, self._path)

    def add(self, new: NewEvent) -> Event:
        """Enters an event, and gives it as it stands.

        Raises AlreadyEntered for a key that is there, and UnusableInput for an entry to correct
        that is not, and for text or detail that cannot be stored.
        """
        if self.failure:
            raise self.failure
        try:
            return self._add(new)
        except Exception as error:
            self.failure = error
            raise

    def _add(self, new: NewEvent) -> Event:
        if new.kind not in KINDS or isinstance(new.on, datetime):
            raise ValueError(f"no event of the ledger: {new.kind} on {new.on!r}")
        newest = self._connection.execute(
            "SELECT number, hash FROM entry ORDER BY number DESC LIMIT 1"
        ).fetchone()
        last, previous_hash = newest or (0, GENESIS)
        detail = self._canonical(new)
        self._refuse(new, last)
        event = Event(
            number=last + 1,
            recorded_at=self._moment,
            kind=new.kind,
            on=new.on,
            pupil_id=new.pupil_id,
            detail=json.loads(detail),
            by=new.by or self._by,
            corrects=new.corrects,
            key=new.key,
            previous_hash=previous_hash,
            hash="",
        )
        event = replace(event, hash=hash_of(event, detail))
        self._connection.execute(
            f"INSERT INTO entry ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 no value is in it
            (*_before_detail(event), detail, event.by, event.corrects, event.key,
             event.previous_hash, event.hash),
        )  # fmt: skip
        return event

    def _refuse(self, new: NewEvent, last: int) -> None:
        """Raises when the key is there already, or the entry to correct is not."""
        if new.corrects is not None and not 1 <= new.corrects <= last:
            raise UnusableInput(
                f"There is no entry {new.corrects} to correct.",
                str(self._path),
                "See the entries with: lja ledger export",
            )
        found = self._connection.execute(
            "SELECT number FROM entry WHERE key = ?", (new.key,)
        ).fetchone()
        if new.key is not None and found:
            raise AlreadyEntered(new.key, found[0], self._path)

    def _canonical(self, new: NewEvent) -> str:
        """The detail as JSON, once every text of the event is known to be storable."""
        try:
            canonical([new.pupil_id, new.by or self._by, new.key])
            return canonical(new.detail)
        except ValueError as error:
            raise UnusableInput(
                f"This cannot be entered in the ledger: {error}.",
                str(self._path),
                "Write the text again with letters, digits and signs alone.",
            ) from error


def _before_detail(event: Event) -> tuple[int, str, str, str, str | None]:
    return event.number, event.recorded_at, event.kind, event.on.isoformat(), event.pupil_id


def _all(connection: sqlite3.Connection, path: Path) -> tuple[Event, ...]:
    rows = connection.execute(f"SELECT {_COLUMNS} FROM entry ORDER BY number")  # noqa: S608 no value is in it
    return tuple(_event(row, path) for row in rows)


def _event(row: tuple[Any, ...], path: Path) -> Event:
    number, recorded_at, kind, day, pupil_id, detail, by, corrects, key, previous, own = row
    texts = (recorded_at, kind, pupil_id or "", by, key or "", previous, own)
    try:
        if not all(isinstance(text, str) for text in texts):  # SQLite holds any type anywhere
            raise TypeError("no text")
        if not (isinstance(number, int) and isinstance(corrects, int | None)):
            raise TypeError("no number")
        read, on = dict(json.loads(detail).items()), date.fromisoformat(day)
    except (AttributeError, TypeError, ValueError, RecursionError) as error:
        raise database.damaged(path, f"entry {number} cannot be read") from error
    return Event(number, recorded_at, kind, on, pupil_id, read, by, corrects, key, previous, own)

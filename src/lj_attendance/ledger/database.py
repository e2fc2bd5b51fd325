"""The ledger's file: made, opened and checked, and what to say when it cannot be used."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from lj_attendance.errors import UnusableInput

APPLICATION_ID = 0x6C6A6131  # "lja1"
VERSION = 1
"""Of the table below. A ledger of a later one is left alone."""

_OBJECTS = {
    "entry": """CREATE TABLE entry (
  number INTEGER PRIMARY KEY,
  recorded_at TEXT NOT NULL,
  kind TEXT NOT NULL,
  happened_on TEXT NOT NULL,
  pupil_id TEXT,
  detail TEXT NOT NULL,
  entered_by TEXT NOT NULL,
  corrects INTEGER,
  key TEXT UNIQUE,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
)""",
    # REPLACE takes the old row away without the DELETE trigger, unless a connection turns
    # recursive_triggers on: so a number or key that is there already is refused before that.
    "entry_is_added_at_the_end": """CREATE TRIGGER entry_is_added_at_the_end
BEFORE INSERT ON entry BEGIN
  SELECT RAISE(ABORT, 'an entry follows on the last one')
  WHERE NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM entry)
     OR NEW.previous_hash IS NOT
        coalesce((SELECT hash FROM entry ORDER BY number DESC LIMIT 1), printf('%064d', 0));
  SELECT RAISE(ABORT, 'this key has been entered already')
  WHERE EXISTS (SELECT 1 FROM entry WHERE key = NEW.key);
  SELECT RAISE(ABORT, 'the entry to correct is not there')
  WHERE NEW.corrects IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM entry WHERE number = NEW.corrects);
END""",
    "entry_is_never_changed": """CREATE TRIGGER entry_is_never_changed
BEFORE UPDATE ON entry BEGIN
  SELECT RAISE(ABORT, 'an entry is never changed: enter a correction');
END""",
    "entry_is_never_removed": """CREATE TRIGGER entry_is_never_removed
BEFORE DELETE ON entry BEGIN
  SELECT RAISE(ABORT, 'an entry is never removed: enter a correction');
END""",
}
_BACKUP = "Put the last good copy back from your backups, and keep this file as it is beside it."


def create(path: Path) -> None:
    """An empty ledger for its owner only, whole or not at all; one that is there stays."""
    part = None
    try:
        handle, part = tempfile.mkstemp(prefix=".ledger-", dir=path.parent)  # for its owner only
        os.close(handle)
        with closing(sqlite3.connect(part, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = MEMORY")  # leaves nothing beside it
            connection.execute("BEGIN")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            for statement in _OBJECTS.values():
                connection.execute(statement)
            connection.execute("COMMIT")
        _put_in_place(Path(part), path)
    except OSError as error:
        raise _cannot(path, error.strerror or str(error)) from error
    except sqlite3.Error as error:
        raise _refusal(path, error) from error
    finally:
        if part:
            Path(part).unlink(missing_ok=True)


def _put_in_place(part: Path, path: Path) -> None:
    """Under its name, unless another process was first: a ledger is never overwritten."""
    try:
        os.link(part, path)  # at once, and refuses to overwrite, which a rename does not
    except FileExistsError:
        return
    except OSError:  # some network shares have no links
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        try:
            handle = os.open(path, flags, 0o600)
        except FileExistsError:
            return
        with os.fdopen(handle, "wb") as stream:
            stream.write(part.read_bytes())


@contextmanager
def opened(path: Path, patience: float) -> Iterator[sqlite3.Connection]:
    """A connection to a ledger that is there, checked; SQLite's errors become UnusableInput.

    `patience` is how many seconds to wait for another process to end its work.
    """
    _refuse_empty(path)
    try:
        with closing(sqlite3.connect(path, timeout=patience, isolation_level=None)) as connection:
            try:
                _check(connection, path)
            except UnicodeDecodeError as error:  # SQLite quotes what it cannot read
                raise damaged(path, "its table cannot be read") from error
            yield connection
    except sqlite3.Error as error:
        raise _refusal(path, error) from error


def is_there(path: Path) -> bool:
    """Whether there is a file; raises UnusableInput where that cannot be told."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _cannot(path, error.strerror or str(error)) from error
    return True


def _refuse_empty(path: Path) -> None:
    """SQLite takes an empty file for a new database: a lost ledger would pass for a new one."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _cannot(path, error.strerror or str(error)) from error
    if size == 0:
        raise _no_ledger(path, "This file is empty, which a ledger never is.")


def make_safe(connection: sqlite3.Connection) -> None:
    """Before writing: a rollback journal, as WAL does not work on network shares, and full sync."""
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = FULL")


def _check(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise _no_ledger(path, "This file is no ledger of lja.")
    if version > VERSION:
        raise UnusableInput(
            "This ledger was written by a newer lja.", str(path), "Update lja on this computer."
        )
    if "entry" not in _statements(connection):
        raise damaged(path, "its table is gone")


def _statements(connection: sqlite3.Connection) -> dict[str, str]:
    """What was made in the file, by name, without SQLite's own."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    return dict(rows.fetchall())


def unsound(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the file itself: damaged pages, and protections that were taken off."""
    pages = [text for (text,) in connection.execute("PRAGMA integrity_check") if text != "ok"]
    found = [f"The file is damaged: {text}" for text in pages[:1]]
    if _statements(connection) != _OBJECTS:
        found.append("The table, or what protects it from changes, is not as lja made it.")
    return found


def damaged(path: Path, what: str) -> UnusableInput:
    """The error for a ledger whose content cannot be read."""
    return UnusableInput(f"This ledger is damaged: {what}.", str(path), _BACKUP)


def _no_ledger(path: Path, problem: str) -> UnusableInput:
    return UnusableInput(problem, str(path), _BACKUP)


def _cannot(path: Path, reason: str) -> UnusableInput:
    return UnusableInput(
        f"The ledger cannot be opened or written: {reason}.",
        str(path),
        "Check that the folder is there, has room, and that you may write in it.",
    )


def _refusal(path: Path, error: sqlite3.Error) -> UnusableInput:
    """An error of SQLite's in words, by the family of its code."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return UnusableInput(
            "The ledger is in use by another program, and stayed so.",
            str(path),
            "Wait until it is done, close other programs that have it open, and run this again.",
        )
    if code == sqlite3.SQLITE_NOTADB:
        return _no_ledger(path, "This file is no ledger of lja.")
    if code in (
        *(sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM),
        *(sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_AUTH),
    ):
        return _cannot(path, str(error))
    return damaged(path, str(error))

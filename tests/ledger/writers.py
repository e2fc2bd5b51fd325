"""Processes that write to a ledger; run as a program, one that writes until it is killed."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lj_attendance.ledger.events import HOLD, NewEvent
from lj_attendance.ledger.store import Ledger

if TYPE_CHECKING:
    from threading import Barrier

EACH = 10  # entries of one transaction
LARGE = "x" * 300_000  # so that SQLite writes pages to the file before the transaction ends
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def new(name: str, number: int, text: str = "") -> NewEvent:
    return NewEvent(HOLD, date(2026, 11, 23), f"{name} {number}", {"text": text})


def write_alone(path: Path, name: str, entries: int, start: Barrier) -> None:
    """Entries, each in a transaction of its own, from when everybody is ready."""
    start.wait()
    for number in range(entries):
        with Ledger(path).writing(NOW, name) as writing:
            writing.add(new(name, number))


def write_until_killed(path: Path) -> None:
    """Transactions of EACH large entries for ever; tells of each step on standard output."""
    print("ready", flush=True)
    while True:
        with Ledger(path).writing(NOW) as writing:
            for number in range(EACH):
                writing.add(new("pupil", number, LARGE))
                print("added", flush=True)
        print("entered", flush=True)


def stop_within(path: Path, entries: int) -> None:
    """Ends the process at once, as a power cut would, when so many are added and not entered."""
    with Ledger(path).writing(NOW) as writing:
        for number in range(entries):
            writing.add(new("never", number, LARGE))
        os._exit(9)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        write_until_killed(Path(sys.argv[1]))
    else:
        stop_within(Path(sys.argv[1]), int(sys.argv[2]))

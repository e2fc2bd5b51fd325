"""The ledger as a whole: whether its chain holds, and all of it for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from lj_attendance.ledger.chain import Fault, head_of, verify
from lj_attendance.ledger.export import as_json_lines, as_rows
from lj_attendance.ledger.store import Ledger
from lj_attendance.reports.files import as_csv

_COLUMNS = {
    "number": pl.Int64,
    "recorded_at": pl.String,
    "kind": pl.String,
    "on": pl.String,
    "pupil_id": pl.String,
    "detail": pl.String,
    "by": pl.String,
    "corrects": pl.Int64,
    "key": pl.String,
    "previous_hash": pl.String,
    "hash": pl.String,
}


@dataclass(frozen=True)
class Verification:
    """What a ledger shows of itself; `faults` is empty when it holds."""

    path: Path
    entries: int
    recorded_at: str | None  # of the last entry; null without one
    head: str
    faults: tuple[Fault, ...]


def verify_ledger(path: Path, head: str | None = None) -> Verification:
    """Whether every entry is there and as it was entered, up to a head noted earlier if given.

    See `ledger.chain` for what this can and cannot show. Raises UnusableInput for a file that
    cannot be read as a ledger at all.
    """
    ledger = Ledger(path)
    events = ledger.events()
    of_file = [Fault(len(events), problem) for problem in ledger.unsound()]
    return Verification(
        path,
        len(events),
        events[-1].recorded_at if events else None,
        head_of(events),
        (*verify(events, head), *of_file),
    )


def export_ledger(path: Path, form: str) -> bytes:
    """Every entry, as `csv` that is safe in a spreadsheet, or `json`: an object a line."""
    events = Ledger(path).events()
    if form == "json":
        return as_json_lines(events).encode("utf-8")
    return as_csv(pl.DataFrame(as_rows(events), schema=_COLUMNS))

"""Amendments of one pupil's register: those of the ledger, and those of exports of mark changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import polars as pl

from lj_attendance.ingest.identity import IDENTITIES, resolve
from lj_attendance.ingest.mark_change_columns import MARK_CHANGES
from lj_attendance.ingest.mark_changes import read_mark_changes
from lj_attendance.ledger.amendments import UNMARKED, WANTED, amendments_on
from lj_attendance.ledger.events import Event
from lj_attendance.policy.completeness import AmendmentFact
from lj_attendance.workflows.contacts import as_the_register_has_them
from lj_attendance.workflows.evidence_pack.register import short_file, source_of
from lj_attendance.workflows.reading import Reading

_FIELDS = ("date", "session", "original", "amended", "reason", "made_on", "made_by", "role")


@dataclass(frozen=True)
class PackAmendment:
    """One amendment, and where it is told; a field that is not told is empty or null."""

    source: str  # an entry of the ledger, or a file and row
    made_on: date | None
    made_by: str
    role: str
    reason: str
    original: str
    amended: str
    session: str
    date: date

    @property
    def lacks(self) -> tuple[str, ...]:
        """What the law wants and it does not tell, in words."""
        return tuple(words for name, words in WANTED.items() if not getattr(self, name))


def amendments_of(
    reading: Reading, events: Sequence[Event], pupil_id: str, first: date, pm_opens: time
) -> tuple[PackAmendment, ...]:
    """Those of sessions from a day on, made by the as-of date, by session."""
    as_of = reading.as_of
    entered = [
        PackAmendment(
            source=f"entry {each.number}", **{name: getattr(each, name) for name in _FIELDS}
        )
        for each in amendments_on(events, as_of)
        if each.pupil_id == pupil_id
    ]
    exported = [_exported(row) for row in _changes(reading, pupil_id, pm_opens)]
    found = (
        each
        for each in (*entered, *exported)
        if first <= each.date <= as_of and (each.made_on or as_of) <= as_of
    )
    return tuple(sorted(found, key=lambda a: (a.date, a.session, a.made_on or date.min)))


def as_facts(amendments: Sequence[PackAmendment]) -> tuple[AmendmentFact, ...]:
    """What completeness is judged on."""
    return tuple(
        AmendmentFact(each.source, each.date, each.session, each.original, each.amended, each.lacks)
        for each in amendments
    )


def _exported(row: dict[str, Any]) -> PackAmendment:
    texts: dict[str, Any] = {name: row[name] or "" for name in ("reason", "made_by", "role")}
    same: dict[str, Any] = {name: row[name] for name in _FIELDS if name not in texts}
    return PackAmendment(source=source_of(row["source_file"], row["source_row"]), **texts, **same)


def _changes(reading: Reading, pupil_id: str, pm_opens: time) -> list[dict[str, Any]]:
    """The pupil's rows of every export of mark changes; a mark that was the first is no change."""
    tables = [table for table in reading.tables if table.kind == MARK_CHANGES]
    if not tables:
        return []
    rows = pl.concat(read_mark_changes(table, pm_opens) for table in tables)
    nobody = pl.DataFrame(schema=IDENTITIES)
    known = resolve(reading.identities, nobody)
    every = pl.concat([reading.identities, rows.select(*IDENTITIES)])
    pupils = as_the_register_has_them(resolve(every, nobody), known)
    found = (
        rows.join(pupils.select("identity", "pupil_id"), on="identity", maintain_order="left")
        .filter(pl.col("pupil_id") == pupil_id, pl.col("original") != UNMARKED)
        .drop_nulls(["date", "session"])
    )
    return found.with_columns(short_file(reading)).rows(named=True)

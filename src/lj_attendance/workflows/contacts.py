"""Whom the exports name as parents and contacts of each pupil."""

from __future__ import annotations

import polars as pl

from lj_attendance.ingest import recognise as kinds
from lj_attendance.ingest.contacts import join_contacts, read_contacts
from lj_attendance.ingest.identity import IDENTITIES, resolve
from lj_attendance.schema import CONTACTS, empty
from lj_attendance.workflows.reading import Reading


def contacts_of(reading: Reading) -> pl.DataFrame:
    """CONTACTS of every pupil, in the order of the exports; of none where there is no such file."""
    tables = [table for table in reading.tables if table.kind == kinds.CONTACTS]
    tables.sort(key=lambda t: (t.table.file.modified_ns, t.table.place))
    frames = [read_contacts(table) for table in tables]
    if not frames:
        return empty(CONTACTS)
    named = pl.concat([reading.identities, *(frame.select(*IDENTITIES) for frame in frames)])
    return join_contacts(frames, resolve(named, pl.DataFrame(schema=IDENTITIES)))

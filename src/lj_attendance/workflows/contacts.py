"""Whom the exports name as parents and contacts of each pupil."""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from lj_attendance.ingest import recognise as kinds
from lj_attendance.ingest.contacts import join_contacts, read_contacts
from lj_attendance.ingest.identity import IDENTITIES, resolve
from lj_attendance.letters.recipients import Contact
from lj_attendance.schema import CONTACTS, empty
from lj_attendance.workflows.reading import Reading


def contacts_of(reading: Reading) -> pl.DataFrame:
    """CONTACTS of every pupil, in the order of the exports; of none where there is no such file."""
    tables = [table for table in reading.tables if table.kind == kinds.CONTACTS]
    tables.sort(key=lambda t: (t.table.file.modified_ns, t.table.place))
    frames = [read_contacts(table) for table in tables]
    if not frames:
        return empty(CONTACTS)
    nobody = pl.DataFrame(schema=IDENTITIES)
    said = pl.concat(frame.select(*IDENTITIES) for frame in frames)
    known = resolve(reading.identities, nobody)
    with_contacts = resolve(pl.concat([reading.identities, said]), nobody)
    return join_contacts(frames, as_the_register_has_them(with_contacts, known))


def as_the_register_has_them(pupils: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """`pupils` with the pupil_id of the register, where a contacts file knows another of them.

    A register of names alone has no Arbor ID, and the contacts beside it may.
    """
    pairs = pupils.select("identity", "pupil_id").join(
        known.select("identity", own="pupil_id").drop_nulls(), on="identity"
    )
    only = pairs.group_by("pupil_id").agg(pl.col("own").min(), n=pl.col("own").n_unique())
    told = only.filter(pl.col("n") == 1).select("pupil_id", "own")
    joined = pupils.join(told, on="pupil_id", how="left")
    return joined.with_columns(pupil_id=pl.coalesce("own", "pupil_id")).drop("own")


def by_pupil(contacts: pl.DataFrame) -> dict[str, list[Contact]]:
    """The contacts of each pupil, from CONTACTS; an empty list for those without one."""
    found: dict[str, list[Contact]] = defaultdict(list)
    for row in contacts.drop("source_file", "source_row").rows(named=True):
        found[row.pop("pupil_id")].append(Contact(**row))
    return found

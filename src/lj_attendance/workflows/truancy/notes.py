"""The notes beside marks, looked up again in the exports for the few marks that need them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from lj_attendance.ingest import recognise as kinds
from lj_attendance.ingest.identity import field_text
from lj_attendance.ingest.recognise import Recognised

_KINDS = (kinds.LONG, kinds.BI_TABLE)  # a row a mark: a note is of one mark alone


def with_notes(marks: pl.DataFrame, tables: Sequence[Recognised]) -> pl.DataFrame:
    """Adds `note`, and `has_note_column`: whether the mark's file holds any note at all.

    `marks` needs `source_file` and `source_row`. A blank note is null.
    """
    wanted = set(marks["source_file"].unique())
    found = [
        _notes(table)
        for table in tables
        if table.kind in _KINDS and "note" in table.columns and table.table.place in wanted
    ]
    noted = [notes for notes in found if notes.height]
    schema = {"source_file": pl.String, "source_row": pl.UInt32, "note": pl.String}
    notes = pl.concat([pl.DataFrame(schema=schema), *noted])
    places = notes["source_file"].unique()
    return marks.join(
        notes, on=["source_file", "source_row"], how="left", maintain_order="left"
    ).with_columns(has_note_column=pl.col("source_file").is_in(places.implode()))


def _notes(source: Recognised) -> pl.DataFrame:
    """The notes of one file that are not blank."""
    return source.table.cells.select(
        pl.lit(source.table.place).alias("source_file"),
        pl.col("source_row").cast(pl.UInt32),
        field_text(source.columns, "note").alias("note"),
    ).drop_nulls("note")

"""Exports of changes to marks: who changed which mark when, from what to what, and why (§6)."""

from __future__ import annotations

from datetime import time

import polars as pl

from lj_attendance.ingest.identity import field_text, identity_columns, raw_identity
from lj_attendance.ingest.mark_change_columns import FIELDS, change_columns
from lj_attendance.ingest.mark_texts import PRESENT, is_unmarked, read_mark
from lj_attendance.ingest.pupil_rows import names_no_pupil
from lj_attendance.ingest.recognise import Recognised
from lj_attendance.ingest.values import read_date, read_session, translate


def read_mark_changes(source: Recognised, pm_opens: time) -> pl.DataFrame:
    """One row a change: IDENTITIES, date, session, `original`, `amended`, and the other FIELDS.

    Marks are codes, `-` for none, else the text of the cell; `made_on` is a date. Null: the file
    does not tell it. `source_file` and `source_row` tell where.
    """
    columns = change_columns(source.table.headers)
    cells = source.table.cells.filter(~names_no_pupil(source.columns, source.table.headers))
    told = cells.select(
        raw_identity(source.columns),
        *identity_columns(source.columns),
        field_text(source.columns, "date").alias("date"),
        field_text(source.columns, "session").alias("session"),
        *(_text(columns, name) for name in FIELDS),
        "source_row",
    )
    return told.with_columns(
        _days(told, "date"),
        translate(told["session"], lambda t: read_session(t, pm_opens), pl.String).alias("session"),
        _marks(told, "original"),
        _marks(told, "amended"),
        _days(told, "made_on"),
        source_file=pl.lit(source.table.place),
    )


def _text(columns: dict[str, str], name: str) -> pl.Expr:
    column = columns.get(name)
    text = pl.col(column).str.strip_chars() if column else pl.lit(None, pl.String)
    return pl.when(text != "").then(text).alias(name)


def _days(told: pl.DataFrame, name: str) -> pl.Series:
    return translate(told[name], lambda text: read_date(text, excel=True), pl.Date).alias(name)


def _marks(told: pl.DataFrame, name: str) -> pl.Series:
    return translate(told[name].fill_null(""), _mark, pl.String).alias(name)


def _mark(text: str | None) -> str:
    """The code of a cell, `/` for present; `-` for no mark; what is no code as it stands."""
    if is_unmarked(text):
        return "-"
    code = read_mark(text)
    return "/" if code == PRESENT else (code or text or "")

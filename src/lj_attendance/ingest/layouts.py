"""Each shape of a marks file turned into one row a mark, by the columns found in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

import polars as pl

from lj_attendance.ingest import recognise as kinds
from lj_attendance.ingest.blanks import settle_blanks
from lj_attendance.ingest.identity import (
    distinct_identities,
    raw_identity,
)
from lj_attendance.ingest.mapping import Mapping
from lj_attendance.ingest.mark_texts import PRESENT, UNKNOWN, code_type, is_unmarked, read_mark
from lj_attendance.ingest.recognise import Recognised
from lj_attendance.ingest.values import read_date, read_session, read_worded_session, translate
from lj_attendance.schema import SESSIONS


@dataclass(frozen=True)
class FileMarks:
    """The marks of one table, and the pupils they name.

    `rows`: identity, date, session, date_text, mark_text, code, minutes_late, source_row;
    one row a mark, whatever is wrong with it. `identities`: one row an identity.
    """

    source: Recognised
    rows: pl.DataFrame
    identities: pl.DataFrame


@dataclass(frozen=True)
class ReadingOptions:
    """What the reader cannot see in a file itself."""

    pm_opens: time
    mapping: Mapping
    blank_means: str | None = None  # "present", "unmarked", or not said


def read_marks(source: Recognised, options: ReadingOptions) -> FileMarks:
    """The marks of a table, in any of the shapes."""
    cells = source.table.cells.with_columns(raw_identity(source.columns))
    shape = {kinds.STRINGS: _strings, kinds.WIDE: _wide, kinds.TWO_HEADERS: _wide}.get(
        source.kind, _long
    )
    coded = _with_codes(shape(cells, source, options), options)
    rows = settle_blanks(coded, source.table.place, options.blank_means)
    identities = distinct_identities(source.table.cells, rows, source.columns, source.table.headers)
    place = pl.lit(source.table.place)
    return FileMarks(source, rows, identities.with_columns(source_file=place))


def _column(source: Recognised, field: str) -> pl.Expr:
    """The field's text from the first of its columns that has any; null without one."""
    texts = [pl.col(place) for place in source.columns.get(field, [])]
    if len(texts) == 1:
        return texts[0]
    filled = [pl.when(text.str.strip_chars() != "").then(text) for text in texts]
    return pl.coalesce(filled) if filled else pl.lit(None, pl.String)


def _long(cells: pl.DataFrame, source: Recognised, options: ReadingOptions) -> pl.DataFrame:
    """One row a mark already; a session may stand in its own cell, a time, or the mark's words."""
    fields = ("date", "session", "time", "mark", "minutes_late")
    rows = cells.select(
        "identity",
        "source_row",
        *(_column(source, field).cast(pl.Categorical).alias(field) for field in fields),
    )

    def session(text: str | None) -> str | None:
        return read_session(text, options.pm_opens)

    days = translate(rows["date"], _date_reader(source, options), pl.Date)
    sessions = translate(rows["session"], session, SESSIONS)
    for field, reader in (("time", session), ("date", session), ("mark", read_worded_session)):
        if sessions.null_count() and rows[field].null_count() < rows.height:
            fallback = translate(rows[field], reader, SESSIONS)
            sessions = pl.select(pl.coalesce(sessions, fallback)).to_series()
    return rows.select(
        "identity",
        days.alias("date"),
        sessions.alias("session"),
        date_text=pl.col("date"),
        mark_text=pl.col("mark"),
        minutes_late=translate(rows["minutes_late"], _minutes, pl.Int32),
        source_row=pl.col("source_row"),
    )


def _minutes(text: str | None) -> int | None:
    found = re.fullmatch(
        r"\s*(\d{1,4})(?:\.0+)?\s*(?:m|mins?|minutes?)?\s*", text or "", re.IGNORECASE
    )
    return int(found[1]) if found else None


def _date_reader(
    source: Recognised, options: ReadingOptions
) -> Callable[[str | None], date | None]:
    if options.mapping.date_format:
        return options.mapping.read_date
    return lambda text: read_date(text, excel=source.table.is_workbook)


def _wide(cells: pl.DataFrame, source: Recognised, options: ReadingOptions) -> pl.DataFrame:
    """A column a session, a row a pupil."""
    columns = list(source.days)
    sessions = pl.DataFrame(
        {
            "variable": columns,
            "date": [source.days[column][0] for column in columns],
            "session": [source.days[column][1] for column in columns],
            "date_text": [source.table.headers[int(column)] for column in columns],
        },
        schema={
            "variable": pl.String,
            "date": pl.Date,
            "session": SESSIONS,
            "date_text": pl.Categorical,
        },
    )
    return (
        cells.lazy()
        .unpivot(columns, index=["identity", "source_row"], value_name="mark_text")
        .join(sessions.lazy(), on="variable", how="left")
        .select(
            "identity",
            "date",
            "session",
            "date_text",
            pl.col("mark_text").cast(pl.Categorical),
            minutes_late=pl.lit(None, pl.Int32),
            source_row="source_row",
        )
        .collect()
    )


def _strings(cells: pl.DataFrame, source: Recognised, options: ReadingOptions) -> pl.DataFrame:
    """A row a pupil: AM and PM in turn for each weekday from the start date on."""
    start = translate(
        cells[source.columns["start_date"][0]], _date_reader(source, options), pl.Date
    )
    order = pl.col("order")
    return (
        cells.lazy()
        .select(
            "identity",
            "source_row",
            start=start,
            date_text=pl.col(source.columns["start_date"][0]),
            mark_text=pl.col(source.columns["mark_string"][0]).str.split(""),
        )
        .with_columns(order=pl.int_ranges(pl.col("mark_text").list.len()))
        .explode("mark_text", "order")
        .select(
            "identity",
            date=pl.col("start").dt.add_business_days(order // 2, roll="forward"),
            session=pl.when(order % 2 == 0)
            .then(pl.lit("AM"))
            .otherwise(pl.lit("PM"))
            .cast(SESSIONS),
            date_text=pl.col("date_text").cast(pl.Categorical),
            mark_text=pl.col("mark_text").cast(pl.Categorical),
            minutes_late=pl.lit(None, pl.Int32),
            source_row="source_row",
        )
        .collect()
    )


def _with_codes(rows: pl.DataFrame, options: ReadingOptions) -> pl.DataFrame:
    """Adds `code`: null where the session is unmarked, UNKNOWN where the mark is no code."""
    mapping = options.mapping

    def code(text: str | None) -> str | None:
        mapped = mapping.marks.get((text or "").strip(), text)
        found = read_mark(mapped, one_character_codes=mapping.one_character_codes)
        return found or (None if is_unmarked(mapped) else UNKNOWN)

    found = translate(rows["mark_text"], code, pl.Enum([*code_type().categories, PRESENT]))
    present = pl.when(pl.col("session") == "AM").then(pl.lit("/")).otherwise(pl.lit("\\"))
    coded = rows.with_columns(found.alias("code"))
    if PRESENT in found.unique():
        is_word = pl.col("code") == PRESENT
        coded = coded.with_columns(
            code=pl.when(is_word).then(present).otherwise(pl.col("code").cast(pl.String))
        )
    return coded.with_columns(pl.col("code").cast(code_type()))

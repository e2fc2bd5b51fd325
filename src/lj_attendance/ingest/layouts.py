"""Each shape of a marks file turned into one row a mark, by the columns found in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

import polars as pl

from lj_attendance.errors import UnusableInput
from lj_attendance.ingest import recognise as kinds
from lj_attendance.ingest.blanks import settle_blanks
from lj_attendance.ingest.identity import raw_identity
from lj_attendance.ingest.lessons import is_period, number_of
from lj_attendance.ingest.mapping import Mapping
from lj_attendance.ingest.mark_texts import PRESENT, UNKNOWN, code_type, is_unmarked, read_mark
from lj_attendance.ingest.pupil_rows import distinct_identities
from lj_attendance.ingest.recognise import Recognised
from lj_attendance.ingest.values import read_date, read_worded_session, translate
from lj_attendance.schema import SESSIONS

_LONG_FIELDS = ("date", "session", "time", "mark", "minutes_late")


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
    _refuse_twins(source)
    cells = source.table.cells.with_columns(raw_identity(source.columns))
    shape = {kinds.STRINGS: _strings, kinds.WIDE: _wide, kinds.TWO_HEADERS: _wide}.get(
        source.kind, _long
    )
    coded = _with_codes(shape(cells, source, options), source.mapping)
    rows = settle_blanks(coded, source.table.place, options.blank_means)
    identities = distinct_identities(source, rows)
    place = pl.lit(source.table.place)
    return FileMarks(source, rows, identities.with_columns(source_file=place))


def _refuse_twins(source: Recognised) -> None:
    """Stops at two columns of one header that say different things: which is meant is a guess."""
    headers = source.table.headers
    for name in ("pupil_id", "upn", "date", "session", "mark"):
        places = source.columns.get(name, [])
        twins = [
            place for place in places if headers and headers[int(place)] == headers[int(places[0])]
        ]
        for other in twins[1:]:
            first, second = pl.col(twins[0]), pl.col(other)
            rows = source.table.cells.filter((first != second).fill_null(False))["source_row"]
            if len(rows):
                raise UnusableInput(
                    f"Two columns are headed '{headers[int(other)]}' and do not say the same.",
                    f"{source.table.place}, row {rows[0]}",
                    "Export the file with one of them, or rename the other's header.",
                )


def _column(source: Recognised, field: str) -> pl.Expr:
    """The field's text from the first of its columns that has any; null without one."""
    texts = [pl.col(place) for place in source.columns.get(field, [])]
    if len(texts) == 1:
        return texts[0]
    filled = [pl.when(text.str.strip_chars() != "").then(text) for text in texts]
    return pl.coalesce(filled) if filled else pl.lit(None, pl.String)


def _long(cells: pl.DataFrame, source: Recognised, options: ReadingOptions) -> pl.DataFrame:
    """One row a mark already; a session may stand in its own cell, a time, or the mark's words."""
    fields = [name for name in _LONG_FIELDS if name in source.columns]
    texts = [_column(source, name).cast(pl.Categorical).alias(name) for name in fields]
    rows = cells.select("identity", "source_row", *texts)
    nothing = pl.lit(None, pl.Categorical)
    has_minutes = "minutes_late" in fields
    return rows.select(
        "identity",
        translate(rows["date"], _date_reader(source), pl.Date).alias("date"),
        _sessions(rows, source, options.pm_opens).alias("session"),
        date_text=pl.col("date"),
        mark_text=pl.col("mark") if "mark" in fields else nothing,
        minutes_late=translate(rows["minutes_late"], _minutes, pl.Int32)
        if has_minutes
        else pl.lit(None, pl.Int32),
        source_row=pl.col("source_row"),
    )


def _sessions(rows: pl.DataFrame, source: Recognised, pm_opens: time) -> pl.Series:
    """AM or PM from the first of the columns that tells it.

    Where lessons are numbered among words for sessions, no number is a session, not 1 or 2 either.
    """
    mapping, has_periods = source.mapping, False

    def session(text: str | None) -> str | None:
        return mapping.read_session(text, pm_opens)

    def noting_periods(text: str | None) -> str | None:
        nonlocal has_periods
        has_periods |= is_period(text, mapping)
        return session(text)

    def in_words(text: str | None) -> str | None:
        return session(text) if number_of(text, mapping) is None else None

    sessions = pl.Series([None], dtype=SESSIONS).new_from_index(0, rows.height)
    for name, reader in (
        ("session", noting_periods),
        ("time", session),
        ("date", session),
        ("mark", read_worded_session),
    ):
        if name in rows.columns and sessions.null_count():
            found = translate(rows[name], reader, SESSIONS)
            if has_periods:
                return translate(rows[name], in_words, SESSIONS)
            sessions = pl.select(pl.coalesce(sessions, found)).to_series()
    return sessions


def _minutes(text: str | None) -> int | None:
    found = re.fullmatch(
        r"\s*(\d{1,4})(?:\.0+)?\s*(?:m|mins?|minutes?)?\s*", text or "", re.IGNORECASE
    )
    return int(found[1]) if found else None


def _date_reader(source: Recognised) -> Callable[[str | None], date | None]:
    if source.mapping.date_format:
        return source.mapping.read_date
    return lambda text: read_date(text, excel=source.table.is_workbook)


def _wide(cells: pl.DataFrame, source: Recognised, options: ReadingOptions) -> pl.DataFrame:
    """A column a session, a row a pupil."""
    columns = list(source.days)
    sessions = pl.DataFrame(
        {
            "variable": columns,
            "date": [source.days[column].day for column in columns],
            "session": [source.days[column].session for column in columns],
            "date_text": [source.days[column].day_text for column in columns],
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
    filled = cells.filter(pl.col(source.columns["mark_string"][0]).is_not_null())
    start = translate(filled[source.columns["start_date"][0]], _date_reader(source), pl.Date)
    order = pl.col("order")
    return (
        filled.lazy()
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


def _with_codes(rows: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """Adds `code`: null where the session is unmarked, UNKNOWN where the mark is no code."""
    words_seen = False

    def code(text: str | None, present: str) -> str | None:
        nonlocal words_seen
        mapped = mapping.marks.get((text or "").strip(), text)
        found = read_mark(mapped, one_character_codes=mapping.one_character_codes)
        words_seen |= found == PRESENT
        if found == PRESENT:
            return present
        return found or (None if is_unmarked(mapped) else UNKNOWN)

    morning = translate(rows["mark_text"], lambda text: code(text, "/"), code_type())
    if not words_seen:
        return rows.with_columns(morning.alias("code"))
    afternoon = translate(rows["mark_text"], lambda text: code(text, "\\"), code_type())
    is_morning = pl.col("session") == "AM"
    return rows.with_columns(code=pl.when(is_morning).then(morning).otherwise(afternoon))

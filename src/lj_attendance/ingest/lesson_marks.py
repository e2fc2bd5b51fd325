"""Lesson registers as tables: one row a pupil and lesson, read only where lessons are asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time

import polars as pl

from lj_attendance.ingest.blanks import settle_blanks
from lj_attendance.ingest.identity import field_text, raw_identity
from lj_attendance.ingest.mapping import Mapping
from lj_attendance.ingest.mark_texts import PRESENT, UNKNOWN, code_type, is_unmarked, read_mark
from lj_attendance.ingest.pupil_rows import distinct_identities
from lj_attendance.ingest.recognise import Recognised
from lj_attendance.ingest.values import (
    read_date,
    read_time,
    read_worded_session,
    tidy,
    translate,
)
from lj_attendance.schema import SESSIONS

_TEXTS = ("date", "time", "session", "class", "subject", "event_type", "teacher", "mark",
          "minutes_late", "note")  # fmt: skip
_PERIOD = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|period|lesson|p|l)[a-z]*[\s:.]*)?0*(\d{1,2})(?:\.0+)?",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"(\d{1,4})(?:\.0+)?\s*(?:m|mins?|minutes?)?", re.IGNORECASE)
_SUBJECT = re.compile(r"\s*([^:]*[^:\W][^:]*?)\s*:\s*\S.*")


@dataclass(frozen=True)
class LessonOptions:
    """What the reader cannot see in a lesson register itself."""

    pm_opens: time  # a lesson that starts then or later is of the afternoon
    first_afternoon_period: int  # where a lesson has a number and no time
    blank_means: str | None = None  # "present", "unmarked", or not said


@dataclass(frozen=True)
class LessonFile:
    """The rows of one lesson register, and the pupils they name.

    `rows`: identity, LESSON_MARKS' columns as far as the file tells them, mark_text, source_row;
    one row a row of the file, whatever is wrong with it. `identities`: one row an identity.
    """

    source: Recognised
    rows: pl.DataFrame
    identities: pl.DataFrame = field(repr=False)


def read_lessons(source: Recognised, options: LessonOptions) -> LessonFile:
    """The rows of a lesson register. Raises UnusableInput where most marks are empty.

    A lesson is of the morning or the afternoon by a word in its row, else by the time at which it
    starts, else by its number.
    """
    cells = source.table.cells.with_columns(raw_identity(source.columns))
    texts = cells.select(
        "identity", "source_row", *(field_text(source.columns, n).alias(n) for n in _TEXTS)
    )
    starts = _starts(texts)
    rows = texts.select(
        "identity",
        translate(texts["date"], _date_reader(source), pl.Date).alias("date"),
        _sessions(texts, starts, source.mapping, options).alias("session"),
        starts.alias("starts"),
        translate(texts["session"], read_period, pl.String).alias("period"),
        pl.col("class").alias("class_name"),
        pl.coalesce("subject", translate(texts["class"], read_subject, pl.String)).alias("subject"),
        *("teacher", "event_type", "note", "source_row"),
        translate(texts["minutes_late"], _minutes, pl.Int32).alias("minutes_late"),
        pl.col("mark").cast(pl.Categorical).alias("mark_text"),
        translate(texts["mark"], _code_reader(source.mapping), code_type()).alias("code"),
    )
    settled = settle_blanks(rows, source.table.place, options.blank_means)
    identities = distinct_identities(source, settled)
    place = pl.lit(source.table.place)
    return LessonFile(source, settled, identities.with_columns(source_file=place))


def read_period(text: str | None) -> str | None:
    """The number of a lesson, from `3`, `P3`, `Period 3` or `Mon:3`; None for anything else."""
    found = _PERIOD.fullmatch(tidy(text or ""))
    return str(int(found[1])) if found else None


def read_subject(class_name: str | None) -> str | None:
    """The subject in a class's name such as `Mathematics: Year 8: 8X/Ma1`; None where it has none.

    A code such as `8X/Ma1` is not taken apart: what its letters stand for would be a guess.
    """
    found = _SUBJECT.fullmatch(tidy(class_name or ""))
    return found[1] if found else None


def _starts(texts: pl.DataFrame) -> pl.Series:
    """When each lesson starts: by its own column, else by the time beside its date."""
    told = translate(texts["time"], read_time, pl.Time)
    beside = translate(texts["date"], _time_beside_date, pl.Time)
    return pl.select(pl.coalesce(told, beside)).to_series()


def _time_beside_date(text: str | None) -> time | None:
    found = read_time(text)
    return None if found == time(0) else found  # a workbook's date has midnight beside it


def _sessions(
    texts: pl.DataFrame, starts: pl.Series, mapping: Mapping, options: LessonOptions
) -> pl.Series:
    """AM or PM of each lesson; null where nothing tells it."""

    def in_words(text: str | None) -> str | None:
        if mapping.names_session(text):
            return mapping.read_session(text, options.pm_opens)
        return read_worded_session(text)

    def by_number(text: str | None) -> str | None:
        number = read_period(text)
        if number is None:
            return None
        return "PM" if int(number) >= options.first_afternoon_period else "AM"

    words = translate(texts["session"], in_words, SESSIONS)
    numbers = translate(texts["session"], by_number, SESSIONS)
    is_afternoon = starts >= pl.Series([options.pm_opens], dtype=pl.Time)
    by_time = (
        pl.when(is_afternoon)
        .then(pl.lit("PM", SESSIONS))
        .when(starts.is_not_null())
        .then(pl.lit("AM", SESSIONS))
    )
    return pl.select(pl.coalesce(words, by_time, numbers)).to_series()


def _date_reader(source: Recognised) -> Callable[[str | None], date | None]:
    if source.mapping.date_format:
        return source.mapping.read_date
    return lambda text: read_date(text, excel=source.table.is_workbook)


def _minutes(text: str | None) -> int | None:
    found = _MINUTES.fullmatch(tidy(text or ""))
    return int(found[1]) if found else None


def _code_reader(mapping: Mapping) -> Callable[[str | None], str | None]:
    """A lesson's mark as a code: null where none was taken, UNKNOWN where it is no code."""

    def code(text: str | None) -> str | None:
        mapped = mapping.marks.get((text or "").strip(), text)
        found = read_mark(mapped, one_character_codes=mapping.one_character_codes)
        if found == PRESENT:
            return "/"
        return found or (None if is_unmarked(mapped) else UNKNOWN)

    return code

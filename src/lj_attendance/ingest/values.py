"""One cell at a time: dates, sessions and times from the text that exports hold.

Exports repeat themselves, so each distinct text is read once (`translate`), never each row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Any

import polars as pl

MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_TIME = r"(?:[,\sT]+(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(?:Z|[ap]m)?)?"
_YEAR_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_TIME}", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<d>\d{{1,2}})[-/.](?P<m>\d{{1,2}})[-/.](?P<y>\d{{4}}|\d{{2}}){_TIME}",
    re.IGNORECASE,
)
_MONTH_NAMED = re.compile(
    rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-\s.]+(?P<m>[a-z]{{3,9}})\.?,?[-\s.]+(?P<y>\d{{4}}|\d{{2}}){_TIME}",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"(?P<days>\d{5})(?:\.(?P<fraction>\d+))?")
_YEARS = range(1990, 2101)  # a register's; another is a slip of the keyboard
_EXCEL_EPOCH = date(1899, 12, 30)  # Excel's day 0; counts from 1 March 1900 on
_SESSIONS = {
    "AM": {"am", "a.m", "a", "morning", "1", "1.0"},
    "PM": {"pm", "p.m", "p", "afternoon", "2", "2.0"},
}
_SESSION_OF = {text: session for session, texts in _SESSIONS.items() for text in texts}


def tidy(text: str) -> str:
    """Spaces of any kind made one plain space, trimmed."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


def _date_match(plain: str) -> re.Match[str] | None:
    return (
        _YEAR_FIRST.fullmatch(plain) or _DAY_FIRST.fullmatch(plain) or _MONTH_NAMED.fullmatch(plain)
    )


def looks_like_date(text: str | None) -> bool:
    """Whether a text has the form of a date, be there such a day or not."""
    return _date_match(tidy(text or "")) is not None


@lru_cache(8192)
def read_date(text: str | None, *, excel: bool = False) -> date | None:
    """The day a cell names; day before month always; None when it names none.

    `excel` also takes a serial number, as a workbook may hold.
    """
    plain = tidy(text or "")
    if excel and (serial := _SERIAL.fullmatch(plain)):
        return _EXCEL_EPOCH + timedelta(days=int(serial["days"]))
    match = _date_match(plain)
    if not match:
        return None
    month = int(match["m"]) if match["m"].isdigit() else MONTHS.get(match["m"].casefold(), 0)
    year = int(match["y"]) + (2000 if len(match["y"]) == 2 else 0)
    try:
        return date(year, month, int(match["d"])) if year in _YEARS else None
    except ValueError:
        return None


def _day_and_month(text: str | None) -> tuple[int, int]:
    """The first two numbers of a numeric date; zeros for other texts."""
    match = _DAY_FIRST.fullmatch(tidy(text or ""))
    return (int(match["d"]), int(match["m"])) if match else (0, 0)


def looks_month_first(text: str | None) -> bool:
    """Whether a numeric date is impossible day first, but possible month first."""
    day, month = _day_and_month(text)
    return 1 <= day <= 12 < month <= 31


def could_be_month_first(text: str | None) -> bool:
    """Whether a numeric date means another day when the month is put first."""
    day, month = _day_and_month(text)
    return 1 <= day <= 12 and 1 <= month <= 12 and day != month


def read_time(text: str | None) -> time | None:
    """The time of day in a cell: alone, after a date, or the start of a range."""
    found = re.search(
        r"(?<!\d)(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]m)?", tidy(text or ""), re.IGNORECASE
    )
    if not found:
        return None
    hour = (
        int(found[1]) % 12 + (12 if found[3].lower() == "pm" else 0) if found[3] else int(found[1])
    )
    return time(hour, int(found[2])) if hour < 24 and int(found[2]) < 60 else None


@lru_cache(8192)
def read_session(text: str | None, pm_opens: time) -> str | None:
    """AM or PM, from a word, a number or a time of day; None when the cell tells neither.

    A time from `pm_opens` on (the afternoon register's opening) is PM.
    """
    plain = tidy(text or "").casefold().rstrip(".")
    if plain in _SESSION_OF:
        return _SESSION_OF[plain]
    if words := re.findall(
        r"\b(am|pm|morning|afternoon)\b", re.sub(r"\d{1,2}:\d{2}\s*[ap]m", "", plain)
    ):
        sessions = {_SESSION_OF[word] for word in words}
        return sessions.pop() if len(sessions) == 1 else None
    clock = read_time(plain)
    return None if clock is None or clock == time(0) else "PM" if clock >= pm_opens else "AM"


@lru_cache(8192)
def read_worded_session(text: str | None) -> str | None:
    """AM or PM where a text says so in words, such as `Present AM`; a code alone never does."""
    words = re.findall(r"\b(am|pm|morning|afternoon)\b", tidy(text or "").casefold())
    sessions = {_SESSION_OF[word] for word in words}
    return sessions.pop() if len(sessions) == 1 else None


@lru_cache(8192)
def split_day_and_session(text: str | None, pm_opens: time) -> tuple[str, str] | None:
    """A column's header such as `04 Sep 2024 AM` as the text of its day and AM or PM.

    None for a header that names no session; the day's text may be no date.
    """
    plain = tidy(text or "")
    if found := re.search(r"[\s(_-]*\b(am|pm|morning|afternoon)\b\)?", plain, re.IGNORECASE):
        rest = plain[: found.start()] + " " + plain[found.end() :]
        rest = re.sub(r"(?i)\b(statutory|roll call|registration|register|session)\b", " ", rest)
        return tidy(rest).strip(" -_,:()"), _SESSION_OF[found[1].casefold()]
    if numbered := re.fullmatch(r"(.*\d{4}|\d{4}.*\S)[\s_-]+([12])", plain):
        return numbered[1], _SESSION_OF[numbered[2]]
    session = read_session(plain, pm_opens) if looks_like_date(plain) else None
    return (plain, session) if session else None


def read_day_and_session(text: str | None, pm_opens: time) -> tuple[date | None, str] | None:
    """The session a column's header names; None for other headers.

    The day is None when the header has the form of a date, but there is no such day.
    """
    found = split_day_and_session(text, pm_opens)
    return (read_date(found[0]), found[1]) if found and looks_like_date(found[0]) else None


def translate(
    texts: pl.Series, reader: Callable[[str | None], Any], dtype: pl.DataType | type[pl.DataType]
) -> pl.Series:
    """Each text as `reader` reads it, in the same order; every distinct text is read once.

    `texts` are strings or categories; categories are translated by their numbers alone.
    """
    numbered = texts.cast(pl.Categorical)
    distinct = numbered.unique()
    pairs = zip(distinct.to_physical().to_list(), distinct.to_list(), strict=True)
    read = {number: reader(text) for number, text in pairs if text is not None}
    values = pl.Series(
        [read.get(number) for number in range(max(read, default=0) + 1)], dtype=dtype
    )
    found = values.gather(numbered.to_physical())
    if texts.null_count() and (nothing := reader(None)) is not None:
        found = (
            found.fill_null(nothing)
            if None not in read.values()
            else _fill_where(texts, found, nothing)
        )
    return found.alias(texts.name)


def _fill_where(texts: pl.Series, found: pl.Series, nothing: Any) -> pl.Series:
    """What an empty cell means, where the text was null; other nulls stay."""
    value = pl.Series([nothing], dtype=found.dtype)
    frame = pl.select(pl.when(texts.is_null()).then(pl.lit(value)).otherwise(found))
    return frame.to_series()

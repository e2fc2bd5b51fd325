"""The cells of a form that asks for leave: what they mean, never guessed.

Words are looked up in data/leave_words.csv; an answer that nobody knows stays null.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from lj_attendance.data import read_rows
from lj_attendance.ingest.mapping import Mapping as OwnFormat
from lj_attendance.ingest.values import (
    could_be_month_first,
    looks_like_date,
    looks_month_first,
    read_date,
    tidy,
)

_UNKNOWN, _NONE, _WHOLE_DAY = "unknown", "none", "whole"
_FLAGS = {"yes": True, "no": False, _UNKNOWN: None}
_LINK = re.compile(r"https?://", re.IGNORECASE)  # of a document that was sent with the form
_YEAR = re.compile(r"(?:year |yr |y)?(\d{1,2})(?: 0)?")  # in plain words; 8.0: of a workbook
_LEADING_FLAG = re.compile(r"\s*(yes|no)\s*[,.;:(/–—-]\s*", re.IGNORECASE)
_TWO_NUMBERS = re.compile(r"^(\D*)(\d{1,2})([-/.])(\d{1,2})(?=[-/.]\d)")


class Unreadable(ValueError):
    """A cell that cannot be used; neither part of it repeats the cell."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


class _Meaning(NamedTuple):
    value: str
    is_whole: bool  # only where it is all that the cell says


def plain_words(text: str | None) -> str:
    """A text as lower-case words with one space between: no marks, no apostrophes."""
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return re.sub(r"[\W_]+", " ", re.sub(r"['’‘`´]", "", folded)).strip()


@cache
def _meanings(field: str) -> dict[str, _Meaning]:
    """The words known for a field, in plain words."""
    return {
        plain_words(row["words"]): _Meaning(row["value"], row["match"] == "whole")
        for row in read_rows("leave_words")
        if row["field"] == field
    }


@cache
def reasons() -> tuple[str, ...]:
    """The reasons that a request can have, in the order of data/leave_words.csv."""
    return tuple(dict.fromkeys(meaning.value for meaning in _meanings("reason").values()))


@cache
def licences() -> tuple[str, ...]:
    """What can be said of a licence."""
    values = dict.fromkeys(meaning.value for meaning in _meanings("licence").values())
    return tuple(value for value in values if value != _UNKNOWN)


def _values_within(words: str, meanings: Mapping[str, _Meaning]) -> set[str]:
    """What the phrases in a text mean; a phrase within a longer one does not count."""
    spans = [
        (found.start(), found.end(), meaning.value)
        for phrase, meaning in meanings.items()
        if phrase and not meaning.is_whole and phrase in words
        for found in re.finditer(rf"(?<!\S){re.escape(phrase)}(?!\S)", words)
    ]
    return {
        value
        for start, end, value in spans
        if not any(s <= start and end <= e and e - s > end - start for s, e, _ in spans)
    }


def read_reason(text: str, own: Mapping[str, str]) -> str:
    """The reason that a cell's words mean; `own` are the school's, their words to a reason."""
    words, known = plain_words(text), dict(_meanings("reason"))
    for theirs, value in own.items():
        plain = plain_words(theirs)
        known[plain] = _Meaning(value, plain in known and known[plain].is_whole)
    if words in known:
        return known[words].value
    found = _values_within(words, known)
    remedy = (
        "Add the words of this cell under [reasons] of leave-form.toml, with the reason that they "
        f"mean: {', '.join(reasons())}."
    )
    if len(found) > 1:
        told = " and ".join(value for value in reasons() if value in found)
        raise Unreadable(f"the words name more than one reason: {told}", remedy)
    if not found:
        raise Unreadable("the words name no reason that lja knows", remedy)
    own_words = {phrase: known[phrase] for phrase in map(plain_words, own)}
    if _is_doubtful(words) and not _values_within(words, own_words):
        raise Unreadable("the words may say what the reason is not", remedy)
    return found.pop()


def _is_doubtful(words: str) -> bool:
    return bool(_values_within(words, _meanings("doubt")))


def circumstance_of(text: str) -> str | None:
    """What a cell for the reason says of an exceptional circumstance; null: no more than that."""
    said = {plain for plain in _meanings("reason") if "exceptional" in plain.split()}
    return None if plain_words(text) in said else tidy(text)


def read_flag(text: str) -> bool | None:
    """Yes or no; null for an answer such as `Not sure`, and for a link to a document."""
    known = _meanings("flag")
    if meaning := known.get(plain_words(text)):
        return _FLAGS[meaning.value]
    if is_link(text):
        return None
    leading = _LEADING_FLAG.match(text)
    if leading and not (
        leading[1].casefold() == "yes" and _is_doubtful(plain_words(text[leading.end() :]))
    ):
        return leading[1].casefold() == "yes"
    raise Unreadable("this is neither yes nor no", "Write Yes or No, or leave the cell blank.")


def is_link(text: str) -> bool:
    """Whether a cell holds the address of a document in place of an answer."""
    return _LINK.match(text.strip()) is not None


def read_licence(text: str) -> str | None:
    """One of `licences()`; null where the licence's dates are not told of."""
    words, known = plain_words(text), _meanings("licence")
    found = {known[words].value} if words in known else _values_within(words, known)
    if len(found) != 1:
        raise Unreadable(
            "the words do not tell whether there is a licence, and whether it names the dates",
            f"Write one of {', '.join(licences())}, or leave the cell blank.",
        )
    (value,) = found
    return None if value == _UNKNOWN else value


def read_exceptional(text: str) -> str | None:
    """The circumstance declared, as told; empty for none, null for a bare yes or `Not sure`."""
    meaning = _meanings("exceptional").get(plain_words(text))
    if meaning:
        return "" if meaning.value == _NONE else None
    return tidy(text) if plain_words(text) else None


def read_half_day(text: str) -> str | None:
    """AM or PM; null: whole days."""
    meaning = _meanings("session").get(plain_words(text))
    if meaning is None:
        raise Unreadable(
            "this is neither a morning, an afternoon nor a whole day",
            "Write AM or PM, or leave the cell blank for whole days.",
        )
    return None if meaning.value == _WHOLE_DAY else meaning.value


def read_year_group(text: str) -> str:
    """The year group as told, `Year 8` as 8."""
    year = _YEAR.fullmatch(plain_words(text))
    return year[1] if year else tidy(text)


def _swapped(text: str) -> str:
    """A date in numbers with its first two changed over; other texts as they are."""
    return _TWO_NUMBERS.sub(r"\1\4\3\2", tidy(text))


@cache
def _own_format(date_format: str) -> OwnFormat:
    return OwnFormat(date_format=date_format)


@dataclass(frozen=True)
class DateColumn:
    """How the dates of one column are written."""

    is_month_first: bool = False
    is_workbook: bool = False  # a bare number may be a day of Excel's
    date_format: str = ""  # of the school's mapping; what does not fit it is read as elsewhere

    def read(self, text: str) -> date:
        """The day that a cell names."""
        if self.date_format and (own := _own_format(self.date_format).read_date(text)):
            return own
        day = read_date(_swapped(text) if self.is_month_first else text, excel=self.is_workbook)
        if day:
            return day
        if looks_like_date(text) or looks_like_date(_swapped(text)):
            order = "month first" if self.is_month_first else "day first"
            raise Unreadable(f"there is no such day, read {order}", "Correct the date.")
        raise Unreadable("this is not a date", "Write one day, such as 05/01/2026 or 2026-01-05.")


def date_column(
    header: str, texts: Iterable[str], *, is_workbook: bool, date_format: str
) -> tuple[DateColumn, str | None]:
    """How a column's dates are written, and the sentence to tell where that could be doubted.

    Month first only where every date allows it and one demands it; else day first.
    """
    if date_format:
        begins = date_format.strip()[:2] in ("%m", "%b", "%B")
        return DateColumn(begins, is_workbook, date_format), None
    dates = [text for text in texts if looks_like_date(text)]
    demand = [text for text in dates if looks_month_first(text)]
    forbid = [text for text in dates if read_date(text) and not read_date(_swapped(text))]
    named, remedy = f"Column '{header}'", "If they are not, say date_format in leave-form.toml."
    if demand and not forbid:
        return DateColumn(True, is_workbook), f"{named}: dates are read month first. {remedy}"
    if demand:
        note = f"{named}: dates are read day first, but {len(demand)} can only be month first."
        return DateColumn(False, is_workbook), note
    if not forbid and any(could_be_month_first(text) for text in dates):
        note = f"{named}: dates are ambiguous, day or month first; read day first. {remedy}"
        return DateColumn(False, is_workbook), note
    return DateColumn(False, is_workbook), None

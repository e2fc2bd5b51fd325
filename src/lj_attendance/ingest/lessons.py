"""Lessons' marks: a column of sessions that numbers the periods of a day holds no AM and PM.

1 and 2 are AM and PM only where no other number stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time

import polars as pl

from lj_attendance.ingest.mapping import Mapping
from lj_attendance.ingest.values import tidy

_NUMBER = re.compile(r"(\d{1,2})(?:\.0+)?")
_OF_SESSIONS = (1, 2)
_LOOK_AT = 200  # rows; enough to tell whether sessions are numbered at all


def number_of(text: str | None, mapping: Mapping) -> int | None:
    """The number that a session's cell holds; None for words, and where the mapping names it."""
    found = _NUMBER.fullmatch(tidy(text or ""))
    return int(found[1]) if found and not mapping.names_session(text) else None


def is_period(text: str | None, mapping: Mapping) -> bool:
    """Whether a session's cell holds a number that no session has."""
    number = number_of(text, mapping)
    return number is not None and number not in _OF_SESSIONS


def numbers_lessons(
    cells: pl.DataFrame, places: Iterable[str], mapping: Mapping, pm_opens: time
) -> bool:
    """Whether these columns of sessions number lessons, and say AM or PM in no other way.

    All rows are looked at only where the first ones hold numbers and no words.
    """
    columns = list(places)

    def is_worded(text: str) -> bool:
        in_words = number_of(text, mapping) is None
        return in_words and mapping.read_session(text, pm_opens) is not None

    for rows in (cells.head(_LOOK_AT), cells):
        texts = {text for place in columns for text in rows[place].unique().to_list() if text}
        numbered = any(number_of(text, mapping) is not None for text in texts)
        if not numbered or any(map(is_worded, texts)):
            return False
    return any(is_period(text, mapping) for text in texts)

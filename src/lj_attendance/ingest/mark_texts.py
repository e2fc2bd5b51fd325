"""What a mark's cell says: a code, in any of the ways in which systems write one."""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from lj_attendance.data import read_rows
from lj_attendance.ingest.values import tidy

_UNMARKED = {
    "",
    "-",
    "no mark",
    "no marks",
    "not marked",
    "unmarked",
    "none",
    "no_mark",
    "null",
    "#n/a",
    "nan",
    "missing",
}

PRESENT = "present"
"""A mark that says present without saying in which session."""
UNKNOWN = "unknown"
"""In place of a code: the cell holds something that is no code."""


@cache
def _words() -> dict[str, str]:
    """Words to a code; a word whose code depends on the session to PRESENT."""
    rows = read_rows("mark_words")
    return {row["words"]: PRESENT if row["session"] else row["code"] for row in rows}


@cache
def _codes() -> dict[str, str]:
    """Each code, and its old sub-codes, to the code; and the codes' meanings to them."""
    codes = {row["code"]: row["code"] for row in read_rows("codes")}
    codes |= {"I01": "I", "I02": "I"} | {f"X0{number}": "X" for number in range(1, 10)}
    return codes


@cache
def _one_character_codes() -> dict[str, str]:
    rows = [row for row in read_rows("codes") if row["one_character"]]
    return {row["one_character"]: row["code"] for row in rows}


@cache
def code_type() -> pl.Enum:
    """Every code in the order of the national table, and UNKNOWN: the type of a code."""
    return pl.Enum([*dict.fromkeys(row["code"] for row in read_rows("codes")), UNKNOWN])


def _word_form(text: str) -> str:
    return tidy(text.replace("_", " ")).casefold()


def is_unmarked(text: str | None) -> bool:
    """Whether a cell says that the session has no mark."""
    return text is None or tidy(text).casefold() in _UNMARKED


def read_mark(text: str | None, *, one_character_codes: bool = False) -> str | None:
    """The code a cell holds, or PRESENT; None when it is unmarked or unknown: never a guess.

    Takes a code in any case, words, and both together: `L (Late)`, `Late - L`, `Illness (I)`.
    `one_character_codes` reads `<` as C1 and so on, as some systems write them.
    """
    plain = tidy(text or "")
    if one_character_codes and plain in _one_character_codes():
        return _one_character_codes()[plain]
    if is_unmarked(text):
        return None
    if found := _codes().get(plain.upper()) or _words().get(_word_form(plain)):
        return found
    return _code_beside_words(plain)


def _code_beside_words(plain: str) -> str | None:
    """The code of a cell that holds a code and its words; None when the two disagree."""
    for pattern in (
        r"(?P<words>.+?)\s*[(\[](?P<code>[^()\[\]]{1,3})[)\]]",
        r"(?P<code>\S{1,3})\s*[(\[](?P<words>.+)[)\]]",
        r"(?P<code>\S{1,3})\s*[-:=\u2013]\s+(?P<words>.+)",
        r"(?P<words>.+?)\s+[-:=\u2013]\s*(?P<code>\S{1,3})",
    ):
        if match := re.fullmatch(pattern, plain):
            code = _codes().get(match["code"].upper())
            named = _words().get(_word_form(match["words"]))
            agrees = named in (None, code) or (named == PRESENT and code in ("/", "\\"))
            is_words = not re.fullmatch(r"\W+", match["words"])
            if code and agrees and is_words and match["words"].upper() not in _codes():
                return code
    return None

"""What a column is, from its header: aliases, and the grammar of Arbor's custom reports."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from lj_attendance.data import read_rows

_DATE = r"\d{1,2} [a-z]{3,9} \d{4}"
_PERIOD = re.compile(
    rf"\s*\b(?:at any time\s*)?(?:for )?"
    rf"(?:this academic year|today|between {_DATE} and {_DATE}|at any time)$"
)


class Header(NamedTuple):
    """A header as written, its normal form, the field it names, and the period it speaks of."""

    text: str
    normal: str
    field: str | None
    period: str
    preference: int  # among headers of one field, the lowest is the one to use


def normal(text: str) -> str:
    """The header without what only looks different: spaces of any kind, case, a last `?`."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", " ", folded).strip().removesuffix("?").strip()


@cache
def _aliases() -> dict[str, tuple[str, int]]:
    """Normal header to its field and its preference, from data/headers.csv."""
    rows = enumerate(read_rows("headers"))
    return {row["header"]: (row["field"], place) for place, row in rows}


@lru_cache(8192)  # a wide register names some 400 columns, and its first rows are tried too
def read_header(text: str | None) -> Header:
    """The header understood; a field of None is a column lja does not know."""
    plain = normal(text or "")
    period = _PERIOD.search(plain)
    stem = plain[: period.start()].strip() if period else plain
    for candidate in (
        plain,
        stem,
        stem.replace("(s)", ""),
        stem.replace("_", " "),
        stem.replace("_", " ").removesuffix("s"),
    ):
        if candidate in _aliases():
            field, preference = _aliases()[candidate]
            return Header(
                text or "", plain, field, period.group().strip() if period else "", preference
            )
    return Header(text or "", plain, None, "", len(_aliases()))


def known_fields() -> list[str]:
    """Every field a header can name, in the order of data/headers.csv."""
    return list(dict.fromkeys(field for field, _ in _aliases().values()))

"""Which columns of a table tell of changes to marks: by data/mark_change_headers.csv."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from lj_attendance.data import read_rows
from lj_attendance.ingest.headers import normal

MARK_CHANGES = "mark changes"
"""The kind of table."""

FIELDS = ("original", "amended", "reason", "made_on", "made_by", "role")


@cache
def _fields() -> dict[str, str]:
    return {row["header"]: row["field"] for row in read_rows("mark_change_headers")}


def change_columns(headers: Sequence[str]) -> dict[str, str]:
    """The column, by its number as text, of each of FIELDS that a header names; the first."""
    found: dict[str, str] = {}
    for place, header in enumerate(headers):
        name = _fields().get(normal(header).replace("_", " "))
        if name:
            found.setdefault(name, str(place))
    return found


def tells_changes(headers: Sequence[str]) -> bool:
    """Whether a table has marks before and after: a log of changes, and no register."""
    found = change_columns(headers)
    return "original" in found and "amended" in found

"""A school of a handful of pupils: nothing of it may stand in a report that leaves the office."""

from __future__ import annotations

from datetime import date

from lj_attendance.errors import UnusableInput
from lj_attendance.school_year import academic_year_start


def refuse_too_few(pupils: int, fewest: int, as_of: date) -> None:
    """Raises UnusableInput where fewer than `fewest` had a possible session in the year so far."""
    if pupils >= fewest:
        return
    start = academic_year_start(as_of)
    span = f"from {start.day} {start:%b %Y} to {as_of.day} {as_of:%b %Y}"
    if not pupils:
        raise UnusableInput(
            f"There is nothing to report: no session was possible {span}.",
            "exports/",
            "Export the marks of these days, or name another day with --as-of.",
        )
    raise UnusableInput(
        f"No figure can be shown: fewer than {fewest} pupils had a possible session {span}.",
        "exports/",
        "Name a later day with --as-of; or see lja analyse, which is for the office alone.",
    )

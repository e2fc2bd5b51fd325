"""Days and states in the words of an evidence pack."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lj_attendance.workflows.evidence_pack.gathering import EvidencePack


def day_text(day: date | None) -> str:
    """A day as `Tue 3 Nov 2026`; empty for none."""
    return f"{day:%a} {day.day} {day:%b %Y}" if day else ""


def spoken(text: str | None) -> str:
    """A day told as text, as `14 May 2013`; as it is where it is no date; empty for none."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return text or ""
    return f"{day.day} {day:%B %Y}"


def things(number: int) -> str:
    """`1 thing is missing`, `3 things are missing`."""
    return "1 thing is missing" if number == 1 else f"{number} things are missing"


def missing_text(pack: EvidencePack) -> str:
    """Whether the record is complete, as its first page and each page say."""
    if pack.is_complete:
        return f"Complete as of {day_text(pack.as_of)} by what lja can see"
    return f"NOT COMPLETE: {things(len(pack.missing))}"

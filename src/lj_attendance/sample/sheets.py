"""One pupil's register for one academic year while it is being drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lj_attendance.sample.pupils import Pupil

PRESENT = ("/", "\\")  # by session of the day, AM first


@dataclass
class Sheet:
    """A mark for every session of the year; minutes late and notes only where there are any."""

    pupil: Pupil
    year_group: int  # in this academic year
    marks: list[str]
    minutes: dict[int, int]
    notes: dict[int, str]


def sheet_for(pupil: Pupil, year_group: int, days: int) -> Sheet:
    """A year in which the pupil missed nothing."""
    return Sheet(pupil, year_group, list(PRESENT) * days, {}, {})


def enter(sheet: Sheet, sessions: Iterable[int], code: str, note: str = "") -> int:
    """Marks those of the sessions that still stand as present, and says how many they were.

    What was entered first stays, so callers enter in the order of what rules out what.
    """
    entered = 0
    for session in sessions:
        if 0 <= session < len(sheet.marks) and sheet.marks[session] in PRESENT:
            sheet.marks[session] = code
            entered += 1
            if note:
                sheet.notes[session] = note
    return entered


def whole_days(first: int, days: int) -> range:
    """The sessions of a stretch of days that starts on the day at a place in the year."""
    return range(2 * first, 2 * (first + days))

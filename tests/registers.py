r"""A notation for worked examples: a register drawn as text.

    register({"ava": r"/\ II II ## II | /\ /N", "ben": r"/\ /\ | | {C2}{C2} {L:12}\ .."})

Blanks separate days and `|` separates weeks, each of which starts on a Monday. A week may be
short; one with no days at all is skipped. A day is two sessions, AM then PM, one character each:
a mark as the register shows it, `-` for an unmarked row, `.` for no row at all. Braces hold a mark
of more than one character, or one with its minutes late: `{C2}`, `{L:12}`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_MONDAY = date(2025, 9, 1)
NO_ROW = "."
SESSION = re.compile(r"\{(?P<long>[^{}:\s]+)(?::(?P<minutes>\d+))?\}|(?P<short>[^{}\s])")


@dataclass(frozen=True)
class Mark:
    """One row of a register: what it holds for a pupil, a date and a session."""

    pupil_id: str
    date: date
    session: str  # AM or PM
    mark: str
    minutes: int | None = None  # minutes late; null when the row gives none


def register(drawings: Mapping[str, str], start: date = FIRST_MONDAY) -> list[Mark]:
    """The rows of several pupils, drawn over the same weeks, pupil after pupil."""
    return [mark for pupil in drawings for mark in parse_register(drawings[pupil], start, pupil)]


def parse_register(text: str, start: date = FIRST_MONDAY, pupil: str = "ava") -> list[Mark]:
    """The rows of one pupil, in order of time."""
    if start.weekday() != 0:
        raise ValueError(f"a register is drawn from a Monday; {start} is a {start:%A}")
    marks = []
    for week_number, week in enumerate(text.split("|")):
        days = week.split()
        if len(days) > 7:
            raise ValueError(f"week {week_number + 1} has {len(days)} days: {week.strip()}")
        for day_number, day in enumerate(days):
            when = start + timedelta(weeks=week_number, days=day_number)
            marks += _parse_day(day, when, pupil, f"week {week_number + 1}, day {day_number + 1}")
    return marks


def _parse_day(text: str, when: date, pupil: str, place: str) -> list[Mark]:
    drawn = list(SESSION.finditer(text))
    if "".join(match.group() for match in drawn) != text:
        raise ValueError(f"{place}: {text!r}: braces hold one mark, as in {{C2}} or {{L:12}}")
    if len(drawn) != 2:
        raise ValueError(f"{place}: {text!r}: a day is two sessions, not {len(drawn)}")
    return [
        Mark(
            pupil_id=pupil,
            date=when,
            session=session,
            mark=match["long"] or match["short"],
            minutes=int(match["minutes"]) if match["minutes"] else None,
        )
        for session, match in zip(("AM", "PM"), drawn, strict=True)
        if match.group() != NO_ROW
    ]

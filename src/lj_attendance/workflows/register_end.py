"""Where the register at hand stops, though school went on: what is counted ends there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from lj_attendance.errors import UnusableInput
from lj_attendance.school_year import Calendar
from lj_attendance.workflows.reading import Reading, ReadRequest

_SATURDAY = 5


@dataclass(frozen=True)
class RegisterEnd:
    """A register that stops before the day up to which there should be marks."""

    last: date  # the last day with a mark
    until: date  # the day asked for; where none was, yesterday
    days: int  # school days after the last one up to that day, at least 1


def last_marked(reading: Reading) -> date | None:
    """The last day with a mark that counts, on or before the as-of date."""
    found = reading.marks.filter(pl.col("code").is_not_null())["date"].max()
    return found if isinstance(found, date) else None


def register_end(reading: Reading, calendar: Calendar, request: ReadRequest) -> RegisterEnd | None:
    """Null where no school day is without marks. Of days no calendar knows, weekdays are meant."""
    last, until = last_marked(reading), request.marks_until
    if last is None or last >= until:
        return None
    every = (last + timedelta(days=number) for number in range(1, (until - last).days + 1))
    days = sum(_may_be_school(day, calendar) for day in every)
    return RegisterEnd(last, until, days) if days else None


def _may_be_school(day: date, calendar: Calendar) -> bool:
    return calendar.is_school_day(day) if calendar.knows(day) else day.weekday() < _SATURDAY


def refuse_unless_marked(reading: Reading, place: str) -> None:
    """Raises UnusableInput where no mark is of the as-of date: a list of that day would be old."""
    last, day = last_marked(reading), reading.as_of
    if last is None or last < day:
        ends = f"ends on {_text(last)}" if last else "has no mark"
        raise UnusableInput(
            f"The register {ends}: there is no mark of {_text(day)}.",
            place,
            "Export the marks of that day from Arbor into it, and run this again.",
        )


def _text(day: date) -> str:
    return f"{day.day} {day:%b %Y}"

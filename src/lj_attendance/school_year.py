"""Academic years, school days and school weeks, as the register itself shows them.

A school day of the school is a date with at least one possible session for any pupil; a school
week is a Monday to Sunday with at least one school day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

import polars as pl

_DAYS_A_WEEK = 5  # from Monday; no school is open at weekends
_FIRST_MONTH = 8  # the academic year runs from 1 August to 31 July
_AUTUMN = 10  # a term that begins by October is the first of its academic year
_LONGEST_HOLIDAY = 62  # days; a wider gap between two terms is a term that is missing


def academic_year_start(day: date) -> date:
    """The 1 August on or before a day."""
    return date(day.year if day.month >= _FIRST_MONTH else day.year - 1, _FIRST_MONTH, 1)


def academic_year_name(day: date) -> str:
    """Such as `2025/26`."""
    start = academic_year_start(day).year
    return f"{start}/{(start + 1) % 100:02d}"


def months_before(day: date, months: int) -> date:
    """The same day of the month, a number of calendar months before; else that month's last day.

    Twelve months before 29 Feb 2028 is 28 Feb 2027.
    """
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def week_of(day: pl.Expr) -> pl.Expr:
    """The Monday of a day's week."""
    return day.dt.truncate("1w")


def school_days(marks: pl.LazyFrame) -> pl.LazyFrame:
    """One row a school day of the school: `date` and `day_number`, from 0, in order.

    `marks` needs `date` and `is_possible`.
    """
    return (
        marks.filter("is_possible")
        .select("date")
        .unique()
        .sort("date")
        .with_row_index("day_number")
    )


def school_weeks(marks: pl.LazyFrame) -> pl.LazyFrame:
    """One row a school week: `week` (its Monday) and `week_number`, from 0, in order."""
    return (
        school_days(marks)
        .select(week=week_of(pl.col("date")))
        .unique()
        .sort("week")
        .with_row_index("week_number")
        .with_columns(pl.col("week_number").cast(pl.Int64))
    )


class Span(NamedTuple):
    """Days from the first to the last, both inclusive, with what they are called."""

    first: date
    last: date
    name: str = ""

    def holds(self, day: date) -> bool:
        """Whether a day is one of these."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Calendar:
    """The school days that a school plans: what the register cannot know of days to come."""

    terms: tuple[Span, ...] = ()
    closed: tuple[Span, ...] = ()  # half terms, INSET days and bank holidays within a term
    assessments: tuple[tuple[str, Span], ...] = ()  # year group, and the days of its assessments

    def is_school_day(self, day: date) -> bool:
        """Whether the school plans to be open to pupils: a weekday of a term that is not closed."""
        is_weekday = day.weekday() < _DAYS_A_WEEK
        is_term = any(term.holds(day) for term in self.terms)
        return is_weekday and is_term and not any(span.holds(day) for span in self.closed)

    def days(self, first: date, last: date) -> list[date]:
        """The planned school days of a span, both ends inclusive."""
        every = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in every if self.is_school_day(day)]

    @property
    def first_day(self) -> date | None:
        """The first day of which the calendar knows; null without terms.

        Of a first term in the autumn, the 1 August before it: the summer holiday is known then.
        """
        if not self.terms:
            return None
        first = min(term.first for term in self.terms)
        start = academic_year_start(first)
        return start if start.month <= first.month <= _AUTUMN else first

    @property
    def last_day(self) -> date | None:
        """The last day of which the calendar knows: that of the last term; null without terms."""
        return max((term.last for term in self.terms), default=None)

    def knows(self, day: date) -> bool:
        """Whether the calendar can say if the school is open: in a term, or a holiday between two.

        Not in a gap too long for a holiday, where a term has been left out.
        """
        first, last = self.first_day, self.last_day
        if first is None or last is None or not first <= day <= last:
            return False
        ends = [term.last for term in self.terms if term.last < day]
        begins = min(term.first for term in self.terms if term.last >= day)
        return begins <= day or not ends or (begins - max(ends)).days <= _LONGEST_HOLIDAY

    def school_day_before(self, day: date) -> date | None:
        """The last planned school day before a day; null where the calendar has none."""
        first = min((term.first for term in self.terms), default=day)
        back = (day - timedelta(days=number) for number in range(1, (day - first).days + 1))
        return next((each for each in back if self.is_school_day(each)), None)

    def school_day_next(self, day: date) -> date | None:
        """The first planned school day after a day; null where the calendar has none."""
        last = self.last_day or day
        on = (day + timedelta(days=number) for number in range(1, (last - day).days + 1))
        return next((each for each in on if self.is_school_day(each)), None)


def school_day_after(
    day: date, number: int, marked: Sequence[date], as_of: date, calendar: Calendar
) -> date | None:
    """The `number`th school day after a day: by the register up to the as-of date, then planned.

    `marked` are the school days of the register. Null where the calendar does not reach so far.
    """
    past = sorted(each for each in marked if day < each <= as_of)
    if len(past) >= number:
        return past[number - 1]
    start = max(day, as_of) + timedelta(days=1)
    end = max((term.last for term in calendar.terms), default=date.min)
    planned = islice(calendar.days(start, end), number - len(past) - 1, None)
    return next(planned, None)

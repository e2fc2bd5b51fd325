"""Figures and days in the words of a letter. Nothing is computed here but how it is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SCHOOL_WEEK = 5  # days


def long_day(day: date) -> str:
    """`16 November 2026`."""
    return f"{day.day} {day:%B %Y}"


def short_day(day: date) -> str:
    """`Tue 3 Nov 2026`."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def days_of(sessions: int) -> str:
    """Sessions as days: `4½ days`, `1 day`, `half a day`."""
    whole, half = divmod(sessions, 2)
    if sessions == 1:
        return "half a day"
    text = f"{whole}{'½' if half else ''}"
    return f"{text} day" if sessions == 2 else f"{text} days"


def full_day(day: date) -> str:
    """`Monday 16 November 2026`."""
    return f"{day:%A} {long_day(day)}"


def school_days_of(days: int) -> str:
    """`3 school days`, `1 school day`, `no school days`."""
    return f"{days or 'no'} school day{'' if days == 1 else 's'}"


def weeks_of(school_days: int) -> str:
    """School days as weeks in words, `two`; days where they are no whole weeks."""
    weeks, rest = divmod(school_days, _SCHOOL_WEEK)
    if rest or weeks >= len(_NUMBERS):
        return f"{school_days / _SCHOOL_WEEK:g}"
    return _NUMBERS[weeks]


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"

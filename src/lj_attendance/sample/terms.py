"""An invented school's calendar, by rule, for any academic year: half terms and their days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

MONDAY, TUESDAY, FRIDAY, SATURDAY = 0, 1, 4, 5
_AUGUST = 8  # an academic year runs from 1 August to 31 July

# The Education (School Day and School Year) (England) Regulations 1999, reg. 3: 380 sessions,
# so 190 days for pupils; teachers' contracts add 5 days (INSET).
PUPIL_DAYS = 190
INSET_DAYS = 5


@dataclass(frozen=True)
class HalfTerm:
    """The days of one half term on which pupils are due."""

    academic_year: int  # the calendar year of its September
    term: str
    part: int
    days: tuple[date, ...]

    @property
    def label(self) -> str:
        """Such as 2026-27-autumn-1."""
        following = (self.academic_year + 1) % 100
        return f"{self.academic_year}-{following:02}-{self.term}-{self.part}"


def academic_year_of(day: date) -> int:
    """The calendar year in which the day's academic year began."""
    return day.year if day.month >= _AUGUST else day.year - 1


def first_term_day(academic_year: int) -> date:
    """The first Tuesday of September: an INSET day, and the day from which new pupils enrol."""
    return on_or_after(TUESDAY, date(academic_year, 9, 1))


@lru_cache(maxsize=32)
def half_terms(academic_year: int) -> tuple[HalfTerm, ...]:
    """The six half terms: 190 days for pupils between the first Tuesday of September and July."""
    days = _term_days(academic_year)
    names = [(term, part) for term in ("autumn", "spring", "summer") for part in (1, 2)]
    starts = [first for first, _, divides in _holidays(academic_year) if divides]
    inset = _inset_days(days, starts)
    parts: list[list[date]] = [[] for _ in names]
    for day in days:
        if day not in inset:
            parts[sum(start <= day for start in starts)].append(day)
    return tuple(
        HalfTerm(academic_year, term, part, tuple(part_days))
        for (term, part), part_days in zip(names, parts, strict=True)
    )


def half_terms_between(
    first_day: date, last_day: date, sessions: int | None = None
) -> tuple[HalfTerm, ...]:
    """The half terms with any day in the range, each cut to it.

    `sessions` keeps no more than the days it takes to hold so many sessions, two a day.
    """
    room = None if sessions is None else (sessions + 1) // 2
    kept = []
    for academic_year in range(academic_year_of(first_day), academic_year_of(last_day) + 1):
        for half_term in half_terms(academic_year):
            days = tuple(day for day in half_term.days if first_day <= day <= last_day)[:room]
            if days:
                kept.append(HalfTerm(academic_year, half_term.term, half_term.part, days))
            room = None if room is None else room - len(days)
    return tuple(kept)


def on_or_after(weekday: int, day: date) -> date:
    """The first such weekday (Monday is 0) on the day or after it."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar.

    Source: the anonymous algorithm in Butcher's Ecclesiastical Calendar, as given by Meeus,
    Astronomical Algorithms, chapter 8.
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    moon_shift = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - moon_shift + 15) % 30
    weekday_shift = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    lag = (golden + 11 * epact + 22 * weekday_shift) // 451
    month, day = divmod(epact + weekday_shift - 7 * lag + 114, 31)
    return date(year, month, day + 1)


def _holidays(academic_year: int) -> tuple[tuple[date, date, bool], ...]:
    """First day, last day, and whether a new half term follows."""
    week, fortnight = timedelta(days=6), timedelta(days=13)
    following = academic_year + 1
    end_of_october = date(academic_year, 10, 31)
    last_friday = end_of_october - timedelta(days=(end_of_october.weekday() - FRIDAY) % 7)
    october = last_friday - timedelta(days=4)  # the last Monday to Friday wholly in October
    christmas = on_or_after(MONDAY, date(academic_year, 12, 19))
    february = on_or_after(MONDAY, date(following, 2, 14))
    easter = easter_sunday(following) - week
    may_day = on_or_after(MONDAY, date(following, 5, 1))
    late_may = on_or_after(MONDAY, date(following, 5, 25))  # holds the spring bank holiday
    return (
        (october, october + week, True),
        (christmas, max(christmas + fortnight, date(following, 1, 3)), True),
        (february, february + week, True),
        (easter, easter + fortnight, True),
        (may_day, may_day, False),
        (late_may, late_may + week, True),
    )


def _term_days(academic_year: int) -> list[date]:
    """195 weekdays out of the holidays; the last falls between 20 and 27 July."""
    holidays = _holidays(academic_year)
    day = first_term_day(academic_year)
    days: list[date] = []
    while len(days) < PUPIL_DAYS + INSET_DAYS:
        in_holidays = any(first <= day <= last for first, last, _ in holidays)
        if day.weekday() < SATURDAY and not in_holidays:
            days.append(day)
        day += timedelta(days=1)
    return days


def _inset_days(days: list[date], starts: list[date]) -> tuple[date, ...]:
    """The year's first and last days, and the first day after three of the holidays."""
    october, christmas, _, easter, _ = starts
    after = [next(day for day in days if day > start) for start in (october, christmas, easter)]
    return (days[0], *after, days[-1])

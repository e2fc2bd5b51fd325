"""What a pupil's attendance can still become, by the school's calendar: sessions and dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lj_attendance.measures import forecast as measure
from lj_attendance.measures.forecast import SESSIONS_A_DAY, Standing
from lj_attendance.school_year import Calendar, academic_year_start


@dataclass(frozen=True)
class Forecast:
    """Counted from the day after the as-of date to the end of the calendar's academic year."""

    sessions_left: int
    last_day: date  # the last planned school day of the year, or the pupil's last on roll
    highest_percent: float | None
    can_miss_and_reach_expected: int | None  # sessions; null: out of reach already
    can_miss_before_persistent: int | None  # sessions; null: certain already
    days_until_persistent_is_certain: int | None  # of absence; null: it cannot come to that
    sessions_to_expected: int | None  # of full attendance; 0: not below
    expected_again_on: date | None  # null: not below, or not within the year
    sessions_to_leave_persistent: int | None
    not_persistent_on: date | None


def forecast(
    attended: int,
    possible: int,
    as_of: date,
    calendar: Calendar,
    *,
    expected: int,
    persistent: int,
    on_roll_until: date | None = None,
) -> Forecast | None:
    """The forecast at the end of a day; null where the calendar plans no day after it.

    `expected` and `persistent` are percentages, attended and missed.
    """
    days = _days_left(as_of, calendar, on_roll_until)
    if not days:
        return None
    now = Standing(attended, possible, len(days) * SESSIONS_A_DAY)
    back, out = (
        measure.sessions_to_reach(now, expected),
        measure.sessions_to_leave(now, persistent),
    )
    return Forecast(
        sessions_left=now.left,
        last_day=days[-1],
        highest_percent=measure.highest_percent(now),
        can_miss_and_reach_expected=measure.can_miss_and_reach(now, expected),
        can_miss_before_persistent=measure.can_miss_before_certain(now, persistent),
        days_until_persistent_is_certain=measure.days_until_certain(now, persistent),
        sessions_to_expected=back,
        expected_again_on=_day_of(back, days),
        sessions_to_leave_persistent=out,
        not_persistent_on=_day_of(out, days),
    )


def _days_left(as_of: date, calendar: Calendar, until: date | None) -> list[date]:
    """The planned school days after a day, of the same academic year."""
    start = academic_year_start(as_of)
    next_year = start.replace(year=start.year + 1)
    last = min(next_year - timedelta(days=1), until or date.max)
    first = as_of + timedelta(days=1)
    return calendar.days(first, last) if first <= last else []


def _day_of(sessions: int | None, days: list[date]) -> date | None:
    """The day by whose end so many sessions have been attended; null for none, or beyond."""
    if not sessions:
        return None
    place = -(-sessions // SESSIONS_A_DAY) - 1
    return days[place] if place < len(days) else None

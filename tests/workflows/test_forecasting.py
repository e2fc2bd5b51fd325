"""Dates of the forecast: the school's planned days, on both sides of each of them."""

from __future__ import annotations

from datetime import date

from lj_attendance.school_year import Calendar, Span
from lj_attendance.workflows.reporting.forecasting import Forecast, forecast

CALENDAR = Calendar(
    terms=(Span(date(2026, 9, 1), date(2026, 12, 18)), Span(date(2027, 1, 4), date(2027, 7, 20))),
    closed=(Span(date(2026, 11, 24), date(2026, 11, 24)),),
)


def ahead(attended: int, possible: int, as_of: date, until: date | None = None) -> Forecast:
    found = forecast(
        attended, possible, as_of, CALENDAR, expected=96, persistent=10, on_roll_until=until
    )
    assert found is not None
    return found


def test_the_way_back_counts_two_sessions_a_day_and_passes_over_a_closed_one() -> None:
    monday = date(2026, 11, 23)
    # 95 of 99 needs one session more to be 96 of 100: the first day, Wednesday, as Tuesday is shut
    assert ahead(95, 99, monday).expected_again_on == date(2026, 11, 25)
    # 94 of 98 needs two, 93 of 97 needs three
    assert ahead(94, 98, monday).sessions_to_expected == 2
    assert ahead(94, 98, monday).expected_again_on == date(2026, 11, 25)
    assert ahead(93, 97, monday).sessions_to_expected == 3
    assert ahead(93, 97, monday).expected_again_on == date(2026, 11, 26)


def test_who_is_not_below_has_no_way_back() -> None:
    found = ahead(96, 100, date(2026, 11, 23))
    assert (found.sessions_to_expected, found.expected_again_on) == (0, None)


def test_the_year_ends_with_the_last_day_planned_or_on_roll() -> None:
    last_but_one = ahead(90, 100, date(2027, 7, 19))
    assert (last_but_one.sessions_left, last_but_one.last_day) == (2, date(2027, 7, 20))
    leaver = ahead(90, 100, date(2026, 11, 20), until=date(2026, 11, 25))
    assert (leaver.sessions_left, leaver.last_day) == (4, date(2026, 11, 25))


def test_after_the_last_day_there_is_no_forecast() -> None:
    assert forecast(90, 100, date(2027, 7, 20), CALENDAR, expected=96, persistent=10) is None
    assert forecast(90, 100, date(2026, 11, 20), Calendar(), expected=96, persistent=10) is None


def test_a_day_beyond_the_year_is_not_named() -> None:
    found = ahead(50, 100, date(2027, 7, 12))
    assert found.sessions_to_expected is not None
    assert found.sessions_to_expected > found.sessions_left
    assert found.expected_again_on is None
    assert found.can_miss_and_reach_expected is None
    assert found.days_until_persistent_is_certain == 0

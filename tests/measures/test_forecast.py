"""What attendance can still become: both sides of each boundary, and a search as reference."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lj_attendance.measures.forecast import (
    Standing,
    can_miss_and_reach,
    can_miss_before_certain,
    days_until_certain,
    highest_percent,
    sessions_to_leave,
    sessions_to_reach,
)


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    possible = draw(st.integers(0, 400))
    return Standing(draw(st.integers(0, possible)), possible, draw(st.integers(0, 400)))


def test_a_year_of_380_sessions_may_miss_15_and_still_reach_96_percent() -> None:
    # 365 of 380 is 96.05 %, 364 is 95.8 %
    assert can_miss_and_reach(Standing(100, 100, 280), 96) == 15
    assert can_miss_and_reach(Standing(85, 100, 280), 96) == 0
    assert can_miss_and_reach(Standing(84, 100, 280), 96) is None


def test_exactly_96_percent_is_reached() -> None:
    assert can_miss_and_reach(Standing(96, 100, 0), 96) == 0
    assert can_miss_and_reach(Standing(95, 100, 0), 96) is None


def test_37_of_380_is_not_persistent_absence_and_38_is() -> None:
    assert can_miss_before_certain(Standing(100, 100, 280), 10) == 37
    assert can_miss_before_certain(Standing(63, 100, 280), 10) == 0
    assert can_miss_before_certain(Standing(62, 100, 280), 10) is None


def test_days_until_persistent_absence_is_certain_count_two_sessions_each() -> None:
    assert days_until_certain(Standing(63, 100, 280), 10) == 1  # one session more
    assert days_until_certain(Standing(61 + 1, 100, 280), 10) == 0
    assert days_until_certain(Standing(100, 100, 280), 10) == 19  # 38 sessions
    assert days_until_certain(Standing(380, 380, 4), 10) is None


def test_highest_percent_is_null_without_sessions() -> None:
    assert highest_percent(Standing(0, 0, 0)) is None
    assert highest_percent(Standing(90, 100, 100)) == 95


def test_95_of_100_needs_25_sessions_to_be_96_percent_again() -> None:
    assert sessions_to_reach(Standing(95, 100, 0), 96) == 25  # 120 of 125
    assert sessions_to_reach(Standing(96, 100, 0), 96) == 0
    assert sessions_to_reach(Standing(99, 100, 0), 100) is None


def test_10_of_100_missed_leaves_persistent_absence_with_the_next_session() -> None:
    assert sessions_to_leave(Standing(90, 100, 0), 10) == 1
    assert sessions_to_leave(Standing(91, 100, 0), 10) == 0


def test_nothing_is_certain_of_a_pupil_without_a_session() -> None:
    assert can_miss_before_certain(Standing(0, 0, 0), 10) == 0
    assert days_until_certain(Standing(0, 0, 0), 10) is None
    assert sessions_to_leave(Standing(0, 0, 10), 10) == 0


@given(standings(), st.integers(1, 99))
def test_a_search_by_trying_finds_the_same(now: Standing, percent: int) -> None:
    def reaches(missed: int) -> bool:
        return (now.attended + now.left - missed) * 100 >= now.year * percent

    def is_persistent(missed: int) -> bool:
        return (now.missed + missed) * 100 >= now.year * percent

    tried = range(now.left + 1)
    assert can_miss_and_reach(now, percent) == max(filter(reaches, tried), default=None)
    if now.year:
        spared = [number for number in tried if not is_persistent(number)]
        assert can_miss_before_certain(now, percent) == max(spared, default=None)
        certain = [number for number in tried if is_persistent(number)]
        days = -(-certain[0] // 2) if certain else None
        assert days_until_certain(now, percent) == days


@given(standings(), st.integers(1, 99))
def test_the_way_back_is_the_shortest(now: Standing, percent: int) -> None:
    def not_below(more: int) -> bool:
        return (now.attended + more) * 100 >= (now.possible + more) * percent

    def is_out(more: int) -> bool:
        return now.missed * 100 < (now.possible + more) * percent

    needed = sessions_to_reach(now, percent)
    assert needed is not None
    assert not_below(needed)
    assert needed == 0 or not not_below(needed - 1)
    if now.possible:
        more = sessions_to_leave(now, percent)
        assert more is not None
        assert is_out(more)
        assert more == 0 or not is_out(more - 1)

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import copysign

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lj_attendance.reports.rounding import (
    shown_apart,
    shown_percent,
    shown_percent_of,
    shown_points,
)

BELOW = [90, 93, 96]
AT_MOST = [50, 90]


def by_expression(
    sessions: list[tuple[int, int]], below: list[int], at_most: list[int]
) -> list[float | None]:
    frame = pl.DataFrame(sessions, schema={"a": pl.UInt32, "p": pl.UInt32}, orient="row")
    shown = frame.select(shown_percent(pl.col("a"), pl.col("p"), below, at_most)).to_series()
    assert shown.dtype == pl.Float64
    return shown.to_list()


@pytest.mark.parametrize(
    ("attended", "possible", "shown"),
    [
        (2399, 2500, 95.9),  # 95.96, below 96
        (95, 99, 95.9),  # 95.9596
        (2400, 2500, 96.0),
        (2401, 2500, 96.0),  # 96.04, not below
        (19210, 20000, 96.1),  # 96.05
        (9299, 10000, 92.9),  # 92.99, below 93
        (93, 100, 93.0),
        (8994, 10000, 89.9),
        (8998, 10000, 89.9),  # 89.98, below 90
        (342, 380, 90.0),  # 38 of 380 missed, persistently absent
        (343, 380, 90.3),  # 37 missed, not
        (9002, 10000, 90.1),  # 90.02, not persistently absent
        (181, 201, 90.1),  # 90.0498
        (9005, 10000, 90.1),
        (108, 120, 90.0),  # 12 of 120 missed
        (109, 121, 90.1),  # 12 of 121 missed, not persistently absent
        (50, 100, 50.0),  # severely absent
        (5001, 10000, 50.1),  # not
        (4999, 10000, 50.0),
        (0, 1, 0.0),
        (1, 1, 100.0),
        (1999, 2000, 100.0),  # 99.95; no decision rests on 100
        (0, 0, None),
    ],
)
def test_a_figure_never_contradicts_the_decision_beside_it(
    attended: int, possible: int, shown: float | None
) -> None:
    assert shown_percent_of(attended, possible, BELOW, AT_MOST) == shown
    assert by_expression([(attended, possible)], BELOW, AT_MOST) == [shown]


@pytest.mark.parametrize(
    ("missed", "possible", "shown"),
    [
        (38, 380, 10.0),
        (37, 380, 9.7),
        (12, 120, 10.0),
        (12, 121, 9.9),
        (996, 10000, 9.9),  # 9.96, not persistently absent
        (1004, 10000, 10.1),  # 10.04, so that attendance is below 90
        (4, 99, 4.1),  # 4.04, so that attendance is below 96
        (4, 100, 4.0),
        (4, 101, 4.0),
    ],
)
def test_a_share_missed_is_the_same_seen_from_the_other_side(
    missed: int, possible: int, shown: float
) -> None:
    assert shown_percent_of(missed, possible, [10, 50], [4, 7, 10]) == shown
    assert by_expression([(missed, possible)], [10, 50], [4, 7, 10]) == [shown]


@pytest.mark.parametrize(
    ("attended", "possible", "shown"),
    [(373, 400, 93.3), (1, 2000, 0.1), (1, 2001, 0.0), (2399, 2500, 96.0), (9002, 10000, 90.0)],
)
def test_without_a_decision_it_is_half_up(attended: int, possible: int, shown: float) -> None:
    assert shown_percent_of(attended, possible, []) == shown
    assert by_expression([(attended, possible)], [], []) == [shown]


@st.composite
def counted(draw: st.DrawFn) -> tuple[int, int]:
    """Sessions attended and possible, often a session or two from a threshold."""
    possible = draw(st.integers(0, 5000))
    near = possible * draw(st.sampled_from([0, 50, 90, 93, 96, 100])) // 100
    attended = (
        near + draw(st.integers(-2, 2)) if draw(st.booleans()) else draw(st.integers(0, possible))
    )
    return min(max(attended, 0), possible), possible


percentages = st.lists(st.integers(1, 99), max_size=4, unique=True)


@given(st.lists(counted(), min_size=1, max_size=30), percentages, percentages)
def test_a_frame_and_a_pair_of_numbers_give_the_same(
    sessions: list[tuple[int, int]], below: list[int], at_most: list[int]
) -> None:
    assert by_expression(sessions, below, at_most) == [
        shown_percent_of(attended, possible, below, at_most) for attended, possible in sessions
    ]


@given(counted(), percentages, percentages)
def test_it_is_on_the_side_of_every_threshold_on_which_the_sessions_are(
    sessions: tuple[int, int], below: list[int], at_most: list[int]
) -> None:
    attended, possible = sessions
    shown = shown_percent_of(attended, possible, below, at_most)
    if shown is None:
        assert possible == 0
        return
    exact, tenths = Fraction(attended * 100, possible), round(shown * 10)
    assert shown == tenths / 10
    assert all((tenths < percent * 10) == (exact < percent) for percent in below)
    assert all((tenths > percent * 10) == (exact > percent) for percent in at_most)
    assert abs(Fraction(tenths, 10) - exact) < Fraction(1, 10)


@given(counted(), percentages, percentages)
def test_it_is_half_up_unless_that_would_be_a_threshold(
    sessions: tuple[int, int], below: list[int], at_most: list[int]
) -> None:
    attended, possible = sessions
    shown = shown_percent_of(attended, possible, below, at_most)
    if shown is None:
        return
    exact = Decimal(attended * 100) / Decimal(possible)
    half_up = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if half_up not in {Decimal(percent) for percent in (*below, *at_most)}:
        assert shown == float(half_up)


def test_a_nation_of_sessions_does_not_overflow() -> None:
    sessions = [(3_999_999_999, 4_000_000_000), (3_839_999_999, 4_000_000_000)]
    assert by_expression(sessions, BELOW, AT_MOST) == [100.0, 95.9]


def test_unknown_sessions_give_no_figure() -> None:
    frame = pl.DataFrame({"a": [None, 1], "p": [1, None]}, schema={"a": pl.Int64, "p": pl.Int64})
    shown = frame.select(shown_percent(pl.col("a"), pl.col("p"), BELOW)).to_series()
    assert shown.to_list() == [None, None]


def test_points_are_rounded_away_from_nought_and_never_minus_nought() -> None:
    points = pl.DataFrame({"points": [0.25, -0.25, 0.04, -0.04, None, -3.8]})
    shown = points.select(shown_points(pl.col("points"))).to_series().to_list()
    assert shown == [0.3, -0.3, 0.0, 0.0, None, -3.8]
    assert copysign(1, shown[3]) == 1


@pytest.mark.parametrize(
    ("then", "now", "shown"),
    [
        ((90, 100), (85, 100), ("90.0", "85.0")),
        ((9134, 10000), (9131, 10000), ("91.34", "91.31")),  # both 91.3 with one decimal
        ((91344, 100000), (91341, 100000), ("91.344", "91.341")),
        ((45, 50), (90, 100), ("90.0", "90.0")),  # equal
    ],
)
def test_two_rates_look_equal_only_if_they_are(
    then: tuple[int, int], now: tuple[int, int], shown: tuple[str, str]
) -> None:
    assert shown_apart(then, now, [96]) == shown

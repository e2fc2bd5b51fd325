"""Small numbers: both sides of five, and that no suppressed cell follows from the others."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lj_attendance.policy.suppression import (
    suppressed,
    suppressed_shares,
    without_nearly_same,
)


@pytest.mark.parametrize(
    ("counts", "places"),
    [
        ([30, 25, 5], []),
        ([30, 25, 4], [1, 2]),  # 4, and 25 with it, as 59 in all would give it away
        ([30, 4, 1], [1, 2]),  # two: 5 together
        ([30, 2, 1], [0, 1, 2]),  # 3 together would be told: the next smallest as well
        ([30, 25, 0], []),  # nobody tells nothing
        ([30, 0, 4], [0, 2]),  # a nought would protect nobody
        ([4], [0]),
        ([5], []),
        ([], []),
    ],
)
def test_the_cells_not_shown(counts: list[int], places: list[int]) -> None:
    assert sorted(suppressed(counts, 5)) == places


COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=5)


def solutions(counts: list[int], hidden: frozenset[int]) -> list[tuple[int, ...]]:
    """Every way in which the hidden cells can make up what the shown ones leave of the total."""
    left = sum(counts[place] for place in hidden)
    return [way for way in product(range(left + 1), repeat=len(hidden)) if sum(way) == left]


@given(COUNTS)
def test_no_small_cell_follows_from_the_others_and_the_total(counts: list[int]) -> None:
    hidden = suppressed(counts, 5)
    assert all(not 0 < count < 5 for place, count in enumerate(counts) if place not in hidden)
    if not hidden or sum(counts) < 5 or len(counts) == 1:
        return  # the total itself is small: it is not shown either
    ways = solutions(counts, hidden)
    for column in range(len(hidden)):
        assert len({way[column] for way in ways}) > 1
    assert sum(counts[place] for place in hidden) >= 5


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2, max_size=5))
def test_no_small_share_and_no_small_rest_is_shown_or_follows(
    pairs: list[tuple[int, int]],
) -> None:
    parts = [part for part, _ in pairs]
    wholes = [part + rest for part, rest in pairs]
    hidden = suppressed_shares(parts, wholes, 5)
    for place, (part, rest) in enumerate(pairs):
        if place not in hidden:
            assert not 0 < part < 5
            assert not 0 < rest < 5
    if 0 < len(hidden) < len(pairs):
        for counts in (parts, [rest for _, rest in pairs]):
            together = sum(counts[place] for place in hidden)
            assert len(hidden) > 1
            assert together == 0 or together >= 5


def test_a_group_hidden_for_its_size_hides_its_share() -> None:
    assert 0 in suppressed_shares([0, 10, 10], [3, 30, 30], 5, frozenset({0}))


def test_free_school_meals_are_told_only_where_pupil_premium_is_not() -> None:
    assert without_nearly_same(["sex", "fsm"]) == ["sex", "fsm"]
    assert without_nearly_same(["fsm", "pupil_premium", "eal"]) == ["pupil_premium", "eal"]

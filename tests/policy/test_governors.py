"""Reports to governors: what is hidden cannot be worked out from all that is shown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lj_attendance.policy.governors import (
    GroupCounts,
    PublishedRow,
    published_rows,
    school_row,
    shown_letters,
)

FEWEST = 5
Solution = tuple[tuple[int, int, int], ...]  # pupils, persistent and severe of each group


def group(value: str, pupils: int, persistent: int = 0, severe: int = 0) -> GroupCounts:
    return GroupCounts(value, pupils, persistent, severe, pupils * 90, pupils * 100)


def whole(groups: list[GroupCounts]) -> GroupCounts:
    return group(
        "School",
        sum(each.pupils for each in groups),
        sum(each.persistent for each in groups),
        sum(each.severe for each in groups),
    )


def could_be(row: PublishedRow, most: int) -> list[tuple[int, int, int]]:
    """Every triple that one row allows: severe among persistent among pupils."""
    known = (row.pupils, row.persistent, row.severe)
    ranges = [range(most + 1) if value is None else [value] for value in known]
    return [(n, p, s) for n, p, s in product(*ranges) if s <= p <= n]


def solutions(groups: list[GroupCounts]) -> Iterator[Solution]:
    """Every school that would have given the same report: the sums are the school's."""
    total, school = whole(groups), school_row(whole(groups), FEWEST)
    rows = published_rows(groups, FEWEST)
    for case in product(*(could_be(row, total.pupils) for row in rows)):
        sums = tuple(sum(parts) for parts in zip(*case, strict=True))
        shown = (school.pupils, school.persistent, school.severe)
        if all(known in (None, found) for known, found in zip(shown, sums, strict=True)):
            yield case


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
        min_size=2,
        max_size=2,
    )
)
def test_no_hidden_count_of_one_to_four_follows_from_what_is_shown(
    sizes: list[tuple[int, int, int]],
) -> None:
    groups = [
        group(str(place), pupils, min(persistent, pupils), min(severe, persistent, pupils))
        for place, (pupils, persistent, severe) in enumerate(sizes)
    ]
    rows, found = published_rows(groups, FEWEST), list(solutions(groups))
    for place, (row, own) in enumerate(zip(rows, groups, strict=True)):
        hidden = zip(
            (row.pupils, row.persistent, row.severe),
            (own.pupils, own.persistent, own.severe),
            strict=True,
        )
        for part, (shown, true) in enumerate(hidden):
            assert shown in (None, true)
            if shown is None and 0 < true < FEWEST:
                values = {case[place][part] for case in found}
                assert len(values) > 1


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((5, 0, 0), (5, 0, 0)),
        ((4, 0, 0), (None, None, None)),
        ((40, 5, 0), (40, 5, 0)),
        ((40, 4, 0), (40, None, None)),
        ((40, 35, 0), (40, 35, 0)),
        ((40, 36, 0), (40, None, None)),  # four are not persistently absent
        ((40, 20, 5), (40, 20, 5)),
        ((40, 20, 4), (40, 20, None)),
        ((40, 20, 16), (40, 20, None)),  # four are persistently and not severely absent
        ((40, 20, 20), (40, 20, 20)),
    ],
)
def test_both_sides_of_five(
    counts: tuple[int, int, int], shown: tuple[int | None, int | None, int | None]
) -> None:
    row = published_rows([group("a", *counts), group("b", 60, 30, 15)], FEWEST)[0]
    assert (row.pupils, row.persistent, row.severe) == shown
    alone = school_row(group("School", *counts), FEWEST)
    assert (alone.pupils, alone.persistent, alone.severe) == shown


def test_where_one_is_hidden_another_is_too() -> None:
    rows = published_rows([group("a", 3), group("b", 50, 20), group("c", 60, 30)], FEWEST)
    assert [row.pupils for row in rows] == [None, None, 60]
    assert [row.attendance is None for row in rows] == [True, True, False]
    assert [row.persistent_share is None for row in rows] == [True, True, False]


def test_shares_are_of_the_group_s_pupils() -> None:
    row = published_rows([group("a", 40, 20, 10), group("b", 60, 30, 15)], FEWEST)[0]
    assert (row.attendance, row.persistent_share, row.severe_share) == (90, 50, 25)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([12, 7, 0, 0], [12, 7, 0, 0]),
        ([12, 8, 0, 0], [12, None, 0, 0]),  # 4 with the first letter alone
        ([12, 4, 0, 0], [12, None, 0, 0]),
        ([12, 12, 5, 0], [12, 12, 5, 0]),
        ([12, 10, 7, 0], [12, None, 7, 0]),  # 5 less than the last that is shown
        ([36, 30, 0, 0], [None, 30, 0, 0]),  # of 40 pupils 4 without a letter
        ([35, 30, 0, 0], [35, 30, 0, 0]),
        ([7, 9, 0, 0], [7, None, 0, 0]),  # more at Stage 2: their first letter is of last year
    ],
)
def test_letters_by_stage_tell_of_no_handful(counts: list[int], shown: list[int | None]) -> None:
    assert shown_letters(counts, 40, FEWEST) == shown


@given(st.lists(st.integers(0, 30), min_size=4, max_size=4))
def test_no_two_stages_shown_differ_by_a_handful(counts: list[int]) -> None:
    told = [30, *(each for each in shown_letters(counts, 30, FEWEST) if each is not None)]
    steps = (abs(one - other) for one, other in pairwise(told))
    assert all(step == 0 or step >= FEWEST for step in steps)
    assert all(each == 0 or each >= FEWEST for each in told)

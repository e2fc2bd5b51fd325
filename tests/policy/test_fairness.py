"""Rates by group: beside those who met the rule, and nothing that tells of a few pupils."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from lj_attendance.policy.fairness import OUTCOMES, FairnessRow, Member, fairness_rows

FEWEST = 5


def members(value: str, pupils: int, **counts: int) -> list[Member]:
    """So many pupils of a group; each count is of the first of them."""
    return [
        Member(value, frozenset(name for name, count in counts.items() if place < count))
        for place in range(pupils)
    ]


def by_value(*groups: list[Member]) -> dict[str, FairnessRow]:
    rows = fairness_rows([member for group in groups for member in group], FEWEST)
    return {row.value: row for row in rows}


def test_a_letter_is_counted_of_those_who_met_the_rule() -> None:
    rows = by_value(
        members("a", 40, met_rule=20, letter=10), members("b", 60, met_rule=30, letter=25)
    )
    assert (rows["a"].counts["letter"], rows["b"].counts["letter"]) == (10, 25)
    assert rows["a"].shares["met_rule"] == 50
    assert rows["a"].shares["letter"] == 50
    assert round(rows["b"].shares["letter"] or 0, 1) == 83.3


def test_five_are_shown_and_four_are_not() -> None:
    assert by_value(members("a", 5), members("b", 40))["a"].pupils == 5
    rows = by_value(members("a", 4), members("b", 40))
    assert rows["a"].pupils is None
    assert rows["b"].pupils is None  # else the total would tell of the four


def test_four_who_met_the_rule_are_not_shown_nor_four_who_did_not() -> None:
    few = by_value(members("a", 40, met_rule=4), members("b", 40, met_rule=20))
    most = by_value(members("a", 40, met_rule=36), members("b", 40, met_rule=20))
    for rows in (few, most):
        assert rows["a"].counts["met_rule"] is None
        assert rows["b"].counts["met_rule"] is None
        assert rows["a"].counts["letter"] is None  # its share is of the suppressed figure


def _possible(rows: list[FairnessRow], name: str, total: int) -> list[set[int]]:
    """What each hidden count can be, by the others, the total and the pupils shown."""
    ranges = [
        [count]
        if (count := row.counts[name]) is not None
        else range((row.pupils if row.pupils is not None else total) + 1)
        for row in rows
    ]
    fitting = [case for case in product(*ranges) if sum(case) == total]
    return [{case[place] for case in fitting} for place in range(len(rows))]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), min_size=1, max_size=3))
def test_no_hidden_count_follows_from_the_others(sizes: list[tuple[int, int]]) -> None:
    groups = [
        members(str(place), pupils, met_rule=min(met, pupils))
        for place, (pupils, met) in enumerate(sizes)
    ]
    rows = list(by_value(*groups).values())
    total = sum(min(met, pupils) for pupils, met in sizes)
    if len(rows) < 2:
        return  # one group is the whole school, whose figures the report does not hide
    for row, could_be in zip(rows, _possible(rows, "met_rule", total), strict=True):
        if row.counts["met_rule"] is None:
            assert len(could_be) > 1 or could_be == {0}


def test_every_outcome_has_a_count_and_a_share() -> None:
    row = by_value(members("a", 10), members("b", 10))["a"]
    assert tuple(row.counts) == tuple(row.shares) == OUTCOMES

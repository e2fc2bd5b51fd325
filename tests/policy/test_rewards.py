"""§12: at or above 96%, or the own target; needs and targets are decided on by a person."""

from __future__ import annotations

import pytest

from lj_attendance.policy.rewards import RewardFacts, reward_of


def facts(
    attended: int, possible: int = 100, target: int | None = None, *needs: str
) -> RewardFacts:
    return RewardFacts(attended, possible, 96, target, needs)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (facts(96), "eligible"),
        (facts(95), "below"),
        (facts(9599, 10_000), "below"),  # 95.99%: shown as 96.0, and still below
        (facts(100), "eligible"),
        (facts(90, 100, 90), "eligible"),
        (facts(89, 100, 90), "apart"),
        (facts(96, 100, 98), "eligible"),  # a target above the school's figure excludes nobody
        (facts(95, 100, None, "Health Care Plan"), "apart"),
        (facts(96, 100, None, "Health Care Plan"), "eligible"),
        (facts(0, 0), "no_session"),
        (facts(0, 0, 90, "Health Care Plan"), "no_session"),
        (facts(0, 1), "below"),
    ],
)
def test_both_sides_of_each_boundary(given: RewardFacts, status: str) -> None:
    assert reward_of(given).status == status


def test_every_session_is_told_only_where_none_was_missed() -> None:
    assert reward_of(facts(100)).is_full
    assert not reward_of(facts(999, 1000)).is_full
    assert not reward_of(facts(0, 0)).is_full


def test_the_reason_names_what_a_person_decides_on() -> None:
    assert reward_of(facts(80, 100, 90, "Bereavement")).why == (
        "below the own target of 90%; Bereavement"
    )

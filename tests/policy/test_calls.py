"""The order of calls and what follows ringing in vain, on both sides of each boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lj_attendance.policy.calls import Unexplained, calling_order, next_step, why_first

BEN = Unexplained("2", "Brown, Ben", "8", (), 1, 1, date(2026, 11, 20), began_before=False)
VULNERABLE = replace(BEN, pupil_id="1", groups=("young carer",))
GOES_ON = replace(BEN, pupil_id="3", run_sessions=3, began_before=True)


def test_vulnerable_pupils_come_before_long_runs_and_these_before_the_rest() -> None:
    longer = replace(GOES_ON, pupil_id="4", run_sessions=4)
    older = replace(BEN, pupil_id="5", year_group="10")
    ordered = sorted([older, BEN, GOES_ON, longer, VULNERABLE], key=calling_order)
    assert [each.pupil_id for each in ordered] == ["1", "4", "3", "2", "5"]


def test_of_two_vulnerable_pupils_the_longer_run_comes_first() -> None:
    away = replace(VULNERABLE, pupil_id="9", run_sessions=5, began_before=True)
    assert sorted([VULNERABLE, away], key=calling_order) == [away, VULNERABLE]


def test_why_a_pupil_stands_where_they_stand() -> None:
    assert why_first(VULNERABLE) == "vulnerable: young carer"
    assert why_first(GOES_ON) == "the absence goes on"
    assert why_first(BEN) == ""


def step(pupil: Unexplained, in_vain: int = 0, *, is_over: bool = False) -> str:
    return next_step(pupil, in_vain, is_over=is_over, home_visit_days=3, long_days=10)


@pytest.mark.parametrize(
    ("days", "told"), [(2, ""), (3, "home visit"), (9, "home visit"), (10, "DSL")]
)
def test_a_home_visit_from_three_days_and_the_dsl_from_ten(days: int, told: str) -> None:
    assert told in step(replace(GOES_ON, run_days=days))
    assert bool(told) == bool(step(replace(GOES_ON, run_days=days)))


def test_three_tries_in_vain_ask_for_more_and_two_do_not_while_the_day_lasts() -> None:
    assert step(BEN, 2) == ""
    assert "other contacts" in step(BEN, 3)
    assert "other contacts" in step(BEN, 1, is_over=True)
    assert step(BEN, 0, is_over=True) == ""


def test_for_a_vulnerable_pupil_the_end_of_the_day_is_enough() -> None:
    assert step(VULNERABLE, 2) == ""
    assert "safeguarding" in step(VULNERABLE, 3)
    assert "safeguarding" in step(VULNERABLE, 0, is_over=True)

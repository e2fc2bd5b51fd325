"""The order of calls and what follows ringing in vain, on both sides of each boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lj_attendance.policy.calls import (
    CallRules,
    Unexplained,
    calling_order,
    next_steps,
    why_first,
)

RULES = CallRules(run_sessions=2, tries=3, home_visit_days=3, long_absence_days=10)
BEN = Unexplained("2", "Brown, Ben", "8", (), 1, 1, date(2026, 11, 20), 0)
VULNERABLE = replace(BEN, pupil_id="1", groups=("young carer",))
GOES_ON = replace(BEN, pupil_id="3", run_sessions=3, sessions_before=2)


def in_order(*pupils: Unexplained) -> list[str]:
    return [each.pupil_id for each in sorted(pupils, key=lambda each: calling_order(each, RULES))]


def test_vulnerable_pupils_come_before_long_runs_and_these_before_the_rest() -> None:
    longer = replace(GOES_ON, pupil_id="4", run_sessions=4)
    older = replace(BEN, pupil_id="5", year_group="10")
    assert in_order(older, BEN, GOES_ON, longer, VULNERABLE) == ["1", "4", "3", "2", "5"]


def test_one_session_before_the_day_is_no_run_yet() -> None:
    once = replace(BEN, pupil_id="4", name="Adams, Ava", run_sessions=2, sessions_before=1)
    assert in_order(BEN, once, GOES_ON) == ["3", "4", "2"]
    assert why_first(once, RULES) == ""
    none_needed = replace(RULES, run_sessions=0)  # still needs a session before the day
    assert why_first(BEN, none_needed) == ""
    assert why_first(once, none_needed) == "the absence goes on"


def test_of_two_vulnerable_pupils_the_longer_run_comes_first() -> None:
    away = replace(VULNERABLE, pupil_id="9", run_sessions=5, sessions_before=4)
    assert in_order(VULNERABLE, away) == ["9", "1"]


def test_why_a_pupil_stands_where_they_stand() -> None:
    assert why_first(VULNERABLE, RULES) == "vulnerable: young carer"
    assert why_first(GOES_ON, RULES) == "the absence goes on"
    assert why_first(BEN, RULES) == ""


def steps(
    pupil: Unexplained, in_vain: int = 0, *, is_past: bool = False, rules: CallRules = RULES
) -> str:
    return " | ".join(next_steps(pupil, in_vain, rules, is_past=is_past))


@pytest.mark.parametrize(
    ("days", "visit", "dsl"),
    [(2, False, False), (3, True, False), (10, True, False), (11, True, True)],
)
def test_a_home_visit_from_three_days_and_the_dsl_beyond_ten(
    days: int, visit: bool, dsl: bool
) -> None:
    told = steps(replace(GOES_ON, run_days=days))
    assert ("home visit" in told, "at risk of missing education" in told) == (visit, dsl)
    off = replace(RULES, home_visit_days=0, long_absence_days=0)
    assert steps(replace(GOES_ON, run_days=days), rules=off) == ""


def test_three_tries_in_vain_ask_for_more_and_two_do_not() -> None:
    assert steps(BEN, 2) == steps(BEN, 2, is_past=True) == ""
    assert steps(BEN, 3) == "Ring the other listed contacts; consider a home visit (§5)"
    assert steps(BEN, 3, rules=replace(RULES, tries=0)) == ""


def test_for_a_vulnerable_pupil_the_end_of_the_day_is_enough() -> None:
    assert steps(VULNERABLE, 2) == ""
    assert "safeguarding" in steps(VULNERABLE, 3)
    assert "safeguarding" in steps(VULNERABLE, 0, is_past=True)
    assert steps(BEN, 0, is_past=True) == ""


def test_who_was_in_before_may_be_missing_and_comes_before_all_else() -> None:
    was_in = replace(VULNERABLE, was_in=True)
    told = next_steps(was_in, 3, RULES, is_past=False)
    assert "inform a senior leader now" in told[0]
    assert "the police (§11)" in told[0]
    assert "safeguarding" in told[1]
    assert "see how it ended (§11)" in next_steps(was_in, 0, RULES, is_past=True)[0]


def test_nothing_is_asked_for_who_came_in() -> None:
    assert steps(replace(VULNERABLE, came_in=True), 3, is_past=True) == ""


def test_every_step_cites_its_clause() -> None:
    worst = replace(VULNERABLE, was_in=True, run_days=11)
    for is_past in (True, False):
        assert all("(§" in step for step in next_steps(worst, 3, RULES, is_past=is_past))

from typing import Any

import pytest

from tests.scenarios.cases.playing import play, scenarios


@pytest.mark.parametrize(
    "scenario", scenarios(), ids=lambda scenario: f"{scenario['file']}: {scenario['says']}"
)
def test_what_is_open_is_what_was_signed(scenario: dict[str, Any]) -> None:
    found, expect = play(scenario), scenario["expect"]
    if expect.get("case") is False:
        assert found is None
        return
    assert found is not None
    due = found.standing.next
    told = {
        "state": found.standing.state,
        "next": due.step if due else "",
        "due_from": due.due_from if due else None,
        "due_on": due.due_on if due else None,
        "clause": due.clause if due else "",
        "overdue": found.overdue_days,
        "is_due": found.is_due,
        "also": [each.step for each in found.standing.to_do[1:]],
    }
    assert expect.keys() <= told.keys()
    assert {name: told[name] for name in expect} == expect


def test_every_next_step_has_at_least_two_scenarios() -> None:
    named = [scenario["expect"].get("next") for scenario in scenarios()]
    steps = (
        "invite", "hold", "minutes", "decide_warning", "review", "consider_legal", "decide_next",
        "close",
    )  # fmt: skip
    assert {step: named.count(step) >= 2 for step in steps} == dict.fromkeys(steps, True)

from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.playing import play, scenarios


@pytest.mark.parametrize(
    "scenario", scenarios(), ids=lambda scenario: f"{scenario['file']}: {scenario['says']}"
)
def test_the_decision_is_the_one_signed(scenario: dict[str, Any], tmp_path: Path) -> None:
    ava, checks = play(scenario, tmp_path)
    expect, reasons = scenario["expect"], "; ".join(ava.decision.reasons)
    told = {
        "status": ava.decision.status,
        "stage_due": ava.decision.stage_due or 0,
        "stage_issued": ava.decision.stage_issued,
        "since": ava.decision.since,
        "until": ava.decision.until,
        "speak_first": list(ava.speak_first),
    }
    assert {name: told[name] for name in told if name in expect} == {
        name: expect[name] for name in told if name in expect
    }, reasons
    assert expect.get("says", "") in reasons
    assert "says_not" not in expect or expect["says_not"] not in reasons
    assert expect.get("speak_first_says", "") in "; ".join(ava.speak_first)
    assert "finding" not in expect or expect["finding"] in checks
    assert ava.decision.clause == "§18"


def test_every_clause_of_the_stages_has_at_least_two_scenarios() -> None:
    due = [scenario["expect"].get("stage_due", 0) for scenario in scenarios()]
    assert {stage: due.count(stage) >= 2 for stage in range(5)} == dict.fromkeys(range(5), True)

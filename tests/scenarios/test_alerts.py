from pathlib import Path
from typing import Any

import pytest

from lj_attendance.policy.alerts.facts import KINDS
from tests.scenarios.alerts.playing import plain, play, scenarios, told


@pytest.mark.parametrize(
    "scenario", scenarios(), ids=lambda scenario: f"{scenario['file']}: {scenario['says']}"
)
def test_the_alerts_are_those_signed(scenario: dict[str, Any], tmp_path: Path) -> None:
    found, expected = play(scenario, tmp_path), scenario["expect"]
    sentences = [each.alert.what for each in found]
    assert len(found) == len(expected), sentences
    for alert, expect in zip(found, expected, strict=True):
        got = told(alert)
        wanted = {name: expect[name] for name in expect if name in got}
        assert {name: got[name] for name in wanted} == wanted, sentences
        for name, text in {
            "says": alert.alert.what,
            "asks": alert.alert.asks,
            "against": plain(" ".join(alert.conflicts)),
            "law": alert.alert.source,
        }.items():
            assert expect.get(name, "") in text
        assert "says_not" not in expect or expect["says_not"] not in alert.alert.what
        assert not expect.keys() - got.keys() - {"says", "asks", "against", "law", "says_not"}


def test_every_kind_has_a_scenario_on_both_sides() -> None:
    sides = {(scenario["about"], bool(scenario["expect"])) for scenario in scenarios()}
    ours = {about for about, _ in sides}
    assert ours <= set(KINDS)
    assert sides == {(kind, is_there) for kind in ours for is_there in (True, False)}
    assert len(ours) == 10

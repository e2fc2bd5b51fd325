from __future__ import annotations

from typing import Any

import pytest

from lj_attendance.policy.leave.facts import AGAINST, MAY_GRANT, REFER, REFUSE
from lj_attendance.policy.leave.judging import RULES
from tests.scenarios.leave.playing import play, scenarios


@pytest.mark.parametrize(
    "scenario", scenarios(), ids=lambda scenario: f"{scenario['file']}: {scenario['says']}"
)
def test_the_judgement_is_the_one_signed(scenario: dict[str, Any]) -> None:
    expect, found = scenario["expect"], play(scenario)
    told = {
        "recommendation": found.recommendation,
        "code_if_granted": found.code_if_granted or "none",
        "code_if_not": found.code_if_not or "none",
        "needs": [fact for fact, _ in found.needs],
        "school_days": len(found.school_days),
        "sessions": found.sessions,
        "notice_days": found.notice_days,
        "previous": list(found.previous_months),
        "reaches_back": found.record_reaches_back,
        "by_day": [[attended, possible] for _, attended, possible in found.by_day],
    }
    outcomes = {each.rule: each.outcome for each in found.rules}
    rules = expect.get("rules", {})
    sentences = [*(each.explanation for each in found.rules), found.grounds]
    sentences += [f"{note} ({source})" for note, source in found.law]
    assert expect.keys() <= {*told, "rules", "clauses", "says", "says_not", "against"}
    assert {name: outcomes[name] for name in rules} == rules, sentences
    assert {name: told[name] for name in told if name in expect} == {
        name: expect[name] for name in told if name in expect
    }, sentences
    clauses = {each.rule: each.clause for each in found.rules}
    assert expect.get("clauses", {}).items() <= clauses.items()
    for words in expect.get("says", []):
        assert any(words in sentence for sentence in sentences), (words, sentences)
    for words in expect.get("says_not", []):
        assert not any(words in sentence for sentence in sentences), words
    if "against" in expect:
        assert [name for name in outcomes if outcomes[name] == AGAINST] == expect["against"]


def test_every_rule_stands_on_both_sides_in_some_scenario() -> None:
    seen: dict[str, set[str]] = {rule.name: set() for rule in RULES}
    for scenario in scenarios():
        for name, outcome in scenario["expect"].get("rules", {}).items():
            seen[name].add(outcome)
        for name in scenario["expect"].get("against", []):
            seen[name].add(AGAINST)
    one_sided = {"interview", "previous_record"}
    assert all(AGAINST in seen[name] for name in seen if name not in one_sided), seen
    assert all("not_applicable" in told or "met" in told for told in seen.values()), seen


def test_each_recommendation_is_signed_many_times() -> None:
    given = [scenario["expect"].get("recommendation") for scenario in scenarios()]
    assert all(given.count(each) >= 10 for each in (REFUSE, REFER, MAY_GRANT))
    assert len(given) >= 80

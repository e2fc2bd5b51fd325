"""The flow of leave of absence is that of the rules: the page, and the way of a judged request.

With UPDATE_DOCS=1 the test writes docs/leave-of-absence.md instead, for a person to look at.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from lj_attendance.data import read_settings
from lj_attendance.policy.leave.facts import (
    AGAINST,
    MET,
    NEEDS,
    NOT_APPLICABLE,
    REASONS,
    REFER,
    REFUSE,
    Background,
    Judgement,
    LeaveRules,
    Request,
    RuleOutcome,
)
from lj_attendance.policy.leave.judging import RULES, judge, rules_on
from lj_attendance.policy.leave.rule import LeaveRule
from lj_attendance.policy.leave.words import REASON_WORDS
from lj_attendance.policy.settings import Settings, shipped_settings
from lj_attendance.reports.leave_chart import Flow
from lj_attendance.school_year import Calendar, Span
from lj_attendance.workflows.leave.chart import drawn_rules, page, page_day, steps_of

PAGE = Path(__file__).parent.parent.parent / "docs" / "leave-of-absence.md"
CALENDAR = Calendar((Span(date(2026, 9, 1), date(2026, 12, 18)),))
DAILY = {date(2026, 9, 1) + timedelta(days=number): (2, 2) for number in range(25)}
MONDAY = date(2026, 11, 2)


@cache
def shipped() -> Settings:
    return shipped_settings(read_settings("statutory"), read_settings("laurence_jackson"))


def made() -> str:
    return page(shipped(), page_day(shipped()))


def rules_in_force() -> LeaveRules:
    return rules_on(shipped(), page_day(shipped()))


def judged(reason: str, first: date = MONDAY, last: date = MONDAY, **facts: Any) -> Judgement:
    request = Request("ava", first, last, reason, **{"received": date(2026, 6, 1), **facts})
    return judge(request, Background("8", CALENDAR, DAILY), rules_in_force())


def way(found: Judgement) -> Flow:
    return steps_of(found, drawn_rules(), rules_in_force())


def test_the_page_is_up_to_date() -> None:
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(made(), encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == made()


def test_the_page_has_every_rule_and_every_reading() -> None:
    told = made()
    assert re.findall(r"^\| `(\w+)` \|", told.split("## Readings")[0], re.MULTILINE) == [
        rule.name for rule in RULES
    ]
    readings = {each.name for each in shipped().settings if each.reading}
    assert set(re.findall(r"^\| `(leave_\w+)` \|", told, re.MULTILINE)) == {
        name for name in readings if name.startswith("leave_")
    }


def test_a_number_on_the_page_is_the_settings() -> None:
    changed = shipped().with_values({"leave_max_school_days": 3, "leave_notice_days": 35}, "x")
    told = page(changed, page_day(shipped()))
    assert told.count("at most 3 consecutive") == 3  # chart, outline and table
    assert told.count("at least five weeks") == 3


def test_every_mermaid_line_is_one_that_mermaid_reads() -> None:
    source = made().split("```mermaid\n")[1].split("```")[0].splitlines()
    label = r'"[^"<>`]+"'
    node = rf"n\d+(\(\[{label}\]\)|\{{\{{{label}\}}\}}|\{{{label}\}}|\[{label}\])(:::\w+)?"
    line = re.compile(rf"    ({node}|n\d+ -->(\|{label}\|)? n\d+|classDef \w+ [\w:#,]+)")
    assert source[0] == "flowchart TD"
    assert [each for each in source[1:] if not line.fullmatch(each)] == []


def questions_along_the_chart(reason: str) -> list[str]:
    """What a reason is asked, walked from the start by yes and by its own arrow."""
    source = made().split("```mermaid\n")[1].split("```")[0]
    label = dict(re.findall(r'^    (n\d+)[\[({]+"([^"]+)"', source, re.MULTILINE))
    arrows = re.findall(r'^    (n\d+) -->(?:\|"([^"]+)"\|)? (n\d+)', source, re.MULTILINE)
    at, found = "n1", []
    while label[at] != "May be granted":
        on = {words: to for start, words, to in arrows if start == at}
        own = [to for words, to in on.items() if reason in re.split(", | or ", words)]
        found += [label[at]] if "§" in label[at] else []
        at = next(iter([*own, *(on[word] for word in ("yes", "anything else", "") if word in on)]))
    return found


@pytest.mark.parametrize("reason", REASONS)
def test_the_chart_asks_each_reason_what_its_rules_ask(reason: str) -> None:
    rules = rules_in_force()
    found = questions_along_the_chart(REASON_WORDS[reason].split(" or ")[0])
    expected = [
        f"{rule.question(rules)} ({rule.clause})"
        for rule in drawn_rules()
        if not rule.applies_to(rules) or reason in rule.applies_to(rules)
    ]
    assert sorted(each.partition(" Shown")[0] for each in found) == sorted(expected)


@pytest.mark.parametrize("reason", REASONS)
def test_a_rule_that_the_chart_does_not_ask_of_a_reason_does_not_apply_to_it(reason: str) -> None:
    rules, found = rules_in_force(), judged(reason)
    spared = {rule.name for rule in RULES if reason not in (rule.applies_to(rules) or REASONS)}
    outcomes = {each.rule: each.outcome for each in found.rules}
    assert {outcomes[name] for name in spared} == {NOT_APPLICABLE}


def test_a_dated_licence_spares_what_the_page_says() -> None:
    found = judged("performance", date(2026, 9, 7), date(2026, 9, 7), licence="dated")
    spared = {each.rule for each in found.rules if each.outcome == NOT_APPLICABLE}
    assert spared >= {"year_7", "september", "earlier_warning", "assessment", "length"}
    assert found.recommendation != REFUSE


def test_the_way_leaves_at_the_first_no_and_goes_on() -> None:
    first, last = date(2026, 9, 28), date(2026, 10, 6)
    flow = way(judged("holiday", first, last, received=date(2026, 9, 20), exceptional=""))
    assert flow.request == (
        "Leave asked for: a holiday",
        "Mon 28 Sep 2026 to Tue 6 Oct 2026: 7 school days, 14 sessions",
        "Received: Sun 20 Sep 2026, 8 days before the first day",
    )
    assert [(step.name, step.outcome, step.leads_to) for step in flow.steps] == [
        ("notice", AGAINST, "Refuse"),
        ("retrospective", MET, ""),
        ("September", AGAINST, ""),
        ("earlier warning", MET, ""),
        ("cost", NEEDS, ""),
        ("assessment", MET, ""),
        ("length", AGAINST, ""),
        ("second holiday", MET, ""),
        ("family holiday", AGAINST, ""),
        ("previous record", MET, ""),
    ]
    assert [step.name for step in flow.steps if step.decides] == ["notice"]
    assert [step.name for step in flow.steps if step.is_shown_only] == ["previous record"]
    assert len(flow.steps) + len(flow.left_out) == len(RULES)
    assert flow.advice == "Refuse"
    assert flow.codes == ("Code if granted: C", "Code if taken without leave: G")


def test_short_notice_that_is_weighed_refuses_nothing() -> None:
    told: dict[str, Any] = {"received": date(2026, 10, 20), "exceptional": "a funeral"}
    alone = way(judged("exceptional", **told))
    assert (alone.recommendation, alone.steps[0].leads_to) == (REFER, "the head teacher weighs it")
    assert not [step for step in alone.steps if step.decides]
    too_long = way(judged("exceptional", last=MONDAY + timedelta(days=7), **told))
    assert too_long.recommendation == REFUSE
    assert [step.name for step in too_long.steps if step.decides] == ["length"]


@pytest.mark.parametrize(
    ("exceptional", "outcome"), [("", AGAINST), (None, NEEDS), ("a funeral", MET)]
)
def test_a_request_without_a_rule_of_its_own_is_asked_for_the_circumstance(
    exceptional: str | None, outcome: str
) -> None:
    found = judged("other", exceptional=exceptional)
    assert AGAINST not in {each.outcome for each in found.rules}
    flow = way(found)
    (step,) = (step for step in flow.steps if step.name == "circumstance")
    assert step.outcome == outcome
    assert step.decides == (found.recommendation == REFUSE) == (outcome == AGAINST)


@pytest.mark.parametrize("reason", REASONS)
def test_the_way_leaves_where_and_only_where_the_recommendation_is_to_refuse(reason: str) -> None:
    own = {
        "holiday": "because_of_cost",
        "relative": "relative_critically_ill",
        "religious": "set_apart_day",
        "traveller": "occupational_travel",
        "sport": "organised_by_club",
        "medical": "evidence",
    }
    answers = [{own[reason]: told} for told in (True, False, None)] if reason in own else [{}]
    declared = ("a funeral", None, "")
    days = (date(2026, 6, 1), date(2026, 10, 20), MONDAY, None)
    for told, exceptional, received in product(answers, declared, days):
        found = judged(reason, MONDAY, MONDAY, exceptional=exceptional, received=received, **told)
        decisive = [step for step in way(found).steps if step.decides]
        assert len(decisive) == (found.recommendation == REFUSE), found.grounds


@pytest.mark.parametrize(
    ("received", "told"),
    [
        (None, "Received: not known"),
        (MONDAY, "Received: Mon 2 Nov 2026, on the first day"),
        (MONDAY + timedelta(days=1), "Received: Tue 3 Nov 2026, 1 day after the first day"),
    ],
)
def test_when_it_was_received_is_told(received: date | None, told: str) -> None:
    flow = way(judged("medical", received=received, session="PM"))
    assert flow.request[1:] == ("Mon 2 Nov 2026 (afternoon): 1 school day, 1 session", told)


def test_where_the_school_is_closed_nothing_is_asked() -> None:
    flow = way(judged("other", date(2026, 12, 12), date(2026, 12, 12)))
    assert (flow.steps, len(flow.left_out), flow.codes) == ((), len(RULES), ())


def test_rules_of_another_policy_are_drawn_in_its_order() -> None:
    outcomes = (
        RuleOutcome("weather", "§3", AGAINST, "It rains."),
        RuleOutcome("tide", "§4", AGAINST, "It is high."),
    )
    found = replace(judged("medical"), recommendation=REFUSE, rules=outcomes)
    tide = LeaveRule(
        "tide", "§0", lambda _: "Is it low?", lambda _: (), "refuse", lambda *_: outcomes[1]
    )
    rules = (tide, replace(tide, name="weather"), replace(tide, name="wind"))
    flow = steps_of(found, rules, rules_in_force())
    assert [(step.name, step.clause, step.leads_to) for step in flow.steps] == [
        ("tide", "§4", "Refuse"),
        ("weather", "§3", ""),
    ]

"""What can never happen, whatever is asked for and whatever is known of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lj_attendance.policy.leave.facts import (
    AGAINST,
    FACTS_OF,
    LICENCES,
    MAY_GRANT,
    NEEDS,
    REASONS,
    REFER,
    REFUSE,
    Background,
    EarlierRequest,
    Judgement,
    Request,
    Warned,
)
from lj_attendance.policy.leave.judging import RULES, check_request, judge, law_on, rules_on
from tests.scenarios.leave.playing import SHIPPED, calendar_of

CALENDAR = calendar_of()
NAMES = [rule.name for rule in RULES]
WORSE = (MAY_GRANT, REFER, REFUSE)
DAYS = st.dates(date(2025, 9, 1), date(2027, 7, 1))
FLAGS = st.sampled_from((None, True, False))
CIRCUMSTANCES = st.sampled_from((None, "", "a funeral"))
ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "received": DAYS,
    "exceptional": CIRCUMSTANCES.filter(lambda told: told is not None),
    "licence": st.sampled_from(LICENCES),
}


@st.composite
def requests(draw: st.DrawFn) -> Request:
    first = draw(DAYS)
    last = first + timedelta(days=draw(st.integers(0, 12)))
    reason = draw(st.sampled_from(REASONS))
    facts: dict[str, Any] = {
        fact: draw(st.sampled_from((None, *LICENCES)) if fact == "licence" else FLAGS)
        for fact, reasons in FACTS_OF.items()
        if reason in reasons
    }
    received = draw(st.none() | st.integers(-5, 60).map(lambda days: first - timedelta(days)))
    circumstance = draw(CIRCUMSTANCES)
    return Request(
        "ava",
        first,
        last,
        reason,
        received=received,
        session=draw(st.sampled_from((None, "AM"))) if first == last else None,
        exceptional=None if reason == "exceptional" and not circumstance else circumstance,
        evidence=draw(FLAGS),
        **facts,
    )


@st.composite
def backgrounds(draw: st.DrawFn) -> Background:
    begins, spare = draw(DAYS), draw(st.integers(0, 30))
    register = CALENDAR.days(begins, begins + timedelta(days=draw(st.integers(0, 300))))
    earlier = []
    for number in range(draw(st.integers(0, 3))):
        first = draw(DAYS)
        days = tuple(CALENDAR.days(first, first + timedelta(days=2)))
        decision = draw(st.sampled_from((None, "granted", "refused")))
        granted = days if decision == "granted" else ()
        reason = draw(st.sampled_from(REASONS))
        earlier.append(
            EarlierRequest(
                number,
                reason,
                first,
                first + timedelta(days=2),
                decision,
                granted,
                draw(st.booleans()),
            )
        )
    return Background(
        year_group=draw(st.sampled_from((None, "7", "8", "11"))),
        calendar=CALENDAR,
        daily={day: (1 if place < spare else 2, 2) for place, day in enumerate(register)},
        earlier=tuple(earlier),
        warned=tuple(Warned(9, "penalty notice", day) for day in draw(st.lists(DAYS, max_size=2))),
        stage_2_received=draw(st.none() | DAYS),
    )


def judged(request: Request, background: Background) -> Judgement:
    check_request(request, CALENDAR)
    rules = rules_on(SHIPPED, request.first_day)
    return judge(request, background, rules, law_on(SHIPPED, request))


@given(requests(), backgrounds())
def test_every_rule_is_told_once_and_in_order(request: Request, background: Background) -> None:
    found = judged(request, background)
    assert [each.rule for each in found.rules] == NAMES
    assert judged(request, background) == found


@given(requests(), backgrounds())
def test_the_recommendation_follows_from_the_rules(
    request: Request, background: Background
) -> None:
    found = judged(request, background)
    outcomes = [each.outcome for each in found.rules]
    if found.recommendation == MAY_GRANT:
        assert AGAINST not in outcomes
        assert NEEDS not in outcomes
        assert not found.needs
    if found.recommendation == REFUSE and AGAINST not in outcomes:
        assert request.exceptional == ""
    waiting = {each.needs for each in found.rules if each.outcome == NEEDS}
    asked = [fact for fact, _ in found.needs]
    assert waiting <= set(asked) <= {*waiting, "exceptional"}
    assert len(asked) == len(set(asked))
    assert all((each.needs is not None) == (each.outcome == NEEDS) for each in found.rules)


@given(requests(), backgrounds(), st.data())
def test_a_fact_that_is_told_is_asked_for_no_more(
    request: Request, background: Background, data: st.DataObject
) -> None:
    for fact, _ in judged(request, background).needs:
        if fact == "year_group":
            again = judged(request, replace(background, year_group="8"))
        elif fact == "exceptional" and request.reason == "exceptional":
            again = judged(replace(request, exceptional="a funeral"), background)
        else:
            answer = data.draw(ANSWERS.get(fact, st.booleans()))
            again = judged(replace(request, **{fact: answer}), background)
        assert fact not in [asked for asked, _ in again.needs]


@given(requests().filter(lambda request: request.received is not None), backgrounds())
def test_a_day_more_of_notice_never_worsens(request: Request, background: Background) -> None:
    assert request.received is not None
    earlier = replace(request, received=request.received - timedelta(days=1))
    now, sooner = judged(request, background), judged(earlier, background)
    assert WORSE.index(sooner.recommendation) <= WORSE.index(now.recommendation)


@given(requests(), backgrounds())
def test_no_leave_is_needed_exactly_where_no_school_day_is_asked_for(
    request: Request, background: Background
) -> None:
    found = judged(request, background)
    assert (found.code_if_granted is None) == (found.code_if_not is None) == (not found.school_days)
    assert found.sessions == len(found.school_days) * (1 if request.session else 2)


@given(requests(), backgrounds())
def test_the_days_of_a_performance_are_counted_and_of_nothing_else(
    request: Request, background: Background
) -> None:
    days = judged(request, background).by_day
    assert bool(days) == (request.reason == "performance" and bool(CALENDAR.days(
        request.first_day, request.last_day
    )))  # fmt: skip
    assert all(0 <= attended <= possible for _, attended, possible in days)


@given(requests(), backgrounds())
def test_the_order_of_what_is_known_never_matters(request: Request, background: Background) -> None:
    turned = replace(background, daily=dict(reversed(list(background.daily.items()))))
    assert judged(request, turned) == judged(request, background)

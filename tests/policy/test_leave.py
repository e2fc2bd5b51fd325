"""The rules of leave as a whole: their order, their settings, the law and the words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from lj_attendance.policy.leave.facts import REASONS, Background, Request
from lj_attendance.policy.leave.history import months_until, record_before
from lj_attendance.policy.leave.judging import RULES, judge, law_on, rules_on
from lj_attendance.policy.leave.words import listed, notice_words, percent_text, possessive
from lj_attendance.school_year import Calendar, Span
from tests.scenarios.leave.playing import SHIPPED, calendar_of, play, scenarios, settings_of

OLD, NEW = date(2024, 8, 18), date(2024, 8, 19)
ORDER = (
    "notice, retrospective, year_7, september, earlier_warning, cost, relative, assessment,"
    " length, second_holiday, family_holiday, religious, traveller, performance, sport, medical,"
    " interview, previous_record"
)


def test_the_rules_stand_in_the_order_of_the_interface() -> None:
    assert ", ".join(rule.name for rule in RULES) == ORDER


def test_every_rule_asks_a_question_and_says_what_follows() -> None:
    rules = rules_on(SHIPPED, NEW)
    for rule in RULES:
        assert rule.question(rules).endswith("?"), rule.name
        assert rule.otherwise, rule.name
        assert set(rule.applies_to(rules)) <= set(REASONS), rule.name
        assert rule.clause == ("§2, §7" if rule.name == "medical" else "§7")


def test_the_shipped_rules_are_those_of_section_7() -> None:
    rules = rules_on(SHIPPED, date(2026, 11, 10))
    assert (rules.notice_days, rules.max_school_days, rules.holidays_a_year) == (28, 5, 1)
    assert (set(rules.settling_years), set(rules.refused_months)) == ({"7"}, {9})
    assert (rules.warning_months, rules.record_months, rules.performance_months) == (12, 12, 12)
    assert rules.performance_percent == 95
    assert set(rules.code_granted) == set(REASONS)


@pytest.mark.parametrize(
    ("reason", "before", "since"),
    [
        ("holiday", "H", "C"),
        ("performance", "C", "C1"),
        ("interview", "J", "J1"),
        ("religious", "R", "R"),
        ("traveller", "T", "T"),
        ("medical", "M", "M"),
        *((reason, "C", "C") for reason in ("relative", "sport", "exceptional", "other")),
    ],
)
def test_the_codes_changed_on_19_august_2024(reason: str, before: str, since: str) -> None:
    assert rules_on(SHIPPED, OLD).code_granted[reason] == before
    assert rules_on(SHIPPED, NEW).code_granted[reason] == since


@pytest.mark.parametrize("reason", REASONS)
def test_the_law_is_told_of_every_reason_as_it_stood(reason: str) -> None:
    old, new = (law_on(SHIPPED, Request("ava", day, day, reason)) for day in (OLD, NEW))
    assert old
    assert new
    assert all(text.endswith(".") and source for text, source in (*old, *new))
    assert not any("2024/208" in source for _, source in old)
    assert any("2024/208" in source for _, source in new)
    assert not any("Regulations 2006" in source for _, source in new)


def test_the_window_of_months_takes_leap_days_with_it() -> None:
    # The day before 1 Mar 2028 is 29 Feb: twelve months begin on 1 Mar 2027.
    assert months_until(date(2028, 2, 29), 12)[:2] == (date(2027, 3, 1), date(2028, 2, 29))
    # The day before 1 Mar 2029 is 28 Feb: twelve months begin on the day after 28 Feb 2028.
    assert months_until(date(2029, 2, 28), 12)[:2] == (date(2028, 2, 29), date(2029, 2, 28))
    assert months_until(date(2026, 11, 9), 12)[:2] == (date(2025, 11, 10), date(2026, 11, 9))


@pytest.mark.parametrize(
    ("attended", "possible", "below", "shown"),
    [
        (38, 40, None, "95.0%"),
        (359, 378, None, "95.0%"),
        (359, 378, 95, "94.9%"),
        (37, 40, 95, "92.5%"),
        (1, 3, None, "33.3%"),
        (2, 3, None, "66.7%"),
        (1999, 2000, None, "100.0%"),  # 99.95, half up
        (0, 2, 95, "0.0%"),
        (4, 4, None, "100.0%"),
    ],
)
def test_percentages_are_half_up_and_never_against_the_decision(
    attended: int, possible: int, below: int | None, shown: str
) -> None:
    assert percent_text(attended, possible, below) == shown


@pytest.mark.parametrize(
    ("marked", "reaches"),
    [
        ((), False),
        ((date(2025, 9, 10), date(2026, 9, 8)), True),  # the first day of the months has a mark
        ((date(2025, 9, 11), date(2026, 9, 8)), False),  # nobody knows whether the 10th was open
        ((date(2025, 7, 1), date(2026, 9, 8)), True),  # the register begins before the months
        ((date(2025, 7, 1),), False),  # and has nothing of them
    ],
)
def test_a_record_older_than_the_calendar_reaches_back_by_its_own_marks(
    marked: tuple[date, ...], reaches: bool
) -> None:
    calendar = Calendar((Span(date(2026, 9, 1), date(2026, 12, 18)),))
    request = Request("ava", date(2026, 9, 10), date(2026, 9, 10), "other")
    background = Background("8", calendar, dict.fromkeys(marked, (2, 2)))
    record = record_before(request, background, rules_on(SHIPPED, request.first_day))
    assert record.reaches_back is reaches
    within = [day for day in marked if day >= date(2025, 9, 10)]
    assert (record.first, record.possible) == (min(within, default=None), 2 * len(within))


def test_days_that_were_not_possible_are_no_record() -> None:
    request = Request("ava", date(2026, 11, 10), date(2026, 11, 10), "other", exceptional="x")
    background = Background("8", calendar_of(), {date(2026, 11, 9): (0, 0)})
    told = judge(request, background, rules_on(SHIPPED, request.first_day)).rules[-1]
    assert (told.outcome, told.needs) == ("not_applicable", None)
    assert told.explanation.startswith("No session was possible")


def test_words_that_sentences_share() -> None:
    assert [notice_words(days) for days in (7, 28, 30, 1, 0)] == [
        *("one week", "four weeks", "30 days", "1 day", "0 days"),
    ]
    assert [possessive(notice_words(days)) for days in (7, 28)] == ["one week's", "four weeks'"]
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], "or")] == [
        *("a", "a and b", "a, b or c"),
    ]


def test_refused_months_may_be_none_or_several() -> None:
    base = next(each for each in scenarios() if each["says"].startswith("30 September"))
    told = {"leave_refused_months": [9, 10]}
    found = play({**base, "settings": told})
    assert any("in September or October" in each.explanation for each in found.rules)
    nothing = replace(rules_on(settings_of({}), date(2026, 9, 30)), refused_months=frozenset())
    request = Request("ava", date(2026, 9, 30), date(2026, 9, 30), "other", exceptional="x")
    judged = judge(request, Background("8", calendar_of(), {}), nothing)
    assert "september" not in [each.rule for each in judged.rules if each.outcome == "against"]
    nobody = replace(nothing, settling_years=frozenset())
    assert all(rule.question(nobody).endswith("?") for rule in RULES)


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda each: f"{each['says']}")
def test_every_sentence_is_one_and_names_no_pupil(scenario: dict[str, object]) -> None:
    found = play(scenario)
    told = [each.explanation for each in found.rules] + [found.grounds]
    for sentence in told:
        assert sentence.endswith("."), sentence
        assert sentence[0].isupper() or sentence[0].isdigit(), sentence
        assert "ava" not in re.findall(r"\w+", sentence.lower())
        assert not re.search(r"\d{4}-\d\d-\d\d", sentence), sentence
        assert "None" not in sentence
        assert ".." not in sentence
    for _, question in found.needs:
        assert "?" in question
        assert question.endswith(".")

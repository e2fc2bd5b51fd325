"""Requests that contradict themselves or the calendar, and the calendar's own reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.policy.leave.facts import FACTS_OF, REASONS, Request
from lj_attendance.policy.leave.judging import check_request
from lj_attendance.school_year import Calendar, Span, months_before
from tests.scenarios.leave.playing import calendar_of

CALENDAR = calendar_of()
DAY = date(2026, 11, 10)
REQUEST = Request("ava", DAY, DAY, "other")
TOLD: dict[str, Any] = {
    **dict.fromkeys(FACTS_OF, True),
    "licence": "dated",
}


def refused(request: Request, calendar: Calendar = CALENDAR) -> WrongUsage | UnusableInput:
    with pytest.raises((WrongUsage, UnusableInput)) as caught:
        check_request(request, calendar)
    assert isinstance(caught.value, WrongUsage | UnusableInput)
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_may_be_given(reason: str) -> None:
    check_request(replace(REQUEST, reason=reason), CALENDAR)


def test_an_unknown_reason_is_answered_with_the_reasons() -> None:
    found = refused(replace(REQUEST, reason="wedding"))
    assert (type(found), found.where) == (WrongUsage, "--reason")
    assert all(reason in found.remedy for reason in REASONS)


@pytest.mark.parametrize(
    ("told", "option"),
    [
        ({"reason": "performance", "licence": "yes"}, "--licence"),
        ({"last_day": date(2026, 11, 9)}, "--to"),
        ({"session": "am"}, "--session"),
        ({"session": "AM", "last_day": date(2026, 11, 11)}, "--session"),
        ({"reason": "exceptional", "exceptional": ""}, "--exceptional"),
        ({"reason": "exceptional", "exceptional": "  "}, "--exceptional"),
    ],
)
def test_what_contradicts_itself_names_its_option(told: dict[str, Any], option: str) -> None:
    found = refused(replace(REQUEST, **told))
    assert (type(found), found.where) == (WrongUsage, option)


@pytest.mark.parametrize("fact", FACTS_OF)
@pytest.mark.parametrize("reason", REASONS)
def test_a_fact_belongs_to_its_reasons(fact: str, reason: str) -> None:
    request = replace(REQUEST, reason=reason, **{fact: TOLD[fact]})
    if reason in FACTS_OF[fact]:
        check_request(request, CALENDAR)
    else:
        found = refused(request)
        assert (type(found), found.where) == (WrongUsage, f"--{fact.replace('_', '-')}")
        assert f"--reason {FACTS_OF[fact][0]}" in found.remedy


@pytest.mark.parametrize("reason", REASONS)
def test_a_plain_no_is_harmless_whatever_the_reason(reason: str) -> None:
    said_no: dict[str, Any] = {**dict.fromkeys(FACTS_OF, False), "licence": "none"}
    check_request(replace(REQUEST, reason=reason, evidence=True, **said_no), CALENDAR)


def test_an_undated_licence_belongs_to_performances_too() -> None:
    assert refused(replace(REQUEST, licence="undated")).where == "--licence"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ((2025, 7, 31), (2025, 7, 31)),
        ((2025, 7, 31), (2025, 9, 3)),
        ((2027, 7, 20), (2027, 7, 21)),
        ((2027, 9, 6), (2027, 9, 10)),
        ((2026, 11, 10), (9999, 12, 31)),
    ],
)
def test_days_that_the_calendar_does_not_know_stop_the_run(
    first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    found = refused(replace(REQUEST, first_day=date(*first), last_day=date(*last)))
    assert (type(found), found.where) == (UnusableInput, "lja.toml, [[calendar.term]]")
    assert "1 Aug 2025 to 20 Jul 2027" in found.problem


def test_without_terms_no_day_is_known() -> None:
    assert "it has no terms" in refused(REQUEST, Calendar()).problem


@pytest.mark.parametrize(
    "day", [date(2025, 8, 1), date(2025, 9, 2), date(2026, 8, 15), date(2027, 7, 20)]
)
def test_holidays_between_known_terms_and_before_an_autumn_are_known(day: date) -> None:
    assert CALENDAR.knows(day)
    check_request(replace(REQUEST, first_day=day, last_day=day), CALENDAR)


def test_a_calendar_that_begins_in_the_spring_knows_nothing_of_the_autumn() -> None:
    spring = Calendar((Span(date(2026, 1, 5), date(2026, 3, 27)),))
    assert spring.first_day == date(2026, 1, 5)
    assert not spring.knows(date(2025, 11, 10))
    assert spring.knows(date(2026, 1, 5))


def test_a_calendar_that_begins_after_the_autumn_half_term_begins_there() -> None:
    november = Calendar((Span(date(2026, 11, 3), date(2026, 12, 18)),))
    assert november.first_day == date(2026, 11, 3)
    october = Calendar((Span(date(2026, 10, 1), date(2026, 12, 18)),))
    assert october.first_day == date(2026, 8, 1)


def test_a_term_that_was_left_out_is_no_holiday() -> None:
    gap = Calendar(
        (Span(date(2025, 9, 2), date(2025, 12, 19)), Span(date(2026, 4, 13), date(2026, 7, 21)))
    )
    assert not gap.knows(date(2026, 2, 2))
    assert gap.knows(date(2025, 12, 19))
    assert gap.knows(date(2026, 4, 13))
    assert not gap.knows(date(2026, 7, 22))


def test_the_school_days_before_and_after_a_day() -> None:
    assert CALENDAR.school_day_before(date(2026, 11, 3)) == date(2026, 10, 23)  # half term, INSET
    assert CALENDAR.school_day_next(date(2026, 7, 21)) == date(2026, 9, 2)
    assert CALENDAR.school_day_next(date(2027, 7, 20)) is None
    assert CALENDAR.school_day_before(date(2025, 9, 2)) is None
    assert Calendar().school_day_next(DAY) is None
    assert Calendar().school_day_before(DAY) is None


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 9), 12, date(2025, 11, 9)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),  # no such day in an ordinary year
        (date(2029, 2, 28), 12, date(2028, 2, 28)),
        (date(2028, 2, 29), 48, date(2024, 2, 29)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 24, date(2024, 12, 31)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_before_a_day(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before

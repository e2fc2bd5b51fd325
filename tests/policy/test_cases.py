"""What a case asks next, on both sides of each boundary of §18."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lj_attendance.policy.cases.deciding import case_of, is_short_notice, review_window
from lj_attendance.policy.cases.facts import (
    CLOSE,
    CLOSED,
    CONSIDER_LEGAL,
    DECIDE_NEXT,
    DECIDE_WARNING,
    DETERIORATED,
    GIVE_MINUTES,
    HELD,
    HOLD,
    IMPROVED,
    INVITE,
    INVITED,
    MINUTES,
    NOT_IMPROVED,
    REVIEW,
    REVIEWED,
    WARNED,
    CaseFacts,
    CaseRules,
    CaseStanding,
    Figures,
    Referral,
    Step,
)
from lj_attendance.policy.cases.order import order_fault
from lj_attendance.school_year import Calendar, Span, school_day_after

TERM = Calendar(
    (Span(date(2027, 1, 4), date(2027, 3, 25)), Span(date(2027, 4, 12), date(2027, 7, 20))),
    (Span(date(2027, 2, 15), date(2027, 2, 19), "half term"),),
)
SENT, RECEIVED = date(2027, 1, 11), date(2027, 1, 13)  # a Monday, and two days for the post
CONFERENCE = date(2027, 2, 1)
LETTER = Referral(1, SENT, RECEIVED, Figures(80, 100))


def next_open(day: date) -> date:
    is_open = TERM.is_school_day(day) or not TERM.knows(day)
    return day if is_open else TERM.school_day_next(day) or day


RULES = CaseRules(
    invite_days=10,
    notice_days=5,
    minutes_days=5,
    decision_days=10,
    review_first_weeks=4,
    review_last_weeks=6,
    period_end=lambda day, number: school_day_after(day, number, [], day, TERM),
    next_school_day=next_open,
)


def steps(*told: Step) -> tuple[Step, ...]:
    return tuple(replace(step, number=number) for number, step in enumerate(told, start=2))


def invited(meeting: date = CONFERENCE) -> Step:
    return Step(0, INVITED, date(2027, 1, 20), meeting_on=meeting)


def held(on: date = CONFERENCE, *, came: bool = False, review: date | None = None) -> Step:
    return Step(0, HELD, on, parents_attended=came, targets=("95% attendance",), review_on=review)


def minutes(on: date = date(2027, 2, 2)) -> Step:
    return Step(0, MINUTES, on)


def warned(on: date = date(2027, 2, 3), warning: str = "court") -> Step:
    return Step(0, WARNED, on, warning=warning)


def reviewed(finding: str, on: date = date(2027, 3, 8), review: date | None = None) -> Step:
    return Step(0, REVIEWED, on, finding=finding, review_on=review)


def case(*told: Step, on: date = date(2027, 3, 1), **more: object) -> CaseStanding:
    facts = replace(CaseFacts("ava", LETTER, steps(*told)), **more)  # type: ignore[arg-type]
    return case_of(facts, RULES, on)


def open_steps(found: CaseStanding) -> list[str]:
    return [due.step for due in found.to_do]


# ---- the next step


@pytest.mark.parametrize(
    ("told", "state", "expected"),
    [
        ((), "referred", [INVITE]),
        ((invited(),), "invited", [HOLD]),
        ((invited(), invited(date(2027, 2, 3))), "invited", [HOLD]),
        ((invited(), held()), "held", [GIVE_MINUTES, DECIDE_WARNING, REVIEW]),
        ((invited(), held(came=True)), "held", [DECIDE_WARNING, REVIEW]),
        ((invited(), held(), minutes()), "minutes", [DECIDE_WARNING, REVIEW]),
        ((invited(), held(), minutes(), warned()), "warned", [REVIEW]),
        ((invited(), held(), warned()), "warned", [GIVE_MINUTES, REVIEW]),
        ((invited(), held(came=True), warned(warning="none")), "warned", [REVIEW]),
        ((invited(), held(), reviewed(IMPROVED)), "reviewed", [REVIEW]),
        ((invited(), held(), reviewed(DETERIORATED)), "reviewed", [CONSIDER_LEGAL]),
        ((invited(), held(), reviewed(NOT_IMPROVED)), "reviewed", [DECIDE_NEXT]),
        (
            (invited(), held(), reviewed(NOT_IMPROVED, review=date(2027, 4, 20))),
            "reviewed",
            [DECIDE_NEXT, REVIEW],
        ),
        (
            (invited(), held(), reviewed(DETERIORATED), warned(date(2027, 3, 10))),
            "warned",
            [REVIEW],
        ),
        (
            (invited(), held(), reviewed(NOT_IMPROVED), replace(invited(), on=date(2027, 3, 9))),
            "invited",
            [HOLD],
        ),
        (
            (
                *(invited(), held(), reviewed(NOT_IMPROVED)),
                *(replace(invited(), on=date(2027, 3, 9)), held(date(2027, 3, 22))),
            ),
            "held",
            [GIVE_MINUTES, DECIDE_WARNING, REVIEW],
        ),
        ((invited(), Step(0, CLOSED, date(2027, 3, 1))), "closed", []),
    ],
)
def test_what_is_open_follows_from_the_step_last_entered(
    told: tuple[Step, ...], state: str, expected: list[str]
) -> None:
    found = case(*told)
    assert (found.state, open_steps(found)) == (state, expected)


def test_every_thing_to_do_has_somebody_and_a_clause() -> None:
    for told in ((), (invited(),), (invited(), held()), (invited(), held(), reviewed(IMPROVED))):
        for due in case(*told).to_do:
            assert due.who == "Education Welfare Officer"
            assert due.clause == "§18"
            assert due.what.endswith(".")
    (legal,) = case(invited(), held(), reviewed(DETERIORATED)).to_do
    assert (legal.who, legal.clause) == ("headteacher and local authority", "§15, §18")


# ---- by when


def test_parents_are_invited_within_ten_school_days_of_receipt() -> None:
    (due,) = case().to_do
    assert (due.due_from, due.due_on) == (RECEIVED, date(2027, 1, 27))
    assert due.overdue_days(date(2027, 1, 27)) == 0
    assert due.overdue_days(date(2027, 1, 28)) == 1


def test_a_half_term_is_no_part_of_the_ten_school_days() -> None:
    letter = Referral(1, date(2027, 2, 8), date(2027, 2, 10))
    (due,) = case(referral=letter).to_do
    assert due.due_on == date(2027, 3, 3)  # 2 days, the half term, 8 days


def test_where_the_calendar_ends_no_day_is_made_up() -> None:
    letter = Referral(1, date(2027, 7, 14), date(2027, 7, 16))
    (due,) = case(referral=letter).to_do
    assert due.due_on is None
    assert due.overdue_days(date(2028, 1, 1)) == 0


def test_a_conference_is_due_on_its_day_and_overdue_after_it() -> None:
    (due,) = case(invited()).to_do
    assert (due.due_from, due.due_on) == (CONFERENCE, CONFERENCE)
    before, after = CONFERENCE - timedelta(days=1), CONFERENCE + timedelta(days=1)
    assert [due.is_due(day) for day in (before, CONFERENCE, after)] == [False, True, True]
    assert [due.overdue_days(day) for day in (before, CONFERENCE, after)] == [0, 0, 1]


def test_a_conference_put_off_is_due_on_its_new_day() -> None:
    (due,) = case(invited(), invited(date(2027, 2, 3))).to_do
    assert due.due_on == date(2027, 2, 3)


def test_minutes_and_a_decision_are_due_after_a_conference() -> None:
    found = {due.step: due.due_on for due in case(invited(), held()).to_do}
    assert found[GIVE_MINUTES] == date(2027, 2, 8)
    assert found[DECIDE_WARNING] == date(2027, 2, 22)  # a half term lies between


@pytest.mark.parametrize(
    ("days", "is_due", "overdue"),
    [(27, False, 0), (28, True, 0), (42, True, 0), (43, True, 1), (50, True, 8)],
)
def test_a_review_is_due_four_to_six_weeks_after_the_conference(
    days: int, is_due: bool, overdue: int
) -> None:
    day = CONFERENCE + timedelta(days=days)
    (due,) = case(invited(), held(came=True), warned(), on=day).to_do
    assert (due.is_due(day), due.overdue_days(day)) == (is_due, overdue)


def test_a_window_that_ends_in_a_holiday_ends_on_the_next_school_day() -> None:
    conference = date(2027, 2, 22)  # six weeks on, 5 April, lies in the Easter holiday
    assert review_window(conference, RULES) == (date(2027, 3, 22), date(2027, 4, 12))
    (due,) = case(invited(conference), held(conference, came=True), warned()).to_do
    assert due.overdue_days(date(2027, 4, 12)) == 0
    assert due.overdue_days(date(2027, 4, 13)) == 1


def test_beyond_the_calendar_the_window_stays_where_it_is() -> None:
    assert review_window(date(2027, 7, 1), RULES) == (date(2027, 7, 29), date(2027, 8, 12))


def test_a_day_set_for_a_review_is_told_and_the_weeks_stay() -> None:
    set_for = date(2027, 3, 9)
    (due,) = case(invited(), held(came=True, review=set_for), warned()).to_do
    assert "it is set for 9 Mar 2027" in due.what
    assert (due.due_from, due.due_on) == (date(2027, 3, 1), date(2027, 3, 15))
    (sooner,) = case(invited(), held(came=True, review=date(2027, 2, 25)), warned()).to_do
    assert (sooner.due_from, sooner.due_on) == (date(2027, 2, 25), date(2027, 3, 15))
    (none,) = case(invited(), held(came=True), warned()).to_do
    assert "no day is set for it" in none.what


def test_after_an_improvement_the_next_review_follows_its_own_day_or_the_weeks() -> None:
    told = (invited(), held(came=True), warned())
    (due,) = case(*told, reviewed(IMPROVED)).to_do
    assert (due.due_from, due.due_on) == (date(2027, 4, 5), date(2027, 4, 19))
    assert "sustained" in due.what
    (due,) = case(*told, reviewed(IMPROVED, review=date(2027, 5, 4))).to_do
    assert (due.due_from, due.due_on) == (date(2027, 5, 4), date(2027, 5, 4))


def test_what_follows_a_review_is_decided_within_ten_school_days() -> None:
    for finding in (DETERIORATED, NOT_IMPROVED):
        (due,) = case(invited(), held(came=True), warned(), reviewed(finding)).to_do
        assert (due.due_from, due.due_on) == (date(2027, 3, 8), date(2027, 3, 22))


@pytest.mark.parametrize(
    ("meeting", "is_short"), [(date(2027, 1, 26), True), (date(2027, 1, 27), False)]
)
def test_five_school_days_notice_is_enough(meeting: date, is_short: bool) -> None:
    assert is_short_notice(date(2027, 1, 20), meeting, RULES) == is_short


# ---- who has left, and a letter taken back


def test_the_case_of_a_pupil_who_has_left_is_to_be_closed_and_never_overdue() -> None:
    found = case(invited(), held(), has_left=True, left_on=date(2027, 2, 12))
    (due,) = found.to_do
    assert (due.step, due.due_from, due.due_on) == (CLOSE, date(2027, 2, 12), None)
    assert "12 Feb 2027" in due.what
    assert due.overdue_days(date(2028, 1, 1)) == 0


def test_a_case_whose_letter_was_withdrawn_is_to_be_closed() -> None:
    assert open_steps(case(invited(), referral=None)) == [CLOSE]
    assert case(invited(), referral=None).facts.opened_on == date(2027, 1, 20)


# ---- figures for a review


def test_then_and_now_are_compared_as_exact_fractions() -> None:
    told = (invited(), held(came=True), warned())
    for now, change in (
        (Figures(1601, 2000), 1),
        (Figures(1600, 2000), 0),
        (Figures(799, 999), -1),
    ):
        found = case(*told, to_date=now, at_conference=Figures(80, 100))
        assert found.change == change
    assert case(*told, to_date=Figures(0, 0), at_conference=Figures(80, 100)).change is None
    assert case(*told).change is None


def test_before_a_conference_it_is_compared_with_the_letter() -> None:
    found = case(to_date=Figures(82, 110))
    assert found.change == -1
    (told,) = found.advice
    assert told == (
        "Year to date 80 of 100 sessions at the Stage 4 letter of 11 Jan 2027; 82 of 110 sessions "
        "now: lower."
    )


def test_years_are_not_compared_with_each_other() -> None:
    found = case(
        invited(), held(came=True), to_date=Figures(9, 10), at_conference=Figures(80, 100),
        since_conference=Figures(100, 120), year_start=date(2027, 8, 1),
    )  # fmt: skip
    assert found.change is None
    assert found.advice[1] == (
        "Year to date 80 of 100 sessions at the conference of 1 Feb 2027, in an earlier school "
        "year; 9 of 10 sessions now."
    )
    assert found.advice[2] == "Since the conference: 100 of 120 sessions."


@pytest.mark.parametrize(
    ("target", "attended", "possible", "is_met"),
    [
        ("95% attendance", 19, 20, True),
        ("95% attendance", 189, 200, False),  # 94.5
        ("attend 97.5 per cent", 39, 40, True),
        ("attend 97.5 percent", 38, 40, False),
        ("sees the Year Manager", 19, 20, None),
        ("95% attendance and 100% of Mondays", 20, 20, None),
        ("miss no more than 5% of sessions", 20, 20, None),
        ("95% attendance", 0, 0, None),
    ],
)
def test_a_target_that_names_one_percentage_of_attendance_is_compared(
    target: str, attended: int, possible: int, is_met: bool | None
) -> None:
    conference = replace(held(came=True), targets=(target,))
    found = case(invited(), conference, since_conference=Figures(attended, possible))
    assert [each.is_met for each in found.targets] == [is_met]
    assert found.targets[0].target == target


def test_the_targets_are_those_of_the_last_conference() -> None:
    again = replace(held(date(2027, 3, 22)), targets=("100%",))
    found = case(invited(), held(), reviewed(NOT_IMPROVED), invited(), again)
    assert [each.target for each in found.targets] == ["100%"]


# ---- the order of steps


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ((), None),
        ((invited(), held(), minutes(), warned(), reviewed(IMPROVED)), None),
        ((invited(), held(), warned(), minutes()), None),
        ((invited(), invited(), held()), None),
        ((invited(), held(), reviewed(NOT_IMPROVED), invited(), held()), None),
        ((Step(0, CLOSED, date(2027, 1, 20)),), None),
        ((held(),), "no invitation"),
        ((invited(), held(), held()), "no invitation"),
        ((minutes(),), "none held by 2 Feb 2027"),
        ((invited(), minutes()), "none held"),
        ((invited(), warned()), "A warning follows a conference"),
        ((invited(), reviewed(IMPROVED)), "A review follows"),
        ((replace(invited(), on=SENT),), None),
        ((replace(invited(), on=SENT - timedelta(days=1)),), "before the Stage 4 letter"),
        ((Step(0, CLOSED, date(2027, 1, 20)), invited()), "was closed on 20 Jan 2027 (entry 2)"),
    ],
)
def test_each_step_follows_those_it_rests_on(told: tuple[Step, ...], says: str | None) -> None:
    fault = order_fault(LETTER, steps(*told))
    assert (fault is None) == (says is None)
    if fault and says:
        problem, remedy = fault
        assert says in problem
        assert "lja cases" in remedy or "--on" in remedy

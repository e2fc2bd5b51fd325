"""The rules of alerts as pure functions: order, sources, rules turned off, what is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lj_attendance.policy.alerts.deciding import alerts_of, penalty_from, rules_on, with_source
from lj_attendance.policy.alerts.facts import (
    DONE,
    HOME_VISIT,
    KINDS,
    LATE_AFTER_CLOSE,
    NOT_RECORDED,
    OWED,
    PENALTY,
    Alert,
    AlertFacts,
    AlertRules,
    DayRun,
    Done,
    PenaltyNotice,
)
from lj_attendance.policy.alerts.notices import notice_terms_on, notices_told
from lj_attendance.policy.alerts.penalty import late_after_close, penalty_threshold
from lj_attendance.policy.alerts.status import with_status
from lj_attendance.policy.alerts.words import ASKS, CLAUSES, SOURCES, TITLES, codes_text
from lj_attendance.policy.stages.facts import Absence
from lj_attendance.workspace import Workspace

SETTINGS = Workspace(None).settings()
MONDAY = date(2025, 9, 1)
AS_OF = date(2025, 9, 30)
RULES = rules_on(SETTINGS, AS_OF)
NOBODY = AlertFacts("ava", 0, 0, None, (), (), (), (), (), (), ())


def missed(number: int, code: str = "O", first: date = MONDAY) -> tuple[Absence, ...]:
    """So many sessions in order, two a day."""
    return tuple(
        Absence(first + timedelta(days=place // 2), ("AM", "PM")[place % 2], code, False)
        for place in range(number)
    )


def in_week(week: int, *sessions: Absence) -> tuple[tuple[Absence, int], ...]:
    return tuple((session, week) for session in sessions)


def run_of(number: int, *, is_current: bool = True) -> DayRun:
    return DayRun(tuple(MONDAY + timedelta(days=place) for place in range(number)), is_current)


def an_alert(kind: str = PENALTY, since: date = MONDAY) -> Alert:
    return Alert(kind, "ava", since, "", missed(2), "", "", "")


def test_the_gravest_kind_comes_first_and_the_newest_first_within_it() -> None:
    runs = (run_of(11), replace(run_of(12), days=run_of(40).days[25:]))
    facts = replace(NOBODY, absent_runs=runs, removal_runs=(run_of(20),), absences=missed(80))
    found = alerts_of(facts, RULES, AS_OF)
    kinds = [alert.kind for alert in found]
    assert kinds == sorted(kinds, key=KINDS.index)
    assert kinds[0] == "removal_considered"
    days = [alert.since for alert in found if alert.kind == "long_absence"]
    assert days == sorted(days, reverse=True)


def test_nobody_has_no_alert() -> None:
    assert alerts_of(NOBODY, RULES, AS_OF) == ()


@pytest.mark.parametrize("sessions", [(), in_week(0, *missed(12))])
@pytest.mark.parametrize("name", ["penalty_sessions", "late_sessions"])
def test_a_number_of_0_turns_a_rule_of_sessions_off(
    name: str, sessions: tuple[tuple[Absence, int], ...]
) -> None:
    off = replace(RULES, **{name: 0})
    rule = penalty_threshold if name == "penalty_sessions" else late_after_close
    assert list(rule(replace(NOBODY, unauthorised=sessions), off)) == []


@pytest.mark.parametrize(
    "name",
    ["home_visit_days", "long_absence_days", "unauthorised_return_days", "removal_days",
     "sickness_return_days", "holiday_sessions"],
)  # fmt: skip
def test_a_number_of_0_turns_every_rule_off(name: str) -> None:
    runs, every = (run_of(25),), missed(50, "G")
    days = tuple(sorted({absence.date for absence in every}))
    facts = replace(
        NOBODY, absent_runs=runs, unauthorised_runs=runs, removal_runs=runs, illness_days=days,
        absences=every,
    )  # fmt: skip
    on = {alert.kind for alert in alerts_of(facts, RULES, AS_OF)}
    off = {alert.kind for alert in alerts_of(facts, replace(RULES, **{name: 0}), AS_OF)}
    assert len(on - off) == 1
    assert off < on


def test_before_the_framework_the_threshold_is_off() -> None:
    first = penalty_from(SETTINGS)
    assert first == date(2024, 8, 19)
    assert rules_on(SETTINGS, first).penalty_sessions == 10
    assert rules_on(SETTINGS, first - timedelta(days=1)).penalty_sessions == 0


def test_every_kind_has_its_words() -> None:
    assert [kind for kind in KINDS if not (TITLES[kind] and ASKS[kind])] == []
    assert [kind for kind in KINDS if not (CLAUSES[kind] or kind in SOURCES)] == []
    assert [name for name in SOURCES.values() if name not in SETTINGS.names()] == []


def test_a_kind_of_the_policy_alone_has_no_source() -> None:
    assert with_source(an_alert(HOME_VISIT), SETTINGS, AS_OF).source == ""
    assert "National framework" in with_source(an_alert(PENALTY), SETTINGS, AS_OF).source


def test_codes_in_words() -> None:
    assert codes_text(["O"]) == "O"
    assert codes_text(["G", "N", "O"]) == "G, N or O"


# ---- sessions within school weeks


def numbers(facts: AlertFacts, rules: AlertRules = RULES) -> list[tuple[date, bool]]:
    return [(alert.since, alert.is_current) for alert in penalty_threshold(facts, rules)]


def test_nine_weeks_apart_are_ten_school_weeks_and_ten_are_eleven() -> None:
    old, new = missed(1), missed(9, first=date(2025, 12, 1))
    within = replace(NOBODY, unauthorised=in_week(-9, *old) + in_week(0, *new))
    beyond = replace(NOBODY, unauthorised=in_week(-10, *old) + in_week(0, *new))
    assert numbers(within) == [(new[-1].date, True)]
    assert numbers(beyond) == []


def test_sessions_that_two_notices_used_count_apart() -> None:
    first, then = missed(10), missed(10, first=date(2025, 9, 15))
    notices = (
        PenaltyNotice(1, date(2025, 9, 8), "Mrs A Adams", date(2025, 9, 8)),
        PenaltyNotice(2, date(2025, 9, 22), "Mrs A Adams", date(2025, 9, 22)),
    )
    sessions = in_week(-3, *first) + in_week(-1, *then)
    facts = replace(NOBODY, unauthorised=sessions, notices=notices)
    assert numbers(facts) == [(first[-1].date, False), (then[-1].date, False)]
    done = [with_status(alert, facts, {}, None).done for alert in penalty_threshold(facts, RULES)]
    assert [(each.number, each.on) for each in done if each] == [
        (1, date(2025, 9, 8)),
        (2, date(2025, 9, 22)),
    ]


def test_a_notice_between_leaves_fewer_than_ten_on_both_sides() -> None:
    sessions = missed(18)
    notice = PenaltyNotice(1, sessions[8].date, "", sessions[8].date)
    facts = replace(NOBODY, unauthorised=in_week(0, *sessions), notices=(notice,))
    # the day of issue is used whole: 10 before its end, 8 after it
    assert numbers(facts) == [(sessions[9].date, False)]
    earlier = replace(notice, used_until=sessions[7].date)
    assert numbers(replace(facts, notices=(earlier,))) == [(sessions[17].date, True)]


def test_lateness_is_of_the_code_u_alone() -> None:
    facts = replace(NOBODY, unauthorised=in_week(0, *missed(9, "U"), *missed(9)))
    assert list(late_after_close(facts, RULES)) == []
    more = replace(NOBODY, unauthorised=in_week(0, *missed(10, "U")))
    assert [alert.kind for alert in late_after_close(more, RULES)] == [LATE_AFTER_CLOSE]


# ---- status


@pytest.mark.parametrize(
    ("began", "status"),
    [(None, NOT_RECORDED), (MONDAY, OWED), (MONDAY + timedelta(days=1), NOT_RECORDED)],
)
def test_owed_needs_a_ledger_that_had_begun(began: date | None, status: str) -> None:
    assert with_status(an_alert(), NOBODY, {}, began).status == status


def test_of_an_answer_and_a_visit_the_earlier_counts() -> None:
    alert = an_alert(HOME_VISIT, MONDAY + timedelta(days=2))
    visit = Done(4, HOME_VISIT, MONDAY + timedelta(days=1), "visit")
    answer = Done(3, HOME_VISIT, MONDAY + timedelta(days=2), "")
    facts = replace(NOBODY, done=(visit,))
    judged = with_status(alert, facts, {("ava", HOME_VISIT, alert.since): answer}, MONDAY)
    assert (judged.status, judged.done) == (DONE, visit)


# ---- notices


def test_notices_of_one_parent_written_in_two_ways_are_one_parent_s() -> None:
    terms = notice_terms_on(SETTINGS, AS_OF)
    notices = [
        PenaltyNotice(1, date(2025, 1, 6), "MRS A  ADAMS", date(2025, 1, 6)),
        PenaltyNotice(2, date(2025, 3, 3), "mrs a adams ", date(2025, 3, 3)),
    ]
    (told,) = notices_told(notices, ["Mrs A Adams"], terms, AS_OF)
    assert told.startswith("Mrs A Adams: 2 notices in the last 36 months (6 Jan 2025, 3 Mar 2025).")
    assert "No further notice may be issued" in told


def test_a_notice_after_the_day_is_not_told() -> None:
    terms = notice_terms_on(SETTINGS, AS_OF)
    later = PenaltyNotice(1, AS_OF + timedelta(days=1), "Mrs A Adams", AS_OF)
    (told,) = notices_told([later], ["Mrs A Adams"], terms, AS_OF)
    assert "no notices" in told

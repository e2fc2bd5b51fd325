from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lj_attendance.measures.pupils import PUPIL_FIGURES
from tests.measuring import measure, measure_all, measure_school
from tests.registers import Mark, parse_register

FULL_WEEK = r"/\ /\ /\ /\ /\ "


def weeks(count: int, week: str = FULL_WEEK) -> str:
    return " | ".join([week] * count)


def attended_and_missed(attended: int, missed: int) -> dict[str, Any]:
    """A pupil with so many sessions attended, then so many missed, two a day."""
    marks = [
        Mark("ava", weekday(number // 2), "AM" if number % 2 == 0 else "PM", mark)
        for number, mark in enumerate(["/"] * attended + ["I"] * missed)
    ]
    return measure_all(marks)["ava"]


def weekday(number: int) -> date:
    """The weekday with that number, from Monday 1 September 2025 on."""
    return date.fromordinal(date(2025, 9, 1).toordinal() + number // 5 * 7 + number % 5)


def test_a_closure_neither_counts_nor_breaks_a_run_of_absence() -> None:
    ava = measure(r"/\ II II ## II | /\ /\ /\ /\ /\ ")
    assert {name: ava[name] for name in PUPIL_FIGURES} == {
        "possible_sessions": 18,  # 20 marks, less one closed day
        "attended_sessions": 12,
        "authorised_absence": 6,
        "unauthorised_absence": 0,
        "overall_absence": 6,
        "attendance_percent": pytest.approx(100 * 12 / 18),
        "overall_absence_percent": pytest.approx(100 * 6 / 18),
        "is_persistently_absent": True,  # 6 of 18
        "is_severely_absent": False,
        "late_before_close": 0,
        "late_after_close": 0,
        "minutes_late": 0,
        "unmarked_sessions": 0,
        "longest_absence_sessions": 6,  # Tuesday to Friday, over the closure
        "longest_absence_days": 3,
        "current_absence_sessions": 0,
        "current_absence_days": 0,
        "longest_unauthorised_days": 0,
        "illness_days": 3,
        "unauthorised_in_10_weeks": 0,
        "unauthorised_in_10_weeks_without_n": 0,
        "below_expected_since": date(2025, 9, 2),
    }


@pytest.mark.parametrize(
    ("attended", "missed", "persistent", "severe"),
    [
        (342, 38, True, False),  # 10.0 %
        (343, 37, False, False),
        (108, 12, True, False),
        (109, 12, False, False),  # 12 of 121
        (190, 190, True, True),
        (191, 189, True, False),
        (0, 2, True, True),
    ],
)
def test_persistent_and_severe_absence_at_their_boundaries(
    attended: int, missed: int, persistent: bool, severe: bool
) -> None:
    ava = attended_and_missed(attended, missed)
    assert (ava["possible_sessions"], ava["overall_absence"]) == (attended + missed, missed)
    assert (ava["is_persistently_absent"], ava["is_severely_absent"]) == (persistent, severe)


@pytest.mark.parametrize(
    ("attended", "missed", "below"),
    [(96, 4, False), (95, 5, True), (24, 1, False), (23, 1, True)],
)
def test_exactly_96_percent_is_not_below(attended: int, missed: int, below: bool) -> None:
    ava = attended_and_missed(attended, missed)
    assert ava["is_below_expected"] is below
    assert (ava["below_expected_since"] is not None) is below


def test_no_possible_session_is_no_rate_and_no_threshold() -> None:
    ava = measure(r"## XX {Y1}{Y1} -- ZD")
    assert ava["possible_sessions"] == 0
    assert ava["attendance_percent"] is None
    assert ava["overall_absence_percent"] is None
    assert not ava["is_persistently_absent"]
    assert not ava["is_severely_absent"]
    assert not ava["is_below_expected"]
    assert ava["below_expected_since"] is None
    assert ava["unmarked_sessions"] == 2


def test_below_expected_since_is_the_last_crossing_after_a_recovery() -> None:
    # Monday missed: below. 48 attended after it: 48 of 50 is exactly 96 again. Then below.
    ava = measure("II /\\ /\\ /\\ /\\ | " + weeks(4) + r" | I\ /\ /\ ", start=date(2025, 9, 1))
    assert ava["possible_sessions"] == 56
    assert ava["below_expected_since"] == date(2025, 10, 6)
    assert measure("II /\\ /\\ /\\ /\\ | " + weeks(4))["below_expected_since"] is None


@pytest.mark.parametrize(
    ("text", "sessions", "days"),
    [
        (r"/I II I\ ", 4, 1),  # half days at both ends lengthen the sessions, not the days
        (r"/\ I. II ", 3, 2),  # the only possible session of a day was missed: a whole day
        (r"I\ /I ", 1, 0),
        (r"II ## DD XX II ", 4, 2),
        (r"II -- II ", 4, 2),  # an unmarked day says nothing
        (r"II /\ II II ", 4, 2),
    ],
)
def test_runs_of_absence_in_sessions_and_in_days(text: str, sessions: int, days: int) -> None:
    ava = measure(text)
    assert (ava["longest_absence_sessions"], ava["longest_absence_days"]) == (sessions, days)


def test_a_current_run_reaches_the_last_possible_session() -> None:
    away = measure(r"/\ II II ## ")
    assert (away["current_absence_sessions"], away["current_absence_days"]) == (4, 2)
    back = measure(r"/\ II I\ ")
    assert (back["current_absence_sessions"], back["current_absence_days"]) == (0, 0)
    gone_at_noon = measure(r"/\ /I ")
    assert (gone_at_noon["current_absence_sessions"], gone_at_noon["current_absence_days"]) == (
        1,
        0,
    )


def test_a_wholly_unauthorised_run_of_days_is_broken_by_one_authorised_session() -> None:
    assert measure(r"OO ON UG NN /\ ")["longest_unauthorised_days"] == 4
    assert measure(r"OO OI OO NN /\ ")["longest_unauthorised_days"] == 2


def test_runs_start_afresh_with_the_academic_year_but_the_ten_weeks_do_not() -> None:
    summer = parse_register(r"OO O\ ", start=date(2026, 7, 13))
    autumn = parse_register(r"OO OO OO O\ ", start=date(2026, 9, 7))
    ava = measure_all(summer + autumn)["ava"]
    assert ava["longest_absence_days"] == 3
    assert ava["unauthorised_absence"] == 7
    assert ava["unauthorised_in_10_weeks"] == 10


def unauthorised_over(school_weeks: int, holiday_after: int | None = None) -> dict[str, Any]:
    """Ten unauthorised sessions: five in the first school week and five in the last."""
    half = r"OO OO O\ /\ /\ "
    parts = [half, *[FULL_WEEK] * (school_weeks - 2), half]
    if holiday_after is not None:
        parts.insert(holiday_after, "")
    return measure(" | ".join(parts))


def test_ten_unauthorised_sessions_within_ten_school_weeks_and_within_eleven() -> None:
    assert unauthorised_over(10)["unauthorised_in_10_weeks"] == 10
    assert unauthorised_over(11)["unauthorised_in_10_weeks"] == 5
    assert unauthorised_over(10, holiday_after=4)["unauthorised_in_10_weeks"] == 10


def test_the_window_is_the_schools_weeks_not_the_pupils() -> None:
    ava = " | ".join([r"OO OO O\ ", *["" for _ in range(9)], r"OO OO O\ "])
    alone = measure_school({"ava": ava})["ava"]
    assert alone["unauthorised_in_10_weeks"] == 10  # two school weeks in all
    with_ben = measure_school({"ava": ava, "ben": weeks(11)})["ava"]
    assert with_ben["unauthorised_in_10_weeks"] == 5


def test_n_counts_in_the_window_and_not_in_the_window_without_it() -> None:
    ava = measure(r"GG GG UU UU UU | NN /\ ")
    assert ava["unauthorised_in_10_weeks"] == 12
    assert ava["unauthorised_in_10_weeks_without_n"] == 10


def test_lateness_before_and_after_the_register_closed() -> None:
    ava = measure(r"{L:4}\ {L}\ {U:35}\ {I:9}\ /{L:1} ")
    assert (ava["late_before_close"], ava["late_after_close"]) == (3, 1)
    assert ava["minutes_late"] == 40  # the nine minutes of an I are none of lateness
    assert (ava["attended_sessions"], ava["unauthorised_absence"]) == (8, 1)


def test_illness_days_are_days_with_at_least_one_i() -> None:
    assert measure(r"I\ /I II MM /\ ")["illness_days"] == 3


@given(st.integers(0, 60), st.integers(0, 60))
def test_one_more_attended_day_never_worsens_a_measure(attended: int, missed: int) -> None:
    marks = [
        Mark("ava", weekday(day), session, mark)
        for day, mark in enumerate("I" * missed + "/" * (attended + 1))
        for session in ("AM", "PM")
    ]
    after = measure_all(marks)["ava"]
    before = measure_all(marks[:-2])["ava"] if len(marks) > 2 else None
    if before is None:
        return
    assert after["attendance_percent"] >= before["attendance_percent"]
    assert before["is_persistently_absent"] or not after["is_persistently_absent"]
    assert after["current_absence_sessions"] == 0
    for name in (
        "overall_absence",
        "longest_absence_sessions",
        "unauthorised_in_10_weeks",
        "illness_days",
    ):
        assert after[name] == before[name]


def test_the_last_ten_school_weeks_are_those_up_to_the_as_of_date() -> None:
    assert unauthorised_over(10)["unauthorised_in_last_10_weeks"] == 10
    assert unauthorised_over(11)["unauthorised_in_last_10_weeks"] == 5
    assert unauthorised_over(10, holiday_after=4)["unauthorised_in_last_10_weeks"] == 10

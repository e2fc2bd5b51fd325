"""Runs with their days, unauthorised sessions with their school weeks, and old marks of a code."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from lj_attendance.measures.runs import absent_days, dated_runs, last_numbers, numbered_sessions
from lj_attendance.measures.windows import older_than, unauthorised_sessions
from tests.measuring import classified
from tests.registers import register

FULL = r"/\ /\ /\ /\ /\ "


def runs_of(drawn: dict[str, str]) -> list[dict[str, Any]]:
    sessions = numbered_sessions(classified(register(drawn)).lazy())
    days = absent_days(sessions).filter("is_missed_wholly")
    found = dated_runs(days, last_numbers(sessions, "day_number")).collect()
    return found.select("pupil_id", "length", "days", "is_current").to_dicts()


def test_a_run_has_its_days_and_whether_it_reaches_the_last_one() -> None:
    drawn = {"ava": r"II ## II /\ II", "ben": r"/\ II /\ /\ D\ "}
    assert runs_of(drawn) == [
        {
            "pupil_id": "ava",
            "length": 2,
            "days": [date(2025, 9, 1), date(2025, 9, 3)],
            "is_current": False,
        },
        {"pupil_id": "ava", "length": 1, "days": [date(2025, 9, 5)], "is_current": True},
        {"pupil_id": "ben", "length": 1, "days": [date(2025, 9, 2)], "is_current": False},
    ]


def test_days_after_the_last_possible_one_leave_a_run_current() -> None:
    assert [run["is_current"] for run in runs_of({"ava": "II II DD ## XX"})] == [True]


def test_the_last_day_of_a_pupil_and_the_first_of_the_next_are_two_runs() -> None:
    found = runs_of({"ava": r"/\ /\ /\ II II", "ben": r"II II /\ /\ /\ "})
    assert [(run["pupil_id"], run["length"]) for run in found] == [("ava", 2), ("ben", 2)]


def test_unauthorised_sessions_have_the_number_of_their_school_week() -> None:
    marks = register({"ava": rf"O\ /\ /\ /\ /\ | ## ## ## ## ## | {FULL} | /\ IU", "ben": FULL})
    found = unauthorised_sessions(classified(marks).lazy()).collect()
    rows = found.select("pupil_id", "date", "session", "code", "week_number").rows()
    assert rows == [
        ("ava", date(2025, 9, 1), "AM", "O", -2),
        ("ava", date(2025, 9, 23), "PM", "U", 0),
    ]


def test_a_week_in_which_another_pupil_came_is_a_school_week() -> None:
    marks = register({"ava": r"OO | ## ## | /\ ", "ben": rf"/\ | {FULL} | /\ "})
    found = unauthorised_sessions(classified(marks).lazy()).collect()
    assert found["week_number"].to_list() == [-2, -2]


def test_older_than_counts_the_school_days_of_the_school_after_a_mark() -> None:
    marks = classified(register({"ava": r"N\ N\ ## /\ /\ | /\ NN", "ben": r"/\ /\ ## /\ /\ "}))
    for days, expected in ((3, [1, 2]), (4, [1]), (5, [])):
        found = older_than(marks.lazy(), "N", days).collect()
        assert found["date"].dt.day().to_list() == expected
        assert found.filter(pl.col("code") != "N").is_empty()

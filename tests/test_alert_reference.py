"""Alerts against the plain-Python reference, over random registers of two academic years."""

from __future__ import annotations

import csv
import os
import random
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any, cast

import polars as pl
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lj_attendance.ledger.events import PENALTY_NOTICE, NewEvent
from lj_attendance.schema import CONTACTS, empty
from lj_attendance.workflows.alerts.listing import alerts
from lj_attendance.workflows.reading import Reading, ReadRequest, read_exports
from lj_attendance.workspace import Workspace
from tests import reference, strategies
from tests.ledger.entries import entered
from tests.measuring import classified
from tests.reference import ToldAlert
from tests.registers import Mark, register

SETTINGS = Workspace(None).settings()
COMPARED = {
    "home_visit", "long_absence", "unauthorised_return", "removal_considered", "sickness_return",
    "severe_absence", "penalty_threshold", "excessive_holidays", "late_after_close",
    "unexplained_absence",
}  # fmt: skip
OF_RUNS_AND_PENALTY = COMPARED - {"severe_absence", "unexplained_absence"}
NUMBER = int(os.environ.get("LJA_EXAMPLES", "40"))
MANY = settings(max_examples=NUMBER, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(MANY, max_examples=max(8, NUMBER // 6))
LONG = (18, 19, 20, 21, 22, 28, 29, 30, 31, 38, 39, 40, 41, 42)  # sessions, about 10, 15, 20 days


def as_reading(marks: list[Mark], as_of: date) -> Reading:
    """What alerts look at, without a file in between."""
    pupils = sorted({mark.pupil_id for mark in marks})
    rows = classified([mark for mark in marks if mark.date <= as_of]).with_row_index("source_row")
    parts = SimpleNamespace(
        marks=rows.with_columns(source_file=pl.lit("marks.csv")),
        tables=(),
        as_of=as_of,
        roll=pl.DataFrame({"pupil_id": pupils}),
        evidence=SimpleNamespace(has_roll=False),
    )
    return cast(Reading, parts)


def told(reading: Reading, used_until: dict[str, list[date]] | None = None) -> set[ToldAlert]:
    """The alerts of a reading, with notices issued on the as-of date."""
    notices = [
        NewEvent(
            PENALTY_NOTICE, reading.as_of, pupil, {"parent": None, "used_until": day.isoformat()}
        )
        for pupil, days in (used_until or {}).items()
        for day in days
    ]
    found = alerts(reading, entered(*notices), SETTINGS, empty(CONTACTS))
    return {
        ToldAlert(
            pupil_id=each.alert.pupil_id,
            kind=each.alert.kind,
            since=each.alert.since,
            sessions=tuple((s.date, s.session, s.code) for s in each.alert.sessions),
            is_current=each.alert.is_current,
            is_warning=each.alert.is_warning,
            without_n=each.alert.without_n,
        )
        for each in found.alerts
        if each.alert.kind in COMPARED
    }


@st.composite
def long_registers(draw: st.DrawFn) -> list[Mark]:
    """Three pupils from June to December, with stretches about as long as a rule wants."""
    slots = slots_of_two_years(draw(st.sets(st.integers(0, 24), max_size=4)))
    marks = []
    for pupil in strategies.PUPILS[:3]:
        codes: list[str] = []
        while len(codes) < len(slots):
            codes += ["present"] * draw(st.integers(0, 30))
            mixed = draw(st.sampled_from(["I", "I", "G", "N", "O", "GNO", "OON", "U", "OU", "C"]))
            number = draw(st.sampled_from(LONG) | st.integers(1, 12))
            stretch = [mixed[place % len(mixed)] for place in range(number)]
            for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
                odd = st.sampled_from(["I", "C", "N", "O", "G", "U", "#", "D", "-", "present"])
                stretch[draw(st.integers(0, len(stretch) - 1))] = draw(odd)
            codes += stretch
        drawn = zip(slots, codes, strict=False)
        marks += [Mark(pupil, day, half, shown(code, half)) for (day, half), code in drawn]
    return marks


@st.composite
def sparse_registers(draw: st.DrawFn) -> list[Mark]:
    """Two pupils from June to December with single unauthorised sessions, week by week."""
    slots = slots_of_two_years(draw(st.sets(st.integers(0, 24), max_size=4)))
    marks = []
    for pupil in strategies.PUPILS[:2]:
        places = draw(st.lists(st.integers(0, len(slots) - 1), min_size=9, max_size=30))
        codes = dict.fromkeys(places, "O")
        for place in draw(st.lists(st.sampled_from(places), max_size=4)):
            codes[place] = draw(st.sampled_from(["N", "U", "G", "I"]))
        marks += [
            Mark(pupil, day, half, shown(codes.get(place, "present"), half))
            for place, (day, half) in enumerate(slots)
        ]
    return marks


def slots_of_two_years(holidays: set[int]) -> list[strategies.Slot]:
    """Sessions from June to December 2025; the summer and some other weeks are holidays."""
    first = date(2025, 6, 9)
    mondays = [first + timedelta(weeks=week) for week in range(28)]
    is_summer = [date(2025, 7, 25) < monday < date(2025, 8, 30) for monday in mondays]
    terms = [monday for monday, summer in zip(mondays, is_summer, strict=True) if not summer]
    open_weeks = [monday for week, monday in enumerate(terms) if week not in holidays]
    return [
        (monday + timedelta(days=day), half)
        for monday in open_weeks
        for day in range(5)
        for half in ("AM", "PM")
    ]


def shown(code: str, half: str) -> str:
    return {"AM": "/", "PM": "\\"}[half] if code == "present" else code


def registers() -> st.SearchStrategy[list[Mark]]:
    usual = strategies.registers(duplicates=False, unknown=False, minutes=False)
    return st.one_of(long_registers(), sparse_registers(), usual)


@st.composite
def judged(draw: st.DrawFn) -> tuple[list[Mark], date, dict[str, list[date]]]:
    """A register, a day to judge by, and to which days penalty notices reach."""
    marks = draw(registers())
    as_of = draw(strategies.as_of_dates(marks))
    days = st.sampled_from(sorted({mark.date for mark in marks}))
    some = draw(st.dictionaries(st.sampled_from(strategies.PUPILS[:3]), st.lists(days, max_size=2)))
    known = {pupil: [day for day in reach if day <= as_of] for pupil, reach in some.items()}
    return marks, as_of, known


OO = "OO OO OO OO OO"
WEEK = r"/\ /\ /\ /\ /\ "
TWICE = register({"1001": f"{OO} | {' | '.join([WEEK] * 11)} | {OO}"})


@MANY
@given(judged())
@example((TWICE, date(2025, 11, 28), {}))
@example((TWICE, date(2025, 11, 28), {"1001": [date(2025, 9, 4)]}))
def test_no_alert_differs_from_the_reference(
    case: tuple[list[Mark], date, dict[str, list[date]]],
) -> None:
    marks, as_of, used_until = case
    got, expected = told(as_reading(marks, as_of), used_until), reference.alerts(*case)
    assert got == expected, (got - expected, expected - got)


def kinds(found: set[ToldAlert]) -> set[tuple[str, str]]:
    return {(each.pupil_id, each.kind) for each in found if each.kind in OF_RUNS_AND_PENALTY}


@MANY
@given(registers(), st.data())
def test_one_more_attended_session_adds_no_alert_of_runs_or_sessions(
    marks: list[Mark], data: st.DataObject
) -> None:
    """A run may be cut into two that are long enough: the kinds of alert are compared."""
    as_of = max(mark.date for mark in marks)
    missed = [place for place, mark in enumerate(marks) if mark.mark in "INOGUC"]
    place = data.draw(st.none() | st.sampled_from(missed)) if missed else None
    if place is not None:
        mark = marks[place]
        there = Mark(mark.pupil_id, mark.date, mark.session, shown("present", mark.session))
        after = [*marks[:place], there, *marks[place + 1 :]]
    else:
        as_of += timedelta(days=data.draw(st.integers(1, 9)))
        after = [*marks, Mark(marks[0].pupil_id, as_of, "AM", "/")]
    before, then = kinds(told(as_reading(marks, as_of))), kinds(told(as_reading(after, as_of)))
    assert then <= before


def from_file(marks: list[Mark], as_of: date) -> set[ToldAlert]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "marks.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            rows: list[Any] = [["Arbor Student ID", "Date", "AM/PM", "Mark"]]
            rows += [[m.pupil_id, m.date.isoformat(), m.session, m.mark] for m in marks]
            csv.writer(file).writerows(rows)
        request = ReadRequest((path,), SETTINGS, today=date(2031, 1, 1), as_of=as_of)
        return told(read_exports(request))


@FEW
@given(long_registers(), st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(marks: list[Mark], chance: random.Random) -> None:
    as_of = max(mark.date for mark in marks)
    shuffled = chance.sample(marks, len(marks))
    assert from_file(shuffled, as_of) == from_file(marks, as_of)


@FEW
@given(long_registers(), st.data())
def test_a_past_day_is_judged_as_it_was_then(marks: list[Mark], data: st.DataObject) -> None:
    day = data.draw(st.sampled_from(sorted({mark.date for mark in marks})))
    then = [mark for mark in marks if mark.date <= day]
    assert from_file(marks, day) == from_file(then, day)

"""Truancy by §10: what is one instance, and what is asked of the first and of any further."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lj_attendance.ledger.events import (
    EVIDENCE,
    LEAVE_DECIDED,
    LEAVE_REQUESTED,
    TAKEN_BACK,
    TRUANCY_SEEN,
    TRUANCY_WARNED,
    Event,
    NewEvent,
)
from lj_attendance.policy.truancy.deciding import (
    FIRST_ASKS,
    FURTHER_ASKS,
    instances_of,
    judge,
    tells_cause,
)
from lj_attendance.policy.truancy.facts import ABSENT, LESSON, NOT_BACK, Part, Warned
from lj_attendance.school_year import Calendar
from lj_attendance.workflows.truancy.listing import PupilTruancy, truancy
from tests.ingest import SETTINGS, long, read, save
from tests.ledger.entries import entered
from tests.registers import register

MONDAY = date(2025, 9, 1)
WORDS = ("no answer", "n/a")


def part(number: int, kind: str = ABSENT, session: str = "AM", **more: Any) -> Part:
    """A part of a school day of one pupil; day 1 is a Monday."""
    weeks, days = divmod(number - 1, 5)
    day = MONDAY + timedelta(weeks=weeks, days=days)
    return Part(kind, day, number, session, more.pop("code", "O"), **more)


def days(*parts: Part, joined: int = 1) -> list[list[int]]:
    """The numbers of the days of each instance."""
    return [[p.day_number for p in each.parts] for each in instances_of(parts, joined)]


# ---- what is one instance


def test_consecutive_school_days_are_one_instance_over_a_weekend_too() -> None:
    assert days(part(4), part(5), part(6)) == [[4, 5, 6]]


def test_a_day_in_school_between_makes_two() -> None:
    assert days(part(4), part(6)) == [[4], [6]]


def test_two_kinds_on_consecutive_days_are_two() -> None:
    assert days(part(4), part(5, LESSON)) == [[4], [5]]


def test_all_of_one_day_is_one() -> None:
    assert days(part(4), part(4, LESSON, "PM"), part(4, NOT_BACK, "PM")) == [[4, 4, 4]]


def test_a_day_of_both_kinds_goes_on_with_either() -> None:
    assert days(part(3), part(4), part(4, LESSON, "PM"), part(5, LESSON)) == [[3, 4, 4, 5]]


def test_the_setting_tells_how_far_apart_days_may_be() -> None:
    assert days(part(4), part(5), joined=0) == [[4], [5]]
    assert days(part(4), part(6), part(9), joined=2) == [[4, 6], [9]]


def test_instances_are_numbered_in_order_of_time_whatever_the_order_given() -> None:
    found = instances_of([part(9), part(1), part(5)], 1)
    assert [(each.number, each.first_day.day, each.is_further) for each in found] == [
        (1, 1, False),
        (2, 5, True),
        (3, 11, True),
    ]


def test_one_that_may_still_be_explained_makes_no_further_one() -> None:
    found = instances_of([part(1, is_provisional=True), part(5), part(9, is_provisional=True)], 1)
    assert [(each.number, each.is_provisional) for each in found] == [
        (1, True),
        (1, False),
        (2, True),
    ]


def test_an_instance_that_stands_in_part_stands() -> None:
    (found,) = instances_of([part(1), part(2, code="N", is_provisional=True)], 1)
    assert not found.is_provisional


# ---- what is asked


def asked(*parts: Part, warned: tuple[Warned, ...] = (), began: date | None = None) -> list[Any]:
    judged = judge(instances_of(parts, 1), warned, began)
    return [(each.letter, each.asks) for each in judged]


def test_first_a_letter_then_a_penalty_notice_considered() -> None:
    assert asked(part(1), part(5), began=MONDAY) == [("due", FIRST_ASKS), ("due", FURTHER_ASKS)]


def test_a_letter_before_the_ledger_began_is_not_recorded_which_is_not_due() -> None:
    day_after = MONDAY + timedelta(days=1)
    assert asked(part(1), began=day_after) == [("not_recorded", FIRST_ASKS)]
    assert asked(part(1)) == [("not_recorded", FIRST_ASKS)]


def test_a_letter_sent_is_told() -> None:
    sent = Warned(7, date(2025, 9, 3), MONDAY)
    assert asked(part(1), warned=(sent,)) == [
        ("recorded", "The letter of warning was sent on 3 Sep 2025.")
    ]


@pytest.mark.parametrize(
    ("sent_on", "is_told"), [(5, False), (6, True)]
)  # the further one is of the 5th
def test_a_further_one_before_the_letter_says_so(sent_on: int, is_told: bool) -> None:
    sent = Warned(7, date(2025, 9, sent_on), MONDAY)
    _, further = judge(instances_of([part(1), part(5)], 1), (sent,), MONDAY)
    assert further.asks == FURTHER_ASKS
    assert any("no letter of warning is recorded" in text for text in further.remarks) is is_told


def test_of_one_that_may_be_explained_the_cause_is_found_out_first() -> None:
    ((letter, asks),) = asked(part(1, is_provisional=True))
    assert letter == "waiting"
    assert asks.startswith("Find out the cause first")


def test_the_dsl_is_named_where_the_pupil_is_vulnerable() -> None:
    instances = instances_of([part(1)], 1)
    assert judge(instances, (), None)[0].remarks == ()
    assert "DSL" in judge(instances, (), None, ["young carer"])[0].remarks[0]


def test_where_the_exports_hold_no_notes_it_is_told() -> None:
    (found,) = judge(instances_of([part(1, has_note_column=False)], 1), (), None)
    assert found.remarks == (
        "The exports hold no notes here: see in Arbor whether a cause is known.",
    )


@pytest.mark.parametrize(
    ("note", "does"),
    [
        ("parent says refusing to come in", True),
        ("no answer to call", False),
        ("No answer.", False),
        ("no answering machine", True),
        (" N/A ", False),
        ("", False),
        (None, False),
    ],
)
def test_a_note_that_somebody_rang_in_vain_tells_no_cause(note: str | None, does: bool) -> None:
    assert tells_cause(note, WORDS) is does


# ---- from a register, lessons and the ledger


def pupils(
    folder: Path,
    drawn: str,
    events: tuple[Event, ...] = (),
    notes: dict[str, str] | None = None,
    start: date = MONDAY,
    lessons: tuple[str, ...] = (),
    **more: Any,
) -> list[PupilTruancy]:
    """What is found of a register drawn as text; `notes` by day and session; none: no column."""
    minutes = "Minutes Late"
    rows = [
        f"{m.pupil_id},{m.date},{m.session},{m.mark},{m.minutes or ''}"
        + (f",{notes.get(f'{m.date} {m.session}', '')}" if notes is not None else "")
        for m in register({"1001": drawn}, start)
    ]
    heading = f"Arbor Student ID,Date,Session,Mark,{minutes}"
    save(folder, "marks.csv", long(*rows, heading=heading + (",Note" * (notes is not None))))
    if lessons:
        of = "Arbor Student ID,Date,Time,Class,Mark,Note"
        save(folder, "lessons.csv", long(*lessons, heading=of))
    found = truancy(read(folder, **more), events, SETTINGS, Calendar())
    return list(found.pupils)


def told(found: list[PupilTruancy]) -> list[tuple[int, str, bool]]:
    """Of the one pupil: each instance's number, first day, and whether it is provisional."""
    return [
        (judged.instance.number, str(judged.instance.first_day), judged.instance.is_provisional)
        for pupil in found
        for judged in pupil.judged
    ]


WHY = {"2025-09-12 PM": "a note somewhere"}


@pytest.mark.parametrize(
    ("note", "number"), [("", 1), ("at the dentist", 0), ("no reply to two calls", 1)]
)
@pytest.mark.parametrize("mark", ["O", "N"])
def test_a_session_counts_without_a_note_of_its_cause(
    tmp_path: Path, mark: str, note: str, number: int
) -> None:
    notes = WHY | {"2025-09-02 AM": note}
    drawn = rf"/\ {mark}\ /\ /\ /\ | /\ /\ /\ /\ /\ "
    assert told(pupils(tmp_path, drawn, notes=notes)) == [(1, "2025-09-02", False)] * number


@pytest.mark.parametrize("mark", ["I", "M", "G", "U", "C", "H", "B", "-", "#"])
def test_no_other_mark_counts(tmp_path: Path, mark: str) -> None:
    assert told(pupils(tmp_path, rf"/\ {mark}\ /\ /\ /\ ", notes=WHY)) == []


@pytest.mark.parametrize(("after", "is_provisional"), [(5, True), (6, False)])
def test_n_may_still_be_explained_for_five_school_days(
    tmp_path: Path, after: int, is_provisional: bool
) -> None:
    week = [r"/\ "] * after
    drawn = " ".join(["N\\", *week[:4], "|", *week[4:]])
    assert told(pupils(tmp_path, drawn, notes=WHY)) == [(1, "2025-09-01", is_provisional)]


@pytest.mark.parametrize(("notes", "is_told"), [(None, True), ({}, True), (WHY, False)])
def test_without_any_note_in_the_file_none_is_at_hand(
    tmp_path: Path, notes: dict[str, str] | None, is_told: bool
) -> None:
    (pupil,) = pupils(tmp_path, r"/\ O\ /\ /\ /\ | /\ /\ /\ /\ /\ ", notes=notes)
    assert pupil.last.instance.may_be_noted is is_told


def test_a_day_that_was_not_possible_does_not_part_an_instance(tmp_path: Path) -> None:
    assert told(pupils(tmp_path, r"/\ OO ## OO /\ ")) == [(1, "2025-09-02", False)]
    assert len(told(pupils(tmp_path, r"/\ OO /\ OO /\ "))) == 2


def test_each_academic_year_begins_anew(tmp_path: Path) -> None:
    drawn = r"/\ /\ /\ /\ O\ | O\ /\ /\ /\ /\ "  # Friday 31 July 2026 and Monday 3 August
    start = date(2026, 7, 27)
    found = pupils(tmp_path, drawn, start=start, today=date(2026, 8, 31))
    assert told(found) == [(1, "2026-08-03", False)]
    before = pupils(tmp_path, drawn, start=start, today=date(2026, 8, 31), as_of=date(2026, 7, 31))
    assert told(before) == [(1, "2026-07-31", False)]


def leave(decision: str) -> tuple[Event, ...]:
    asked = {"first_day": "2025-09-02", "last_day": "2025-09-02", "session": None, "reason": "x"}
    decided = {"request": 1, "decision": decision, "days": ["2025-09-02"], "code": "C"}
    return entered(
        NewEvent(LEAVE_REQUESTED, MONDAY, "1001", asked),
        NewEvent(LEAVE_DECIDED, MONDAY, "1001", decided),
    )


@pytest.mark.parametrize("decision", ["granted", "refused"])
def test_a_day_for_which_leave_was_asked_is_none_of_which_nothing_was_told(
    tmp_path: Path, decision: str
) -> None:
    found = pupils(tmp_path, r"/\ OO /\ OO /\ ", leave(decision))
    assert told(found) == [(1, "2025-09-04", False)]


def test_a_day_with_evidence_is_explained(tmp_path: Path) -> None:
    detail = {"first_day": "2025-09-02", "last_day": "2025-09-03", "what": "card", "note": None}
    events = entered(NewEvent(EVIDENCE, date(2025, 9, 4), "1001", detail))
    assert told(pupils(tmp_path, r"/\ OO OO /\ O\ ", events)) == [(1, "2025-09-05", False)]


def seen(on: date, what: str = "not_back", session: str | None = "PM") -> NewEvent:
    return NewEvent(TRUANCY_SEEN, on, "1001", {"what": what, "session": session, "note": None})


def test_who_did_not_come_back_after_signing_out_counts(tmp_path: Path) -> None:
    events = entered(seen(date(2025, 9, 3)))
    (pupil,) = pupils(tmp_path, r"/\ /\ /\ /\ /\ ", events)
    assert pupil.last.what == "Not back after signing out PM (entry 1), 3 Sep 2025."


def test_what_the_register_shows_as_well_is_one_instance(tmp_path: Path) -> None:
    found = pupils(tmp_path, r"/\ /\ /O /\ /\ ", entered(seen(date(2025, 9, 3))))
    assert told(found) == [(1, "2025-09-03", False)]


def test_what_was_taken_back_or_is_of_a_later_day_counts_no_more(tmp_path: Path) -> None:
    back = NewEvent(TAKEN_BACK, date(2025, 9, 4), "1001", {"reason": "x"}, corrects=1)
    drawn = r"/\ /\ /\ /\ /\ "
    assert told(pupils(tmp_path, drawn, entered(seen(date(2025, 9, 3)), back))) == []
    on_the_day = pupils(
        tmp_path, drawn, entered(seen(date(2025, 9, 3)), back), as_of=date(2025, 9, 3)
    )
    assert told(on_the_day) == [(1, "2025-09-03", False)]
    later = entered(seen(date(2025, 9, 5)))
    assert told(pupils(tmp_path, drawn, later, as_of=date(2025, 9, 4))) == []


def warned(on: date, instance: str) -> NewEvent:
    return NewEvent(TRUANCY_WARNED, on, "1001", {"instance": instance, "documents": []})


@pytest.mark.parametrize(
    ("instance", "letter"), [("2025-09-02", "recorded"), ("2025-07-31", "not_recorded")]
)
def test_a_letter_counts_in_the_year_of_its_instance(
    tmp_path: Path, instance: str, letter: str
) -> None:
    events = entered(warned(date(2025, 9, 4), instance))
    (pupil,) = pupils(tmp_path, r"/\ O\ /\ /\ /\ ", events)
    assert pupil.last.letter == letter


LESSON_ROW = "1001,2025-09-02,{time},Art: 8X,{mark},{note}"


def lesson(mark: str = "O", time: str = "08:50 - 09:50", note: str = "") -> str:
    return LESSON_ROW.format(time=time, mark=mark, note=note)


def test_present_for_the_session_and_missing_from_one_lesson(tmp_path: Path) -> None:
    lessons = (lesson("/"), lesson("O", "11:05 - 12:05"))
    (pupil,) = pupils(tmp_path, r"/\ /\ /\ /\ /\ ", lessons=lessons)
    assert pupil.last.what == "1 lesson missed while in school (Art, 11:05), 2 Sep 2025."


@pytest.mark.parametrize(
    ("session", "number"), [("/", 1), ("B", 0), ("D", 0), ("M", 0), ("I", 0), ("U", 0)]
)
def test_approved_elsewhere_or_absent_a_lesson_is_not_missed(
    tmp_path: Path, session: str, number: int
) -> None:
    found = pupils(tmp_path, rf"/\ {session}\ /\ /\ /\ ", lessons=(lesson(),))
    assert len(told(found)) == number


@pytest.mark.parametrize(("mark", "note"), [("", ""), ("M", ""), ("O", "music lesson")])
def test_a_lesson_explained_or_not_taken_is_no_instance(
    tmp_path: Path, mark: str, note: str
) -> None:
    lessons = (lesson("/", "11:05"), lesson(mark, note=note))
    assert told(pupils(tmp_path, r"/\ /\ /\ /\ /\ ", lessons=lessons)) == []


@pytest.mark.parametrize(
    ("session", "starts", "is_provisional"),
    [
        ("{L:10}", "08:50", False),  # came at 08:40, before it began
        ("{L:20}", "08:50", False),
        ("{L:21}", "08:50", True),  # came at 08:51
        ("L", "08:50", True),  # came before 09:00, nobody knows when
        ("L", "09:00", False),  # the register had closed: came before it began
        ("/", "08:50", False),
    ],
)
def test_the_first_lesson_of_a_late_pupil_may_be_the_late_arrival(
    tmp_path: Path, session: str, starts: str, is_provisional: bool
) -> None:
    found = pupils(tmp_path, rf"/\ {session}\ /\ /\ /\ ", lessons=(lesson(time=starts),))
    assert told(found) == [(1, "2025-09-02", is_provisional)]


def test_n_of_a_lesson_may_still_be_explained(tmp_path: Path) -> None:
    found = pupils(tmp_path, r"/\ /\ /\ /\ /\ ", lessons=(lesson("N"),))
    assert told(found) == [(1, "2025-09-02", True)]

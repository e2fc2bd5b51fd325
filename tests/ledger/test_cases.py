"""Which entries make a case, and where one ends and the next begins."""

from __future__ import annotations

from datetime import date

from lj_attendance.ledger.cases import cases_on, step_key
from lj_attendance.ledger.events import (
    CASE_CLOSED,
    CASE_HELD,
    CASE_INVITED,
    HOLD,
    TAKEN_BACK,
    NewEvent,
)
from tests.ledger.entries import entered, letter, nov, withdrawal


def step(kind: str, on: date, pupil: str = "ava") -> NewEvent:
    return NewEvent(kind, on, pupil)


def taken_back(number: int, on: date) -> NewEvent:
    return NewEvent(TAKEN_BACK, on, "ava", {"reason": "a slip"}, corrects=number)


def told(events: tuple[NewEvent, ...], day: date) -> list[tuple[str, int | None, list[int]]]:
    """Each case on a day: the pupil, the entry of its letter, and those of its steps."""
    return [
        (case.pupil_id, case.referral.number if case.referral else None,
         [each.number for each in case.steps])
        for case in cases_on(entered(*events), day)
    ]  # fmt: skip


def test_a_stage_4_letter_opens_a_case_and_no_other_stage_does() -> None:
    events = (letter("ben", 3, nov(2)), letter("ava", 4, nov(3)), letter("ben", 4, nov(4)))
    assert told(events, nov(2)) == []
    assert told(events, nov(3)) == [("ava", 2, [])]
    assert told(events, nov(4)) == [("ava", 2, []), ("ben", 3, [])]


def test_steps_belong_to_it_by_day_and_entry_until_it_is_closed() -> None:
    events = (
        letter("ava", 4, nov(2)), step(CASE_HELD, nov(9)), step(CASE_INVITED, nov(3)),
        NewEvent(HOLD, nov(4), "ava", {"reason": "x", "until": None}),
        step(CASE_CLOSED, nov(16)), letter("ava", 4, nov(18)), step(CASE_INVITED, nov(18)),
    )  # fmt: skip
    assert told(events, nov(8)) == [("ava", 1, [3])]
    assert told(events, nov(16)) == [("ava", 1, [3, 2, 5])]
    assert told(events, nov(18)) == [("ava", 1, [3, 2, 5]), ("ava", 6, [7])]
    first, second = cases_on(entered(*events), nov(18))
    assert (first.closed_on, second.closed_on) == (nov(16), None)
    assert (first.number, second.number, second.opened_on) == (1, 6, nov(18))


def test_a_letter_of_the_next_year_belongs_to_the_case_that_is_open() -> None:
    events = (letter("ava", 4, date(2026, 6, 1)), letter("ava", 4, nov(2)))
    (case,) = cases_on(entered(*events), nov(2))
    assert case.referral is not None
    assert (case.referral.number, [each.number for each in case.further]) == (1, [2])


def test_what_is_taken_back_counts_until_that_day() -> None:
    events = (letter("ava", 4, nov(2)), step(CASE_INVITED, nov(3)), taken_back(2, nov(5)))
    assert told(events, nov(4)) == [("ava", 1, [2])]
    assert told(events, nov(5)) == [("ava", 1, [])]


def test_a_letter_withdrawn_takes_its_case_along_unless_there_are_steps() -> None:
    alone = (letter("ava", 4, nov(2)), withdrawal("ava", 1, nov(5)))
    assert told(alone, nov(4)) == [("ava", 1, [])]
    assert told(alone, nov(5)) == []
    with_step = (*alone, step(CASE_INVITED, nov(3)))
    assert told(with_step, nov(5)) == [("ava", None, [3])]
    (case,) = cases_on(entered(*with_step), nov(5))
    assert (case.number, case.opened_on) == (3, nov(3))


def test_a_closing_taken_back_opens_the_case_again() -> None:
    events = (letter("ava", 4, nov(2)), step(CASE_CLOSED, nov(9)), taken_back(2, nov(10)))
    assert [case.closed_on for case in cases_on(entered(*events), nov(9))] == [nov(9)]
    assert [case.closed_on for case in cases_on(entered(*events), nov(10))] == [None]


def test_the_key_of_a_step_is_free_again_once_it_is_taken_back() -> None:
    key = step_key((), "ava", CASE_HELD, nov(9))
    assert key == "case_held 2026-11-09 no 1 pupil ava"
    events = entered(
        NewEvent(CASE_HELD, nov(9), "ava", key=key), taken_back(1, nov(10)),
    )  # fmt: skip
    assert step_key(events[:1], "ava", CASE_HELD, nov(9)) == key
    assert step_key(events, "ava", CASE_HELD, nov(9)) == key.replace("no 1", "no 2")
    assert step_key((), "ava", CASE_HELD, nov(9), "court") == key.replace(" 2026", " court 2026")

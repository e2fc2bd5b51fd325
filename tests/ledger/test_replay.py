"""What the entries say of a day: letters in force, holds, and the keys of letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lj_attendance.ledger.events import HOLD, LETTER_ISSUED, LETTER_WITHDRAWN, LIFT, Event, NewEvent
from lj_attendance.ledger.replay import (
    Hold,
    SentLetter,
    active_holds,
    holds_on,
    letter_key,
    letters_on,
    next_letter_key,
    withdrawn_keys,
)
from tests.ledger.entries import entered, hold, letter, lift, nov, withdrawal

# ---- letters


def test_a_letter_as_it_was_issued() -> None:
    new = letter(
        "1001", 2, nov(5), "key",
        how="post", received="2026-11-07", as_of="2026-11-04", attended=90, possible=100,
    )  # fmt: skip
    assert letters_on(entered(new), nov(5)) == (
        SentLetter(
            number=1,
            pupil_id="1001",
            stage=2,
            issued_on=nov(5),
            received_on=nov(7),
            attended=90,
            possible=100,
            as_of=nov(4),
            key="key",
            detail=new.detail,
        ),
    )


def test_an_imported_letter_has_no_figures() -> None:
    detail = {"stage": 1, "received": None, "attended": None, "possible": None, "as_of": None}
    events = entered(NewEvent(LETTER_ISSUED, nov(5), "1001", detail))
    (sent,) = letters_on(events, nov(5))
    assert (sent.attended, sent.possible, sent.as_of, sent.key) == (None, None, None, None)
    assert sent.received_on == nov(5)


def in_force(events: Sequence[Event], day: date, year_start: date | None = None) -> list[int]:
    return [sent.number for sent in letters_on(events, day, year_start)]


def test_a_letter_is_in_force_from_its_day_on() -> None:
    events = entered(letter("1001", 1, nov(5)))
    assert in_force(events, nov(4)) == []
    assert in_force(events, nov(5)) == [1]
    assert in_force(events, date(2030, 1, 1)) == [1]


def test_a_withdrawn_letter_is_in_force_until_the_day_before() -> None:
    events = entered(letter("1001", 1, nov(5)), withdrawal("1001", 1, nov(9)))
    assert in_force(events, nov(8)) == [1]
    assert in_force(events, nov(9)) == []


def test_a_letter_withdrawn_and_issued_again() -> None:
    events = entered(
        letter("1001", 1, nov(5)), withdrawal("1001", 1, nov(9)), letter("1001", 1, nov(9))
    )
    assert in_force(events, nov(8)) == [1]
    assert in_force(events, nov(9)) == [3]


def test_a_withdrawal_takes_back_the_letter_it_names_alone() -> None:
    events = entered(
        letter("1001", 1, nov(5)), letter("1001", 2, nov(6)), withdrawal("1001", 2, nov(7))
    )
    assert in_force(events, nov(9)) == [1]


def test_letters_of_the_year_alone() -> None:
    events = entered(letter("1001", 1, date(2026, 7, 31)), letter("1001", 1, date(2026, 8, 1)))
    assert in_force(events, nov(9)) == [1, 2]
    assert in_force(events, nov(9), date(2026, 8, 1)) == [2]


def test_letters_stand_by_day_of_issue_then_entry() -> None:
    events = entered(
        letter("1002", 1, nov(7)), letter("1001", 1, nov(5)), letter("1003", 1, nov(5))
    )
    assert in_force(events, nov(9)) == [2, 3, 1]


def test_a_hold_lifted_or_a_lift_withdraws_no_letter() -> None:
    events = entered(letter("1001", 1, nov(5)), lift("1001", 1, nov(6)))
    assert in_force(events, nov(9)) == [1]


# ---- holds


def held(events: Sequence[Event], day: date) -> dict[str, int]:
    return {pupil: found.number for pupil, found in holds_on(events, day).items()}


def test_a_hold_as_it_was_entered() -> None:
    new = replace(hold("1001", nov(5), nov(9), "court case"), by="the head")
    assert holds_on(entered(new), nov(5)) == {
        "1001": Hold(1, since=nov(5), until=nov(9), reason="court case", by="the head")
    }


def test_a_hold_that_ends_today_still_holds_today_and_not_tomorrow() -> None:
    events = entered(hold("1001", nov(5), until=nov(9)))
    assert [held(events, nov(day)) for day in (4, 5, 9, 10)] == [{}, {"1001": 1}, {"1001": 1}, {}]


def test_a_hold_of_one_day() -> None:
    events = entered(hold("1001", nov(5), until=nov(5)))
    assert [held(events, nov(day)) for day in (4, 5, 6)] == [{}, {"1001": 1}, {}]


def test_a_hold_without_an_end_lasts_until_it_is_lifted() -> None:
    events = entered(hold("1001", nov(5)), lift("1001", 1, nov(20)))
    assert held(events, nov(19)) == {"1001": 1}
    assert held(events, nov(20)) == {}
    assert held(events, date(2030, 1, 1)) == {}


def test_a_hold_lifted_on_its_own_day_never_held() -> None:
    events = entered(hold("1001", nov(5)), lift("1001", 1, nov(5)))
    assert held(events, nov(5)) == {}


def test_of_several_holds_the_latest_is_told() -> None:
    events = entered(hold("1001", nov(9)), hold("1001", nov(5)), hold("1001", nov(9)))
    assert held(events, nov(8)) == {"1001": 2}
    assert held(events, nov(9)) == {"1001": 3}
    assert [found.number for found in active_holds(events, nov(9))["1001"]] == [2, 1, 3]


def test_an_earlier_hold_holds_on_when_a_later_one_ends() -> None:
    events = entered(hold("1001", nov(5)), hold("1001", nov(7), until=nov(9)))
    assert held(events, nov(9)) == {"1001": 2}
    assert held(events, nov(10)) == {"1001": 1}


def test_a_lift_ends_the_hold_it_names_alone() -> None:
    events = entered(hold("1001", nov(5)), hold("1001", nov(6)), lift("1001", 2, nov(7)))
    assert held(events, nov(7)) == {"1001": 1}


def test_withdrawing_a_letter_lifts_no_hold() -> None:
    events = entered(hold("1001", nov(5)), withdrawal("1001", 1, nov(6)))
    assert held(events, nov(7)) == {"1001": 1}


# ---- keys


@pytest.mark.parametrize("before", [0, 1, 2])
def test_the_next_key_is_the_first_that_is_not_a_withdrawn_letter_s(before: int) -> None:
    said = ("2026/27", "1001", 1)
    new = []
    for number in range(before):
        new.append(letter("1001", 1, nov(5), letter_key(*said, number)))
        new.append(withdrawal("1001", 2 * number + 1, nov(6)))
    withdrawn = withdrawn_keys(entered(*new))
    assert next_letter_key(withdrawn, *said) == letter_key(*said, before)
    in_force_too = entered(*new, letter("1001", 1, nov(7), letter_key(*said, before)))
    assert next_letter_key(withdrawn_keys(in_force_too), *said) == letter_key(*said, before)


def test_the_key_of_a_letter_never_changes() -> None:
    assert letter_key("2026/27", "1001", 2, 0) == "letter 2026/27 stage 2 no 1 pupil 1001"


years = st.sampled_from(["2025/26", "2026/27"])
keys = st.tuples(years, st.text(max_size=4), st.integers(1, 4), st.integers(0, 12))


@given(keys, keys)
def test_different_letters_have_different_keys(
    one: tuple[str, str, int, int], other: tuple[str, str, int, int]
) -> None:
    assert (letter_key(*one) == letter_key(*other)) == (one == other)


# ---- what can never happen

FIRST = nov(1)
days = st.integers(0, 8).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def acts(draw: st.DrawFn) -> list[tuple[str, date, date | None, int | None]]:
    """What is entered about one pupil: kind, day, end of a hold, and which act it corrects."""
    found: list[tuple[str, date, date | None, int | None]] = []
    for _ in range(draw(st.integers(0, 6))):
        kinds = [LETTER_ISSUED, HOLD]
        kinds += [LETTER_WITHDRAWN] * any(act[0] == LETTER_ISSUED for act in found)
        kinds += [LIFT] * any(act[0] == HOLD for act in found)
        kind = draw(st.sampled_from(kinds))
        corrected = {LETTER_WITHDRAWN: LETTER_ISSUED, LIFT: HOLD}.get(kind)
        places = [place for place, act in enumerate(found) if act[0] == corrected]
        corrects = draw(st.sampled_from(places)) if places else None
        until = draw(st.none() | days) if kind == HOLD else None
        found.append((kind, draw(days), until, corrects))
    return found


def ledger_of(
    pupils: dict[str, list[tuple[str, date, date | None, int | None]]], order: Sequence[str]
) -> tuple[Event, ...]:
    """The acts of all pupils, entered in an order given by whose turn it is."""
    numbers: dict[str, list[int]] = {pupil: [] for pupil in pupils}
    new = []
    for number, pupil in enumerate(order, start=1):
        kind, on, until, place = pupils[pupil][len(numbers[pupil])]
        corrects = None if place is None else numbers[pupil][place]
        numbers[pupil].append(number)
        detail: dict[str, Any] = {"until": until.isoformat() if until else None}
        if kind == LETTER_ISSUED:
            detail = {"stage": 1}
        new.append(NewEvent(kind, on, pupil, detail, corrects=corrects))
    return entered(*new)


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[Event, ...]:
    pupils = {pupil: draw(acts()) for pupil in ("ava", "ben", "cat")}
    turns = [pupil for pupil, own in pupils.items() for _ in own]
    return ledger_of(pupils, draw(st.permutations(turns)))


@given(ledgers(), days)
def test_what_takes_effect_after_a_day_never_matters(events: tuple[Event, ...], day: date) -> None:
    until_then = [event for event in events if event.on <= day]
    assert letters_on(events, day) == letters_on(until_then, day)
    assert active_holds(events, day) == active_holds(until_then, day)
    assert holds_on(events, day) == holds_on(until_then, day)


@given(st.fixed_dictionaries({"ava": acts(), "ben": acts()}), days, st.data())
def test_the_order_of_unrelated_pupils_never_matters(
    pupils: dict[str, list[tuple[str, date, date | None, int | None]]],
    day: date,
    data: st.DataObject,
) -> None:
    turns = [pupil for pupil, own in pupils.items() for _ in own]
    events = ledger_of(pupils, data.draw(st.permutations(turns)))

    def told(events: Sequence[Event], pupil: str) -> object:
        letters = [replace(x, number=0) for x in letters_on(events, day) if x.pupil_id == pupil]
        holds = [replace(x, number=0) for x in active_holds(events, day).get(pupil, ())]
        return letters, holds

    for pupil, own in pupils.items():
        alone = ledger_of({pupil: own}, [pupil] * len(own))
        assert told(events, pupil) == told(alone, pupil)


@given(ledgers(), days)
def test_nothing_is_told_of_a_pupil_that_the_entries_do_not_say(
    events: tuple[Event, ...], day: date
) -> None:
    by_number = {event.number: event for event in events}
    for sent in letters_on(events, day):
        assert by_number[sent.number].kind == LETTER_ISSUED
        assert sent.issued_on <= day
    for pupil, found in holds_on(events, day).items():
        assert by_number[found.number].pupil_id == pupil
        assert found.since <= day
        assert found.until is None or day <= found.until

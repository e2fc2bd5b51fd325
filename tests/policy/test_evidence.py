"""Evidence after Stage 2 and notes of minor illness: both sides of each boundary."""

from __future__ import annotations

from datetime import date

import pytest

from lj_attendance.data import read_rows, read_settings
from lj_attendance.policy.evidence import (
    NEEDED,
    SEEN,
    Seen,
    is_minor,
    needing_evidence,
    spells,
)
from lj_attendance.policy.settings import shipped_settings
from lj_attendance.policy.stages.facts import Absence

SETTINGS = shipped_settings(read_settings("statutory"), read_settings("laurence_jackson"))
MINOR = SETTINGS.texts("minor_illness_words", date(2026, 11, 20))
FILLERS = [row["words"] for row in read_rows("note_fillers")]
CODES = SETTINGS.texts("evidence_codes", date(2026, 11, 20))


def nov(day: int) -> date:
    return date(2026, 11, day)


def ill(*days: int, code: str = "I", session: str = "AM") -> list[Absence]:
    return [Absence(nov(day), session, code, is_authorised=True) for day in days]


def test_the_day_of_receipt_needs_none_and_the_day_after_does() -> None:
    assert needing_evidence(ill(9, 10), nov(10), CODES) == ()
    assert needing_evidence(ill(10, 11), nov(10), CODES) == tuple(ill(11))


def test_before_any_stage_2_letter_nothing_is_asked() -> None:
    assert needing_evidence(ill(10, 11), None, CODES) == ()


def test_illness_and_appointments_need_it_and_other_codes_do_not() -> None:
    sessions = [*ill(11), *ill(12, code="M"), *ill(13, code="O"), *ill(16, code="C")]
    assert [each.code for each in needing_evidence(sessions, nov(10), CODES)] == ["I", "M"]


DAYS = [nov(day) for day in (9, 10, 11, 12, 13, 16, 17, 18)]


def test_school_days_that_follow_one_another_are_one_spell_over_a_weekend() -> None:
    (spell,) = spells(ill(12, 13, 16), (), DAYS)
    assert (spell.first, spell.last, spell.status) == (nov(12), nov(16), NEEDED)
    assert len(spells(ill(11, 13), (), DAYS)) == 2


@pytest.mark.parametrize(
    ("first", "last", "states"),
    [
        (11, 12, [SEEN]),
        (11, 11, [SEEN, NEEDED]),
        (12, 12, [NEEDED, SEEN]),
        (9, 10, [NEEDED]),
        (13, 13, [NEEDED]),
    ],
)
def test_evidence_speaks_for_its_days_both_ends_inclusive(
    first: int, last: int, states: list[str]
) -> None:
    found = spells(ill(11, 12), [Seen(3, nov(first), nov(last))], DAYS)
    assert [spell.status for spell in found] == states


@pytest.mark.parametrize(
    "note",
    [
        "unwell",
        "Unwell.",
        "Mum rang 08:12 - Ava is unwell today",
        "has a cold",
        "Cold & cough",
        "sore throat / runny nose",
        "not feeling well, dad called",
        "minor cough",
    ],
)
def test_a_note_of_a_minor_illness_alone_is_for_review(note: str) -> None:
    assert is_minor(note, MINOR, FILLERS, ["Ava", "Adams"])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "vomiting",
        "cold and temperature of 39",
        "cold sore, hospital",
        "unwell: asthma",
        "mum rang",
        "coughing blood",
        "D&V",
        "unwell, doctor's appointment",
        "anxiety",
    ],
)
def test_a_note_that_says_more_or_nothing_is_not(note: str) -> None:
    assert not is_minor(note, MINOR, FILLERS, ["Ava", "Adams"])

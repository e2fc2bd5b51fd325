"""What a record lacks: complete, and each single thing missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lj_attendance.policy.completeness import (
    AmendmentFact,
    ChangeFact,
    MarkFact,
    RecordFacts,
    RowFact,
    accounts_for,
    gaps,
    missing,
)
from lj_attendance.policy.completeness_words import REMEDIES

DAY, NEXT = date(2026, 11, 3), date(2026, 11, 4)
AM, PM = (DAY, "AM"), (DAY, "PM")
MARK = MarkFact(DAY, "AM", "N", "marks.csv, row 4", age=12)
CHANGE = ChangeFact(DAY, "AM", "N", "I", "a.csv, row 4, then b.csv, row 9")
AMENDMENT = AmendmentFact("entry 7", DAY, "AM", "N", "I")
WHOLE = RecordFacts(
    has_ledger=True,
    ledger_faults=(),
    unexplained=(),
    unmarked=(),
    without_evidence=(),
    expected=(AM, PM),
    marks={AM: "I", PM: "\\"},
    errors=(),
    changes=(CHANGE,),
    amendments=(AMENDMENT,),
    letters_without_hash=(),
    notices_without_parent=(),
    contacts=1,
    support=1,
    has_parent=True,
    details={"UPN": "A1", "date of birth": "2013-05-14", "address": "1 High Street"},
)


def test_a_record_that_lacks_nothing_is_complete() -> None:
    assert missing(WHOLE) == ()


@pytest.mark.parametrize(
    ("changed", "kind", "words"),
    [
        ({"ledger_faults": ("Entry 2 is missing.",)}, "ledger_fault", "Entry 2 is missing."),
        ({"has_ledger": False}, "no_ledger", "no ledger"),
        ({"errors": (RowFact("The mark £ is no code.", "a.csv, row 2"),)}, "error", "£"),
        ({"unexplained": (MARK,)}, "open_n", "Tue 3 Nov 2026 AM is still open, for 12 school days"),
        ({"unexplained": (replace(MARK, age=1),)}, "open_n", "for 1 school day."),
        ({"unexplained": (replace(MARK, age=0),)}, "open_n", "for 0 school days"),
        ({"unmarked": (replace(MARK, code=""),)}, "unmarked", "No mark was taken on Tue 3 Nov"),
        ({"expected": (AM, PM, (NEXT, "AM"))}, "gap", "Wed 4 Nov 2026 AM"),
        ({"without_evidence": (replace(MARK, code="I"),)}, "no_evidence", "I on Tue 3 Nov"),
        (
            {"amendments": (AMENDMENT, replace(AMENDMENT, session="PM", lacks=("the reason",)))},
            "amendment_lacks",
            "does not tell the reason",
        ),
        ({"amendments": ()}, "change", "from N to I"),
        ({"marks": {AM: "O", PM: "\\"}}, "amendment_not_made", "the register has O"),
        ({"letters_without_hash": ("the Stage 1 letter",)}, "no_hash", "the Stage 1 letter"),
        ({"notices_without_parent": ("the notice",)}, "notice_without_parent", "No parent"),
        ({"contacts": 0}, "no_contact", "No contact"),
        ({"support": 0}, "no_support", "No support"),
        ({"has_parent": False}, "no_parent", "No parent is known"),
        ({"details": {"UPN": None}}, "detail", "UPN is not known"),
        ({"details": {"address": ""}}, "detail", "address is not known"),
    ],
)
def test_each_thing_that_is_missing_is_told_alone(
    changed: dict[str, Any], kind: str, words: str
) -> None:
    (told,) = missing(replace(WHOLE, **changed))
    assert told.kind == kind
    assert words in told.what
    assert told.where
    assert told.remedy == REMEDIES[kind]


def test_the_ledger_comes_first() -> None:
    facts = replace(WHOLE, unexplained=(MARK,), ledger_faults=("Broken.",), contacts=0)
    assert [each.kind for each in missing(facts)] == ["ledger_fault", "open_n", "no_contact"]


def test_an_incomplete_amendment_accounts_for_nothing() -> None:
    facts = replace(WHOLE, amendments=(replace(AMENDMENT, lacks=("the reason",)),))
    assert [each.kind for each in missing(facts)] == ["amendment_lacks", "change"]


@pytest.mark.parametrize(
    ("steps", "is_accounted_for"),
    [
        ([], False),
        ([("N", "I")], True),
        ([("N", "O")], False),
        ([("I", "N")], False),
        ([("N", "O"), ("O", "I")], True),
        ([("O", "I"), ("N", "O")], True),
        ([("N", "O"), ("G", "I")], False),
    ],
)
def test_amendments_lead_from_the_mark_before_to_the_mark_after(
    steps: list[tuple[str, str]], is_accounted_for: bool
) -> None:
    made = [AmendmentFact("entry 1", DAY, "AM", one, other) for one, other in steps]
    assert accounts_for(made, CHANGE) is is_accounted_for


@pytest.mark.parametrize("other", [{"session": "PM"}, {"date": NEXT}])
def test_an_amendment_of_another_session_accounts_for_nothing(other: dict[str, Any]) -> None:
    assert not accounts_for([replace(AMENDMENT, **other)], CHANGE)


def test_sessions_without_a_row_that_follow_on_each_other_are_told_together() -> None:
    places = [(day, half) for day in (DAY, NEXT) for half in ("AM", "PM")]
    assert gaps(places, dict.fromkeys(places)) == []
    assert gaps(places, {places[1]: ""}) == [[places[0]], places[2:]]
    assert gaps(places, {}) == [places]
    (told,) = missing(replace(WHOLE, expected=tuple(places), marks={}, changes=(), amendments=()))
    assert "4 sessions, Tue 3 Nov 2026 AM to Wed 4 Nov 2026 PM" in told.what


def test_an_amendment_of_a_session_of_no_export_is_not_held_against_the_register() -> None:
    assert missing(replace(WHOLE, expected=(PM,), marks={PM: "\\"}, changes=())) == ()


def test_present_is_one_mark_however_it_is_written() -> None:
    change = replace(CHANGE, session="PM", amended="\\")
    assert accounts_for([replace(AMENDMENT, session="PM", amended="/")], change)


def test_what_an_export_lacks_another_amendment_may_tell() -> None:
    half = replace(AMENDMENT, source="changes.csv, row 2", lacks=("the role",))
    assert missing(replace(WHOLE, amendments=(half, AMENDMENT))) == ()


@pytest.mark.parametrize(("now", "kinds"), [("", ["amendment_not_made"]), ("I", [])])
def test_what_the_register_holds_is_what_the_last_amendment_says(
    now: str, kinds: list[str]
) -> None:
    facts = replace(WHOLE, marks={AM: now, PM: "\\"})
    assert [each.kind for each in missing(facts)] == kinds
    taken_out = replace(
        facts, amendments=(AMENDMENT, replace(AMENDMENT, original="I", amended="-"))
    )
    assert bool(missing(taken_out)) is (now == "I")

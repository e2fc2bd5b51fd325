"""The chain of hashes: what was changed, removed or moved behind the ledger's back shows."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lj_attendance.ledger.chain import GENESIS, Fault, canonical, hash_of, head_of, verify
from lj_attendance.ledger.events import Event
from lj_attendance.ledger.store import Ledger
from tests.ledger.entries import enter, entered, hold, letter, nov, tamper, withdrawal

FOUR = (
    letter("1001", 1, nov(2), key="one", note="Zoë"),
    hold("1002", nov(3), nov(9)),
    withdrawal("1001", 1, nov(4)),
    letter("1001", 1, nov(5), key="two"),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    enter(tmp_path / "ledger.db", *FOUR)
    return Ledger(tmp_path / "ledger.db")


def faults(ledger: Ledger, head: str | None = None) -> list[Fault]:
    """The faults of the chain alone: the file itself and its protections are sound."""
    assert ledger.unsound() == []
    return verify(ledger.events(), head)


def test_the_hash_is_of_the_line_that_the_documentation_names() -> None:
    (event,) = entered(FOUR[0])
    line = (
        '["lja ledger 1",1,"2026-11-02T09:30:15Z","letter_issued","2026-11-02","1001",'
        '{"how":"hand","note":"Zoë","received":"2026-11-02","stage":1},"",null,"one",'
        f'"{"0" * 64}"]'
    )
    assert event.hash == hashlib.sha256(line.encode("utf-8")).hexdigest()


def test_an_untouched_chain_holds(ledger: Ledger) -> None:
    events = ledger.events()
    assert faults(ledger) == []
    assert faults(ledger, head=head_of(events)) == []
    assert verify((), GENESIS) == []
    assert head_of(()) == GENESIS


def test_a_head_noted_earlier_is_found_though_the_ledger_has_grown(ledger: Ledger) -> None:
    noted = head_of(ledger.events()[:2])
    assert faults(ledger, head=noted) == []


@pytest.mark.parametrize(
    "change",
    [
        "recorded_at = '2026-11-01T00:00:00Z'", "kind = 'lift'", "happened_on = '2026-11-01'",
        "pupil_id = '1003'", "pupil_id = NULL", """detail = '{"reason":"x","until":null}'""",
        "entered_by = 'somebody else'", "corrects = 1", "key = 'three'", f"hash = '{GENESIS}'",
        f"previous_hash = '{GENESIS}'", """detail = '{"reason":"x","until":NaN}'""",
        r"""detail = '{"reason":"\ud800","until":null}'""",
    ],
)  # fmt: skip
def test_a_changed_entry_is_named(ledger: Ledger, change: str) -> None:
    tamper(ledger.path, f"UPDATE entry SET {change} WHERE number = 2")
    first = faults(ledger)[0]
    assert first == Fault(2, "Entry 2 is not as it was entered: it was changed or moved.")


def test_an_entry_changed_with_its_hash_no_longer_bears_the_next(ledger: Ledger) -> None:
    changed = replace(ledger.events()[1], by="somebody else")
    tamper(
        ledger.path,
        f"UPDATE entry SET entered_by = 'somebody else', hash = '{hash_of(changed)}'"
        " WHERE number = 2",
    )
    (fault,) = faults(ledger)
    assert fault.number == 3
    assert "does not follow on entry 2" in fault.problem


@pytest.mark.parametrize(
    ("numbers", "after", "problem"),
    [
        ("1", 2, "Entry 1 is missing."),
        ("2", 3, "Entry 2 is missing."),
        ("1, 2, 3", 4, "Entries 1 to 3 are missing."),
        ("2, 3", 4, "Entries 2 to 3 are missing."),
    ],
)
def test_a_removed_entry_is_named(ledger: Ledger, numbers: str, after: int, problem: str) -> None:
    tamper(ledger.path, f"DELETE FROM entry WHERE number IN ({numbers})")
    assert faults(ledger)[0] == Fault(after, problem)


def test_an_entry_removed_and_the_rest_numbered_anew_shows(ledger: Ledger) -> None:
    tamper(
        ledger.path,
        "DELETE FROM entry WHERE number = 2",
        "UPDATE entry SET number = number - 1 WHERE number = 3",
        "UPDATE entry SET number = number - 1 WHERE number = 4",
    )
    assert [fault.number for fault in faults(ledger)] == [2, 3]


def test_entries_in_another_order_show(ledger: Ledger) -> None:
    tamper(
        ledger.path,
        "UPDATE entry SET number = 99 WHERE number = 2",
        "UPDATE entry SET number = 2 WHERE number = 3",
        "UPDATE entry SET number = 3 WHERE number = 99",
    )
    assert faults(ledger)[0].number == 2


def test_events_given_out_of_order_are_told() -> None:
    events = entered(*FOUR)
    assert "out of order" in verify([events[0], events[1], events[0]])[0].problem


def test_an_entry_put_in_between_shows(ledger: Ledger) -> None:
    tamper(
        ledger.path,
        "UPDATE entry SET number = 5 WHERE number = 4",
        "UPDATE entry SET number = 4 WHERE number = 3",
        "INSERT INTO entry SELECT 3, recorded_at, kind, happened_on, '1009', detail,"
        " entered_by, NULL, NULL, hash, 'made up' FROM entry WHERE number = 2",
    )
    assert faults(ledger)[0].number == 3


def test_a_cut_end_shows_by_a_head_noted_before_and_by_that_alone(ledger: Ledger) -> None:
    noted = head_of(ledger.events())
    tamper(ledger.path, "DELETE FROM entry WHERE number = 4")
    assert faults(ledger) == []
    (fault,) = faults(ledger, head=noted)
    assert fault.number == 3
    assert noted in fault.problem


def test_a_ledger_written_anew_shows_by_a_head_noted_before(ledger: Ledger) -> None:
    noted = head_of(ledger.events())
    ledger.path.unlink()
    enter(ledger.path, FOUR[1], *FOUR[:1])
    assert faults(ledger) == []
    assert len(faults(ledger, head=noted)) == 1


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)


@given(
    event=st.builds(
        Event,
        number=st.integers(1, 99),
        recorded_at=texts,
        kind=texts,
        on=st.dates(),
        pupil_id=st.none() | texts,
        detail=st.dictionaries(texts, st.none() | texts | st.integers(), max_size=3),
        by=texts,
        corrects=st.none() | st.integers(1, 99),
        key=st.none() | texts,
        previous_hash=texts,
        hash=st.just(""),
    ),
    other=st.data(),
)
def test_two_entries_that_differ_in_a_field_have_different_hashes(
    event: Event, other: st.DataObject
) -> None:
    first, second = other.draw(
        st.sampled_from(
            [("kind", "recorded_at"), ("by", "kind"), ("pupil_id", "key"), ("by", "previous_hash")]
        )
    )
    a, b = getattr(event, first), getattr(event, second)
    for values in ({first: b, second: a}, {first: f"{a}{b}", second: ""}):
        changes: dict[str, Any] = values
        one = replace(event, **changes)
        assert (hash_of(one) == hash_of(event)) == (one == event)


@given(st.dictionaries(texts, texts | st.integers() | st.floats(allow_nan=False, width=32)))
def test_the_order_of_keys_never_matters(detail: dict[str, object]) -> None:
    turned = dict(reversed(detail.items()))
    if any(value in (float("inf"), float("-inf")) for value in detail.values()):
        with pytest.raises(ValueError, match="JSON"):
            canonical(detail)
    else:
        assert canonical(detail) == canonical(turned)
        assert json.loads(canonical(detail)) == detail

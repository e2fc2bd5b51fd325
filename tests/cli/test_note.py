"""`lja note` and `lja notes`: entered, listed, followed up, taken back."""

from __future__ import annotations

import getpass
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from lj_attendance.cli import options
from lj_attendance.ledger.store import Ledger
from tests import layouts
from tests.cli.test_ledger_commands import lja
from tests.ledger.entries import nov
from tests.registers import register

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PUPILS = [("1001", "Adams, Ava"), ("1002", "Adamson, Ben")]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with two pupils, on Monday 23 November 2026, for a user named officer."""
    (tmp_path / "lja.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(options, "now", lambda: NOW)
    monkeypatch.setattr(options, "today", lambda: nov(23))
    monkeypatch.setattr(getpass, "getuser", lambda: "officer")
    exports = tmp_path / "exports"
    exports.mkdir()
    marks = register({pupil: r"/\ /\ /\ /\ /\ " for pupil, _ in PUPILS}, date(2026, 11, 16))
    layouts.write(marks, "long", exports / "marks.csv")
    rows = [f'{who},{layouts.upn_of(who)},"{name}",Year 8,8 CRO\n' for who, name in PUPILS]
    heading = "Arbor Student ID,UPN,Name,Year Group,Registration Form\n"
    (exports / "roll.csv").write_text(heading + "".join(rows), encoding="utf-8")
    return tmp_path


def listed(*arguments: object) -> list[dict[str, Any]]:
    outcome = lja("notes", *arguments, "--format", "json")
    assert outcome.exit_code == 0, outcome.err
    rows: list[dict[str, Any]] = json.loads(outcome.out)
    return rows


def test_a_call_is_entered_with_all_that_was_told(workspace: Path) -> None:
    outcome = lja(
        "note", "adams ava", "call", "--outcome", "no-answer", "--with", "Mrs Z Adams",
        "--text", "rang out", "--follow-up", "2026-11-24", "--about", "2026-11-20",
    )  # fmt: skip
    assert outcome.exit_code == 0, outcome.err
    assert outcome.out == (
        "Entered: Adams, Ava (8 CRO), call with Mrs Z Adams on 23 Nov 2026, no answer; "
        "to be followed up on 24 Nov 2026 (entry 1)\n"
    )
    assert listed() == [
        {
            "entry": 1, "pupil_id": "1001", "surname": "Adams", "forename": "Ava",
            "registration_group": "8 CRO", "on": "2026-11-23", "means": "call",
            "with": "Mrs Z Adams", "outcome": "no_answer", "text": "rang out",
            "follow_up": "2026-11-24", "is_due": False, "about": "2026-11-20", "by": "officer",
        }
    ]  # fmt: skip


def test_a_follow_up_is_due_from_its_day_until_somebody_is_reached(workspace: Path) -> None:
    lja("note", "1001", "call", "--outcome", "no-answer", "--follow-up", "2026-11-22",
        "--on", "2026-11-20")  # fmt: skip
    assert [row["entry"] for row in listed("--due")] == [1]
    assert listed("--due", "--as-of", "2026-11-21") == []
    lja("note", "1001", "call", "--outcome", "no-answer", "--on", "2026-11-22")
    assert [row["entry"] for row in listed("--due")] == [1]  # nobody was reached
    lja("note", "1001", "visit", "--outcome", "reached")
    assert listed("--due") == []


def test_notes_are_listed_by_pupil_and_day(workspace: Path) -> None:
    lja("note", "1001", "meeting", "--outcome", "agreed", "--on", "2026-11-18")
    lja("note", "1002", "message", "--outcome", "other", "--on", "2026-11-17")
    assert [row["entry"] for row in listed()] == [2, 1]
    assert [row["entry"] for row in listed("1001")] == [1]
    assert [row["entry"] for row in listed("--since", "2026-11-18")] == [1]
    assert [row["entry"] for row in listed("--as-of", "2026-11-17")] == [2]


def test_one_taken_back_counts_no_more_and_stays_on_the_record(workspace: Path) -> None:
    lja("note", "1001", "call", "--outcome", "reached", "--on", "2026-11-18")
    outcome = lja("notes", "withdraw", "1", "--reason", "the wrong pupil", "--on", "2026-11-20")
    assert outcome.out == "Taken back on 20 Nov 2026: pupil 1001, call of 18 Nov 2026 (entry 1)\n"
    assert listed() == []
    assert [row["entry"] for row in listed("--as-of", "2026-11-19")] == [1]
    assert len(Ledger(workspace / "ledger.db").events()) == 2
    assert lja("notes", "withdraw", "1", "--reason", "again").exit_code == 3


def test_a_pupil_who_has_gone_from_the_roll_is_still_found(workspace: Path) -> None:
    lja("note", "1002", "call", "--outcome", "reached")
    roll = workspace / "exports" / "roll.csv"
    roll.write_text(roll.read_text().replace("1002", "1003"), encoding="utf-8")
    marks = workspace / "exports" / "marks.csv"
    marks.write_text(marks.read_text().replace("1002", "1003"), encoding="utf-8")
    assert [row["pupil_id"] for row in listed("1002")] == ["1002"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("note", "1001", "call"),  # without an outcome
        ("note", "1001", "letter", "--outcome", "reached"),
        ("note", "1001", "call", "--outcome", "no_idea"),
        ("note", "nobody", "call", "--outcome", "reached"),
        ("note", "adams", "call", "--outcome", "reached"),  # two pupils
        ("note", "1001", "call", "--outcome", "reached", "--on", "2026-11-24"),
        ("note", "1001", "call", "--outcome", "reached", "--follow-up", "2026-11-22"),
        ("notes", "withdraw", "1"),
        ("notes", "withdraw", "one", "--reason", "x"),
    ],
)
def test_wrong_usage_ends_with_2_and_enters_nothing(
    workspace: Path, arguments: Sequence[str]
) -> None:
    outcome = lja(*arguments)
    assert (outcome.exit_code, outcome.out) == (2, "")
    assert not (workspace / "ledger.db").exists()


def test_a_number_that_is_no_contact_is_told(workspace: Path) -> None:
    outcome = lja("notes", "withdraw", "7", "--reason", "x")
    assert outcome.exit_code == 3
    assert "See what can be taken back, with the entries' numbers, with: lja notes" in outcome.err


@pytest.mark.parametrize("command", [("note",), ("notes",), ("notes", "withdraw")])
def test_help_has_an_example_and_can_be_quiet(command: Sequence[str]) -> None:
    text = " ".join(lja(*command, "--help").out.split())
    assert f"Example: lja {' '.join(command)}" in text
    assert "--quiet" in text
    assert "--verbose" in text

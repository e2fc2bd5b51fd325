"""`lja evidence`: what is needed after Stage 2, what was seen, and notes to review."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from lj_attendance.cli import options
from lj_attendance.ledger.events import LETTER_ISSUED, NewEvent
from tests.cli.test_ledger_commands import lja
from tests.ledger.entries import enter, letter, nov, withdrawal

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MARKS = """Arbor Student ID,Date,AM/PM,Mark,Note
1001,2026-11-10,AM,I,vomiting
1001,2026-11-11,AM,I,unwell
1001,2026-11-11,PM,M,dentist
1001,2026-11-12,AM,O,
1001,2026-11-13,AM,I,Mum rang: cold
1002,2026-11-11,AM,I,asthma
1002,2026-11-13,AM,/,
"""
ROLL = """Arbor Student ID,Name,Year Group,Registration Form
1001,"Adams, Ava",Year 8,8 CRO
1002,"Brown, Ben",Year 8,8 CRO
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two pupils in the week of 9 November; Ava's Stage 2 letter was received on the 10th."""
    (tmp_path / "lja.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(options, "now", lambda: NOW)
    monkeypatch.setattr(options, "today", lambda: nov(23))
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "marks.csv").write_text(MARKS, encoding="utf-8")
    (exports / "roll.csv").write_text(ROLL, encoding="utf-8")
    sent = letter("1001", 1, date(2026, 10, 5)), letter("1001", 2, nov(8), received="2026-11-10")
    enter(tmp_path / "ledger.db", *sent)
    return tmp_path


def asked(*arguments: object) -> dict[str, Any]:
    outcome = lja("evidence", *arguments, "--format", "json")
    assert outcome.exit_code == 0, outcome.err
    answer: dict[str, Any] = json.loads(outcome.out)
    return answer


def spells(*arguments: object) -> list[tuple[str, str, str]]:
    rows = asked(*arguments)["spells"]
    return [(row["first_day"], row["last_day"], row["status"]) for row in rows]


def test_what_is_dated_after_receipt_is_asked_for_and_the_day_itself_is_not(
    workspace: Path,
) -> None:
    assert spells() == [
        ("2026-11-11", "2026-11-11", "needed"),
        ("2026-11-13", "2026-11-13", "needed"),
    ]
    (first, _) = asked()["spells"]
    assert first["sessions"] == [["2026-11-11", "AM", "I"], ["2026-11-11", "PM", "M"]]
    assert (first["received"], first["clause"]) == ("2026-11-10", "§2, §5, §18")


def test_evidence_is_entered_and_then_seen(workspace: Path) -> None:
    outcome = lja("evidence", "add", "adams", "--from", "2026-11-11", "--to", "2026-11-12",
                  "--what", "GP letter", "--on", "2026-11-13")  # fmt: skip
    assert outcome.out == (
        "Entered: Adams, Ava (8 CRO), GP letter for 11 Nov 2026 to 12 Nov 2026, "
        "seen 13 Nov 2026 (entry 3)\n"
    )
    assert spells()[0][2] == "seen"
    assert spells("--as-of", "2026-11-12")[0][2] == "needed"  # seen a day later
    gone = lja("evidence", "withdraw", "3", "--reason", "another pupil's", "--on", "2026-11-13")
    assert gone.out == "Taken back on 13 Nov 2026: pupil 1001, GP letter (entry 3)\n"
    assert spells()[0][2] == "needed"


def test_a_withdrawn_letter_asks_for_nothing(workspace: Path) -> None:
    enter(workspace / "ledger.db", withdrawal("1001", 2, nov(12)))
    assert spells() == []
    assert len(spells("--as-of", "2026-11-11")) == 1


def test_last_years_letter_asks_for_nothing(tmp_path: Path, workspace: Path) -> None:
    (workspace / "ledger.db").unlink()
    enter(workspace / "ledger.db", letter("1001", 2, date(2026, 7, 10)))
    assert spells() == []


def test_a_note_of_minor_illness_is_for_review_with_its_row(workspace: Path) -> None:
    review = asked()["review"]
    told = [(row["pupil_id"], row["first_day"], row["note"], row["source_row"]) for row in review]
    assert told == [
        ("1001", "2026-11-13", "Mum rang: cold", 6),
        ("1001", "2026-11-11", "unwell", 3),
    ]


def test_without_notes_it_says_so(workspace: Path) -> None:
    plain = "\n".join(line.rsplit(",", 1)[0] for line in MARKS.splitlines())
    (workspace / "exports" / "marks.csv").write_text(plain + "\n", encoding="utf-8")
    assert asked()["has_notes"] is False
    assert "No file at hand holds notes" in lja("evidence").out


def test_the_screen_names_clause_spell_and_state(workspace: Path) -> None:
    shown = lja("evidence").out
    assert "After a Stage 2 letter, without evidence: 2" in shown
    assert "11 Nov 2026: 2 sessions (I M), needed" in shown
    assert "§2, §5, §18" in shown
    assert all(len(line.rstrip()) <= 80 for line in shown.splitlines())


def test_without_a_workspace_notes_are_still_reviewed(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    outcome = lja("evidence", workspace / "exports", "--format", "csv")
    assert outcome.exit_code == 0
    assert "minor_illness,1001" in outcome.out
    assert "no letter counts as sent" in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "1001", "--from", "2026-11-12", "--to", "2026-11-11", "--what", "x"),
        ("add", "1001", "--from", "2025-11-12", "--to", "2026-11-13", "--what", "x"),
        ("add", "1001", "--from", "2026-11-12", "--to", "2026-11-13", "--what", " "),
        ("add", "1001", "--from", "2026-11-12", "--to", "2026-11-13"),
        ("add", "1001", "--from", "2026-11-12", "--to", "2026-11-13", "--what", "x", "--on",
         "2026-11-24"),
        ("add", "nobody", "--from", "2026-11-12", "--to", "2026-11-13", "--what", "x"),
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_2(workspace: Path, arguments: Sequence[str]) -> None:
    outcome = lja("evidence", *arguments)
    assert (outcome.exit_code, outcome.out) == (2, "")


def test_the_list_has_what_was_seen(workspace: Path) -> None:
    lja("evidence", "add", "1002", "--from", "2026-11-11", "--to", "2026-11-11", "--what", "=card")
    outcome = lja("evidence", "list", "--format", "csv")
    assert outcome.out.splitlines()[1] == (
        "3,1002,Brown,Ben,8 CRO,2026-11-23,2026-11-11,2026-11-11,'=card,," + _by(outcome.out)
    )
    assert "=card" in lja("evidence", "list", "brown").out
    assert lja("evidence", "list", "adams").out == "No evidence is on the record.\n"


def _by(text: str) -> str:
    return text.splitlines()[1].rsplit(",", 1)[1]


@pytest.mark.parametrize("command", ["", "add", "withdraw", "list"])
def test_help_has_an_example(command: str) -> None:
    text = " ".join(lja("evidence", *command.split(), "--help").out.split())
    assert f"Example: lja evidence {command}".strip() in text
    assert "--quiet" in text


def test_an_imported_letter_without_a_day_of_receipt_counts_from_its_issue(
    workspace: Path,
) -> None:
    (workspace / "ledger.db").unlink()
    enter(workspace / "ledger.db", NewEvent(LETTER_ISSUED, nov(11), "1002", {"stage": 2}))
    assert spells() == []
    (workspace / "ledger.db").unlink()
    enter(workspace / "ledger.db", NewEvent(LETTER_ISSUED, nov(10), "1002", {"stage": 2}))
    assert len(spells()) == 1

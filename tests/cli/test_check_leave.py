"""`lja check` and `lja analyse` beside a ledger: decided leave is compared with the marks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lj_attendance.ledger import store
from lj_attendance.ledger.events import NewEvent
from tests import layouts
from tests.cli.test_commands import lja
from tests.ledger.entries import enter, hold, nov
from tests.ledger.test_leave import asked, decided
from tests.registers import register

AS_OF = "2026-11-27"
MARKS = {
    "1001": r"/\ GC CC NN /\ ",  # granted on Tuesday and Wednesday
    "1002": r"/\ CC /\ /\ /\ ",  # refused
    "1003": r"/\ /\ /\ /\ /\ ",  # undecided
}
TOLD = [
    ("error", "leave_granted_but_unauthorised"),
    ("error", "leave_refused_but_authorised"),
    ("error", "leave_refused_but_authorised"),
    ("warning", "leave_beyond_granted"),
    ("warning", "leave_undecided"),
]


def requests() -> list[NewEvent]:
    """Three requests: granted, refused, and not decided; then a hold, which is of no leave."""
    return [
        asked(nov(2), nov(24), nov(25)),
        asked(nov(2), nov(24), pupil="1002"),
        asked(nov(2), nov(27), pupil="1003"),
        decided(1, nov(4), nov(24), nov(25)),
        decided(2, nov(4), pupil="1002"),
        hold("1003", nov(5)),
    ]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a week's register, and no ledger yet."""
    (tmp_path / "lja.toml").write_text("", encoding="utf-8")
    (tmp_path / "exports").mkdir()
    layouts.write(register(MARKS, nov(23)), "long", tmp_path / "exports" / "marks.csv")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(*arguments: object) -> list[dict[str, Any]]:
    """What `lja check` tells of leave."""
    outcome = lja("check", *arguments, "--as-of", AS_OF, "--format", "json")
    assert outcome.exit_code == 0, outcome.err
    return [each for each in json.loads(outcome.out) if each["check"].startswith("leave_")]


def analysed(*arguments: object) -> list[dict[str, Any]]:
    """What the findings of `lja analyse` tell of leave."""
    outcome = lja("analyse", *arguments, "--as-of", AS_OF, "--format", "json")
    assert outcome.exit_code == 0, outcome.err
    every = json.loads(outcome.out)["findings"]
    return [each for each in every if each["check"].startswith("leave_")]


def checks(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(each["severity"], each["check"]) for each in found]


def test_check_compares_the_ledger_s_leave_with_the_marks(workspace: Path) -> None:
    enter(workspace / "ledger.db", *requests())
    found = told()
    assert checks(found) == TOLD
    rows = (workspace / "exports" / "marks.csv").read_text(encoding="utf-8").splitlines()
    first = found[0]
    assert Path(first["source_file"]).name == "marks.csv"
    assert "1001" in rows[first["source_row"] - 1]
    assert first["message"].startswith("'G' for Tue 24 Nov 2026 AM")
    assert "request 1" in first["message"]
    assert found[-1]["source_row"] is None
    assert "Request 3" in found[-1]["message"]


def test_analyse_has_the_same_findings(workspace: Path) -> None:
    enter(workspace / "ledger.db", *requests())
    assert analysed() == told()
    lja("analyse", "--as-of", AS_OF, "--out", "picture", "--quiet")
    text = (workspace / "picture" / "findings.csv").read_text(encoding="utf-8")
    assert "leave_granted_but_unauthorised" in text


def test_no_message_names_a_pupil(workspace: Path) -> None:
    enter(workspace / "ledger.db", *requests())
    assert [each for each in told() if any(who in each["message"] for who in MARKS)] == []


def test_the_table_names_the_checks_in_words(workspace: Path) -> None:
    enter(workspace / "ledger.db", *requests())
    shown = lja("check", "--as-of", AS_OF).out
    assert "leave granted but unauthorised" in shown
    assert "the ledger: Request 3" in shown


@pytest.mark.parametrize("command", ["check", "analyse"])
def test_strict_ends_with_4_for_an_error_of_leave(workspace: Path, command: str) -> None:
    assert lja(command, "--as-of", AS_OF, "--strict").exit_code == 0
    enter(workspace / "ledger.db", *requests())
    assert lja(command, "--as-of", AS_OF, "--strict").exit_code == 4


def test_only_what_is_entered_by_the_as_of_date_is_known(workspace: Path) -> None:
    asked_early = asked(nov(2), nov(24), nov(25))
    enter(workspace / "ledger.db", asked_early, decided(1, nov(28), nov(24), nov(25)))
    assert checks(told()) == [("warning", "leave_undecided")]


def test_a_decision_corrected_changes_what_is_told(workspace: Path) -> None:
    enter(workspace / "ledger.db", *requests())
    enter(workspace / "ledger.db", decided(2, nov(9), nov(24), corrects=5, pupil="1002"))
    assert checks(told()) == [TOLD[0], *TOLD[3:]]


def test_paths_are_compared_with_the_workspace_at_hand_or_named(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(workspace / "ledger.db", *requests())
    marks = workspace / "exports" / "marks.csv"
    assert checks(told(marks)) == TOLD
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert told(marks) == analysed(marks) == []
    assert checks(told(marks, "--workspace", workspace)) == TOLD
    assert checks(analysed(marks, "--workspace", workspace)) == TOLD


def test_without_a_ledger_none_is_read_or_made(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "Ledger", None)
    assert told() == analysed() == []
    assert not (workspace / "ledger.db").exists()


def test_a_ledger_without_requests_changes_nothing(workspace: Path) -> None:
    before = lja("check", "--as-of", AS_OF, "--format", "json").out
    enter(workspace / "ledger.db", hold("1001", nov(5)))
    assert lja("check", "--as-of", AS_OF, "--format", "json").out == before


@pytest.mark.parametrize("command", ["check", "analyse"])
def test_a_ledger_that_cannot_be_read_is_told(workspace: Path, command: str) -> None:
    (workspace / "ledger.db").write_bytes(b"no ledger" * 1000)
    outcome = lja(command, "--as-of", AS_OF)
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "ledger.db" in outcome.err

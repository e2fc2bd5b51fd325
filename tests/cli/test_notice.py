"""`lja notice add`, `withdraw` and `list`: answers, streams, entries, exit codes."""

from __future__ import annotations

import csv
import getpass
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from lj_attendance.cli import options
from lj_attendance.ledger.leave import notices_on
from lj_attendance.ledger.store import Ledger
from tests import layouts
from tests.cli.test_ledger_commands import lja
from tests.ledger.entries import enter, hold, nov
from tests.registers import register

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PUPILS = [("1001", "Adams, Ava"), ("1002", "Adamson, Ben")]
COLUMNS = [
    "entry", "pupil_id", "surname", "forename", "registration_group", "kind", "issued_on",
    "parent", "reference", "note", "by", "withdrawn_on", "withdrawn_because",
]  # fmt: skip


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace without exports, on 23 November 2026, for a user named officer."""
    (tmp_path / "lja.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(options, "now", lambda: NOW)
    monkeypatch.setattr(options, "today", lambda: nov(23))
    monkeypatch.setattr(getpass, "getuser", lambda: "officer")
    return tmp_path


@pytest.fixture
def workspace(empty: Path) -> Path:
    """The same with a roll and a register of two pupils."""
    exports = empty / "exports"
    exports.mkdir()
    marks = register({pupil: r"/\ /\ /\ /\ /\ " for pupil, _ in PUPILS}, date(2026, 11, 16))
    layouts.write(marks, "long", exports / "marks.csv")
    rows = [f'{who},{layouts.upn_of(who)},"{name}",Year 8,8 CRO\n' for who, name in PUPILS]
    heading = "Arbor Student ID,UPN,Name,Year Group,Registration Form\n"
    (exports / "roll.csv").write_text(heading + "".join(rows), encoding="utf-8")
    return empty


def ledger(workspace: Path) -> Ledger:
    return Ledger(workspace / "ledger.db")


def listed(*arguments: object) -> list[dict[str, Any]]:
    outcome = lja("notice", "list", "--format", "json", *arguments)
    assert outcome.exit_code == 0, outcome.err
    rows: list[dict[str, Any]] = json.loads(outcome.out)
    return rows


# ---- every one of them


@pytest.mark.parametrize("command", ["add", "withdraw", "list"])
def test_help_has_an_example_and_can_be_quiet(command: str) -> None:
    text = " ".join(lja("notice", command, "--help").out.split())
    assert f"Example: lja notice {command}" in text
    assert "--quiet" in text
    assert "--verbose" in text
    assert "<bool>" not in text


def test_the_help_of_the_group_lists_them() -> None:
    text = lja("notice", "--help").out
    assert [command for command in ("add", "withdraw", "list") if command not in text] == []


@pytest.mark.parametrize(
    "arguments",
    [("add", "1001", "penalty-notice"), ("withdraw", "1", "--reason", "x"), ("list",)],
)
def test_without_a_workspace_it_is_told_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: Sequence[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = lja("notice", *arguments)
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "Make one with: lja init" in outcome.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("add",),
        ("add", "1001"),
        ("add", "1001", "warning"),
        ("add", "1001", "holiday_warning"),
        ("add", "nobody", "penalty-notice"),
        ("add", "adams", "penalty-notice"),  # two pupils
        ("add", "1001", "penalty-notice", "--on", "2026-11-24"),  # a day to come
        ("add", "1001", "penalty-notice", "--on", "23/11/2026"),
        ("withdraw",),
        ("withdraw", "1"),
        ("withdraw", "one", "--reason", "x"),
        ("withdraw", "1", "--reason", " "),
        ("withdraw", "1", "--reason", "x", "--on", "2026-11-24"),
        ("list", "nobody"),
        ("list", "--as-of", "now"),
    ],
)
def test_wrong_usage_ends_with_2_and_enters_nothing(
    workspace: Path, arguments: Sequence[str]
) -> None:
    outcome = lja("notice", *arguments)
    assert (outcome.exit_code, outcome.out) == (2, "")
    assert outcome.err.strip()
    assert not (workspace / "ledger.db").exists()


# ---- add


def test_a_notice_of_long_ago_is_entered(workspace: Path) -> None:
    outcome = lja(
        "notice", "add", "adams ava", "penalty-notice", "--on", "2024-03-01",
        "--parent", " Mrs Zoë Adams ", "--reference", "RC/0042", "--note", "half term in Spain",
    )  # fmt: skip
    told = "Entered: Adams, Ava (8 CRO), penalty notice of 1 Mar 2024 to Mrs Zoë Adams (entry 1)\n"
    assert outcome == (0, told, "")
    (event,) = ledger(workspace).events()
    assert (event.kind, event.on, event.pupil_id, event.by) == (
        "penalty_notice", date(2024, 3, 1), "1001", "officer",
    )  # fmt: skip
    assert event.detail == {
        "parent": "Mrs Zoë Adams", "reference": "RC/0042", "note": "half term in Spain",
    }  # fmt: skip
    assert [each.number for each in notices_on((event,), nov(23))] == [1]


def test_a_warning_is_entered_today_by_whoever_is_named(workspace: Path) -> None:
    outcome = lja("notice", "add", "1002", "holiday-warning", "--by", "the head")
    told = "Entered: Adamson, Ben (8 CRO), holiday warning of 23 Nov 2026 (entry 1)\n"
    assert (outcome.exit_code, outcome.out) == (0, told)
    assert outcome.err == "No parent is named, so it cannot be counted by parent.\n"
    (event,) = ledger(workspace).events()
    assert (event.kind, event.on, event.by) == ("holiday_warning", nov(23), "the head")
    assert event.detail == {"parent": None, "reference": None, "note": None}


def test_quiet_says_nothing_of_a_parent_not_named(empty: Path) -> None:
    outcome = lja("notice", "add", "1001", "holiday-warning", "--parent", " ", "--quiet")
    assert (outcome.exit_code, outcome.err) == (0, "")
    assert ledger(empty).events()[0].detail["parent"] is None


PARENT = ("--parent", "Mrs Z Adams")


def test_the_same_notice_counts_once(workspace: Path) -> None:
    same = ("notice", "add", "1001", "penalty-notice", "--on", "2026-11-02")
    assert lja(*same, *PARENT).exit_code == 0
    outcome = lja(*same, "--parent", "mrs z  ADAMS", "--reference", "other")
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "counts once" in outcome.err
    assert "entry 1" in outcome.err
    assert len(ledger(workspace).events()) == 1


@pytest.mark.parametrize(
    "other",
    [
        ("1002", "penalty-notice", "--on", "2026-11-02", *PARENT),
        ("1001", "holiday-warning", "--on", "2026-11-02", *PARENT),
        ("1001", "penalty-notice", "--on", "2026-11-03", *PARENT),
        ("1001", "penalty-notice", "--on", "2026-11-02", "--parent", "Mr Y Adams"),
        ("1001", "penalty-notice", "--on", "2026-11-02"),
    ],
)
def test_a_notice_that_differs_is_another_one(workspace: Path, other: Sequence[str]) -> None:
    lja("notice", "add", "1001", "penalty-notice", "--on", "2026-11-02", *PARENT)
    assert lja("notice", "add", *other).exit_code == 0
    assert len(ledger(workspace).events()) == 2


# ---- withdraw


def test_a_notice_is_withdrawn_and_may_be_entered_again(workspace: Path) -> None:
    same = ("notice", "add", "1001", "penalty-notice", "--on", "2026-11-02", *PARENT)
    lja(*same)
    outcome = lja("notice", "withdraw", "1", "--reason", " cancelled ", "--on", "2026-11-20")
    told = (
        "Withdrawn on 20 Nov 2026: pupil 1001, penalty notice of 2 Nov 2026 to Mrs Z Adams "
        "(entry 1)\n"
    )
    assert outcome == (0, told, "")
    event = ledger(workspace).events()[1]
    assert (event.kind, event.on, event.pupil_id, event.corrects, event.detail, event.by) == (
        "notice_withdrawn", nov(20), "1001", 1, {"reason": "cancelled"}, "officer",
    )  # fmt: skip
    assert lja(*same).exit_code == 0
    assert lja(*same).exit_code == 3
    assert [row["entry"] for row in listed()] == [3]


def test_a_notice_may_be_withdrawn_on_its_own_day_and_not_before(workspace: Path) -> None:
    lja("notice", "add", "1001", "holiday-warning", "--on", "2026-11-02", *PARENT)
    early = lja("notice", "withdraw", "1", "--reason", "x", "--on", "2026-11-01")
    assert (early.exit_code, early.out) == (2, "")
    assert "before it was issued, on 2026-11-02" in early.err
    assert lja("notice", "withdraw", "1", "--reason", "x", "--on", "2026-11-02").exit_code == 0
    assert listed("--as-of", "2026-11-02") == []


def test_what_is_no_notice_or_withdrawn_already_cannot_be_withdrawn(workspace: Path) -> None:
    enter(workspace / "ledger.db", hold("1001", nov(2)))
    lja("notice", "add", "1001", "holiday-warning", *PARENT)
    assert lja("notice", "withdraw", "2", "--reason", "x").exit_code == 0
    for number, words in (
        ("1", "no holiday warning"), ("2", "(entry 3)"), ("3", "no penalty notice"),
        ("4", "Entry 4"), ("0", "Entry 0"),
    ):  # fmt: skip
        outcome = lja("notice", "withdraw", number, "--reason", "x")
        assert (outcome.exit_code, outcome.out) == (3, "")
        assert words in outcome.err
    assert len(ledger(workspace).events()) == 3


def test_withdrawing_makes_no_ledger(workspace: Path) -> None:
    assert lja("notice", "withdraw", "1", "--reason", "x").exit_code == 3
    assert not (workspace / "ledger.db").exists()


# ---- list


@pytest.fixture
def three(workspace: Path) -> Path:
    """A penalty notice, then a warning issued before it, then a notice that is withdrawn."""
    ava = ("notice", "add", "1001")
    lja(*ava, "penalty-notice", "--on", "2026-11-09", *PARENT, "--reference", "=1+1")
    lja(*ava, "holiday-warning", "--on", "2026-11-02", "--note", "by post")
    lja("notice", "add", "1002", "penalty-notice", "--on", "2026-11-10", "--parent", "Mr B")
    lja("notice", "withdraw", "3", "--reason", "wrong child", "--on", "2026-11-12")
    return workspace


def test_those_in_force_come_in_the_order_of_issue(three: Path) -> None:
    assert listed() == [
        {
            "entry": 2, "pupil_id": "1001", "surname": "Adams", "forename": "Ava",
            "registration_group": "8 CRO", "kind": "holiday_warning", "issued_on": "2026-11-02",
            "parent": None, "reference": None, "note": "by post", "by": "officer",
            "withdrawn_on": None, "withdrawn_because": None,
        },
        {
            "entry": 1, "pupil_id": "1001", "surname": "Adams", "forename": "Ava",
            "registration_group": "8 CRO", "kind": "penalty_notice", "issued_on": "2026-11-09",
            "parent": "Mrs Z Adams", "reference": "=1+1", "note": None, "by": "officer",
            "withdrawn_on": None, "withdrawn_because": None,
        },
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "entries", "every"),
    [
        ("2026-11-01", [], []),
        ("2026-11-02", [2], [2]),
        ("2026-11-09", [2, 1], [2, 1]),
        ("2026-11-11", [2, 1, 3], [2, 1, 3]),
        ("2026-11-12", [2, 1], [2, 1, 3]),
    ],
)
def test_what_is_listed_on_a_day(
    three: Path, day: str, entries: list[int], every: list[int]
) -> None:
    assert [row["entry"] for row in listed("--as-of", day)] == entries
    assert [row["entry"] for row in listed("--as-of", day, "--all")] == every


def test_all_tells_when_and_why_one_was_withdrawn(three: Path) -> None:
    assert [row["withdrawn_on"] for row in listed("--all", "--as-of", "2026-11-11")] == [None] * 3
    gone = listed("--all")[-1]
    assert (gone["withdrawn_on"], gone["withdrawn_because"]) == ("2026-11-12", "wrong child")
    shown = " ".join(lja("notice", "list", "--all").out.split())
    assert "Withdrawn" in shown
    assert "12 Nov" in shown
    assert "Withdrawn" not in lja("notice", "list").out


@pytest.mark.parametrize("who", ["1002", "adamson", layouts.upn_of("1002")])
def test_one_pupil_s_alone(three: Path, who: str) -> None:
    assert [row["entry"] for row in listed(who, "--all")] == [3]
    assert listed(who) == []


def test_a_pupil_the_roll_has_no_more_is_listed_by_id(three: Path) -> None:
    exports = three / "exports"
    for file in exports.iterdir():
        text = file.read_bytes().decode("utf-8")
        kept = [line for line in text.splitlines() if "1002" not in line]
        file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    (gone,) = listed("1002", "--all")
    assert (gone["pupil_id"], gone["surname"]) == ("1002", None)


def test_the_table_shows_entries_pupils_and_parents(three: Path) -> None:
    shown = " ".join(lja("notice", "list").out.split())
    assert [word for word in ("Adams, Ava", "Mrs Z", "9 Nov 2026") if word not in shown] == []
    assert lja("notice", "list").out.splitlines()[2].startswith("2 ")


def test_csv_is_safe_in_a_spreadsheet(three: Path) -> None:
    heading, *rows = csv.reader(StringIO(lja("notice", "list", "--format", "csv").out))
    assert heading == COLUMNS
    assert [row[heading.index("reference")] for row in rows] == ["", "'=1+1"]


def test_none_is_said(workspace: Path) -> None:
    assert lja("notice", "list").out == "No holiday warning and no penalty notice is in force.\n"
    assert lja("notice", "list", "--all").out == (
        "No holiday warning and no penalty notice is entered.\n"
    )
    assert listed() == []
    assert not (workspace / "ledger.db").exists()


def test_a_hostile_text_cannot_move_the_cursor(workspace: Path) -> None:
    outcome = lja("notice", "add", "1001", "penalty-notice", "--parent", "a\x1b[2Jb")
    assert "\x1b" not in outcome.out
    assert "\x1b" not in lja("notice", "list").out


def test_without_exports_an_id_is_taken(empty: Path) -> None:
    assert lja("notice", "add", "1001", "penalty-notice", *PARENT).exit_code == 0
    assert [row["pupil_id"] for row in listed("1001")] == ["1001"]
    assert lja("notice", "list", "adams").exit_code == 2

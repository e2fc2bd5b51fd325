"""`lja ledger`, `lja hold`, `lja lift` and `lja holds`: answers, streams, files, exit codes."""

from __future__ import annotations

import csv
import getpass
import hashlib
import json
import os
import stat
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from lj_attendance.cli import options
from lj_attendance.cli.app import app
from lj_attendance.errors import LjaError
from lj_attendance.ledger.store import Ledger
from tests import layouts
from tests.ledger.entries import enter, hold, letter, nov, tamper
from tests.registers import register

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PUPILS = [("1001", "Adams, Ava"), ("1002", "Adamson, Ben"), ("1003", "O'Neill, Siân")]
COMMANDS = [
    ("ledger", "verify"), ("ledger", "export"), ("ledger", "import"), ("hold",), ("lift",),
    ("holds",),
]  # fmt: skip


class Outcome(NamedTuple):
    """How a command ended, and what it wrote."""

    exit_code: int
    out: str
    err: str


def lja(*arguments: object) -> Outcome:
    """A command in this process, ended as `lja` ends it."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(result.exception, LjaError):
        told = result.stderr + str(result.exception)
        return Outcome(result.exception.exit_code, result.stdout, told)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


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
    """The same with a roll and a register of three pupils."""
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


# ---- every one of them


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_and_can_be_quiet(command: Sequence[str]) -> None:
    text = " ".join(lja(*command, "--help").out.split())
    assert f"Example: lja {' '.join(command)}" in text
    assert "--quiet" in text
    assert "--verbose" in text


@pytest.mark.parametrize(
    "arguments",
    [
        ("ledger", "verify"),
        ("ledger", "export"),
        ("ledger", "import", "sent.csv"),
        ("hold", "1001", "--reason", "x"),
        ("lift", "1001", "--reason", "x"),
        ("holds",),
    ],
)
def test_without_a_workspace_it_is_told_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: Sequence[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = lja(*arguments)
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "workspace" in outcome.err
    assert "Make one with: lja init" in outcome.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("hold",),
        ("hold", "1001"),
        ("hold", "1001", "--reason", " "),
        ("hold", "1001", "--reason", "x", "--until", "2026-11-22"),
        ("hold", "1001", "--reason", "x", "--until", "tomorrow"),
        ("hold", "1001", "--reason", "x", "--on", "23/11/2026"),
        ("lift", "1001"),
        ("lift", "1001", "--reason", ""),
        ("ledger", "verify", "--head", "12ab"),
        ("ledger", "export", "--format", "xml"),
        ("ledger", "import"),
        ("ledger", "forget"),
        ("holds", "--as-of", "now"),
    ],
)
def test_wrong_usage_ends_with_2_and_enters_nothing(
    workspace: Path, arguments: Sequence[str]
) -> None:
    outcome = lja(*arguments)
    assert (outcome.exit_code, outcome.out) == (2, "")
    assert outcome.err.strip()
    assert not (workspace / "ledger.db").exists()


# ---- hold, lift, holds


def test_a_pupil_is_held_and_the_hold_lifted(workspace: Path) -> None:
    told = "from 23 Nov 2026 to 4 Dec 2026: bereavement (entry 1)\n"
    held = lja("hold", "adams ava", "--reason", "bereavement", "--until", "2026-12-04")
    assert held == (0, f"Held: Adams, Ava (8 CRO), {told}", "")
    lifted = lja("lift", "1001", "--reason", "ready to meet", "--on", "2026-11-30")
    assert lifted == (0, f"Lifted on 30 Nov 2026: Adams, Ava (8 CRO), held {told}", "")
    entries = [
        (event.kind, event.on, event.pupil_id, event.corrects, event.by, event.detail)
        for event in ledger(workspace).events()
    ]
    assert entries == [
        (
            "hold",
            nov(23),
            "1001",
            None,
            "officer",
            {"reason": "bereavement", "until": "2026-12-04"},
        ),
        ("lift", nov(30), "1001", 1, "officer", {"reason": "ready to meet"}),
    ]
    assert {event.recorded_at for event in ledger(workspace).events()} == {"2026-11-23T10:00:00Z"}


@pytest.mark.parametrize("who", ["1003", "ONEILL", "siân o’neill", layouts.upn_of("1003")])
def test_a_pupil_may_be_named_in_many_ways(workspace: Path, who: str) -> None:
    assert lja("hold", who, "--reason", "x", "--by", "the head").exit_code == 0
    (event,) = ledger(workspace).events()
    assert (event.pupil_id, event.by) == ("1003", "the head")


def test_a_hold_of_one_day(workspace: Path) -> None:
    outcome = lja("hold", "1001", "--reason", "x", "--until", "2026-11-23")
    assert outcome.exit_code == 0
    assert "from 23 Nov 2026 to 23 Nov 2026" in outcome.out


def test_several_pupils_are_listed_and_nobody_is_held(workspace: Path) -> None:
    outcome = lja("hold", "adams", "--reason", "x")
    assert (outcome.exit_code, outcome.out) == (2, "")
    assert "- 1001: Adams, Ava (8 CRO)\n- 1002: Adamson, Ben (8 CRO)" in outcome.err
    assert not (workspace / "ledger.db").exists()


@pytest.mark.parametrize("who", ["9999", "nobody", layouts.upn_of("9999")])
def test_a_pupil_the_roll_has_not_is_told(workspace: Path, who: str) -> None:
    outcome = lja("hold", who, "--reason", "x")
    assert (outcome.exit_code, outcome.out) == (2, "")
    assert f"No pupil is '{who}'" in outcome.err


def test_without_exports_an_id_is_taken_with_a_note(empty: Path) -> None:
    outcome = lja("hold", "1001", "--reason", "x")
    assert outcome.exit_code == 0
    assert outcome.out == "Held: 1001, from 23 Nov 2026 until lifted: x (entry 1)\n"
    assert "1001 is taken as it is" in outcome.err
    assert lja("hold", "1002", "--reason", "x", "--quiet").err == ""
    assert lja("hold", "adams", "--reason", "x").exit_code == 2
    assert len(ledger(empty).events()) == 2


def test_an_earlier_hold_that_still_lasts_is_told(workspace: Path) -> None:
    lja("hold", "1001", "--reason", "court case")
    outcome = lja("hold", "1001", "--reason", "bereavement", "--until", "2026-11-30")
    assert outcome.err == (
        "Held before this, and still: from 23 Nov 2026 until lifted: court case (entry 1)\n"
    )


def test_lifting_ends_every_hold_of_the_day(workspace: Path) -> None:
    lja("hold", "1001", "--reason", "court case")
    lja("hold", "1001", "--reason", "bereavement")
    outcome = lja("lift", "1001", "--reason", "over")
    assert outcome.out.count("Lifted on 23 Nov 2026") == 2
    assert json.loads(lja("holds", "--format", "json").out) == []


def test_a_pupil_who_is_not_held_cannot_be_lifted(workspace: Path) -> None:
    outcome = lja("lift", "1001", "--reason", "over")
    assert (outcome.exit_code, outcome.out) == (2, "")
    assert "not held on 2026-11-23" in outcome.err
    assert not (workspace / "ledger.db").exists()


def test_a_hold_of_a_pupil_the_roll_has_no_more_can_be_lifted(workspace: Path) -> None:
    enter(workspace / "ledger.db", hold("0999", nov(2)))
    assert lja("lift", "0999", "--reason", "left the school").exit_code == 0
    assert lja("hold", "0999", "--reason", "again").exit_code == 2


def test_who_is_held_on_a_day(workspace: Path) -> None:
    lja("hold", "1001", "--reason", "=1+1", "--until", "2026-11-24", "--on", "2026-11-20")
    lja("hold", "1002", "--reason", "court case", "--by", "the head")
    rows = [
        {
            "pupil_id": "1001", "surname": "Adams", "forename": "Ava",
            "registration_group": "8 CRO", "since": "2026-11-20", "until": "2026-11-24",
            "reason": "=1+1", "by": "officer", "entry": 1,
        },
        {
            "pupil_id": "1002", "surname": "Adamson", "forename": "Ben",
            "registration_group": "8 CRO", "since": "2026-11-23", "until": None,
            "reason": "court case", "by": "the head", "entry": 2,
        },
    ]  # fmt: skip

    def held(day: str) -> object:
        return json.loads(lja("holds", "--as-of", day, "--format", "json").out)

    assert json.loads(lja("holds", "--format", "json").out) == rows
    assert held("2026-11-19") == []
    assert held("2026-11-22") == rows[:1]
    assert held("2026-11-24") == rows
    assert held("2026-11-25") == rows[1:]
    assert "'=1+1" in lja("holds", "--format", "csv").out
    shown = lja("holds").out
    assert "Adams, Ava" in shown
    assert "court case" in shown
    assert "until" in shown.casefold()


def test_nobody_held_is_said(workspace: Path) -> None:
    assert lja("holds").out == "Nobody is held.\n"
    assert json.loads(lja("holds", "--format", "json").out) == []


def test_a_hostile_reason_cannot_move_the_cursor(workspace: Path) -> None:
    outcome = lja("hold", "1001", "--reason", "a\x1b[2Jb")
    assert "\x1b" not in outcome.out
    assert "\x1b" not in lja("holds").out


# ---- verify


def test_a_ledger_that_is_not_there_holds(workspace: Path) -> None:
    outcome = lja("ledger", "verify")
    assert outcome == (
        0, f"Entries  0\nHead     {'0' * 64}\nHolds    yes\n", "Nothing has been entered yet.\n",
    )  # fmt: skip
    assert not (workspace / "ledger.db").exists()


def test_a_sound_ledger_holds_and_shows_its_head(workspace: Path) -> None:
    head = enter(workspace / "ledger.db", hold("1", nov(2)), hold("2", nov(3)))[-1].hash
    shown = f"Entries  2, the last of 2026-11-23T09:30:15Z\nHead     {head}\nHolds    yes\n"
    assert lja("ledger", "verify") == (0, shown, "")
    spaced = f" {head[:32]} {head[32:].upper()} "
    assert lja("ledger", "verify", "--head", spaced) == (0, shown, "")


def test_a_changed_entry_ends_with_3_and_is_named(workspace: Path) -> None:
    path = workspace / "ledger.db"
    enter(path, hold("1", nov(2)), hold("2", nov(3)), hold("3", nov(4)))
    tamper(path, "UPDATE entry SET pupil_id = '9' WHERE number <> 2")
    outcome = lja("ledger", "verify")
    assert outcome.exit_code == 3
    assert outcome.out.startswith("Entries  3")
    assert outcome.out.endswith("Holds    no\n")
    assert "Entry 1 is not as it was entered" in outcome.err
    assert "And 1 more" in outcome.err
    assert f"Where: {path}" in outcome.err
    assert "backups" in outcome.err
    assert "Entry 3 is not as it was entered" in lja("ledger", "verify", "--verbose").err


def test_a_cut_end_shows_by_the_head(workspace: Path) -> None:
    path = workspace / "ledger.db"
    head = enter(path, hold("1", nov(2)), hold("2", nov(3)))[-1].hash
    tamper(path, "DELETE FROM entry WHERE number = 2")
    assert lja("ledger", "verify").exit_code == 0
    outcome = lja("ledger", "verify", "--head", head)
    assert outcome.exit_code == 3
    assert head in outcome.err
    path.unlink()
    assert lja("ledger", "verify", "--head", head).exit_code == 3


def test_protections_taken_off_end_with_3(workspace: Path) -> None:
    path = workspace / "ledger.db"
    enter(path, hold("1", nov(2)))
    tamper(path, "CREATE TABLE spare (x)")
    outcome = lja("ledger", "verify")
    assert outcome.exit_code == 3
    assert "not as lja made it" in outcome.err


@pytest.mark.parametrize("command", ["verify", "export"])
def test_a_file_that_is_no_ledger_ends_with_3(workspace: Path, command: str) -> None:
    (workspace / "ledger.db").write_bytes(b"")
    outcome = lja("ledger", command)
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "What to do: " in outcome.err


# ---- export


def test_every_field_is_exported_as_csv_safe_in_a_spreadsheet(workspace: Path) -> None:
    path = workspace / "ledger.db"
    events = enter(path, letter("=1001", 1, nov(2), "key"), hold("@2", nov(3)))
    rows = list(csv.DictReader(StringIO(lja("ledger", "export").out)))
    assert [row["pupil_id"] for row in rows] == ["'=1001", "'@2"]
    assert rows[0]["detail"] == '{"how":"hand","received":"2026-11-02","stage":1}'
    assert [row["hash"] for row in rows] == [event.hash for event in events]
    assert list(rows[0]) == [
        "number", "recorded_at", "kind", "on", "pupil_id", "detail", "by", "corrects", "key",
        "previous_hash", "hash",
    ]  # fmt: skip


def test_the_json_export_can_be_checked_without_lja(workspace: Path) -> None:
    new = (letter("1001", 1, nov(2), "key", note="Zoë"), hold("1002", nov(3)))
    enter(workspace / "ledger.db", *new)
    before = "0" * 64
    for line in lja("ledger", "export", "--format", "json").out.splitlines():
        read = json.loads(line)
        own = read.pop("hash")
        assert read["previous_hash"] == before
        hashed = json.dumps(
            ["lja ledger 1", *read.values()],
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
        )
        assert own == hashlib.sha256(hashed.encode("utf-8")).hexdigest()
        before = own


def test_an_export_is_written_whole_for_its_owner_and_never_over_another(workspace: Path) -> None:
    enter(workspace / "ledger.db", hold("1", nov(2)))
    file = workspace / "ledger.csv"
    assert lja("ledger", "export", "--out", file) == (0, "", f"Written: {file}\n")
    assert file.read_text(encoding="utf-8") == lja("ledger", "export").out
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert lja("ledger", "export", "--out", file).exit_code == 3
    assert lja("ledger", "export", "--out", file, "--force", "--quiet") == (0, "", "")


def test_an_empty_ledger_is_exported_as_its_headers_alone(workspace: Path) -> None:
    assert lja("ledger", "export").out.startswith("number,recorded_at,kind,on,pupil_id")
    assert lja("ledger", "export").out.count("\n") == 1
    assert lja("ledger", "export", "--format", "json").out == ""


# ---- import


def test_letters_are_entered_once(workspace: Path) -> None:
    file = workspace / "sent.csv"
    upn = layouts.upn_of("1002")
    file.write_text(
        f"pupil_id,upn,stage,date,how\n1001,,1,04 Nov 2026,\n,{upn},1,5/11/2026,hand\n",
        encoding="utf-8",
    )
    assert lja("ledger", "import", file, "--dry-run") == (0, "2 letters would be entered.\n", "")
    assert not (workspace / "ledger.db").exists()
    assert lja("ledger", "import", file) == (0, "2 letters entered.\n", "")
    again = lja("ledger", "import", file)
    assert again == (0, "0 letters entered; 2 in the ledger already.\n", "")
    found = [
        (event.pupil_id, event.on, event.detail["received"], event.by)
        for event in ledger(workspace).events()
    ]
    assert found == [
        ("1001", nov(4), "2026-11-06", "officer"),
        ("1002", nov(5), "2026-11-05", "officer"),
    ]


def test_bad_rows_end_with_3_and_enter_nothing(workspace: Path) -> None:
    file = workspace / "sent.csv"
    file.write_text("pupil_id,stage,date\n1001,1,2026-11-04\n1002,7,soon\n", encoding="utf-8")
    outcome = lja("ledger", "import", file)
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "- sent.csv, row 3: '7' is no stage from 1 to 4." in outcome.err
    assert "- sent.csv, row 3: 'soon' in date is no day" in outcome.err
    assert not (workspace / "ledger.db").exists()


def test_a_file_that_is_not_there_ends_with_3(workspace: Path) -> None:
    outcome = lja("ledger", "import", workspace / "none.csv")
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "none.csv" in outcome.err


# ---- the computer


def test_a_computer_that_names_nobody_is_no_fault(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise KeyError("uid")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert lja("hold", "1001", "--reason", "x").exit_code == 0
    assert [event.by for event in ledger(empty).events()] == [""]


def test_the_commands_run_as_a_process_of_their_own(empty: Path) -> None:
    def run(*arguments: str) -> Outcome:
        command = [sys.executable, "-m", "lj_attendance", *arguments]
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", cwd=empty, check=False
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    assert run("hold", "1001", "--reason", "x", "--on", "2026-11-20").exit_code == 0
    assert run("ledger", "verify").exit_code == 0
    (empty / "ledger.db").write_bytes(b"no ledger")
    outcome = run("ledger", "verify")
    assert outcome.exit_code == 3
    assert outcome.err.startswith("lja: This file is no ledger of lja.\nWhere: ")

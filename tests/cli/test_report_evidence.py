"""`lja report evidence`: the file, the answer, what is told beside it, exit codes."""

from __future__ import annotations

import getpass
import json
import os
import stat
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from lj_attendance.cli import options
from tests.cli.test_ledger_commands import Outcome, lja
from tests.reports.evidence_school import AVA, AVA_ON_ROLL, WHOLE, rows_under, school, text_of

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FILE = f"Adams-Ava-{AVA}-evidence-2026-11-20.docx"


@pytest.fixture
def at_school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes a workspace and goes into it, on 23 November 2026."""
    monkeypatch.setattr(options, "now", lambda: NOW)
    monkeypatch.setattr(options, "today", lambda: date(2026, 11, 23))
    monkeypatch.setattr(getpass, "getuser", lambda: "officer")

    def make(*arguments: Any, **spoilt: Any) -> Path:
        folder = school(tmp_path / "school", *arguments, **spoilt)
        monkeypatch.chdir(folder)
        return folder

    return make


def evidence(*arguments: object) -> Outcome:
    return lja("report", "evidence", *arguments)


def test_help_has_an_example_and_can_be_quiet() -> None:
    text = " ".join(lja("report", "evidence", "--help").out.split())
    assert "Example: lja report evidence" in text
    assert "--quiet" in text
    assert "--verbose" in text
    assert "evidence" in lja("report", "--help").out


def test_a_complete_record_is_written_and_its_path_told(at_school: Any) -> None:
    folder = at_school()
    outcome = evidence("adams ava", "--strict")
    file = folder / "reports" / FILE
    assert outcome == (
        0, f"{file}\n", "Complete as of 20 Nov 2026 by what lja can see.\n"
    )  # fmt: skip
    assert "Ava Adams" in text_of(Document(str(file)))
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_missing_is_told_and_strictly_is_4(at_school: Any) -> None:
    folder = at_school(WHOLE.replace("OO", "NO"), contacts=())
    outcome = evidence(AVA)
    assert (outcome.exit_code, outcome.out) == (0, f"{folder / 'reports' / FILE}\n")
    first, *rest = outcome.err.splitlines()
    assert first == "Not complete: 2 things are missing."
    assert rest[0].startswith("- N on Mon 9 Nov 2026 AM is still open, for 9 school days.")
    assert "marks.csv, row 12" in rest[0]
    assert "Adams" not in outcome.err
    strict = evidence(AVA, "--strict", "--force", "--quiet")
    assert (strict.exit_code, strict.err) == (4, "")
    assert strict.out


def test_a_file_that_is_there_is_kept_without_force(at_school: Any) -> None:
    folder = at_school()
    assert evidence(AVA).exit_code == 0
    file = folder / "reports" / FILE
    before = file.read_bytes()
    file.write_bytes(b"edited")
    outcome = evidence(AVA)
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert file.read_bytes() == b"edited"
    assert evidence(AVA, "--force").exit_code == 0
    assert file.read_bytes() == before  # the same input, the same bytes
    assert sorted(each.name for each in file.parent.iterdir()) == [FILE]


@pytest.mark.parametrize("out", ["own.docx", "new/own.docx"])
def test_it_is_written_where_it_is_wanted(at_school: Any, out: str) -> None:
    folder = at_school()
    assert evidence(AVA, "--out", out).out == f"{out}\n"
    assert (folder / out).is_file()
    assert not (folder / "reports").exists()


def test_a_folder_gets_the_file_under_its_own_name(at_school: Any) -> None:
    folder = at_school()
    evidence(AVA, "--out", folder)
    assert (folder / FILE).is_file()


def test_json_tells_all_that_it_holds(at_school: Any) -> None:
    folder = at_school(WHOLE.replace("OO", "NO"))
    told = json.loads(evidence(AVA, "--format", "json").out)
    assert told["file"] == str(folder / "reports" / FILE)
    assert told["is_complete"] is False
    assert [each["kind"] for each in told["missing"]] == ["open_n"]
    assert len(told["marks"]) == 30
    assert told["marks"][0]["source_file"] == "marks.csv"
    assert [entry["number"] for entry in told["entries"]["contacts"]] == [2]
    assert told["ledger"]["entries"] == 4
    assert told["parents"][0]["name"] == "Mrs Zoë Adams"


def test_the_figures_are_those_of_analyse(at_school: Any) -> None:
    folder = at_school(WHOLE.replace("L\\", "-\\"))
    evidence(AVA)
    rows = rows_under(Document(str(folder / "reports" / FILE)), "Days")
    analysed = json.loads(lja("analyse", "--format", "json").out)
    (own,) = (each for each in analysed["pupils"] if each["pupil_id"] == AVA)
    names = ("possible_sessions", "attended_sessions", "authorised_absence", "unauthorised_absence")
    late = ("late_before_close", "late_after_close", "unmarked_sessions")
    assert [int(text) for text in rows[1][1:5]] == [own[name] for name in names]
    assert [int(text) for text in rows[1][6:]] == [own[name] for name in late]
    weeks = rows_under(Document(str(folder / "reports" / FILE)), "Week of")[1:]
    for place, name in enumerate(names, start=11):
        assert sum(int(row[place]) for row in weeks) == own[name]


def test_an_earlier_day_leaves_out_what_came_after(at_school: Any) -> None:
    folder = at_school()
    outcome = evidence(AVA, "--as-of", "2026-11-10")
    assert "2 later entries of this pupil are left out" in outcome.err
    file = folder / "reports" / FILE.replace("2026-11-20", "2026-11-10")
    text = text_of(Document(str(file)))
    assert "GP letter" not in text
    assert "NOT COMPLETE: 1 thing is missing" in text  # no support was recorded by then


def test_without_a_workspace_a_path_is_needed(
    at_school: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = at_school()
    monkeypatch.chdir(tmp_path)
    outcome = evidence(AVA, folder / "exports")
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "lja init" in outcome.err
    outcome = evidence(AVA, folder / "exports", "--out", "own.docx")
    assert outcome.exit_code == 0
    assert "There is no ledger" in outcome.err
    assert (tmp_path / "own.docx").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nobody",),
        (AVA, "--from", "2026-11-21"),
        (AVA, "--from", "soon"),
        (AVA, "--format", "csv"),
    ],
)
def test_wrong_usage_ends_with_2_and_writes_nothing(at_school: Any, arguments: Any) -> None:
    folder = at_school()
    outcome = evidence(*arguments)
    assert (outcome.exit_code, outcome.out) == (2, "")
    assert not (folder / "reports").exists()


@pytest.mark.skipif(os.name == "nt", reason="permissions of folders are another matter there")
def test_a_hostile_name_stays_in_the_folder(at_school: Any) -> None:
    row = [*AVA_ON_ROLL]
    row[2] = "../../Adams\x1b[2J"
    folder = at_school(ava=row)
    outcome = evidence(AVA, "--quiet")
    assert "\x1b" not in outcome.out
    (file,) = (folder / "reports").iterdir()
    assert file.name == f"Adams-2J-Ava-{AVA}-evidence-2026-11-20.docx"

"""`lja pupil`: what an officer sees, and what programs read."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lj_attendance.cli import options
from tests import layouts
from tests.cli.test_commands import lja
from tests.registers import register

WEEK = r"/\ /\ /\ /\ /\ "


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with two pupils over three weeks, the last one of 2 November 2026."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(options, "today", lambda: date(2026, 11, 9))
    assert lja("init", tmp_path / "w").exit_code == 0
    exports = tmp_path / "w" / "exports"
    drawn = {
        "1001": rf"{WEEK} | ## ## ## ## ## | /\ {{L:12}}\ I\ OO NN",
        "1002": rf"{WEEK} | ## ## ## ## ## | {WEEK}",
    }
    marks = register(drawn, date(2026, 10, 19))
    layouts.write(marks, "long", exports / "marks.csv")
    people = ["1001,A999200717001,O'Neill,Ava,Year 8,8 CRO", "1002,,Brown,Ben,Year 8,8 CRO"]
    heading = "Arbor Student ID,UPN,Legal Last Name,Legal First Name,Year Group,Registration Form"
    (exports / "roll.csv").write_text("\n".join([heading, *people]) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "w")
    return tmp_path / "w"


def asked(*arguments: str) -> dict[str, Any]:
    found = lja("pupil", *arguments, "--format", "json")
    assert found.exit_code == 0, found.err
    answer: dict[str, Any] = json.loads(found.out)
    return answer


def test_the_screen_has_the_figures_the_calendar_and_the_stage(school: Path) -> None:
    found = lja("pupil", "oneill")
    assert found.exit_code == 0
    shown = found.out
    assert "O'Neill, Ava · 8 CRO · ID 1001" in shown
    assert "Attendance 75.0%: 15 of 20 possible sessions attended." in shown
    assert "Missed 5: 1 authorised, 4 unauthorised." in shown
    assert "Late 1 before and 0 after the register closed, 12 minutes in all." in shown
    assert r"2 Nov 2026   /\    L\    I\    OO    NN      5 of 10" in shown
    assert "4 sessions, 5 Nov 2026 to 6 Nov 2026 (O N), still going on" in shown
    assert "Stage 1 due since" in shown
    assert all(len(line.rstrip()) <= 80 for line in shown.splitlines())
    assert "\x1b" not in shown


def test_why_names_every_session_with_file_and_row(school: Path) -> None:
    shown = lja("pupil", "1001", "--why").out
    assert "Sessions missed or late: 6" in shown
    assert "Wed  4 Nov 2026 AM  I   authorised" in shown
    assert "of marks.csv" in shown
    assert "Sessions missed or late" not in lja("pupil", "1001").out


def test_the_figures_are_those_of_analyse(school: Path) -> None:
    page = asked("1001")
    pupils = json.loads(lja("analyse", "--format", "json").out)["pupils"]
    assert page["pupil"] == next(each for each in pupils if each["pupil_id"] == "1001")
    assert len(page["marks"]) == 30
    assert sum(mark["code"] == "O" for mark in page["marks"]) == 2
    assert page["runs"][-1] == {
        "first": "2026-11-05", "last": "2026-11-06", "sessions": 4, "codes": ["O", "N"],
        "is_current": True,
    }  # fmt: skip


def test_a_past_day_is_judged_as_it_was(school: Path) -> None:
    page = asked("1001", "--as-of", "2026-11-03")
    assert page["as_of"] == "2026-11-03"
    assert page["pupil"]["overall_absence"] == 0
    assert page["runs"] == []


def test_a_pupil_always_there_has_no_run_and_no_pattern(school: Path) -> None:
    page = asked("brown")
    assert (page["runs"], page["stands_out"]) == ([], [])
    assert page["forecast"]["can_miss_and_reach_expected"] > 0


def test_an_unknown_name_says_what_to_give(school: Path) -> None:
    found = lja("pupil", "nobody")
    assert found.exit_code == 2
    assert "Give the Arbor ID" in found.err

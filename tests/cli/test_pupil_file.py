"""`lja pupil --format html` and `docx`: the screen's words for a meeting, and no contact."""

from __future__ import annotations

import json
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from lj_attendance.cli import options
from tests.cli.schools import school_in
from tests.cli.test_commands import Outcome, lja
from tests.letters.documents import text_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return school_in(tmp_path_factory.mktemp("pupil"), pupils=40, until=date(2026, 11, 20))


@pytest.fixture
def who(made: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The pupil who missed most."""
    monkeypatch.chdir(made)
    monkeypatch.setattr(options, "today", lambda: date(2026, 11, 23))
    pupils = json.loads(lja("analyse", "--format", "json").out)["pupils"]
    found: dict[str, Any] = max(pupils, key=lambda pupil: pupil["overall_absence"])
    return found


def write(who: dict[str, Any], ending: str, out: Path, *more: str) -> Outcome:
    return lja("pupil", str(who["pupil_id"]), "--format", ending, "--out", out, *more)


def told(outcome: Outcome) -> str:
    assert outcome.exit_code == 0, outcome.err
    file = Path(outcome.out.strip())
    return (
        unescape(file.read_text("utf-8")) if file.suffix == ".html" else text_of(file.read_bytes())
    )


@pytest.mark.parametrize("ending", ["html", "docx"])
def test_it_has_the_words_of_the_screen_and_no_contact(
    who: dict[str, Any], tmp_path: Path, ending: str
) -> None:
    screen = lja("pupil", str(who["pupil_id"])).out
    text = told(write(who, ending, tmp_path))
    assert f"{who['attended_sessions']} of {who['possible_sessions']} possible sessions" in text
    for title in ("Runs of absence", "Stage of the letters", "What can still become of it"):
        assert title in screen
        assert title in text
    assert "07700" in screen  # the telephone numbers of invented families
    assert "07700" not in text


@pytest.mark.parametrize("ending", ["html", "docx"])
def test_why_adds_each_session_with_file_and_row_but_no_folder(
    who: dict[str, Any], tmp_path: Path, ending: str
) -> None:
    without = told(write(who, ending, tmp_path / "a"))
    text = told(write(who, ending, tmp_path / "b", "--why"))
    assert "Sessions missed or late" not in without
    assert "Sessions missed or late" in text
    assert ".csv, row " in text
    assert "/exports/" not in text


@pytest.mark.parametrize("ending", ["html", "docx"])
def test_it_is_not_overwritten_unasked_and_is_the_same_again(
    who: dict[str, Any], tmp_path: Path, ending: str
) -> None:
    first = Path(write(who, ending, tmp_path).out.strip()).read_bytes()
    assert write(who, ending, tmp_path).exit_code == 3
    again = write(who, ending, tmp_path, "--force")
    assert Path(again.out.strip()).read_bytes() == first

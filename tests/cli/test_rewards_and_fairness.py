"""`lja report rewards` and `fairness`: figures those of `lja analyse`, and nobody named in one."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lj_attendance.cli import options
from tests.cli.schools import school_in
from tests.cli.test_ledger_commands import lja
from tests.cli.test_reports import rows_of

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return school_in(tmp_path_factory.mktemp("rewards"), pupils=60, until=date(2026, 11, 20))


@pytest.fixture
def school(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(made)
    monkeypatch.setattr(options, "now", lambda: NOW)
    monkeypatch.setattr(options, "today", lambda: date(2026, 11, 23))
    return made


def written(name: str, folder: Path) -> tuple[str, list[dict[str, str]]]:
    outcome = lja("report", name, "--out", folder)
    assert outcome.exit_code == 0, outcome.err
    page, table = map(Path, outcome.out.split())
    return page.read_text("utf-8"), list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))


def test_who_is_eligible_follows_from_the_figures_of_analyse(school: Path, tmp_path: Path) -> None:
    page, rows = written("rewards", tmp_path)
    pupils = {
        p["pupil_id"]: p for p in json.loads(lja("analyse", "--format", "json").out)["pupils"]
    }
    for row in rows:
        pupil = pupils[row["pupil_id"]]
        is_reached = pupil["attended_sessions"] * 100 >= pupil["possible_sessions"] * 96
        assert (row["status"] == "eligible") == (is_reached and pupil["possible_sessions"] > 0)
        assert int(row["attended_sessions"]) == pupil["attended_sessions"]
    of_page = {row[0] for row in rows_of(page, "eligible")}
    assert of_page == {row["name"] for row in rows if row["status"] == "eligible"}
    full = {row[0] for row in rows_of(page, "full")}
    assert full == {row["name"] for row in rows if row["every_session"] == "true"}


def test_the_most_improved_have_risen(school: Path, tmp_path: Path) -> None:
    page, rows = written("rewards", tmp_path)
    change = {row["name"]: row["change_in_points"] for row in rows}
    listed = [float(change[row[0]]) for row in rows_of(page, "improved")]
    assert listed == sorted(listed, reverse=True)
    assert len(listed) > 0
    assert all(points > 0 for points in listed)


def test_pupils_with_a_health_care_plan_are_listed_apart(school: Path, tmp_path: Path) -> None:
    _, rows = written("rewards", tmp_path)
    apart = [row for row in rows if row["status"] == "apart"]
    assert all("Health Care Plan" in row["why"] or "Bereavement" in row["why"] for row in apart)


def test_fairness_names_nobody_and_hides_small_numbers(school: Path, tmp_path: Path) -> None:
    page, rows = written("fairness", tmp_path)
    pupils = json.loads(lja("analyse", "--format", "json").out)["pupils"]
    for pupil in pupils:
        assert f"{pupil['forename']} {pupil['surname']}" not in page
        assert f"{pupil['surname']}, {pupil['forename']}" not in page
    shown = [row["pupils"] for row in rows if row["pupils"] != "c"]
    assert shown
    assert all(int(count) >= 5 for count in shown)
    for name in ("What may be concluded", "What may not be concluded"):
        assert name in page


def test_fairness_counts_letters_that_were_issued(school: Path, tmp_path: Path) -> None:
    assert (
        lja("letters", "--stage", "1", "--as-of", "2026-10-16", "--by", "A Officer").exit_code == 0
    )
    batch = next((school / "letters").glob("*stage-1-batch-*"))
    issued = lja("letters", "issue", batch, "--on", "2026-10-16", "--by", "A Officer")
    assert issued.exit_code == 0, issued.err
    letters = len(json.loads(lja("letters", "list", "--format", "json").out))
    _, rows = written("fairness", tmp_path)
    by_sex = [row["letter"] for row in rows if row["group"] == "sex"]
    assert letters > 10
    assert "c" in by_sex or sum(map(int, by_sex)) == letters
    assert "0" not in by_sex


def test_run_again_it_does_not_overwrite_unasked(school: Path, tmp_path: Path) -> None:
    for name in ("rewards", "fairness"):
        assert lja("report", name, "--out", tmp_path).exit_code == 0
        assert lja("report", name, "--out", tmp_path).exit_code == 3
        again = lja("report", name, "--out", tmp_path, "--force", "--quiet")
        assert (again.exit_code, again.out) == (0, "")

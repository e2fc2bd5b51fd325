"""`lja schedule` and `lja run`: entries that install nothing, and a run for real."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lj_attendance.cli import options
from lj_attendance.workflows.scheduling.routines import routines
from tests.cli.schools import school_in
from tests.cli.test_commands import lja


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return school_in(tmp_path_factory.mktemp("schedule"), pupils=30, until=date(2026, 11, 20))


@pytest.fixture
def school(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(made)
    monkeypatch.setattr(options, "now", lambda: datetime(2026, 11, 23, 9, 45, tzinfo=UTC))
    monkeypatch.setattr(options, "today", lambda: date(2026, 11, 23))
    return made


@pytest.mark.parametrize("name", routines())
def test_every_command_of_a_routine_is_one_of_lja(name: str) -> None:
    for step in routines()[name].steps:
        words = step.name.split()
        outcome = lja(*words, "--help")
        assert outcome.exit_code == 0, words
        for option in (word for word in step.arguments if word.startswith("--")):
            assert option in outcome.out


def test_without_a_routine_it_lists_them() -> None:
    outcome = lja("schedule")
    assert [line.split()[0] for line in outcome.out.splitlines()] == list(routines())


@pytest.mark.parametrize(
    ("program", "names"),
    [
        ("cron", ["lja-weekly.cron"]),
        ("systemd", ["lja-weekly.service", "lja-weekly.timer"]),
        ("windows", ["lja-weekly.xml"]),
    ],
)
def test_files_are_written_where_told(
    school: Path, tmp_path: Path, program: str, names: list[str]
) -> None:
    outcome = lja("schedule", "weekly", "--for", program, "--at", "06:30", "--out", tmp_path)
    assert outcome.exit_code == 0, outcome.err
    assert sorted(file.name for file in tmp_path.iterdir()) == names
    encoding = "utf-16" if program == "windows" else "utf-8"
    texts = "".join((tmp_path / name).read_text(encoding) for name in names)
    assert str(school.resolve()) in texts
    assert "06:30" in texts or "30 6 * * 1" in texts
    assert lja("schedule", "weekly", "--for", program, "--out", tmp_path).exit_code == 3


def test_an_unknown_routine_names_those_there_are(school: Path) -> None:
    for command in ("schedule", "run"):
        outcome = lja(command, "nightly")
        assert outcome.exit_code == 2
        assert "weekly, daily" in outcome.err


def test_a_run_for_real_says_nothing_and_logs_no_name(school: Path) -> None:
    outcome = lja("run", "daily", "--quiet")
    assert (outcome.exit_code, outcome.out, outcome.err) == (0, "", "")
    (line,) = (school / "logs" / "lja.log").read_text("utf-8").splitlines()
    assert "daily: alerts 0, calls 0" in line
    table = (school / "reports" / "alerts-2026-11-23.csv").read_text("utf-8-sig")
    assert table.startswith("kind,pupil_id,")
    assert not (school / "logs" / "run.lock").exists()

"""`lja schedule` and `lja run`: entries that install nothing, and a run for real."""

from __future__ import annotations

import shutil
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
    shutil.rmtree(made / "logs", ignore_errors=True)
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


def test_a_register_of_another_day_is_told_once_and_nothing_is_written(school: Path) -> None:
    """Whoever opens the day's calls must not ring the families of another day."""
    told = "The register ends on 20 Nov 2026: there is no mark of 23 Nov 2026."
    outcome = lja("run", "daily", "--quiet")
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert told in outcome.err
    again = lja("run", "daily", "--quiet")
    assert (again.exit_code, again.err) == (3, "")
    assert told in (school / "logs" / "lja.log").read_text("utf-8")
    assert not list((school / "reports").glob("*.csv"))


@pytest.mark.parametrize("command", ["calls", "alerts"])
def test_marks_of_the_day_are_only_required_when_told(school: Path, command: str) -> None:
    for given, code in ((("--require-marks",), 0), (("--as-of", "2026-11-23"), 0),
                          (("--as-of", "2026-11-23", "--require-marks"), 3)):  # fmt: skip
        assert lja(command, *given).exit_code == code


def test_a_run_for_real_says_nothing_and_logs_no_name(
    school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "now", lambda: datetime(2026, 11, 20, 9, 45, tzinfo=UTC))
    outcome = lja("run", "daily", "--quiet")
    assert (outcome.exit_code, outcome.out, outcome.err) == (0, "", "")
    (line,) = (school / "logs" / "lja.log").read_text("utf-8").splitlines()
    assert "daily: alerts 0, calls 0" in line
    table = (school / "reports" / "alerts-2026-11-20.csv").read_text("utf-8-sig")
    assert table.startswith("kind,pupil_id,")
    assert not (school / "logs" / "run.lock").exists()

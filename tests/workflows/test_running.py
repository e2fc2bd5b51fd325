"""Unattended runs: a lock, a log line, a failure told once, and nothing on a day without school."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lj_attendance.workflows.making import make_workspace
from lj_attendance.workflows.scheduling.lock import locked
from lj_attendance.workflows.scheduling.log import write_line
from lj_attendance.workflows.scheduling.routines import routine
from lj_attendance.workflows.scheduling.running import Finished, Run, run_routine
from lj_attendance.workspace import Workspace, find_workspace

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
FINE = Finished(0, b"pupil_id,kind\n1001,truancy\n", "")
NOTHING = Finished(0, b"pupil_id,kind\n", "")
BROKEN = Finished(3, b"", "Reading\nlja: This file cannot be read.\nWhere: marks.csv\n")


@pytest.fixture
def school(tmp_path: Path) -> Workspace:
    make_workspace(tmp_path / "w")
    return find_workspace(tmp_path, tmp_path / "w")


def run(school: Workspace, ends: Finished, now: datetime = MONDAY, *, any_day: bool = False) -> Run:
    return run_routine(routine("daily"), school, now, lambda _: ends, any_day=any_day)


def logged(school: Workspace) -> list[str]:
    assert school.root is not None
    return (school.root / "logs" / "lja.log").read_text("utf-8").splitlines()


def test_a_run_saves_its_answers_and_writes_one_line(school: Workspace) -> None:
    ended = run(school, FINE)
    assert (ended.exit_code, ended.tell) == (0, "")
    assert [file.name for file in ended.files] == ["alerts-2026-11-23.csv", "calls-2026-11-23.csv"]
    assert ended.files[0].read_bytes() == FINE.out
    (line,) = logged(school)
    assert line.startswith("2026-11-23T")
    assert "daily: alerts 0, calls 0, wrote alerts-2026-11-23.csv" in line


def test_where_there_is_nothing_to_say_no_file_is_written(school: Workspace) -> None:
    assert run(school, NOTHING).files == ()
    assert len(logged(school)) == 1


def test_commands_get_the_workspace_and_may_warn(school: Workspace) -> None:
    asked: list[list[str]] = []

    def runner(arguments: list[str]) -> Finished:
        asked.append(arguments)
        return FINE

    run_routine(routine("weekly"), school, MONDAY, runner, any_day=False)
    assert [each[:2] for each in asked] == [["report", "weekly"], ["report", "tutor"]]
    assert all(each[-2:] == ["--workspace", str(school.root)] for each in asked)


def test_a_failure_is_told_once_and_so_is_its_end(school: Workspace) -> None:
    first, second = run(school, BROKEN), run(school, BROKEN)
    assert (first.exit_code, second.exit_code) == (3, 3)
    assert "This file cannot be read." in first.tell
    assert second.tell == ""
    another = run(school, Finished(3, b"", "lja: There is no file.\n"))
    assert "There is no file." in another.tell
    assert run(school, FINE).tell == "lja run daily works again."
    assert run(school, FINE).tell == ""
    assert "This file cannot be read." in run(school, BROKEN).tell
    assert len(logged(school)) == 6


def test_a_failing_command_does_not_stop_the_next(school: Workspace) -> None:
    ends = iter([BROKEN, FINE])
    ended = run_routine(routine("daily"), school, MONDAY, lambda _: next(ends), any_day=False)
    assert ended.exit_code == 3
    assert [file.name for file in ended.files] == ["calls-2026-11-23.csv"]


def test_a_failure_without_words_of_lja_is_told_by_its_number_alone(school: Workspace) -> None:
    ended = run(school, Finished(-9, b"", "Ava Adams: Killed\n"))
    assert "it ended with -9" in ended.tell
    assert "Adams" not in " ".join(logged(school))


@pytest.mark.parametrize(
    ("day", "runs"),
    [
        (datetime(2026, 11, 20, 7, tzinfo=UTC), True),
        (datetime(2026, 11, 21, 7, tzinfo=UTC), False),  # a Saturday
        (datetime(2026, 12, 25, 7, tzinfo=UTC), False),
    ],
)
def test_nothing_runs_on_a_day_without_school(school: Workspace, day: datetime, runs: bool) -> None:
    assert school.school().calendar.terms
    assert bool(run(school, FINE, day).files) == runs
    assert run(school, FINE, day, any_day=True).files


def test_of_two_runs_the_second_does_nothing(school: Workspace) -> None:
    inner: list[Run] = []

    def runner(_: list[str]) -> Finished:
        if not inner:
            inner.append(run(school, FINE))
        return FINE

    outer = run_routine(routine("daily"), school, MONDAY, runner, any_day=False)
    assert outer.exit_code == 0
    assert (inner[0].exit_code, inner[0].files) == (3, ())
    assert any("another run is at work" in line for line in logged(school))
    assert run(school, FINE).exit_code == 0  # the lock was given back


def held(file: Path, pid: int, since: datetime, host: str | None = None) -> None:
    told = {"pid": pid, "host": host or platform.node(), "since": since.isoformat()}
    file.write_text(json.dumps(told), "utf-8")


def test_a_lock_left_behind_is_taken_over_after_six_hours(tmp_path: Path) -> None:
    file = tmp_path / "run.lock"
    held(file, os.getpid(), MONDAY - timedelta(hours=6), "elsewhere")
    with locked(file, MONDAY) as is_ours:
        assert not is_ours
    held(file, os.getpid(), MONDAY - timedelta(hours=6, seconds=1), "elsewhere")
    with locked(file, MONDAY) as is_ours:
        assert is_ours
    assert not file.exists()


@pytest.mark.skipif(os.name != "posix", reason="only there can it be asked without harm")
def test_a_lock_of_a_process_that_has_ended_is_taken_over(tmp_path: Path) -> None:
    file = tmp_path / "run.lock"
    held(file, 2**22 + 1, MONDAY)  # beyond the largest process ID
    with locked(file, MONDAY) as is_ours:
        assert is_ours
    held(file, 2**22 + 1, MONDAY, "elsewhere")  # of another machine nothing is known
    with locked(file, MONDAY) as is_ours:
        assert not is_ours


def test_a_full_log_is_put_aside_once(tmp_path: Path) -> None:
    (tmp_path / "lja.log").write_text("x" * 1_000_001, "utf-8")
    write_line(tmp_path, MONDAY, "one\nline")
    assert (tmp_path / "lja.log").read_text("utf-8").count("\n") == 1
    assert (tmp_path / "lja.log.1").stat().st_size == 1_000_001


OLD = Finished(0, b"", "Warning: The register ends on 16 Oct 2026.\nNo workspace here\n")


def test_a_warning_is_logged_and_told_once_and_is_no_failure(school: Workspace) -> None:
    first, second = run(school, OLD), run(school, OLD)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.tell == "lja run daily: The register ends on 16 Oct 2026."
    assert second.tell == ""
    assert all("The register ends on 16 Oct 2026." in line for line in logged(school))
    assert run(school, FINE).tell == ""  # nothing had failed


def test_a_failure_names_the_place(school: Workspace) -> None:
    assert "This file cannot be read. (marks.csv)" in run(school, BROKEN).tell
    assert "This file cannot be read. (marks.csv)" in logged(school)[0]


def test_the_log_says_what_reports_wrote(school: Workspace) -> None:
    reports = school.reports
    names = ["weekly.html", "tutor/7 A.html", "tutor/all.html"]
    out = "".join(f"{reports}/{name}\n" for name in names).encode()
    ends = iter([Finished(0, out, ""), Finished(0, b"", "")])
    ended = run_routine(routine("weekly"), school, MONDAY, lambda _: next(ends), any_day=False)
    assert [str(file.relative_to(str(reports))) for file in ended.files] == names
    assert "wrote weekly.html, tutor/ (2 files)" in logged(school)[0]

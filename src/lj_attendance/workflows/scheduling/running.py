"""One run of a routine, unattended: its commands, a log line, and a failure told once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lj_attendance.errors import UnusableInput
from lj_attendance.reports.files import make_folder, write_whole
from lj_attendance.workflows.records import calendar_of
from lj_attendance.workflows.scheduling.lock import locked
from lj_attendance.workflows.scheduling.log import write_line
from lj_attendance.workflows.scheduling.routines import Routine, Step
from lj_attendance.workspace import Workspace

_PREFIX, _WARNING, _WHERE = "lja: ", "Warning: ", "Where: "
_BUSY, _FAULT = 3, 1  # exit codes


@dataclass(frozen=True)
class Finished:
    """How a command ended, and what it said."""

    exit_code: int
    out: bytes
    err: str


Runner = Callable[[list[str]], Finished]
"""Runs lja with these arguments."""


@dataclass(frozen=True)
class Run:
    """How a run ended; `tell` is for standard error, empty where there is nothing to tell."""

    exit_code: int
    tell: str
    files: tuple[Path, ...] = ()  # what was written
    note: str = ""  # why nothing was run


def run_routine(
    wanted: Routine, workspace: Workspace, now: datetime, runner: Runner, *, any_day: bool
) -> Run:
    """Runs the steps of a routine, one after the other; a failing one does not stop the next.

    On a day that the calendar has no school on, nothing runs unless `any_day`. A second run at the
    same time does nothing and ends with 3. The same failure again is only written into the log.
    """
    assert workspace.root is not None
    logs, day = workspace.root / "logs", now.date()
    make_folder(logs)
    calendar = calendar_of(workspace)
    if calendar.terms and not any_day and not calendar.days(day, day):
        note = "no school today: nothing was run"
        write_line(logs, now, f"{wanted.name}: {note}")
        return Run(0, "", note=note)
    with locked(logs / "run.lock", now) as is_ours:
        if not is_ours:
            write_line(logs, now, f"{wanted.name}: not run, another run is at work")
            return Run(_BUSY, "", note="Another run is at work in this workspace.")
        return _run(wanted, workspace, logs, now, runner)


def _run(wanted: Routine, workspace: Workspace, logs: Path, now: datetime, runner: Runner) -> Run:
    ended: list[tuple[Step, int, str]] = []
    files: list[Path] = []
    for step in wanted.steps:
        arguments = [each.format(day=now.date().isoformat()) for each in step.arguments]
        done = runner([*arguments, "--workspace", str(workspace.root)])
        code, problem = done.exit_code, _problem(done)
        if code == 0:
            try:
                files += _written(step, workspace, done.out, now)
            except UnusableInput as error:
                code, problem = error.exit_code, f"{error.problem} ({error.where})"
        ended.append((step, code, problem))
    worst = max(code for _, code, _ in ended)
    told = ", ".join(f"{step.name} {code}" for step, code, _ in ended)
    problems = "; ".join(dict.fromkeys(problem for *_, problem in ended if problem))
    saved = f", wrote {_named(files, workspace)}" if files else ""
    write_line(logs, now, f"{wanted.name}: {told}{saved}{f': {problems}' if problems else ''}")
    return Run(worst, _to_tell(wanted, logs, worst, problems), tuple(files))


def _problem(done: Finished) -> str:
    """Problem and place, or a warning: lja's own messages name files and rows, never a pupil."""
    if done.exit_code == 0:
        return " ".join(_after(_WARNING, done))
    told, where = _after(_PREFIX, done), _after(_WHERE, done)
    place = f" ({where[0]})" if where else ""
    return f"{told[0]}{place}" if told else f"it ended with {done.exit_code}"


def _after(prefix: str, done: Finished) -> list[str]:
    lines = done.err.splitlines()
    return [line.removeprefix(prefix) for line in lines if line.startswith(prefix)]


def _written(step: Step, workspace: Workspace, out: bytes, now: datetime) -> list[Path]:
    """The answer saved, or the files that a report names on its standard output."""
    if step.save:
        return _saved(step, workspace, out, now)
    return [Path(line) for line in out.decode("utf-8", errors="replace").splitlines()]


def _named(files: Sequence[Path], workspace: Workspace) -> str:
    """Files of reports/ by name, those of a folder in it by its name and their number."""
    reports = workspace.reports
    folders = Counter(file.parent.name for file in files if file.parent != reports)
    names = [file.name for file in files if file.parent == reports]
    return ", ".join([*names, *(f"{name}/ ({number} files)" for name, number in folders.items())])


def _saved(step: Step, workspace: Workspace, out: bytes, now: datetime) -> list[Path]:
    """The answer as a file of the day; a table with its headings alone is nothing to say."""
    assert workspace.reports is not None
    file = workspace.reports / step.save.format(day=now.date().isoformat())
    if len(out.decode("utf-8-sig", errors="replace").strip().splitlines()) < 2:
        return []
    make_folder(workspace.reports)
    write_whole(file, out)
    return [file]


def _to_tell(wanted: Routine, logs: Path, worst: int, problems: str) -> str:
    """What standard error gets: a failure the first time, and once that it works again."""
    memory = logs / "failed.json"
    known = _known(memory)
    before = known.pop(wanted.name, None)
    if worst == 0 and not problems:
        if before is not None:
            write_whole(memory, json.dumps(known).encode())
        has_failed = before is not None and before[:1] != [0]
        return f"lja run {wanted.name} works again." if has_failed else ""
    if before == [worst, problems]:
        return ""
    now = {**known, wanted.name: [worst, problems]}
    write_whole(memory, json.dumps(now, ensure_ascii=False).encode())
    if worst == 0:
        return f"lja run {wanted.name}: {problems}"
    return (
        f"lja run {wanted.name} failed ({worst}): {problems}\n"
        f"Where: {logs / 'lja.log'}\n"
        "What to do: run the command by hand to see more. The same failure is not told again."
    )


def _known(memory: Path) -> dict[str, list[object]]:
    """What failed last, by routine; a file that cannot be read is as none."""
    try:
        found = json.loads(memory.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}

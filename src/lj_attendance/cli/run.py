"""`lja run`: a routine, unattended."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app

if TYPE_CHECKING:
    from lj_attendance.workflows.scheduling.running import Finished

Name = Annotated[str, typer.Argument(metavar="ROUTINE", help="Which routine: see lja schedule.")]
AnyDay = Annotated[
    bool, typer.Option("--any-day", help="Also on a day that the calendar has no school on.")
]


@app.command()
def run(
    name: Name,
    any_day: AnyDay = False,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """A routine, unattended: a log line in logs/lja.log, a lock, and a failure told once.

    Example: lja run weekly --quiet
    """
    from lj_attendance.cli.console import aside, visible, write
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.scheduling.routines import routine
    from lj_attendance.workflows.scheduling.running import run_routine

    wanted, records = routine(name), needed_workspace(workspace)
    ended = run_routine(wanted, records, opt.now().astimezone(), in_its_own, any_day=any_day)
    if ended.tell:
        aside().print(visible(ended.tell, keep_lines=True), markup=False, highlight=False)
    if not quiet:
        if ended.note:
            aside().print(ended.note)
        write("".join(f"{visible(file)}\n" for file in ended.files))
    if ended.exit_code:
        raise typer.Exit(ended.exit_code)


def in_its_own(arguments: list[str]) -> Finished:
    """Runs lja as a process of its own, so that a fault in one command is none of the next."""
    from lj_attendance.workflows.scheduling.running import Finished

    done = subprocess.run(  # noqa: S603 our own program, and arguments of our own
        [sys.executable, "-m", "lj_attendance", *arguments],
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return Finished(done.returncode, done.stdout, done.stderr.decode("utf-8", errors="replace"))

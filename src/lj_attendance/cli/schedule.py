"""`lja schedule`: entries for cron, systemd or the Windows Task Scheduler."""

from __future__ import annotations

import sys
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app


class Program(StrEnum):
    """What starts the routine."""

    cron = "cron"
    systemd = "systemd"
    windows = "windows"


def read_time(text: str) -> time:
    """A time of an option, as 07:00."""
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is not a time such as 07:00.") from error


Name = Annotated[
    str | None,
    typer.Argument(
        metavar="[ROUTINE]", help="Which routine. Default: list them.", show_default=False
    ),
]
For = Annotated[
    Program | None,
    typer.Option("--for", help="For which program. Default: that of this computer."),
]
At = Annotated[
    time | None,
    typer.Option(
        "--at", parser=read_time, metavar="HH:MM", help="Another time.", show_default=False
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Write files there instead.", show_default=False),
]


@app.command()
def schedule(
    name: Name = None,
    program: For = None,
    at: At = None,
    out: Out = None,
    workspace: opt.WorkspaceFolder = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Entries for cron, systemd or the Windows Task Scheduler; nothing is installed by it.

    Example: lja schedule weekly --for cron
    """
    from lj_attendance.cli.console import visible, write
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.scheduling.routines import (
        entry_of,
        routine,
        routines,
        texts_for,
        write_texts,
    )

    if name is None:
        days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
        for each in routines().values():
            when = f"{' '.join(days[day] for day in each.days)} {each.at:%H:%M}"
            write(f"{each.name:<8} {when:<26} {each.title}\n")
        return
    root = needed_workspace(workspace).root
    assert root is not None
    kind = program or (Program.windows if sys.platform == "win32" else Program.cron)
    entry = entry_of(routine(name), sys.executable, root, at)
    texts = texts_for(kind.value, entry, opt.today())
    if out is None:
        for file, text in texts.items():
            write(f"# {file}\n{text}" if len(texts) > 1 else text)
    else:
        for written in write_texts(texts, out, force=force):
            write(f"{visible(written)}\n")

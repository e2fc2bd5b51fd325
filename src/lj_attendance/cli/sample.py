"""`lja sample`: an invented school, for trying things out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Where to write it.")]
Pupils = Annotated[int, typer.Option("--pupils", min=1, max=20_000, help="How many pupils.")]
Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same school.")]
First = Annotated[
    date | None,
    typer.Option(
        "--from",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="First day of marks. Default: 1 September before --until.",
        show_default=False,
    ),
]
Until = Annotated[
    date | None,
    typer.Option(
        "--until",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="Last day of marks. Default: today.",
        show_default=False,
    ),
]
Lessons = Annotated[
    bool, typer.Option("--lessons", help="A lesson register of the last two weeks as well.")
]


def _first_of_september(day: date) -> date:
    year = day.year if day.month > 8 else day.year - 1
    return date(year, 9, 1)


@app.command()
def sample(
    folder: Folder,
    pupils: Pupils = 200,
    seed: Seed = 2026,
    first: First = None,
    until: Until = None,
    lessons: Lessons = False,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """An invented school as Arbor-like CSV: roll, contacts and registers.

    Example: lja sample demo-school --pupils 200 --until 2026-11-20
    """
    from lj_attendance.cli.console import aside
    from lj_attendance.workflows.sample import make_sample

    last = until or opt.today()
    made = make_sample(
        folder,
        pupils=pupils,
        seed=seed,
        first_day=first or _first_of_september(last),
        last_day=last,
        lessons=lessons,
        force=force,
    )
    if quiet:
        return
    names = ", ".join(file.name for file in made.files)
    out = aside()
    out.print(f"Written to {folder}: {names}. See it with: lja analyse {folder}", markup=False)
    if verbose:
        size = f"{made.pupils:,} pupils, {made.sessions:,} sessions each, seed {made.seed}"
        out.print(f"{size}, {made.first_day} to {made.last_day}.", markup=False)
    if made.left_over:
        left = ", ".join(file.name for file in made.left_over)
        out.print(f"Still there from another school, and best removed: {left}", markup=False)

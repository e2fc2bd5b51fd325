"""`lja init`: a workspace, made at once and asking nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app

if TYPE_CHECKING:
    from lj_attendance.workflows.making import WorkspaceMade

Folder = Annotated[
    Path,
    typer.Argument(metavar="[DIR]", help="Where to make it. Default: here.", show_default=False),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more: every file.")]
_TOLD = {
    "lja.toml": 'the school, who signs, times, calendar: fill in what is ""',
    "policy.toml": "the policy as dated settings, each with its clause",
    "templates/letters/": "the letters' wording, to be edited in Word",
    "exports/": "put Arbor's exports here, as CSV or XLSX",
    "letters/": "batches of letters are written here",
    "reports/": "reports are written here",
}
_NEXT = (
    ("lja policy show", "the settings in force, each with its clause"),
    ("lja analyse", "the week's picture, once exports/ holds exports"),
    ("lja stages", "who is due which letter, and why"),
)


@app.command()
def init(folder: Folder = Path(), quiet: opt.Quiet = False, verbose: Verbose = False) -> None:
    """A workspace: the school's file, its policy, its letters, and a place for exports.

    What is there already stays as it is, so that it can be run again.

    Example: lja init my-attendance
    """
    from lj_attendance.workflows.making import make_workspace

    made = make_workspace(folder)
    if not quiet:
        _show(made, verbose=verbose)


def _show(made: WorkspaceMade, *, verbose: bool) -> None:
    from lj_attendance.cli.console import answer, cell, visible

    out = answer()
    here = made.root.resolve() == Path.cwd()
    where = "this folder" if here else str(made.root)
    head = f"Made in {where}:" if made.made else f"Nothing is missing in {where}."
    out.print(cell(head), soft_wrap=True)
    for name, told in _TOLD.items():
        if name in made.made:
            out.print(cell(f"  {name:<20}{told}"), soft_wrap=True)
    extra = [name for name in made.made if name not in _TOLD]
    if extra:
        shown = extra if verbose else [f"letter templates: {len(extra)}"]
        out.print(cell(f"  {'':<20}{', '.join(shown)}"), soft_wrap=True)
    kept = [name for name in made.kept if verbose or name in _TOLD]
    if kept:
        out.print(cell(f"Already there, and left as it is: {', '.join(kept)}"), soft_wrap=True)
    out.print()
    out.print("Next:")
    if not here:
        out.print(cell(f"  cd {_quoted(visible(made.root))}"), soft_wrap=True)
    for command, told in _NEXT:
        out.print(cell(f"  {command:<20}{told}"), soft_wrap=True)


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path

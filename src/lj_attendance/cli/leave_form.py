"""`lja leave form`: how the columns of an online form are understood, and how to say otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.leave_options import Columns

FormFile = Annotated[
    Path,
    typer.Argument(
        readable=False, metavar="FILE", help="The answers of the form (CSV, XLSX).",
    ),
]  # fmt: skip
Save = Annotated[
    bool, typer.Option("--save", help="Write the columns to leave-form.toml of the workspace.")
]


def form(
    file: FormFile,
    columns: Columns = None,
    save: Save = False,
    workspace: opt.WorkspaceFolder = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """How each column of a form is understood, as a file to correct and keep.

    Example: lja leave form "Leave of absence (responses).xlsx" --save
    """
    from lj_attendance.cli.console import aside, visible, write
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.leave.file import columns_text, save_columns

    records = needed_workspace(workspace)
    text = columns_text(file, columns, records)
    if not save:
        write(text)
        return
    saved = save_columns(records, text, force=force)
    if not quiet:
        aside().print(visible(f"Written: {saved}"), markup=False)

"""`lja report tutor`: one sheet a registration group, with each pupil's week and a word to say."""

from __future__ import annotations

from typing import Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.report_weekly import Out

OneGroup = Annotated[
    str | None,
    typer.Option(
        "--group", metavar="NAME", help="Only this registration group.", show_default=False
    ),
]
Board = Annotated[
    bool,
    typer.Option("--board", help="To hang up: forenames, who was here, nothing of why or what."),
]


def tutor(
    paths: opt.Paths = None,
    group: OneGroup = None,
    board: Board = False,
    out: Out = None,
    as_of: opt.AsOf = None,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """A sheet for each tutor: every pupil's week, year to date, change, and a word to say.

    Example: lja report tutor --group "8 CRO"
    """
    from lj_attendance.cli.console import visible, write
    from lj_attendance.cli.reading import read_request, tell_end, tell_no_marks, tell_unused
    from lj_attendance.cli.records import workspace_if_any
    from lj_attendance.errors import WrongUsage
    from lj_attendance.workflows.reporting.tutor_files import write_tutor_lists

    records = workspace_if_any(workspace, quiet=True)
    folder = out or records.reports
    if folder is None:
        raise WrongUsage(
            "There is no workspace to put the lists in.", "--out", "Name a folder with --out."
        )
    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        analysis, end, files = write_tutor_lists(
            request, records, folder, only=group, board=board, force=force
        )
    tell_unused(analysis.reading, quiet=quiet, verbose=verbose)
    tell_no_marks(analysis.findings, quiet=quiet)
    tell_end(end, quiet=quiet)
    if not quiet:
        write("".join(f"{visible(file)}\n" for file in files))

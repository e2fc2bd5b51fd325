"""`lja report weekly`: what to do this week, and the week's picture, as a page and a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lj_attendance.cli import options as opt

Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Put the files here. Default: the workspace's reports/.",
        show_default=False,
    ),
]


def weekly(
    paths: opt.Paths = None,
    out: Out = None,
    as_of: opt.AsOf = None,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    strict: opt.Strict = False,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """What to do this week, then the week's picture: one page to open or print, and a workbook.

    Example: lja report weekly --out reports
    """
    from lj_attendance.cli.console import visible, write
    from lj_attendance.cli.reading import read_request, tell_end, tell_no_marks, tell_unused
    from lj_attendance.cli.records import workspace_if_any
    from lj_attendance.errors import WrongUsage
    from lj_attendance.workflows.reporting.weekly_files import write_weekly

    records = workspace_if_any(workspace, quiet=quiet)
    folder = out or records.reports
    if folder is None:
        raise WrongUsage(
            "There is no workspace to put the report in.", "--out", "Name a folder with --out."
        )
    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        clock = opt.today(), opt.now().astimezone().time()
        written = write_weekly(request, records, folder, clock, force=force)
    analysis = written.report.analysis
    tell_unused(analysis.reading, quiet=quiet, verbose=verbose)
    tell_no_marks(analysis.findings, quiet=quiet)
    tell_end(written.report.ends, quiet=quiet)
    if not quiet:
        write("".join(f"{visible(file)}\n" for file in written.files))
    if strict and (analysis.findings["severity"] == "error").any():
        raise typer.Exit(4)

"""`lja report governors`: the Word report of each term, small numbers suppressed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.report_weekly import Out

Previous = Annotated[
    Path | None,
    typer.Option(
        "--previous",
        metavar="FILE",
        help="The last report's governors-DAY.json. Default: the newest earlier one there.",
        show_default=False,
    ),
]


def governors(
    paths: opt.Paths = None,
    previous: Previous = None,
    out: Out = None,
    as_of: opt.AsOf = None,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """For governors: trends, groups and benchmarks in Word, with small numbers suppressed.

    Example: lja report governors --out reports
    """
    from lj_attendance.cli.console import visible, write
    from lj_attendance.cli.reading import read_request, tell_end, tell_no_marks, tell_unused
    from lj_attendance.cli.records import workspace_if_any
    from lj_attendance.errors import WrongUsage
    from lj_attendance.workflows.reporting.governors_files import write_governors

    records = workspace_if_any(workspace, quiet=True)
    folder = out or records.reports
    if folder is None:
        raise WrongUsage(
            "There is no workspace to put the report in.", "--out", "Name a folder with --out."
        )
    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        analysis, end, files = write_governors(request, records, folder, previous, force=force)
    tell_unused(analysis.reading, quiet=quiet, verbose=verbose)
    tell_no_marks(analysis.findings, quiet=quiet)
    tell_end(end, quiet=quiet)
    if not quiet:
        write("".join(f"{visible(file)}\n" for file in files))

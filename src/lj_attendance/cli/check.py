"""`lja check`: what is wrong with the register, and nothing else."""

from __future__ import annotations

from pathlib import Path

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app


@app.command()
def check(
    paths: opt.Paths = None,
    as_of: opt.AsOf = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    strict: opt.Strict = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """What is wrong or doubtful in the register, each with file and row, worst first.

    In a workspace, marks are also compared with the leave that was granted or refused.

    Example: lja check exports --format csv
    """
    from lj_attendance.cli.console import answer, write
    from lj_attendance.cli.findings_view import show_findings
    from lj_attendance.cli.reading import read_request, tell_no_marks, tell_unused
    from lj_attendance.reports.files import as_csv
    from lj_attendance.workflows.findings import findings
    from lj_attendance.workflows.leave.marks import leave_of
    from lj_attendance.workflows.reading import read_exports
    from lj_attendance.workspace import find_workspace

    records = find_workspace(Path.cwd(), workspace)
    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        reading = read_exports(request)
        found = findings(reading, leave_of(records, reading.as_of))
    tell_unused(reading, quiet=quiet, verbose=verbose)
    tell_no_marks(found, quiet=quiet)
    if output is opt.Format.table:
        show_findings(answer(), found, verbose=verbose)
    else:
        write(found.write_json() + "\n" if output is opt.Format.json else as_csv(found).decode())
    if strict and (found["severity"] == "error").any():
        raise typer.Exit(4)

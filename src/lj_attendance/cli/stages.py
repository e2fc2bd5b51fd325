"""`lja stages`: who is due which letter, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app

Due = Annotated[bool, typer.Option("--due", help="Only those to whom a letter is due now.")]


@app.command()
def stages(
    paths: opt.Paths = None,
    due: Due = False,
    as_of: opt.AsOf = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    strict: opt.Strict = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Every pupil's stage of the attendance letters (§18), what is due, and why.

    Example: lja stages --due
    """
    from lj_attendance.cli.console import write
    from lj_attendance.cli.reading import read_request, tell_no_marks, tell_unused
    from lj_attendance.cli.records import workspace_if_any
    from lj_attendance.reports.answers import stages as stage_list
    from lj_attendance.reports.files import as_csv
    from lj_attendance.workflows.findings import findings
    from lj_attendance.workflows.reading import read_exports
    from lj_attendance.workflows.records import calendar_of, events_of
    from lj_attendance.workflows.stages.listing import stages as run

    records = workspace_if_any(workspace, quiet=quiet)
    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        reading = read_exports(request)
        found = run(reading, events_of(records), request.settings, calendar_of(records))
    tell_unused(reading, quiet=quiet, verbose=verbose)
    faults = findings(reading)
    tell_no_marks(faults, quiet=quiet)
    pupils = tuple(p for p in found.pupils if p.is_due) if due else found.pupils
    if output is opt.Format.table:
        from lj_attendance.cli.stages_view import show_stages

        show_stages(found, pupils, verbose=verbose)
    elif output is opt.Format.json:
        write(stage_list.as_json(pupils))
    else:
        write(as_csv(stage_list.as_frame(pupils)).decode())
    if strict and (faults["severity"] == "error").any():
        raise typer.Exit(4)

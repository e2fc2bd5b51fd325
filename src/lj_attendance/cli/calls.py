"""`lja calls`: whom to ring today, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app

if TYPE_CHECKING:
    from lj_attendance.workflows.calls.listing import Calls


@app.command()
def calls(
    paths: opt.Paths = None,
    as_of: opt.AsOf = None,
    require_marks: opt.RequireMarks = False,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    strict: opt.Strict = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Whom to ring, in order: absence of which nobody told the reason, with what was tried.

    Example: lja calls
    """
    from lj_attendance.cli.reading import (
        read_request,
        refuse_without_marks,
        tell_no_marks,
        tell_unused,
    )
    from lj_attendance.cli.records import workspace_if_any
    from lj_attendance.workflows.calls.listing import calls as run
    from lj_attendance.workflows.contacts import contacts_of
    from lj_attendance.workflows.findings import findings
    from lj_attendance.workflows.reading import read_exports
    from lj_attendance.workflows.records import calendar_of, events_of

    records = workspace_if_any(workspace, quiet=quiet)
    clock = opt.today(), opt.now().astimezone().time()
    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        reading = read_exports(request)
        if require_marks:
            refuse_without_marks(reading, request)
        found = run(
            reading, events_of(records), request.settings, calendar_of(records),
            contacts_of(reading), clock, knows_ledger=records.root is not None,
        )  # fmt: skip
    tell_unused(reading, quiet=quiet, verbose=verbose)
    faults = findings(reading)
    tell_no_marks(faults, quiet=quiet)
    _show(found, output, verbose=verbose)
    if strict and (faults["severity"] == "error").any():
        raise typer.Exit(4)


def _show(found: Calls, output: opt.Format, *, verbose: bool) -> None:
    from lj_attendance.cli.calls_view import show_calls
    from lj_attendance.cli.console import write
    from lj_attendance.reports.answers import calls as call_list
    from lj_attendance.reports.files import as_csv

    if output is opt.Format.table:
        show_calls(found, today=opt.today(), verbose=verbose)
    elif output is opt.Format.json:
        write(call_list.as_json(found))
    else:
        write(as_csv(call_list.as_frame(found)).decode())

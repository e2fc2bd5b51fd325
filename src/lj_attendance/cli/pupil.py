"""`lja pupil`: one pupil, as an officer wants to see them before ringing home."""

from __future__ import annotations

from typing import Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app
from lj_attendance.cli.hold import Who

Why = Annotated[
    bool,
    typer.Option(
        "--why", help="Also the sessions behind each figure and decision, with file and row."
    ),
]


@app.command()
def pupil(
    who: Who,
    paths: opt.Paths = None,
    why: Why = False,
    as_of: opt.AsOf = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """One pupil: figures, a calendar of marks, runs, patterns, stage, contacts and forecast.

    Example: lja pupil "adams ava" --why
    """
    from lj_attendance.cli.console import write
    from lj_attendance.cli.reading import read_request, tell_unused
    from lj_attendance.cli.records import workspace_if_any
    from lj_attendance.reports.answers import pupil as pupil_answer
    from lj_attendance.reports.files import as_csv
    from lj_attendance.workflows.pupils import find_pupil
    from lj_attendance.workflows.reading import read_exports
    from lj_attendance.workflows.records import calendar_of, events_of
    from lj_attendance.workflows.reporting.pupil_page import pupil_page

    records = workspace_if_any(workspace, quiet=quiet)
    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        reading = read_exports(request)
        pupil_id = str(find_pupil(reading.roll, who)["pupil_id"])
        settings, calendar = request.settings, calendar_of(records)
        page = pupil_page(reading, pupil_id, events_of(records), settings, calendar)
    tell_unused(reading, quiet=quiet, verbose=verbose)
    if output is opt.Format.table:
        from lj_attendance.cli.pupil_view import show_pupil

        show_pupil(page, why=why)
    elif output is opt.Format.json:
        write(pupil_answer.as_json(page))
    else:
        write(as_csv(pupil_answer.marks_frame(page)).decode())

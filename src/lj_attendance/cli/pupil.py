"""`lja pupil`: one pupil, as an officer wants to see them before ringing home."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app
from lj_attendance.cli.hold import Who
from lj_attendance.cli.report_weekly import Out

if TYPE_CHECKING:
    from pathlib import Path

    from lj_attendance.workflows.reporting.pupil_page import PupilPage
    from lj_attendance.workspace import Workspace

Why = Annotated[
    bool,
    typer.Option(
        "--why", help="Also the sessions behind each figure and decision, with file and row."
    ),
]


class PupilFormat(StrEnum):
    """How one pupil is shown; html and docx write a file for a meeting, without contacts."""

    table = "table"
    json = "json"
    csv = "csv"
    html = "html"
    docx = "docx"


OutputFormat = Annotated[
    PupilFormat,
    typer.Option(
        "--format", help="html and docx write a file for a meeting; no contact stands in it."
    ),
]


@app.command()
def pupil(
    who: Who,
    paths: opt.Paths = None,
    why: Why = False,
    as_of: opt.AsOf = None,
    output: OutputFormat = PupilFormat.table,
    out: Out = None,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """One pupil: figures, a calendar of marks, runs, patterns, stage, contacts and forecast.

    Example: lja pupil "adams ava" --why
    """
    from lj_attendance.cli.console import visible, write
    from lj_attendance.cli.reading import read_request, tell_end, tell_unused
    from lj_attendance.cli.records import workspace_if_any
    from lj_attendance.workflows.pupils import find_pupil
    from lj_attendance.workflows.reading import read_exports
    from lj_attendance.workflows.records import calendar_of, events_of
    from lj_attendance.workflows.register_end import register_end
    from lj_attendance.workflows.reporting.pupil_page import pupil_page

    records = workspace_if_any(workspace, quiet=quiet)
    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        reading = read_exports(request)
        pupil_id = str(find_pupil(reading.roll, who)["pupil_id"])
        settings, calendar = request.settings, calendar_of(records)
        end = register_end(reading, calendar, request)
        page = pupil_page(reading, pupil_id, events_of(records), settings, calendar, end)
    tell_unused(reading, quiet=quiet, verbose=verbose)
    tell_end(end, quiet=quiet or output is PupilFormat.table)  # there it is in the answer
    if output in (PupilFormat.html, PupilFormat.docx):
        file = write_document(page, output, out or records.reports, records, why=why, force=force)
        if not quiet:
            write(f"{visible(file)}\n")
    else:
        _show(page, output, why=why)


def _show(page: PupilPage, output: PupilFormat, *, why: bool) -> None:
    from lj_attendance.cli.console import write
    from lj_attendance.reports.answers import pupil as pupil_answer
    from lj_attendance.reports.files import as_csv

    if output is PupilFormat.table:
        from lj_attendance.cli.pupil_view import show_pupil

        show_pupil(page, why=why)
    elif output is PupilFormat.json:
        write(pupil_answer.as_json(page))
    else:
        write(as_csv(pupil_answer.marks_frame(page)).decode())


def write_document(
    page: PupilPage,
    output: PupilFormat,
    folder: Path | None,
    records: Workspace,
    *,
    why: bool,
    force: bool,
) -> Path:
    """Writes the file for a meeting."""
    from lj_attendance.errors import WrongUsage
    from lj_attendance.workflows.reporting.pupil_file import write_pupil

    if folder is None:
        raise WrongUsage(
            "There is no workspace to put the file in.", "--out", "Name a folder with --out."
        )
    school = records.school().name if records.root else ""
    return write_pupil(page, output.value, folder, school, why=why, force=force)

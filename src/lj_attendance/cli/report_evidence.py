"""`lja report evidence`: one pupil's record as a Word file, for the local authority or a court."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.hold import Who

if TYPE_CHECKING:
    from lj_attendance.workflows.evidence_pack.gathering import EvidencePack
    from lj_attendance.workspace import Workspace

OutFile = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Write it here. Default: in the workspace's reports/.",
        show_default=False,
    ),
]
First = Annotated[
    date | None,
    typer.Option(
        "--from",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="The first day of the marks. Default: that of the academic year, or of the penalty "
        "window's school weeks where that is earlier.",
        show_default=False,
    ),
]
StrictlyComplete = Annotated[
    bool, typer.Option("--strict", help="End with exit code 4 while it is not complete.")
]
_SHOWN = 12  # things missing, on standard error


def evidence(
    who: Who,
    paths: opt.Paths = None,
    first: First = None,
    as_of: opt.AsOf = None,
    out: OutFile = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    strict: StrictlyComplete = False,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """One pupil's record as a Word file: marks, figures, letters, contacts, what is missing.

    It says NOT COMPLETE on every page while anything is missing, such as an N still open, a
    session without a mark, or an amendment of the register without its five fields.

    Example: lja report evidence "adams ava" --as-of 2026-11-20
    """
    from lj_attendance.cli.console import visible, write
    from lj_attendance.cli.reading import read_request, tell_unused
    from lj_attendance.reports.answers.evidence_pack import as_json
    from lj_attendance.workflows.evidence_pack.facts import books_of
    from lj_attendance.workflows.evidence_pack.file import write_pack
    from lj_attendance.workflows.evidence_pack.gathering import Wanted, evidence_pack
    from lj_attendance.workflows.reading import read_exports

    _refuse_csv(output)
    records = _records(workspace, out)
    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        reading = read_exports(request)
        pack = evidence_pack(Wanted(who, first), reading, books_of(records))
    tell_unused(reading, quiet=quiet, verbose=verbose)
    file = write_pack(pack, out, records.reports, force=force)
    write(as_json(pack, str(file)) if output is opt.Format.json else visible(str(file)) + "\n")
    _tell_missing(pack, quiet=quiet, verbose=verbose)
    if strict and not pack.is_complete:
        raise typer.Exit(4)


def _refuse_csv(output: opt.Format) -> None:
    if output is opt.Format.csv:
        raise typer.BadParameter(
            "an evidence pack is no list: table or json.", param_hint="--format"
        )


def _records(workspace: Path | None, out: Path | None) -> Workspace:
    """The workspace; without one, a path has to be given."""
    from lj_attendance.cli.records import needed_workspace, workspace_if_any

    return workspace_if_any(workspace, quiet=True) if out else needed_workspace(workspace)


def _tell_missing(pack: EvidencePack, *, quiet: bool, verbose: bool) -> None:
    """On standard error: whether it is complete, and what is missing."""
    from lj_attendance.cli.console import aside, day, visible

    if quiet:
        return
    console, number = aside(), len(pack.missing)
    if pack.ledger.later:
        note = f"{pack.ledger.later} later entries of this pupil are left out: see --as-of."
        console.print(note, style="yellow")
    if pack.is_complete:
        console.print(f"Complete as of {day(pack.as_of)} by what lja can see.")
        return
    things = "1 thing is missing" if number == 1 else f"{number} things are missing"
    console.print(f"Not complete: {things}.", style="yellow")
    shown = pack.missing if verbose else pack.missing[:_SHOWN]
    for each in shown:
        console.print(visible(f"- {each.what} ({each.where}) {each.remedy}"), markup=False)
    if len(shown) < number:
        console.print(f"And {number - len(shown)} more: see the document, or say --verbose.")

"""`lja report half-term`: one letter a family with each child's attendance and punctuality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lj_attendance.cli import options as opt
from lj_attendance.cli.batches import LetterDate
from lj_attendance.cli.report_weekly import Out

if TYPE_CHECKING:
    from pathlib import Path

    from lj_attendance.workflows.reporting.statements import Statements


def half_term(
    paths: opt.Paths = None,
    letter_date: LetterDate = None,
    out: Out = None,
    as_of: opt.AsOf = None,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """One letter a family for the half term of the as-of date; it is no letter of a stage.

    Example: lja report half-term --as-of 2026-10-23
    """
    from lj_attendance.cli.batch_view import writing_progress
    from lj_attendance.cli.reading import read_request, tell_end, tell_no_marks, tell_unused
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.findings import findings
    from lj_attendance.workflows.reading import read_exports
    from lj_attendance.workflows.records import calendar_of
    from lj_attendance.workflows.register_end import register_end
    from lj_attendance.workflows.reporting.statement_files import write_statements

    records = needed_workspace(workspace)
    folder, on = out or records.reports, letter_date or as_of or opt.today()
    assert folder is not None
    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        reading = read_exports(request)
    with writing_progress(quiet) as progress:
        found, place = write_statements(
            reading, request.settings, records, folder, on, force=force, progress=progress
        )
    tell_unused(reading, quiet=quiet, verbose=verbose)
    tell_no_marks(findings(reading), quiet=quiet)
    tell_end(register_end(reading, calendar_of(records), request), quiet=quiet)
    if not quiet:
        _tell(found, place)


def _tell(found: Statements, place: Path) -> None:
    """How many letters, about whom, of which days, and where they are."""
    from lj_attendance.cli.console import day, visible, write

    children = {child.pupil_id for letter in found.letters for child in letter.children}
    none = {each.child.pupil_id for each in found.left_out} - children
    span = f"{found.period.name}, {day(found.period.first)} to {day(found.period.last)}"
    write(
        f"{len(found.letters):,} letters about {len(children):,} pupils ({span}); "
        f"{len(none):,} pupils without one, each with the reason in plan.csv.\n"
        f"{visible(place)}\n"
    )

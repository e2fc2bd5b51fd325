"""`lja cases`: what follows a Stage 4 letter, what is due of it and overdue, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import case_letter, case_outcomes, case_steps
from lj_attendance.cli import case_options as case
from lj_attendance.cli import options as opt
from lj_attendance.cli.alert_options import PathsOrCommand
from lj_attendance.cli.app import app
from lj_attendance.cli.hold import Who

if TYPE_CHECKING:
    from lj_attendance.workflows.cases.listing import PupilCase

cases_app = typer.Typer(cls=PathsOrCommand)

OnlyDue = Annotated[bool, typer.Option("--due", help="Only those with something to do now.")]
WithClosed = Annotated[bool, typer.Option("--all", help="Also those that are closed.")]


@cases_app.callback(invoke_without_command=True)
def cases(
    ctx: typer.Context,
    paths: opt.Paths = None,
    due: OnlyDue = False,
    every: WithClosed = False,
    as_of: case.StandsOn = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """What follows a Stage 4 letter: each case, its next step, when it is due, what is overdue.

    The longest overdue first. A case is open until it is closed, also across the summer. lja
    decides nothing: people invite, warn, review and close.

    Example: lja cases --due
    """
    if ctx.invoked_subcommand is not None:
        return
    from lj_attendance.workflows.cases.listing import cases as run

    day = as_of or opt.today()
    found = case.books(paths, day, mapping, blank_means, workspace, quiet=quiet, verbose=verbose)
    listed = run(found, day, with_closed=every)
    shown = [each for each in listed if each.is_due or not due]
    _show(day, found.register_until, shown, output, due=due)


def _show(
    day: date, until: date | None, shown: Sequence[PupilCase], output: opt.Format, *, due: bool
) -> None:
    from lj_attendance.cli.console import write
    from lj_attendance.reports.answers import cases as case_list
    from lj_attendance.reports.files import as_csv

    if output is opt.Format.table:
        from lj_attendance.cli.cases_view import show_cases

        show_cases(day, until, shown, only_due=due)
    elif output is opt.Format.json:
        write(case_list.as_json(shown))
    else:
        write(as_csv(case_list.as_frame(shown)).decode())


@cases_app.command()
def show(
    who: Who,
    as_of: case.StandsOn = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """One pupil's cases: every step with its entry's number, targets, and figures for a review.

    Example: lja cases show "adams ava"
    """
    from lj_attendance.cli.console import write
    from lj_attendance.reports.answers import cases as case_list
    from lj_attendance.reports.files import as_csv
    from lj_attendance.workflows.cases.listing import case_to_show, cases_of

    day = as_of or opt.today()
    found = case.books(None, day, mapping, None, workspace, quiet=quiet, verbose=verbose)
    pupil_id = case.pupil_of(found, who)["pupil_id"]
    case_to_show(found, pupil_id, day)
    of_pupil = cases_of(found, pupil_id, day)
    if output is opt.Format.table:
        from lj_attendance.cli.cases_view import show_case

        for number, each in enumerate(of_pupil):
            show_case(each, is_first=number == 0)
    elif output is opt.Format.json:
        write(case_list.shown_as_json(of_pupil))
    else:
        write(as_csv(case_list.shown_as_frame(of_pupil)).decode())


for _command in (
    case_steps.invite,
    case_steps.held,
    case_steps.minutes,
    case_outcomes.warn,
    case_outcomes.review,
    case_outcomes.close,
    case_outcomes.withdraw,
    case_letter.letter,
):
    cases_app.command()(_command)

app.add_typer(cases_app, name="cases")

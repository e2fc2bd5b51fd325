"""`lja leave decide` and `lja leave list`: the head teacher's decisions, and the register."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.leave_options import Why

if TYPE_CHECKING:
    import polars as pl

Number = Annotated[
    int, typer.Argument(metavar="REQUEST", help="The request's number, as lists show it.")
]
Grant = Annotated[
    bool | None,
    typer.Option("--grant/--refuse", help="What the head teacher decided.", show_default=False),
]
GrantFrom = Annotated[
    date | None,
    typer.Option(
        "--from",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="First day granted, where it is a part of the request.",
        show_default=False,
    ),
]
GrantTo = Annotated[
    date | None,
    typer.Option(
        "--to",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="Last day granted, where it is a part of the request.",
        show_default=False,
    ),
]
Because = Annotated[
    str,
    typer.Option(
        "--reason", metavar="TEXT", help="Why; it stands on the record.", show_default=False
    ),
]


class Status(StrEnum):
    """What has become of a request."""

    open = "open"
    granted = "granted"
    refused = "refused"


OfPupil = Annotated[
    str | None,
    typer.Argument(metavar="[WHO]", help="Only this pupil's requests.", show_default=False),
]
OfStatus = Annotated[
    Status | None, typer.Option("--status", help="Only these.", show_default=False)
]
Ending = Annotated[
    date | None,
    typer.Option(
        "--from",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="Only leave that reaches this day or a later one.",
        show_default=False,
    ),
]
Beginning = Annotated[
    date | None,
    typer.Option(
        "--to",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="Only leave that begins on this day or before.",
        show_default=False,
    ),
]
KnownOn = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="The register as it stood on this day. Default: all of it.",
        show_default=False,
    ),
]


def decide(
    number: Number,
    reason: Because,
    grant: Grant = None,
    first_day: GrantFrom = None,
    last_day: GrantTo = None,
    on: opt.On = None,
    by: opt.By = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Records the head teacher's decision on a request: granted, in whole or part, or refused.

    Example: lja leave decide 12 --grant --to 2026-12-15 --reason "funeral abroad"
    """
    from lj_attendance.cli.console import aside, visible, write
    from lj_attendance.cli.leave_view import decided_line
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.errors import WrongUsage
    from lj_attendance.workflows.leave.register import Choice
    from lj_attendance.workflows.leave.register import decide as enter

    if grant is None:
        raise WrongUsage(
            "Granted, or refused?",
            "lja leave decide",
            "Say --grant or --refuse; lja never guesses.",
        )
    records, day = needed_workspace(workspace), on or opt.today()
    word = Status.granted if grant else Status.refused
    choice = Choice(number, word.value, first_day, last_day, reason, day)
    assert records.ledger is not None
    calendar, settings = records.school().calendar, records.settings()
    done = enter(records.ledger, choice, calendar, settings, opt.who(by), opt.now())
    write(visible(decided_line(done)) + "\n")
    for note in () if quiet else done.notes:
        aside().print(visible(note), markup=False, style="yellow")


def list_requests(
    who: OfPupil = None,
    status: OfStatus = None,
    reason: Why = None,
    first_day: Ending = None,
    last_day: Beginning = None,
    as_of: KnownOn = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """The register of requests: every one, with the advice, the decision and the days granted.

    Example: lja leave list --status open
    """
    from lj_attendance.cli.console import write
    from lj_attendance.cli.leave_view import show_register
    from lj_attendance.cli.pupils import workspace_roll
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.reports.files import as_csv
    from lj_attendance.workflows.leave.listing import (
        Wanted,
        as_frame,
        ever_asked_for,
        requests_listed,
    )
    from lj_attendance.workflows.records import calendar_of, events_of

    records = needed_workspace(workspace)
    roll = workspace_roll(workspace, mapping, quiet=quiet, verbose=verbose)
    events = events_of(records)
    pupil_id = _meant(who, roll, ever_asked_for(events)) if who else None
    status_word, reason_word = (each.value if each else None for each in (status, reason))
    wanted = Wanted(pupil_id, status_word, reason_word, first_day, last_day)
    day = as_of or date.max
    found = requests_listed(events, day, wanted, roll, calendar_of(records))
    if output is opt.Format.table:
        show_register(found)
    else:
        frame = as_frame(found)
        write(frame.write_json() + "\n" if output is opt.Format.json else as_csv(frame).decode())


def _meant(who: str, roll: pl.DataFrame | None, known: frozenset[str]) -> str:
    """The ID of the pupil whose requests are wanted, of one who has left as well."""
    from lj_attendance.workflows.pupils import accept_id, find_pupil

    found = accept_id(who) if roll is None else find_pupil(roll, who, known)
    return str(found["pupil_id"])

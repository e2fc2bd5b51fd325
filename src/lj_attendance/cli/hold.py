"""`lja hold`, `lja lift` and `lja holds`: who is kept out of batches of letters, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app
from lj_attendance.cli.ledger import ledger_in

if TYPE_CHECKING:
    from lj_attendance.workflows.stages.holding import HeldPupil

Who = Annotated[
    str,
    typer.Argument(
        metavar="WHO",
        help="Arbor ID, UPN, or a part of the name that one pupil alone has.",
        show_default=False,
    ),
]
Reason = Annotated[
    str,
    typer.Option(
        "--reason", metavar="TEXT", help="Why; it stands on the record.", show_default=False
    ),
]
Until = Annotated[
    date | None,
    typer.Option(
        "--until",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="The last day of the hold. Default: until it is lifted.",
        show_default=False,
    ),
]
HeldOn = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="Who is held on this day. Default: today.",
        show_default=False,
    ),
]


@app.command()
def hold(
    who: Who,
    reason: Reason,
    until: Until = None,
    on: opt.On = None,
    by: opt.By = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Keeps a pupil out of batches of letters, and lists them as held with the reason.

    Example: lja hold "adams ava" --reason "bereavement" --until 2026-12-04
    """
    from lj_attendance.cli.console import aside, visible, write
    from lj_attendance.cli.pupils import pupil_named
    from lj_attendance.workflows.pupils import name_of
    from lj_attendance.workflows.stages.holding import hold as enter

    ledger = ledger_in(workspace)
    pupil = pupil_named(who, workspace, mapping, quiet=quiet, verbose=verbose)
    day, name = on or opt.today(), opt.who(by)
    new = enter(ledger, pupil["pupil_id"], reason, on=day, until=until, by=name, now=opt.now())
    told = _told(day, until, new.hold.reason, new.hold.number)
    write(visible(f"Held: {name_of(pupil)}, {told}") + "\n")
    for each in () if quiet else new.earlier:
        told = _told(each.since, each.until, each.reason, each.number)
        aside().print(visible(f"Held before this, and still: {told}"), markup=False)


@app.command()
def lift(
    who: Who,
    reason: Reason,
    on: opt.On = None,
    by: opt.By = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Ends a pupil's hold: from the day given on, letters are due again.

    Example: lja lift "adams ava" --reason "family is ready to meet"
    """
    from lj_attendance.cli.console import visible, write
    from lj_attendance.cli.pupils import pupil_named
    from lj_attendance.workflows.pupils import name_of
    from lj_attendance.workflows.stages.holding import ever_held
    from lj_attendance.workflows.stages.holding import lift as enter

    ledger = ledger_in(workspace)
    pupil = pupil_named(
        who, workspace, mapping, unlisted=ever_held(ledger), quiet=quiet, verbose=verbose
    )
    day, name = on or opt.today(), opt.who(by)
    for each in enter(ledger, pupil["pupil_id"], reason, on=day, by=name, now=opt.now()):
        told = _told(each.since, each.until, each.reason, each.number)
        line = f"Lifted on {day.day} {day:%b %Y}: {name_of(pupil)}, held {told}"
        write(visible(line) + "\n")


def _told(since: date, until: date | None, reason: str, entry: int) -> str:
    """A hold in words, as `from 23 Nov 2026 until lifted: bereavement (entry 1)`."""
    from lj_attendance.cli.console import day

    last = f"to {day(until)}" if until else "until lifted"
    return f"from {day(since)} {last}: {reason} (entry {entry})"


@app.command()
def holds(
    as_of: HeldOn = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Who is held on a day, since when, until when, why, and by whom.

    Example: lja holds --as-of 2026-11-23
    """
    from lj_attendance.cli.console import write
    from lj_attendance.cli.pupils import workspace_roll
    from lj_attendance.reports.files import as_csv
    from lj_attendance.workflows.stages.holding import as_frame, held_pupils

    ledger = ledger_in(workspace)
    roll = workspace_roll(workspace, mapping, quiet=quiet, verbose=verbose)
    held = held_pupils(ledger, as_of or opt.today(), roll)
    if output is opt.Format.table:
        _show(held)
    else:
        found = as_frame(held)
        write(found.write_json() + "\n" if output is opt.Format.json else as_csv(found).decode())


def _show(held: Sequence[HeldPupil]) -> None:
    from lj_attendance.cli.console import answer, cell, day, plain_table

    if not held:
        answer().print("Nobody is held.")
        return
    table = plain_table("Pupil", "Form", "Since", "Until", "Reason", "By")
    for pupil in held:
        hold = pupil.hold
        until = day(hold.until) if hold.until else "lifted"
        texts = (pupil.name, pupil.registration_group, day(hold.since), until, hold.reason, hold.by)
        table.add_row(*(cell(text) for text in texts))
    answer().print(table)

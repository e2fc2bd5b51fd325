"""`lja evidence`: illness and appointments after Stage 2 without evidence, and what was seen."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.alert_options import PathsOrCommand
from lj_attendance.cli.app import app
from lj_attendance.cli.hold import Reason, Who
from lj_attendance.cli.ledger import ledger_in
from lj_attendance.cli.note import day_option
from lj_attendance.cli.notes import AsOf, Entry, WhoOrAll

evidence_app = typer.Typer(cls=PathsOrCommand)

First = Annotated[date, day_option("--from", "The first day that it speaks for.")]
Last = Annotated[date, day_option("--to", "The last day that it speaks for.")]
What = Annotated[
    str,
    typer.Option(
        "--what", metavar="TEXT", help="What was seen: GP letter, prescription, appointment card.",
        show_default=False,
    ),
]  # fmt: skip
Note = Annotated[
    str | None,
    typer.Option("--note", metavar="TEXT", help="What else to remember.", show_default=False),
]
SeenOn = Annotated[date | None, day_option("--on", "The day it was seen. Default: today.")]


@evidence_app.callback(invoke_without_command=True)
def evidence(
    ctx: typer.Context,
    paths: opt.Paths = None,
    as_of: opt.AsOf = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Illness and appointments after receipt of a Stage 2 letter, with and without evidence.

    And marks of illness whose note names no more than a minor illness, for a person to review.
    Advice, with the clause: no mark is changed.

    Example: lja evidence --format csv
    """
    if ctx.invoked_subcommand is not None:
        return
    from lj_attendance.cli.console import write
    from lj_attendance.cli.reading import read_request, tell_unused
    from lj_attendance.cli.records import workspace_if_any
    from lj_attendance.reports.answers import evidence as evidence_list
    from lj_attendance.reports.files import as_csv
    from lj_attendance.workflows.evidence.listing import CLAUSE
    from lj_attendance.workflows.evidence.listing import evidence as run
    from lj_attendance.workflows.reading import read_exports
    from lj_attendance.workflows.records import events_of

    records = workspace_if_any(workspace, quiet=quiet)
    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        reading = read_exports(request)
        found = run(reading, events_of(records), request.settings)
    tell_unused(reading, quiet=quiet, verbose=verbose)
    if output is opt.Format.table:
        from lj_attendance.cli.evidence_view import show_evidence

        show_evidence(found, CLAUSE, verbose=verbose)
    elif output is opt.Format.json:
        write(evidence_list.as_json(found, CLAUSE))
    else:
        write(as_csv(evidence_list.as_frame(found, CLAUSE)).decode())


@evidence_app.command()
def add(
    who: Who,
    first: First,
    last: Last,
    what: What,
    note: Note = None,
    on: SeenOn = None,
    by: opt.By = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Enters evidence that the school has seen, and the days it speaks for.

    Example: lja evidence add "adams ava" --from 2026-11-12 --to 2026-11-13 --what "GP letter"
    """
    from lj_attendance.cli.console import day, visible, write
    from lj_attendance.cli.pupils import pupil_named
    from lj_attendance.workflows.evidence.record import NewEvidence, evidenced_ever
    from lj_attendance.workflows.evidence.record import add as enter
    from lj_attendance.workflows.pupils import name_of

    ledger, today = ledger_in(workspace), opt.today()
    known = evidenced_ever(ledger)
    pupil = pupil_named(who, workspace, mapping, unlisted=known, quiet=quiet, verbose=verbose)
    new = NewEvidence(pupil["pupil_id"], first, last, what, note, on or today)
    entered = enter(ledger, new, today=today, by=opt.who(by), now=opt.now())
    span = day(first) if first == last else f"{day(first)} to {day(last)}"
    line = f"{entered.detail['what']} for {span}, seen {day(entered.on)}"
    write(visible(f"Entered: {name_of(pupil)}, {line} (entry {entered.number})") + "\n")


@evidence_app.command()
def withdraw(
    entry: Entry,
    reason: Reason,
    on: opt.On = None,
    by: opt.By = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Takes back evidence entered by mistake: from that day on it counts no more.

    Example: lja evidence withdraw 12 --reason "entered for the wrong pupil"
    """
    from lj_attendance.cli.console import day, visible, write
    from lj_attendance.workflows.evidence.record import take_back_evidence

    ledger, today = ledger_in(workspace), opt.today()
    since, name = on or today, opt.who(by)
    gone = take_back_evidence(ledger, entry, reason, on=since, today=today, by=name, now=opt.now())
    told = f"pupil {gone.pupil_id}, {gone.detail['what']} (entry {gone.number})"
    write(visible(f"Taken back on {day(since)}: {told}") + "\n")


@evidence_app.command("list")
def list_(
    who: WhoOrAll = None,
    as_of: AsOf = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """The evidence that the school has seen, in order.

    Example: lja evidence list "adams ava"
    """
    from lj_attendance.cli.console import write
    from lj_attendance.cli.evidence_view import show_listed
    from lj_attendance.cli.pupils import workspace_roll
    from lj_attendance.reports.files import as_csv
    from lj_attendance.workflows.evidence.record import as_frame, evidence_listed

    ledger, day = ledger_in(workspace), as_of or opt.today()
    roll = workspace_roll(workspace, mapping, quiet=quiet, verbose=verbose)
    found = evidence_listed(ledger, day, roll, who)
    if output is opt.Format.table:
        show_listed(found)
    else:
        rows = as_frame(found)
        write(rows.write_json() + "\n" if output is opt.Format.json else as_csv(rows).decode())


app.add_typer(evidence_app, name="evidence")

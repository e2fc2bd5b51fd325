"""`lja notes`: the contacts with families on the record, and one taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.alert_options import PathsOrCommand
from lj_attendance.cli.app import app
from lj_attendance.cli.hold import Reason
from lj_attendance.cli.ledger import ledger_in
from lj_attendance.cli.note import day_option, outcome_words

if TYPE_CHECKING:
    from lj_attendance.workflows.calls.contacts_made import ListedContact

notes_app = typer.Typer(cls=PathsOrCommand)

WhoOrAll = Annotated[
    str | None,
    typer.Argument(
        metavar="WHO",
        help="Arbor ID, UPN, or a part of the name. Default: every pupil.",
        show_default=False,
    ),
]
Since = Annotated[date | None, day_option("--since", "Only those of this day or later.")]
AsOf = Annotated[
    date | None, day_option("--as-of", "As known at the end of this day. Default: today.")
]
Due = Annotated[bool, typer.Option("--due", help="Only those to be followed up by that day.")]
Entry = Annotated[
    int, typer.Argument(metavar="ENTRY", help="The number that the list shows.", show_default=False)
]


@notes_app.callback(invoke_without_command=True)
def notes(
    ctx: typer.Context,
    who: WhoOrAll = None,
    since: Since = None,
    due: Due = False,
    as_of: AsOf = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Calls, visits, meetings, messages and support offered, in the order of their days.

    Example: lja notes "adams ava" --since 2026-11-01
    """
    if ctx.invoked_subcommand is not None:
        return
    from lj_attendance.cli.console import write
    from lj_attendance.cli.pupils import workspace_roll
    from lj_attendance.reports.files import as_csv
    from lj_attendance.workflows.calls.contacts_made import as_frame, contacts_listed

    ledger, day = ledger_in(workspace), as_of or opt.today()
    roll = workspace_roll(workspace, mapping, quiet=quiet, verbose=verbose)
    found = contacts_listed(ledger, day, roll, who=who, since=since, due=due)
    if output is opt.Format.table:
        _show(found, due=due)
    else:
        rows = as_frame(found)
        write(rows.write_json() + "\n" if output is opt.Format.json else as_csv(rows).decode())


@notes_app.command()
def withdraw(
    entry: Entry,
    reason: Reason,
    on: opt.On = None,
    by: opt.By = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Takes back an entry made by mistake: from that day on it counts no more.

    Example: lja notes withdraw 12 --reason "entered for the wrong pupil"
    """
    from lj_attendance.cli.console import day, visible, write
    from lj_attendance.workflows.calls.contacts_made import take_back_contact

    ledger, today = ledger_in(workspace), opt.today()
    since, name = on or today, opt.who(by)
    gone = take_back_contact(ledger, entry, reason, on=since, today=today, by=name, now=opt.now())
    told = f"pupil {gone.pupil_id}, {gone.detail['means']} of {day(gone.on)} (entry {gone.number})"
    write(visible(f"Taken back on {day(since)}: {told}") + "\n")


def _show(contacts: Sequence[ListedContact], *, due: bool) -> None:
    """One a line, and what was said below it, so that both fit a narrow terminal."""
    from rich.padding import Padding

    from lj_attendance.cli.console import answer, cell, day

    out = answer()
    if not contacts:
        out.print("Nothing is to be followed up." if due else "Nothing is on the record.")
        return
    for each in contacts:
        contact = each.contact
        parts = [
            f"{contact.number:>4}",
            f"{day(contact.on):>11}",
            each.name,
            contact.means,
            outcome_words(contact.outcome),
        ]
        out.print(cell("  ".join(parts)), no_wrap=True, overflow="ellipsis")
        below = _below(each)
        if below:
            out.print(Padding(cell(below, "dim"), (0, 0, 0, 6)))


def _below(each: ListedContact) -> str:
    from lj_attendance.cli.console import day

    contact = each.contact
    then = "to be followed up now" if each.is_due else "to follow up"
    parts = [
        f"with {contact.whom}" if contact.whom else "",
        contact.note or "",
        f"{then}: {day(contact.follow_up)}" if contact.follow_up else "",
        f"about the absence from {day(contact.about)}" if contact.about else "",
        f"by {contact.by}" if contact.by else "",
    ]
    return "; ".join(part for part in parts if part)


app.add_typer(notes_app, name="notes")

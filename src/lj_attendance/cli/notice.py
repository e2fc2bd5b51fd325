"""`lja notice add`, `withdraw` and `list`: holiday warning letters and penalty notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app
from lj_attendance.cli.hold import Reason, Who
from lj_attendance.cli.ledger import ledger_in

if TYPE_CHECKING:
    from lj_attendance.workflows.notices import ListedNotice

notice_app = typer.Typer(
    name="notice", no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False
)
app.add_typer(notice_app)


class Kind(StrEnum):
    """What can be entered."""

    warning = "holiday-warning"
    penalty = "penalty-notice"

    @property
    def entry(self) -> str:
        """As the ledger names this kind."""
        return self.value.replace("-", "_")


_WORDS = {kind.entry: kind.value.replace("-", " ") for kind in Kind}

OneOrAll = Annotated[
    str | None,
    typer.Argument(metavar="WHO", help="One pupil alone. Default: all.", show_default=False),
]
What = Annotated[
    Kind,
    typer.Argument(
        metavar="KIND", help="holiday-warning (a letter) or penalty-notice.", show_default=False
    ),
]
Entry = Annotated[
    int,
    typer.Argument(
        metavar="ENTRY", help="Its number, as lja notice list shows it.", show_default=False
    ),
]
IssuedOn = Annotated[
    date | None,
    typer.Option(
        "--on",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="The day on which it was issued, never a day to come. Default: today.",
        show_default=False,
    ),
]
Parent = Annotated[
    str | None,
    typer.Option(
        "--parent",
        metavar="NAME",
        help="To whom, as on the contact list: notices count by parent and child.",
        show_default=False,
    ),
]
Reference = Annotated[
    str | None,
    typer.Option(
        "--reference", metavar="TEXT", help="The number of whoever issued it.", show_default=False
    ),
]
Note = Annotated[
    str | None,
    typer.Option("--note", metavar="TEXT", help="What else to remember.", show_default=False),
]
UsedUntil = Annotated[
    date | None,
    typer.Option(
        "--used-until",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="The last day whose sessions a penalty notice is about: they count for no other. "
        "Default: the day of issue.",
        show_default=False,
    ),
]
InForceOn = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="Those issued by this day. Default: today.",
        show_default=False,
    ),
]
WithWithdrawn = Annotated[bool, typer.Option("--all", help="Also those withdrawn.")]


@notice_app.callback()
def notice() -> None:
    """Holiday warning letters and penalty notices, whoever issued them, and whenever.

    Its commands take --quiet and --verbose. Example: lja notice list
    """


@notice_app.command()
def add(
    who: Who,
    kind: What,
    on: IssuedOn = None,
    parent: Parent = None,
    reference: Reference = None,
    note: Note = None,
    used_until: UsedUntil = None,
    by: opt.By = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Enters a warning or a notice; --on may be long past, so that earlier ones count too.

    Example: lja notice add "adams ava" penalty-notice --on 2026-03-02 --parent "Mrs Z Adams"
    """
    from lj_attendance.cli.console import aside, visible, write
    from lj_attendance.cli.pupils import pupil_named
    from lj_attendance.workflows.notices import NewNotice
    from lj_attendance.workflows.notices import add as enter
    from lj_attendance.workflows.pupils import name_of

    ledger = ledger_in(workspace)
    pupil = pupil_named(who, workspace, mapping, quiet=quiet, verbose=verbose)
    today = opt.today()
    told = parent, reference, note, used_until
    new = NewNotice(pupil["pupil_id"], kind.entry, on or today, *told)
    entered = enter(ledger, new, today=today, by=opt.who(by), now=opt.now())
    line = _told(kind.entry, entered.on, entered.detail["parent"], entered.number)
    write(visible(f"Entered: {name_of(pupil)}, {line}") + "\n")
    if not (quiet or entered.detail["parent"]):
        aside().print("No parent is named, so it cannot be counted by parent.", style="yellow")


def _told(kind: str, on: date, parent: str | None, number: int) -> str:
    """In words, as `penalty notice of 2 Mar 2026 to Mrs Z Adams (entry 1)`."""
    from lj_attendance.cli.console import day

    return f"{_WORDS[kind]} of {day(on)}{f' to {parent}' if parent else ''} (entry {number})"


@notice_app.command()
def withdraw(
    entry: Entry,
    reason: Reason,
    on: opt.On = None,
    by: opt.By = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Takes back a warning or a notice: from that day on it counts no more.

    Example: lja notice withdraw 12 --reason "cancelled by the local authority"
    """
    from lj_attendance.cli.console import day, visible, write
    from lj_attendance.workflows.notices import withdraw as enter

    ledger, today = ledger_in(workspace), opt.today()
    since, name = on or today, opt.who(by)
    gone = enter(ledger, entry, reason, on=since, today=today, by=name, now=opt.now())
    told = _told(gone.kind, gone.issued_on, gone.parent, gone.number)
    write(visible(f"Withdrawn on {day(since)}: pupil {gone.pupil_id}, {told}") + "\n")


@notice_app.command("list")
def list_(
    who: OneOrAll = None,
    as_of: InForceOn = None,
    every: WithWithdrawn = False,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """The warnings and notices in force on a day, in the order of issue.

    Example: lja notice list --all --format csv
    """
    from lj_attendance.cli.console import write
    from lj_attendance.cli.pupils import workspace_roll
    from lj_attendance.reports.files import as_csv
    from lj_attendance.workflows.notices import as_frame, notices_listed

    ledger, day = ledger_in(workspace), as_of or opt.today()
    roll = workspace_roll(workspace, mapping, quiet=quiet, verbose=verbose)
    found = notices_listed(ledger, day, roll, who=who, with_withdrawn=every)
    if output is opt.Format.table:
        _show(found, with_withdrawn=every)
    else:
        rows = as_frame(found)
        write(rows.write_json() + "\n" if output is opt.Format.json else as_csv(rows).decode())


def _show(notices: Sequence[ListedNotice], *, with_withdrawn: bool) -> None:
    from lj_attendance.cli.console import answer, cell, day, plain_table

    if not notices:
        state = "entered" if with_withdrawn else "in force"
        answer().print(f"No holiday warning and no penalty notice is {state}.")
        return
    last = ("Withdrawn",) if with_withdrawn else ()
    table = plain_table("Entry", "Pupil", "Form", "What", "Issued", "Parent", "Reference", *last)
    for each in notices:
        notice, gone = each.notice, each.withdrawal
        texts = [notice.number, each.name, each.registration_group, _WORDS[notice.kind]]
        texts += [day(notice.issued_on), notice.parent, notice.detail.get("reference")]
        texts += [day(gone.on) if gone else ""] if with_withdrawn else []
        table.add_row(*(cell(text) for text in texts))
    answer().print(table)

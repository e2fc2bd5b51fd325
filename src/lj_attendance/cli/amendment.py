"""`lja amendment add`, `withdraw` and `list`: amendments of the register, as the law wants them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app
from lj_attendance.cli.hold import Reason, Who
from lj_attendance.cli.ledger import ledger_in
from lj_attendance.cli.notice import Entry, OneOrAll

if TYPE_CHECKING:
    from lj_attendance.workflows.amendments import ListedAmendment

amendment_app = typer.Typer(
    name="amendment", no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False
)
app.add_typer(amendment_app)


class Half(StrEnum):
    """A session of a day."""

    am = "AM"
    pm = "PM"


def _day(name: str, help_text: str) -> Any:
    return typer.Option(
        name, parser=opt.read_day, metavar="YYYY-MM-DD", help=help_text, show_default=False
    )


def _text(name: str, metavar: str, help_text: str) -> Any:
    return typer.Option(name, metavar=metavar, help=help_text, show_default=False)


SessionOn = Annotated[date | None, _day("--on", "The day of the session.")]
Session = Annotated[
    Half | None,
    typer.Option("--session", case_sensitive=False, help="Which half of it.", show_default=False),
]
Original = Annotated[
    str | None, _text("--from", "MARK", "The original entry: a code; '-' for no mark.")
]
Amended = Annotated[
    str | None, _text("--to", "MARK", "The amended entry: a code; '-' for no mark.")
]
Why = Annotated[str | None, _text("--reason", "TEXT", "Why it was amended.")]
MadeOn = Annotated[date | None, _day("--made-on", "The day on which it was amended.")]
MadeBy = Annotated[str | None, _text("--made-by", "NAME", "Who amended it.")]
Role = Annotated[str | None, _text("--role", "ROLE", "What they are at the school.")]
MadeUntil = Annotated[date | None, _day("--as-of", "Those made by this day. Default: today.")]


@amendment_app.callback()
def amendment() -> None:
    """Amendments of the register, with what section 6 and the law want of each.

    The original entry, the amended entry, the reason, the date, and the name and role of the
    person who made it. Its commands take --quiet and --verbose. Example: lja amendment list
    """


@amendment_app.command()
def add(
    who: Who,
    on: SessionOn = None,
    session: Session = None,
    original: Original = None,
    amended: Amended = None,
    reason: Why = None,
    made_on: MadeOn = None,
    made_by: MadeBy = None,
    role: Role = None,
    by: opt.By = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Enters an amendment; all of it is needed, and what is missing is told at once.

    Example: lja amendment add "adams ava" --on 2026-11-03 --session AM --from N --to I
    --reason "mother rang on 4 Nov" --made-on 2026-11-04 --made-by "Mrs B Cole" --role "office"
    """
    from lj_attendance.cli.console import visible, write
    from lj_attendance.cli.pupils import pupil_named
    from lj_attendance.workflows.amendments import NewAmendment
    from lj_attendance.workflows.amendments import add as enter
    from lj_attendance.workflows.pupils import name_of

    ledger = ledger_in(workspace)
    pupil = pupil_named(who, workspace, mapping, quiet=quiet, verbose=verbose)
    half = session.value if session else None
    told = on, half, original, amended, reason, made_on, made_by, role
    new = NewAmendment(pupil["pupil_id"], *told)
    entered = enter(ledger, new, today=opt.today(), by=opt.who(by), now=opt.now())
    detail = entered.detail
    change = _change(date.fromisoformat(detail["date"]), detail, entered.number)
    write(visible(f"Entered: {name_of(pupil)}, {change}") + "\n")


def _change(on: date, detail: Any, number: int) -> str:
    """In words, as `3 Nov 2026 AM from N to I (entry 1)`."""
    from lj_attendance.cli.console import day

    marks = f"from {detail['original']} to {detail['amended']}"
    return f"{day(on)} {detail['session']} {marks} (entry {number})"


@amendment_app.command()
def withdraw(
    entry: Entry,
    reason: Reason,
    on: opt.On = None,
    by: opt.By = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Takes back an amendment that was entered wrongly; the register itself is Arbor's.

    Example: lja amendment withdraw 12 --reason "entered for the wrong pupil"
    """
    from lj_attendance.cli.console import day, visible, write
    from lj_attendance.workflows.amendments import withdraw as enter

    ledger, today = ledger_in(workspace), opt.today()
    since, name = on or today, opt.who(by)
    gone = enter(ledger, entry, reason, on=since, today=today, by=name, now=opt.now())
    change = _change(date.fromisoformat(gone.detail["date"]), gone.detail, gone.number)
    write(visible(f"Taken back on {day(since)}: pupil {gone.pupil_id}, {change}") + "\n")


@amendment_app.command("list")
def list_(
    who: OneOrAll = None,
    as_of: MadeUntil = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """The amendments on the ledger, by the day of the session.

    Example: lja amendment list "adams ava" --format csv
    """
    from lj_attendance.cli.console import write
    from lj_attendance.cli.pupils import workspace_roll
    from lj_attendance.reports.files import as_csv
    from lj_attendance.workflows.amendments import amendments_listed, as_frame

    ledger, day = ledger_in(workspace), as_of or opt.today()
    roll = workspace_roll(workspace, mapping, quiet=quiet, verbose=verbose)
    found = amendments_listed(ledger, day, roll, who=who)
    if output is opt.Format.table:
        _show(found)
    else:
        rows = as_frame(found)
        write(rows.write_json() + "\n" if output is opt.Format.json else as_csv(rows).decode())


def _show(amendments: Sequence[ListedAmendment]) -> None:
    from lj_attendance.cli.console import answer, cell, day, plain_table

    if not amendments:
        answer().print("No amendment of the register is entered.")
        return
    table = plain_table("Entry", "Pupil", "Session", "From", "To", "Reason", "Made", "By, role")
    for each in amendments:
        one = each.amendment
        made = f"{one.made_by}, {one.role}"
        texts = (one.number, each.name, f"{day(one.date)} {one.session}", one.original,
                 one.amended, one.reason, day(one.made_on), made)  # fmt: skip
        table.add_row(*(cell(text) for text in texts))
    answer().print(table)

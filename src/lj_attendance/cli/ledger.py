"""`lja ledger`: the record of what was done: verified, exported, begun with earlier letters."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app
from lj_attendance.errors import UnusableInput

if TYPE_CHECKING:
    from lj_attendance.workflows.ledger import Verification
    from lj_attendance.workflows.letters.sent import SentLetters

ledger_app = typer.Typer(
    name="ledger", no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False
)
app.add_typer(ledger_app)


class Form(StrEnum):
    """What the ledger is exported as."""

    csv = "csv"
    json = "json"


def read_hash(text: str) -> str:
    """A head hash: 64 hexadecimal digits, spaces between them forgiven."""
    plain = re.sub(r"\s", "", text).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", plain):
        raise typer.BadParameter(f"'{text}' is no hash of 64 digits 0 to 9 and a to f.")
    return plain


Head = Annotated[
    str | None,
    typer.Option(
        "--head",
        parser=read_hash,
        metavar="HASH",
        help="A head noted earlier: shows that nothing up to it was cut off or rewritten.",
        show_default=False,
    ),
]
ExportForm = Annotated[
    Form, typer.Option("--format", help="csv for a spreadsheet; json: an object a line.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Write it here. Default: standard output.",
        show_default=False,
    ),
]
File = Annotated[
    Path,
    typer.Argument(metavar="FILE", readable=False, help="Letters sent: CSV or XLSX, a row each."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell what would be entered.")]


@ledger_app.callback()
def ledger() -> None:
    """The record of what was done, to which entries are only ever added.

    Its commands take --quiet and --verbose. Example: lja ledger verify
    """


@ledger_app.command()
def verify(
    head: Head = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Whether every entry is there and as it was entered. Ends with exit code 3 when not.

    Note the head (the last entry's hash) outside this computer, as in the minutes of a meeting:
    with --head it shows later that nothing before was cut off, or the whole ledger rewritten.

    Example: lja ledger verify
    """
    from lj_attendance.workflows.ledger import verify_ledger

    found = verify_ledger(ledger_in(workspace), head)
    _show(found, quiet=quiet)
    if found.faults:
        told = found.faults if verbose else found.faults[:1]
        more = len(found.faults) - len(told)
        raise UnusableInput(
            "The ledger does not hold. "
            + "\n".join(fault.problem for fault in told)
            + (f"\nAnd {more} more; see them with --verbose." if more else ""),
            str(found.path),
            "Keep this file as it is, and compare it with the copies in your backups.",
        )


def ledger_in(workspace: Path | None) -> Path:
    """The ledger of the workspace named or found. Raises UnusableInput where there is none."""
    from lj_attendance.cli.records import needed_workspace

    ledger = needed_workspace(workspace).ledger
    assert ledger is not None
    return ledger


def _show(found: Verification, *, quiet: bool) -> None:
    from lj_attendance.cli.console import aside, write

    last = f", the last of {found.recorded_at}" if found.recorded_at else ""
    write(f"Entries  {found.entries:,}{last}\nHead     {found.head}\n")
    write(f"Holds    {'no' if found.faults else 'yes'}\n")
    if not (quiet or found.entries or found.faults):
        aside().print("Nothing has been entered yet.")


@ledger_app.command()
def export(
    output: ExportForm = Form.csv,
    out: Out = None,
    workspace: opt.WorkspaceFolder = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Every entry with every field, for a spreadsheet, another program, or a check without lja.

    Example: lja ledger export --format json --out ledger.jsonl
    """
    from lj_attendance.cli.console import aside, write
    from lj_attendance.reports import files
    from lj_attendance.workflows.ledger import export_ledger

    content = export_ledger(ledger_in(workspace), output.value)
    if out is None:
        write(content.decode("utf-8"))
        return
    files.refuse_to_overwrite([out], force=force)
    files.write_whole(out, content)
    if not quiet:
        size = f" ({len(content):,} bytes)" if verbose else ""
        aside().print(f"Written: {out}{size}", markup=False)


@ledger_app.command("import")
def import_(
    file: File,
    dry_run: DryRun = False,
    by: opt.By = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Enters letters that were sent before lja, or by others, so that the stages count them.

    Headers: pupil_id or upn, stage, date; and how (post or hand), received,
    attendance_percent and note, if known. All rows are entered or none; none is entered twice.

    Example: lja ledger import letters-so-far.csv --dry-run
    """
    from lj_attendance.cli.pupils import workspace_roll
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.letters.sent import enter_sent_letters

    ledger, settings = ledger_in(workspace), needed_workspace(workspace).settings()
    roll = workspace_roll(workspace, mapping, quiet=quiet, verbose=verbose)
    done = enter_sent_letters(
        ledger,
        file,
        roll,
        settings,
        today=opt.today(),
        now=opt.now(),
        by=opt.who(by),
        is_trial=dry_run,
    )
    _tell(done, quiet=quiet)


def _tell(done: SentLetters, *, quiet: bool) -> None:
    from lj_attendance.cli.console import aside, visible, write

    letters = "1 letter" if done.entered == 1 else f"{done.entered:,} letters"
    verb = "would be entered" if done.is_trial else "entered"
    already = f"; {done.already:,} in the ledger already" if done.already else ""
    write(f"{letters} {verb}{already}.\n")
    if not quiet:
        for note in done.notes:
            aside().print(visible(note), markup=False, style="yellow")

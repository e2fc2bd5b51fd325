"""`lja letters --stage N`: drafts; `issue`, `list` and `withdraw`: the record of letters."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.errors import PartlyWritten, WrongUsage

if TYPE_CHECKING:
    from lj_attendance.workflows.batch import Batch

Stage = Annotated[
    int | None, typer.Option("--stage", min=1, max=4, help="Write the letters of this stage.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Put the batch here. Default: the workspace's letters/.",
        show_default=False,
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the plan and write nothing.")]
Except = Annotated[
    list[str] | None,
    typer.Option(
        "--except", metavar="ID", help="Leave this pupil out; repeatable.", show_default=False
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="ID", help="Only this pupil; repeatable.", show_default=False),
]
Exports = Annotated[
    list[Path] | None,
    typer.Option(
        "--exports",
        metavar="PATH",
        help="Read these in place of the workspace's exports/; repeatable.",
        show_default=False,
    ),
]
LetterDate = Annotated[
    date | None,
    typer.Option(
        "--date",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="The date printed on the letters. Default: today, or the day of --as-of.",
        show_default=False,
    ),
]
ByHand = Annotated[
    bool, typer.Option("--by-hand", help="Handed over: received on the day, not by post.")
]
On = Annotated[
    date | None,
    typer.Option(
        "--on",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="The day it was done. Default: today.",
        show_default=False,
    ),
]


def write_drafts(
    stage: int,
    exports: list[Path] | None,
    as_of: date | None,
    letter_date: date | None,
    out: Path | None,
    *,
    excluded: list[str],
    only: list[str],
    by_hand: bool,
    dry_run: bool,
    force: bool,
    workspace: Path | None,
    output: opt.Format,
    by: str,
    quiet: bool,
) -> None:
    """Plans and writes the batch of a stage, and shows what a person has to look at."""
    from lj_attendance.cli.batch_view import show_batch, writing_progress
    from lj_attendance.cli.reading import read_request
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.drafting import DraftRequest, draft

    records = needed_workspace(workspace)
    with read_request(exports, as_of, None, None, workspace, quiet=quiet) as reading:
        wanted = DraftRequest(
            reading=reading,
            workspace=records,
            stage=stage,
            letter_date=letter_date or as_of or opt.today(),
            how="hand" if by_hand else "post",
            excluded=tuple(excluded),
            only=tuple(only),
            parent=out,
            is_trial=dry_run,
            force=force,
            now=opt.now(),
            by=by,
        )
    with writing_progress(quiet) as progress:
        batch = draft(wanted, progress)
    show_batch(batch, output)
    _tell_lost(batch)


def _tell_lost(batch: Batch) -> None:
    if batch.not_written:
        raise PartlyWritten(
            f"{len(batch.not_written)} letters could not be written: {batch.not_written[0].reason}",
            str(batch.folder / "plan.csv"),
            "The plan names them; the others are written.",
        )


def issue(
    batch: Annotated[str, typer.Argument(help="The batch: its folder, or the ID at its end.")],
    on: On = None,
    by_hand: ByHand = False,
    excluded: Except = None,
    workspace: opt.WorkspaceFolder = None,
    by: opt.By = None,
    quiet: opt.Quiet = False,
) -> None:
    """Record a reviewed batch as issued: each letter once, on the day given.

    Example: lja letters issue 3f2a91c0 --on 2026-11-23 --except 1264
    """
    from lj_attendance.cli.batch_view import show_issued
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.batch_folder import find_batch
    from lj_attendance.workflows.drafting import ledger_of
    from lj_attendance.workflows.issuing import Issue
    from lj_attendance.workflows.issuing import issue as run

    records = needed_workspace(workspace)
    ledger = ledger_of(records)
    wanted = Issue(
        folder=find_batch(records.letters or Path(), batch),
        on=on or opt.today(),
        by_hand=True if by_hand else None,
        excluded=tuple(excluded or ()),
        now=opt.now(),
        by=opt.who(by),
    )
    show_issued(run(wanted, ledger, records.settings()), quiet=quiet)


def list_letters(
    who: Annotated[str | None, typer.Option("--pupil", metavar="ID", help="Only this one.")] = None,
    output: opt.OutputFormat = opt.Format.table,
    workspace: opt.WorkspaceFolder = None,
) -> None:
    """The log of letters: issued when, to whom, and what was withdrawn.

    Example: lja letters list --format csv
    """
    from lj_attendance.cli.batch_view import show_log
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.drafting import ledger_of
    from lj_attendance.workflows.letter_log import letter_log

    log = letter_log(ledger_of(needed_workspace(workspace)).events())
    show_log([letter for letter in log if who in (None, letter.pupil_id)], output)


def withdraw(
    entry: Annotated[int, typer.Argument(help="The number of the letter's entry, as list shows.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it is taken back.")],
    on: On = None,
    workspace: opt.WorkspaceFolder = None,
    by: opt.By = None,
    quiet: opt.Quiet = False,
) -> None:
    """Take back a letter: a new entry says so, and the letter no longer counts.

    Example: lja letters withdraw 14 --reason "sent to an old address"
    """
    from lj_attendance.cli.console import answer
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.drafting import ledger_of
    from lj_attendance.workflows.letter_log import Withdrawal
    from lj_attendance.workflows.letter_log import withdraw as run

    if not reason.strip():
        raise WrongUsage("A withdrawal needs its reason.", "--reason", "Say why in a few words.")
    ledger = ledger_of(needed_workspace(workspace))
    wanted = Withdrawal(entry, reason.strip(), on or opt.today(), opt.now(), opt.who(by))
    letter = run(wanted, ledger)
    if not quiet:
        line = f"The Stage {letter.stage} letter of entry {entry} no longer counts."
        answer().print(line, markup=False, highlight=False)


letters_app = typer.Typer(help="Letters by the policy's stages (§18): drafts, review, record.")


@letters_app.callback(invoke_without_command=True)
def letters(
    ctx: typer.Context,
    stage: Stage = None,
    as_of: opt.AsOf = None,
    letter_date: LetterDate = None,
    out: Out = None,
    dry_run: DryRun = False,
    excluded: Except = None,
    only: Only = None,
    by_hand: ByHand = False,
    exports: Exports = None,
    output: opt.OutputFormat = opt.Format.table,
    workspace: opt.WorkspaceFolder = None,
    by: opt.By = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
) -> None:
    """Letters by the policy's stages (§18): a batch of drafts to review, then issue.

    Example: lja letters --stage 2 --except 1264
    """
    if ctx.invoked_subcommand is not None:
        return
    if stage is None:
        raise WrongUsage(
            "Which letters?", "lja letters", "Say --stage 1, 2, 3 or 4, or see lja letters --help."
        )
    write_drafts(
        stage,
        exports,
        as_of,
        letter_date,
        out,
        excluded=excluded or [],
        only=only or [],
        by_hand=by_hand,
        dry_run=dry_run,
        force=force,
        workspace=workspace,
        output=output,
        by=opt.who(by),
        quiet=quiet,
    )


letters_app.command("issue")(issue)
letters_app.command("list")(list_letters)
letters_app.command("withdraw")(withdraw)

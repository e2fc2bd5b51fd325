"""`lja letters issue`, `list` and `withdraw`: the record of letters."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.batches import ByHand, Except
from lj_attendance.errors import WrongUsage


def issue(
    batch: Annotated[str, typer.Argument(help="The batch: its folder, or the ID at its end.")],
    on: opt.On = None,
    by_hand: ByHand = False,
    excluded: Except = None,
    workspace: opt.WorkspaceFolder = None,
    by: opt.By = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Record a reviewed batch as issued: each letter once, on the day given.

    Example: lja letters issue 3f2a91c0 --on 2026-11-23 --except 1264
    """
    from lj_attendance.cli.batch_view import show_issued
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.letters.batch_folder import find_batch
    from lj_attendance.workflows.letters.drafting import ledger_of
    from lj_attendance.workflows.letters.issuing import Issue
    from lj_attendance.workflows.letters.issuing import issue as run

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
    show_issued(run(wanted, ledger, records.settings()), opt.today(), quiet=quiet)


def list_letters(
    who: Annotated[str | None, typer.Option("--pupil", metavar="ID", help="Only this one.")] = None,
    output: opt.OutputFormat = opt.Format.table,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """The log of letters: issued when, to whom, and what was withdrawn.

    Example: lja letters list --format csv
    """
    from lj_attendance.cli.batch_view import show_log
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.letters.drafting import ledger_of
    from lj_attendance.workflows.letters.log import letter_log

    log = letter_log(ledger_of(needed_workspace(workspace)).events())
    show_log([letter for letter in log if who in (None, letter.pupil_id)], output)


def withdraw(
    entry: Annotated[int, typer.Argument(help="The number of the letter's entry, as list shows.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it is taken back.")],
    on: opt.On = None,
    workspace: opt.WorkspaceFolder = None,
    by: opt.By = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Take back a letter: a new entry says so, and the letter no longer counts.

    Example: lja letters withdraw 14 --reason "sent to an old address"
    """
    from lj_attendance.cli.console import answer
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.letters.drafting import ledger_of
    from lj_attendance.workflows.letters.log import Withdrawal
    from lj_attendance.workflows.letters.log import withdraw as run

    if not reason.strip():
        raise WrongUsage("A withdrawal needs its reason.", "--reason", "Say why in a few words.")
    ledger = ledger_of(needed_workspace(workspace))
    wanted = Withdrawal(entry, reason.strip(), on or opt.today(), opt.now(), opt.who(by))
    letter = run(wanted, ledger)
    if not quiet:
        line = f"The Stage {letter.stage} letter of entry {entry} no longer counts."
        answer().print(line, markup=False, highlight=False)

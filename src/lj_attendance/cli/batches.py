"""`lja letters --stage N`: a batch of drafts for review."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.errors import PartlyWritten, WrongUsage

if TYPE_CHECKING:
    from lj_attendance.workflows.letters.batch import Batch
    from lj_attendance.workspace import Workspace

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
    verbose: bool,
) -> None:
    """Plans and writes the batch of a stage, and shows what a person has to look at."""
    from lj_attendance.cli.batch_view import show_batch, writing_progress
    from lj_attendance.cli.reading import read_request, tell_unused
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.letters.drafting import DraftRequest, draft

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
        batch, read = draft(wanted, progress)
    tell_unused(read, quiet=quiet, verbose=verbose)
    show_batch(batch, output)
    _tell_what_lacks(batch, records, quiet=quiet)


def _tell_what_lacks(batch: Batch, records: Workspace, *, quiet: bool) -> None:
    """What a letter could say and lja.toml does not; raises PartlyWritten for letters lost."""
    from lj_attendance.cli.console import aside

    missing = records.school().missing_for_letters(batch.plan.stage)
    if missing and not quiet:
        told = f"Not filled in yet, so the letters do without: {'; '.join(missing)}."
        aside().print(told, style="yellow", markup=False)
    if batch.not_written:
        count, first = len(batch.not_written), batch.not_written[0].reason
        raise PartlyWritten(
            f"{count} letters could not be written: {first}",
            str(batch.folder / "plan.csv"),
            "The plan names them; the others are written.",
        )


letters_app = typer.Typer()


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
    verbose: opt.Verbose = False,
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
        verbose=verbose,
    )

"""`lja import --explain`: how a file is understood, and a mapping to start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app

if TYPE_CHECKING:
    from rich.console import Console

    from lj_attendance.workflows.explain import Explanation

File = Annotated[
    Path, typer.Argument(metavar="FILE", readable=False, help="One export: CSV or XLSX.")
]
Explain = Annotated[
    bool,
    typer.Option(
        "--explain", help="Show how the file is understood; it is the default.", show_default=False
    ),
]
Save = Annotated[
    Path | None,
    typer.Option(
        "--save", metavar="FILE", help="Write the mapping to this file.", show_default=False
    ),
]


@app.command("import")
def import_(
    file: File,
    explain: Explain = True,
    save: Save = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """How a file is understood, column by column, and a mapping to start from.

    A mapping tells what another system's headers, dates, words for AM and PM, and marks mean.

    Example: lja import --explain marks.csv --save mapping.toml
    """
    from lj_attendance.cli.console import answer, aside
    from lj_attendance.reports import files
    from lj_attendance.workflows.explain import explain as run
    from lj_attendance.workspace import find_workspace

    settings = find_workspace(Path.cwd(), workspace).settings()
    explanations = run(file, settings, opt.today(), mapping, shown=12 if verbose else 3)
    for explanation in explanations:
        _show(answer(), explanation, with_mapping=save is None)
    if save is not None:
        files.refuse_to_overwrite([save], force=force)
        files.write_whole(save, explanations[0].mapping.encode("utf-8"))
        if not quiet:
            line = f"Written: {save}. Fill it in, then: lja analyse {file} --mapping {save}"
            aside().print(line, markup=False)


def _show(out: Console, explanation: Explanation, *, with_mapping: bool) -> None:
    from lj_attendance.cli.console import cell, plain_table, visible, write

    out.print(cell(f"{explanation.place}: {explanation.kind}", "bold"))
    out.print(cell(f"Text: {explanation.text}."))
    table = plain_table("Their header", "Taken as", "For example")
    for use in explanation.columns:
        table.add_row(
            cell(use.header),
            cell(use.taken_as, "" if use.taken_as != "not used" else "dim"),
            cell(use.examples),
        )
    out.print(table)
    for sentence in explanation.marks:
        out.print(cell(sentence))
    if explanation.unknown_marks:
        shown = ", ".join(f"'{visible(mark)}'" for mark in explanation.unknown_marks[:20])
        out.print(cell(f"Marks that are no codes: {shown}", "yellow"))
    for sentence in explanation.absent:
        out.print(cell(sentence, "yellow"))
    if explanation.remedy:
        out.print(cell(explanation.remedy, "yellow"))
    if with_mapping:
        out.print()
        out.print(
            cell("A mapping to start from (write it to a file with --save mapping.toml):", "bold")
        )
        write(visible(explanation.mapping, keep_lines=True))

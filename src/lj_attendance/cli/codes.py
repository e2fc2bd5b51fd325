"""`lja codes`: the national attendance codes on a date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app

if TYPE_CHECKING:
    import polars as pl

CodesOn = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        show_default=False,
        help="The codes on this day. Default: today.",
    ),
]
Code = Annotated[str | None, typer.Argument(help="One code alone, such as C2.", show_default=False)]


@app.command()
def codes(
    code: Code = None,
    as_of: CodesOn = None,
    output: opt.OutputFormat = opt.Format.table,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    r"""The attendance codes on a date: meaning, category, and what to use in place of old ones.

    Example: lja codes J1 --as-of 2024-08-18
    """
    from lj_attendance.cli.console import write
    from lj_attendance.reports.files import as_csv
    from lj_attendance.workflows.codes import codes_on

    found = codes_on(as_of or opt.today(), code)
    if output is opt.Format.table:
        _show(found, verbose=verbose)
    else:
        write(found.write_json() + "\n" if output is opt.Format.json else as_csv(found).decode())


def _show(found: pl.DataFrame, *, verbose: bool) -> None:
    from lj_attendance.cli.console import answer, cell, plain_table

    table = plain_table("Code", "Meaning", "Counts as", "Status")
    for row in found.to_dicts():
        status = row["status"] + (f"; use {row['use_instead']}" if row["use_instead"] else "")
        note = f" ({row['note']})" if verbose and row["note"] else ""
        texts = (row["code"], row["meaning"] + note, row["category"].replace("_", " "), status)
        style = "" if row["status"] == "in force" else "dim"
        table.add_row(*(cell(text, style) for text in texts))
    answer().print(table)

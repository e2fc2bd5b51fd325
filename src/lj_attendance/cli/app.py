"""The `lja` application: its command groups, and nothing that takes time to import."""

from __future__ import annotations

from typing import Annotated

import typer

from lj_attendance import __version__

app = typer.Typer(
    name="lja",
    help="From a school's Arbor exports to what its attendance officer has to do this week.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=True,
    rich_markup_mode="rich",
)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"lja {__version__}")
        raise typer.Exit


@app.callback()
def lja(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """From a school's Arbor exports to what its attendance officer has to do this week.

    Start with: lja sample demo-school, then lja analyse demo-school
    """

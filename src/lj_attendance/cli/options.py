"""Options that several commands share, and the one call of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How a command shows its answer."""

    table = "table"
    json = "json"
    csv = "csv"


class BlankMeans(StrEnum):
    """What an empty cell says where a register draws presence as an icon."""

    present = "present"
    unmarked = "unmarked"


def now() -> datetime:
    """The moment at which the command runs."""
    return datetime.now(UTC)


def today() -> date:
    """The day on which the command runs, where the school is."""
    return now().astimezone().date()


def who(named: str | None) -> str:
    """Who does this: as named, else who is logged in; empty where the computer does not tell."""
    if named is not None:
        return named
    try:
        import getpass

        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # a system without names for its users
        return ""


def read_day(text: str) -> date:
    """A date of an option, as `2026-11-20`."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is not a date such as 2026-11-20.") from error


Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        readable=False,  # lja tells it itself, with what to do
        help="Exports: files or folders. Default: the workspace's exports/.",
        show_default=False,
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=read_day,
        metavar="YYYY-MM-DD",
        show_default=False,
        help="Judge the register as at the end of this day. Default: the last day with a mark.",
    ),
]
OutputFormat = Annotated[
    Format, typer.Option("--format", help="A table for people; json or csv for programs.")
]
MappingFile = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        readable=False,
        metavar="FILE",
        help="What another system's columns, sessions and marks mean (TOML).",
        show_default=False,
    ),
]
Blank = Annotated[
    BlankMeans | None,
    typer.Option(
        "--blank-means",
        help="What an empty cell means where present is drawn as an icon.",
        show_default=False,
    ),
]
WorkspaceFolder = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="DIR",
        help="The folder that holds lja.toml. Default: here or above.",
        show_default=False,
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="End with exit code 4 when there are error findings.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no warnings.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say more: every file and every finding.")
]
RequireMarks = Annotated[
    bool,
    typer.Option("--require-marks", help="Refuse a register without a mark of the as-of date."),
]
On = Annotated[
    date | None,
    typer.Option(
        "--on",
        parser=read_day,
        metavar="YYYY-MM-DD",
        help="The day from which this counts. Default: today.",
        show_default=False,
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="NAME",
        help="Who does this, as the ledger will name them. Default: your user name here.",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite files that are already there.")]

"""The `lja` application: its command groups, and nothing that takes time to import."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from lj_attendance import __version__
from lj_attendance.cli.commands import COMMANDS
from lj_attendance.cli.plain_values import read_plainly


class Commands(TyperGroup):
    """The commands, with help that gives no type to an option that takes no value."""

    _is_listed = False  # whether the list of commands is being written, which needs none of them

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The list of commands is drawn from the table: not one is imported for it."""
        self._is_listed = True
        super().format_help(ctx, formatter)

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command, in the order of the table, whether it was added or not."""
        return list(COMMANDS)

    def get_params(self, ctx: Any) -> Any:
        """The options of `lja` itself."""
        return _seen_to(super().get_params(ctx))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One command, its options and those of the commands below it seen to."""
        if self._is_listed:
            entry = COMMANDS[cmd_name]
            return TyperCommand(cmd_name, help=entry.summary, rich_help_panel=entry.panel)
        command = super().get_command(ctx, cmd_name)
        for one in (command, *getattr(command, "commands", {}).values()):
            if one is not None:
                _seen_to(one.get_params(ctx))
        return command


def _seen_to(options: list[Any]) -> list[Any]:
    """Options read without pydantic where it may be, whose flags say nothing for `<bool>`."""
    read_plainly(options)
    for option in options:
        if getattr(option, "is_flag", False) and option.metavar is None:
            option.metavar = ""
    return options


app = typer.Typer(
    name="lja",
    cls=Commands,
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

"""What the commands of alerts share: their kinds, and paths beside commands."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from lj_attendance.cli import options as opt

KINDS = (
    "removal_considered", "unauthorised_return", "long_absence", "sickness_return",
    "severe_absence", "penalty_threshold", "truancy", "excessive_holidays",
    "late_after_close", "unexplained_absence", "home_visit",
)  # fmt: skip
"""The gravest first, as the policy orders them; written out, so that help waits for nothing."""


class PathsOrCommand(TyperGroup):
    """A group that takes paths as its own, unless the first word is one of its commands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """A folder of a command's name is named as `./done`."""
        if not args or args[0] not in self.commands:
            ctx.allow_interspersed_args = True  # options may follow the paths
            return super().parse_args(ctx, args)
        super().parse_args(ctx, [])
        command, rest = args[:1], args[1:]
        ctx._protected_args, ctx.args = command, rest
        return rest


def read_kind(text: str) -> str:
    """A kind of alert, hyphens and capitals forgiven."""
    kind = text.strip().lower().replace("-", "_")
    if kind not in KINDS:
        raise typer.BadParameter(f"'{text}' is no kind of alert: {', '.join(KINDS)}.")
    return kind


class ReturnKind(StrEnum):
    """A list for the local authority."""

    unauthorised = "unauthorised"
    sickness = "sickness"
    removal = "removal"

    @property
    def alert(self) -> str:
        """The kind of alert whose pupils are on it."""
        return "removal_considered" if self is ReturnKind.removal else f"{self.value}_return"


def _day_option(name: str, help_text: str) -> Any:
    return typer.Option(
        name, parser=opt.read_day, metavar="YYYY-MM-DD", help=help_text, show_default=False
    )


NewSince = Annotated[
    date | None, _day_option("--new-since", "Only those that came to apply on this day or later.")
]
OneKind = Annotated[
    str | None,
    typer.Option(
        "--kind",
        parser=read_kind,
        metavar="KIND",
        help="Only this kind, as in --format json: home_visit, penalty_threshold, and so on.",
        show_default=False,
    ),
]
Kind = Annotated[
    str,
    typer.Argument(
        parser=read_kind,
        metavar="KIND",
        help=f"One of {', '.join(KINDS)}.",
        show_default=False,
    ),
]
WithDone = Annotated[bool, typer.Option("--all", help="Also those that the ledger shows as done.")]
Since = Annotated[
    date | None,
    _day_option("--since", "The day of the alert, where the pupil has several of the kind."),
]
DoneOn = Annotated[date | None, _day_option("--on", "The day it was done. Default: today.")]
Note = Annotated[
    str | None,
    typer.Option("--note", metavar="TEXT", help="What was done, in words.", show_default=False),
]
Entry = Annotated[
    int,
    typer.Argument(
        metavar="ENTRY", help="The number that --all --format csv shows.", show_default=False
    ),
]
ReturnKinds = Annotated[
    list[ReturnKind] | None,
    typer.Option("--kind", help="Only this list; repeatable. Default: all.", show_default=False),
]

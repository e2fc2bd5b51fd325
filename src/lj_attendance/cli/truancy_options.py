"""What the commands of truancy take."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from lj_attendance.cli import options as opt


class What(StrEnum):
    """What staff saw and no register shows."""

    not_back = "not-back"
    seen_by_staff = "seen-by-staff"

    @property
    def entry(self) -> str:
        """As the ledger names it."""
        return self.value.replace("-", "_")


class Half(StrEnum):
    """A session."""

    am = "AM"
    pm = "PM"


class List(StrEnum):
    """A list that --format csv gives."""

    instances = "instances"
    missed = "missed"
    subjects = "subjects"
    classes = "classes"


def _day_option(name: str, help_text: str) -> Any:
    return typer.Option(
        name, parser=opt.read_day, metavar="YYYY-MM-DD", help=help_text, show_default=False
    )


NewSince = Annotated[
    date | None, _day_option("--new-since", "Only what began on this day or later.")
]
OneList = Annotated[
    List,
    typer.Option(
        "--list", help="With --format csv: which list. missed is of lessons, by pupils in school."
    ),
]
SeenOn = Annotated[
    date | None,
    _day_option("--on", "The day of it, never a day to come. Default: today."),
]
Seen = Annotated[
    What,
    typer.Option(
        "--what",
        help="not-back: did not come back after signing out.",
        show_default=False,
    ),
]
Session = Annotated[
    Half | None,
    typer.Option(
        "--session", case_sensitive=False, help="The half of the day, if told.", show_default=False
    ),
]
Note = Annotated[
    str | None,
    typer.Option(
        "--note", metavar="TEXT", help="For the school; no letter prints it.", show_default=False
    ),
]
Entry = Annotated[
    int,
    typer.Argument(
        metavar="ENTRY", help="Its number, as lja truancy shows it.", show_default=False
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Put the letters here. Default: the workspace's letters/truancy/.",
        show_default=False,
    ),
]
LetterDate = Annotated[
    date | None, _day_option("--date", "The date printed on the letter. Default: today.")
]
Sent = Annotated[
    bool,
    typer.Option("--sent", help="Record the letters written before as sent, as they are now."),
]
SentOn = Annotated[
    date | None, _day_option("--on", "With --sent: the day they went out. Default: today.")
]

"""The options of `lja leave check`: what a parent asks for, and what is known of it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from lj_attendance.cli import options as opt


class Reason(StrEnum):
    """Why leave is asked for."""

    holiday = "holiday"
    relative = "relative"
    religious = "religious"
    traveller = "traveller"
    performance = "performance"
    sport = "sport"
    medical = "medical"
    interview = "interview"
    exceptional = "exceptional"
    other = "other"


class Licence(StrEnum):
    """What the council's licence for a performance says."""

    none = "none"
    dated = "dated"
    undated = "undated"


class Reply(StrEnum):
    """What the reply to a request says."""

    granted = "granted"
    refused = "refused"
    more_information = "more-information"
    religious = "religious"


class Half(StrEnum):
    """Half of a school day."""

    AM = "AM"
    PM = "PM"


def _day(name: str, text: str) -> typer.models.OptionInfo:
    option = typer.Option(
        name, parser=opt.read_day, metavar="YYYY-MM-DD", help=text, show_default=False
    )
    assert isinstance(option, typer.models.OptionInfo)
    return option


def _fact(name: str, text: str) -> typer.models.OptionInfo:
    option = typer.Option(f"--{name}/--no-{name}", help=text, show_default=False)
    assert isinstance(option, typer.models.OptionInfo)
    return option


Who = Annotated[
    str | None,
    typer.Argument(
        metavar="[WHO]",
        help="Arbor ID, UPN, or a part of the name that one pupil alone has.",
        show_default=False,
    ),
]
From = Annotated[date | None, _day("--from", "First day of the leave.")]
To = Annotated[date | None, _day("--to", "Last day of the leave, inclusive.")]
Why = Annotated[
    Reason | None, typer.Option("--reason", help="What the leave is for.", show_default=False)
]
Session = Annotated[
    Half | None,
    typer.Option("--session", help="Half of a single day.", show_default=False),
]
Received = Annotated[date | None, _day("--received", "Day on which the request came.")]
Exceptional = Annotated[
    str | None,
    typer.Option(
        "--exceptional",
        metavar="TEXT",
        help="The exceptional circumstance that is declared.",
        show_default=False,
    ),
]
NotExceptional = Annotated[
    bool, typer.Option("--no-exceptional", help="No exceptional circumstance is declared.")
]
CriticallyIll = Annotated[
    bool | None, _fact("relative-critically-ill", "The relative visited is critically ill.")
]
Cost = Annotated[bool | None, _fact("because-of-cost", "In term time because of its cost.")]
SetApart = Annotated[
    bool | None,
    _fact("set-apart-day", "The parents' religious body sets the day apart for observance."),
]
Travel = Annotated[
    bool | None, _fact("occupational-travel", "The family travels for a parent's occupation.")
]
HasLicence = Annotated[
    Licence | None,
    typer.Option(
        "--licence",
        help="The council's licence to perform: none, with dates, or without.",
        show_default=False,
    ),
]
Club = Annotated[
    bool | None,
    _fact("organised-by-club", "A club or group set the time, not the parents."),
]
Evidence = Annotated[
    bool | None, _fact("evidence", "An appointment card, a letter or other evidence was seen.")
]
RequestFile = Annotated[
    Path | None,
    typer.Option(
        "--file",
        readable=False,
        metavar="FILE",
        help="Requests in a TOML file, or the answers of an online form (CSV, XLSX).",
        show_default=False,
    ),
]
Columns = Annotated[
    Path | None,
    typer.Option(
        "--columns",
        readable=False,
        metavar="FILE",
        help="Which column of the form is what (TOML). Default: leave-form.toml, if there.",
        show_default=False,
    ),
]
Record = Annotated[
    bool, typer.Option("--record", help="Enter it on the register of requests, in the ledger.")
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Show the way to the recommendation as a chart.")
]

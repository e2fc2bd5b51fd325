"""What the commands of cases share: options, and the pupil and the books they are about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lj_attendance.cli import options as opt

if TYPE_CHECKING:
    from lj_attendance.workflows.cases.listing import Books


class How(StrEnum):
    """How minutes reach the parents."""

    by_hand = "by-hand"
    post = "post"
    email = "email"


class Warned(StrEnum):
    """What is decided after a conference."""

    court = "court"
    penalty_notice = "penalty-notice"
    none = "none"


class Finding(StrEnum):
    """What a review finds."""

    deteriorated = "deteriorated"
    improved = "improved"
    not_improved = "not-improved"


class Why(StrEnum):
    """Why a case ends."""

    sustained = "sustained"
    prosecution = "prosecution"
    penalty_notice = "penalty-notice"
    left = "left"
    other = "other"


class CaseLetter(StrEnum):
    """The letters of a case."""

    invitation = "invitation"
    minutes = "minutes"
    court_warning = "court-warning"
    penalty_warning = "penalty-warning"


def read_time(text: str) -> str:
    """A time of day, as `14:30`."""
    try:
        return time.fromisoformat(text.strip().zfill(5)).strftime("%H:%M")
    except ValueError as error:
        raise typer.BadParameter(f"'{text}' is not a time such as 14:30.") from error


def day_option(name: str, help_text: str) -> Any:
    """An option that takes a date."""
    return typer.Option(
        name, parser=opt.read_day, metavar="YYYY-MM-DD", help=help_text, show_default=False
    )


def text_option(name: str, help_text: str) -> Any:
    """An option that takes words."""
    return typer.Option(name, metavar="TEXT", help=help_text, show_default=False)


DoneOn = Annotated[
    date | None, day_option("--on", "The day it was done, never a day to come. Default: today.")
]
StandsOn = Annotated[
    date | None, day_option("--as-of", "What stands at the end of this day. Default: today.")
]
Meeting = Annotated[date | None, day_option("--meeting", "The day of the conference.")]
At = Annotated[
    str | None,
    typer.Option(
        "--at", parser=read_time, metavar="HH:MM", help="Its time of day.", show_default=False
    ),
]
Agencies = Annotated[
    list[str] | None, text_option("--agency", "An agency invited as well; repeatable.")
]
Targets = Annotated[
    list[str] | None, text_option("--target", "A target, as a sentence; repeatable.")
]
ReviewOn = Annotated[date | None, day_option("--review", "The day set for the next review.")]
Note = Annotated[str | None, text_option("--note", "What else to remember.")]
Sent = Annotated[
    bool,
    typer.Option("--sent", help="With the letters that lja cases letter wrote, as they are now."),
]


def tell(notes: Sequence[str], *, quiet: bool) -> None:
    """Notes beside an answer, on standard error."""
    from lj_attendance.cli.console import aside, visible

    for note in () if quiet else notes:
        aside().print(visible(note), markup=False, style="yellow")


def books(
    paths: list[Path] | None,
    day: date,
    mapping: Path | None,
    blank_means: opt.BlankMeans | None,
    workspace: Path | None,
    *,
    quiet: bool,
    verbose: bool = False,
) -> Books:
    """Ledger, calendar and register as at the end of a day. Raises without a workspace."""
    from lj_attendance.cli.reading import read_request, tell_unused
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.cases.books import books_on

    records = needed_workspace(workspace)
    with read_request(paths, None, mapping, blank_means, workspace, quiet=quiet) as request:
        found = books_on(request, records, day)
    if found.reading is not None:
        tell_unused(found.reading, quiet=quiet, verbose=verbose)
    return found


def pupil_of(found: Books, who: str) -> dict[str, Any]:
    """The row of the pupil meant, also one whom the ledger's cases alone know."""
    from lj_attendance.workflows.cases.listing import ever_with_case
    from lj_attendance.workflows.pupils import accept_id, find_pupil

    if found.reading is None:
        return accept_id(who)
    return find_pupil(found.reading.roll, who, ever_with_case(found.events))

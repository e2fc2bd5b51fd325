"""`lja note`: a call, a visit, a meeting, a message or support offered, on the record."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app
from lj_attendance.cli.hold import Who
from lj_attendance.cli.ledger import ledger_in


class Means(StrEnum):
    """How a family was met, or what was offered."""

    call = "call"
    visit = "visit"
    meeting = "meeting"
    message = "message"
    support = "support"


class Result(StrEnum):
    """What came of it."""

    reached = "reached"
    no_answer = "no-answer"
    left_message = "left-message"
    agreed = "agreed"
    refused = "refused"
    other = "other"


def day_option(name: str, help_text: str) -> Any:
    """An option that is a day."""
    return typer.Option(
        name, parser=opt.read_day, metavar="YYYY-MM-DD", help=help_text, show_default=False
    )


Kind = Annotated[Means, typer.Argument(help="What it was.", show_default=False)]
Outcome = Annotated[Result, typer.Option("--outcome", help="What came of it.", show_default=False)]
Whom = Annotated[
    str | None,
    typer.Option("--with", metavar="NAME", help="Who was spoken to, or tried.", show_default=False),
]
Text = Annotated[
    str | None,
    typer.Option("--text", metavar="TEXT", help="What was said, or offered.", show_default=False),
]
FollowUp = Annotated[
    date | None, day_option("--follow-up", "The day on which somebody is to go on with it.")
]
About = Annotated[
    date | None, day_option("--about", "The first day of the absence that it was about.")
]
MadeOn = Annotated[date | None, day_option("--on", "The day of it. Default: today.")]


def outcome_words(outcome: str) -> str:
    """As people read it: `no answer`."""
    return outcome.replace("_", " ")


@app.command()
def note(
    who: Who,
    means: Kind,
    outcome: Outcome,
    whom: Whom = None,
    text: Text = None,
    follow_up: FollowUp = None,
    about: About = None,
    on: MadeOn = None,
    by: opt.By = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Enters a call, a visit, a meeting, a message or support offered, and what came of it.

    Example: lja note "adams ava" call --outcome no-answer --with "Mrs Z Adams"
    """
    from lj_attendance.cli.console import day, visible, write
    from lj_attendance.cli.pupils import pupil_named
    from lj_attendance.workflows.calls.contacts_made import NewContact, contacted_ever
    from lj_attendance.workflows.calls.contacts_made import add as enter
    from lj_attendance.workflows.pupils import name_of

    ledger, today = ledger_in(workspace), opt.today()
    known = contacted_ever(ledger)
    pupil = pupil_named(who, workspace, mapping, unlisted=known, quiet=quiet, verbose=verbose)
    result = outcome.value.replace("-", "_")
    told = whom, text, follow_up, about
    new = NewContact(pupil["pupil_id"], means.value, result, on or today, *told)
    entered = enter(ledger, new, today=today, by=opt.who(by), now=opt.now())
    to = f" with {whom}" if whom else ""
    line = f"{means.value}{to} on {day(entered.on)}, {outcome_words(result)}"
    then = f"; to be followed up on {day(follow_up)}" if follow_up else ""
    write(visible(f"Entered: {name_of(pupil)}, {line}{then} (entry {entered.number})") + "\n")

"""`lja cases warn`, `review`, `close` and `withdraw`: what comes after a conference."""

from __future__ import annotations

from typing import Annotated

import typer

from lj_attendance.cli import case_options as case
from lj_attendance.cli import options as opt
from lj_attendance.cli.case_entering import about, enter, letter_sent
from lj_attendance.cli.hold import Reason, Who

Warning_ = Annotated[
    case.Warned,
    typer.Argument(metavar="WARNING", help="court, penalty-notice; or none.", show_default=False),
]
Found = Annotated[
    case.Finding,
    typer.Argument(
        metavar="FINDING", help="deteriorated, improved or not-improved.", show_default=False
    ),
]
Next = Annotated[str | None, case.text_option("--next", "What follows, as a sentence.")]
WhyClosed = Annotated[case.Why, typer.Option("--why", help="Why it ends.", show_default=False)]
Entry = Annotated[
    int,
    typer.Argument(
        metavar="ENTRY", help="Its number, as lja cases show tells it.", show_default=False
    ),
]


def warn(
    who: Who,
    warning: Warning_,
    note: case.Note = None,
    sent: case.Sent = False,
    on: case.DoneOn = None,
    by: opt.By = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Records the decision after a conference: a court or penalty notice warning, or none.

    Example: lja cases warn "adams ava" court --sent
    """
    from lj_attendance.workflows.cases.entries import warned

    if sent and warning is case.Warned.none:
        raise typer.BadParameter("No letter is sent where none is decided on.", param_hint="--sent")
    found, pupil = about(who, on, mapping, workspace, quiet=quiet, verbose=verbose)
    day = on or opt.today()
    is_court = warning is case.Warned.court
    kind = case.CaseLetter.court_warning if is_court else case.CaseLetter.penalty_warning
    letter = letter_sent(found, workspace, pupil, kind, sent=sent, on=day)
    enter(warned(pupil["pupil_id"], day, warning.value, note, letter), pupil, workspace, by)


def review(
    who: Who,
    finding: Found,
    next_: Next = None,
    review_on: case.ReviewOn = None,
    note: case.Note = None,
    on: case.DoneOn = None,
    by: opt.By = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Records a review and what it found, with the attendance of its day; a person judges.

    Example: lja cases review "adams ava" improved --review 2027-04-26
    """
    from lj_attendance.workflows.cases.books import review_notes, year_to_date
    from lj_attendance.workflows.cases.entries import reviewed

    found, pupil = about(who, on, mapping, workspace, quiet=quiet, verbose=verbose)
    day, pupil_id = on or opt.today(), pupil["pupil_id"]
    figures = year_to_date(found, pupil_id, day)
    new = reviewed(pupil_id, day, finding.value, next_, review_on, figures, note)
    notes = review_notes(found, pupil_id, day)
    enter(new, pupil, workspace, by)
    case.tell(notes, quiet=quiet)


def close(
    who: Who,
    why: WhyClosed,
    note: case.Note = None,
    on: case.DoneOn = None,
    by: opt.By = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Ends a case.

    Example: lja cases close "adams ava" --why sustained
    """
    from lj_attendance.workflows.cases.entries import closed

    _, pupil = about(who, on, mapping, workspace, quiet=quiet, verbose=verbose)
    new = closed(pupil["pupil_id"], on or opt.today(), why.value, note)
    enter(new, pupil, workspace, by)


def withdraw(
    entry: Entry,
    reason: Reason,
    on: opt.On = None,
    by: opt.By = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Takes back a step entered by mistake; what rests on it is taken back before it.

    Example: lja cases withdraw 12 --reason "entered for the wrong pupil"
    """
    from lj_attendance.cli.console import day, visible, write
    from lj_attendance.cli.ledger import ledger_in
    from lj_attendance.workflows.cases.steps import withdraw_step

    ledger, today = ledger_in(workspace), opt.today()
    since, name = on or today, opt.who(by)
    gone = withdraw_step(ledger, entry, reason, on=since, today=today, by=name, now=opt.now())
    told = f"{gone.kind.removeprefix('case_')} of {day(gone.on)} (entry {gone.number})"
    write(visible(f"Taken back on {day(since)}: pupil {gone.pupil_id}, {told}") + "\n")

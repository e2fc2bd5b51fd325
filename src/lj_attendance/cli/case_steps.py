"""`lja cases invite`, `held` and `minutes`: the Attendance Case Conference entered."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from lj_attendance.cli import case_options as case
from lj_attendance.cli import options as opt
from lj_attendance.cli.case_entering import about, enter, letter_sent
from lj_attendance.cli.hold import Who

Came = Annotated[
    bool | None,
    typer.Option(
        "--parents-attended/--no-parents-attended",
        help="Whether a parent came.",
        show_default=False,
    ),
]
Present = Annotated[str | None, case.text_option("--present", "Who was there, in words.")]
HowGiven = Annotated[case.How, typer.Option("--how", help="How they were given.")]


def invite(
    who: Who,
    meeting: case.Meeting = None,
    at: case.At = None,
    agencies: case.Agencies = None,
    sent: case.Sent = False,
    on: case.DoneOn = None,
    by: opt.By = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Records that the parents were invited to an Attendance Case Conference.

    Agencies are named on the record alone. A later invitation takes the place of an earlier one.

    Example: lja cases invite "adams ava" --meeting 2027-02-08 --at 14:30 --agency CAMHS
    """
    from lj_attendance.workflows.cases.books import invitation_notes
    from lj_attendance.workflows.cases.entries import invitation

    found, pupil = about(who, on, mapping, workspace, quiet=quiet, verbose=verbose)
    day = on or opt.today()
    letter = letter_sent(found, workspace, pupil, case.CaseLetter.invitation, sent=sent, on=day)
    new = invitation(pupil["pupil_id"], day, meeting, at, agencies or [], letter)
    enter(new, pupil, workspace, by)
    meeting_on = date.fromisoformat(new.detail["meeting_on"])
    case.tell(invitation_notes(found, day, meeting_on), quiet=quiet)


def held(
    who: Who,
    parents_attended: Came = None,
    targets: case.Targets = None,
    review_on: case.ReviewOn = None,
    present: Present = None,
    note: case.Note = None,
    on: case.DoneOn = None,
    by: opt.By = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Records a conference: whether the parents came, and the targets for the next 4 to 6 weeks.

    Example: lja cases held "adams ava" --no-parents-attended --target "95% attendance"
    """
    from lj_attendance.workflows.cases.books import conference_notes
    from lj_attendance.workflows.cases.entries import conference

    found, pupil = about(who, on, mapping, workspace, quiet=quiet, verbose=verbose)
    day = on or opt.today()
    told = (parents_attended, targets or [], review_on, present, note)
    new = conference(pupil["pupil_id"], day, *told)
    enter(new, pupil, workspace, by)
    came = bool(parents_attended)
    case.tell(conference_notes(found, day, review_on, parents_attended=came), quiet=quiet)


def minutes(
    who: Who,
    how: HowGiven = case.How.by_hand,
    sent: case.Sent = False,
    on: case.DoneOn = None,
    by: opt.By = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Records that minutes and targets were given to the parents: by hand where they did not come.

    Example: lja cases minutes "adams ava" --how by-hand --sent
    """
    from lj_attendance.workflows.cases.entries import minutes_given

    found, pupil = about(who, on, mapping, workspace, quiet=quiet, verbose=verbose)
    day = on or opt.today()
    letter = letter_sent(found, workspace, pupil, case.CaseLetter.minutes, sent=sent, on=day)
    new = minutes_given(found.events, pupil["pupil_id"], day, how.value, letter)
    enter(new, pupil, workspace, by)
    if how is not case.How.by_hand:
        case.tell(["§18 has minutes delivered by hand to parents who did not come."], quiet=quiet)

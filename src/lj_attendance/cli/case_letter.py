"""`lja cases letter`: a letter of a case, written from a Word template for each household."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from lj_attendance.cli import case_options as case
from lj_attendance.cli import options as opt
from lj_attendance.cli.hold import Who

Kind = Annotated[
    case.CaseLetter,
    typer.Argument(
        metavar="LETTER",
        help="invitation, minutes, court-warning or penalty-warning.",
        show_default=False,
    ),
]
Place = Annotated[
    str | None, case.text_option("--place", "Where the conference is. Default: the school.")
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Put the letters here. Default: the workspace's letters/cases/, where --sent of the "
        "other commands finds them.",
        show_default=False,
    ),
]
LetterDate = Annotated[
    date | None, case.day_option("--date", "The date printed on it. Default: today.")
]


def letter(
    who: Who,
    kind: Kind,
    meeting: case.Meeting = None,
    at: case.At = None,
    place: Place = None,
    out: Out = None,
    letter_date: LetterDate = None,
    as_of: case.StandsOn = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """A letter of a case as Word files, one a household, to read and to send.

    Once they have gone, record it: lja cases invite, minutes or warn, with --sent.

    Example: lja cases letter "adams ava" invitation --meeting 2027-02-08 --at 14:30
    """
    from lj_attendance.cli.console import visible, write
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.cases.letters import Wanted, write_letters

    day, dated = as_of or opt.today(), letter_date or opt.today()
    found = case.books(None, day, mapping, None, workspace, quiet=quiet, verbose=verbose)
    pupil, records = case.pupil_of(found, who), needed_workspace(workspace)
    wanted = Wanted(kind.value, dated, meeting, at, place, out, force=force)
    done = write_letters(wanted, found, records, pupil)
    for file in done.files:
        write(visible(file) + "\n")
    case.tell(done.notes, quiet=quiet)

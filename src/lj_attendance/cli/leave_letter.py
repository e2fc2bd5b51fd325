"""`lja leave letter`: the reply to a request, written from a Word template."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.leave_options import Reply
from lj_attendance.cli.leave_record import Number

Kind = Annotated[
    Reply | None,
    typer.Option(
        "--kind", help="Default: by the decision; more-information without one.", show_default=False
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Put the letters here. Default: the workspace's letters/leave/.",
        show_default=False,
    ),
]
LetterDate = Annotated[
    date | None,
    typer.Option(
        "--date",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="The date printed on the letter. Default: today.",
        show_default=False,
    ),
]
Sent = Annotated[
    bool,
    typer.Option("--sent", help="Record the letters written before as sent, as they are now."),
]


def letter(
    number: Number,
    kind: Kind = None,
    out: Out = None,
    letter_date: LetterDate = None,
    sent: Sent = False,
    on: opt.On = None,
    by: opt.By = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """The reply to a request as a Word letter for each household; then recorded as sent.

    Example: lja leave letter 12
    """
    from lj_attendance.cli.console import aside, visible, write
    from lj_attendance.cli.reading import read_request
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.leave.reply import Wanted, answer_sent, write_reply

    records = needed_workspace(workspace)
    word = kind.value if kind else None
    wanted = Wanted(number, word, out, letter_date or on or opt.today(), force=force)
    if sent:
        for name in answer_sent(wanted, records, on or opt.today(), opt.who(by), opt.now()):
            write(visible(f"Recorded as sent: {name}") + "\n")
        return
    with read_request(None, None, mapping, None, workspace, quiet=quiet) as reading:
        done = write_reply(wanted, records, reading)
    for file in done.files:
        write(visible(file) + "\n")
    for note in () if quiet else done.notes:
        aside().print(visible(note), markup=False, style="yellow")

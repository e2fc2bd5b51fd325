"""`lja truancy letter`: the letter of warning of a first instance, from a Word template."""

from __future__ import annotations

from lj_attendance.cli import options as opt
from lj_attendance.cli import truancy_options as told
from lj_attendance.cli.hold import Who
from lj_attendance.cli.truancy import truancy_app


@truancy_app.command()
def letter(
    who: Who,
    out: told.Out = None,
    letter_date: told.LetterDate = None,
    sent: told.Sent = False,
    on: told.SentOn = None,
    by: opt.By = None,
    as_of: opt.AsOf = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """The letter of warning about a first instance, for each household; then recorded as sent.

    Example: lja truancy letter "adams ava"
    """
    from lj_attendance.cli.console import aside, day, visible, write
    from lj_attendance.cli.pupils import pupil_named
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.cli.truancy import found_in
    from lj_attendance.workflows.pupils import find_pupil
    from lj_attendance.workflows.truancy.letter import Wanted, warning_sent, write_warning

    records, today = needed_workspace(workspace), opt.today()
    if sent:
        pupil = pupil_named(who, workspace, mapping, quiet=quiet, verbose=verbose)
        wanted = Wanted(pupil["pupil_id"], letter_date or today, out, force)
        entry, names = warning_sent(
            wanted, records, on=on or today, today=today, by=opt.who(by), now=opt.now()
        )
        for name in names:
            told_on = f"{day(entry.on)} (entry {entry.number})"
            write(visible(f"Recorded as sent on {told_on}: {name}") + "\n")
        return
    found = found_in(None, as_of, mapping, None, workspace, quiet, verbose)
    pupil = find_pupil(found.reading.roll, who)
    done = write_warning(
        Wanted(pupil["pupil_id"], letter_date or today, out, force), found, records
    )
    for file in done.files:
        write(visible(file) + "\n")
    for note in () if quiet else done.notes:
        aside().print(visible(note), markup=False, style="yellow")

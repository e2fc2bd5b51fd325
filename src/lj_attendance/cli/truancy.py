"""`lja truancy`: absence without a known cause, lessons missed, and what §10 asks of each."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli import truancy_options as told
from lj_attendance.cli.alert_options import PathsOrCommand
from lj_attendance.cli.app import app
from lj_attendance.cli.hold import Reason, Who
from lj_attendance.cli.ledger import ledger_in

if TYPE_CHECKING:
    from lj_attendance.workflows.truancy.listing import Truancy

truancy_app = typer.Typer(cls=PathsOrCommand)


@truancy_app.callback(invoke_without_command=True)
def truancy(
    ctx: typer.Context,
    paths: opt.Paths = None,
    new_since: told.NewSince = None,
    wanted: told.OneList = told.List.instances,
    as_of: opt.AsOf = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    strict: opt.Strict = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Absence of which the school was not told the cause, this year, and what §10 asks.

    First instances with their letter of warning, further ones, lessons missed by pupils who were
    in school, and subjects and classes with low attendance, where lesson registers are there.

    Example: lja truancy --new-since 2026-11-16
    """
    if ctx.invoked_subcommand is not None:
        return
    found = found_in(paths, as_of, mapping, blank_means, workspace, quiet, verbose)
    if output is opt.Format.table:
        from lj_attendance.cli.truancy_view import show_truancy

        show_truancy(found, since=new_since, verbose=verbose)
    else:
        from lj_attendance.cli.console import write
        from lj_attendance.reports.answers import truancy as truancy_list
        from lj_attendance.reports.files import as_csv

        if output is opt.Format.json:
            write(truancy_list.as_json(found, new_since))
        else:
            write(as_csv(truancy_list.as_frame(found, wanted.value, new_since)).decode())
    if strict and _has_errors(found):
        raise typer.Exit(4)


def found_in(
    paths: list[Path] | None,
    as_of: date | None,
    mapping: Path | None,
    blank_means: opt.BlankMeans | None,
    workspace: Path | None,
    quiet: bool,
    verbose: bool,
) -> Truancy:
    """Every instance of what was read; tells what of it could not be used."""
    from lj_attendance.cli.console import aside, visible
    from lj_attendance.cli.reading import read_request, tell_unused
    from lj_attendance.cli.records import workspace_if_any
    from lj_attendance.workflows.reading import read_exports
    from lj_attendance.workflows.records import calendar_of, events_of
    from lj_attendance.workflows.truancy.listing import truancy as run

    records = workspace_if_any(workspace, quiet=quiet)
    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        reading = read_exports(request)
        blank = request.blank_means
        found = run(reading, events_of(records), request.settings, calendar_of(records), blank)
    tell_unused(reading, quiet=quiet, verbose=verbose)
    if found.lessons is not None and not quiet:
        faults = found.lessons.findings
        for file, message in faults.select("source_file", "message").rows():
            line = f"{Path(file).name}: {message}"
            aside().print(visible(line), markup=False, style="yellow")
    return found


def _has_errors(found: Truancy) -> bool:
    """Whether the registers of sessions or of lessons have error findings."""
    from lj_attendance.workflows.findings import findings

    faults = [findings(found.reading), *([found.lessons.findings] if found.lessons else [])]
    return any(bool((each["severity"] == "error").any()) for each in faults)


@truancy_app.command()
def add(
    who: Who,
    what: told.Seen,
    on: told.SeenOn = None,
    session: told.Session = None,
    note: told.Note = None,
    by: opt.By = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Enters truancy that no register shows, such as not coming back after signing out.

    Example: lja truancy add "adams ava" --what not-back --on 2026-11-20 --session PM
    """
    from lj_attendance.cli.console import day, visible, write
    from lj_attendance.cli.pupils import pupil_named
    from lj_attendance.workflows.pupils import name_of
    from lj_attendance.workflows.truancy.register import NewSeen
    from lj_attendance.workflows.truancy.register import add as enter

    ledger = ledger_in(workspace)
    pupil = pupil_named(who, workspace, mapping, quiet=quiet, verbose=verbose)
    today, half = opt.today(), session.value if session else None
    new = NewSeen(pupil["pupil_id"], what.entry, on or today, half, note)
    entry = enter(ledger, new, today=today, by=opt.who(by), now=opt.now())
    words = what.value.replace("-", " ")
    line = f"{words}, {day(entry.on)}{f' {half}' if half else ''} (entry {entry.number})"
    write(visible(f"Entered: {name_of(pupil)}, {line}") + "\n")


@truancy_app.command()
def withdraw(
    entry: told.Entry,
    reason: Reason,
    on: opt.On = None,
    by: opt.By = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Takes back what was entered, or a letter recorded as sent: it counts no more from that day.

    Example: lja truancy withdraw 12 --reason "had permission to leave"
    """
    from lj_attendance.cli.console import day, visible, write
    from lj_attendance.workflows.truancy.register import withdraw as enter

    ledger, today = ledger_in(workspace), opt.today()
    since, name = on or today, opt.who(by)
    gone = enter(ledger, entry, reason, on=since, today=today, by=name, now=opt.now())
    what = str(gone.detail.get("what") or "letter of warning").replace("_", " ")
    line = f"{what}, {day(gone.on)} (entry {gone.number})"
    write(visible(f"Withdrawn on {day(since)}: pupil {gone.pupil_id}, {line}") + "\n")


app.add_typer(truancy_app, name="truancy")

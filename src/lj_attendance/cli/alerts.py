"""`lja alerts`: what must not be missed, recorded as done, and reported to the local authority."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from lj_attendance.cli import alert_options as alert
from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app
from lj_attendance.cli.hold import Reason, Who
from lj_attendance.cli.ledger import ledger_in

if TYPE_CHECKING:
    import polars as pl

    from lj_attendance.workflows.alerts.listing import Alerts, PupilAlert
    from lj_attendance.workspace import Workspace

alerts_app = typer.Typer(cls=alert.PathsOrCommand)


@alerts_app.callback(invoke_without_command=True)
def alerts(
    ctx: typer.Context,
    paths: opt.Paths = None,
    new_since: alert.NewSince = None,
    kind: alert.OneKind = None,
    every: alert.WithDone = False,
    as_of: opt.AsOf = None,
    require_marks: opt.RequireMarks = False,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    strict: opt.Strict = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """What must not be missed: long runs, legal thresholds, severe and unexplained absence.

    Each with its clause or the law, the sessions behind it, what is asked next, and whether the
    ledger shows it done. The gravest kind first, the newest first within it.

    Example: lja alerts --new-since 2026-11-16
    """
    if ctx.invoked_subcommand is not None:
        return
    records = _workspace_if_any(workspace, quiet=quiet)
    found, _ = _found(
        paths, as_of, mapping, blank_means, workspace, records, quiet, verbose, require_marks
    )
    has_errors = _tell_faults(found, quiet=quiet)
    wanted = [
        each
        for each in found.alerts
        if kind in (None, each.alert.kind) and each.alert.since >= (new_since or date.min)
    ]
    shown = [each for each in wanted if every or not each.is_done]
    _show(found.as_of, shown, len(wanted) - len(shown), output, verbose=verbose)
    if strict and has_errors:
        raise typer.Exit(4)


def _show(
    as_of: date, shown: Sequence[PupilAlert], left_out: int, output: opt.Format, *, verbose: bool
) -> None:
    from lj_attendance.cli.console import write
    from lj_attendance.reports.answers import alerts as alert_list
    from lj_attendance.reports.files import as_csv

    if output is opt.Format.table:
        from lj_attendance.cli.alerts_view import show_alerts

        show_alerts(as_of, shown, done=left_out, verbose=verbose)
    elif output is opt.Format.json:
        write(alert_list.as_json(shown))
    else:
        write(as_csv(alert_list.as_frame(shown)).decode())


@alerts_app.command()
def done(
    who: Who,
    kind: alert.Kind,
    since: alert.Since = None,
    on: alert.DoneOn = None,
    note: alert.Note = None,
    by: opt.By = None,
    as_of: opt.AsOf = None,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Records that what an alert asks was done, once for each alert.

    Example: lja alerts done "adams ava" home_visit --on 2026-11-20 --note "seen by Mrs B"
    """
    from lj_attendance.cli.console import aside, day, visible, write
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.alerts.answering import alert_meant, answer_alert
    from lj_attendance.workflows.pupils import find_pupil, name_of

    records = needed_workspace(workspace)
    assert records.ledger is not None
    found, _ = _found(None, as_of, mapping, None, workspace, records, quiet, verbose)
    pupil, today = find_pupil(found.reading.roll, who), opt.today()
    meant = alert_meant(found, pupil["pupil_id"], kind, since)
    name, now = opt.who(by), opt.now()
    entry = answer_alert(records.ledger, meant, note, on=on or today, today=today, by=name, now=now)
    told = f"{kind} of {day(meant.alert.since)}, done on {day(entry.on)} (entry {entry.number})"
    write(visible(f"Entered: {name_of(pupil)}, {told}") + "\n")
    if entry.on > found.as_of and not quiet:
        note_of_day = f"The exports end on {day(found.as_of)}: it shows as done from its day on."
        aside().print(note_of_day, style="yellow")


@alerts_app.command()
def withdraw(
    entry: alert.Entry,
    reason: Reason,
    on: opt.On = None,
    by: opt.By = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Takes back an answer entered by mistake: from that day on the alert asks again.

    Example: lja alerts withdraw 12 --reason "it was another pupil's"
    """
    from lj_attendance.cli.console import day, visible, write
    from lj_attendance.workflows.alerts.answering import take_back_answer

    ledger, today = ledger_in(workspace), opt.today()
    since, name = on or today, opt.who(by)
    gone = take_back_answer(ledger, entry, reason, on=since, today=today, by=name, now=opt.now())
    told = f"pupil {gone.pupil_id}, {gone.detail['alert']} of {gone.detail['since']}"
    write(visible(f"Taken back on {day(since)}: {told} (entry {gone.number})") + "\n")


@alerts_app.command()
def returns(
    paths: opt.Paths = None,
    kinds: alert.ReturnKinds = None,
    every: alert.WithDone = False,
    as_of: opt.AsOf = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Lists for the local authority: unauthorised absence, illness, and removal considered.

    With the fields that the law wants; one that the exports do not hold is told, never left blank.

    Example: lja alerts returns --kind sickness --format csv
    """
    from lj_attendance.cli.console import write
    from lj_attendance.reports.answers import alerts as alert_list
    from lj_attendance.reports.files import as_csv
    from lj_attendance.workflows.alerts.returns import returns as run

    records = _workspace_if_any(workspace, quiet=quiet)
    found, contacts = _found(paths, as_of, mapping, blank_means, workspace, records, quiet, verbose)
    wanted = [kind.alert for kind in kinds or alert.ReturnKind]
    lists = run(found, records.settings(), contacts, wanted, with_done=every)
    if output is opt.Format.table:
        from lj_attendance.cli.alerts_view import show_returns

        show_returns(lists)
    elif output is opt.Format.json:
        write(alert_list.returns_as_json(lists))
    else:
        write(as_csv(alert_list.returns_as_frame(lists)).decode())


def _workspace_if_any(named: Path | None, *, quiet: bool) -> Workspace:
    """The workspace named or found; without one, a warning that nothing counts as done."""
    from lj_attendance.cli.console import aside
    from lj_attendance.cli.records import workspace_if_any

    found = workspace_if_any(named, quiet=True)
    if found.root is None and not quiet:
        note = "No workspace here, so nothing counts as done. Make one with: lja init"
        aside().print(note, style="yellow")
    return found


def _found(
    paths: list[Path] | None,
    as_of: date | None,
    mapping: Path | None,
    blank_means: opt.BlankMeans | None,
    workspace: Path | None,
    records: Workspace,
    quiet: bool,
    verbose: bool,
    require_marks: bool = False,
) -> tuple[Alerts, pl.DataFrame]:
    """Every alert of what was read, and its contacts."""
    from lj_attendance.cli.reading import read_request, refuse_without_marks, tell_unused
    from lj_attendance.workflows.alerts.listing import alerts as run
    from lj_attendance.workflows.contacts import contacts_of
    from lj_attendance.workflows.reading import read_exports
    from lj_attendance.workflows.records import events_of

    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        reading = read_exports(request)
        if require_marks:
            refuse_without_marks(reading, request)
        contacts = contacts_of(reading)
        found = run(reading, events_of(records), request.settings, contacts)
    tell_unused(reading, quiet=quiet, verbose=verbose)
    return found, contacts


def _tell_faults(found: Alerts, *, quiet: bool) -> bool:
    """Tells when there is nothing to count, and whether there are error findings."""
    from lj_attendance.cli.reading import tell_no_marks
    from lj_attendance.workflows.findings import findings

    faults = findings(found.reading)
    tell_no_marks(faults, quiet=quiet)
    return bool((faults["severity"] == "error").any())


app.add_typer(alerts_app, name="alerts")

"""`lja leave check`: one request for leave, or a file of them, against the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from lj_attendance.cli import leave_options as facts
from lj_attendance.cli import options as opt
from lj_attendance.errors import UnusableInput, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lj_attendance.workflows.leave.judging import Judged, Office
    from lj_attendance.workspace import Workspace


def check(
    ctx: typer.Context,
    who: facts.Who = None,
    first_day: facts.From = None,
    last_day: facts.To = None,
    reason: facts.Why = None,
    received: facts.Received = None,
    exceptional: facts.Exceptional = None,
    no_exceptional: facts.NotExceptional = False,
    relative_critically_ill: facts.CriticallyIll = None,
    because_of_cost: facts.Cost = None,
    set_apart_day: facts.SetApart = None,
    occupational_travel: facts.Travel = None,
    licence: facts.HasLicence = None,
    organised_by_club: facts.Club = None,
    evidence: facts.Evidence = None,
    session: facts.Session = None,
    file: facts.RequestFile = None,
    columns: facts.Columns = None,
    record: facts.Record = False,
    explain: facts.Explain = False,
    as_of: opt.AsOf = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    workspace: opt.WorkspaceFolder = None,
    by: opt.By = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """One request for leave against section 7 of the policy, rule by rule. The head decides.

    Example: lja leave check 1264 --from 2026-12-14 --to 2026-12-18 --reason holiday
    """
    told = Told(ctx.params, quiet=quiet, verbose=verbose)
    told.refuse()
    office, records = told.office()
    judged, rows_lost = told.judged(office, records)
    if record:
        judged = enter(judged, office, records, opt.who(by), quiet=quiet)
    show(judged, output, is_one=file is None, explain=explain, verbose=verbose)
    if rows_lost:
        raise rows_lost


class Told:
    """What the command line says, by the names of its parameters."""

    def __init__(self, params: dict[str, Any], *, quiet: bool, verbose: bool) -> None:
        self.params, self.quiet, self.verbose = params, quiet, verbose

    def refuse(self) -> None:
        """Raises WrongUsage when neither one request nor a file is told."""
        one = ("who", "first_day", "last_day", "reason")
        flags = ("WHO", "--from", "--to", "--reason")
        told = [name for name in one if self.params[name] is not None]
        if self.params["file"] is not None:
            if told:
                raise WrongUsage(
                    "A file has its own requests.", "--file", "Give either a file or one request."
                )
        elif len(told) < len(one):
            lacking = [flag for name, flag in zip(one, flags, strict=True) if name not in told]
            raise WrongUsage(
                f"A request needs a pupil, two days and a reason; missing: {', '.join(lacking)}.",
                "lja leave check",
                "See lja leave check --help, or give a file of requests with --file.",
            )
        if self.params["exceptional"] is not None and self.params["no_exceptional"]:
            raise WrongUsage(
                "An exceptional circumstance is declared, or it is not.",
                "--exceptional, --no-exceptional",
                "Leave one of them out.",
            )
        if self.params["exceptional"] is not None and not self.params["exceptional"].strip():
            raise WrongUsage(
                "The exceptional circumstance is empty.",
                "--exceptional",
                "Say it in a few words, or say --no-exceptional.",
            )

    def office(self) -> tuple[Office, Workspace]:
        """All that requests are judged by, and the workspace it comes from."""
        from lj_attendance.cli.reading import read_request, tell_unused
        from lj_attendance.cli.records import needed_workspace
        from lj_attendance.workflows.leave.judging import Office
        from lj_attendance.workflows.reading import read_exports
        from lj_attendance.workflows.records import calendar_of, events_of

        folder, as_of = self.params["workspace"], self.params["as_of"]
        records = needed_workspace(folder)
        mapping, quiet = self.params["mapping"], self.quiet
        with read_request(None, as_of, mapping, None, folder, quiet=quiet) as wanted:
            reading = read_exports(wanted)
        tell_unused(reading, quiet=quiet, verbose=self.verbose)
        day = as_of or opt.today()
        events, calendar = events_of(records), calendar_of(records)
        return Office(reading, events, wanted.settings, calendar, day), records

    def judged(
        self, office: Office, records: Workspace
    ) -> tuple[Sequence[Judged], UnusableInput | None]:
        """The requests judged, and the rows of a file that could not be."""
        if self.params["file"] is not None:
            return self._of_file(office, records)
        from lj_attendance.cli.leave_questions import answered
        from lj_attendance.workflows.leave.judging import judge_again, judge_one, request_of
        from lj_attendance.workflows.pupils import find_pupil

        told = {name: _plain(value) for name, value in self.params.items()}
        told["exceptional"] = "" if told["no_exceptional"] else told["exceptional"]
        pupil = find_pupil(office.reading.roll, told["who"])
        found = judge_one(office, pupil, request_of(pupil["pupil_id"], told))
        if not self.quiet:
            found = answered(
                found, lambda sofar, fact, value: judge_again(office, sofar, fact, value)
            )
        return (found,), None

    def _of_file(
        self, office: Office, records: Workspace
    ) -> tuple[Sequence[Judged], UnusableInput | None]:
        from lj_attendance.cli.leave_view import tell_form
        from lj_attendance.workflows.leave.file import judge_file, read_form

        form = read_form(self.params["file"], self.params["columns"], records)
        found = judge_file(office, form)
        tell_form(found, quiet=self.quiet, verbose=self.verbose)
        if not found.faults:
            return found.judged, None
        first = found.faults[0]
        return found.judged, UnusableInput(
            f"{len(found.faults)} of {len(found.judged) + len(found.faults)} requests could not be "
            f"judged; the first: {first.problem}",
            f"{first.file}, row {first.row}",
            first.remedy,
        )


def _plain(value: Any) -> Any:
    """A choice as the word it is; anything else as it is."""
    return getattr(value, "value", value)


def enter(
    judged: Sequence[Judged], office: Office, records: Workspace, by: str, *, quiet: bool
) -> Sequence[Judged]:
    """The requests on the register, each with its number, and what was entered told."""
    from dataclasses import replace

    from lj_attendance.cli.console import aside
    from lj_attendance.workflows.leave.register import CHANGED, KNOWN, NEW, record
    from lj_attendance.workflows.letters.batch import policy_version

    assert records.ledger is not None
    policy = policy_version(office.settings)
    entries = record(records.ledger, judged, policy, on=office.on, by=by, now=opt.now())
    words = {NEW: "entered", CHANGED: "entered again, with other facts", KNOWN: "there already"}
    for entry in () if quiet else entries:
        aside().print(f"Request {entry.number}: {words[entry.how]}.", markup=False)
    return [
        replace(each, recorded=entry.number) for each, entry in zip(judged, entries, strict=True)
    ]


def show(
    judged: Sequence[Judged], output: opt.Format, *, is_one: bool, explain: bool, verbose: bool
) -> None:
    """The answer: for people, or for programs."""
    from lj_attendance.cli.console import write

    if output is opt.Format.table:
        from lj_attendance.cli.leave_view import show_judged

        show_judged(judged, is_one=is_one, explain=explain, verbose=verbose)
        return
    from lj_attendance.reports.answers import leave as leave_answer
    from lj_attendance.reports.files import as_csv

    as_text = leave_answer.as_json(judged, is_one=is_one) if output is opt.Format.json else None
    write(as_text or as_csv(leave_answer.as_frame(judged)).decode())

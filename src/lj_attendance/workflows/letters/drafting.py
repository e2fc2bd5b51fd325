"""Exports, ledger and policy in; a batch of drafts out: `lja letters --stage N`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.ledger.events import Event
from lj_attendance.ledger.replay import letters_on
from lj_attendance.ledger.store import Ledger
from lj_attendance.school_year import academic_year_start
from lj_attendance.workflows.contacts import contacts_of
from lj_attendance.workflows.letters.batch import Batch, Drafting, Progress, trial, write_batch
from lj_attendance.workflows.letters.batch_plan import plan_batch
from lj_attendance.workflows.letters.fields import LetterMaking
from lj_attendance.workflows.letters.templates import template_of_stage
from lj_attendance.workflows.reading import Reading, ReadRequest, read_exports
from lj_attendance.workflows.stages.listing import period_ends, stages
from lj_attendance.workspace import Workspace


@dataclass(frozen=True)
class DraftRequest:
    """What to draft, from what, and where to."""

    reading: ReadRequest
    workspace: Workspace
    stage: int
    letter_date: date
    how: str  # "post" or "hand"
    excluded: tuple[str, ...]
    only: tuple[str, ...]
    parent: Path | None  # None: the workspace's letters/
    is_trial: bool
    force: bool
    now: datetime
    by: str


def draft(wanted: DraftRequest, progress: Progress) -> tuple[Batch, Reading]:
    """The batch of a stage, written for review, and what was read; a trial writes nothing.

    Raises UnusableInput when lja.toml lacks what letters need, WrongUsage for a date before the
    last day counted.
    """
    records, settings = wanted.workspace, wanted.reading.settings
    school = records.school()
    if missing := school.needed_for_letters(wanted.stage):
        raise UnusableInput(
            f"Stage {wanted.stage} letters need what nobody has filled in: {'; '.join(missing)}.",
            str(records.root),
            "Fill it in; each key is explained in the file.",
        )
    ledger = ledger_of(records)
    reading = read_exports(wanted.reading)
    if wanted.letter_date < reading.as_of:
        raise WrongUsage(
            f"A letter dated {wanted.letter_date} cannot count marks up to {reading.as_of}.",
            "--date",
            "Give a later date, or an earlier --as-of.",
        )
    events = ledger.events()
    found = stages(reading, events, settings, school.calendar)
    making = _making(wanted, reading)
    plan = plan_batch(
        found,
        contacts_of(reading),
        wanted.stage,
        settings,
        only=wanted.only,
        excluded=wanted.excluded,
        issued=_issued_since(events, wanted.stage, reading.as_of),
    )
    drafting = _drafting(wanted)
    if plan.letters:
        _refuse_beyond_calendar(making)
    if wanted.is_trial or not plan.letters:
        return trial(plan, making, drafting, events), reading
    return write_batch(plan, making, drafting, ledger, progress), reading


def _issued_since(events: tuple[Event, ...], stage: int, as_of: date) -> dict[str, str]:
    """By pupil, that this letter or a later one was issued after the as-of date."""
    later = [
        letter
        for letter in letters_on(events, date.max, academic_year_start(as_of))
        if letter.issued_on > as_of and letter.stage >= stage
    ]
    return {
        letter.pupil_id: f"Stage {letter.stage} was issued on {letter.issued_on} "
        f"(entry {letter.number})"
        for letter in later
    }


def _making(wanted: DraftRequest, reading: Reading) -> LetterMaking:
    school = wanted.workspace.school()
    return LetterMaking(
        stage=wanted.stage,
        letter_date=wanted.letter_date,
        how=wanted.how,
        as_of=reading.as_of,
        school=school,
        settings=wanted.reading.settings,
        period_end=period_ends(reading, school.calendar, reading.as_of),
    )


def _drafting(wanted: DraftRequest) -> Drafting:
    return Drafting(
        parent=wanted.parent or wanted.workspace.letters or Path(),
        template=template_of_stage(wanted.stage, None, wanted.workspace),
        now=wanted.now,
        by=wanted.by,
        force=wanted.force,
    )


def _refuse_beyond_calendar(making: LetterMaking) -> None:
    """Raises UnusableInput when the period that the letter names ends on a day nobody knows."""
    if making.stage not in (2, 3):
        return
    days = making.monitoring_days(making.stage)
    if making.period_end(making.received, days) is None:
        raise UnusableInput(
            f"The {days} school days after {making.received} end after the last term of lja.toml, "
            "so a letter cannot say when.",
            making.school.file,
            "Add the next terms to the calendar in lja.toml.",
        )


def ledger_of(records: Workspace) -> Ledger:
    """The workspace's ledger; the caller has made sure that there is a workspace."""
    if records.ledger is None:
        raise UnusableInput("There is no workspace here.", "", "Make one with: lja init")
    return Ledger(records.ledger)

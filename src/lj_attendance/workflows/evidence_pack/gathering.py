"""All that the school knows of one pupil's attendance, for the local authority or the court."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from lj_attendance import __version__
from lj_attendance.errors import WrongUsage
from lj_attendance.ledger.chain import head_of
from lj_attendance.policy.completeness import ChangeFact, Missing, RowFact, missing
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import academic_year_name, academic_year_start
from lj_attendance.workflows.alerts.listing import PupilAlert
from lj_attendance.workflows.contacts import by_pupil, contacts_of
from lj_attendance.workflows.evidence_pack.amendments import PackAmendment, amendments_of
from lj_attendance.workflows.evidence_pack.entries import (
    PackEntry,
    by_section,
    entries_of,
    later_entries,
)
from lj_attendance.workflows.evidence_pack.facts import Books, facts_of, faults_of
from lj_attendance.workflows.evidence_pack.letters import with_changes
from lj_attendance.workflows.evidence_pack.marks import (
    PackWeek,
    PenaltyWindow,
    SpanFigures,
    figures_by_span,
    first_day_of,
    frame_of,
    legend_of,
    marks_in,
    penalty_window,
    weeks_in,
)
from lj_attendance.workflows.evidence_pack.people import (
    NOT_TO_BE_CONTACTED,
    PackParent,
    PackPupil,
    parents_of,
    pupil_of,
)
from lj_attendance.workflows.evidence_pack.register import (
    changes_of,
    rows_not_counted,
    shared_folder,
)
from lj_attendance.workflows.letters.batch import policy_version
from lj_attendance.workflows.letters.batch_folder import sha256_of
from lj_attendance.workflows.pupils import find_pupil
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.reporting.pupil_marks import PupilMark
from lj_attendance.workflows.reporting.pupil_page import PupilPage, pupil_page
from lj_attendance.workspace.school import School


@dataclass(frozen=True)
class LedgerState:
    """The ledger as it was when the pack was made."""

    is_there: bool
    entries: int
    recorded_at: str | None  # of the last entry, UTC
    head: str  # the last entry's hash
    faults: tuple[str, ...]  # empty: it holds
    later: int  # entries of this pupil after the as-of date, which are left out


@dataclass(frozen=True)
class PackSource:
    """A file that was read."""

    file: str
    sha256: str
    saved_on: date  # UTC
    read_as: str


@dataclass(frozen=True)
class EvidencePack:
    """The answer of `lja report evidence`; complete when nothing is in `missing`."""

    as_of: date
    first: date  # of the marks shown
    academic_year: str
    school: School
    pupil: PackPupil
    parents: tuple[PackParent, ...]
    page: PupilPage  # figures, stage and alerts, as `lja pupil` tells them
    figures: tuple[SpanFigures, ...]
    penalty: PenaltyWindow
    weeks: tuple[PackWeek, ...]
    legend: tuple[tuple[str, str, str, int], ...]
    unauthorised: tuple[PupilMark, ...]
    not_counted: tuple[RowFact, ...]
    changes: tuple[ChangeFact, ...]
    amendments: tuple[PackAmendment, ...]
    sections: dict[str, tuple[PackEntry, ...]]
    ledger: LedgerState
    sources: tuple[PackSource, ...]
    lja_version: str
    settings_version: str
    missing: tuple[Missing, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing by what lja can see."""
        return not self.missing

    @property
    def alerts(self) -> tuple[PupilAlert, ...]:
        """This pupil's alerts, the gravest first."""
        return self.page.alerts


@dataclass(frozen=True)
class Wanted:
    """Whose record, and from which day; null: see `first_day_of`."""

    who: str
    first: date | None = None


def evidence_pack(wanted: Wanted, reading: Reading, books: Books) -> EvidencePack:
    """The pack at the end of the as-of date. Raises WrongUsage."""
    as_of, events, settings = reading.as_of, books.events, books.settings
    first = _first_day(wanted, reading, settings)
    row = find_pupil(reading.roll, wanted.who)
    pupil_id = str(row["pupil_id"])
    contacts = by_pupil(contacts_of(reading)).get(pupil_id, [])
    parents = parents_of(contacts)
    hidden = {each.name for each in parents if NOT_TO_BE_CONTACTED in each.restriction}
    entries = entries_of(events, pupil_id, as_of, hidden)
    shown = with_changes(entries, events, pupil_id, reading, settings)
    every = frame_of(reading, pupil_id, min(first, academic_year_start(as_of)))
    frame = frame_of(reading, pupil_id, first)
    marks, not_counted = marks_in(frame), rows_not_counted(reading, pupil_id, first)
    pm_opens = settings.clock("pm_register_opens", as_of)
    amendments = amendments_of(reading, events, pupil_id, first, pm_opens)
    facts = facts_of(row, contacts, first, marks, not_counted, amendments, entries, reading, books)
    return EvidencePack(
        as_of=as_of,
        first=first,
        academic_year=academic_year_name(as_of),
        school=books.school,
        pupil=pupil_of(row, reading, contacts),
        parents=parents,
        page=pupil_page(reading, pupil_id, events, settings, books.calendar),
        figures=figures_by_span(every, first, as_of, books.calendar),
        penalty=penalty_window(reading, pupil_id, settings),
        weeks=weeks_in(frame),
        legend=legend_of(marks),
        unauthorised=tuple(m for m in marks if m.is_absent and not m.is_authorised),
        not_counted=tuple(each for _, each in not_counted),
        changes=changes_of(reading, pupil_id, first),
        amendments=amendments,
        sections=by_section(shown),
        ledger=_ledger(books, pupil_id, as_of),
        sources=_sources(reading),
        lja_version=__version__,
        settings_version=policy_version(settings),
        missing=missing(facts),
    )


def _first_day(wanted: Wanted, reading: Reading, settings: Settings) -> date:
    first = wanted.first or first_day_of(reading, settings)
    if first > reading.as_of:
        raise WrongUsage(
            f"--from {first} is after {reading.as_of}, the last day of this record.",
            "--from",
            "Give an earlier day, or a later one with --as-of.",
        )
    return first


def _ledger(books: Books, pupil_id: str, as_of: date) -> LedgerState:
    events = books.events
    return LedgerState(
        is_there=books.has_ledger,
        entries=len(events),
        recorded_at=events[-1].recorded_at if events else None,
        head=head_of(events),
        faults=faults_of(books),
        later=later_entries(events, pupil_id, as_of),
    )


def _sources(reading: Reading) -> tuple[PackSource, ...]:
    """Every file that was a table, once, by its name."""
    read_as: dict[str, list[str]] = {}
    files: dict[str, Any] = {}
    for table in reading.tables:
        file = table.table.file
        files[file.name] = file
        read_as.setdefault(file.name, []).append(table.kind)
    return tuple(
        PackSource(
            name.removeprefix(shared_folder(reading)),
            sha256_of(file.content),
            datetime.fromtimestamp(file.modified_ns / 10**9, UTC).date(),
            ", ".join(dict.fromkeys(read_as[name])),
        )
        for name, file in sorted(files.items())
    )

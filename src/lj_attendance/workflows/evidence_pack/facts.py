"""The facts on which a record is judged complete or not, gathered for one pupil."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lj_attendance.ledger.chain import verify
from lj_attendance.ledger.events import (
    CONTACT,
    PENALTY_NOTICE,
    Event,
)
from lj_attendance.ledger.evidence import evidence_on
from lj_attendance.ledger.replay import letters_on
from lj_attendance.ledger.store import Ledger
from lj_attendance.letters.recipients import Contact
from lj_attendance.policy.completeness import RecordFacts, RowFact
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import Calendar, academic_year_start
from lj_attendance.workflows.evidence_pack.amendments import PackAmendment, as_facts
from lj_attendance.workflows.evidence_pack.entries import PackEntry, by_section, standing
from lj_attendance.workflows.evidence_pack.people import has_namesake, is_known_parent, pupil_of
from lj_attendance.workflows.evidence_pack.register import (
    changes_of,
    errors_of,
    expected_places,
    open_marks,
    places_held,
    without_evidence,
)
from lj_attendance.workflows.evidence_pack.words import LABELS
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.records import events_of
from lj_attendance.workflows.reporting.pupil_marks import PupilMark
from lj_attendance.workspace import Workspace
from lj_attendance.workspace.school import School

_STAGE_OF_EVIDENCE = 2  # §18: from receipt of that letter on, or of a later one


@dataclass(frozen=True)
class Books:
    """What the pack is made of beside the exports."""

    events: tuple[Event, ...]
    has_ledger: bool
    unsound: tuple[str, ...]  # what is wrong with the ledger's file itself
    school: School
    settings: Settings

    @property
    def calendar(self) -> Calendar:
        """The school's terms."""
        return self.school.calendar


def books_of(workspace: Workspace) -> Books:
    """The books of a workspace; none where there is no workspace. Raises UnusableInput."""
    unsound = Ledger(workspace.ledger).unsound() if workspace.ledger else []
    return Books(
        events_of(workspace),
        workspace.ledger is not None,
        tuple(unsound),
        workspace.school(),
        workspace.settings(),
    )


def faults_of(books: Books) -> tuple[str, ...]:
    """What does not fit in the ledger; empty when it holds."""
    return (*(fault.problem for fault in verify(books.events)), *books.unsound)


def facts_of(
    row: dict[str, Any],
    contacts: Sequence[Contact],
    first: date,
    marks: Sequence[PupilMark],
    not_counted: Sequence[tuple[str, RowFact]],
    amendments: Sequence[PackAmendment],
    entries: Sequence[PackEntry],
    reading: Reading,
    books: Books,
) -> RecordFacts:
    """What completeness is judged on, for the days from `first` to the as-of date."""
    pupil_id, as_of = str(row["pupil_id"]), reading.as_of
    unexplained, unmarked = open_marks(marks, reading)
    received, seen = _stage_2(books.events, pupil_id, as_of), evidence_on(books.events, as_of)
    sections = by_section(standing(entries))
    told = [each for each in entries if each.on >= first and not each.is_mistake]
    return RecordFacts(
        has_ledger=books.has_ledger,
        ledger_faults=faults_of(books),
        unexplained=unexplained,
        unmarked=unmarked,
        without_evidence=without_evidence(
            marks,
            received,
            [each for each in seen if each.pupil_id == pupil_id],
            books.settings.texts("evidence_codes", as_of),
        ),
        expected=expected_places(reading, pupil_id, first, books.calendar),
        marks=places_held(reading, pupil_id, marks),
        errors=errors_of(reading, not_counted, has_namesake=has_namesake(reading, row)),
        changes=changes_of(reading, pupil_id, first),
        amendments=as_facts(amendments),
        letters_without_hash=tuple(_named(each) for each in told if each.lacks_document),
        notices_without_parent=tuple(
            _named(each)
            for each in standing(told)
            if each.kind == PENALTY_NOTICE and not _told(each, "parent")
        ),
        contacts=sum(each.kind == CONTACT for each in sections["contacts"]),
        support=sum(_is_support(each) for each in sections["support"]),
        has_parent=is_known_parent(contacts),
        details=_details(row, reading, contacts),
    )


def _details(
    row: dict[str, Any], reading: Reading, contacts: Sequence[Contact]
) -> dict[str, object]:
    pupil = pupil_of(row, reading, contacts)
    return {
        "name": pupil.surname and pupil.forename,
        "UPN": pupil.upn,
        "date of birth": pupil.date_of_birth,
        "address": pupil.address,
    }


def _stage_2(events: Sequence[Event], pupil_id: str, as_of: date) -> date | None:
    """When the first letter of Stage 2 or later in force this academic year was received."""
    letters = letters_on(events, as_of, academic_year_start(as_of))
    days = [
        each.received_on
        for each in letters
        if each.pupil_id == pupil_id and each.stage >= _STAGE_OF_EVIDENCE
    ]
    return min(days, default=None)


def _told(entry: PackEntry, name: str) -> str:
    return dict(entry.fields).get(LABELS[name], "")


def _named(entry: PackEntry) -> str:
    title = entry.title[:1].lower() + entry.title[1:]
    return f"the {title} of {entry.on.day} {entry.on:%b %Y} (entry {entry.number})"


def _is_support(entry: PackEntry) -> bool:
    """A meeting alone is none; support that was offered is, and so are targets of a conference."""
    return entry.kind != CONTACT or entry.title.lower() == "support"

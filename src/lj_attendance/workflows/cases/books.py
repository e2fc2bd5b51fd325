"""What the commands of cases read: the workspace's ledger and calendar, and the exports if any."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lj_attendance.ledger.events import CASE_HELD, CASE_REVIEWED
from lj_attendance.policy.cases.deciding import is_short_notice, review_window
from lj_attendance.policy.stages.words import day_text
from lj_attendance.workflows.cases.facts import Sessions
from lj_attendance.workflows.cases.listing import Books, case_to_show
from lj_attendance.workflows.cases.steps import record_at
from lj_attendance.workflows.pupils import has_tables
from lj_attendance.workflows.reading import Reading, ReadRequest, read_exports
from lj_attendance.workflows.records import calendar_of, events_of
from lj_attendance.workspace import Workspace


def books_on(request: ReadRequest, records: Workspace, as_of: date) -> Books:
    """Ledger, calendar and register as at the end of a day; no register before the first export."""
    reading: Reading | None = None
    if any(has_tables(path) for path in request.paths):
        reading = read_exports(replace(request, as_of=as_of))
    return Books(reading, events_of(records), request.settings, calendar_of(records))


def year_to_date(books: Books, pupil_id: str, day: date) -> tuple[int | None, int | None]:
    """Attended and possible sessions up to a day; null without a register of it."""
    found = Sessions(books.reading, [pupil_id]).year_to_date(pupil_id, day)
    return (found.attended, found.possible) if found else (None, None)


def invitation_notes(books: Books, on: date, meeting_on: date) -> list[str]:
    """What to tell of an invitation's notice and of its day."""
    rules, notes = books.rules(on), []
    if is_short_notice(on, meeting_on, rules):
        days = f"{rules.notice_days} school days' notice is meant to be given"
        notes.append(f"Short notice: {days} (§18, a reading; case_notice_days).")
    calendar = books.calendar
    if calendar.knows(meeting_on) and not calendar.is_school_day(meeting_on):
        notes.append(f"The calendar has no school on {day_text(meeting_on)}.")
    return notes


def conference_notes(
    books: Books, on: date, review_on: date | None, *, parents_attended: bool
) -> list[str]:
    """What to tell of the review after a conference: none arranged, or outside its weeks."""
    if review_on is not None:
        return _outside(books, on, review_on)
    if parents_attended:
        return []
    return ["No day is set for the review meeting, which §18 arranges when parents do not come."]


def review_notes(books: Books, pupil_id: str, on: date) -> list[str]:
    """The figures beside a review, and that it is sooner or later than its weeks."""
    case = record_at(books.events, pupil_id, on)
    figures = list(case_to_show(books, pupil_id, on).standing.advice)
    kinds = (CASE_HELD, CASE_REVIEWED)
    turns = [step for step in case.steps if step.on <= on and step.kind in kinds]
    is_first = bool(turns) and turns[-1].kind == CASE_HELD
    return [*figures, *(_outside(books, turns[-1].on, on) if is_first else [])]


def _outside(books: Books, day: date, review_on: date) -> list[str]:
    first, last = review_window(day, books.rules(day))
    if first <= review_on <= last:
        return []
    weeks = f"{day_text(first)} to {day_text(last)}"
    return [f"{day_text(review_on)} is outside the weeks of the review (§18): {weeks}."]

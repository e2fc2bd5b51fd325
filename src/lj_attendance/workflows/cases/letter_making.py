"""The making of one letter of a case: figures from the register, the rest from the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.ledger.cases import CaseRecord
from lj_attendance.measures.windows import in_last_weeks, is_unauthorised
from lj_attendance.policy.cases.deciding import review_window
from lj_attendance.school_year import academic_year_start
from lj_attendance.workflows.cases.entries import last_conference
from lj_attendance.workflows.cases.facts import step_of
from lj_attendance.workflows.cases.letter_fields import CaseLetter
from lj_attendance.workflows.cases.listing import Books
from lj_attendance.workflows.cases.steps import record_at
from lj_attendance.workflows.reading import Reading
from lj_attendance.workspace.school import School

Told = tuple[date | None, str | None, str | None]
"""Of an invitation: the day, the time and the place of the conference."""


def letter_of(
    kind: str,
    letter_date: date,
    told: Told,
    books: Books,
    school: School,
    pupil: Mapping[str, Any],
) -> CaseLetter:
    """What a letter says, whoever gets it.

    Raises WrongUsage where no conference has been held that it could tell of, and UnusableInput
    where the register has no session of the pupil this year.
    """
    case = record_at(books.events, pupil["pupil_id"], letter_date)
    meeting_on, meeting_at, place = told
    conference: dict[str, Any]
    conference = {"meeting_on": meeting_on, "meeting_at": meeting_at, "place": place}
    if kind != "invitation":
        conference = _conference(case, letter_date, books)
    assert books.reading is not None
    return CaseLetter(
        school=school,
        settings=books.settings,
        letter_date=letter_date,
        pupil=dict(pupil),
        kind=kind,
        referred_on=case.opened_on if case.referral is None else case.referral.issued_on,
        **_figures(books, books.reading, pupil["pupil_id"]),
        **conference,
    )


def _conference(case: CaseRecord, letter_date: date, books: Books) -> dict[str, Any]:
    """What the last conference by a day has for its letters."""
    held = last_conference(case, letter_date)
    if held is None:
        raise WrongUsage(
            f"By {letter_date} no conference is on the ledger that this letter could tell of.",
            "the ledger",
            "Enter it first with: lja cases held WHO",
        )
    step = step_of(held)
    first, last = review_window(step.on, books.rules(step.on))
    return {
        "meeting_on": step.on,
        "present": held.detail.get("present"),
        "parents_came": bool(step.parents_attended),
        "targets": step.targets,
        "review_from": first,
        "review_until": last,
        "review_on": step.review_on,
    }


def _figures(books: Books, reading: Reading, pupil_id: str) -> dict[str, Any]:
    """Of the school year up to the register's last day with a mark of the pupil."""
    own = reading.marks.lazy().filter(pl.col("pupil_id").cast(pl.String) == pupil_id)
    in_year = pl.col("date") >= academic_year_start(reading.as_of)
    year = own.filter(in_year & pl.col("is_possible")).select(
        pl.col("date").max(),
        attended=(~pl.col("is_absent")).sum(),
        possible=pl.len(),
        unauthorised=is_unauthorised().sum(),
    )
    day, attended, possible, unauthorised = year.collect().row(0)
    if not possible:
        raise UnusableInput(
            "The register has no session of this pupil in this school year.",
            "exports/",
            "Put the register there, or judge by an earlier day with --as-of.",
        )
    weeks = books.settings.number("penalty_window_weeks", reading.as_of)
    recent = in_last_weeks(reading.marks.lazy(), weeks, is_unauthorised(), "sessions")
    counted = recent.filter(pl.col("pupil_id").cast(pl.String) == pupil_id).collect()
    return {
        "as_of": day,
        "attended": attended,
        "possible": possible,
        "unauthorised": unauthorised,
        "recent_unauthorised": int(counted["sessions"].sum()),
    }

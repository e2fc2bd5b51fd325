"""The entries of a case's steps, made from what somebody tells; what makes no sense is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from lj_attendance.errors import WrongUsage
from lj_attendance.ledger.cases import CaseRecord
from lj_attendance.ledger.events import (
    CASE_CLOSED,
    CASE_HELD,
    CASE_INVITED,
    CASE_MINUTES,
    CASE_REVIEWED,
    CASE_WARNING,
    Event,
)
from lj_attendance.workflows.calls.contacts_made import plain
from lj_attendance.workflows.cases.steps import NewStep, record_at

LetterRecord = Mapping[str, Any] | None


def invitation(
    pupil_id: str,
    on: date,
    meeting_on: date | None,
    meeting_at: str | None,
    agencies: Sequence[str],
    letter: LetterRecord,
) -> NewStep:
    """An invitation; the day and time of the conference are those of its letter, where sent."""
    told = letter or {}
    if letter is not None:
        _refuse_another_day(letter, meeting_on, meeting_at)
        meeting_on = date.fromisoformat(told["meeting_on"])
    if meeting_on is None:
        raise WrongUsage(
            "The day of the conference is not told.", "--meeting", "Give it, as 2027-02-08."
        )
    if meeting_on < on:
        raise WrongUsage(
            f"The conference on {meeting_on} would be before its invitation on {on}.",
            "--meeting",
            "Give the day of the invitation with --on, or correct the day of the conference.",
        )
    detail = {
        "meeting_on": meeting_on.isoformat(),
        "meeting_at": told.get("meeting_at") or meeting_at,
        "agencies": [text for each in agencies if (text := plain(each))],
        "letter": letter,
    }
    return NewStep(pupil_id, CASE_INVITED, on, detail, f"to {meeting_on}")


def _refuse_another_day(
    letter: Mapping[str, Any], meeting_on: date | None, meeting_at: str | None
) -> None:
    day, at = letter["meeting_on"], letter.get("meeting_at")
    if (meeting_on and meeting_on.isoformat() != day) or (meeting_at and meeting_at != at):
        raise WrongUsage(
            f"The letters written invite to {day}{f' at {at}' if at else ''}.",
            "--meeting",
            "Leave --meeting and --at out with --sent, or write the letters anew.",
        )


def conference(
    pupil_id: str,
    on: date,
    parents_attended: bool | None,
    targets: Sequence[str],
    review_on: date | None,
    present: str | None,
    note: str | None,
) -> NewStep:
    """A conference held; §18 sets targets whether the parents came or not."""
    if parents_attended is None:
        raise WrongUsage(
            "Whether the parents came is not told.",
            "--parents-attended",
            "Give --parents-attended or --no-parents-attended: what follows rests on it.",
        )
    wanted = [text for each in targets if (text := plain(each))]
    if not wanted:
        raise WrongUsage(
            "A conference sets at least one target (§18).",
            "--target",
            'Give each as a sentence: --target "95% attendance"',
        )
    _refuse_review_before(review_on, on)
    detail = {
        "parents_attended": parents_attended,
        "targets": wanted,
        "review_on": review_on.isoformat() if review_on else None,
        "present": plain(present),
        "note": plain(note),
    }
    return NewStep(pupil_id, CASE_HELD, on, detail)


def _refuse_review_before(review_on: date | None, on: date) -> None:
    if review_on is not None and review_on <= on:
        raise WrongUsage(
            f"--review {review_on} is not after {on}.",
            "--review",
            "Give the day of the next review.",
        )


def minutes_given(
    events: Sequence[Event], pupil_id: str, on: date, how: str, letter: LetterRecord
) -> NewStep:
    """Minutes of the last conference held by that day."""
    held = last_conference(record_at(events, pupil_id, on), on)
    of = held.on.isoformat() if held else None
    detail = {"how": how.replace("-", "_"), "of": of, "letter": letter}
    return NewStep(pupil_id, CASE_MINUTES, on, detail, how)


def last_conference(case: CaseRecord, on: date) -> Event | None:
    """The last conference held by a day; null where there is none."""
    held = [step for step in case.steps if step.kind == CASE_HELD and step.on <= on]
    return held[-1] if held else None


def warned(
    pupil_id: str, on: date, warning: str, note: str | None, letter: LetterRecord
) -> NewStep:
    """A warning sent, or decided against."""
    word = warning.replace("-", "_")
    detail = {"warning": word, "note": plain(note), "letter": letter}
    return NewStep(pupil_id, CASE_WARNING, on, detail, word)


def reviewed(
    pupil_id: str,
    on: date,
    finding: str,
    next_: str | None,
    review_on: date | None,
    figures: tuple[int | None, int | None],
    note: str | None,
) -> NewStep:
    """A review, with attended and possible sessions of its day; null without a register."""
    _refuse_review_before(review_on, on)
    attended, possible = figures
    detail = {
        "finding": finding.replace("-", "_"),
        "next": plain(next_),
        "review_on": review_on.isoformat() if review_on else None,
        "attended": attended,
        "possible": possible,
        "note": plain(note),
    }
    return NewStep(pupil_id, CASE_REVIEWED, on, detail)


def closed(pupil_id: str, on: date, why: str, note: str | None) -> NewStep:
    """The end of a case."""
    detail = {"why": why.replace("-", "_"), "note": plain(note)}
    return NewStep(pupil_id, CASE_CLOSED, on, detail)

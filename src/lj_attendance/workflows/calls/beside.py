"""Beside the day's absences: contacts to go on with, families to speak to before a letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lj_attendance.ledger.contacts_made import ContactMade, contacts_made_on, follow_ups_due
from lj_attendance.ledger.events import Event
from lj_attendance.workflows.calls.facts import name_of
from lj_attendance.workflows.calls.people import REACHED
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.stages.listing import PupilStage


@dataclass(frozen=True)
class FollowUp:
    """A contact that somebody is to go on with."""

    contact: ContactMade
    name: str
    registration_group: str


@dataclass(frozen=True)
class SpeakFirst:
    """A family that somebody speaks to before, or beside, a letter that is due."""

    stage: PupilStage
    spoken_on: date | None  # when they were last reached since it fell due; null: not on record


def follow_ups(reading: Reading, events: Sequence[Event], day: date) -> tuple[FollowUp, ...]:
    """Those due by the end of a day, the longest due first."""
    due = follow_ups_due(contacts_made_on(events, day), day)
    rows: dict[str, dict[str, Any]] = {
        row["pupil_id"]: row for row in reading.roll.rows(named=True)
    }
    return tuple(
        FollowUp(contact, name_of(row, contact.pupil_id), row.get("registration_group") or "")
        for contact in due
        for row in [rows.get(contact.pupil_id, {})]
    )


def families_to_speak_to(
    due: Sequence[PupilStage], made: Mapping[str, Sequence[ContactMade]]
) -> tuple[SpeakFirst, ...]:
    """Those nobody spoke to since the letter fell due first."""
    found = [
        SpeakFirst(each, _spoken_on(made.get(each.decision.pupil_id, []), each.decision.since))
        for each in due
        if each.is_due and each.speak_first
    ]
    return tuple(sorted(found, key=lambda each: each.spoken_on is not None))


def _spoken_on(made: Sequence[ContactMade], since: date | None) -> date | None:
    reached = [each.on for each in made if each.outcome in REACHED and since and each.on >= since]
    return max(reached, default=None)

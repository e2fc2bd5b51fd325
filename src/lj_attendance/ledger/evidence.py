"""What the entries say of evidence of illness and appointments on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lj_attendance.ledger.contacts_made import taken_back_on
from lj_attendance.ledger.events import EVIDENCE, Event


@dataclass(frozen=True)
class EvidenceSeen:
    """Evidence that the school has seen, and the days it speaks for, both inclusive."""

    number: int  # of the entry
    pupil_id: str
    on: date  # when it was seen
    first_day: date
    last_day: date
    what: str
    note: str | None
    by: str

    def covers(self, day: date) -> bool:
        """Whether it speaks for a day."""
        return self.first_day <= day <= self.last_day


def evidence_on(events: Sequence[Event], day: date) -> tuple[EvidenceSeen, ...]:
    """The evidence seen by the end of a day and not taken back by then, in order of day."""
    gone = taken_back_on(events, day)
    seen = [event for event in events if event.kind == EVIDENCE and event.on <= day]
    return tuple(
        _evidence(event)
        for event in sorted(seen, key=lambda event: (event.on, event.number))
        if event.number not in gone
    )


def _evidence(event: Event) -> EvidenceSeen:
    detail = event.detail
    return EvidenceSeen(
        number=event.number,
        pupil_id=event.pupil_id or "",
        on=event.on,
        first_day=date.fromisoformat(detail["first_day"]),
        last_day=date.fromisoformat(detail["last_day"]),
        what=str(detail.get("what", "")),
        note=detail.get("note"),
        by=event.by,
    )

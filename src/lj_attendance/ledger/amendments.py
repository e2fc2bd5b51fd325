"""What the entries say of amendments of the register on a day (§6, and the law)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lj_attendance.ledger.contacts_made import taken_back_on
from lj_attendance.ledger.events import AMENDMENT, Event

UNMARKED = "-"
"""The original or the amended entry of a session without a mark."""

WANTED = {
    "original": "the original entry",
    "amended": "the amended entry",
    "reason": "the reason",
    "made_on": "the date on which it was made",
    "made_by": "the name of the person who made it",
    "role": "the role of the person who made it",
}
"""What the law wants of an amendment: five fields, of which the last is a name and a role."""


@dataclass(frozen=True)
class AmendmentMade:
    """One amendment of a pupil's register; a field that was not told is empty."""

    number: int  # of the entry
    pupil_id: str
    made_on: date | None
    date: date  # of the session
    session: str  # AM or PM
    original: str  # a code, or UNMARKED
    amended: str
    reason: str
    made_by: str
    role: str
    entered_by: str

    @property
    def lacks(self) -> tuple[str, ...]:
        """What the law wants and it does not tell, in words."""
        return tuple(words for name, words in WANTED.items() if not getattr(self, name))


def amendments_on(events: Sequence[Event], day: date) -> tuple[AmendmentMade, ...]:
    """Those made by the end of a day and not taken back by then, by session, then as made."""
    gone = taken_back_on(events, day)
    found = (
        _amendment(event)
        for event in events
        if event.kind == AMENDMENT and event.on <= day and event.number not in gone
    )
    return tuple(sorted(found, key=lambda a: (a.date, a.session, a.made_on or date.min, a.number)))


def amendment_key(events: Sequence[Event], pupil_id: str, detail: Mapping[str, Any]) -> str:
    """What makes the same amendment enter once, until it is taken back."""
    taken_back = taken_back_on(events, date.max)
    gone = {event.key for event in events if event.number in taken_back}
    what = f"{detail['date']} {detail['session']} {detail['original']} to {detail['amended']}"
    number = 1
    while (key := f"amendment {what} on {detail['made_on']} no {number} pupil {pupil_id}") in gone:
        number += 1
    return key


def _amendment(event: Event) -> AmendmentMade:
    detail = event.detail
    made_on = detail.get("made_on")
    return AmendmentMade(
        number=event.number,
        pupil_id=event.pupil_id or "",
        date=date.fromisoformat(detail["date"]),
        session=str(detail["session"]),
        original=_text(detail, "original"),
        amended=_text(detail, "amended"),
        reason=_text(detail, "reason"),
        made_on=date.fromisoformat(made_on) if made_on else None,
        made_by=_text(detail, "made_by"),
        role=_text(detail, "role"),
        entered_by=event.by,
    )


def _text(detail: Mapping[str, Any], name: str) -> str:
    return str(detail.get(name) or "").strip()

"""What the entries say of contacts with families on a day: calls, visits, meetings, messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lj_attendance.ledger.events import CONTACT, TAKEN_BACK, Event

MEANS = ("call", "visit", "meeting", "message", "support")
NO_ANSWER = "no_answer"
OUTCOMES = ("reached", NO_ANSWER, "left_message", "agreed", "refused", "other")


@dataclass(frozen=True)
class ContactMade:
    """A contact with a family, tried or made; null: not told."""

    number: int  # of the entry
    pupil_id: str
    on: date
    means: str  # one of MEANS
    whom: str | None
    outcome: str  # one of OUTCOMES
    note: str | None
    follow_up: date | None  # the day on which somebody is to go on
    about: date | None  # the first day of the absence it is about
    by: str

    @property
    def settles(self) -> bool:
        """Whether it settles what was to be followed up before.

        A call that nobody answered does so only where it names another day.
        """
        return self.outcome != NO_ANSWER or self.follow_up is not None


def contacts_made_on(events: Sequence[Event], day: date) -> tuple[ContactMade, ...]:
    """The contacts made by the end of a day and not taken back by then, in order of day."""
    gone = taken_back_on(events, day)
    made = [event for event in events if event.kind == CONTACT and event.on <= day]
    return tuple(
        _contact(event)
        for event in sorted(made, key=lambda event: (event.on, event.number))
        if event.number not in gone
    )


def taken_back_on(events: Sequence[Event], day: date) -> dict[int, Event]:
    """The entries that took back another by the end of a day, by its number."""
    return {
        event.corrects: event
        for event in events
        if event.kind == TAKEN_BACK and event.on <= day and event.corrects is not None
    }


def follow_ups_due(made: Sequence[ContactMade], day: date) -> tuple[ContactMade, ...]:
    """Of `contacts_made_on` a day, those to be followed up by then, the longest due first.

    Reading: a later contact with the same family settles what was to be followed up before it,
    for what is next stands there; see `ContactMade.settles`.
    """
    latest = {contact.pupil_id: contact for contact in made if contact.settles}  # in order of day
    due = [
        (contact.follow_up, contact.number, contact)
        for contact in made
        if contact.follow_up is not None
        and contact.follow_up <= day
        and latest[contact.pupil_id] is contact
    ]
    return tuple(contact for _, _, contact in sorted(due, key=lambda each: each[:2]))


def _contact(event: Event) -> ContactMade:
    detail = event.detail
    return ContactMade(
        number=event.number,
        pupil_id=event.pupil_id or "",
        on=event.on,
        means=str(detail.get("means", "")),
        whom=detail.get("whom"),
        outcome=str(detail.get("outcome", "")),
        note=detail.get("note"),
        follow_up=_day(detail.get("follow_up")),
        about=_day(detail.get("about")),
        by=event.by,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)

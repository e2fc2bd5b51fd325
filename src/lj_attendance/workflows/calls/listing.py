"""Whom to ring on a day, in order: absence of which nobody told the reason (§5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

import polars as pl

from lj_attendance.ledger.contacts_made import ContactMade, contacts_made_on
from lj_attendance.ledger.events import Event
from lj_attendance.letters.recipients import Contact
from lj_attendance.policy.calls import (
    CallRules,
    Unexplained,
    calling_order,
    next_steps,
    why_first,
)
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import Calendar
from lj_attendance.workflows.calls.beside import (
    FollowUp,
    SpeakFirst,
    families_to_speak_to,
    follow_ups,
)
from lj_attendance.workflows.calls.facts import facts_of, rules_on
from lj_attendance.workflows.calls.people import REACHED, ring_list, tries_in_vain
from lj_attendance.workflows.calls.sessions import NotTaken, OpenSession, open_sessions
from lj_attendance.workflows.contacts import by_pupil
from lj_attendance.workflows.leave.marks import decided_leave
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.stages.listing import stages

_Sessions = dict[str, tuple[OpenSession, ...]]  # by pupil


@dataclass(frozen=True)
class CallPupil:
    """One pupil to ring about, with what stands beside the telephone."""

    facts: Unexplained
    registration_group: str
    sessions: tuple[OpenSession, ...]
    goes_on: bool  # absent already before the day, long enough to be rung about earlier
    why_first: str
    to_ring: tuple[Contact, ...]  # by priority; nobody restricted among them
    left_out: tuple[tuple[str, str], ...]  # name and reason of those not to be rung
    tried: tuple[ContactMade, ...]  # that day
    before: ContactMade | None  # the last contact of an earlier day
    in_vain: int  # tries in vain in this absence, since somebody was last reached
    next_steps: tuple[str, ...]  # each with its clause

    @property
    def is_reached(self) -> bool:
        """Whether the family was reached that day."""
        return any(each.outcome in REACHED for each in self.tried)


@dataclass(frozen=True)
class Calls:
    """The answer of `lja calls`. Nothing vanishes: each pupil is to ring, reached or on leave."""

    day: date
    parents_ring_by: time
    staff_ring_from: time
    knows_ledger: bool  # else nothing is known of leave, of what was tried and of letters
    open_registers: tuple[str, ...]  # AM or PM, not closed yet: nobody is rung about them
    without_marks: tuple[str, ...]  # AM or PM, closed: the exports hold no mark of the school
    not_taken: tuple[NotTaken, ...]
    to_ring: tuple[CallPupil, ...]
    reached: tuple[CallPupil, ...]  # the reason has still to be entered
    on_leave: int  # pupils whose sessions are all granted leave
    leave_sessions: int  # sessions of granted leave, of them and of others
    follow_ups: tuple[FollowUp, ...]
    speak_first: tuple[SpeakFirst, ...]


def calls(
    reading: Reading,
    events: Sequence[Event],
    settings: Settings,
    calendar: Calendar,
    contacts: pl.DataFrame,
    clock: tuple[date, time],
    *,
    knows_ledger: bool = True,
) -> Calls:
    """The list for the as-of date; `clock` is the day and time at which it is asked for.

    Without a ledger nobody knows whom the family spoke to, so that is no reason for a next step.
    """
    day = reading.as_of
    of_day = open_sessions(reading, settings, clock)
    asked, on_leave, leave_sessions = _without_leave(of_day.unexplained, events, calendar, day)
    made = _made_by_pupil(events, day)
    is_past = day < clock[0] and knows_ledger
    pupils = _pupils(reading, settings, contacts, made, asked, is_past=is_past)
    return Calls(
        day=day,
        parents_ring_by=settings.clock("parents_ring_by", day),
        staff_ring_from=settings.clock("staff_ring_from", day),
        knows_ledger=knows_ledger,
        open_registers=of_day.waiting,
        without_marks=of_day.without_marks,
        not_taken=of_day.not_taken,
        to_ring=tuple(each for each in pupils if not each.is_reached),
        reached=tuple(each for each in pupils if each.is_reached),
        on_leave=on_leave,
        leave_sessions=leave_sessions,
        follow_ups=follow_ups(reading, events, day),
        speak_first=families_to_speak_to(stages(reading, events, settings, calendar).pupils, made),
    )


def _without_leave(
    found: _Sessions, events: Sequence[Event], calendar: Calendar, day: date
) -> tuple[_Sessions, int, int]:
    """Sessions without leave; how many pupils have leave for all of theirs; sessions of leave."""
    leave = decided_leave(events, calendar, day).filter(pl.col("is_granted"), date=day)
    granted = set(leave.select("pupil_id", pl.col("session").cast(pl.String)).rows())
    asked = {
        pupil_id: kept
        for pupil_id, sessions in found.items()
        if (kept := tuple(s for s in sessions if (pupil_id, s.session) not in granted))
    }
    left = sum(map(len, found.values())) - sum(map(len, asked.values()))
    return asked, len(found) - len(asked), left


def _made_by_pupil(events: Sequence[Event], day: date) -> dict[str, list[ContactMade]]:
    made: dict[str, list[ContactMade]] = defaultdict(list)
    for contact in contacts_made_on(events, day):
        made[contact.pupil_id].append(contact)
    return made


def _pupils(
    reading: Reading,
    settings: Settings,
    contacts: pl.DataFrame,
    made: dict[str, list[ContactMade]],
    asked: _Sessions,
    *,
    is_past: bool,
) -> list[CallPupil]:
    """In the order in which they are rung about."""
    day, people = reading.as_of, by_pupil(contacts)
    rules = rules_on(settings, day)
    found = [
        _pupil(
            facts,
            group,
            asked[facts.pupil_id],
            people.get(facts.pupil_id, []),
            made.get(facts.pupil_id, []),
            rules,
            day,
            is_past=is_past,
        )
        for facts, group in facts_of(reading, settings, asked)
    ]
    return sorted(found, key=lambda each: calling_order(each.facts, rules))


def _pupil(
    facts: Unexplained,
    group: str,
    sessions: tuple[OpenSession, ...],
    contacts: Sequence[Contact],
    made: Sequence[ContactMade],
    rules: CallRules,
    day: date,
    *,
    is_past: bool,
) -> CallPupil:
    to_ring, left_out = ring_list(contacts)
    tried = tuple(each for each in made if each.on == day)
    earlier = [each for each in made if each.on < day]
    in_vain = tries_in_vain(made, facts.run_first or day)
    is_reached = any(each.outcome in REACHED for each in tried)
    return CallPupil(
        facts=facts,
        registration_group=group,
        sessions=sessions,
        goes_on=facts.goes_on(rules),
        why_first=why_first(facts, rules),
        to_ring=to_ring,
        left_out=left_out,
        tried=tried,
        before=earlier[-1] if earlier else None,
        in_vain=in_vain,
        next_steps=() if is_reached else next_steps(facts, in_vain, rules, is_past=is_past),
    )

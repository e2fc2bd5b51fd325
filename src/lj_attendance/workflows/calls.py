"""Whom to ring on a day, in order: absence of which nobody told the reason (§5)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import polars as pl

from lj_attendance.ledger.contacts_made import ContactMade, contacts_made_on, follow_ups_due
from lj_attendance.ledger.events import Event
from lj_attendance.letters.recipients import Contact, why_not_rung
from lj_attendance.policy.calls import Unexplained, calling_order, next_step, why_first
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import Calendar
from lj_attendance.workflows.call_sessions import NotTaken, OpenSession, open_sessions
from lj_attendance.workflows.contacts import by_pupil
from lj_attendance.workflows.leave_marks import decided_leave
from lj_attendance.workflows.pupil_marks import PupilMark, marks_by_pupil, runs_of
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.stage_facts import facts_on
from lj_attendance.workflows.stages import PupilStage, stages

_REACHED = ("reached", "agreed")
_TRIED = ("no_answer", "left_message")


@dataclass(frozen=True)
class CallPupil:
    """One pupil to ring about, with what stands beside the telephone."""

    facts: Unexplained
    registration_group: str
    sessions: tuple[OpenSession, ...]
    why_first: str
    to_ring: tuple[Contact, ...]  # by priority; nobody restricted among them
    left_out: tuple[tuple[str, str], ...]  # name and reason of those not to be rung
    tried: tuple[ContactMade, ...]  # that day
    before: ContactMade | None  # the last contact of an earlier day
    next_step: str

    @property
    def is_reached(self) -> bool:
        """Whether the family was reached that day."""
        return any(each.outcome in _REACHED for each in self.tried)


@dataclass(frozen=True)
class FollowUp:
    """A contact that somebody is to go on with."""

    contact: ContactMade
    name: str
    registration_group: str


@dataclass(frozen=True)
class Calls:
    """The answer of `lja calls`. Nothing vanishes: each pupil is to ring, reached or on leave."""

    day: date
    open_registers: tuple[str, ...]  # AM or PM, not closed yet: nobody is rung about them
    not_taken: tuple[NotTaken, ...]
    to_ring: tuple[CallPupil, ...]
    reached: tuple[CallPupil, ...]  # the reason has still to be entered
    on_leave: int  # pupils whose sessions are all granted leave
    follow_ups: tuple[FollowUp, ...]
    speak_first: tuple[PupilStage, ...]  # a letter is due, and somebody rings first
    is_school_day: bool  # whether the day has a mark at all


def calls(
    reading: Reading,
    events: Sequence[Event],
    settings: Settings,
    calendar: Calendar,
    contacts: pl.DataFrame,
    clock: tuple[date, time],
) -> Calls:
    """The list for the as-of date; `clock` is the day and time at which it is asked for."""
    day = reading.as_of
    of_day = open_sessions(reading, settings, clock)
    found = of_day.unexplained
    leave = decided_leave(events, calendar, day).filter(pl.col("is_granted"), date=day)
    granted = {tuple(row) for row in leave.select("pupil_id", "session").rows()}
    asked = {
        pupil_id: kept
        for pupil_id, sessions in found.items()
        if (kept := tuple(s for s in sessions if (pupil_id, s.session) not in granted))
    }
    pupils = _pupils(reading, events, settings, contacts, asked, is_over=not of_day.waiting)
    ordered = sorted(pupils, key=lambda each: calling_order(each.facts))
    due = stages(reading, events, settings, calendar).pupils
    return Calls(
        day=day,
        open_registers=of_day.waiting,
        not_taken=of_day.not_taken,
        to_ring=tuple(each for each in ordered if not each.is_reached),
        reached=tuple(each for each in ordered if each.is_reached),
        on_leave=len(found) - len(asked),
        follow_ups=_follow_ups(reading, events, day),
        speak_first=tuple(each for each in due if each.is_due and each.speak_first),
        is_school_day=bool((reading.marks["date"] == day).any()),
    )


def _pupils(
    reading: Reading,
    events: Sequence[Event],
    settings: Settings,
    contacts: pl.DataFrame,
    asked: dict[str, tuple[OpenSession, ...]],
    *,
    is_over: bool,
) -> list[CallPupil]:
    day = reading.as_of
    marks, people = marks_by_pupil(reading, asked), by_pupil(contacts)
    groups = {
        pupil_id: fact.groups for pupil_id, fact in facts_on(reading, settings, day, asked).items()
    }
    made = contacts_made_on(events, day)
    limits = settings.number("home_visit_days", day), settings.number("long_absence_days", day)
    rows = {row["pupil_id"]: row for row in reading.roll.rows(named=True)}
    found = []
    for pupil_id, sessions in asked.items():
        row, of_pupil = rows.get(pupil_id, {}), people.get(pupil_id, [])
        facts = _facts(row, pupil_id, marks.get(pupil_id, ()), groups.get(pupil_id, ()), day)
        tried = tuple(each for each in made if each.pupil_id == pupil_id and each.on == day)
        earlier = [each for each in made if each.pupil_id == pupil_id and each.on < day]
        in_vain = sum(each.outcome in _TRIED for each in tried)
        home_visit, long_absence = limits
        step = next_step(
            facts, in_vain, is_over=is_over, home_visit_days=home_visit, long_days=long_absence
        )
        to_ring, left_out = _ring_list(of_pupil)
        found.append(
            CallPupil(
                facts,
                row.get("registration_group") or "",
                sessions,
                why_first(facts),
                to_ring,
                left_out,
                tried,
                earlier[-1] if earlier else None,
                step,
            )
        )
    return found


def _facts(
    row: dict[str, Any],
    pupil_id: str,
    marks: Sequence[PupilMark],
    groups: tuple[str, ...],
    day: date,
) -> Unexplained:
    name = ", ".join(part for part in (row.get("surname"), row.get("forename")) if part)
    run = next((run for run in runs_of(marks) if run.is_current), None)
    days = {mark.date for mark in marks if mark.is_absent and run and mark.date >= run.first}
    return Unexplained(
        pupil_id=pupil_id,
        name=name or pupil_id,
        year_group=row.get("year_group") or "",
        groups=groups,
        run_sessions=run.sessions if run else 0,
        run_days=len(days),
        run_first=run.first if run else None,
        began_before=bool(run and run.first < day),
    )


def _ring_list(
    contacts: Collection[Contact],
) -> tuple[tuple[Contact, ...], tuple[tuple[str, str], ...]]:
    """Who may be rung, by priority; and who may not, with the reason."""
    ordered = sorted(contacts, key=lambda each: (each.priority is None, each.priority or 0))
    whys = [(each, why_not_rung(each)) for each in ordered]
    out = tuple((each.name or "a contact", why) for each, why in whys if why)
    return tuple(each for each, why in whys if not why), out


def _follow_ups(reading: Reading, events: Sequence[Event], day: date) -> tuple[FollowUp, ...]:
    rows = {row["pupil_id"]: row for row in reading.roll.rows(named=True)}
    found = []
    for contact in follow_ups_due(contacts_made_on(events, day), day):
        row = rows.get(contact.pupil_id, {})
        name = ", ".join(part for part in (row.get("surname"), row.get("forename")) if part)
        group = row.get("registration_group") or ""
        found.append(FollowUp(contact, name or contact.pupil_id, group))
    return tuple(found)

"""What alerts are decided on, from a register and a ledger: AlertFacts of every pupil concerned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import polars as pl

from lj_attendance.ledger.contacts_made import contacts_made_on
from lj_attendance.ledger.events import PENALTY_NOTICE, Event
from lj_attendance.ledger.leave import Notice, notices_on
from lj_attendance.policy.alerts.deciding import rules_on
from lj_attendance.policy.alerts.facts import (
    HOME_VISIT,
    TRUANCY,
    AlertFacts,
    DayRun,
    Done,
    PenaltyNotice,
)
from lj_attendance.policy.settings import Settings
from lj_attendance.policy.stages.facts import Absence
from lj_attendance.workflows.alerts.frames import alert_frames
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.truancy.listing import instances_by_pupil, warned_by_pupil


def alert_facts(
    reading: Reading, events: Sequence[Event], settings: Settings
) -> dict[str, AlertFacts]:
    """The facts on the as-of date of every pupil that can have an alert, by pupil_id.

    Runs shorter than every rule needs are left out.
    """
    day = reading.as_of
    frames = alert_frames(reading, settings, rules_on(settings, day))
    counts = {row["pupil_id"]: row for row in frames.year.rows(named=True)}
    runs = {name: _runs(frame) for name, frame in frames.runs.items()}
    illness = _grouped(frames.illness)
    unauthorised = _weekly(frames.unauthorised)
    unexplained, absences = _absences(frames.unexplained), _absences(frames.absences)
    notices, visits = _notices(events, day), _visits(events, day)
    truancy = instances_by_pupil(reading, events, settings)
    warned = _warned(events, settings, day)
    return {
        pupil_id: AlertFacts(
            pupil_id=pupil_id,
            attended=counts.get(pupil_id, {}).get("attended", 0),
            possible=counts.get(pupil_id, {}).get("possible", 0),
            severe_since=counts.get(pupil_id, {}).get("severe_since"),
            absent_runs=runs["absent"].get(pupil_id, ()),
            unauthorised_runs=runs["unauthorised"].get(pupil_id, ()),
            removal_runs=runs["removal"].get(pupil_id, ()),
            illness_days=tuple(day for (day,) in illness.get(pupil_id, ())),
            unauthorised=unauthorised.get(pupil_id, ()),
            old_unexplained=unexplained.get(pupil_id, ()),
            absences=absences.get(pupil_id, ()),
            notices=notices.get(pupil_id, ()),
            done=(*visits.get(pupil_id, ()), *warned.get(pupil_id, ())),
            truancy=truancy.get(pupil_id, ()),
        )
        for pupil_id in sorted({*frames.pupils, *truancy})
    }


def used_until(notice: Notice) -> date:
    """Up to which day's sessions a penalty notice used: as told, else the day of its issue."""
    told = notice.detail.get("used_until")
    return date.fromisoformat(told) if told else notice.issued_on


def _notices(events: Sequence[Event], day: date) -> dict[str, tuple[PenaltyNotice, ...]]:
    """The penalty notices in force, whenever issued, by pupil."""
    found: dict[str, list[PenaltyNotice]] = defaultdict(list)
    for each in notices_on(events, day):
        if each.kind == PENALTY_NOTICE:
            parent, until = each.parent or "", used_until(each)
            found[each.pupil_id].append(PenaltyNotice(each.number, each.issued_on, parent, until))
    return {pupil_id: tuple(notices) for pupil_id, notices in found.items()}


def _visits(events: Sequence[Event], day: date) -> dict[str, tuple[Done, ...]]:
    """Home visits on the ledger, whatever came of them, by pupil."""
    found: dict[str, list[Done]] = defaultdict(list)
    for each in contacts_made_on(events, day):
        if each.means == "visit":
            outcome = f": {each.outcome.replace('_', ' ')}" if each.outcome else ""
            found[each.pupil_id].append(Done(each.number, HOME_VISIT, each.on, f"visit{outcome}"))
    return {pupil_id: tuple(visits) for pupil_id, visits in found.items()}


def _warned(events: Sequence[Event], settings: Settings, day: date) -> dict[str, tuple[Done, ...]]:
    """The letters of warning about truancy that count on a day, by pupil."""
    letters = warned_by_pupil(events, settings, day)
    return {
        pupil_id: tuple(Done(each.number, TRUANCY, each.on, "letter of warning") for each in sent)
        for pupil_id, sent in letters.items()
    }


def _grouped(frame: pl.DataFrame) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each pupil, without their first column, the pupil."""
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for pupil_id, *rest in frame.rows():
        found[pupil_id].append(tuple(rest))
    return found


def _runs(frame: pl.DataFrame) -> dict[str, tuple[DayRun, ...]]:
    rows = _grouped(frame).items()
    return {
        pupil_id: tuple(DayRun(tuple(days), is_current) for days, is_current in runs)
        for pupil_id, runs in rows
    }


def _absences(frame: pl.DataFrame) -> dict[str, tuple[Absence, ...]]:
    rows = _grouped(frame).items()
    return {pupil_id: tuple(Absence(*each) for each in sessions) for pupil_id, sessions in rows}


def _weekly(frame: pl.DataFrame) -> dict[str, tuple[tuple[Absence, int], ...]]:
    def each(sessions: list[tuple[Any, ...]]) -> Iterator[tuple[Absence, int]]:
        return ((Absence(*session), week) for *session, week in sessions)

    return {pupil_id: tuple(each(sessions)) for pupil_id, sessions in _grouped(frame).items()}

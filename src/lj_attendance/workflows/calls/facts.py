"""What the order of calls rests on: groups, the run of absence, and who was in that day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from lj_attendance.policy.calls import CallRules, Unexplained
from lj_attendance.policy.settings import Settings
from lj_attendance.workflows.calls.sessions import OpenSession
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.reporting.pupil_marks import PupilMark, marks_by_pupil, runs_of
from lj_attendance.workflows.stages.facts import facts_on

_ORDER = ("AM", "PM")
_PRESENT = "present"
_LATE_IN = "U"  # came after the register closed: absent by the law, and on the site


def rules_on(settings: Settings, day: date) -> CallRules:
    """The numbers of the order of calls in force on a day."""
    return CallRules(
        run_sessions=settings.number("calls_run_sessions", day),
        tries=settings.number("calls_in_vain", day),
        home_visit_days=settings.number("home_visit_days", day),
        long_absence_days=settings.number("long_absence_days", day),
    )


def name_of(row: Mapping[str, Any], pupil_id: str) -> str:
    """As lists name pupils; the ID where no name is known."""
    names = ", ".join(part for part in (row.get("surname"), row.get("forename")) if part)
    return names or pupil_id


def facts_of(
    reading: Reading, settings: Settings, asked: Mapping[str, Sequence[OpenSession]]
) -> Iterator[tuple[Unexplained, str]]:
    """The facts of each pupil asked about, with the registration group; empty: not known."""
    day = reading.as_of
    marks, known = marks_by_pupil(reading, asked), facts_on(reading, settings, day, asked)
    rows = {row["pupil_id"]: row for row in reading.roll.rows(named=True)}
    for pupil_id, sessions in asked.items():
        row = rows.get(pupil_id, {})
        groups = known[pupil_id].groups if pupil_id in known else ()
        facts = _facts(row, pupil_id, marks.get(pupil_id, ()), groups, sessions, day)
        yield facts, row.get("registration_group") or ""


def _facts(
    row: Mapping[str, Any],
    pupil_id: str,
    marks: Sequence[PupilMark],
    groups: tuple[str, ...],
    sessions: Sequence[OpenSession],
    day: date,
) -> Unexplained:
    run = next((run for run in runs_of(marks) if run.is_current), None)
    of_run = [mark for mark in marks if run and mark.date >= run.first and mark.is_possible]
    missed = [mark for mark in of_run if mark.is_absent]
    attended_days = {mark.date for mark in of_run if not mark.is_absent}  # before the run, that day
    of_day = [mark for mark in marks if mark.date == day]
    on_site = {m.session for m in of_day if m.category == _PRESENT or m.code == _LATE_IN}
    attended = on_site | {m.session for m in of_day if m.is_possible and not m.is_absent}
    places = [_ORDER.index(each.session) for each in sessions]
    return Unexplained(
        pupil_id=pupil_id,
        name=name_of(row, pupil_id),
        year_group=row.get("year_group") or "",
        groups=groups,
        run_sessions=run.sessions if run else 0,
        run_days=len({mark.date for mark in missed} - attended_days),
        run_first=run.first if run else None,
        sessions_before=sum(mark.date < day for mark in missed),
        was_in=any(_ORDER.index(session) < max(places) for session in on_site),
        came_in=any(_ORDER.index(session) > max(places) for session in attended),
    )

"""Truancy by §10: every instance of the year with what it asks, and lesson attendance beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lj_attendance.ledger.answers import began_on
from lj_attendance.ledger.events import Event
from lj_attendance.ledger.replay import holds_on
from lj_attendance.ledger.truancy import warnings_on
from lj_attendance.policy.settings import Settings
from lj_attendance.policy.truancy.deciding import instances_of, judge
from lj_attendance.policy.truancy.facts import (
    Instance,
    Judged,
    Part,
    Warned,
    truancy_rules_on,
)
from lj_attendance.school_year import Calendar, academic_year_start
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.stages.facts import facts_on
from lj_attendance.workflows.truancy.lessons import Lessons, lessons_of
from lj_attendance.workflows.truancy.parts import truancy_parts

__all__ = ["Judged", "Part", "PupilTruancy", "Truancy", "truancy"]


@dataclass(frozen=True)
class PupilTruancy:
    """One pupil's instances, with the names to show beside them."""

    pupil_id: str
    surname: str
    forename: str
    year_group: str
    registration_group: str
    has_left: bool
    groups: tuple[str, ...]  # vulnerable groups the pupil belongs to, in words
    judged: tuple[Judged, ...]  # in order of time; never empty
    held: str | None = None  # why the pupil is kept out of batches of letters; null: they are not

    @property
    def name(self) -> str:
        """As lists name pupils; the ID where no name is known."""
        names = ", ".join(part for part in (self.surname, self.forename) if part)
        return names or self.pupil_id

    @property
    def last(self) -> Judged:
        """The latest instance."""
        return self.judged[-1]


@dataclass(frozen=True)
class Truancy:
    """The answer of `lja truancy`: by surname, and what the lesson registers say."""

    reading: Reading
    as_of: date
    pupils: tuple[PupilTruancy, ...]
    lessons: Lessons | None  # null: no lesson register was among the exports


def truancy(
    reading: Reading,
    events: Sequence[Event],
    settings: Settings,
    calendar: Calendar,
    blank_means: str | None = None,
) -> Truancy:
    """Every instance of the academic year on the as-of date of what was read."""
    as_of = reading.as_of
    lessons = lessons_of(reading, settings, blank_means)
    missed = lessons.missed if lessons else None
    parts = truancy_parts(reading, events, settings, calendar, missed)
    joined = truancy_rules_on(settings, as_of).joined_days
    of_pupils = {pupil_id: instances_of(found, joined) for pupil_id, found in parts.items()}
    warned, began = warned_by_pupil(events, settings, as_of), began_on(events)
    holds = holds_on(events, as_of)
    facts = facts_on(reading, settings, as_of, list(of_pupils))
    rows = {row["pupil_id"]: row for row in reading.roll.rows(named=True)}
    found = []
    for pupil_id, instances in of_pupils.items():
        fact, row = facts.get(pupil_id), rows.get(pupil_id, {})
        groups = fact.groups if fact else ()
        judged = judge(instances, warned.get(pupil_id, ()), began, groups)
        found.append(
            PupilTruancy(
                pupil_id,
                surname=row.get("surname") or "",
                forename=row.get("forename") or "",
                year_group=row.get("year_group") or "",
                registration_group=row.get("registration_group") or "",
                has_left=fact is not None and fact.has_left,
                groups=groups,
                judged=judged,
                held=holds[pupil_id].reason if pupil_id in holds else None,
            )
        )
    found.sort(key=lambda each: (each.surname, each.forename, each.pupil_id))
    return Truancy(reading, as_of, tuple(found), lessons)


def warned_by_pupil(
    events: Sequence[Event], settings: Settings, day: date
) -> dict[str, tuple[Warned, ...]]:
    """The letters of warning that count on a day: of this year's instances, by the settings."""
    restarts = truancy_rules_on(settings, day).restarts_each_year
    start = academic_year_start(day) if restarts else date.min
    found: dict[str, tuple[Warned, ...]] = {}
    for each in warnings_on(events, day):
        if each.instance >= start:
            one = Warned(each.number, each.on, each.instance)
            found[each.pupil_id] = (*found.get(each.pupil_id, ()), one)
    return found


def instances_by_pupil(
    reading: Reading, events: Sequence[Event], settings: Settings
) -> dict[str, tuple[Instance, ...]]:
    """The instances of each pupil, by sessions and ledger alone: no lesson register is read.

    Nor the calendar: the days of a request for leave are looked up among days with a mark.
    """
    parts = truancy_parts(reading, events, settings, Calendar())
    joined = truancy_rules_on(settings, reading.as_of).joined_days
    return {pupil_id: instances_of(found, joined) for pupil_id, found in parts.items()}

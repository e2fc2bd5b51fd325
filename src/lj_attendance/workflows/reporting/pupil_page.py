"""All that an officer wants to see of one pupil before ringing home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lj_attendance.ledger.events import Event
from lj_attendance.ledger.leave import LeaveRequest, leave_on
from lj_attendance.letters.recipients import Contact, why_not_rung
from lj_attendance.measures.pupils import Thresholds
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import Calendar, academic_year_name
from lj_attendance.workflows.alerts.listing import PupilAlert, alerts
from lj_attendance.workflows.analyse import PUPIL_COLUMNS
from lj_attendance.workflows.contacts import by_pupil, contacts_of
from lj_attendance.workflows.letters.log import LoggedLetter, letter_log
from lj_attendance.workflows.measuring import measure, thresholds_on
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.register_end import RegisterEnd
from lj_attendance.workflows.reporting.forecasting import Forecast, forecast
from lj_attendance.workflows.reporting.pupil_marks import (
    MarkWeek,
    PupilMark,
    SessionRun,
    WeekdayPattern,
    codes_of,
    marks_of,
    runs_of,
    striking,
    weekday_patterns,
    weeks_of,
)
from lj_attendance.workflows.stages.listing import PupilStage, stages


@dataclass(frozen=True)
class ListedContact:
    """A contact with the reason why nobody rings them; empty: they may be rung."""

    contact: Contact
    restriction: str


@dataclass(frozen=True)
class PupilPage:
    """The answer of `lja pupil`: one pupil at the end of a day, year to date."""

    as_of: date
    academic_year: str
    figures: dict[str, Any]  # PUPIL_COLUMNS
    expected_percent: int
    persistent_percent: int
    severe_percent: int
    marks: tuple[PupilMark, ...]
    weeks: tuple[MarkWeek, ...]
    codes: tuple[tuple[str, str, int], ...]  # code, meaning, sessions
    runs: tuple[SessionRun, ...]
    weekdays: tuple[WeekdayPattern, ...]
    striking: tuple[WeekdayPattern, ...]
    stage: PupilStage
    letters: tuple[LoggedLetter, ...]
    contacts: tuple[ListedContact, ...]
    leave: tuple[LeaveRequest, ...]
    alerts: tuple[PupilAlert, ...]
    forecast: Forecast | None  # null: the calendar plans no day to come, or not on roll
    ends: RegisterEnd | None


def pupil_page(
    reading: Reading,
    pupil_id: str,
    events: Sequence[Event],
    settings: Settings,
    calendar: Calendar,
    ends: RegisterEnd | None = None,
) -> PupilPage:
    """The page of one pupil of the roll or the register, at the end of the as-of date."""
    as_of, limits = reading.as_of, thresholds_on(settings, reading.as_of)
    figures = _figures(reading, settings, pupil_id)
    marks, contacts = marks_of(reading, pupil_id), contacts_of(reading)
    patterns = weekday_patterns(marks)
    found = stages(reading, events, settings, calendar)
    of_school = alerts(reading, events, settings, contacts)
    stage = next(each for each in found.pupils if each.decision.pupil_id == pupil_id)
    return PupilPage(
        as_of=as_of,
        academic_year=academic_year_name(as_of),
        figures=figures,
        expected_percent=limits.expected_percent,
        persistent_percent=limits.persistent_percent,
        severe_percent=limits.severe_percent,
        marks=marks,
        weeks=weeks_of(marks),
        codes=codes_of(marks),
        runs=runs_of(marks),
        weekdays=patterns,
        striking=_striking(patterns, settings, as_of),
        stage=stage,
        letters=_letters(events, pupil_id, as_of),
        contacts=_contacts(by_pupil(contacts).get(pupil_id, [])),
        leave=tuple(each for each in leave_on(events, as_of) if each.pupil_id == pupil_id),
        alerts=tuple(each for each in of_school.alerts if each.alert.pupil_id == pupil_id),
        forecast=_forecast(reading, figures, calendar, limits) if _is_here(stage) else None,
        ends=ends,
    )


def _is_here(pupil: PupilStage) -> bool:
    """Whether there is a year to look ahead to: not for a leaver known by last year's marks."""
    return pupil.facts.is_listed or pupil.facts.has_marks


def _striking(
    patterns: Sequence[WeekdayPattern], settings: Settings, day: date
) -> tuple[WeekdayPattern, ...]:
    return striking(
        patterns,
        days_missed=settings.number("weekday_pattern_days", day),
        times=settings.number("weekday_pattern_times", day),
    )


def _forecast(
    reading: Reading, figures: dict[str, Any], calendar: Calendar, limits: Thresholds
) -> Forecast | None:
    return forecast(
        figures["attended_sessions"],
        figures["possible_sessions"],
        reading.as_of,
        calendar,
        expected=limits.expected_percent,
        persistent=limits.persistent_percent,
        on_roll_until=_on_roll_until(reading, figures["pupil_id"]),
    )


def _figures(reading: Reading, settings: Settings, pupil_id: str) -> dict[str, Any]:
    pupils, _, _ = measure(reading, ["year_group"], settings, reading.as_of)
    return pupils.filter(pupil_id=pupil_id).select(PUPIL_COLUMNS).row(0, named=True)


def _on_roll_until(reading: Reading, pupil_id: str) -> date | None:
    until: date | None = reading.roll.filter(pl.col("pupil_id").cast(pl.String) == pupil_id)[
        "on_roll_until"
    ].item()
    return until


def _letters(events: Sequence[Event], pupil_id: str, as_of: date) -> tuple[LoggedLetter, ...]:
    """Those issued by the day, as they stand on it."""
    known = [event for event in events if event.on <= as_of]
    return tuple(letter for letter in letter_log(known) if letter.pupil_id == pupil_id)


def _contacts(contacts: Sequence[Contact]) -> tuple[ListedContact, ...]:
    """In the order in which they are rung."""
    ordered = sorted(contacts, key=lambda each: (each.priority is None, each.priority or 0))
    return tuple(ListedContact(each, why_not_rung(each)) for each in ordered)

"""Every alert of every pupil: marks, roll and ledger in, alerts out; and an alert recorded done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from lj_attendance.ledger.answers import answers_on, began_on
from lj_attendance.ledger.events import Event
from lj_attendance.letters.recipients import Contact
from lj_attendance.policy.alerts.deciding import alerts_of, rules_on, with_source
from lj_attendance.policy.alerts.facts import (
    DONE,
    HOME_VISIT,
    KINDS,
    PENALTY,
    Alert,
    AlertFacts,
    Done,
)
from lj_attendance.policy.alerts.notices import NoticeTerms, notice_terms_on, notices_told
from lj_attendance.policy.alerts.status import Answers, with_status
from lj_attendance.policy.alerts.words import TITLES
from lj_attendance.policy.settings import Settings
from lj_attendance.policy.stages.words import day_text
from lj_attendance.school_year import school_days
from lj_attendance.workflows.alerts.conflicts import against_of, with_conflicts
from lj_attendance.workflows.alerts.facts import alert_facts
from lj_attendance.workflows.contacts import by_pupil
from lj_attendance.workflows.reading import Reading

NOT_LISTED = "The roll does not name this pupil."


@dataclass(frozen=True)
class PupilAlert:
    """One alert, with the names to show beside it."""

    alert: Alert
    surname: str
    forename: str
    year_group: str
    registration_group: str

    @property
    def name(self) -> str:
        """As lists name pupils; the ID where no name is known."""
        names = ", ".join(part for part in (self.surname, self.forename) if part)
        return names or self.alert.pupil_id

    @property
    def title(self) -> str:
        """What this kind of alert is called."""
        return TITLES[self.alert.kind]

    @property
    def law(self) -> str:
        """The section of the policy and the source of the law, as far as there are any."""
        return "; ".join(part for part in (self.alert.clause, self.alert.source) if part)

    @property
    def conflicts(self) -> list[str]:
        """A sentence a fact that stands against the alert, both told."""
        told = f"{self.title}, since {day_text(self.alert.since)} ({self.law})"
        return [f"{fact} Against it: {told}." for fact in self.alert.conflicts]

    @property
    def is_done(self) -> bool:
        """Whether the ledger shows that what it asks was done."""
        return self.alert.status == DONE


@dataclass(frozen=True)
class Alerts:
    """The answer of `lja alerts`: the gravest kind first, the newest first within it."""

    reading: Reading
    as_of: date
    alerts: tuple[PupilAlert, ...]


def alerts(
    reading: Reading, events: Sequence[Event], settings: Settings, contacts: pl.DataFrame
) -> Alerts:
    """Every alert on the as-of date of what was read; `contacts` is CONTACTS, of none if empty."""
    as_of = reading.as_of
    rules, days = rules_on(settings, as_of), _school_days(reading)
    answers, began = _answers(events, as_of), began_on(events)
    parents, terms = _parents(contacts), notice_terms_on(settings, as_of)
    rows = {row["pupil_id"]: row for row in reading.roll.rows(named=True)}
    on_roll, against = _on_roll_now(reading), against_of(reading, events, settings)
    found = []
    for pupil_id, facts in alert_facts(reading, events, settings).items():
        row = rows.get(pupil_id, {})
        for alert in alerts_of(facts, rules, as_of, days):
            sourced = with_source(alert, settings, as_of)
            noticed = _with_notices(sourced, facts, parents.get(pupil_id, ()), terms, as_of)
            judged = with_status(noticed, facts, answers, began)
            judged = with_conflicts(judged, against.get(pupil_id))
            shown = _as_on_roll(judged, row, pupil_id in on_roll, reading)
            found += [_named(shown, row)] if shown else []
    return Alerts(reading, as_of, tuple(sorted(found, key=_order)))


def _order(each: PupilAlert) -> tuple[int, int, str, str, str]:
    alert = each.alert
    newest = -alert.since.toordinal()
    return KINDS.index(alert.kind), newest, each.surname, each.forename, alert.pupil_id


def _named(alert: Alert, row: dict[str, Any]) -> PupilAlert:
    names = (row.get(name) or "" for name in _NAMES)
    return PupilAlert(alert, *names)


_NAMES = ("surname", "forename", "year_group", "registration_group")


def _school_days(reading: Reading) -> list[date]:
    return school_days(reading.marks.lazy()).collect()["date"].to_list()


def _answers(events: Sequence[Event], day: date) -> Answers:
    """What was recorded as done by a day; of two answers to one alert, the first."""
    found: dict[tuple[str, str, date], Done] = {}
    for each in answers_on(events, day):
        done = Done(each.number, each.alert, each.on, each.note)
        found.setdefault((each.pupil_id, each.alert, each.since), done)
    return found


def _parents(contacts: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """The names of contacts with parental responsibility, by pupil."""
    found = by_pupil(contacts)
    return {pupil_id: tuple(_names(of_pupil)) for pupil_id, of_pupil in found.items()}


def _names(contacts: Sequence[Contact]) -> list[str]:
    return [each.name for each in contacts if each.has_parental_responsibility and each.name]


def _with_notices(
    alert: Alert, facts: AlertFacts, parents: Sequence[str], terms: NoticeTerms, as_of: date
) -> Alert:
    if alert.kind != PENALTY:
        return alert
    return replace(alert, notices=notices_told(facts.notices, parents, terms, as_of))


def _on_roll_now(reading: Reading) -> frozenset[str]:
    """Who is on the roll on the as-of date; everybody where no file was a roll."""
    evidence, roll = reading.evidence, reading.roll
    now = roll.filter(evidence.is_on_roll_now()) if evidence.has_roll else roll
    return frozenset(now["pupil_id"].cast(pl.String).to_list())


def _as_on_roll(
    alert: Alert, row: dict[str, Any], is_on_roll: bool, reading: Reading
) -> Alert | None:
    """The alert with what the roll says: of who has left, nothing is current and no visit due."""
    if is_on_roll:
        return alert
    until: date | None = row.get("on_roll_until")
    if not row.get("is_on_roll"):
        return replace(alert, what=f"{alert.what} {NOT_LISTED}")
    if alert.kind == HOME_VISIT:
        return None
    is_past = until is not None and until < reading.as_of
    left = f"Left on {day_text(until)}." if until and is_past else "Not on the roll on this day."
    return replace(alert, what=f"{alert.what} {left}", is_current=False)

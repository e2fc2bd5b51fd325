"""The half-termly statement to families: attendance, absence and punctuality of each child (§4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lj_attendance.errors import UnusableInput
from lj_attendance.ledger.events import Event
from lj_attendance.ledger.replay import holds_on
from lj_attendance.letters.recipients import Household, recipients
from lj_attendance.measures.attendance import session_counts
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import Calendar, Span, academic_year_name, academic_year_start
from lj_attendance.workflows.contacts import by_pupil, contacts_of
from lj_attendance.workflows.evidence_pack.marks import half_terms
from lj_attendance.workflows.reading import Reading

HELD = "held from letters: {reason}"
NO_SESSION = "no possible session in the half term"


@dataclass(frozen=True)
class Child:
    """One pupil's counts: of the half term, and of the school year to date."""

    pupil_id: str
    surname: str
    forename: str
    year_group: str
    registration_group: str
    half_term: dict[str, int]  # measures.attendance.COUNTS
    year: dict[str, int]

    @property
    def name(self) -> str:
        """Forename and surname."""
        return f"{self.forename} {self.surname}".strip() or self.pupil_id


@dataclass(frozen=True)
class Statement:
    """One letter: a household, and its children, the oldest first."""

    household: Household
    children: tuple[Child, ...]


@dataclass(frozen=True)
class NoStatement:
    """A pupil, or one of a pupil's contacts, whom no letter goes to, and why."""

    child: Child
    contact: str  # empty: nobody at all
    why: str


@dataclass(frozen=True)
class Statements:
    """The answer of `lja report half-term`."""

    as_of: date
    period: Span  # to the last day with a mark
    letters: tuple[Statement, ...]
    left_out: tuple[NoStatement, ...]


def statements(
    reading: Reading, events: Sequence[Event], settings: Settings, calendar: Calendar
) -> Statements:
    """A letter a household, over pupils on roll on the as-of date; raises UnusableInput.

    Children share a letter only where the same people at the same address get it: a stepfather of
    one child does not read of the other. Who is held from letters gets none until a person decides.
    """
    as_of = reading.as_of
    period = _marked(reading, period_on(calendar, as_of))
    children = _children(reading, period)
    held, contacts = holds_on(events, as_of), by_pupil(contacts_of(reading))
    parent_of = settings.is_on("letters_to_the_parent_of", as_of)
    homes: dict[Household, list[Child]] = {}
    left_out: list[NoStatement] = []
    for child in children:
        if why := _why_none(child, held):
            left_out.append(NoStatement(child, "", why))
            continue
        to = recipients(contacts[child.pupil_id], child.name, parent_of=parent_of)
        left_out += [NoStatement(child, each.name, each.why) for each in to.left_out]
        if to.problem:
            left_out.append(NoStatement(child, "", to.problem))
        for home in to.households:
            homes.setdefault(home, []).append(child)
    letters = (Statement(home, tuple(sorted(of, key=_oldest))) for home, of in homes.items())
    ordered = sorted(letters, key=_by_youngest_group)
    return Statements(as_of, period, tuple(ordered), tuple(left_out))


def period_on(calendar: Calendar, day: date) -> Span:
    """The half term that has begun last by a day, cut at it; raises UnusableInput without one."""
    halves = half_terms(calendar, academic_year_start(day), day)
    if halves:
        return halves[-1]
    raise UnusableInput(
        f"The calendar has no half term of {academic_year_name(day)} that has begun by "
        f"{day.isoformat()}: which sessions are of this half term is not known.",
        "lja.toml",
        "Fill in the terms of the school year, or name another day with --as-of.",
    )


def _marked(reading: Reading, period: Span) -> Span:
    """A period cut at the last day with a mark: a letter speaks of no day without one."""
    days = reading.marks.filter(pl.col("code").is_not_null())["date"]
    within = days.filter(days.is_between(period.first, period.last)).max()
    if isinstance(within, date):
        return period._replace(last=within)
    raise UnusableInput(
        f"There is no mark of {period.name}, from {period.first.isoformat()} to "
        f"{period.last.isoformat()}.",
        "exports/",
        "Export the marks of this half term, or name a day of another with --as-of.",
    )


def _why_none(child: Child, held: dict[str, Any]) -> str:
    if child.pupil_id in held:
        return HELD.format(reason=held[child.pupil_id].reason)
    return "" if child.half_term["possible_sessions"] else NO_SESSION


def _oldest(child: Child) -> tuple[int, str, str]:
    year = int(child.year_group) if child.year_group.isdigit() else 0
    return -year, child.forename.casefold(), child.pupil_id


def _by_youngest_group(letter: Statement) -> tuple[str, str, str, str, tuple[str, ...]]:
    """By the registration group of the youngest child, who takes it home, then by name."""
    youngest = letter.children[-1]
    names = youngest.surname.casefold(), youngest.forename.casefold(), youngest.pupil_id
    return youngest.registration_group, *names, letter.household.address_block


def _children(reading: Reading, period: Span) -> list[Child]:
    """Pupils on roll, in the order of the roll's names."""
    year = _counts(reading, Span(academic_year_start(reading.as_of), reading.as_of, ""))
    of_period = _counts(reading, period)
    empty = dict.fromkeys(_names(), 0)
    return [
        Child(
            **{name: row[name] or "" for name in _WHO},
            half_term=of_period.get(row["pupil_id"], empty),
            year=year.get(row["pupil_id"], empty),
        )
        for row in reading.roll.sort("surname", "forename", "pupil_id").rows(named=True)
        if row["on_roll_until"] is None or row["on_roll_until"] >= reading.as_of
    ]


_WHO = ("pupil_id", "surname", "forename", "year_group", "registration_group")


def _names() -> list[str]:
    return [each.meta.output_name() for each in session_counts()]


def _counts(reading: Reading, span: Span) -> dict[str, dict[str, int]]:
    frame = (
        reading.marks.lazy()
        .filter(pl.col("date").is_between(span.first, span.last))
        .group_by("pupil_id")
        .agg(session_counts())
        .with_columns(pl.col("pupil_id").cast(pl.String))
        .collect()
    )
    return {row.pop("pupil_id"): row for row in frame.rows(named=True)}

"""Every case after a Stage 4 letter, with its next step: ledger and marks in, cases out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.ledger.cases import CaseRecord, cases_on
from lj_attendance.ledger.events import Event
from lj_attendance.policy.cases.deciding import case_of
from lj_attendance.policy.cases.facts import CaseRules, CaseStanding, Due
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import Calendar, school_days
from lj_attendance.workflows.cases.facts import Sessions, case_facts, rules_on
from lj_attendance.workflows.reading import Reading

__all__ = [
    "Books",
    "Due",
    "PupilCase",
    "case_to_show",
    "cases",
    "cases_of",
    "ever_with_case",
    "refuse_without_case",
]

_NAMES = ("surname", "forename", "year_group", "registration_group")


@dataclass(frozen=True)
class PupilCase:
    """One case as it stands on a day, with the names to show beside it."""

    record: CaseRecord
    standing: CaseStanding
    as_of: date
    surname: str
    forename: str
    year_group: str
    registration_group: str

    @property
    def name(self) -> str:
        """As lists name pupils; the ID where no name is known."""
        names = ", ".join(part for part in (self.surname, self.forename) if part)
        return names or self.record.pupil_id

    @property
    def overdue_days(self) -> int:
        """Calendar days since the last day of what is longest overdue; 0 when nothing is."""
        to_do = self.standing.to_do
        return max((due.overdue_days(self.as_of) for due in to_do), default=0)

    @property
    def is_due(self) -> bool:
        """Whether there is something to do on the day."""
        return any(due.is_due(self.as_of) for due in self.standing.to_do)

    @property
    def is_closed(self) -> bool:
        """Whether it has ended."""
        return not self.standing.to_do


@dataclass(frozen=True)
class Books:
    """What the cases of a school rest on: the register is null before the first export."""

    reading: Reading | None
    events: tuple[Event, ...]
    settings: Settings
    calendar: Calendar

    @property
    def register_until(self) -> date | None:
        """The last day with a session; null without a register."""
        return max(_marked(self.reading), default=None)

    def rules(self, day: date) -> CaseRules:
        """The numbers and the school days of a day."""
        return rules_on(self.settings, day, self.calendar, _marked(self.reading))


def cases(books: Books, as_of: date, *, with_closed: bool = False) -> tuple[PupilCase, ...]:
    """The open cases at the end of a day, the longest overdue first, then the soonest due."""
    found = [each for each in _all(books, as_of) if with_closed or not each.is_closed]
    return tuple(sorted(found, key=_order))


def cases_of(books: Books, pupil_id: str, as_of: date) -> tuple[PupilCase, ...]:
    """Every case of one pupil, closed ones too, in order."""
    return tuple(each for each in _all(books, as_of) if each.record.pupil_id == pupil_id)


def case_to_show(books: Books, pupil_id: str, as_of: date) -> PupilCase:
    """The pupil's last case. Raises UnusableInput where there is none."""
    found = cases_of(books, pupil_id, as_of)
    if not found:
        raise UnusableInput(
            f"By {as_of} no Stage 4 letter of this pupil is on the ledger: there is no case.",
            "the ledger",
            "One sent before lja is entered with: lja ledger import",
        )
    return found[-1]


def refuse_without_case(found: Sequence[CaseRecord], on: date) -> None:
    """Raises WrongUsage where a pupil has no Stage 4 letter by a day, and so no case."""
    if not any(case.opened_on <= on for case in found):
        raise WrongUsage(
            f"By {on} no Stage 4 letter of this pupil is on the ledger: there is no case.",
            "the ledger",
            "Record the letter with lja letters issue; one sent before lja with: lja ledger import",
        )


def _all(books: Books, as_of: date) -> list[PupilCase]:
    records = cases_on(books.events, as_of)
    sessions = Sessions(books.reading, [record.pupil_id for record in records])
    rules, left = books.rules(as_of), _left(books.reading, as_of)
    rows = _rows(books.reading)
    return [
        PupilCase(
            record,
            case_of(case_facts(record, sessions, left, as_of), rules, as_of),
            as_of,
            *(rows.get(record.pupil_id, {}).get(name) or "" for name in _NAMES),
        )
        for record in records
    ]


def _order(each: PupilCase) -> tuple[int, date, str, str, str]:
    soonest = each.standing.next
    due = soonest.due_on if soonest and soonest.due_on else date.max
    return (-each.overdue_days, due, each.surname, each.forename, each.record.pupil_id)


def _rows(reading: Reading | None) -> dict[str, dict[str, str | None]]:
    if reading is None:
        return {}
    named = reading.roll.select("pupil_id", *_NAMES)
    return {row["pupil_id"]: row for row in named.rows(named=True)}


def _left(reading: Reading | None, as_of: date) -> dict[str, date | None]:
    """The last day on roll of every pupil who has left by a day."""
    if reading is None:
        return {}
    gone = reading.roll.filter(pl.col("on_roll_until") < as_of)
    return dict(gone.select("pupil_id", "on_roll_until").rows())


def _marked(reading: Reading | None) -> list[date]:
    if reading is None:
        return []
    return school_days(reading.marks.lazy()).collect()["date"].to_list()


def ever_with_case(events: Sequence[Event]) -> frozenset[str]:
    """The IDs of all pupils who ever had a case: of those on the roll no more, too."""
    return frozenset(record.pupil_id for record in cases_on(events, date.max))

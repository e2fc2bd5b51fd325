"""What §10 is decided on, and what its answer says: absence of which the school was not told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lj_attendance.policy.settings import Settings

ABSENT, LESSON, NOT_BACK, SEEN = "absent", "lesson", "not_back", "seen_by_staff"
PARTS = (ABSENT, LESSON, NOT_BACK, SEEN)
"""A session missed; a lesson missed while in school; and what staff saw (the ledger's `what`)."""

DUE, RECORDED, NOT_RECORDED, WAITING = "due", "recorded", "not_recorded", "waiting"
"""The letter of warning: to be sent; sent; nobody knows; its cause may still come in."""


@dataclass(frozen=True)
class Part:
    """One session or lesson missed, or one thing seen: a part of a day without a known cause."""

    kind: str  # one of PARTS
    date: date
    day_number: int  # of the pupil's own school days, so that the next one is one more
    session: str | None  # AM or PM; null: the whole day, or not told
    code: str  # in the register; empty where none shows it
    is_provisional: bool = False  # a cause may still come in
    has_note_column: bool = True  # false: the export holds no notes, so a cause may be known
    starts: str | None = None  # of a lesson, as 09:00
    period: str | None = None
    class_name: str | None = None
    subject: str | None = None
    teacher: str | None = None
    note: str | None = None  # one that tells no cause, as "no answer to call"
    entry: int | None = None  # of the ledger
    source_file: str | None = None
    source_row: int | None = None


@dataclass(frozen=True)
class Instance:
    """One instance of §10: parts of days that belong together, in order of time."""

    number: int  # among those that stand; of a provisional one, the number it would have
    parts: tuple[Part, ...]

    @property
    def first_day(self) -> date:
        """The first day of it."""
        return self.parts[0].date

    @property
    def last_day(self) -> date:
        """The last day of it; the first again where it is one day."""
        return self.parts[-1].date

    @property
    def is_further(self) -> bool:
        """Whether one came before it."""
        return self.number > 1

    @property
    def is_provisional(self) -> bool:
        """Whether a cause may still come in for all of it."""
        return all(part.is_provisional for part in self.parts)

    @property
    def may_be_noted(self) -> bool:
        """Whether the exports hold no notes of some of it, so that a cause may be known."""
        return any(not part.has_note_column for part in self.parts)


@dataclass(frozen=True)
class Warned:
    """A letter of warning, as the ledger has it."""

    number: int  # of the entry
    on: date
    instance: date  # the first day of the instance that it was about


@dataclass(frozen=True)
class Judged:
    """An instance with what §10 asks of it."""

    instance: Instance
    what: str  # a sentence with its days
    letter: str  # of the first instance, for all: DUE, RECORDED, NOT_RECORDED or WAITING
    warned: Warned | None
    asks: str
    remarks: tuple[str, ...]  # what to look at before; a sentence each


@dataclass(frozen=True)
class TruancyRules:
    """The settings of §10 in force on the as-of date."""

    codes: tuple[str, ...]
    no_cause_words: tuple[str, ...]  # in lower case
    joined_days: int  # school days from one absence to the next, for both to be one instance
    restarts_each_year: bool
    unexplained_days: int  # school days for which N may still be explained
    low_lesson_percent: int
    small_group_pupils: int


def truancy_rules_on(settings: Settings, day: date) -> TruancyRules:
    """The settings in force on a day."""
    return TruancyRules(
        codes=tuple(settings.texts("truancy_codes", day)),
        no_cause_words=tuple(
            word.casefold() for word in settings.texts("truancy_no_cause_words", day)
        ),
        joined_days=settings.number("truancy_joined_school_days", day),
        restarts_each_year=settings.is_on("truancy_restarts_each_year", day),
        unexplained_days=settings.number("unexplained_days", day),
        low_lesson_percent=settings.number("low_lesson_percent", day),
        small_group_pupils=settings.number("lesson_small_group_pupils", day),
    )

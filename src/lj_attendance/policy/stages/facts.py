"""What the stages of letters are decided on, and what a decision says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

CLAUSE = "§18"

CLEAR, DUE, MONITORING, REVIEW = "clear", "due", "monitoring", "review"
HELD, REFERRED, LEFT = "held", "referred", "left"
PeriodEnd = Callable[[date, int], date | None]
"""The nth school day of the school after a day; null where the calendar does not reach so far."""


@dataclass(frozen=True)
class Absence:
    """A session missed."""

    date: date
    session: str  # AM or PM
    code: str
    is_authorised: bool = False


@dataclass(frozen=True)
class Sent:
    """A letter of a stage that counts, with the year-to-date figures it was sent on."""

    stage: int
    issued_on: date
    received_on: date
    attended: int
    possible: int  # 0: not known


@dataclass(frozen=True)
class Held:
    """A hold that is active: the pupil stays out of batches, and on the held list."""

    reason: str
    until: date | None  # inclusive; null: until it is lifted


@dataclass(frozen=True)
class PupilFacts:
    """What the register and the roll say of a pupil, year to date, at the end of the as-of date."""

    pupil_id: str
    attended: int
    possible: int
    below_since: date | None  # when attendance last came to be below the level expected
    absences: tuple[Absence, ...]  # in order
    expected_percent: int  # the school's, or the pupil's own target
    has_left: bool = False
    is_listed: bool = True  # named by the roll, where there is one
    has_marks: bool = True
    is_persistently_absent: bool = False
    groups: tuple[str, ...] = ()  # vulnerable groups the pupil belongs to, in words


@dataclass(frozen=True)
class StageRules:
    """The settings of §18 in force on the as-of date."""

    minimum_possible: int  # sessions before a first letter
    escalating_codes: frozenset[str]
    monitoring_days: dict[int, int]  # by stage, school days
    rapid_fall: Fraction  # percentage points
    target_percent: int  # of the Stage 3 monitoring period


@dataclass(frozen=True)
class Decision:
    """What is due to one pupil, since when, by which clause, and the sessions behind it."""

    pupil_id: str
    stage_issued: int  # 0: none
    status: str
    stage_due: int | None = None
    since: date | None = None
    until: date | None = None
    reasons: tuple[str, ...] = ()
    sessions: tuple[Absence, ...] = ()
    clause: str = CLAUSE


@dataclass(frozen=True)
class Case:
    """One pupil on one day: everything a rule looks at."""

    facts: PupilFacts
    last: Sent | None
    rules: StageRules
    period_end: PeriodEnd
    as_of: date

    @property
    def is_below(self) -> bool:
        """Whether attendance is below the level expected: exactly at it is not below."""
        return self.facts.attended * 100 < self.facts.possible * self.facts.expected_percent

    def decision(self, status: str, *reasons: str, **more: object) -> Decision:
        """A decision on this pupil."""
        issued = self.last.stage if self.last else 0
        found = Decision(self.facts.pupil_id, issued, status, reasons=reasons)
        return replace(found, **more)  # type: ignore[arg-type]

    def received(self) -> date:
        """When the last letter reached the family."""
        assert self.last is not None
        return self.last.received_on

    def absences_after(self, day: date) -> tuple[Absence, ...]:
        """Absences dated after a day: one on the day itself does not count."""
        return tuple(absence for absence in self.facts.absences if absence.date > day)

    def escalates(self, absences: tuple[Absence, ...]) -> bool:
        """Whether one of these is more than absence that the school granted or imposed."""
        return any(absence.code in self.rules.escalating_codes for absence in absences)

    def change(self) -> int:
        """1 when attendance is higher than at the last letter, -1 lower, 0 equal or not known.

        Compared as exact fractions, by cross-multiplication.
        """
        then, now = self.last, self.facts
        if then is None or then.possible == 0:
            return 0
        change = now.attended * then.possible - then.attended * now.possible
        return (change > 0) - (change < 0)

    def fell_rapidly(self) -> bool:
        """Whether attendance fell by the points of the setting or more since the last letter."""
        then, now = self.last, self.facts
        if then is None or then.possible == 0:
            return False
        before, after = (Fraction(100 * f.attended, f.possible) for f in (then, now))
        return before - after >= self.rules.rapid_fall

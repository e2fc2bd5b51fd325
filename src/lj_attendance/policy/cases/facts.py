"""What a case is decided on after the referral of Stage 4, and what stands of it on a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lj_attendance.policy.stages.facts import PeriodEnd

CLAUSE, LEGAL_CLAUSE = "§18", "§15, §18"

INVITED, HELD, MINUTES = "invited", "held", "minutes"
WARNED, REVIEWED, CLOSED = "warned", "reviewed", "closed"
DETERIORATED, IMPROVED, NOT_IMPROVED = "deteriorated", "improved", "not_improved"
REFERRED = "referred"
"""The state of a case before its first step; the others are named for the step last entered."""

INVITE, HOLD, GIVE_MINUTES, DECIDE_WARNING = "invite", "hold", "minutes", "decide_warning"
REVIEW, CONSIDER_LEGAL, DECIDE_NEXT, CLOSE = "review", "consider_legal", "decide_next", "close"
"""What there may be to do next."""

NextSchoolDay = Callable[[date], date]
"""A day, or the first school day after it where the school is closed on it; itself if unknown."""


@dataclass(frozen=True)
class Figures:
    """Sessions of one pupil in some span of days."""

    attended: int
    possible: int

    def change_to(self, later: Figures) -> int | None:
        """1 when `later` is higher, -1 lower, 0 equal, as exact fractions; null without one."""
        if not (self.possible and later.possible):
            return None
        change = later.attended * self.possible - self.attended * later.possible
        return (change > 0) - (change < 0)


@dataclass(frozen=True)
class Referral:
    """The Stage 4 letter that opened the case; figures are null where it was imported."""

    number: int  # of the entry
    issued_on: date
    received_on: date
    figures: Figures | None = None


@dataclass(frozen=True)
class Step:
    """One thing done after the referral; what its kind has no use for is null."""

    number: int  # of the entry
    kind: str  # INVITED and so on
    on: date
    by: str = ""
    meeting_on: date | None = None  # of an invitation
    parents_attended: bool | None = None  # of a conference
    targets: tuple[str, ...] = ()
    review_on: date | None = None  # a day set for the next review
    warning: str | None = None  # court, penalty_notice, or none: decided against
    finding: str | None = None  # of a review
    said: str = ""  # the rest of the entry, in words


@dataclass(frozen=True)
class CaseFacts:
    """One case on one day: the referral, the steps in order, and the pupil's sessions."""

    pupil_id: str
    referral: Referral | None  # null: it was withdrawn after steps had been entered
    steps: tuple[Step, ...]
    left_on: date | None = None  # the last day on roll of one who has left
    has_left: bool = False
    year_start: date | None = None  # of the school year of the as-of date
    to_date: Figures | None = None  # this school year
    at_conference: Figures | None = None  # year to date on the day of the last conference
    since_conference: Figures | None = None  # after that day, in whatever year

    @property
    def opened_on(self) -> date:
        """The day of the Stage 4 letter, or of the first step where it was withdrawn."""
        days = [step.on for step in self.steps[:1]]
        return min([*([self.referral.issued_on] if self.referral else []), *days])

    def is_of_this_year(self, day: date) -> bool:
        """Whether the year to date of a day is of the school year of the as-of date."""
        return self.year_start is None or day >= self.year_start

    def last(self, *kinds: str) -> Step | None:
        """The last step of these kinds."""
        return next((step for step in reversed(self.steps) if step.kind in kinds), None)


@dataclass(frozen=True)
class CaseRules:
    """The settings in force on the as-of date, and the school's days."""

    invite_days: int  # school days after the receipt of the Stage 4 letter
    notice_days: int  # school days from an invitation to the conference
    minutes_days: int  # school days after the conference
    decision_days: int  # school days after a conference or a review
    review_first_weeks: int  # of seven days, after the conference
    review_last_weeks: int
    period_end: PeriodEnd
    next_school_day: NextSchoolDay


@dataclass(frozen=True)
class Due:
    """One thing to do: from when, and by when."""

    step: str  # INVITE and so on
    what: str  # a sentence
    who: str
    due_from: date  # before it there is nothing to do
    due_on: date | None  # the last day for it; null: the calendar does not tell, or nobody sets one
    clause: str = CLAUSE

    def is_due(self, day: date) -> bool:
        """Whether there is something to do on a day."""
        return self.due_from <= day

    def overdue_days(self, day: date) -> int:
        """Calendar days since the last day for it; 0 on that day and before."""
        return max(0, (day - self.due_on).days) if self.due_on else 0


@dataclass(frozen=True)
class TargetMet:
    """A target beside the attendance since the conference; null: it names no percentage."""

    target: str
    is_met: bool | None


@dataclass(frozen=True)
class CaseStanding:
    """What stands of a case on a day; `to_do` is soonest first, empty when it is closed."""

    facts: CaseFacts
    state: str
    to_do: tuple[Due, ...]
    advice: tuple[str, ...]  # figures for whoever reviews it; they decide nothing
    targets: tuple[TargetMet, ...]
    change: int | None  # of the year to date since the conference, or else since the letter

    @property
    def next(self) -> Due | None:
        """What comes first; null when the case is closed."""
        return self.to_do[0] if self.to_do else None

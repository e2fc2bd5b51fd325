"""What a request for leave is judged on, and what a judgement says (§7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lj_attendance.school_year import Calendar

CLAUSE = "§7"

HOLIDAY, RELATIVE, RELIGIOUS, TRAVELLER = "holiday", "relative", "religious", "traveller"
PERFORMANCE, SPORT, MEDICAL, INTERVIEW = "performance", "sport", "medical", "interview"
EXCEPTIONAL, OTHER = "exceptional", "other"
REASONS = (
    HOLIDAY, RELATIVE, RELIGIOUS, TRAVELLER, PERFORMANCE,
    SPORT, MEDICAL, INTERVIEW, EXCEPTIONAL, OTHER,
)  # fmt: skip

AGAINST, MET, NEEDS, NOT_APPLICABLE = "against", "met", "needs", "not_applicable"
"""The outcomes of a rule."""

REFUSE, MAY_GRANT, REFER = "refuse", "may_grant", "refer"
"""The recommendations. The head teacher decides."""

NO_LICENCE, DATED, UNDATED = "none", "dated", "undated"
LICENCES = (NO_LICENCE, DATED, UNDATED)

FACTS_OF = {
    "because_of_cost": (HOLIDAY, RELATIVE),
    "relative_critically_ill": (RELATIVE,),
    "set_apart_day": (RELIGIOUS,),
    "occupational_travel": (TRAVELLER,),
    "licence": (PERFORMANCE,),
    "organised_by_club": (SPORT,),
}
"""The facts that belong to some reasons only: said of another one, they contradict it.

`received`, `exceptional` and `evidence` may be said of every request.
"""


@dataclass(frozen=True)
class Request:
    """One request for leave. A fact that nobody has told is null: it is asked for, not assumed."""

    pupil_id: str
    first_day: date
    last_day: date  # inclusive
    reason: str  # one of REASONS
    received: date | None = None
    session: str | None = None  # AM or PM: that half of a single day; null: whole days
    exceptional: str | None = None  # the circumstance declared; "": none is
    relative_critically_ill: bool | None = None
    because_of_cost: bool | None = None
    set_apart_day: bool | None = None
    occupational_travel: bool | None = None
    licence: str | None = None  # one of LICENCES
    organised_by_club: bool | None = None
    evidence: bool | None = None  # an appointment card, a letter: seen by the school


@dataclass(frozen=True)
class EarlierRequest:
    """Another request of the same pupil on the register of requests."""

    number: int  # of its entry in the ledger
    reason: str
    first_day: date
    last_day: date
    decision: str | None  # "granted", "refused"; null: not yet decided
    days_granted: tuple[date, ...] = ()
    was_taken: bool = False  # the register has absence on a day of it, granted or not


@dataclass(frozen=True)
class Warned:
    """A holiday warning letter or a penalty notice issued to a parent of the pupil."""

    number: int  # of its entry in the ledger
    kind: str  # "holiday warning letter", "penalty notice"
    issued_on: date


@dataclass(frozen=True)
class Background:
    """What the roll, the register, the ledger and the calendar say beside the request."""

    year_group: str | None  # on the first day of the leave; null: the roll does not say
    calendar: Calendar
    daily: Mapping[date, tuple[int, int]]  # attended and possible sessions, a day with a mark each
    earlier: tuple[EarlierRequest, ...] = ()  # of this pupil alone, in order of entry
    warned: tuple[Warned, ...] = ()
    stage_2_received: date | None = None  # of this academic year, if in force


@dataclass(frozen=True)
class LeaveRules:
    """The settings of §7, and of the law, in force on the first day of the leave."""

    notice_days: int  # calendar days
    max_school_days: int
    settling_years: frozenset[str]
    refused_months: frozenset[int]  # 9: September
    warning_months: int  # calendar months
    record_months: int
    performance_months: int
    performance_percent: int
    holidays_a_year: int
    holiday_reasons: frozenset[str]  # reasons that count as a holiday, and are coded so if refused
    limits_spare: frozenset[str]  # reasons that the list of refusals does not bind
    notice_not_asked: frozenset[str]
    short_notice_refers: frozenset[str]  # reasons whose short notice is for the head teacher
    code_granted: Mapping[str, str]  # by reason
    code_holiday_refused: str
    code_refused: str


@dataclass(frozen=True)
class RuleOutcome:
    """What one rule says of one request."""

    rule: str
    clause: str
    outcome: str  # AGAINST, MET, NEEDS or NOT_APPLICABLE
    explanation: str  # a sentence, with its figures
    needs: str | None = None  # the fact that it waits for: a field of Request


@dataclass(frozen=True)
class Judgement:
    """A request judged: every rule, in order, and what follows."""

    request: Request
    school_days: tuple[date, ...]
    sessions: int
    notice_days: int | None  # calendar days; negative after the first day; null: not known
    recommendation: str  # REFUSE, MAY_GRANT or REFER
    grounds: str  # why that: a sentence
    rules: tuple[RuleOutcome, ...]
    needs: tuple[tuple[str, str], ...]  # a field of Request, and the question in plain words
    code_if_granted: str | None  # null: no leave is needed
    code_if_not: str | None
    previous_months: tuple[int, int]  # attended and possible sessions before the first day
    record_from: date | None  # first day of the register within those months; null: no mark
    record_reaches_back: bool  # whether it covers all of them
    by_day: tuple[tuple[date, int, int], ...] = ()  # attended, possible with each day missed
    law: tuple[tuple[str, str], ...] = field(default_factory=tuple)  # a sentence, and its source

"""What went before a request (§7): warnings, other holidays of the year, the pupil's record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lj_attendance.policy.leave.facts import (
    CLAUSE,
    REASONS,
    Background,
    EarlierRequest,
    LeaveRules,
    Request,
    RuleOutcome,
)
from lj_attendance.policy.leave.limits import bound, spared
from lj_attendance.policy.leave.rule import LeaveRule
from lj_attendance.policy.leave.words import (
    against,
    count,
    listed,
    met,
    not_applicable,
    of_another_reason,
    percent_text,
    sessions_text,
    span_text,
)
from lj_attendance.policy.stages.words import day_text
from lj_attendance.school_year import Span, academic_year_name, academic_year_start, months_before

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Record:
    """The register of the months before the leave."""

    months: Span  # what is looked at
    attended: int  # sessions
    possible: int
    first: date | None  # first day with a mark; null: none
    reaches_back: bool  # no school day of the months comes before it


def months_until(last: date, months: int) -> Span:
    """The calendar months that end on a day, that day included."""
    return Span(months_before(last, months) + _DAY, last)


def earlier_warning(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: not after a warning or notice "in the previous 12 calendar months".

    "Measured from the date before the first day": they end on that day.
    """
    if free := spared("earlier_warning", request, rules):
        return free
    window = months_until(request.first_day - _DAY, rules.warning_months)
    period = span_text(window.first, window.last)
    found = [warned for warned in background.warned if window.holds(warned.issued_on)]
    if not found:
        told = f"No holiday warning letter or penalty notice was issued from {period}."
        return met("earlier_warning", told)
    named = [
        f"{warned.kind} of {day_text(warned.issued_on)} (entry {warned.number})" for warned in found
    ]
    return against("earlier_warning", f"Within {period}: {listed(named)}.")


def second_holiday(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: not when more than one holiday "has been requested and takes place" in a school year."""
    if request.reason not in rules.holiday_reasons:
        return of_another_reason("second_holiday", request)
    start = academic_year_start(request.first_day)
    same_year = [
        other
        for other in background.earlier
        if other.reason in rules.holiday_reasons and academic_year_start(other.first_day) == start
    ]
    counted = [other for other in same_year if _takes_place(other)]
    beside = [other for other in same_year if not _takes_place(other)]
    year = academic_year_name(request.first_day)
    told = f"{count(len(counted), 'other holiday')} of {year}{_named(counted)}"
    if beside:
        told += f"; not taken so far, and not counted{_named(beside)}"
    if len(counted) < rules.holidays_a_year:
        return met("second_holiday", f"{told}.")
    return against("second_holiday", f"{told}; the most is {rules.holidays_a_year} a school year.")


def _takes_place(other: EarlierRequest) -> bool:
    return other.decision == "granted" or other.was_taken


def _named(requests: Sequence[EarlierRequest]) -> str:
    """`: 5 Oct 2026 to 7 Oct 2026 (entry 3, granted)`; empty for none."""
    named = [
        f"{span_text(other.first_day, other.last_day)}"
        f" (entry {other.number}, {_decision(other)}{_taken(other)})"
        for other in requests
    ]
    return f": {listed(named)}" if named else ""


def _decision(other: EarlierRequest) -> str:
    return other.decision or "not yet decided"


def _taken(other: EarlierRequest) -> str:
    return " but taken" if other.was_taken and other.decision != "granted" else ""


def record_before(request: Request, background: Background, rules: LeaveRules) -> Record:
    """What the register has of the months before the first day of the leave."""
    months = months_until(request.first_day - _DAY, rules.record_months)
    within = {day: told for day, told in background.daily.items() if months.holds(day)}
    first, calendar = min(within, default=None), background.calendar
    reaches = first is not None and (
        first == months.first
        or min(background.daily) < months.first
        or (calendar.knows(months.first) and not calendar.days(months.first, first - _DAY))
    )
    attended, possible = (sum(told[place] for told in within.values()) for place in (0, 1))
    return Record(months, attended, possible, first, reaches)


def previous_record(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: "the pupil's previous attendance record will be considered"; it decides nothing."""
    record, asked = record_before(request, background, rules), _earlier_words(background)
    period = f"{span_text(record.months.first, record.months.last)}"
    if record.first is None:
        told = f"No mark of the pupil is at hand for {period}; {asked}."
        return not_applicable("previous_record", told)
    if record.possible == 0:
        told = f"No session was possible for the pupil in {period}; {asked}."
        return not_applicable("previous_record", told)
    figures = sessions_text(record.attended, record.possible)
    told = f"Attended {percent_text(record.attended, record.possible)}, {figures}, in {period}"
    if not record.reaches_back:
        told += f" (the register begins on {day_text(record.first)})"
    return met("previous_record", f"{told}; {asked}.")


def _earlier_words(background: Background) -> str:
    """`2 earlier requests: 1 granted, 1 refused`."""
    decisions = [_decision(other) for other in background.earlier]
    if not decisions:
        return "no earlier request"
    told = [f"{decisions.count(kind)} {kind}" for kind in ("granted", "refused", "not yet decided")
            if kind in decisions]  # fmt: skip
    return f"{count(len(decisions), 'earlier request')}: {', '.join(told)}"


def _twelve(rules: LeaveRules) -> str:
    return count(rules.warning_months, "month")


EARLIER_WARNING = LeaveRule(
    "earlier_warning",
    CLAUSE,
    lambda rules: f"Were the {_twelve(rules)} before free of a warning letter or penalty notice?",
    bound,
    "refuse",
    earlier_warning,
)
SECOND_HOLIDAY = LeaveRule(
    "second_holiday",
    CLAUSE,
    lambda rules: f"Is it within the {count(rules.holidays_a_year, 'holiday')} of a school year?",
    lambda rules: tuple(reason for reason in REASONS if reason in rules.holiday_reasons),
    "refuse",
    second_holiday,
)
PREVIOUS_RECORD = LeaveRule(
    "previous_record",
    CLAUSE,
    lambda rules: f"What is the record of the {count(rules.record_months, 'month')} before?",
    lambda _: (),
    "shown to the head teacher, who weighs it",
    previous_record,
)

"""The list of what §7 never grants: a year group, a month, assessments, length."""

from __future__ import annotations

from calendar import month_name
from datetime import date

from lj_attendance.policy.leave.facts import (
    CLAUSE,
    REASONS,
    Background,
    LeaveRules,
    Request,
    RuleOutcome,
)
from lj_attendance.policy.leave.rule import LeaveRule
from lj_attendance.policy.leave.timing import AUTHORISED, is_authorised_already
from lj_attendance.policy.leave.words import (
    REASON_WORDS,
    against,
    count,
    declared,
    listed,
    met,
    needs,
    not_applicable,
    span_text,
)

_REFUSE = "refuse"
_SETTLING = "a year of settling in"  # where the settings name none


def spared(rule: str, request: Request, rules: LeaveRules) -> RuleOutcome | None:
    """Why the list of refusals does not bind this request; null where it does (Reading)."""
    if request.reason in rules.limits_spare:
        reason = REASON_WORDS[request.reason]
        return not_applicable(rule, f"The list of refusals does not bind {reason}.")
    if is_authorised_already(request):
        return not_applicable(rule, AUTHORISED)
    return None


def bound(rules: LeaveRules) -> tuple[str, ...]:
    """The reasons that the list of refusals binds."""
    return tuple(reason for reason in REASONS if reason not in rules.limits_spare)


def year_7(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: not "during Year 7 when a pupil is settling into the school", unless exceptional."""
    if free := spared("year_7", request, rules):
        return free
    year, circumstance = background.year_group, declared(request)
    if year is None:
        return needs("year_7", "year_group", "The roll has no year group for this pupil.")
    if year not in rules.settling_years:
        return not_applicable("year_7", f"Year {year} on the first day of the leave.")
    settling = f"In Year {year}, when a pupil is settling in"
    if circumstance is None:
        return needs("year_7", "exceptional", f"{settling}: only in an exceptional circumstance.")
    if not circumstance:
        return against("year_7", f"{settling}, and no exceptional circumstance is declared.")
    return met("year_7", f"{settling}, but a circumstance is declared: “{circumstance}”.")


def september(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: not "at any time in September"; only days on which the school is open count."""
    if free := spared("september", request, rules):
        return free
    refused = [day for day in _days(request, background) if day.month in rules.refused_months]
    months = _months(rules)
    if not refused:
        return met("september", f"No school day of the leave is in {months}.")
    days = count(len(refused), "school day")
    return against(
        "september", f"{days} in {months}, {span_text(refused[0], refused[-1])}: none is granted."
    )


def assessment(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: not "during any formal assessment periods", nor the preparation before them."""
    if free := spared("assessment", request, rules):
        return free
    days, year = _days(request, background), background.year_group
    touched = [
        (group, span)
        for group, span in background.calendar.assessments
        if any(span.holds(day) for day in days)
    ]
    if touched and year is None:
        groups = listed(list(dict.fromkeys(f"Year {group}" for group, _ in touched)))
        told = f"Assessments of {groups} fall on these days; the roll has no year group."
        return needs("assessment", "year_group", told)
    own = [span for group, span in touched if group == year]
    if not own:
        told = "The calendar has no formal assessment of the pupil's year group on these days."
        return met("assessment", told)
    names = listed([f"{span.name}, {span_text(span.first, span.last)}" for span in own])
    return against("assessment", f"Year {year} has formal assessments then: {names}.")


def length(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: not "for any more than 5 consecutive school days", with days granted next to them."""
    if free := spared("length", request, rules):
        return free
    asked, joined = _days(request, background), _with_granted(request, background)
    told = f"{count(len(joined), 'consecutive school day')}, {span_text(joined[0], joined[-1])}"
    numbers = [
        str(other.number)
        for other in background.earlier
        if set(other.days_granted) & (set(joined) - set(asked))
    ]
    if numbers:
        entries = f"{'entry' if len(numbers) == 1 else 'entries'} {listed(numbers)}"
        told += f", with {len(joined) - len(asked)} already granted ({entries})"
    if len(joined) <= rules.max_school_days:
        return met("length", f"{told}; {rules.max_school_days} are the most.")
    most = f"more than {rules.max_school_days}, even when exceptional circumstances apply"
    return against("length", f"{told}: {most}.")


def _with_granted(request: Request, background: Background) -> list[date]:
    """The days asked for and the granted ones that no school day parts from them, in order."""
    joined, calendar = _days(request, background), background.calendar
    granted = {day for other in background.earlier for day in other.days_granted}
    while (before := calendar.school_day_before(joined[0])) in granted and before:
        joined = [before, *joined]
    while (after := calendar.school_day_next(joined[-1])) in granted and after:
        joined = [*joined, after]
    return joined


def _days(request: Request, background: Background) -> list[date]:
    return background.calendar.days(request.first_day, request.last_day)


def _months(rules: LeaveRules) -> str:
    return listed(
        [month_name[month] for month in sorted(rules.refused_months)] or ["a refused month"], "or"
    )


def _years(rules: LeaveRules) -> str:
    return listed([f"Year {year}" for year in sorted(rules.settling_years)] or [_SETTLING], "or")


YEAR_7 = LeaveRule(
    "year_7",
    CLAUSE,
    lambda rules: f"Is the pupil not in {_years(rules)}, or the circumstance exceptional?",
    bound,
    _REFUSE,
    year_7,
)
SEPTEMBER = LeaveRule(
    "september",
    CLAUSE,
    lambda rules: f"Is every school day of it outside {_months(rules)}?",
    bound,
    _REFUSE,
    september,
)
ASSESSMENT = LeaveRule(
    "assessment",
    CLAUSE,
    lambda _: "Is it clear of the year group's formal assessments?",
    bound,
    _REFUSE,
    assessment,
)
LENGTH = LeaveRule(
    "length",
    CLAUSE,
    lambda rules: f"Is it at most {rules.max_school_days} consecutive school days?",
    bound,
    _REFUSE,
    length,
)

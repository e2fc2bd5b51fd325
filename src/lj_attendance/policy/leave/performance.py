"""Performances and paid work (§7): the licence, and attendance with each day that is missed."""

from __future__ import annotations

from datetime import date

from lj_attendance.policy.leave.facts import (
    CLAUSE,
    DATED,
    NO_LICENCE,
    PERFORMANCE,
    Background,
    LeaveRules,
    Request,
    RuleOutcome,
)
from lj_attendance.policy.leave.history import months_until
from lj_attendance.policy.leave.rule import LeaveRule
from lj_attendance.policy.leave.words import (
    against,
    met,
    needs,
    not_applicable,
    of_another_reason,
    percent_text,
    sessions_text,
)
from lj_attendance.policy.stages.words import day_text

_SESSIONS_A_DAY = 2


def performance(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: "a licence from the LA"; without dates in it, no day that takes attendance below 95%."""
    if request.reason != PERFORMANCE:
        return of_another_reason("performance", request)
    if request.licence is None:
        told = (
            "Whether the local authority has given a licence, and with which dates, is not known."
        )
        return needs("performance", "licence", told)
    if request.licence == NO_LICENCE:
        told = "The local authority has given no licence: no day is granted."
        return against("performance", told)
    if request.licence == DATED:
        told = "The licence names the days: no further authorisation is needed."
        return met("performance", told)
    return _without_dates(request, background, rules)


def _without_dates(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    days, percent = by_day(request, background, rules), rules.performance_percent
    start = months_until(days[0][0], rules.performance_months).first
    before = [day for day in background.daily if start <= day < request.first_day]
    if not any(background.daily[day][1] for day in before):
        told = f"No mark of the pupil is at hand: whether it falls below {percent}% is not known."
        return not_applicable("performance", told)
    known = f"by the register to {day_text(max(before))}"
    for day, attended, possible in days:
        if attended * 100 < possible * percent:
            figures = sessions_text(attended, possible)
            share = percent_text(attended, possible, below=percent)
            told = f"With {day_text(day)} attendance would fall to {share}, {figures}"
            return against("performance", f"{told}, below {percent}% ({known}).")
    _, attended, possible = days[-1]
    figures, share = sessions_text(attended, possible), percent_text(attended, possible)
    told = f"With the last day attendance would be {share}, {figures}"
    return met("performance", f"{told}, not below {percent}% ({known}).")


def by_day(
    request: Request, background: Background, rules: LeaveRules
) -> tuple[tuple[date, int, int], ...]:
    """Attended and possible sessions of the months ending with each day of the leave, missed.

    The register before the first day, and the days of the leave so far; of a half day its session.
    """
    days = background.calendar.days(request.first_day, request.last_day)
    missed = 1 if request.session else _SESSIONS_A_DAY
    past = {day: told for day, told in background.daily.items() if day < request.first_day}
    found = []
    for day in days:
        months = months_until(day, rules.performance_months)
        within = [told for each, told in past.items() if months.holds(each)]
        so_far = sum(each <= day for each in days)
        possible = sum(told[1] for told in within) + missed * so_far
        found.append((day, sum(told[0] for told in within), possible))
    return tuple(found)


PERFORMANCES = LeaveRule(
    "performance",
    CLAUSE,
    lambda rules: (
        "Does a licence name the days, or does attendance stay at "
        f"{rules.performance_percent}% with one that names none?"
    ),
    lambda _: (PERFORMANCE,),
    "refuse; days without dates in the licence are the head teacher's to weigh",
    performance,
)

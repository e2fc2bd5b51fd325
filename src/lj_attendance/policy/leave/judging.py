"""A request for leave of absence judged by §7: every rule, and what follows from them.

The head teacher decides; this advises. A judgement follows from its arguments alone: asked again,
it is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lj_attendance.policy.leave.advice import advice, questions
from lj_attendance.policy.leave.facts import (
    EXCEPTIONAL,
    HOLIDAY,
    INTERVIEW,
    MEDICAL,
    OTHER,
    PERFORMANCE,
    RELATIVE,
    RELIGIOUS,
    SPORT,
    TRAVELLER,
    Background,
    Judgement,
    LeaveRules,
    Request,
    RuleOutcome,
)
from lj_attendance.policy.leave.history import (
    EARLIER_WARNING,
    PREVIOUS_RECORD,
    SECOND_HOLIDAY,
    record_before,
)
from lj_attendance.policy.leave.law import law_on
from lj_attendance.policy.leave.limits import ASSESSMENT, LENGTH, SEPTEMBER, YEAR_7
from lj_attendance.policy.leave.performance import PERFORMANCES, by_day
from lj_attendance.policy.leave.reasons import (
    APPOINTMENT,
    COST,
    FAMILY_HOLIDAY,
    INTERVIEW_RULE,
    RELATIVE_VISIT,
    RELIGIOUS_DAY,
    SPORTING_EVENT,
    TRAVEL,
)
from lj_attendance.policy.leave.request import check_request
from lj_attendance.policy.leave.rule import LeaveRule
from lj_attendance.policy.leave.timing import NOTICE, RETROSPECTIVE, notice_given
from lj_attendance.policy.leave.words import not_applicable
from lj_attendance.policy.settings import Settings

__all__ = ["RULES", "check_request", "judge", "law_on", "rules_on"]

RULES: tuple[LeaveRule, ...] = (
    NOTICE, RETROSPECTIVE, YEAR_7, SEPTEMBER, EARLIER_WARNING, COST, RELATIVE_VISIT, ASSESSMENT,
    LENGTH, SECOND_HOLIDAY, FAMILY_HOLIDAY, RELIGIOUS_DAY, TRAVEL, PERFORMANCES, SPORTING_EVENT,
    APPOINTMENT, INTERVIEW_RULE, PREVIOUS_RECORD,
)  # fmt: skip
"""Every rule, in the order in which they are told."""

_CODE_OF = {
    HOLIDAY: "leave_code_holiday",
    RELATIVE: "leave_code_exceptional",
    RELIGIOUS: "leave_code_religious",
    TRAVELLER: "leave_code_traveller",
    PERFORMANCE: "leave_code_performance",
    SPORT: "leave_code_exceptional",
    MEDICAL: "leave_code_medical",
    INTERVIEW: "leave_code_interview",
    EXCEPTIONAL: "leave_code_exceptional",
    OTHER: "leave_code_exceptional",
}
_SESSIONS_A_DAY = 2


def rules_on(settings: Settings, day: date) -> LeaveRules:
    """The settings of leave in force on a day: the first of the leave."""
    return LeaveRules(
        notice_days=settings.number("leave_notice_days", day),
        max_school_days=settings.number("leave_max_school_days", day),
        settling_years=frozenset(settings.texts("leave_settling_years", day)),
        refused_months=frozenset(settings.numbers("leave_refused_months", day)),
        warning_months=settings.number("leave_warning_months", day),
        record_months=settings.number("leave_record_months", day),
        performance_months=settings.number("leave_performance_months", day),
        performance_percent=settings.number("leave_performance_percent", day),
        holidays_a_year=settings.number("leave_holidays_a_year", day),
        holiday_reasons=frozenset(settings.texts("leave_holiday_reasons", day)),
        limits_spare=frozenset(settings.texts("leave_limits_spare", day)),
        notice_not_asked=frozenset(settings.texts("leave_notice_not_asked_for", day)),
        short_notice_refers=frozenset(settings.texts("leave_short_notice_refers", day)),
        code_granted={reason: settings.text(name, day) for reason, name in _CODE_OF.items()},
        code_holiday_refused=settings.text("leave_code_holiday_refused", day),
        code_refused=settings.text("leave_code_refused", day),
    )


def judge(
    request: Request,
    background: Background,
    rules: LeaveRules,
    law: Sequence[tuple[str, str]] = (),
) -> Judgement:
    """Every rule's outcome, what they recommend, and what is still to be asked.

    `law` is what `law_on` says of the request. The request has passed `check_request`.
    """
    days = tuple(background.calendar.days(request.first_day, request.last_day))
    outcomes = tuple(_outcome(rule, request, background, rules, days) for rule in RULES)
    recommendation, grounds = advice(request, outcomes, rules, days)
    record, is_holiday = (
        record_before(request, background, rules),
        request.reason in rules.holiday_reasons,
    )
    refused = rules.code_holiday_refused if is_holiday else rules.code_refused
    return Judgement(
        request=request,
        school_days=days,
        sessions=len(days) * (1 if request.session else _SESSIONS_A_DAY),
        notice_days=notice_given(request),
        recommendation=recommendation,
        grounds=grounds,
        rules=outcomes,
        needs=questions(request, outcomes, days),
        code_if_granted=rules.code_granted[request.reason] if days else None,
        code_if_not=refused if days else None,
        previous_months=(record.attended, record.possible),
        record_from=record.first,
        record_reaches_back=record.reaches_back,
        by_day=by_day(request, background, rules) if request.reason == PERFORMANCE else (),
        law=tuple(law) if days else (),
    )


def _outcome(
    rule: LeaveRule,
    request: Request,
    background: Background,
    rules: LeaveRules,
    days: tuple[date, ...],
) -> RuleOutcome:
    if not days:
        return not_applicable(rule.name, "The school is closed on all of these days.", rule.clause)
    return rule.judge(request, background, rules)

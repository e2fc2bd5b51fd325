"""When a request for leave was received (§7): four weeks before, or too late."""

from __future__ import annotations

from lj_attendance.policy.leave.facts import (
    CLAUSE,
    DATED,
    MEDICAL,
    PERFORMANCE,
    REASONS,
    Background,
    LeaveRules,
    Request,
    RuleOutcome,
)
from lj_attendance.policy.leave.rule import LeaveRule
from lj_attendance.policy.leave.words import (
    REASON_WORDS,
    against,
    count,
    met,
    needs,
    not_applicable,
    notice_words,
    possessive,
)
from lj_attendance.policy.stages.words import day_text

AUTHORISED = "A licence that names the days needs no further authorisation."


def is_authorised_already(request: Request) -> bool:
    """§7: a licence that "specifies dates of absence" needs no further authorisation."""
    return request.reason == PERFORMANCE and request.licence == DATED


def notice_given(request: Request) -> int | None:
    """Calendar days from receipt to the first day; negative after it, null where not known."""
    return None if request.received is None else (request.first_day - request.received).days


def notice(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: the form has to come "at least four weeks prior to the proposed start date"."""
    asked, least = notice_words(rules.notice_days), rules.notice_days
    if is_authorised_already(request):
        return not_applicable("notice", AUTHORISED)
    if request.reason in rules.notice_not_asked:
        why = (
            "appointments are asked for as far in advance as is practicable"
            if request.reason == MEDICAL
            else "§7 names no notice for it"
        )
        reason = REASON_WORDS[request.reason]
        return not_applicable(
            "notice", f"No {possessive(asked)} notice is asked of {reason}: {why}."
        )
    given = notice_given(request)
    if given is None:
        return needs(
            "notice",
            "received",
            f"The day of receipt is not known; {possessive(asked)} notice is asked for.",
        )
    told = f"{_given_words(given)}; {_asked_words(asked, least)}."
    return met("notice", told) if given >= least else against("notice", told)


def _asked_words(asked: str, least: int) -> str:
    return f"{asked} is {least}" if "week" in asked else f"{asked} asked for"


def _given_words(given: int) -> str:
    if given > 0:
        return f"{possessive(count(given, 'day'))} notice"
    if given == 0:
        return "No notice, as it was received on the first day of the leave"
    return f"No notice, as it was received {count(-given, 'day')} after the first day of the leave"


def retrospective(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: the school "cannot grant leaves of absence retrospectively"."""
    received, first = request.received, request.first_day
    if is_authorised_already(request):
        return not_applicable("retrospective", AUTHORISED)
    if received is None:
        return needs(
            "retrospective", "received", "Whether it was asked for in advance is not known."
        )
    told = f"Received on {day_text(received)}"
    if received < first:
        return met("retrospective", f"{told}, before the first day of the leave.")
    when = "the first day of the leave" if received == first else f"after {day_text(first)}"
    return against("retrospective", f"{told}, {when}: leave is not granted retrospectively.")


NOTICE = LeaveRule(
    "notice",
    CLAUSE,
    lambda rules: f"Was it received at least {notice_words(rules.notice_days)} before?",
    lambda rules: tuple(reason for reason in REASONS if reason not in rules.notice_not_asked),
    "refuse; the head teacher weighs it in exceptional circumstances",
    notice,
)
RETROSPECTIVE = LeaveRule(
    "retrospective",
    CLAUSE,
    lambda _: "Was it received before the first day of the leave?",
    lambda _: (),
    "refuse",
    retrospective,
)

"""What §7 asks of each reason for leave: a cost, a relative, a day set apart, evidence."""

from __future__ import annotations

from lj_attendance.policy.leave.facts import (
    CLAUSE,
    FACTS_OF,
    HOLIDAY,
    INTERVIEW,
    MEDICAL,
    RELATIVE,
    RELIGIOUS,
    SPORT,
    TRAVELLER,
    Background,
    LeaveRules,
    Request,
    RuleOutcome,
)
from lj_attendance.policy.leave.rule import LeaveRule
from lj_attendance.policy.leave.words import (
    against,
    by_fact,
    declared,
    met,
    needs,
    not_applicable,
    of_another_reason,
)
from lj_attendance.policy.stages.words import day_text

_MEDICAL_CLAUSE, _AFTER_STAGE_2 = "§2, §7", "§2, §7, §18"


def cost(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: not "holidays taken during term time due to cost"."""
    if request.reason not in FACTS_OF["because_of_cost"]:
        return of_another_reason("cost", request)
    if request.because_of_cost is None and request.reason == RELATIVE:
        return not_applicable("cost", "Nobody says that the visit is in term time for its cost.")
    words = (
        "The time was not chosen for its cost.",
        "A holiday in term time because of its cost is not granted.",
        "Whether the time was chosen for its cost is not known.",
    )
    told = None if request.because_of_cost is None else not request.because_of_cost
    return by_fact("cost", told, words, "because_of_cost")


def relative(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: not "for the purpose of visiting a relative, unless [...] critically ill"."""
    if request.reason != RELATIVE:
        return of_another_reason("relative", request)
    words = (
        "The relative is critically ill.",
        "A visit to a relative who is not critically ill is not granted.",
        "Whether the relative is critically ill is not known.",
    )
    return by_fact("relative", request.relative_critically_ill, words, "relative_critically_ill")


def family_holiday(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: the school is "unlikely to grant" family holidays; only where exceptional (Reading)."""
    if request.reason != HOLIDAY:
        return of_another_reason("family_holiday", request)
    circumstance = declared(request)
    if circumstance is None:
        told = "A family holiday is unlikely to be granted: only in an exceptional circumstance."
        return needs("family_holiday", "exceptional", told)
    if not circumstance:
        told = "A family holiday, and no exceptional circumstance is declared."
        return against("family_holiday", told)
    told = f"A family holiday, with a circumstance declared: “{circumstance}”."
    return met("family_holiday", told)


def religious(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: days "exclusively set apart for religious observance" by the parents' body."""
    if request.reason != RELIGIOUS:
        return of_another_reason("religious", request)
    days = len(background.calendar.days(request.first_day, request.last_day))
    each = f"; each of the {days} school days has to be" if days > 1 else ""
    words = (
        f"Set apart for religious observance by the parents' religious body{each}.",
        f"Not set apart for religious observance by the parents' religious body{each}.",
        f"Whether the parents' religious body sets it apart is not known{each}.",
    )
    return by_fact("religious", request.set_apart_day, words, "set_apart_day")


def traveller(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: not "for reasons other than travel for occupational purposes"."""
    if request.reason != TRAVELLER:
        return of_another_reason("traveller", request)
    words = (
        "A parent travels for occupational purposes.",
        "Travel for another purpose than a parent's occupation is not granted.",
        "Whether a parent travels for occupational purposes is not known.",
    )
    return by_fact("traveller", request.occupational_travel, words, "occupational_travel")


def sport(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§7: not by "parental choice", but where a club or group sets the time."""
    if request.reason != SPORT:
        return of_another_reason("sport", request)
    words = (
        "Organised by a club or group whose timing is out of the parents' control.",
        "The parents' choice, not organised by a club or group that sets the time.",
        "Whether a club or group sets the time is not known.",
    )
    return by_fact("sport", request.organised_by_club, words, "organised_by_club")


def medical(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """§2: authorised where "supporting documents are provided"; §7: "only the amount of time"."""
    if request.reason != MEDICAL:
        return of_another_reason("medical", request, _MEDICAL_CLAUSE)
    received = background.stage_2_received
    after = received is not None and received < request.last_day
    clause = _AFTER_STAGE_2 if after else _MEDICAL_CLAUSE
    why = (
        f", and a Stage 2 letter was received on {day_text(received)}" if after and received else ""
    )
    refused = rules.code_refused
    words = (
        "An appointment card or letter was seen; only the time necessary is granted.",
        f"No appointment card or letter{why}: without one the absence is {refused}.",
        f"An appointment card or letter has to be seen{why}; only the time necessary is granted.",
    )
    return by_fact("medical", request.evidence, words, "evidence", clause)


def interview(request: Request, background: Background, rules: LeaveRules) -> RuleOutcome:
    """No clause of its own: leave for an interview, with the code of the day."""
    if request.reason != INTERVIEW:
        return of_another_reason("interview", request)
    code = rules.code_granted[INTERVIEW]
    return met("interview", f"An interview; on {day_text(request.first_day)} its code is {code}.")


COST = LeaveRule(
    "cost",
    CLAUSE,
    lambda _: "Was the time chosen for another reason than its cost?",
    lambda _: FACTS_OF["because_of_cost"],
    "refuse",
    cost,
)
FAMILY_HOLIDAY = LeaveRule(
    "family_holiday",
    CLAUSE,
    lambda _: "Is an exceptional circumstance declared?",
    lambda _: (HOLIDAY,),
    "refuse",
    family_holiday,
)
RELATIVE_VISIT = LeaveRule(
    "relative",
    CLAUSE,
    lambda _: "Is the relative critically ill?",
    lambda _: (RELATIVE,),
    "refuse",
    relative,
)
RELIGIOUS_DAY = LeaveRule(
    "religious",
    CLAUSE,
    lambda _: "Does the parents' religious body set the day apart?",
    lambda _: (RELIGIOUS,),
    "refuse",
    religious,
)
TRAVEL = LeaveRule(
    "traveller",
    CLAUSE,
    lambda _: "Does a parent travel for occupational purposes?",
    lambda _: (TRAVELLER,),
    "refuse",
    traveller,
)
SPORTING_EVENT = LeaveRule(
    "sport",
    CLAUSE,
    lambda _: "Does a club or group set the time?",
    lambda _: (SPORT,),
    "refuse",
    sport,
)
APPOINTMENT = LeaveRule(
    "medical",
    _MEDICAL_CLAUSE,
    lambda _: "Was an appointment card or letter seen?",
    lambda _: (MEDICAL,),
    "not authorised without one",
    medical,
)
INTERVIEW_RULE = LeaveRule(
    "interview",
    CLAUSE,
    lambda _: "Is it an interview, asked for in advance?",
    lambda _: (INTERVIEW,),
    "the head teacher weighs it",
    interview,
)

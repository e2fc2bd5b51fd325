"""What the rules of leave recommend to the head teacher, on which grounds, and what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from lj_attendance.policy.leave.facts import (
    AGAINST,
    CLAUSE,
    EXCEPTIONAL,
    MAY_GRANT,
    MET,
    NEEDS,
    OTHER,
    PERFORMANCE,
    REFER,
    REFUSE,
    UNDATED,
    LeaveRules,
    Request,
    RuleOutcome,
)
from lj_attendance.policy.leave.words import REASON_WORDS, declared, listed

_BY_CIRCUMSTANCE = (EXCEPTIONAL, OTHER)  # reasons that have no rule of their own

_TITLES = {
    "notice": "notice",
    "retrospective": "a request in advance",
    "year_7": "the settling-in year",
    "september": "the month",
    "earlier_warning": "an earlier warning or notice",
    "cost": "cost",
    "relative": "visiting a relative",
    "assessment": "formal assessments",
    "length": "length",
    "second_holiday": "a second holiday",
    "family_holiday": "a family holiday",
    "religious": "religious observance",
    "traveller": "travel for work",
    "performance": "performances",
    "sport": "sport",
    "medical": "evidence of the appointment",
    "interview": "interviews",
    "previous_record": "the previous record",
}

_OPPOSED = {
    **_TITLES,
    "notice": "short notice",
    "retrospective": "a request that came too late",
    "cost": "its cost",
    "relative": "a relative who is not critically ill",
    "length": "its length",
    "family_holiday": "a family holiday without an exceptional circumstance",
    "religious": "a day that is not set apart",
    "traveller": "travel for another purpose than work",
    "sport": "the parents' own choice of time",
    "medical": "missing evidence of the appointment",
}
"""What is against a request, by the rule that refuses it."""

_QUESTIONS = {
    "received": "On which day was the request received? The notice is counted from it, and no"
    " leave is granted once its first day has come.",
    "exceptional": "Is an exceptional circumstance declared, and which? Leave is granted in"
    " exceptional circumstances only.",
    "year_group": "In which year group is the pupil? The roll has none, and some years have rules"
    " and assessments of their own.",
    "because_of_cost": "Is the holiday in term time because of its cost? Then it is refused.",
    "relative_critically_ill": "Is the relative critically ill? Only then is the visit no ground"
    " to refuse.",
    "set_apart_day": "Is each day exclusively set apart for religious observance by the parents'"
    " religious body? Only such days are granted.",
    "occupational_travel": "Does a parent travel for occupational purposes? Only such travel is"
    " granted.",
    "licence": "Has the local authority given a licence, and does it name the dates? Without a"
    " licence no day is granted; one that names the days needs no further authorisation.",
    "organised_by_club": "Is it organised by a club or group whose timing the parents do not"
    " control? What the parents chose themselves is refused.",
    "evidence": "Has the school seen an appointment card or letter? Without one the absence is"
    " not authorised.",
}
"""By the fact that a rule waits for, what to ask and why."""


def advice(
    request: Request, outcomes: Sequence[RuleOutcome], rules: LeaveRules, days: Sequence[date]
) -> tuple[str, str]:
    """The recommendation, and its grounds in a sentence."""
    if not days:
        return MAY_GRANT, "The school is closed on all of these days: no leave is needed."
    opposed = [each for each in outcomes if each.outcome == AGAINST]
    waiting = [each for each in outcomes if each.outcome == NEEDS]
    by_circumstance = request.reason in _BY_CIRCUMSTANCE
    is_short_only = [each.rule for each in opposed] == ["notice"]
    is_excused = is_short_only and request.reason in rules.short_notice_refers
    if opposed and not is_excused:
        return (
            REFUSE,
            f"Against it {'is' if len(opposed) == 1 else 'are'} {_named(opposed, _OPPOSED)}.",
        )
    if by_circumstance and declared(request) == "":
        told = "leave is granted in exceptional circumstances only, and none is declared"
        return REFUSE, f"By {CLAUSE} {told}."
    if is_excused:
        told = f"Only {_named(opposed, _OPPOSED)} is against it"
        reason = REASON_WORDS[request.reason]
        return REFER, f"{told}, which the head teacher weighs for {reason}."
    return _without_opposition(request, outcomes, waiting)


def _without_opposition(
    request: Request, outcomes: Sequence[RuleOutcome], waiting: Sequence[RuleOutcome]
) -> tuple[str, str]:
    """Where no rule is against the leave."""
    if waiting:
        verb = "waits" if len(waiting) == 1 else "wait"
        return REFER, f"{_capital(_named(waiting))} {verb} for what is not known yet."
    if request.reason == PERFORMANCE and request.licence == UNDATED:
        told = "The licence names no dates: each day is at the head teacher's discretion"
        return REFER, f"{told} ({CLAUSE})."
    if request.reason in _BY_CIRCUMSTANCE:
        if declared(request) is None:
            told = "leave is granted in exceptional circumstances only, and nobody has said of any"
            return REFER, f"By {CLAUSE} {told}."
        return (
            MAY_GRANT,
            f"An exceptional circumstance is declared; no rule of {CLAUSE} is against it.",
        )
    decided = [each for each in outcomes if each.outcome == MET and each.rule == _own(request)]
    if decided:
        return MAY_GRANT, f"Nothing is against it, and the rule of {_named(decided)} is met."
    return MAY_GRANT, f"No rule of {CLAUSE} is against it."


def _own(request: Request) -> str:
    """The rule of a reason."""
    return "family_holiday" if request.reason == "holiday" else request.reason


def questions(
    request: Request, outcomes: Sequence[RuleOutcome], days: Sequence[date]
) -> tuple[tuple[str, str], ...]:
    """Each fact that is waited for, once, with what to ask."""
    facts = [each.needs for each in outcomes if each.needs]
    if days and request.reason in _BY_CIRCUMSTANCE and declared(request) is None:
        facts.append("exceptional")
    return tuple((fact, _QUESTIONS[fact]) for fact in dict.fromkeys(facts))


def _named(outcomes: Sequence[RuleOutcome], words: Mapping[str, str] = _TITLES) -> str:
    return listed([f"{words[each.rule]} ({each.clause})" for each in outcomes])


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]

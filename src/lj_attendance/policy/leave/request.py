"""Whether a request for leave can be judged: its facts fit each other, and the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.policy.leave.facts import (
    EXCEPTIONAL,
    FACTS_OF,
    LICENCES,
    NO_LICENCE,
    REASONS,
    Request,
)
from lj_attendance.policy.leave.words import declared, listed
from lj_attendance.policy.stages.words import day_text
from lj_attendance.school_year import Calendar

_SESSIONS = ("AM", "PM")
_CALENDAR = "lja.toml, [[calendar.term]]"


def check_request(request: Request, calendar: Calendar) -> None:
    """Raises WrongUsage for a request that contradicts itself, UnusableInput for days unknown."""
    _check_words(request)
    _check_days(request)
    _check_facts(request)
    unknown = next(_unknown_days(request, calendar), None)
    if unknown is not None:
        raise UnusableInput(
            f"The calendar does not tell which days are school days on {day_text(unknown)}"
            f" ({_known_words(calendar)}).",
            _CALENDAR,
            "Add the terms of that school year.",
        )


def _check_words(request: Request) -> None:
    if request.reason not in REASONS:
        raise WrongUsage(
            f"'{request.reason}' is no reason for leave.",
            "--reason",
            f"Say one of: {', '.join(REASONS)}.",
        )
    if request.licence is not None and request.licence not in LICENCES:
        raise WrongUsage(
            f"'{request.licence}' says nothing of a licence.",
            "--licence",
            f"Say one of: {', '.join(LICENCES)}.",
        )


def _check_days(request: Request) -> None:
    first, last = day_text(request.first_day), day_text(request.last_day)
    if request.last_day < request.first_day:
        raise WrongUsage(
            f"The last day of the leave, {last}, is before its first, {first}.",
            "--to",
            "Say a last day that is the first day or a later one.",
        )
    if request.session is None:
        return
    if request.session not in _SESSIONS:
        raise WrongUsage(
            f"'{request.session}' is no session.", "--session", "Say AM or PM, or leave it out."
        )
    if request.first_day != request.last_day:
        raise WrongUsage(
            f"Half a day is of one day only, not of {first} to {last}.",
            "--session",
            "Leave it out, or ask for each half day by itself.",
        )


def _check_facts(request: Request) -> None:
    """A fact that was said of a reason it does not belong to; a plain no is harmless."""
    for fact, reasons in FACTS_OF.items():
        told = getattr(request, fact)
        if told and told != NO_LICENCE and request.reason not in reasons:
            option = f"--{fact.replace('_', '-')}"
            raise WrongUsage(
                f"{option} belongs to the reason {listed(reasons, 'or')}, not to {request.reason}.",
                option,
                f"Leave {option} out, or say --reason {reasons[0]}.",
            )
    if request.reason == EXCEPTIONAL and declared(request) == "":
        raise WrongUsage(
            "The reason is an exceptional circumstance, and none is declared.",
            "--exceptional",
            "Say which circumstance it is, or give another reason.",
        )


def _unknown_days(request: Request, calendar: Calendar) -> Iterator[date]:
    span = (request.last_day - request.first_day).days
    every = (request.first_day + timedelta(days=number) for number in range(span + 1))
    return (day for day in every if not calendar.knows(day))


def _known_words(calendar: Calendar) -> str:
    first, last = calendar.first_day, calendar.last_day
    if first is None or last is None:
        return "it has no terms"
    return f"its terms reach from {day_text(first)} to {day_text(last)}"

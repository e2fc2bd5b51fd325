"""The register of requests: entered, decided, listed. Nothing of it is ever taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.ledger.events import LEAVE_DECIDED, LEAVE_REQUESTED, NewEvent
from lj_attendance.ledger.leave import GRANTED, REFUSED, LeaveRequest, leave_on, request_key
from lj_attendance.ledger.store import Ledger, Writing
from lj_attendance.policy.leave.facts import AGAINST, MAY_GRANT, Request
from lj_attendance.policy.leave.judging import rules_on
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import Calendar
from lj_attendance.workflows.leave.judging import Judged

NEW, CHANGED, KNOWN = "new", "changed", "known"


@dataclass(frozen=True)
class Entry:
    """A request as it stands on the register after entering it."""

    number: int
    how: str  # NEW; CHANGED: with other facts than before; KNOWN: nothing was entered


@dataclass(frozen=True)
class Choice:
    """What the head teacher chose."""

    number: int  # of the request
    decision: str  # GRANTED or REFUSED
    first_day: date | None  # of the days granted; null: of the request
    last_day: date | None
    reason: str
    on: date


@dataclass(frozen=True)
class Decided:
    """A decision as entered, and what to tell whoever entered it."""

    request: LeaveRequest
    days: tuple[date, ...]
    code: str | None
    notes: tuple[str, ...]


def record(
    ledger: Path, judged: Sequence[Judged], policy: str, *, on: date, by: str, now: datetime
) -> tuple[Entry, ...]:
    """Enters requests, all or none; one already there again only where its facts differ."""
    with Ledger(ledger).writing(now, by) as writing:
        return tuple(_record(writing, each, policy, on) for each in judged)


def _record(writing: Writing, judged: Judged, policy: str, on: date) -> Entry:
    request = judged.judgement.request
    told = _told(request)
    detail = {**told, "judged": _verdict(judged), "policy": policy}
    key = request_key(
        request.pupil_id, request.first_day, request.last_day, request.session, request.reason
    )
    events = writing.events()
    first = next((event for event in events if event.key == key), None)
    if first is None:
        event = writing.add(NewEvent(LEAVE_REQUESTED, on, request.pupil_id, detail, key=key))
        return Entry(event.number, NEW)
    last = next(each for each in leave_on(events, date.max) if each.number == first.number)
    if {name: last.detail.get(name) for name in told} == told:
        return Entry(first.number, KNOWN)
    writing.add(
        NewEvent(LEAVE_REQUESTED, max(on, first.on), request.pupil_id, detail, corrects=last.entry)
    )
    return Entry(first.number, CHANGED)


def _told(request: Request) -> dict[str, Any]:
    """The request's own fields as JSON values."""
    fields = {name: value for name, value in asdict(request).items() if name != "pupil_id"}
    return {n: v.isoformat() if isinstance(v, date) else v for n, v in fields.items()}


def _verdict(judged: Judged) -> dict[str, Any]:
    found = judged.judgement
    return {
        "recommendation": found.recommendation,
        "grounds": found.grounds,
        "rules": {each.rule: each.outcome for each in found.rules},
        "why": {each.rule: each.explanation for each in found.rules if each.outcome == AGAINST},
        "needs": [question for _, question in found.needs],
    }


def request_numbered(requests: Sequence[LeaveRequest], number: int) -> LeaveRequest:
    """The request of that number. Raises WrongUsage."""
    for each in requests:
        if each.number == number:
            return each
    raise WrongUsage(
        f"No request has the number {number}.",
        "the register of requests",
        "See the requests with: lja leave list",
    )


def decide(
    ledger: Path, choice: Choice, calendar: Calendar, settings: Settings, by: str, now: datetime
) -> Decided:
    """Enters the head teacher's decision; one decided before is decided anew.

    Raises WrongUsage for days outside the request, a missing reason, a day of decision before the
    request was entered, or the very decision that is there already.
    """
    if not choice.reason.strip():
        raise WrongUsage(
            "A reason is needed: it stands on the record.", "--reason", "Say why in a few words."
        )
    request = request_numbered(leave_on(Ledger(ledger).events(), date.max), choice.number)
    with Ledger(ledger).writing(now, by) as writing:
        request = request_numbered(leave_on(writing.events(), date.max), choice.number)
        days, code = _what(request, choice, calendar, settings)
        _refuse(request, choice, days)
        detail = {
            "request": request.number,
            "decision": choice.decision,
            "days": [day.isoformat() for day in days],
            "session": request.session,
            "code": code,
            "reason": choice.reason.strip(),
        }
        before = request.decision.number if request.decision else None
        writing.add(NewEvent(LEAVE_DECIDED, choice.on, request.pupil_id, detail, corrects=before))
    return Decided(request, days, code, _notes(request, choice))


def _what(
    request: LeaveRequest, choice: Choice, calendar: Calendar, settings: Settings
) -> tuple[tuple[date, ...], str | None]:
    """The school days granted and the code they are to be marked with."""
    asked = calendar.days(request.first_day, request.last_day)
    if not asked:
        raise WrongUsage(
            "The school is closed on every day of this request: no leave is needed.",
            f"request {request.number}",
            "Nothing has to be decided. Check the calendar in lja.toml if that is wrong.",
        )
    if choice.decision == REFUSED:
        if choice.first_day or choice.last_day:
            raise WrongUsage(
                "A refusal is of the whole request.", "--from, --to", "Leave the days out."
            )
        return (), None
    first, last = choice.first_day or request.first_day, choice.last_day or request.last_day
    days = tuple(day for day in asked if first <= day <= last)
    if not days or first < request.first_day or last > request.last_day:
        raise WrongUsage(
            f"The days granted have to be school days from {request.first_day} to "
            f"{request.last_day}.",
            "--from, --to",
            "Give a part of the request; more days need another request.",
        )
    return days, rules_on(settings, request.first_day).code_granted[request.reason]


def _refuse(request: LeaveRequest, choice: Choice, days: tuple[date, ...]) -> None:
    if choice.on < request.on:
        raise WrongUsage(
            f"--on {choice.on} is before {request.on}, when the request was entered.",
            "--on",
            "Give the day of the decision.",
        )
    before = request.decision
    if before and (before.decision, before.days) == (choice.decision, days):
        raise UnusableInput(
            f"This was decided so already, on {before.on} (entry {before.number}).",
            f"request {request.number}",
            "Nothing was entered.",
        )


def _notes(request: LeaveRequest, choice: Choice) -> tuple[str, ...]:
    """What the person who enters a decision should know."""
    judged: Mapping[str, Any] = request.detail.get("judged", {})
    notes = []
    if choice.decision == GRANTED and judged.get("recommendation") not in (None, MAY_GRANT):
        notes.append(f"The policy's recommendation was another: {judged['grounds']}")
    if choice.decision == GRANTED and choice.on >= request.first_day:
        notes.append("Decided on the first day or later: §7 grants no leave in retrospect.")
    if request.decision:
        before = request.decision
        notes.append(f"Decided anew; before: {before.decision} on {before.on} ({before.reason}).")
    return tuple(notes)

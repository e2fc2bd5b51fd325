"""A request for leave judged: the policy's rules over the register, the ledger and the calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import polars as pl

from lj_attendance.errors import WrongUsage
from lj_attendance.ledger.events import PENALTY_NOTICE, Event
from lj_attendance.ledger.leave import LeaveRequest, leave_on, notices_on
from lj_attendance.ledger.replay import letters_on
from lj_attendance.policy.leave.facts import (
    REFUSE,
    Background,
    EarlierRequest,
    Judgement,
    LeaveRules,
    Request,
    Warned,
)
from lj_attendance.policy.leave.judging import check_request, judge, law_on, rules_on
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import Calendar, academic_year_start
from lj_attendance.workflows.reading import Reading

_WORDS = {True: "penalty notice", False: "holiday warning letter"}
Daily = Mapping[date, tuple[int, int]]


@dataclass(frozen=True)
class Office:
    """All that requests are judged by, read once for many of them."""

    reading: Reading
    events: tuple[Event, ...]
    settings: Settings
    calendar: Calendar
    on: date  # the ledger counts up to the end of this day


@dataclass(frozen=True)
class Judged:
    """One request with its pupil (a row of the roll), and its number if it is on the register."""

    pupil: Mapping[str, Any]
    judgement: Judgement
    rules: LeaveRules
    recorded: int | None

    @property
    def is_refused(self) -> bool:
        """Whether the recommendation is to refuse, whatever else is still not known."""
        return self.judgement.recommendation == REFUSE


def request_of(pupil_id: str, told: Mapping[str, Any]) -> Request:
    """A request from what is told of it by the names of its fields; the rest is not known."""
    names = [field.name for field in fields(Request) if field.name != "pupil_id"]
    return Request(pupil_id, **{name: told[name] for name in names if name in told})


def judge_again(office: Office, judged: Judged, fact: str, value: Any) -> Judged:
    """A request judged with one fact more."""
    request = replace(judged.judgement.request, **{fact: value})
    return judge_one(office, judged.pupil, request)


def judge_all(
    office: Office, asked: Sequence[tuple[Mapping[str, Any], Request]]
) -> tuple[Judged, ...]:
    """Every request judged, each with a row of the roll. Raises WrongUsage and UnusableInput."""
    daily = daily_sessions(office.reading, {request.pupil_id for _, request in asked})
    requests = leave_on(office.events, office.on)
    return tuple(
        _judged(office, pupil, request, daily.get(request.pupil_id, {}), requests)
        for pupil, request in asked
    )


def judge_one(office: Office, pupil: Mapping[str, Any], request: Request) -> Judged:
    """One request judged."""
    return judge_all(office, [(pupil, request)])[0]


def _judged(
    office: Office,
    pupil: Mapping[str, Any],
    request: Request,
    daily: Daily,
    requests: Sequence[LeaveRequest],
) -> Judged:
    check_request(request, office.calendar)
    _refuse_leaver(pupil, request)
    of_pupil = [each for each in requests if each.pupil_id == request.pupil_id]
    itself = next((each for each in of_pupil if is_same(each, request)), None)
    background = Background(
        year_group=year_group_on(pupil.get("year_group"), office.reading.as_of, request.first_day),
        calendar=office.calendar,
        daily=daily,
        earlier=tuple(_earlier(each, daily) for each in of_pupil if each is not itself),
        warned=_warned(office, request.pupil_id),
        stage_2_received=_stage_2_received(office, request.pupil_id),
    )
    rules = rules_on(office.settings, request.first_day)
    law = law_on(office.settings, request)
    found = judge(request, background, rules, law)
    return Judged(pupil, found, rules, itself.number if itself else None)


def is_same(recorded: LeaveRequest, request: Request) -> bool:
    """Whether a request on the register is this one: the same days of a pupil, and reason."""
    return (recorded.pupil_id, recorded.first_day, recorded.last_day, recorded.session) == (
        request.pupil_id,
        request.first_day,
        request.last_day,
        request.session,
    ) and recorded.reason == request.reason


def daily_sessions(reading: Reading, pupil_ids: set[str]) -> dict[str, dict[date, tuple[int, int]]]:
    """Of each pupil, the attended and possible sessions of every day with a mark."""
    rows = (
        reading.marks.lazy()
        .filter(pl.col("pupil_id").cast(pl.String).is_in(sorted(pupil_ids)))
        .group_by(pl.col("pupil_id").cast(pl.String), "date")
        .agg(possible=pl.col("is_possible").sum(), absent=pl.col("is_absent").sum())
        .sort("pupil_id", "date")
        .collect()
    )
    found: dict[str, dict[date, tuple[int, int]]] = {}
    for pupil_id, day, possible, absent in rows.rows():
        found.setdefault(pupil_id, {})[day] = (possible - absent, possible)
    return found


def year_group_on(year_group: str | None, as_of: date, day: date) -> str | None:
    """The pupil's year group on a day, by that of the roll: a year more each 1 August."""
    if not year_group or not year_group.isdigit():
        return year_group or None
    years = academic_year_start(day).year - academic_year_start(as_of).year
    return str(int(year_group) + years)


def _earlier(each: LeaveRequest, daily: Daily) -> EarlierRequest:
    away = any(
        attended < possible
        for day, (attended, possible) in daily.items()
        if each.first_day <= day <= each.last_day
    )
    decided = each.decision
    return EarlierRequest(
        number=each.number,
        reason=each.reason,
        first_day=each.first_day,
        last_day=each.last_day,
        decision=decided.decision if decided else None,
        days_granted=decided.days if decided else (),
        was_taken=away,
    )


def _warned(office: Office, pupil_id: str) -> tuple[Warned, ...]:
    return tuple(
        Warned(notice.number, _WORDS[notice.kind == PENALTY_NOTICE], notice.issued_on)
        for notice in notices_on(office.events, office.on)
        if notice.pupil_id == pupil_id
    )


def _stage_2_received(office: Office, pupil_id: str) -> date | None:
    letters = letters_on(office.events, office.on, academic_year_start(office.on))
    received = [
        letter.received_on
        for letter in letters
        if letter.pupil_id == pupil_id and letter.stage == 2
    ]
    return max(received, default=None)


def _refuse_leaver(pupil: Mapping[str, Any], request: Request) -> None:
    left = pupil.get("on_roll_until")
    if left is not None and left < request.first_day:
        raise WrongUsage(
            f"This pupil is on the roll until {left}, and the leave begins on {request.first_day}.",
            "the roll in exports/",
            "Check the dates, or the leaving date in Arbor.",
        )

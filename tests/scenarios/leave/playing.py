"""A scenario of leave played through the judgement of a request."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lj_attendance.data import read_settings
from lj_attendance.policy.leave.facts import (
    Background,
    EarlierRequest,
    Judgement,
    Request,
    Warned,
)
from lj_attendance.policy.leave.judging import check_request, judge, law_on, rules_on
from lj_attendance.policy.settings import Settings, shipped_settings
from lj_attendance.school_year import Calendar, Span

HERE = Path(__file__).parent
CALENDAR_FILE = "calendar.toml"
SHIPPED = shipped_settings(read_settings("statutory"), read_settings("laurence_jackson"))
UNKNOWN = "unknown"
EARLY = timedelta(days=60)


def scenarios() -> list[dict[str, Any]]:
    """Every scenario of every file, with the file's name."""
    return [
        {**entry, "file": path.name}
        for path in sorted(HERE.glob("*.toml"))
        if path.name != CALENDAR_FILE
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["scenario"]
    ]


def play(scenario: Mapping[str, Any]) -> Judgement:
    """What the rules say of the request."""
    request, calendar = request_of(scenario), calendar_of(scenario.get("calendar"))
    settings = settings_of(scenario.get("settings", {}))
    check_request(request, calendar)
    return judge(
        request,
        background_of(scenario, calendar),
        rules_on(settings, request.first_day),
        law_on(settings, request),
    )


def request_of(scenario: Mapping[str, Any]) -> Request:
    told = dict(scenario["request"])
    first = told.pop("from")
    last, received = told.pop("to", first), told.pop("received", first - EARLY)
    return Request("ava", first, last, received=None if received == UNKNOWN else received, **told)


def background_of(scenario: Mapping[str, Any], calendar: Calendar) -> Background:
    year = scenario.get("year", "8")
    return Background(
        year_group=None if year == UNKNOWN else year,
        calendar=calendar,
        daily=_daily(scenario.get("register", []), calendar),
        earlier=tuple(_earlier(entry, calendar) for entry in scenario.get("earlier", [])),
        warned=tuple(
            Warned(number, entry["kind"], entry["on"])
            for number, entry in enumerate(scenario.get("warned", []), start=1)
        ),
        stage_2_received=scenario.get("stage_2"),
    )


def calendar_of(own: Mapping[str, Any] | None = None) -> Calendar:
    """The calendar of the scenarios, with what an entry says in its place."""
    shared = tomllib.loads((HERE / CALENDAR_FILE).read_text(encoding="utf-8"))
    told = shared if own is None else own
    return Calendar(
        terms=tuple(Span(*days) for days in told.get("terms", shared["terms"])),
        closed=tuple(Span(*days) for days in told.get("closed", [])),
        assessments=tuple(
            (year, Span(first, last, "Mock examinations"))
            for year, first, last in told.get("assessments", [])
        ),
    )


def settings_of(own: Mapping[str, Any]) -> Settings:
    assert own.keys() <= set(SHIPPED.names())
    return Settings(
        tuple(
            replace(setting, value=own.get(setting.name, setting.value))
            for setting in SHIPPED.settings
        )
    )


def _daily(entries: list[Mapping[str, Any]], calendar: Calendar) -> dict[date, tuple[int, int]]:
    daily: dict[date, tuple[int, int]] = {}
    for entry in entries:
        days = calendar.days(entry["from"], entry["to"])
        missed = entry.get("missed", 0)
        for back, day in enumerate(reversed(days)):
            daily[day] = (2 - min(2, max(0, missed - 2 * back)), 2)
    return dict(sorted(daily.items()))


def _earlier(entry: Mapping[str, Any], calendar: Calendar) -> EarlierRequest:
    first, last, decision = entry["from"], entry.get("to", entry["from"]), entry.get("decision")
    return EarlierRequest(
        number=entry["entry"],
        reason=entry.get("reason", "holiday"),
        first_day=first,
        last_day=last,
        decision=decision,
        days_granted=tuple(calendar.days(first, last)) if decision == "granted" else (),
        was_taken=entry.get("taken", False),
    )

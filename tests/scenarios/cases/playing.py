"""A case played through the ledger's replay and the policy, without a register."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from lj_attendance.data import read_settings
from lj_attendance.ledger.events import LETTER_ISSUED, LETTER_WITHDRAWN, TAKEN_BACK, NewEvent
from lj_attendance.policy.settings import shipped_settings
from lj_attendance.school_year import Calendar, Span
from lj_attendance.workflows.cases.facts import KINDS
from lj_attendance.workflows.cases.listing import Books, PupilCase, cases
from tests.ledger.entries import entered

HERE = Path(__file__).parent
CALENDAR = Calendar(
    (
        Span(date(2027, 1, 4), date(2027, 3, 25), "Spring"),
        Span(date(2027, 4, 12), date(2027, 7, 20), "Summer"),
        Span(date(2027, 9, 2), date(2027, 12, 17), "Autumn"),
    ),
    (Span(date(2027, 2, 15), date(2027, 2, 19), "half term"),),
)
_NAMES = {step: kind for kind, step in KINDS.items()}
_TEXTS = ("meeting_on", "review_on")


def scenarios() -> list[dict[str, Any]]:
    """Every scenario of every file, with the file's name."""
    return [
        {**entry, "file": path.name}
        for path in sorted(HERE.glob("*.toml"))
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["scenario"]
    ]


def play(scenario: dict[str, Any]) -> PupilCase | None:
    """The first case on the scenario's day, closed or not; null where there is none."""
    settings = shipped_settings(read_settings("statutory"), read_settings("laurence_jackson"))
    own = scenario.get("settings", {})
    changed = replace(
        settings,
        settings=tuple(replace(s, value=own.get(s.name, s.value)) for s in settings.settings),
    )
    books = Books(None, entered(*_events(scenario)), changed, CALENDAR)
    found = cases(books, scenario["as_of"], with_closed=True)
    return found[0] if found else None


def _events(scenario: dict[str, Any]) -> list[NewEvent]:
    """The entries, in the order of the scenario: the letter is entry 1."""
    day = scenario["letter"]
    received = scenario.get("received", day).isoformat()
    made = [NewEvent(LETTER_ISSUED, day, "ava", {"stage": 4, "received": received})]
    for told in scenario.get("steps", ()):
        detail = {
            name: value.isoformat() if name in _TEXTS else value
            for name, value in told.items()
            if name not in ("step", "on", "taken_back")
        }
        made.append(NewEvent(_NAMES[told["step"]], told["on"], "ava", detail))
        if "taken_back" in told:
            reason = {"reason": "a slip"}
            made.append(NewEvent(TAKEN_BACK, told["taken_back"], "ava", reason, corrects=len(made)))
    if "withdrawn" in scenario:
        reason = {"reason": "a slip"}
        made.append(NewEvent(LETTER_WITHDRAWN, scenario["withdrawn"], "ava", reason, corrects=1))
    return made

"""A scenario played through the reader, the ledger's replay and the stage engine."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lj_attendance.data import read_settings
from lj_attendance.ledger.events import HOLD, LETTER_ISSUED, LETTER_WITHDRAWN, LIFT, Event
from lj_attendance.policy.settings import Setting, Settings, shipped_settings
from lj_attendance.school_year import Calendar, Span
from lj_attendance.workflows.findings import findings
from lj_attendance.workflows.reading import Reading, ReadRequest, read_exports
from lj_attendance.workflows.stages.listing import PupilStage, stages
from tests.registers import FIRST_MONDAY, parse_register

HERE = Path(__file__).parent
FULL, CLOSED = r"/\ /\ /\ /\ /\ ", "## ## ## ## ##"
DELIVERY = {"post": 2, "hand": 0}  # days


def scenarios() -> list[dict[str, Any]]:
    """Every scenario of every file, with the file's name."""
    return [
        {**entry, "file": path.name}
        for path in sorted(HERE.glob("*.toml"))
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["scenario"]
    ]


def play(scenario: dict[str, Any], folder: Path) -> tuple[PupilStage, set[str]]:
    """What the engine decides on Ava, and the checks that have a finding."""
    settings = _settings(scenario.get("settings", {}))
    reading = _read(scenario, folder, settings)
    found = stages(reading, _events(scenario), settings, _calendar(scenario))
    ava = next(pupil for pupil in found.pupils if pupil.decision.pupil_id == "ava")
    return ava, set(findings(reading)["check"])


def _read(scenario: dict[str, Any], folder: Path, settings: Settings) -> Reading:
    weeks = [week.strip() for week in scenario["register"].split("|")]
    drawn = " | ".join({"full": FULL, "closed": CLOSED}.get(week, week) for week in weeks)
    marks = parse_register(drawn) if drawn.strip() else parse_register(FULL, pupil="ben")
    days = sorted({mark.date for mark in marks})
    shut = {mark.date for mark in marks if mark.mark == "#"}
    rows = [(m.pupil_id, m.date.isoformat(), m.session, m.mark) for m in marks]
    for day in days:  # Ben is there whenever the school is open
        rows += [("ben", day.isoformat(), "AM", "/"), ("ben", day.isoformat(), "PM", "\\")] * (
            day not in shut and marks[0].pupil_id != "ben"
        )
    _write(folder / "marks.csv", ["Arbor Student ID", "Date", "AM/PM", "Mark"], rows)
    roll = scenario.get("roll", {})
    own = roll if isinstance(roll, dict) else {}
    people = [["ben", "Brown", "Ben", *("" for _ in own)]]
    people += [["ava", "Adams", "Ava", *own.values()]] if roll != "not listed" else []
    headers = ["Arbor Student ID", "Legal Last Name", "Legal First Name", "Year Group", *own]
    _write(folder / "roll.csv", headers, [[*row[:3], "Year 8", *row[3:]] for row in people])
    request = ReadRequest(
        (folder,), settings, today=date(2026, 7, 31), as_of=scenario.get("as_of", days[-1])
    )
    return read_exports(request)


def _write(path: Path, headers: list[str], rows: list[Any]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headers, *rows])


def _settings(own: dict[str, Any]) -> Settings:
    shipped = shipped_settings(read_settings("statutory"), read_settings("laurence_jackson"))
    changed: tuple[Setting, ...] = tuple(
        replace(setting, value=own.get(setting.name, setting.value)) for setting in shipped.settings
    )
    assert own.keys() <= {setting.name for setting in changed}
    return Settings(changed)


def _calendar(scenario: dict[str, Any]) -> Calendar:
    ends = scenario.get("term_ends", FIRST_MONDAY + timedelta(weeks=20))
    closed = tuple(Span(first, last) for first, last in scenario.get("closed", []))
    return Calendar((Span(FIRST_MONDAY, ends, "Autumn"),), closed)


def _events(scenario: dict[str, Any]) -> list[Event]:
    """The ledger's entries, in the order of the scenario."""
    events: list[Event] = []

    def enter(kind: str, on: date, detail: dict[str, Any], corrects: int | None = None) -> None:
        number = len(events) + 1
        stamp = f"{on.isoformat()}T12:00:00+00:00"
        events.append(
            Event(number, stamp, kind, on, "ava", detail, "", corrects, None, "0" * 64, "1" * 64)
        )

    for letter in scenario.get("letters", []):
        how = letter.get("how", "post")
        as_of = letter.get("as_of")
        detail = {
            "stage": letter["stage"],
            "how": how,
            "received": (letter["on"] + timedelta(days=DELIVERY[how])).isoformat(),
            "as_of": as_of.isoformat() if as_of else None,
            "attended": letter.get("attended"),
            "possible": letter.get("possible"),
            "sessions": letter.get("sessions", []),
        }
        enter(LETTER_ISSUED, letter["on"], detail)
        if "withdrawn" in letter:
            enter(LETTER_WITHDRAWN, letter["withdrawn"], {"reason": "a slip"}, len(events))
    for hold in scenario.get("holds", []):
        until = hold.get("until")
        detail = {"reason": hold["reason"], "until": until.isoformat() if until else None}
        enter(HOLD, hold["on"], detail)
        if "lifted" in hold:
            enter(LIFT, hold["lifted"], {"reason": "over"}, len(events))
    return events

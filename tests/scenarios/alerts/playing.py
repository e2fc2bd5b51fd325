"""A scenario of alerts played through the reader, the ledger's replay and the rules."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from lj_attendance.data import read_settings
from lj_attendance.ledger.events import (
    ALERT_ANSWERED,
    CONTACT,
    HOLD,
    LEAVE_DECIDED,
    LEAVE_REQUESTED,
    LIFT,
    NOTICE_WITHDRAWN,
    PENALTY_NOTICE,
    TAKEN_BACK,
    Event,
    NewEvent,
)
from lj_attendance.policy.settings import Settings, shipped_settings
from lj_attendance.schema import CONTACTS
from lj_attendance.workflows.alerts.listing import PupilAlert, alerts
from lj_attendance.workflows.reading import Reading, ReadRequest, read_exports
from tests.ledger.entries import entered
from tests.registers import FIRST_MONDAY, parse_register

HERE = Path(__file__).parent
SHORT = {"full": r"/\ /\ /\ /\ /\ ", "closed": "## ## ## ## ##"}
SHIPPED = shipped_settings(read_settings("statutory"), read_settings("laurence_jackson"))
TODAY = date(2028, 7, 31)
PUPIL_HEADERS = ["Arbor Student ID", "Legal Last Name", "Legal First Name", "Year Group"]


def scenarios() -> list[dict[str, Any]]:
    """Every scenario of every file, with the file's name."""
    return [
        {**entry, "file": path.name}
        for path in sorted(HERE.glob("*.toml"))
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["scenario"]
    ]


def play(scenario: Mapping[str, Any], folder: Path) -> list[PupilAlert]:
    """Ava's alerts of the kind that the scenario is about."""
    settings = settings_of(scenario.get("settings", {}))
    reading = read(scenario, folder, settings)
    found = alerts(reading, events_of(scenario), settings, parents_of(scenario))
    of_ava = [each for each in found.alerts if each.alert.pupil_id == "ava"]
    return [each for each in of_ava if each.alert.kind == scenario["about"]]


def read(scenario: Mapping[str, Any], folder: Path, settings: Settings) -> Reading:
    """The drawn register as files, read; Ben is there whenever the school is open."""
    start = scenario.get("start", FIRST_MONDAY)
    weeks = [week for drawn in scenario["register"].split("|") for week in written_out(drawn)]
    marks = parse_register(" | ".join(weeks), start)
    days = sorted({mark.date for mark in marks})
    shut = {mark.date for mark in marks if mark.mark == "#"}
    rows = [(m.pupil_id, m.date.isoformat(), m.session, m.mark) for m in marks]
    for day in days:
        present = [("ben", day.isoformat(), "AM", "/"), ("ben", day.isoformat(), "PM", "\\")]
        rows += [] if day in shut else present
    _write(folder / "marks.csv", ["Arbor Student ID", "Date", "AM/PM", "Mark"], rows)
    own = scenario.get("roll", {})
    people = [["ben", "Brown", "Ben", "Year 8", *("" for _ in own)]]
    people.append(["ava", "Adams", "Ava", "Year 8", *own.values()])
    _write(folder / "roll.csv", [*PUPIL_HEADERS, *own], people)
    as_of = scenario.get("as_of", days[-1])
    return read_exports(ReadRequest((folder,), settings, today=TODAY, as_of=as_of))


def written_out(drawn: str) -> list[str]:
    """A week as it is, or `full` and `closed`, several with their number: `full x 9`."""
    week, _, times = drawn.strip().partition(" x ")
    return [SHORT.get(week, week)] * int(times or 1)


def _write(path: Path, headers: list[str], rows: list[Any]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headers, *rows])


def settings_of(own: Mapping[str, Any]) -> Settings:
    """The shipped settings, with some values changed."""
    assert own.keys() <= set(SHIPPED.names())
    return Settings(
        tuple(
            replace(setting, value=own.get(setting.name, setting.value))
            for setting in SHIPPED.settings
        )
    )


def parents_of(scenario: Mapping[str, Any]) -> pl.DataFrame:
    """Ava's parents, as a file of contacts has them."""
    rows = [
        dict.fromkeys(CONTACTS.columns)
        | {"pupil_id": "ava", "name": name, "has_parental_responsibility": True}
        for name in scenario.get("parents", [])
    ]
    return pl.DataFrame(rows, schema=CONTACTS.columns)


def events_of(scenario: Mapping[str, Any]) -> tuple[Event, ...]:
    """The ledger's entries on Ava, in the order of the scenario."""
    new: list[NewEvent] = []
    for told in scenario.get("ledger", []):
        new += _ENTERED[next(iter(told))](dict(told), len(new) + 1)
    return entered(*new)


def _notice(told: dict[str, Any], number: int) -> list[NewEvent]:
    detail = {"parent": told.get("parent"), "reference": None, "note": None}
    if "used_until" in told:
        detail["used_until"] = told["used_until"].isoformat()
    issued = NewEvent(PENALTY_NOTICE, told["notice"], "ava", detail)
    return [issued, *_undone(told, "withdrawn", NOTICE_WITHDRAWN, number)]


def _visit(told: dict[str, Any], number: int) -> list[NewEvent]:
    detail = {"means": told.get("means", "visit"), "outcome": told.get("outcome", "no_answer")}
    entry = NewEvent(CONTACT, told["visit"], "ava", detail)
    return [entry, *_undone(told, "taken_back", TAKEN_BACK, number)]


def _answer(told: dict[str, Any], number: int) -> list[NewEvent]:
    detail = {"alert": told["alert"], "since": told["since"].isoformat(), "note": None}
    entry = NewEvent(ALERT_ANSWERED, told["answered"], "ava", detail)
    return [entry, *_undone(told, "taken_back", TAKEN_BACK, number)]


def _hold(told: dict[str, Any], number: int) -> list[NewEvent]:
    until = told.get("until")
    detail = {"reason": told["reason"], "until": until.isoformat() if until else None}
    entry = NewEvent(HOLD, told["hold"], "ava", detail)
    return [entry, *_undone(told, "lifted", LIFT, number)]


def _leave(told: dict[str, Any], number: int) -> list[NewEvent]:
    first, last, on = told["leave"], told["to"], told["leave"] - timedelta(days=40)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    request = {
        "first_day": first.isoformat(), "last_day": last.isoformat(), "session": None,
        "reason": "exceptional",
    }  # fmt: skip
    asked = NewEvent(LEAVE_REQUESTED, told.get("asked", on), "ava", request)
    decision = told["decision"]
    if decision == "none":
        return [asked]
    granted = days if decision == "granted" else []
    detail = {
        "request": number, "decision": decision, "days": [day.isoformat() for day in granted],
        "code": "C" if granted else None, "reason": "", "session": None,
    }  # fmt: skip
    return [asked, NewEvent(LEAVE_DECIDED, told.get("decided", on), "ava", detail)]


def _undone(told: dict[str, Any], name: str, kind: str, number: int) -> list[NewEvent]:
    if name not in told:
        return []
    return [NewEvent(kind, told[name], "ava", {"reason": "a slip"}, corrects=number)]


def _other(told: dict[str, Any], number: int) -> list[NewEvent]:
    return [NewEvent(CONTACT, told["other"], "ben", {"means": "call", "outcome": "reached"})]


_ENTERED = {
    "notice": _notice,
    "visit": _visit,
    "answered": _answer,
    "hold": _hold,
    "leave": _leave,
    "other": _other,
}
"""By the first word of an entry; `other` is any other entry, which begins the ledger."""


def told(each: PupilAlert) -> dict[str, Any]:
    """An alert in the words of a scenario."""
    alert = each.alert
    return {
        "since": alert.since,
        "status": alert.status,
        "is_current": alert.is_current,
        "is_warning": alert.is_warning,
        "without_n": alert.without_n,
        "done_on": alert.done.on if alert.done else None,
        "first": alert.sessions[0].date,
        "sessions": len(alert.sessions),
        "codes": "".join(sorted({absence.code for absence in alert.sessions})),
        "clause": alert.clause,
        "notices": list(alert.notices),
        "conflicts": len(alert.conflicts),
    }


def plain(text: str) -> str:
    """A sentence with its spaces made one."""
    return re.sub(r"\s+", " ", text)

"""Requests for leave from a file: TOML written by hand, or an online form's table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lj_attendance.errors import UnusableInput
from lj_attendance.ingest import leave_values as values
from lj_attendance.ingest.leave_columns import ColumnMapping
from lj_attendance.ingest.leave_form import FormRequest, LeaveForm, contradictions, read_form
from lj_attendance.ingest.leave_mapping import meant, read_toml
from lj_attendance.ingest.values import tidy

_TABLES = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm"}
_REQUEST = "request"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_SESSIONS = ("AM", "PM")
_FIELDS = {"pupil": "who", "from": "first_day", "to": "last_day"}
"""The keys whose names in FormRequest are others."""
_COMPULSORY = ("pupil", "from", "to", "reason")


def read_leave_file(path: Path, columns: ColumnMapping | None = None) -> LeaveForm:
    """The requests in a file, by its suffix: TOML, or a form's CSV or XLSX.

    Raises UnusableInput when the file cannot be used at all; a TOML file with any fault cannot.
    """
    suffix = path.suffix.casefold()
    if suffix == ".toml":
        return read_request_file(path)
    if suffix not in _TABLES:
        raise UnusableInput(
            "This file is neither TOML nor a form's answers.",
            str(path),
            "Give a .toml file of requests, or save the form's answers as CSV or XLSX.",
        )
    return read_form(path, columns or ColumnMapping())


def read_request_file(path: Path) -> LeaveForm:
    """The requests of a TOML file. Raises UnusableInput with every fault of it at once."""
    raw = read_toml(path, "This file of requests")
    faults = list[str]()
    requests = list[FormRequest]()
    for number, entry in enumerate(_entries(raw, faults), start=1):
        place = f"[[{_REQUEST}]] number {number}, " if _REQUEST in raw else ""
        found = _Entry(entry, place, faults).read(str(path), number)
        requests += [found] if found else []
    if faults:
        raise UnusableInput(
            "This file of requests has parts that cannot be used:\n- " + "\n- ".join(faults),
            str(path),
            f"Correct these keys. A request has {', '.join(_COMPULSORY)}, and may have "
            f"{', '.join(name for name in _KEYS if name not in _COMPULSORY)}.",
        )
    return LeaveForm(str(path), tuple(requests), (), {}, (), ())


def _entries(raw: dict[str, Any], faults: list[str]) -> list[dict[str, Any]]:
    """The file's requests: one at its top, or each of [[request]]."""
    if not raw:
        faults.append("There is no request in it.")
        return []
    many = raw.get(_REQUEST)
    if many is None:
        return [raw]
    if not isinstance(many, list) or not all(isinstance(entry, dict) for entry in many):
        faults.append(f"{_REQUEST}: each request begins with [[{_REQUEST}]].")
        return []
    if not many:
        faults.append("There is no request in it.")
    for name in raw:
        if name != _REQUEST:
            known = f"the key belongs below a [[{_REQUEST}]]" if name in _KEYS else ""
            told = f"; {known}." if known else meant(name, [_REQUEST])
            faults.append(f"{name} is not a part of this file{told}")
    return many


class _Wrong(ValueError):
    """What a value has to be."""


class _Entry:
    """One request of the file; what is wrong with it is added to the faults of all."""

    def __init__(self, entry: dict[str, Any], place: str, faults: list[str]) -> None:
        self._entry, self._place, self._faults = entry, place, faults

    def read(self, file: str, number: int) -> FormRequest | None:
        """The request; null where it has a fault."""
        before = len(self._faults)
        for name in self._entry:
            if name not in _KEYS:
                self._faults.append(f"{self._place}{name} is not a key{meant(name, _KEYS)}")
        told = {_FIELDS.get(name, name): self._value(name) for name in _KEYS}
        days = (told["first_day"], told["last_day"], told["session"])
        self._faults += [
            f"{self._place or 'the request: '}{problem[0].lower()}{problem[1:]} {remedy}"
            for problem, remedy in contradictions(*days, (told["reason"], told["exceptional"]))
        ]
        return FormRequest(file, number, **told) if len(self._faults) == before else None

    def _value(self, name: str) -> Any:
        """A key's value; null where it is missing or of another kind."""
        if name not in self._entry:
            if name in _COMPULSORY:
                self._faults.append(f"{self._place}key {name} is missing.")
            return None
        try:
            return _KEYS[name](self._entry[name])
        except _Wrong as wrong:
            told = f"{self._place}key {name}: it has to be {wrong}"
            self._faults.append(told if told.endswith("?") else f"{told}.")
        return None


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise _Wrong("text in quotation marks")
    return tidy(given)


def _pupil(given: Any) -> str:
    who = _text(given)
    if not who:
        raise _Wrong("an Arbor ID, a UPN or a name")
    return who


def _date(given: Any) -> date:
    """A date of TOML's, or the same in quotation marks."""
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    try:
        if isinstance(given, str) and _ISO.fullmatch(given.strip()):
            return date.fromisoformat(given.strip())
    except ValueError as error:
        raise _Wrong("a day that there is, such as 2026-01-05") from error
    raise _Wrong("a date such as 2026-01-05, without quotation marks and without a time")


def _flag(given: Any) -> bool:
    if not isinstance(given, bool):
        raise _Wrong("true or false, without quotation marks; leave it out where it is not known")
    return given


def _exceptional(given: Any) -> str | None:
    """The circumstance; words such as `None` declare that there is none."""
    if not isinstance(given, str):
        raise _Wrong('the circumstance in quotation marks, "" where there is none')
    return values.read_exceptional(given) if given.strip() else ""


def _one_of(choices: Callable[[], tuple[str, ...]]) -> Callable[[Any], str]:
    def read(given: Any) -> str:
        known = {choice.casefold(): choice for choice in choices()}
        if isinstance(given, str) and given.strip().casefold() in known:
            return known[given.strip().casefold()]
        close = meant(given, choices()).removesuffix(".") if isinstance(given, str) else ""
        told = close if "did you mean" in close else f": {', '.join(choices())}"
        raise _Wrong(f"one of lja's words in quotation marks{told}")

    return read


_KEYS: Mapping[str, Callable[[Any], Any]] = {
    "pupil": _pupil,
    "from": _date,
    "to": _date,
    "reason": _one_of(values.reasons),
    "received": _date,
    "session": _one_of(lambda: _SESSIONS),
    "exceptional": _exceptional,
    "relative_critically_ill": _flag,
    "because_of_cost": _flag,
    "set_apart_day": _flag,
    "occupational_travel": _flag,
    "licence": _one_of(values.licences),
    "organised_by_club": _flag,
    "evidence": _flag,
}
"""The reader of each key."""

"""A school's own settings, checked: every fault at once, with file, entry, key and remedy.

In a module of its own, as only a workspace with a policy.toml needs pydantic's models.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from lj_attendance.errors import UnusableInput
from lj_attendance.policy.faults import Form, faults_of, meant
from lj_attendance.policy.setting_kinds import fault_of_value
from lj_attendance.policy.settings import LAW, OWN, Setting, Settings


class _Entry(Form):
    """The form of one [[setting]] in a TOML file."""

    name: str
    value: Any  # judged by the shipped setting of that name
    unit: str = ""
    in_force_from: date
    in_force_until: date | None = None
    clause: str = ""
    source: str = ""
    reading: str = ""


def read_settings(place: str, raw: Mapping[str, Any], shipped: Settings) -> Settings:
    """The law, the school's own policy, and the shipped policy where the own has no such setting.

    `place` names the file that `raw` was parsed from. Raises UnusableInput with every fault at
    once: the entry, its key, what was expected, what was given.
    """
    entries = raw.get("setting", [])
    faults = [
        f"{name} is not a part of this file{meant(name, ['setting'])}"
        for name in raw
        if name != "setting"
    ]
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        faults.append("Each setting has to begin with a line [[setting]], in double brackets.")
        entries = []
    own: list[Setting] = []
    for number, entry in enumerate(entries, start=1):
        setting, found = _read(number, entry, shipped)
        own += [setting] if setting else []
        faults += found
    faults += _faults_of_dates(own)
    if faults:
        raise UnusableInput(
            "The policy has settings that cannot be used:\n- " + "\n- ".join(faults),
            place,
            "Correct these entries. lja init in an empty folder shows the file as it is shipped.",
        )
    return _over(shipped, own)


def _over(shipped: Settings, own: list[Setting]) -> Settings:
    """The own entries in the place of the shipped ones of their name."""
    by_name: dict[str, list[Setting]] = {}
    for setting in own:
        by_name.setdefault(setting.name, []).append(setting)
    kept: list[Setting] = []
    for name in shipped.names():
        kept += by_name.get(name) or [s for s in shipped.settings if s.name == name]
    return Settings(tuple(kept))


def _read(
    number: int, entry: dict[str, Any], shipped: Settings
) -> tuple[Setting | None, list[str]]:
    """One entry as a setting, or what is wrong with it."""
    name = entry.get("name")
    place = f"{name} (entry {number})" if isinstance(name, str) and name else f"entry {number}"
    faults = []
    checked = None
    try:
        checked = _Entry.model_validate(entry)
    except ValidationError as error:
        faults += faults_of(error, _Entry, entry, ())
    if isinstance(name, str):
        faults += _faults_of_name(name, entry, shipped)
    if checked and checked.in_force_until and checked.in_force_until < checked.in_force_from:
        faults.append(
            f"key in_force_until: it has to be {checked.in_force_from} or later, the day of"
            f" in_force_from, not {checked.in_force_until}."
        )
    told = [f"{place}, {fault}" for fault in faults]
    if told or checked is None:
        return None, told
    unit = checked.unit or shipped.first(checked.name).unit
    return Setting(**{**checked.model_dump(), "unit": unit}, origin=OWN), []


def _faults_of_name(name: str, entry: dict[str, Any], shipped: Settings) -> list[str]:
    """Whether there is such a setting, a school may choose it, and its value is of its kind."""
    if name not in shipped.names():
        known = [s.name for s in shipped.settings if s.origin != LAW]
        end = meant(name, known, ". See them all with: lja policy show")
        return [f"key name: there is no setting {name}{end}"]
    model = shipped.first(name)
    if model.origin == LAW:
        return [f"key name: this is set by the law ({model.source}); take the entry away."]
    fault = fault_of_value(name, entry["value"], model.value) if "value" in entry else ""
    return [f"key value: {fault}"] if fault else []


def _faults_of_dates(own: list[Setting]) -> list[str]:
    """Entries of one setting that hold on the same day; a later one ends an open one."""
    faults = []
    ordered = sorted(own, key=lambda setting: (setting.name, setting.in_force_from))
    for earlier, later in pairwise(ordered):
        if earlier.name != later.name:
            continue
        if earlier.in_force_from == later.in_force_from:
            faults.append(
                f"{later.name}, key in_force_from: two entries hold from"
                f" {later.in_force_from}; keep one, or give one another date."
            )
        elif earlier.in_force_until and earlier.in_force_until >= later.in_force_from:
            faults.append(
                f"{earlier.name}, key in_force_until: it has to be before {later.in_force_from},"
                f" when the next entry begins, not {earlier.in_force_until}."
            )
    return faults

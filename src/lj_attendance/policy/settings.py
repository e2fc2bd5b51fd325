"""Dated settings with their source: the number in force on a day, and where it is written."""

from __future__ import annotations

import difflib
from datetime import date, time
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from lj_attendance.errors import UnusableInput

Value = int | float | str | list[int] | list[str]


class Setting(BaseModel):
    """One number or choice, from a day on, with the clause or source that it comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str
    value: Value
    unit: str
    in_force_from: date
    in_force_until: date | None = None
    clause: str = ""  # section of the school's policy
    source: str = ""  # law or the DfE's definition
    reading: str = ""  # our choice, where the policy is silent


class Settings(BaseModel):
    """All settings of the law and of one school's policy."""

    model_config = ConfigDict(frozen=True)

    settings: tuple[Setting, ...]

    def on(self, name: str, day: date) -> Setting:
        """The setting in force on a day; before the first, the first. Raises UnusableInput."""
        named = sorted((s for s in self.settings if s.name == name), key=lambda s: s.in_force_from)
        if not named:
            raise UnusableInput(
                f"The policy has no setting '{name}'.",
                "policy.toml",
                "Copy it from the shipped policy.",
            )
        return next((s for s in reversed(named) if s.in_force_from <= day), named[0])

    def number(self, name: str, day: date) -> int:
        """A whole number in force on a day."""
        value = self.on(name, day).value
        if not isinstance(value, int):
            raise _wrong(name, value, "a whole number")
        return value

    def numbers(self, name: str, day: date) -> list[int]:
        """A list of whole numbers in force on a day."""
        value = self.on(name, day).value
        if not isinstance(value, list) or not all(isinstance(item, int) for item in value):
            raise _wrong(name, value, "a list of whole numbers")
        return [int(item) for item in value]

    def texts(self, name: str, day: date) -> list[str]:
        """A list of texts in force on a day."""
        value = self.on(name, day).value
        if not isinstance(value, list):
            raise _wrong(name, value, "a list")
        return [str(item) for item in value]

    def clock(self, name: str, day: date) -> time:
        """A time of day in force on a day."""
        value = self.on(name, day).value
        try:
            return time.fromisoformat(str(value))
        except ValueError as error:
            raise _wrong(name, value, "a time such as 08:30") from error


def _wrong(name: str, value: Value, expected: str) -> UnusableInput:
    return UnusableInput(
        f"The setting '{name}' is {value!r}.", "policy.toml", f"It has to be {expected}."
    )


def read_settings(*sources: tuple[str, dict[str, Any]]) -> Settings:
    """Settings from parsed TOML, each source given with its file's name.

    Raises UnusableInput with every fault at once: file, entry, key, what was expected.
    """
    found: list[Setting] = []
    faults: list[str] = []
    for place, raw in sources:
        for number, entry in enumerate(raw.get("setting", []), start=1):
            try:
                found.append(Setting.model_validate(entry))
            except ValidationError as error:
                faults += [_fault(place, number, entry, detail) for detail in error.errors()]
    if faults:
        raise UnusableInput(
            "The policy has settings that cannot be used.", sources[-1][0], " ".join(faults)
        )
    return Settings(settings=tuple(found))


def _fault(place: str, number: int, entry: object, detail: Any) -> str:
    name = entry.get("name", f"entry {number}") if isinstance(entry, dict) else f"entry {number}"
    key = ".".join(str(part) for part in detail["loc"])
    close = (
        difflib.get_close_matches(key, Setting.model_fields, 1)
        if detail["type"] == "extra_forbidden"
        else []
    )
    meant = f"; did you mean {close[0]}?" if close else ""
    return f"{place}, {name}, key {key}: {detail['msg']}{meant}."

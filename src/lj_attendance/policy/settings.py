"""Dated settings with their source: the number in force on a day, and where it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from lj_attendance.errors import UnusableInput

Value = int | float | str | list[int] | list[str]


@dataclass(frozen=True)
class Setting:
    """One number or choice, from a day on, with the clause or source that it comes from."""

    name: str
    value: Value
    unit: str
    in_force_from: date
    in_force_until: date | None = None
    clause: str = ""  # section of the school's policy
    source: str = ""  # law or the DfE's definition
    reading: str = ""  # our choice, where the policy is silent


@dataclass(frozen=True)
class Settings:
    """All settings of the law and of one school's policy."""

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


def shipped_settings(*files: Mapping[str, Any]) -> Settings:
    """Settings from the shipped files, which the tests check, as parsed TOML."""
    return Settings(tuple(Setting(**entry) for raw in files for entry in raw["setting"]))

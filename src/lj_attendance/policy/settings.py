"""Dated settings with their source: the number in force on a day, and where it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from fractions import Fraction
from typing import Any

from lj_attendance.errors import UnusableInput

Value = int | str | list[int] | list[str]
"""Decimals are text, so that they stay exact: "5.0"."""

LAW, SHIPPED, OWN = "law", "shipped policy", "policy.toml"
"""Where a setting comes from; the school's own time of day may also come from lja.toml."""

_WORD = {"yes": True, "no": False}


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
    origin: str = ""  # LAW, SHIPPED, OWN or another file's name

    def has_ended(self, day: date) -> bool:
        """Whether its last day was before a day."""
        return self.in_force_until is not None and self.in_force_until < day


@dataclass(frozen=True)
class Settings:
    """All settings of the law and of one school's policy."""

    settings: tuple[Setting, ...]

    def names(self) -> list[str]:
        """Every setting once, in the order of the files."""
        return list(dict.fromkeys(setting.name for setting in self.settings))

    def first(self, name: str) -> Setting:
        """The first entry of a setting, whatever the day."""
        return next(setting for setting in self.settings if setting.name == name)

    def on(self, name: str, day: date) -> Setting:
        """The setting in force on a day; before the first, the first. Raises UnusableInput."""
        found = self._latest(name, day)
        if found is None:
            raise UnusableInput(
                f"The policy has no setting '{name}'.", OWN, "Copy it from the shipped policy."
            )
        if found.has_ended(day):
            raise UnusableInput(
                f"The setting '{name}' ended on {found.in_force_until}; none is in force on {day}.",
                found.origin or OWN,
                "Add an entry from the day after, or take its in_force_until away.",
            )
        return found

    def in_force(self, day: date) -> list[Setting]:
        """One setting a name, as it stands on a day; those that have ended are left out."""
        found = (self._latest(name, day) for name in self.names())
        return [setting for setting in found if setting and not setting.has_ended(day)]

    def _latest(self, name: str, day: date) -> Setting | None:
        named = sorted((s for s in self.settings if s.name == name), key=lambda s: s.in_force_from)
        begun = [setting for setting in named if setting.in_force_from <= day]
        return next(iter([*begun[-1:], *named]), None)

    def with_values(self, values: Mapping[str, Value], origin: str) -> Settings:
        """These settings with other values, each for every day."""
        first = {setting.name: setting for setting in reversed(self.settings)}
        return Settings(
            tuple(
                replace(setting, value=values[setting.name], origin=origin, in_force_until=None)
                if setting.name in values
                else setting
                for setting in self.settings
                if setting.name not in values or setting is first[setting.name]
            )
        )

    def number(self, name: str, day: date) -> int:
        """A whole number in force on a day."""
        setting = self.on(name, day)
        if not isinstance(setting.value, int):
            raise _wrong(setting, "a whole number")
        return setting.value

    def numbers(self, name: str, day: date) -> list[int]:
        """A list of whole numbers in force on a day."""
        setting = self.on(name, day)
        value = setting.value
        if not isinstance(value, list) or not all(isinstance(item, int) for item in value):
            raise _wrong(setting, "a list of whole numbers")
        return [int(item) for item in value]

    def text(self, name: str, day: date) -> str:
        """A text in force on a day."""
        setting = self.on(name, day)
        if not isinstance(setting.value, str):
            raise _wrong(setting, "text in quotation marks")
        return setting.value

    def texts(self, name: str, day: date) -> list[str]:
        """A list of texts in force on a day."""
        setting = self.on(name, day)
        if not isinstance(setting.value, list):
            raise _wrong(setting, "a list")
        return [str(item) for item in setting.value]

    def decimal(self, name: str, day: date) -> Fraction:
        """A decimal in force on a day, exact."""
        setting = self.on(name, day)
        if not is_decimal(setting.value):
            raise _wrong(setting, 'a decimal in quotation marks, such as "5.0"')
        return Fraction(str(setting.value))

    def is_on(self, name: str, day: date) -> bool:
        """Whether a choice between yes and no is yes on a day."""
        setting = self.on(name, day)
        if setting.value not in ("yes", "no"):
            raise _wrong(setting, '"yes" or "no"')
        return _WORD[str(setting.value)]

    def clock(self, name: str, day: date) -> time:
        """A time of day in force on a day."""
        setting = self.on(name, day)
        try:
            return time.fromisoformat(str(setting.value))
        except ValueError as error:
            raise _wrong(setting, "a time such as 08:30") from error


def is_decimal(value: Value) -> bool:
    """Whether a value is a number without a sign, written out, such as 5.0."""
    return re.fullmatch(r"\d+(\.\d+)?", str(value)) is not None


def _wrong(setting: Setting, expected: str) -> UnusableInput:
    return UnusableInput(
        f"The setting '{setting.name}' is {setting.value!r}.",
        setting.origin or OWN,
        f"It has to be {expected}.",
    )


def shipped_settings(law: Mapping[str, Any], policy: Mapping[str, Any]) -> Settings:
    """Settings from the shipped files, which the tests check, as parsed TOML."""
    sources = ((law, LAW), (policy, SHIPPED))
    return Settings(
        tuple(
            Setting(**entry, origin=origin) for raw, origin in sources for entry in raw["setting"]
        )
    )

"""The settings in force on a day: value, unit, clause or source, since when, and from where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from lj_attendance.policy.settings import OWN, SHIPPED, Setting
from lj_attendance.workspace import Workspace

_COLUMNS = {
    **dict.fromkeys(("name", "value", "unit", "clause", "source"), pl.String),
    **dict.fromkeys(("in_force_from", "in_force_until"), pl.Date),
    "is_reading": pl.Boolean,
    **dict.fromkeys(("reading", "origin"), pl.String),
}


class ShownSetting(NamedTuple):
    """One setting as it stands on a day; a text that it has none of is null."""

    name: str
    value: int | str | list[int] | list[str]
    unit: str
    clause: str | None
    source: str | None
    in_force_from: date
    in_force_until: date | None
    is_reading: bool
    reading: str | None  # what was chosen where the policy is silent, and why
    origin: str  # the law, a file of the workspace, or the shipped policy

    @property
    def value_text(self) -> str:
        """The value as people read it: a list with commas between."""
        return ", ".join(map(str, self.value)) if isinstance(self.value, list) else str(self.value)


@dataclass(frozen=True)
class PolicyInForce:
    """The policy and the law on a day, in the order of their files."""

    day: date
    settings: tuple[ShownSetting, ...]
    fallen_back: tuple[str, ...]  # settings that the workspace's policy.toml has no entry for

    def frame(self) -> pl.DataFrame:
        """One row a setting, every value as text."""
        rows = [setting._replace(value=setting.value_text)._asdict() for setting in self.settings]
        return pl.DataFrame(rows, schema=_COLUMNS)


def policy_on(workspace: Workspace, day: date, *, readings_only: bool = False) -> PolicyInForce:
    """The settings in force on a day, or our Readings among them alone.

    Raises UnusableInput when policy.toml or lja.toml cannot be used.
    """
    found = workspace.settings().in_force(day)
    has_own = workspace.root is not None and (workspace.root / OWN).exists()
    fallen_back = [setting.name for setting in found if has_own and setting.origin == SHIPPED]
    wanted = [setting for setting in found if setting.reading or not readings_only]
    return PolicyInForce(day, tuple(map(_shown, wanted)), tuple(fallen_back))


def _shown(setting: Setting) -> ShownSetting:
    return ShownSetting(
        name=setting.name,
        value=setting.value,
        unit=setting.unit,
        clause=setting.clause or None,
        source=setting.source or None,
        in_force_from=setting.in_force_from,
        in_force_until=setting.in_force_until,
        is_reading=setting.reading != "",
        reading=setting.reading or None,
        origin=setting.origin,
    )

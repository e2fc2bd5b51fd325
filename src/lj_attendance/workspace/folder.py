"""Finds the workspace: the folder that holds lja.toml, here or above."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import time
from functools import cached_property
from pathlib import Path
from typing import Any

from lj_attendance.data import read_settings as shipped
from lj_attendance.errors import UnusableInput
from lj_attendance.policy.settings import OWN, Settings, shipped_settings
from lj_attendance.workspace.school import School

MARKER = "lja.toml"
REGISTER_KEYS = ("am_opens", "am_closes", "pm_opens", "pm_closes")
"""Of [register] in lja.toml; the policy's settings are `am_register_opens` and so on."""


@dataclass(frozen=True)
class Workspace:
    """A school's folder; `root` is None where there is none and the shipped policy holds."""

    root: Path | None

    @property
    def exports(self) -> Path | None:
        """Where the school puts its exports."""
        return self.root / "exports" if self.root else None

    @property
    def templates(self) -> Path | None:
        """The school's own letter templates; None where it has none and the shipped ones hold."""
        folder = self.root / "templates" / "letters" if self.root else None
        return folder if folder and folder.is_dir() else None

    @property
    def ledger(self) -> Path | None:
        """The record of what was done; not there before the first entry."""
        return self.root / "ledger.db" if self.root else None

    @property
    def letters(self) -> Path | None:
        """Where batches of letters are written."""
        return self.root / "letters" if self.root else None

    @property
    def reports(self) -> Path | None:
        """Where reports are written."""
        return self.root / "reports" if self.root else None

    def school(self) -> School:
        """The school of lja.toml, read once; raises UnusableInput with every fault at once."""
        return self._school

    @cached_property
    def _school(self) -> School:
        raw = read_toml(self.root / MARKER, "school's file") if self.root else {}
        if not self.root or not raw:
            return School(file=str(self.root / MARKER) if self.root else MARKER)
        from lj_attendance.workspace.school_file import read_school

        return read_school(raw, self.root / MARKER)

    def settings(self) -> Settings:
        """The law, and the policy: the workspace's policy.toml and lja.toml over the shipped one.

        Raises UnusableInput with every fault of both files at once.
        """
        faults: list[UnusableInput] = []
        for read in (self.school, self._policy):
            try:
                read()
            except UnusableInput as error:
                faults.append(error)
        if len(faults) > 1:
            told = "\n".join(f"{error.where}: {error.problem}" for error in faults)
            raise UnusableInput(
                f"Two files of the workspace cannot be used.\n{told}",
                str(self.root),
                faults[0].remedy,
            )
        if faults:
            raise faults[0]
        return self._with_register_times(self._policy())

    def _policy(self) -> Settings:
        """The law, and policy.toml over the shipped policy."""
        return self._policy_once

    @cached_property
    def _policy_once(self) -> Settings:
        found = shipped_settings(shipped("statutory"), shipped("laurence_jackson"))
        own = self.root / OWN if self.root else None
        if own is None or not own.exists():
            return found
        from lj_attendance.policy.own_settings import read_settings

        return read_settings(str(own), read_toml(own, "policy"), found)

    def _with_register_times(self, settings: Settings) -> Settings:
        """The times of lja.toml in place of the shipped ones; policy.toml must not differ."""
        times = self.school().register
        if times is None:
            return settings
        values: dict[str, str] = {}
        faults: list[str] = []
        for key in REGISTER_KEYS:
            session, act = key.split("_")
            name, value = f"{session}_register_{act}", _clock(getattr(times, key))
            last = max(
                (s for s in settings.settings if s.name == name), key=lambda s: s.in_force_from
            )
            if last.origin != OWN:
                values[name] = value
            elif last.value != value:
                told = f'{OWN} has {name} = "{last.value}", and {MARKER} {key} = "{value}"'
                faults.append(f"{told} in [register]")
        if faults:
            raise UnusableInput(
                "The times of the register differ:\n- " + "\n- ".join(faults),
                str(self.root),
                f"Make them the same, or take the entries out of {OWN}.",
            )
        return settings.with_values(values, MARKER)


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}"


def find_workspace(start: Path, named: Path | None = None) -> Workspace:
    """The workspace named, else the nearest one at or above `start`, else none.

    Raises UnusableInput when the one named has no lja.toml.
    """
    if named is not None:
        if not (named / MARKER).is_file():
            raise UnusableInput(
                "This folder is no workspace: it has no lja.toml.",
                str(named),
                "Name the folder that holds lja.toml, or leave --workspace out.",
            )
        return Workspace(named)
    for folder in (start, *start.parents):
        if (folder / MARKER).is_file():
            return Workspace(folder)
    return Workspace(None)


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """A TOML file as plain values; raises UnusableInput naming the line that cannot be read."""
    remedy = "Correct the line it names: texts stand in quotation marks, dates do not."
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        problem, remedy = "it is not saved as UTF-8", "Save it again with the encoding UTF-8."
        raise UnusableInput(f"The {what} cannot be read: {problem}.", str(path), remedy) from error
    except (OSError, tomllib.TOMLDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnusableInput(f"The {what} cannot be read: {reason}.", str(path), remedy) from error

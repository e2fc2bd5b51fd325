"""Finds the workspace: the folder that holds lja.toml, here or above."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lj_attendance.data import read_settings as shipped
from lj_attendance.errors import UnusableInput
from lj_attendance.policy.settings import Settings, shipped_settings

MARKER = "lja.toml"


@dataclass(frozen=True)
class Workspace:
    """A school's folder; `root` is None where there is none and the shipped policy holds."""

    root: Path | None

    @property
    def exports(self) -> Path | None:
        """Where the school puts its exports."""
        return self.root / "exports" if self.root else None

    def settings(self) -> Settings:
        """The law, and the workspace's policy.toml or else the shipped policy."""
        own = self.root / "policy.toml" if self.root else None
        if own and own.exists():
            from lj_attendance.policy.own_settings import read_settings

            return read_settings(
                ("statutory.toml", shipped("statutory")), (str(own), _read_toml(own))
            )
        return shipped_settings(shipped("statutory"), shipped("laurence_jackson"))


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


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnusableInput(
            f"The policy cannot be read: {error}.", str(path), "Correct the line it names."
        ) from error

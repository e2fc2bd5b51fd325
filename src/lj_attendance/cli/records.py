"""The workspace of commands that keep records, or rest on them."""

from __future__ import annotations

from pathlib import Path

from lj_attendance.cli.console import aside
from lj_attendance.errors import UnusableInput
from lj_attendance.workspace import Workspace, find_workspace


def needed_workspace(named: Path | None) -> Workspace:
    """The workspace named or found; raises UnusableInput, telling how to make one."""
    found = find_workspace(Path.cwd(), named)
    if found.root is None:
        raise UnusableInput(
            "This needs a workspace, and this folder is in none.",
            str(Path.cwd()),
            "Make one with: lja init",
        )
    return found


def workspace_if_any(named: Path | None, *, quiet: bool) -> Workspace:
    """The workspace named or found; without one, a warning that no letter counts as sent."""
    found = find_workspace(Path.cwd(), named)
    if found.root is None and not quiet:
        note = "No workspace here, so no letter counts as sent. Make one with: lja init"
        aside().print(note, style="yellow")
    return found

"""The pupil that a command is about, by the roll of the workspace's exports."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import Any

import polars as pl

from lj_attendance.cli.console import aside, visible
from lj_attendance.cli.reading import read_request
from lj_attendance.workflows.pupils import accept_id, find_pupil, roll_if_any


def workspace_roll(
    workspace: Path | None, mapping: Path | None, *, quiet: bool, verbose: bool
) -> pl.DataFrame | None:
    """The roll of the workspace's exports; null where there are none yet."""
    with read_request(None, None, mapping, None, workspace, quiet=quiet) as request:
        roll = roll_if_any(request)
    if verbose and roll is not None:
        aside().print(f"{roll.height:,} pupils on the roll or in the register.")
    return roll


def pupil_named(
    who: str,
    workspace: Path | None,
    mapping: Path | None,
    *,
    unlisted: Container[str] = frozenset(),
    quiet: bool,
    verbose: bool,
) -> dict[str, Any]:
    """The row of the one pupil meant; without exports, the ID as it is, with a note.

    `unlisted` are IDs that are taken though the roll has them no more.
    """
    roll = workspace_roll(workspace, mapping, quiet=quiet, verbose=verbose)
    if roll is not None:
        return find_pupil(roll, who, unlisted)
    pupil = accept_id(who)
    if not quiet:
        note = f"There are no exports to look it up in: {pupil['pupil_id']} is taken as it is."
        aside().print(visible(note), markup=False, style="yellow")
    return pupil

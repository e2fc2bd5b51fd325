"""Makes an invented school in a folder, for trying the toolkit and for showing it."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.sample import MOST_PUPILS, file_names, half_terms_between, write_school

if TYPE_CHECKING:
    from datetime import date

SEED = 2026


@dataclass(frozen=True)
class SampleMade:
    """What was written, and the arguments that write it again."""

    folder: Path
    files: tuple[Path, ...]
    pupils: int
    sessions: int
    seed: int
    first_day: date
    last_day: date
    left_over: tuple[Path, ...]  # registers in the folder that are not of this school


def make_sample(
    folder: Path,
    *,
    pupils: int = 200,
    seed: int = SEED,
    first_day: date,
    last_day: date,
    sessions: int | None = None,
    lessons: bool = False,
    force: bool = False,
) -> SampleMade:
    """Writes an invented school into a folder, which it makes where it is missing.

    Each file is written whole or not at all, readable by its owner only. Files that are already
    there are replaced only with `force`; registers of an earlier sample that this one has no file
    for are left alone and named in the answer. Raises `LjaError`.
    """
    _check_arguments(pupils, first_day, last_day, sessions)
    names = file_names(first_day, last_day, sessions, lessons=lessons)
    _make_folder(folder)
    if not force:
        _refuse_to_overwrite(folder, names)
    files = _write_whole(
        folder,
        pupils=pupils,
        seed=seed,
        first_day=first_day,
        last_day=last_day,
        sessions=sessions,
        lessons=lessons,
    )
    days = sum(len(part.days) for part in half_terms_between(first_day, last_day, sessions))
    return SampleMade(
        folder=folder,
        files=files,
        pupils=pupils,
        sessions=2 * days if sessions is None else min(2 * days, sessions),
        seed=seed,
        first_day=first_day,
        last_day=last_day,
        left_over=tuple(sorted(set(folder.glob("register-*.csv")) - set(files))),
    )


def _check_arguments(pupils: int, first_day: date, last_day: date, sessions: int | None) -> None:
    if not 1 <= pupils <= MOST_PUPILS:
        raise WrongUsage(
            f"A sample has from 1 to {MOST_PUPILS:,} pupils, not {pupils:,}.",
            remedy="Ask for a number in that range.",
        )
    if last_day < first_day:
        raise WrongUsage(
            f"The last day, {last_day}, is before the first, {first_day}.",
            remedy="Give a last day on or after the first.",
        )
    if sessions is not None and sessions < 1:
        raise WrongUsage("A sample has at least one session.", remedy="Ask for more sessions.")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableInput(
            "The folder for the sample cannot be made.",
            where=f"{folder}: {error.strerror}",
            remedy="Name a folder that is new or can be written to.",
        ) from error


def _refuse_to_overwrite(folder: Path, names: list[str]) -> None:
    present = [name for name in names if (folder / name).exists()]
    if present:
        raise UnusableInput(
            f"The folder already holds {present[0]}"
            + (f" and {len(present) - 1} more of the sample's files." if present[1:] else "."),
            where=str(folder),
            remedy="Name another folder, or repeat with --force to replace them.",
        )


def _write_whole(folder: Path, **wanted: Any) -> tuple[Path, ...]:
    """Writes beside the files' places and moves each over; a move within a folder is one step."""
    try:
        unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder))
        try:
            files = write_school(unfinished, **wanted)
            for file in files:
                file.chmod(0o600)
                file.replace(folder / file.name)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise UnusableInput(
            "The sample cannot be written.",
            where=f"{folder}: {error.strerror}",
            remedy="Check that the folder can be written to and the disk has room.",
        ) from error
    return tuple(folder / file.name for file in files)

"""Files written whole or not at all, readable by their owner only, safe in a spreadsheet."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import polars as pl

from lj_attendance.errors import UnusableInput

_DANGEROUS = r"^[=+\-@\t\r\n\x00-\x1f\uff0b\uff0d\uff1d\uff20]"


def make_folder(folder: Path) -> None:
    """The folder, made with those above it, for its owner only; raises UnusableInput."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (FileExistsError, NotADirectoryError) as error:
        raise UnusableInput(
            "This is a file, or below one, and not a folder to put files in.",
            str(folder),
            "Name a folder; one that is not there is made.",
        ) from error
    except OSError as error:
        raise _cannot_write(folder, error) from error


def refuse_to_overwrite(files: list[Path], *, force: bool) -> None:
    """Raises UnusableInput when a file is already there, unless `force`."""
    there = [str(file) for file in files if file.exists()]
    if there and not force:
        raise UnusableInput(
            "There are files here already that would be overwritten.",
            ", ".join(there),
            "Choose another folder, or say --force.",
        )


def write_whole(file: Path, content: bytes) -> None:
    """The file with that content: a temporary file first, then renamed into place."""
    part = None
    try:
        handle, part = tempfile.mkstemp(
            dir=file.parent, prefix=".writing-"
        )  # made for its owner only
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.replace(part, file)  # noqa: PTH105 atomic on every system
    except OSError as error:
        raise _cannot_write(file, error) from error
    finally:
        if part and os.path.exists(part):  # noqa: PTH110
            os.unlink(part)  # noqa: PTH108


def _cannot_write(place: Path, error: OSError) -> UnusableInput:
    return UnusableInput(
        f"This cannot be written: {error.strerror or error}.",
        str(place),
        "Close it in other programs, and check that there is room and that you may write there.",
    )


def as_csv(frame: pl.DataFrame) -> bytes:
    """UTF-8 CSV in which no cell of text can act as a formula in a spreadsheet.

    A text that begins with `= + - @` or a control character gets an apostrophe before it.
    """
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    safe = frame.with_columns(
        pl.when(pl.col(name).str.contains(_DANGEROUS))
        .then("'" + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )
    return safe.write_csv().encode("utf-8")

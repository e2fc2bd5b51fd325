"""A batch on disk: drafts written beside the last ones and put in their place in one step."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lj_attendance.errors import UnusableInput
from lj_attendance.reports.files import make_folder, write_whole

MANIFEST = "batch.json"
"""What the letters of the folder rest on, for `lja letters issue`."""

_WRITING, _REPLACED = ".writing-", ".replaced-"


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A new folder to write into, which takes the place of `folder` when all is written.

    Nothing is left of it after an error. The caller sees to it that nobody else does this at once.
    """
    make_folder(folder.parent)
    mend(folder.parent)
    new = Path(tempfile.mkdtemp(prefix=_WRITING, dir=folder.parent))
    try:
        yield new
        old = folder.with_name(_REPLACED + folder.name)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise UnusableInput(
            f"The batch cannot be written: {error.strerror or error}.",
            str(folder),
            "Close its files in other programs, and check that there is room.",
        ) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def mend(parent: Path) -> None:
    """Clears up after a run that was cut off: a half-written batch goes, a replaced one returns."""
    for left in sorted(parent.glob(f"{_REPLACED}*")):
        whole = parent / left.name.removeprefix(_REPLACED)
        if whole.exists():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.rename(whole)
    for left in parent.glob(f"{_WRITING}*"):
        shutil.rmtree(left, ignore_errors=True)


def edited(folder: Path) -> list[str]:
    """The letters of a draft that somebody has changed since it was written."""
    if not (folder / MANIFEST).is_file():
        return []
    files = [
        (letter["file"], letter["sha256"])
        for entry in read_manifest(folder)["letters"]
        for letter in entry["documents"]
    ]
    return [
        name
        for name, written in files
        if (folder / name).is_file() and sha256_of((folder / name).read_bytes()) != written
    ]


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """What the letters rest on, as JSON."""
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    write_whole(folder / MANIFEST, text.encode("utf-8"))


def read_manifest(folder: Path) -> dict[str, Any]:
    """What `write_manifest` wrote. Raises UnusableInput when it is missing or damaged."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if isinstance(found, dict) and {"id", "stage", "letters"} <= found.keys():
            return found
        reason = "it is not the record of a batch"
    except FileNotFoundError:
        reason = f"it has no {MANIFEST}"
    except (OSError, ValueError) as error:
        reason = str(error)
    raise UnusableInput(
        f"This folder holds no batch of letters that can be issued: {reason}.",
        str(folder),
        "Write the batch again with: lja letters --stage N",
    )


def find_batch(letters: Path, named: str) -> Path:
    """The folder of a batch, by its path, its name or its ID. Raises UnusableInput."""
    path = Path(named)
    if path.is_dir():
        return path
    if letters.is_dir():
        matches = [
            folder
            for folder in sorted(letters.glob("*-batch-*"))
            if folder.is_dir() and (folder.name == named or folder.name.endswith(f"-batch-{named}"))
        ]
        if matches:
            return matches[-1]
    raise UnusableInput(
        f"There is no batch '{named}'.",
        str(letters),
        "Give the folder's path, its name, or the ID at its end.",
    )


def sha256_of(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()

"""The log of unattended runs: a line each, and never more than two files of a megabyte."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

_MOST = 1_000_000  # bytes


def write_line(folder: Path, now: datetime, text: str) -> None:
    """Adds `TIME TEXT` to lja.log; a full file becomes lja.log.1. Readable by its owner only."""
    log = folder / "lja.log"
    if log.exists() and log.stat().st_size > _MOST:
        os.replace(log, folder / "lja.log.1")  # noqa: PTH105 atomic on every system
    line = f"{now.astimezone().isoformat(timespec='seconds')} {' '.join(text.split())}\n"
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as stream:
        stream.write(line)

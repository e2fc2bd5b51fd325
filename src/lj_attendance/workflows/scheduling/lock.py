"""A lock file, so that two unattended runs never work in one workspace at the same time."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

_OLDEST = timedelta(hours=6)  # no run takes so long: whoever held it is gone


@contextmanager
def locked(file: Path, now: datetime) -> Iterator[bool]:
    """Whether the lock is ours; it is given back at the end. One left behind is taken over."""
    is_ours = _taken(file, now) or (_is_stale(file, now) and _taken_over(file, now))
    try:
        yield is_ours
    finally:
        if is_ours:
            file.unlink(missing_ok=True)


def _taken(file: Path, now: datetime) -> bool:
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return False
    held = {"pid": os.getpid(), "host": platform.node(), "since": now.isoformat()}
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(held, stream)
    return True


def _taken_over(file: Path, now: datetime) -> bool:
    """Renamed away first: of two that find it stale, one alone can rename it."""
    gone = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        os.rename(file, gone)  # noqa: PTH104
    except OSError:
        return False
    gone.unlink(missing_ok=True)
    return _taken(file, now)


def _is_stale(file: Path, now: datetime) -> bool:
    """Whether whoever holds it is gone: too old, or a process of this machine that has ended."""
    try:
        held = json.loads(file.read_text("utf-8"))
        since, pid, host = datetime.fromisoformat(held["since"]), int(held["pid"]), held["host"]
    except FileNotFoundError:
        return False
    except (OSError, ValueError, KeyError, TypeError):
        return False  # being written this moment; a person removes what stays so
    if now - since > _OLDEST:
        return True
    return host == platform.node() and os.name == "posix" and not _is_alive(pid)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)  # no signal: only whether there is such a process
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True

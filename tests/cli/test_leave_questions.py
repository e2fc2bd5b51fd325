"""At a terminal, the facts that a request needs are asked for, one question each."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from lj_attendance.cli.leave_questions import read_answer
from tests.cli.test_leave import HOLIDAY, school

__all__ = ["school"]


@pytest.mark.parametrize(
    ("fact", "reply", "value"),
    [
        ("received", "2026-11-09", date(2026, 11, 9)),
        ("exceptional", "a funeral", "a funeral"),
        ("exceptional", "No", ""),
        ("exceptional", "none", ""),
        ("licence", "Dated", "dated"),
        ("evidence", "y", True),
        ("evidence", "YES", True),
        ("because_of_cost", "n", False),
    ],
)
def test_an_answer_is_read_as_people_type_it(fact: str, reply: str, value: object) -> None:
    assert read_answer(fact, reply) == value


@pytest.mark.parametrize(
    ("fact", "reply"), [("received", "9 Nov"), ("licence", "yes"), ("evidence", "perhaps")]
)
def test_an_answer_that_cannot_be_read_says_what_is_expected(fact: str, reply: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_answer(fact, reply)


def ask(folder: Path, replies: list[str]) -> tuple[str, str]:
    """Standard output and what the terminal showed; each reply is typed when a question ends."""
    import pty

    ours, theirs = pty.openpty()
    command = ["leave", "check", "1", *HOLIDAY, "--as-of", "2026-11-20", "--format", "json"]
    running = subprocess.Popen(
        [sys.executable, "-m", "lj_attendance", *command],
        stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, cwd=folder,
    )  # fmt: skip
    os.close(theirs)
    shown, waiting = b"", list(replies)
    while select.select([ours], [], [], 60)[0]:
        try:
            chunk = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        shown += chunk
        if waiting and shown.rstrip().endswith(b"]:"):
            os.write(ours, waiting.pop(0).encode() + b"\n")
            shown += b"\n"
    out, _ = running.communicate()
    os.close(ours)
    return out.decode(), shown.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal, which Windows lacks")
def test_at_a_terminal_each_missing_fact_is_asked_once(school: Path) -> None:
    out, shown = ask(school, ["9 November", "2026-11-09", "", "a funeral"])
    assert '"recommendation": "refer"' in out
    assert '"received": "2026-11-09"' in out
    assert shown.count("received?") == 2  # the first answer could not be read
    assert shown.count("cost?") == 1
    assert "A date, year first" in shown
    assert out.count("because of its cost") == 1  # still needed, as it was not answered


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal, which Windows lacks")
def test_nothing_is_asked_once_the_advice_is_to_refuse(school: Path) -> None:
    out, shown = ask(school, ["2026-11-10"])
    assert '"recommendation": "refuse"' in out
    assert shown.count("Enter if not known") == 1

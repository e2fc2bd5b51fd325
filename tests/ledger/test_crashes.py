"""Two writers at once, and writers that die: no entry is lost, and none is there by halves."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from lj_attendance.ledger.chain import verify
from lj_attendance.ledger.store import Ledger
from tests.ledger import writers
from tests.ledger.entries import enter, hold, nov

ENTRIES = 200


def sound(path: Path) -> int:
    """How many entries a ledger has, all of them in order and as they were entered."""
    ledger = Ledger(path)
    events = ledger.events()
    assert verify(events) == []
    assert ledger.unsound() == []
    return len(events)


def test_two_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(2)
    both = [
        spawn.Process(target=writers.write_alone, args=(path, name, ENTRIES, start))
        for name in ("left", "right")
    ]
    for process in both:
        process.start()
    for process in both:
        process.join()
        assert process.exitcode == 0
        process.close()
    assert sound(path) == 2 * ENTRIES
    events = Ledger(path).events()
    for name in ("left", "right"):
        own = [event.pupil_id for event in events if event.by == name]
        assert own == [f"{name} {number}" for number in range(ENTRIES)]
    assert {file.name for file in tmp_path.iterdir()} == {"ledger.db"}


def writer(path: Path, *arguments: str) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.ledger.writers", str(path), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", cwd=root)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("steps", random.Random(2026).choices(range(1, 40), k=24))
def test_a_writer_that_is_killed_leaves_whole_runs_only(tmp_path: Path, steps: int) -> None:
    """`steps` are lines that the writer tells before it is killed, wherever it is by then."""
    path = tmp_path / "ledger.db"
    with writer(path) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(steps)]
        process.send_signal(signal.SIGKILL)
        told += [line.strip() for line in process.stdout]
    assert process.returncode == -signal.SIGKILL
    entries = sound(path)
    assert entries % writers.EACH == 0
    assert entries >= told.count("entered") * writers.EACH
    enter(path, hold("1001", nov(2)))
    assert sound(path) == entries + 1


@pytest.mark.parametrize(("entries", "is_half_written"), [(0, False), (1, False), (30, True)])
def test_a_writer_that_ends_in_the_middle_leaves_nothing(
    tmp_path: Path, entries: int, *, is_half_written: bool
) -> None:
    path = tmp_path / "ledger.db"
    before = enter(path, hold("1001", nov(2)), hold("1002", nov(2)))
    size = path.stat().st_size
    with writer(path, str(entries)) as process:
        process.wait()
    assert process.returncode == 9
    assert (path.stat().st_size > size) == is_half_written
    assert Ledger(path).events() == before
    assert sound(path) == 2
    enter(path, hold("1003", nov(2)))
    assert sound(path) == 3
    assert {file.name for file in tmp_path.iterdir()} == {"ledger.db"}


def test_a_first_writer_that_ends_in_the_middle_leaves_an_empty_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with writer(path, "5") as process:
        process.wait()
    assert sound(path) == 0
    enter(path, hold("1001", nov(2)))
    assert sound(path) == 1


def test_numbers_have_no_gap_after_runs_that_failed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    for _ in range(3):
        enter(path, hold("1001", nov(2)))
        with writer(path, "2") as process:
            process.wait()
    numbers = [event.number for event in Ledger(path).events()]
    assert all(after - before == 1 for before, after in pairwise(numbers))
    assert numbers == [1, 2, 3]

"""Batches and issues cut off at any moment: nothing lost, sent twice or half-written."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from tests.cli.schools import school_in
from tests.cli.test_commands import lja

AS_OF = "2026-11-20"
KILLS = 50


needs_kill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")


def start(workspace: Path, *arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "lj_attendance",
            *map(str, arguments),
            "--workspace",
            str(workspace),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def whole(workspace: Path) -> list[Path]:
    """The batches there are, each of which has to be complete."""
    batches = sorted((workspace / "letters").glob("2026*"))
    for batch in batches:
        manifest = json.loads((batch / "batch.json").read_text(encoding="utf-8"))
        files = {d["file"] for letter in manifest["letters"] for d in letter["documents"]}
        assert files | {"batch.json", "batch.docx", "plan.csv"} == {f.name for f in batch.iterdir()}
        assert not list(batch.glob(".writing-*"))
    return batches


def kill(workspace: Path, delay: float, *arguments: object) -> None:
    process = start(workspace, *arguments)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()


def seconds(workspace: Path, *arguments: object) -> float:
    """How long a command takes here, so that kills fall before, in and after its writing."""
    began = time.monotonic()
    assert start(workspace, *arguments).wait() == 0
    return time.monotonic() - began


def sent(workspace: Path) -> list[str]:
    """The pupils with a letter in a ledger that holds together."""
    assert lja("ledger", "verify", "--workspace", workspace).exit_code == 0
    done = lja("letters", "list", "--format", "json", "--workspace", workspace)
    return sorted(entry["pupil_id"] for entry in json.loads(done.out))


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return school_in(tmp_path_factory.mktemp("killed"), pupils=40, until=date(2026, 11, 20))


@needs_kill
def test_a_batch_killed_at_any_moment_is_whole_or_not_there(drafted: Path) -> None:
    chance, draft = random.Random(18), ("letters", "--stage", 1, "--as-of", AS_OF)
    took = seconds(drafted, *draft)
    [batch] = whole(drafted)
    before = {file.name: file.read_bytes() for file in batch.iterdir()}
    for _ in range(KILLS // 2):
        kill(drafted, chance.uniform(0.4, 1.1) * took, *draft)
        assert whole(drafted) in ([batch], [])  # between two renames it waits under another name
    seconds(drafted, *draft)
    after = {file.name: file.read_bytes() for file in batch.iterdir()}
    assert after.keys() == before.keys()
    assert whole(drafted) == [batch]
    assert sent(drafted) == []
    assert not list((drafted / "letters").glob(".*"))


@needs_kill
def test_an_issue_killed_at_any_moment_enters_all_or_nothing_and_never_twice(
    drafted: Path, tmp_path: Path
) -> None:
    chance = random.Random(20)
    seconds(drafted, "letters", "--stage", 1, "--as-of", AS_OF)
    [batch] = whole(drafted)
    manifest = json.loads((batch / "batch.json").read_text(encoding="utf-8"))
    due = sorted(letter["pupil_id"] for letter in manifest["letters"])
    issue = ("letters", "issue", manifest["id"], "--on", "2026-11-23")
    trial = Path(shutil.copytree(drafted, tmp_path / "trial"))
    took = seconds(trial, *issue)
    for number in range(KILLS // 2):
        school = Path(shutil.copytree(drafted, tmp_path / str(number)))
        kill(school, chance.uniform(0.4, 1.1) * took, *issue)
        assert sent(school) in ([], due)
        assert lja(*issue, "--workspace", school).exit_code == 0
        assert sent(school) == due
        assert {f.name for f in school.glob("letters/*/*")} == {f.name for f in batch.iterdir()}

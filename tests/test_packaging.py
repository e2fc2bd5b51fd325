"""The wheel holds all that lja needs to run where there is no checkout, and nothing else.

Built and run without the network.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="hatchling, which builds the wheel, is not installed")

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    run = subprocess.run(
        [*build, str(folder)], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def held(wheel: Path) -> set[str]:
    """The names of the files in the wheel."""
    with zipfile.ZipFile(wheel) as files:
        return {name for name in files.namelist() if not name.endswith("/")}


@pytest.fixture
def unpacked(wheel: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(wheel) as files:
        files.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


def lja(unpacked: Path, *arguments: str) -> str:
    """Standard output of lja as unpacked, run in an empty folder."""
    folder = unpacked.parent / "empty"
    folder.mkdir(exist_ok=True)
    run = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_wheel_holds_every_module_and_shipped_fact(held: set[str]) -> None:
    ours = {
        file.relative_to(SOURCE).as_posix()
        for file in (SOURCE / "lj_attendance").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert {"lj_attendance/data/codes.csv", "lj_attendance/data/statutory.toml"} <= ours
    assert ours <= held


@pytest.mark.parametrize("folder", ["templates", "sample_data"])
def test_the_wheel_holds_the_folders_beside_the_code(held: set[str], folder: str) -> None:
    ours = {
        f"lj_attendance/{file.relative_to(ROOT).as_posix()}"
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and not file.name.startswith(".")
    }
    assert ours <= held
    assert any(name.startswith(f"lj_attendance/{folder}/") for name in held)


def test_the_wheel_holds_the_invented_school(held: set[str]) -> None:
    assert "lj_attendance/sample_data/roll.csv" in held


def test_the_wheel_holds_nothing_else(held: set[str]) -> None:
    tops = {name.split("/")[0] for name in held}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"lj_attendance"}
    assert not [name for name in held if "test" in name or name.endswith(".pyc")]


def test_what_is_unpacked_runs_by_itself(unpacked: Path) -> None:
    where = lja(unpacked, "-c", "import lj_attendance; print(lj_attendance.__file__)")
    assert Path(where.strip()).is_relative_to(unpacked)
    assert lja(unpacked, "-m", "lj_attendance", "--version").startswith("lja ")


def test_what_is_unpacked_analyses_the_invented_school(unpacked: Path) -> None:
    school = unpacked / "lj_attendance" / "sample_data"
    answer = lja(unpacked, "-m", "lj_attendance", "analyse", str(school), "--format", "json")
    assert json.loads(answer)["school"]["pupils"] > 0

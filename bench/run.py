"""Times `lja` beside Polars alone, pandas and DuckDB, each as a whole process, in turn.

Run it by `make bench`. Prints Markdown: medians, the median of the ratios taken round by round,
and peak memory. The first, unmeasured round checks that all three agree on every pupil.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from importlib.metadata import version
from math import isnan
from pathlib import Path
from statistics import median
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent / "build" / "bench"
MARKS = CACHE / "marks.csv"
CODES = HERE.parent / "src" / "lj_attendance" / "data" / "codes.csv"
AGREED = ("attendance_percent", "longest_absence_sessions", "unauthorised_in_10_weeks")
LEAST_MARKS, MOST_MARKS = 465_000, 480_000  # 1,250 pupils x 380 sessions, less joiners and leavers

# In a process of its own: on Linux a child's peak memory is never less than its parent's, so this
# process has to stay small.
MAKE_SCHOOL = """
import sys
from datetime import date
from pathlib import Path
from lj_attendance.workflows.sample import make_sample
make_sample(Path(sys.argv[1]), pupils=1250, seed=1, sessions=380, force=True,
            first_day=date(2025, 9, 1), last_day=date(2026, 7, 31))
"""

LJA, BARE, PANDAS, DUCKDB = "lja analyse", "polars.read_csv alone", "pandas", "DuckDB"
LJA_HELP, TYPER_HELP = "lja --help", "Typer app --help"
COMMANDS = {
    BARE: [str(HERE / "bare_read.py"), str(MARKS)],
    LJA: ["-m", "lj_attendance", "analyse", str(MARKS), "--format", "json"],
    PANDAS: [str(HERE / "with_pandas.py"), str(MARKS), str(CODES)],
    DUCKDB: [str(HERE / "with_duckdb.py"), str(MARKS), str(CODES)],
    TYPER_HELP: [str(HERE / "one_command.py"), "--help"],
    LJA_HELP: ["-m", "lj_attendance", "--help"],
}
AGAINST = {LJA: BARE, PANDAS: BARE, DUCKDB: BARE, LJA_HELP: TYPER_HELP}


# As installed: with bytecode, which the first, unmeasured round writes where it is missing.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


class Cost(NamedTuple):
    """What one whole process took; processor time and memory are NaN on Windows."""

    wall: float  # seconds
    processor: float  # seconds, user and system
    peak: float  # MiB


def make_marks() -> int:
    """Makes one school-year as one long CSV, where it is missing; how many marks it holds."""
    if not MARKS.exists():
        school = CACHE / "school"
        school.mkdir(parents=True, exist_ok=True)
        (CACHE / ".gitignore").write_text("*\n", encoding="utf-8")
        subprocess.run([sys.executable, "-c", MAKE_SCHOOL, str(school)], check=True)
        with MARKS.open("wb") as whole:
            for place, register in enumerate(sorted(school.glob("register-*.csv"))):
                with register.open("rb") as lines:
                    header = lines.readline()
                    whole.write(b"" if place else header)
                    shutil.copyfileobj(lines, whole)
    with MARKS.open("rb") as lines:
        marks = sum(1 for _ in lines) - 1
    if not LEAST_MARKS <= marks <= MOST_MARKS:
        sys.exit(f"{MARKS} holds {marks:,} marks, which is no school-year: remove it.")
    return marks


def measure(arguments: list[str]) -> Cost:
    """Runs Python with these arguments, its answer thrown away."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    if not hasattr(os, "wait4"):
        status, used = process.wait(), None
    else:
        _, waited, used = os.wait4(process.pid, 0)
        status = process.returncode = os.waitstatus_to_exitcode(waited)
    wall = time.perf_counter() - started
    if status:
        sys.exit(f"python {' '.join(arguments)} ended with {status}.")
    if used is None:
        return Cost(wall, float("nan"), float("nan"))
    unit = 2**20 if sys.platform == "darwin" else 2**10  # macOS counts bytes, the others KiB
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def figures(name: str) -> dict[str, list[object]]:
    """Each pupil's AGREED figures, by a command that prints them."""
    command = [sys.executable, *COMMANDS[name]]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    pupils = answer["pupils"] if isinstance(answer, dict) else answer
    return {str(pupil["pupil_id"]): [pupil[figure] for figure in AGREED] for pupil in pupils}


def check_agreement() -> int:
    """Ends the run unless lja, pandas and DuckDB give the same figures; how many pupils."""
    ours = figures(LJA)
    for name in (PANDAS, DUCKDB):
        theirs = figures(name)
        pupils = ours.keys() | theirs.keys()
        unlike = sorted(pupil for pupil in pupils if ours.get(pupil) != theirs.get(pupil))
        if unlike:
            first, named = unlike[0], f"{name} and lja differ on {len(unlike)} pupils"
            sys.exit(f"{named}; {first}: {theirs.get(first)}, not {ours.get(first)}.")
    return len(ours)


def table(rounds: list[dict[str, Cost]]) -> str:
    """Medians of each command over the rounds, as Markdown."""
    heads = ("whole process", "wall s", "ratio", "processor s", "ratio", "peak MiB")
    lines = [heads, ("---", *["--:"] * 5)]
    for name in COMMANDS:
        own, base = [r[name] for r in rounds], [r[AGAINST.get(name, name)] for r in rounds]
        wall, wall_ratio = columns([c.wall for c in own], [c.wall for c in base])
        processor, processor_ratio = columns(
            [c.processor for c in own], [c.processor for c in base]
        )
        peak = shown(median(c.peak for c in own), 0)
        lines.append((name, wall, wall_ratio, processor, processor_ratio, peak))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def columns(own: list[float], base: list[float]) -> tuple[str, str]:
    """The median, and the median of the ratios of the same round."""
    ratios = [one / other for one, other in zip(own, base, strict=True)]
    return shown(median(own), 2), shown(median(ratios), 2)


def shown(value: float, digits: int) -> str:
    return "not known" if isnan(value) else f"{value:.{digits}f}"


def machine() -> str:
    """The machine and the versions that the figures hold for."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    cpu = models[0] if models else platform.processor() or platform.machine()
    packages = [f"{name} {version(name)}" for name in ("polars", "pandas", "duckdb", "typer")]
    parts = [platform.platform(), f"{cpu}, {os.cpu_count()} cores"]
    return "; ".join([*parts, f"Python {platform.python_version()}", ", ".join(packages)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args().rounds
    marks, pupils = make_marks(), check_agreement()
    for command in COMMANDS.values():
        measure(command)
    rounds = [{name: measure(command) for name, command in COMMANDS.items()} for _ in range(wanted)]
    size = MARKS.stat().st_size / 1e6
    print(f"{marks:,} marks of {pupils:,} pupils, one CSV of {size:.1f} MB, {wanted} rounds.")
    print(
        "lja, pandas and DuckDB give every pupil the same attendance, longest run and worst weeks."
    )
    print(f"\n{table(rounds)}\n")
    print(f"Ratios: {LJA_HELP} to {TYPER_HELP}, the others to {BARE}, round by round.")
    print(machine())


if __name__ == "__main__":
    main()

"""The routines that lja knows, and their entries for the programs that start things at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path

from lj_attendance.data import read_settings
from lj_attendance.errors import WrongUsage
from lj_attendance.reports.files import make_folder, refuse_to_overwrite, write_whole
from lj_attendance.reports.timetables import (
    Entry,
    crontab,
    systemd_service,
    systemd_timer,
    windows_task,
)

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Step:
    """One command of lja; `save` names the file of its answer, empty where it writes its own."""

    arguments: tuple[str, ...]
    save: str = ""

    @property
    def name(self) -> str:
        """The command's words, without its options."""
        return " ".join(word for word in self.arguments[:2] if not word.startswith("-"))


@dataclass(frozen=True)
class Routine:
    """Commands that belong together, and when they run."""

    name: str
    title: str
    days: tuple[int, ...]  # 0 is Monday
    at: time
    steps: tuple[Step, ...]


@cache
def routines() -> dict[str, Routine]:
    """All of data/routines.toml, by name."""
    return {
        row["name"]: Routine(
            name=row["name"],
            title=row["title"],
            days=tuple(_DAYS.index(day) for day in row["days"]),
            at=time.fromisoformat(row["at"]),
            steps=tuple(Step(tuple(s["arguments"]), s.get("save", "")) for s in row["step"]),
        )
        for row in read_settings("routines")["routine"]
    }


def routine(name: str) -> Routine:
    """The routine of a name; raises WrongUsage, naming those there are."""
    found = routines().get(name)
    if found is None:
        raise WrongUsage(
            f"There is no routine '{name}'.", "", f"The routines are: {', '.join(routines())}."
        )
    return found


def entry_of(wanted: Routine, python: str, root: Path, at: time | None) -> Entry:
    """What starts a routine; raises WrongUsage for a path that no such program can hold."""
    place = str(root.resolve())
    if any(sign in text for text in (place, python) for sign in "\n\r\0"):
        raise WrongUsage(
            "A folder's name holds a line break.", place, "Rename it, and run this again."
        )
    arguments = ("-m", "lj_attendance", "run", wanted.name, "--workspace", place, "--quiet")
    return Entry(wanted.name, wanted.title, (python, *arguments), wanted.days, at or wanted.at)


def texts_for(program: str, entry: Entry, first_day: date) -> dict[str, str]:
    """The files of an entry by name: for cron, systemd or windows."""
    stem = f"lja-{entry.name}"
    if program == "cron":
        return {f"{stem}.cron": crontab(entry)}
    if program == "systemd":
        return {f"{stem}.service": systemd_service(entry), f"{stem}.timer": systemd_timer(entry)}
    return {f"{stem}.xml": windows_task(entry, first_day)}


def write_texts(texts: dict[str, str], folder: Path, *, force: bool) -> list[Path]:
    """Writes them, XML as UTF-16, which the Task Scheduler asks for."""
    files = [folder / name for name in texts]
    refuse_to_overwrite(files, force=force)
    make_folder(folder)
    for file, text in zip(files, texts.values(), strict=True):
        write_whole(file, text.encode("utf-16" if file.suffix == ".xml" else "utf-8"))
    return files

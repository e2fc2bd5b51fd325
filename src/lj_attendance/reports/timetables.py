"""Entries for the programs that start things at a time: cron, systemd, Windows Task Scheduler.

Texts alone: nothing is installed, and paths are quoted so that each program gives them back whole.
"""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from xml.sax.saxutils import escape

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FULL = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Entry:
    """What is to be started, on which days (0 is Monday), and at what local time."""

    name: str
    title: str
    command: tuple[str, ...]  # the program, then its arguments
    days: tuple[int, ...]
    at: time


def crontab(entry: Entry) -> str:
    """A line for a crontab; a percent sign is one only behind a backslash (crontab(5))."""
    days = ",".join(str((day + 1) % 7) for day in entry.days)  # cron's week begins on Sunday, 0
    command = shlex.join(entry.command).replace("%", r"\%")
    return (
        f"# lja {entry.name}: {entry.title}. To install: crontab -e, and add the line below.\n"
        "# To remove: crontab -e, and delete it.\n"
        f"{entry.at.minute} {entry.at.hour} * * {days} {command}\n"
    )


def systemd_service(entry: Entry) -> str:
    """The unit that does the work (systemd.service(5))."""
    command = " ".join(_systemd_quoted(part) for part in entry.command)
    return (
        f"[Unit]\nDescription=lja {entry.name}: {entry.title}\n\n"
        f"[Service]\nType=oneshot\nExecStart={command}\n"
    )


def systemd_timer(entry: Entry) -> str:
    """The unit that starts it; what was missed while the machine was off is caught up once."""
    days = ",".join(_DAYS[day] for day in entry.days)
    return (
        f"# To install: put both files into ~/.config/systemd/user, then\n"
        f"#   systemctl --user daemon-reload\n"
        f"#   systemctl --user enable --now lja-{entry.name}.timer\n"
        f"# To remove: systemctl --user disable --now lja-{entry.name}.timer\n"
        f"[Unit]\nDescription=When lja {entry.name} runs\n\n"
        f"[Timer]\nOnCalendar={days} *-*-* {entry.at:%H:%M}:00\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def _systemd_quoted(part: str) -> str:
    """In double quotes; systemd reads backslash, %, $ and quotes of its own (systemd.syntax(7))."""
    signs = (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("$", "$$"))
    for sign, written in signs:
        part = part.replace(sign, written)
    return f'"{part}"'


def windows_task(entry: Entry, first_day: date) -> str:
    """A task to import, as XML of the Task Scheduler 1.2; to be saved as UTF-16."""
    days = "".join(f"<{_FULL[day]} />" for day in entry.days)
    return f"""\
<?xml version="1.0" encoding="UTF-16"?>
<!-- To install: schtasks /Create /TN "lja {entry.name}" /XML lja-{entry.name}.xml
     To remove: schtasks /Delete /TN "lja {entry.name}" -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>{escape(entry.title)}</Description></RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>{first_day.isoformat()}T{entry.at:%H:%M}:00</StartBoundary>
      <Enabled>true</Enabled>
      <ScheduleByWeek>
        <WeeksInterval>1</WeeksInterval>
        <DaysOfWeek>{days}</DaysOfWeek>
      </ScheduleByWeek>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
  </Settings>
  <Actions>
    <Exec>
      <Command>{escape(entry.command[0])}</Command>
      <Arguments>{escape(_windows_quoted(entry.command[1:]))}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


def _windows_quoted(arguments: Sequence[str]) -> str:
    return subprocess.list2cmdline(arguments)

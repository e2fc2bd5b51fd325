"""Entries for cron, systemd and the Task Scheduler: every path comes back as it was."""

from __future__ import annotations

import re
import shlex
from datetime import date, time
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from lj_attendance.reports.timetables import (
    Entry,
    crontab,
    systemd_service,
    systemd_timer,
    windows_task,
)

PATHS = st.text(
    st.characters(
        blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="\ufffe\uffff"
    ),
    min_size=1,
    max_size=30,
)
SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def entry(place: str, *days: int) -> Entry:
    command = ("/usr/bin/python3", "-m", "lj_attendance", "run", "weekly", "--workspace", place)
    return Entry("weekly", "the weekly report", command, days or (0,), time(7, 5))


@settings(max_examples=200, deadline=None)
@given(PATHS)
def test_a_crontab_gives_the_path_back(place: str) -> None:
    line = crontab(entry(place)).splitlines()[-1]
    fields = line.split(" ", 5)
    assert fields[:5] == ["5", "7", "*", "*", "1"]
    assert not re.search(r"(?<!\\)%", fields[5])  # cron would end the command there
    assert shlex.split(fields[5].replace(r"\%", "%"))[-1] == place


@settings(max_examples=200, deadline=None)
@given(PATHS)
def test_a_systemd_unit_gives_the_path_back(place: str) -> None:
    line = next(x for x in systemd_service(entry(place)).split("\n") if x.startswith("ExecStart"))
    quoted = line[line.index('"--workspace" ') + len('"--workspace" ') :]
    assert quoted.startswith('"')
    assert quoted.endswith('"')
    inner = re.sub(r'\\(["\\])', r"\1", quoted[1:-1])
    assert inner.replace("%%", "%").replace("$$", "$") == place


@settings(max_examples=200, deadline=None)
@given(PATHS)
def test_a_task_gives_the_path_back(place: str) -> None:
    text = windows_task(entry(place), date(2026, 11, 23))
    arguments = ET.fromstring(text.encode("utf-16")).find(f".//{SPACE}Arguments")
    assert arguments is not None
    assert (arguments.text or "").startswith("-m lj_attendance run weekly --workspace ")
    told = (arguments.text or "").partition("--workspace ")[2]
    if '"' not in place and "\\" not in place:
        assert told.strip('"') == place


def test_days_are_those_of_each_program() -> None:
    week = entry("/s", 0, 6)
    assert crontab(week).splitlines()[-1].startswith("5 7 * * 1,0 ")
    assert "OnCalendar=Mon,Sun *-*-* 07:05:00" in systemd_timer(week)
    task = windows_task(week, date(2026, 11, 23))
    assert "<Monday /><Sunday />" in task
    assert "2026-11-23T07:05:00" in task

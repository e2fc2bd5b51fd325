"""What a tutor sees of a registration group on Monday: each pupil's week, and a word to say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl

from lj_attendance.data import read_settings
from lj_attendance.policy.settings import Settings
from lj_attendance.workflows.analyse import Analysis
from lj_attendance.workflows.stages.facts import facts_on

_NO_GROUP = "no registration group"
_OFTEN_LATE = 2  # arrivals after the bell in one week: more than once


@dataclass(frozen=True)
class TutorRow:
    """One pupil. `days` are the week's marks, Monday first: `/\\`, `II`; a dot for no mark."""

    pupil_id: str
    name: str
    board_name: str  # forename and initial: what a board may show
    days: tuple[str, ...]
    here: tuple[tuple[int, int], ...]  # sessions attended and possible, Monday to Friday
    week_attended: int
    week_possible: int
    late: int  # this week, before and after the register closed
    attended: int  # year to date
    possible: int
    change: float | None  # points, last school weeks on those before
    context: tuple[str, ...]  # vulnerable groups, in words: for the tutor alone
    word: str


@dataclass(frozen=True)
class TutorGroup:
    """One registration group, its pupils by name."""

    name: str
    week: date  # its Monday
    rows: tuple[TutorRow, ...]

    @property
    def week_attended(self) -> int:
        """Sessions attended by all, this week."""
        return sum(row.week_attended for row in self.rows)

    @property
    def week_possible(self) -> int:
        """Possible sessions of all, this week."""
        return sum(row.week_possible for row in self.rows)


def tutor_groups(analysis: Analysis, settings: Settings) -> tuple[TutorGroup, ...]:
    """Every registration group with a pupil on roll on the as-of date, in order."""
    monday = analysis.as_of - timedelta(days=analysis.as_of.weekday())
    marks = _week_marks(analysis, monday)
    facts = facts_on(analysis.reading, settings, analysis.as_of)
    changes = _changes(analysis)
    groups: dict[str, list[TutorRow]] = defaultdict(list)
    for row in analysis.pupils.rows(named=True):
        pupil_id = row["pupil_id"]
        if facts[pupil_id].has_left:
            continue
        told = _row(row, marks.get(pupil_id, []), changes.get(pupil_id), facts[pupil_id].groups)
        groups[row["registration_group"] or _NO_GROUP].append(told)
    ordered = sorted(groups, key=_year_first)
    return tuple(TutorGroup(name, monday, tuple(groups[name])) for name in ordered)


def _year_first(name: str) -> tuple[bool, int, str]:
    digits = "".join(c for c in name.split(" ", 1)[0] if c.isdigit())
    return name == _NO_GROUP, int(digits or 99), name


def _week_marks(analysis: Analysis, monday: date) -> dict[str, list[dict[str, Any]]]:
    names = ("date", "session", "code", "is_possible", "is_absent")
    frame = (
        analysis.reading.marks.lazy()
        .filter(pl.col("date").is_between(monday, analysis.as_of))
        .select(pl.col("pupil_id").cast(pl.String), *names)
        .with_columns(pl.col("session", "code").cast(pl.String))
        .collect()
    )
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in frame.rows(named=True):
        found[row.pop("pupil_id")].append(row)
    return found


def _changes(analysis: Analysis) -> dict[str, float | None]:
    if analysis.patterns is None:
        return {}
    return dict(analysis.patterns.pupils.select("pupil_id", "change_in_points").rows())


def _row(
    row: dict[str, Any],
    week: Sequence[dict[str, Any]],
    change: float | None,
    context: tuple[str, ...],
) -> TutorRow:
    possible = [mark for mark in week if mark["is_possible"]]
    missed = [mark for mark in possible if mark["is_absent"]]
    late = sum(mark["code"] in ("L", "U") for mark in week)
    forename, surname = row["forename"] or "", row["surname"] or ""
    return TutorRow(
        pupil_id=row["pupil_id"],
        name=", ".join(part for part in (surname, forename) if part) or row["pupil_id"],
        board_name=f"{forename} {surname[:1]}".strip() or row["pupil_id"],
        days=_days(week),
        here=tuple(_here(possible, day) for day in range(5)),
        week_attended=len(possible) - len(missed),
        week_possible=len(possible),
        late=late,
        attended=row["attended_sessions"],
        possible=row["possible_sessions"],
        change=change,
        context=context,
        word=_words()[word_for(row, possible, late)],
    )


def _days(week: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Monday to Friday; a weekend's marks are in the register, not on this list."""
    marks = {(mark["date"].weekday(), mark["session"]): mark["code"] or "-" for mark in week}
    return tuple(
        "".join(marks.get((day, session), ".") for session in ("AM", "PM")) for day in range(5)
    )


def _here(possible: Sequence[dict[str, Any]], day: int) -> tuple[int, int]:
    of_day = [mark for mark in possible if mark["date"].weekday() == day]
    return sum(not mark["is_absent"] for mark in of_day), len(of_day)


def word_for(row: dict[str, Any], possible: Sequence[dict[str, Any]], late: int) -> str:
    """Which word fits: the first that holds, as data/tutor_words.toml has them.

    `possible` are the week's marks in order, `row` the pupil's figures of the year. Who came after
    the register closed missed a session (U), but was in school: no word for an absence fits.
    """
    if not possible:
        return "no_session"
    away = [mark["is_absent"] and mark["code"] != "U" for mark in possible]
    if away[-1]:
        return "absent_now"
    if any(away):
        return "back_after_absence" if away[0] or sum(away) > 1 else "missed"
    if late >= _OFTEN_LATE:
        return "late"
    if any(mark["is_absent"] for mark in possible):
        return "late_after_close"
    if row["overall_absence"] == 0:
        return "full_year"
    return "full_week_after_absence" if row["is_below_expected"] else "full_week"


@cache
def _words() -> dict[str, str]:
    return {word["when"]: word["says"] for word in read_settings("tutor_words")["word"]}

"""One pupil's marks of the academic year: week by week, by code, by weekday, and the runs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import polars as pl

from lj_attendance.data import read_rows
from lj_attendance.school_year import academic_year_start
from lj_attendance.workflows.reading import Reading

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
UNMARKED = "unmarked"


@dataclass(frozen=True)
class PupilMark:
    """One session as the register counts it."""

    date: date
    session: str  # AM or PM
    code: str | None  # null: unmarked
    category: str | None  # of schema.CATEGORIES; null: unmarked
    is_possible: bool
    is_absent: bool
    is_authorised: bool
    source_file: str
    source_row: int


@dataclass(frozen=True)
class MarkWeek:
    """A week with at least one mark; `marks` by weekday (0 is Monday) and session."""

    monday: date
    marks: dict[tuple[int, str], PupilMark]

    @property
    def absent(self) -> int:
        """Sessions missed."""
        return sum(mark.is_absent for mark in self.marks.values())

    @property
    def possible(self) -> int:
        """Sessions that were possible."""
        return sum(mark.is_possible for mark in self.marks.values())


@dataclass(frozen=True)
class SessionRun:
    """Consecutive possible sessions missed."""

    first: date
    last: date
    sessions: int
    codes: tuple[str, ...]  # each once, in order of first use
    is_current: bool  # it reaches the pupil's last possible session


@dataclass(frozen=True)
class WeekdayPattern:
    """How often a pupil was absent, for part of the day or all of it, on one weekday."""

    weekday: int  # 0 is Monday
    absent: int  # days
    days: int  # school days of the pupil on that weekday


def marks_of(reading: Reading, pupil_id: str) -> tuple[PupilMark, ...]:
    """The pupil's counted marks of the academic year, in order."""
    return marks_by_pupil(reading, [pupil_id]).get(pupil_id, ())


def marks_by_pupil(
    reading: Reading, pupil_ids: Collection[str]
) -> dict[str, tuple[PupilMark, ...]]:
    """The counted marks of the academic year of these pupils, each pupil's in order."""
    start = academic_year_start(reading.as_of)
    pupil = pl.col("pupil_id").cast(pl.String)
    frame = (
        reading.marks.lazy()
        .filter(pupil.is_in(sorted(pupil_ids)) & (pl.col("date") >= start))
        .select(pupil, *PupilMark.__dataclass_fields__)
        .with_columns(pl.col("session", "code", "category", "source_file").cast(pl.String))
        .collect()
    )
    found: dict[str, list[PupilMark]] = defaultdict(list)
    for pupil_id, *mark in frame.rows():
        found[pupil_id].append(PupilMark(*mark))
    return {pupil_id: tuple(marks) for pupil_id, marks in found.items()}


def weeks_of(marks: Sequence[PupilMark]) -> tuple[MarkWeek, ...]:
    """The marks by week, the first week first."""
    return tuple(
        MarkWeek(monday, {(mark.date.weekday(), mark.session): mark for mark in of_week})
        for monday, of_week in groupby(marks, key=_monday)
    )


def _monday(mark: PupilMark) -> date:
    return mark.date - timedelta(days=mark.date.weekday())


def codes_of(marks: Sequence[PupilMark]) -> tuple[tuple[str, str, int], ...]:
    """Each code used with its meaning and the number of sessions, the commonest first."""
    meanings = {row["code"]: row["meaning"] for row in read_rows("codes")}
    counted = Counter(mark.code or UNMARKED for mark in marks)
    told = [(code, meanings.get(code, ""), number) for code, number in counted.items()]
    return tuple(sorted(told, key=lambda each: (-each[2], each[0])))


def runs_of(marks: Sequence[PupilMark]) -> tuple[SessionRun, ...]:
    """Every run of absence, in order; sessions that were not possible do not break one."""
    possible = [mark for mark in marks if mark.is_possible]
    runs = []
    for is_absent, run in groupby(possible, key=lambda mark: mark.is_absent):
        missed = list(run)
        if is_absent:
            codes = tuple(dict.fromkeys(mark.code or "" for mark in missed))
            is_current = missed[-1] is possible[-1]
            first, last = missed[0].date, missed[-1].date
            runs.append(SessionRun(first, last, len(missed), codes, is_current))
    return tuple(runs)


def weekday_patterns(marks: Sequence[PupilMark]) -> tuple[WeekdayPattern, ...]:
    """One a weekday that had school, Monday first."""
    possible = [mark for mark in marks if mark.is_possible]
    days = Counter(day.weekday() for day in {mark.date for mark in possible})
    missed = Counter(day.weekday() for day in {mark.date for mark in possible if mark.is_absent})
    return tuple(WeekdayPattern(day, missed[day], days[day]) for day in sorted(days))


def striking(
    patterns: Sequence[WeekdayPattern], *, days_missed: int, times: int
) -> tuple[WeekdayPattern, ...]:
    """The weekdays missed at least `days_missed` times, and `times` as often as the others.

    Compared by rate, cross-multiplied: 5 of 9 Fridays is twice as often as 10 of 36 other days.
    """
    absent, days = sum(each.absent for each in patterns), sum(each.days for each in patterns)

    def stands_out(each: WeekdayPattern) -> bool:
        others, other_days = absent - each.absent, days - each.days
        is_often = each.absent >= days_missed > 0
        return is_often and each.absent * other_days >= times * others * each.days

    return tuple(each for each in patterns if stands_out(each))

"""Invented lesson registers: the last weeks of the register, a row a pupil and lesson.

Nothing is drawn: which lesson a pupil misses follows from whole numbers, so that the session
marks of the same school stay what they are without lessons.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lj_attendance.sample.exports import Row, arbor_date, write_rows

if TYPE_CHECKING:
    from datetime import date

    from lj_attendance.sample.pupils import Pupil
    from lj_attendance.sample.register import Register

LESSONS = "lessons.csv"
_HEADERS = (
    *("Arbor Student ID", "Date", "Time", "Class", "Event Type", "Teacher", "Mark"),
    *("Minutes Late", "Note"),
)
_SESSIONS = 20  # the last two weeks; a year of lessons would be a large file
_TIMES = {
    "AM": ("08:50 - 09:50", "10:05 - 11:05", "11:05 - 12:05"),
    "PM": ("12:40 - 13:40", "13:40 - 14:40"),
}
_SUBJECTS = ("English", "Mathematics", "Science", "French", "Geography", "Art", "Music")
_TEACHERS = ("Mr Alder", "Mrs Birch", "Ms Cedar", "Mr Elm", "Mrs Hazel", "Ms Lime", "Mr Oak")
_PRESENT = ("/", "\\", "L")
_ONE_IN, _ONE_IN_FRENCH = 397, 83  # lessons missed while in school
_NOT_TAKEN = 211  # one lesson in so many has no mark


def write_lessons(folder: Path, register: Register) -> Path:
    """Writes the lessons of the register's last sessions."""
    return write_rows(folder / LESSONS, _HEADERS, _rows(register))


def _rows(register: Register) -> Iterator[Row]:
    """By date, lesson and the order of the roll."""
    first = max(0, len(register.sessions) - _SESSIONS)
    for session in range(first, len(register.sessions)):
        day, half = register.sessions[session]
        for place, time in enumerate(_TIMES[half]):
            for pupil, column in zip(register.pupils, register.columns, strict=True):
                mark = column.marks[session]
                if mark is not None:
                    late = column.minutes.get(session, "") if place == 0 else ""
                    yield (pupil.pupil_id, arbor_date(day), time,
                           *_lesson(pupil, day, half, place, mark), late, "")  # fmt: skip


def _lesson(pupil: Pupil, day: date, half: str, place: int, mark: str) -> Row:
    """Class, type of event, teacher and mark of one lesson."""
    slot = place + (len(_TIMES["AM"]) if half == "PM" else 0)
    number = (pupil.year_group + day.weekday() * 3 + slot) % len(_SUBJECTS)
    subject, teaching = _SUBJECTS[number], pupil.number % 4
    name = f"{subject}: Year {pupil.year_group}: {pupil.year_group}{'ABCD'[teaching]}"
    teacher = _TEACHERS[(number + teaching + pupil.year_group) % len(_TEACHERS)]
    chance = pupil.number * 7919 + day.toordinal() * 104_729 + slot * 1_299_709
    return name, "Lesson", teacher, _mark(mark, subject, place, chance)


def _mark(mark: str, subject: str, place: int, chance: int) -> str:
    """The session's own mark, unless the pupil was in school: then mostly present."""
    if mark not in _PRESENT:
        return mark
    if chance % _NOT_TAKEN == 0:
        return ""
    if chance % (_ONE_IN_FRENCH if subject == "French" else _ONE_IN) == 0:
        return "O" if chance % 2 else "N"
    return mark if place == 0 else "/"

"""The whole invented school, from a seed to its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lj_attendance.sample.exports import (
    CONTACT_HEADERS,
    contact_rows,
    roll_headers,
    roll_row,
    write_register,
    write_rows,
)
from lj_attendance.sample.households import draw_households
from lj_attendance.sample.lessons import LESSONS, write_lessons
from lj_attendance.sample.movers import with_movers
from lj_attendance.sample.names import plain_letters, read_names
from lj_attendance.sample.pupils import Pupil, draw_pupils
from lj_attendance.sample.register import draw_register
from lj_attendance.sample.slips import with_slips
from lj_attendance.sample.terms import HalfTerm, academic_year_of, half_terms_between

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

ROLL, CONTACTS = "roll.csv", "contacts.csv"


def write_school(
    folder: Path,
    *,
    pupils: int,
    seed: int,
    first_day: date,
    last_day: date,
    sessions: int | None = None,
    lessons: bool = False,
) -> list[Path]:
    """Writes an invented school into a folder that exists, and returns the files written.

    A roll, the contacts, and one register for each half term with a school day in the range; year
    groups are those of its last school day, and earlier academic years lack those then too young.
    At most `sessions` sessions, the earliest of the range. With `lessons`, a lesson register of
    the last of them too. From 20 pupils on, a few deliberate
    faults. The same arguments give the same bytes everywhere. Takes from 1 to MOST_PUPILS pupils.
    """
    parts = half_terms_between(first_day, last_day, sessions)
    academic_year = parts[-1].academic_year if parts else academic_year_of(last_day)
    on_roll = _draw_roll(seed, pupils, academic_year, parts, last_day)
    register = with_slips(seed, draw_register(seed, on_roll, parts, sessions))
    written = [
        write_rows(folder / ROLL, roll_headers(academic_year), map(roll_row, on_roll)),
        write_rows(folder / CONTACTS, CONTACT_HEADERS, contact_rows(on_roll)),
    ]
    first = 0
    for part in parts:
        stop = min(first + 2 * len(part.days), len(register.sessions))
        written.append(write_register(folder / _register_name(part), register, first, stop))
        first = stop
    if lessons:
        written.append(write_lessons(folder, register))
    return written


def file_names(
    first_day: date, last_day: date, sessions: int | None = None, *, lessons: bool = False
) -> list[str]:
    """The names of the files that `write_school` writes for a range, in its order."""
    parts = half_terms_between(first_day, last_day, sessions)
    names = [ROLL, CONTACTS, *(_register_name(part) for part in parts)]
    return [*names, LESSONS] if lessons else names


def _draw_roll(
    seed: int, pupils: int, academic_year: int, parts: tuple[HalfTerm, ...], last_day: date
) -> list[Pupil]:
    """The pupils by name, as a roll lists them, accents set aside."""
    names = read_names()
    households = draw_households(seed, names, pupils)
    drawn = draw_pupils(seed, names, households, academic_year)
    days = [d for part in parts if part.academic_year == academic_year for d in part.days]
    on_roll = with_movers(seed, drawn, days, last_day)
    return sorted(
        on_roll,
        key=lambda pupil: (
            plain_letters(pupil.surname),
            plain_letters(pupil.forename),
            pupil.number,
        ),
    )


def _register_name(part: HalfTerm) -> str:
    return f"register-{part.label}.csv"

"""Who left and came back: on roll in each spell, and not between them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.ingest import found, long, marks, read, save, set_aside

if TYPE_CHECKING:
    from pathlib import Path

    from lj_attendance.workflows.reading import Reading

SPELLS = "Arbor Student ID,Name,Year Group,Enrolment start date,Leaving date\n"
A = '1001,"Adams, Ava"'
B = '1002,"Brown, Ben"'
DAYS = ["2025-09-02", "2025-09-04", "2025-09-05", "2025-09-15", "2025-09-16", "2025-09-30"]
FIRST, SECOND = f"{A},8,02 Sep 2025,04 Sep 2025\n", f"{A},8,16 Sep 2025,\n"
BEN = f"{B},8,01 Sep 2025,\n"


def register(folder: Path, *rolls: str) -> Reading:
    """A roll or several, each saved later than the one before, and marks of both pupils."""
    for number, roll in enumerate(rolls):
        save(folder, f"roll{number}.csv", SPELLS + roll, saved=f"2025-10-0{number + 1}")
    rows = [f"{pupil},{day},AM,/" for day in DAYS for pupil in (A, B)]
    save(folder, "marks.csv", long(*rows))
    return read(folder)


def days_of(reading: Reading, pupil: str) -> list[str]:
    return [place.split()[1] for place in marks(reading) if place.startswith(pupil)]


IN_BOTH = ["2025-09-02", "2025-09-04", "2025-09-16", "2025-09-30"]


@pytest.mark.parametrize(
    "rolls",
    [
        (FIRST + SECOND + BEN,),
        (SECOND + FIRST + FIRST + BEN,),
        (FIRST + BEN, SECOND + BEN),
        (SECOND + BEN, FIRST + BEN),
    ],
)
def test_a_mark_between_two_spells_is_outside_the_dates_on_roll(
    tmp_path: Path, rolls: tuple[str, ...]
) -> None:
    reading = register(tmp_path, *rolls)
    assert days_of(reading, "1001") == IN_BOTH
    assert days_of(reading, "1002") == DAYS
    assert set_aside(reading) == {"outside dates on roll": 2}
    assert [finding.row for finding in found(reading, "outside_enrolment")] == [6, 8]


def test_each_of_several_times_away_is_left_out(tmp_path: Path) -> None:
    third = f"{A},8,29 Sep 2025,\n"
    second = f"{A},8,16 Sep 2025,16 Sep 2025\n"
    reading = register(tmp_path, FIRST + second + third)
    assert days_of(reading, "1001") == IN_BOTH
    assert set_aside(reading) == {"outside dates on roll": 2}


@pytest.mark.parametrize(
    "second",
    [
        f"{A},8,05 Sep 2025,\n",  # the day after
        f"{A},8,03 Sep 2025,\n",  # before the first has ended
        f"{A},8,,\n",  # no dates: on roll for all that is known
    ],
)
def test_spells_that_touch_or_overlap_leave_nothing_between(tmp_path: Path, second: str) -> None:
    reading = register(tmp_path, FIRST + second + BEN)
    assert days_of(reading, "1001") == DAYS


def test_a_later_roll_tells_when_a_spell_ended(tmp_path: Path) -> None:
    still_there = f"{A},8,02 Sep 2025,\n"
    left = register(tmp_path / "left", still_there + BEN, FIRST + BEN)
    assert left.roll["on_roll_until"].to_list() == [date(2025, 9, 4), None]
    assert days_of(left, "1001") == DAYS[:2]
    stayed = register(tmp_path / "stayed", FIRST + BEN, still_there + BEN)
    assert days_of(stayed, "1001") == DAYS


def test_who_is_away_on_the_day_is_not_missed_by_the_register(tmp_path: Path) -> None:
    save(tmp_path, "roll.csv", SPELLS + FIRST + SECOND + BEN)
    save(tmp_path, "marks.csv", long(*(f"{B},{day},AM,/" for day in DAYS)))
    for day, missed in (("04", 1), ("05", 0), ("15", 0), ("16", 1)):
        reading = read(tmp_path, as_of=date.fromisoformat(f"2025-09-{day}"))
        assert len(found(reading, "pupil_without_marks")) == missed

"""Lessons and totals: what looks like a register's marks and is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ingest import found, long, marks, read, read_as, refusal, save, set_aside

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DAY = "2025-09-01"


def numbered(periods: Iterable[object], header: str = "Period", day: str = DAY) -> str:
    """A long export whose sessions are these."""
    rows = (f"1001,{day},{period},/" for period in periods)
    return long(*rows, heading=f"Arbor Student ID,Date,{header},Mark")


@pytest.mark.parametrize("header", ["Period", "Session"])
def test_sessions_1_and_2_alone_are_am_and_pm(tmp_path: Path, header: str) -> None:
    assert marks(read(save(tmp_path, "a.csv", numbered([1, 2], header)))) == {
        f"1001 {DAY} AM": "/",
        f"1001 {DAY} PM": "/",
    }


@pytest.mark.parametrize("header", ["Period", "Session"])
@pytest.mark.parametrize("periods", [range(1, 7), [1, 2, 3], [1, 2, 0], ["1.0", "2.0", "3.0"]])
def test_numbers_other_than_1_and_2_are_lessons(
    tmp_path: Path, header: str, periods: Iterable[object]
) -> None:
    error = refusal(save(tmp_path, "a.csv", numbered(periods, header)))
    assert (error.exit_code, "lesson marks" in error.problem) == (3, True)


def test_lessons_beside_a_register_are_left_out(tmp_path: Path) -> None:
    save(tmp_path, "register.csv", numbered(["AM"]).replace(",/", ",N"))
    save(tmp_path, "lessons.csv", numbered(range(1, 7)))
    reading = read(tmp_path)
    assert marks(reading) == {f"1001 {DAY} AM": "N"}
    assert read_as(reading)["lessons.csv"] == "lesson marks"
    assert [finding.check for finding in found(reading)] == ["unused_file"]


def test_lessons_are_seen_far_down_in_a_long_export(tmp_path: Path) -> None:
    rows = [f"{pupil},{DAY},{period},/" for period in (1, 2, 3) for pupil in range(1000, 1300)]
    text = long(*rows, heading="Arbor Student ID,Date,Period,Mark")
    assert "lesson marks" in refusal(save(tmp_path, "a.csv", text)).problem


def test_lessons_among_sessions_in_words_are_set_aside(tmp_path: Path) -> None:
    reading = read(save(tmp_path, "a.csv", numbered(["AM", 1, 2, 3, 4, 5, "PM"])))
    assert marks(reading) == {f"1001 {DAY} AM": "/", f"1001 {DAY} PM": "/"}
    assert set_aside(reading) == {"no session": 5}


def test_a_lesson_among_sessions_in_words_takes_none_from_its_time(tmp_path: Path) -> None:
    heading = "Arbor Student ID,Date,Session,Time,Mark"
    rows = (f"1001,{DAY},AM,08:45,/", f"1001,{DAY},3,13:00,N")
    reading = read(save(tmp_path, "a.csv", long(*rows, heading=heading)))
    assert marks(reading) == {f"1001 {DAY} AM": "/"}


# ---- totals below a wide register

WIDE = f'Arbor Student ID,Name,{DAY} AM,{DAY} PM\n1001,"Adams, Ava",/,N\n'


@pytest.mark.parametrize(
    "row", ["Present,,5,5", "Present,,5,", "Attendance,,97.9%,98%", "Unauthorised absence,,0,1"]
)
def test_totals_under_a_word_are_no_pupil(tmp_path: Path, row: str) -> None:
    reading = read(save(tmp_path, "a.csv", WIDE + row + "\n"))
    assert reading.roll["pupil_id"].to_list() == ["1001"]
    assert set_aside(reading) == {"no pupil": 2}
    assert [(finding.check, finding.row) for finding in found(reading, "no_pupil")] == [
        ("no_pupil", 3)
    ]


@pytest.mark.parametrize(
    "row",
    [
        "ava,,/,5",  # a mark
        'ava,"Adams, Ava",5,5',  # a name
        "ava7,,5,5",  # a digit
        "ava,,,",  # no mark, and no number
    ],
)
def test_a_word_is_a_pupil_s_id_where_anything_else_says_so(tmp_path: Path, row: str) -> None:
    reading = read(save(tmp_path, "a.csv", WIDE + row + "\n"))
    assert reading.roll.height == 2
    assert "no pupil" not in set_aside(reading)


def test_numbers_that_a_mapping_calls_marks_are_no_totals(tmp_path: Path) -> None:
    mapping = save(tmp_path, "m.toml", '[marks]\n"1" = "/"\n"0" = "N"\n')
    path = save(tmp_path, "a.csv", f"Arbor Student ID,{DAY} AM,{DAY} PM\nava,1,0\n")
    assert marks(read(path, mapping=mapping)) == {f"ava {DAY} AM": "/", f"ava {DAY} PM": "N"}

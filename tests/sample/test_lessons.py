"""`lja sample --lessons`: an invented lesson register beside the files that are always written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lj_attendance.workflows.reading import ReadRequest, read_exports
from lj_attendance.workflows.sample import make_sample
from lj_attendance.workflows.truancy.lessons import lessons_of
from tests.ingest import SETTINGS

UNTIL = date(2026, 9, 25)


def made(folder: Path, *, lessons: bool) -> dict[str, bytes]:
    """The files of a small school by their names."""
    files = make_sample(
        folder, pupils=30, seed=7, first_day=date(2026, 9, 1), last_day=UNTIL, lessons=lessons
    ).files
    return {file.name: file.read_bytes() for file in files}


def test_lessons_change_nothing_else_and_are_the_same_each_time(tmp_path: Path) -> None:
    plain, first, second = (
        made(tmp_path / name, lessons=lessons)
        for name, lessons in (("plain", False), ("first", True), ("second", True))
    )
    assert "lessons.csv" not in plain
    assert first == second
    assert plain == {name: content for name, content in first.items() if name != "lessons.csv"}


def test_the_rows_are_read_and_some_lesson_is_missed(tmp_path: Path) -> None:
    made(tmp_path, lessons=True)
    found = lessons_of(read_exports(ReadRequest((tmp_path,), SETTINGS, UNTIL)), SETTINGS)
    assert found is not None
    (source,) = found.sources
    assert source.rows == source.used + source.set_aside
    assert source.set_aside < 10  # the deliberate faults of the register
    assert found.missed.height
    assert found.subjects.height == 7
    assert found.classes["unmarked_lessons"].sum()

"""The order of the marks that count, on which Polars is told that it may rely."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING

import polars as pl
import pytest

from lj_attendance.workflows.reading import ReadRequest, read_exports
from lj_attendance.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "Arbor Student ID,Date,Session,Mark"
FAULTY = [
    ",07 Sep 2026,AM,/",  # no pupil
    "10,31 Sep 2026,AM,/",  # no such date
    "9,08 Sep 2026,noon,/",
    "10,08 Sep 2026,AM,?!",
    "11,01 Dec 2026,AM,/",  # after the as-of date
]


def rows() -> list[str]:
    """IDs whose order as text is not that as numbers; names for those not known as any."""
    pupils = ["9", "10", "100", "1000", "11", "b", "B", "é"]
    return [
        f"{pupil},{day:02} Sep 2026,{session},{mark}"
        for pupil in pupils
        for day in (7, 8, 9)
        for session, mark in (("PM", "\\"), ("AM", "I"))
    ]


@pytest.mark.parametrize("seed", range(8))
def test_the_marks_that_count_are_sorted_by_pupil_date_and_session(
    tmp_path: Path, seed: int
) -> None:
    chance = Random(seed)
    for name in ("one.csv", "two.csv"):
        lines = [*rows(), *FAULTY, *chance.sample(rows(), 9)]  # some marks twice
        chance.shuffle(lines)
        (tmp_path / name).write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    request = ReadRequest(
        (tmp_path,), Workspace(None).settings(), date(2026, 12, 31), date(2026, 11, 20)
    )
    marks = read_exports(request).marks
    # As lists: a column that is marked as sorted is not looked at again.
    numbers = marks.select(pl.col("pupil_id", "session").to_physical(), "date").rows()
    key = [(pupil, day, session) for pupil, session, day in numbers]
    assert key == sorted(set(key))
    assert len(key) == len(rows())
    ids = marks["pupil_id"].cast(pl.String).to_list()
    assert ids == sorted(ids)
    assert marks.group_by("pupil_id").len().sort("pupil_id")["len"].to_list() == [6] * 8

"""Every figure of `lja analyse` against the plain-Python reference, over random registers."""

from __future__ import annotations

import json
import os
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from lj_attendance.reports.summary import as_json
from lj_attendance.workflows.analyse import analyse
from lj_attendance.workflows.reading import ReadRequest
from lj_attendance.workspace import Workspace
from tests import layouts, reference, strategies
from tests.registers import Mark, register

TODAY = date(2031, 1, 1)
SETTINGS = Workspace(None).settings()
EXAMPLES = settings(
    max_examples=int(os.environ.get("LJA_EXAMPLES", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def measured(paths: list[Path], as_of: date, **options: Any) -> dict[str, Any]:
    """The JSON answer, as a program gets it."""
    request = ReadRequest(tuple(paths), SETTINGS, TODAY, as_of, **options)
    answer: dict[str, Any] = json.loads(as_json(analyse(request, with_patterns=False)))
    return answer


def has_a_present_mark(marks: list[Mark]) -> bool:
    return any(mark.mark.strip() in ("/", "\\") for mark in marks)


def compare(answer: dict[str, Any], marks: list[Mark], as_of: date) -> None:
    """Every pupil's every figure, and the school's."""
    expected = reference.pupil_measures(marks, as_of)
    got = {pupil["pupil_id"]: pupil for pupil in answer["pupils"]}
    assert set(got) == set(expected)
    for pupil_id, figures in expected.items():
        for name, value in figures.items():
            plain = value.isoformat() if isinstance(value, date) else value
            assert got[pupil_id][name] == plain, (pupil_id, name)
    for name, value in reference.school_measures(marks, as_of).items():
        assert answer["school"][name] == pytest.approx(value), name


@EXAMPLES
@given(
    strategies.registers_as_of(),
    st.sampled_from(["arbor", "iso", "slash", "mixed"]),
    st.randoms(use_true_random=False),
)
@example(
    (register({"ava": r"/\ II II ## II | /\ /\ /\ /\ /\ "}), date(2025, 9, 12)),
    "arbor",
    random.Random(0),
)
def test_a_long_file_gives_the_references_figures(
    tmp_path: Path,
    drawn: tuple[list[Mark], date],
    style: layouts.DateStyle,
    chance: random.Random,
) -> None:
    marks, as_of = drawn
    assume(has_a_present_mark(marks))
    path = tmp_path / "marks.csv"
    layouts.write(
        marks, "long", path, date_style=style, shuffle_rows=chance, shuffle_columns=chance
    )
    compare(measured([path], as_of), layouts.as_read(marks, "long"), as_of)


@EXAMPLES
@given(
    strategies.registers_as_of(strategies.registers(duplicates=False)),
    st.sampled_from(["wide", "wide_two_header_rows", "bi_table"]),
    st.randoms(use_true_random=False),
)
def test_other_layouts_give_the_references_figures(
    tmp_path: Path,
    drawn: tuple[list[Mark], date],
    shape: layouts.Shape,
    chance: random.Random,
) -> None:
    marks, as_of = drawn
    assume(has_a_present_mark(marks))
    path = tmp_path / "marks.csv"
    layouts.write(marks, shape, path, shuffle_rows=chance)
    compare(measured([path], as_of, blank_means="unmarked"), layouts.as_read(marks, shape), as_of)


@EXAMPLES
@given(
    strategies.registers_as_of(
        strategies.registers(duplicates=False, one_character=True, weekends=False)
    )
)
def test_a_string_of_marks_gives_the_references_figures(
    tmp_path: Path, drawn: tuple[list[Mark], date]
) -> None:
    marks, as_of = drawn
    assume(has_a_present_mark(marks))
    path = tmp_path / "marks.csv"
    layouts.write(marks, "mark_string", path)
    read = layouts.as_read(marks, "mark_string")
    compare(measured([path], as_of, blank_means="unmarked"), read, as_of)

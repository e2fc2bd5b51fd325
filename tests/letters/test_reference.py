"""docs/merge-fields.md is what the code says.

With UPDATE_DOCS=1 the test writes it instead, for a person to look at.
"""

from __future__ import annotations

import os
from dataclasses import fields as columns
from pathlib import Path

import pytest

from lj_attendance.letters.fields import STAGES_WITH, AbsenceLine, LetterFields
from lj_attendance.letters.invented import invented
from lj_attendance.letters.invented_leave import invented_leave, is_of_leave
from lj_attendance.letters.kinds import LEAVE_KINDS, STAGES
from lj_attendance.letters.leave_fields import LEAVE_KINDS_WITH, MAY_BE_MISSING, LeaveFields
from lj_attendance.letters.reference import reference

PAGE = Path(__file__).parent.parent.parent / "docs" / "merge-fields.md"


def test_the_reference_is_up_to_date() -> None:
    if os.environ.get("UPDATE_DOCS"):
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(reference(), encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == reference()


def test_the_reference_names_every_field() -> None:
    page = reference()
    assert [
        column.name for column in columns(LetterFields) if f"| `{column.name}` |" not in page
    ] == []
    assert [
        column.name for column in columns(AbsenceLine) if f"`row.{column.name}`" not in page
    ] == []


def test_the_reference_names_every_field_of_a_reply_on_leave() -> None:
    page = reference().partition("## Fields of the replies on leave")[2]
    names = [column.name for column in columns(LeaveFields)]
    assert [name for name in names if f"| `{name}` |" not in page] == []
    assert LEAVE_KINDS_WITH.keys() | MAY_BE_MISSING.keys() <= set(names)


@pytest.mark.parametrize("kind", LEAVE_KINDS)
def test_an_invented_reply_has_the_fields_of_its_kind_and_no_others(kind: str) -> None:
    fields = invented_leave(kind)
    for column in columns(LeaveFields):
        value = getattr(fields, column.name)
        assert (value not in (None, [])) == is_of_leave(column.name, kind), column.name


@pytest.mark.parametrize("stage", STAGES)
def test_an_invented_letter_has_the_fields_of_its_stage_and_no_others(stage: int) -> None:
    fields = invented(stage)
    for column in columns(LetterFields):
        expected = stage in STAGES_WITH.get(column.name, STAGES)
        assert (getattr(fields, column.name) is not None) == expected, column.name


@pytest.mark.parametrize("stage", STAGES)
def test_invented_figures_agree_with_each_other(stage: int) -> None:
    fields = invented(stage)
    attended = fields.sessions_possible - fields.sessions_missed
    assert fields.attendance_percent == f"{100 * attended / fields.sessions_possible:.1f}%"
    days = fields.days_missed.split()[0].replace("½", ".5")
    assert float(days) * 2 == fields.sessions_missed

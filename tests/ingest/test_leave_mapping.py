"""The school's mapping of its own form: read, refused with every fault, and written to start."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from lj_attendance.errors import UnusableInput
from lj_attendance.ingest.leave_columns import ColumnMapping, known_fields
from lj_attendance.ingest.leave_file import read_leave_file
from lj_attendance.ingest.leave_mapping import mapping_text, read_column_mapping
from tests.ingest import save

if TYPE_CHECKING:
    from pathlib import Path

WELSH = (
    "Enw,O,Hyd,Pam\nBen Brown,19/01/2026,20/01/2026,Gwyliau\n"
    "Cal Cole,19/01/2026,20/01/2026,Gwyliau\nDee Dale,19/01/2026,20/01/2026,Priodas Dee\n"
)


def test_a_mapping_is_read(tmp_path: Path) -> None:
    content = (
        '\ufeffdate_format = "%d.%m.%Y"\n[columns]\npupil = " Enw"\nevidence = ""\n'
        '[reasons]\n"Gwyliau" = "holiday"\n'
    )
    path = save(tmp_path, "leave-form.toml", content)
    assert read_column_mapping(path) == ColumnMapping(
        {"pupil": "Enw", "evidence": ""}, {"Gwyliau": "holiday"}, "%d.%m.%Y", str(path)
    )


def test_an_empty_mapping_says_nothing(tmp_path: Path) -> None:
    path = save(tmp_path, "leave-form.toml", "")
    assert read_column_mapping(path) == ColumnMapping(place=str(path))


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    content = (
        'colums = 1\ndate_format = "%d.%m"\n[columns]\npupill = "Enw"\nfrom = 3\nto = "A"\n'
        'reason = "a "\ndate_format = "%d"\n[reasons]\nX = "holliday"\nY = 3\n"?" = "other"\n'
    )
    with pytest.raises(UnusableInput) as caught:
        read_column_mapping(save(tmp_path, "leave-form.toml", content))
    told = caught.value.problem.split("\n- ")[1:]
    assert [each.split(":")[0].split(";")[0] for each in told] == [
        "colums is not a part of this file",
        "[columns], key pupill is not a field",
        "date_format belongs at the top of the file, above [columns].",
        "[columns], key from",
        "[columns]",
        '[reasons], key "X"',
        '[reasons], key "Y"',
        '[reasons], key "?"',
        'date_format = "%d.%m" reads no day, month and year',
    ]
    assert "did you mean columns?" in told[0]
    assert "did you mean holiday?" in told[5]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("columns = 3\n", "columns: it has to be a section"),
        ("reasons = 'x'\n", "reasons: it has to be a section"),
        ("date_format = 3\n", "date_format: it has to be text"),
        ("[columns\n", "cannot be read"),
    ],
)
def test_parts_of_another_kind(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(UnusableInput, match=told):
        read_column_mapping(save(tmp_path, "leave-form.toml", content))


def test_a_mapping_can_be_started_from_a_form_that_cannot_be_read(tmp_path: Path) -> None:
    text = mapping_text(save(tmp_path, "leave.csv", WELSH))
    assert '# pupil = ""' in text
    named = ColumnMapping({"pupil": "Enw", "from": "O", "to": "Hyd", "reason": "Pam"})
    text = mapping_text(tmp_path / "leave.csv", named)
    assert '# "Gwyliau" = ""' in text
    assert "Priodas" not in text  # told once: it may be about a pupil
    filled = text.replace('# "Gwyliau" = ""', '"Gwyliau" = "holiday"')
    own = read_column_mapping(save(tmp_path, "leave-form.toml", filled))
    form = read_leave_file(tmp_path / "leave.csv", own)
    assert [each.row for each in form.requests] == [2, 3]
    assert [each.row for each in form.faults] == [4]


def test_a_mapping_to_start_from_reads_the_form_as_before(tmp_path: Path) -> None:
    content = (
        'Pupil,"From ""day""\n(first date)",To,Reason,Shoe size\nA B,19/01/2026,19/01/2026,Eid,4\n'
    )
    path = save(tmp_path, "leave.csv", content)
    text = mapping_text(path)
    assert set(tomllib.loads(text)["columns"]) == {"pupil", "from", "to", "reason"}
    assert '# headers not used: "Shoe size"' in text
    assert all(f"{name} = " in text for name in known_fields())
    own = read_column_mapping(save(tmp_path, "leave-form.toml", text))
    assert read_leave_file(path, own) == read_leave_file(path)


def test_rivals_are_offered(tmp_path: Path) -> None:
    path = save(tmp_path, "leave.csv", "Pupil,From,Start date,To,Reason\n")
    text = mapping_text(path, ColumnMapping({"evidence": "", "session": "Half"}, {}, "%d.%m.%Y"))
    assert '# from = "From"  # which of these?\n# from = "Start date"  # which of these?\n' in text
    assert '\nevidence = ""\n' in text
    assert '# session = "Half"  # no such header in this form' in text
    assert '\ndate_format = "%d.%m.%Y"\n' in text

"""Which letter a template is for, by the name of its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from lj_attendance.letters.kinds import (
    ALL_KINDS,
    LEAVE_KINDS,
    RECORDS,
    LetterKind,
    in_order,
    kind_of,
)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_a_kind_s_file_tells_the_kind(kind: LetterKind) -> None:
    assert kind_of(kind.file) == kind
    assert kind.record is RECORDS[kind.name.partition("-")[0]]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("stage-2.docx", LetterKind(stage=2)),
        ("our-stage-3-draft.docx", LetterKind(stage=3)),
        ("leave-more-information.docx", LetterKind(leave="more-information")),
        ("leave-refused-old.docx", LetterKind(leave="refused")),
        ("case-invitation.docx", LetterKind(case="invitation")),
        ("our-case-court-warning-2.docx", LetterKind(case="court-warning")),
        ("truancy-warning.docx", LetterKind(truancy="warning")),
        ("statement-half-term.docx", LetterKind(statement="half-term")),
        ("case-warning.docx", None),
        ("stage-5.docx", None),
        ("leave-perhaps.docx", None),
        ("letter.docx", None),
    ],
)
def test_a_name_tells_a_stage_or_a_reply_or_nothing(name: str, kind: LetterKind | None) -> None:
    assert kind_of(name) == kind


def test_a_check_says_which_letters_it_is_for() -> None:
    refused = LetterKind(leave="refused")
    assert refused.is_meant_by({"leave": ["granted", "refused"]})
    assert not refused.is_meant_by({"stages": [1, 2, 3, 4]})
    assert not LetterKind(stage=1).is_meant_by({"leave": list(LEAVE_KINDS)})
    assert LetterKind(stage=1).is_meant_by({"stages": [1], "leave": ["granted"]})
    assert not refused.is_meant_by({})
    warning = LetterKind(truancy="warning")
    assert warning.is_meant_by({"truancy": ["warning"]})
    assert not warning.is_meant_by({"case": ["warning"], "stages": [1], "leave": ["warning"]})
    assert LetterKind(case="minutes").is_meant_by({"leave": ["granted"], "case": ["minutes"]})


def test_templates_are_listed_by_stage_then_by_reply_then_others() -> None:
    names = ["zoo.docx", "leave-refused.docx", "stage-2.docx", "leave-granted.docx", "own.docx"]
    named = ["truancy-warning.docx", "case-minutes.docx", "case-invitation.docx", "stage-1.docx"]
    found = [file.name for file in in_order(map(Path, [*names, *named]))]
    assert found == [
        *("stage-1.docx", "stage-2.docx", "leave-granted.docx", "leave-refused.docx"),
        *("case-invitation.docx", "case-minutes.docx", "truancy-warning.docx"),
        *("own.docx", "zoo.docx"),
    ]

"""The letter of warning about truancy: its template, its fields, and what lint finds in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from lj_attendance.letters.invented_truancy import invented_truancy
from lj_attendance.letters.lint import Linted, lint
from lj_attendance.letters.recipients import Household
from lj_attendance.letters.shipped import shipped_template
from lj_attendance.letters.template import load
from lj_attendance.letters.truancy_fields import TruancyFields
from lj_attendance.policy.truancy.facts import ABSENT, LESSON, NOT_BACK, SEEN, Instance, Part
from lj_attendance.workflows.truancy.letter_fields import (
    TruancyLetter,
    occasions,
    truancy_fields,
)
from lj_attendance.workspace.school import School, Signatory
from tests.letters.documents import HOSTILE, saved, text_of, with_part

FILE = "truancy-warning.docx"
DAY = date(2026, 11, 9)
HOME = Household(("Mrs Z Adams", "1 High Street", "TS14 6AA"), "Mrs Adams", ("Mrs Z Adams",))


def text(fields: TruancyFields) -> str:
    return text_of(load(shipped_template(FILE)).render(fields))


def part(days: int, kind: str = ABSENT, session: str | None = "AM", **more: Any) -> Part:
    code = "O" if kind in (ABSENT, LESSON) else ""
    return Part(kind, DAY + timedelta(days=days), days, session, code, **more)


# ---- what is printed


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        ([part(0)], ["Monday 9 November 2026, morning: not in school"]),
        ([part(0, session="PM")], ["Monday 9 November 2026, afternoon: not in school"]),
        ([part(0), part(0, session="PM")], ["Monday 9 November 2026, all day: not in school"]),
        (
            [part(0, LESSON, starts="11:05", subject="Art", class_name="Art: 8X")],
            ["Monday 9 November 2026, 11:05: not in Art"],
        ),
        (
            [part(0, LESSON, period="3", class_name="8X/Ar")],
            ["Monday 9 November 2026, period 3: not in 8X/Ar"],
        ),
        ([part(0, LESSON)], ["Monday 9 November 2026: not in a lesson"]),
        (
            [part(0), part(0, NOT_BACK, "PM", entry=3)],
            [
                "Monday 9 November 2026, morning: not in school",
                "Monday 9 November 2026, afternoon: did not come back after signing out",
            ],
        ),
        (
            [part(0, SEEN, None, note="with friends")],
            ["Monday 9 November 2026: seen by staff out of school or out of lessons"],
        ),
    ],
)
def test_each_thing_missed_has_a_line(parts: list[Part], lines: list[str]) -> None:
    assert occasions(Instance(1, tuple(parts))) == lines


@pytest.mark.parametrize(("days", "lines"), [(6, 6), (7, 1)])
def test_many_are_told_together_so_that_the_letter_fits_its_page(days: int, lines: int) -> None:
    found = occasions(Instance(1, tuple(part(day) for day in range(days))))
    assert len(found) == lines
    if lines == 1:
        assert found == [
            "Monday 9 November 2026 to Sunday 15 November 2026: 7 half days not in school"
        ]


def test_a_letter_says_what_was_missed_and_who_signs_it() -> None:
    school = School(
        name="Our School", address=("Church Lane",), postcode="TS14 6RD", telephone="01287 636361",
        signatories=(Signatory((), "Mrs H", "Headteacher", "h@example.org", leave=True),),
    )  # fmt: skip
    pupil = {"forename": "Ava", "surname": "Adams", "registration_group": "8 CRO",
             "year_group": "8"}  # fmt: skip
    making = TruancyLetter(school, DAY, pupil, Instance(1, (part(0),)))
    told = text(truancy_fields(making, HOME, "1001/T261109/1"))
    for words in (
        "Dear Mrs Adams", "Ava Adams (8 CRO)", "9 November 2026", "1001/T261109/1", "Mrs H",
        "Monday 9 November 2026, morning: not in school", "TS14 6AA",
    ):  # fmt: skip
        assert words in told


def test_a_school_without_e_mail_and_a_role_without_a_name_sign_it_too() -> None:
    bare = replace(invented_truancy("warning"), school_email=None, signatory_name=None,
                   signatory_email=None, registration_group="")  # fmt: skip
    told = text(bare)
    assert "@" not in told
    assert "()" not in told


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_printed_as_they_are(name: str) -> None:
    fields = replace(invented_truancy("warning"), pupil_name=name, occasions=[name])
    assert text(fields).count(name) == 2


# ---- what lint finds


def doctored(folder: Path, old: str, new: str) -> Linted:
    content = with_part(shipped_template(FILE).read_bytes(), "word/document.xml", old, new)
    return lint(saved(folder / FILE, content))


def test_the_shipped_letter_has_no_fault_and_is_easy_to_read() -> None:
    found = lint(shipped_template(FILE))
    assert found.faults == ()
    assert found.words is not None
    assert found.words < 250
    assert found.reading_age is not None
    assert found.reading_age <= 12


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ("calls this truancy", "calls this absence", "missing_content"),
        ("further action", "other steps", "missing_content"),
        ("penalty notice", "next step", "missing_content"),
        ("Thank you", "Your child is a truant. Thank you", "label"),
        ("Thank you", "Anyone truanting is seen. Thank you", "label"),
        ("Thank you", "You may go to court. Thank you", "claim"),
        ("Thank you", "He knows. Thank you", "gendered_word"),
        ("{{ occasion }}", "{{ absences }}", ""),
    ],
)
def test_what_does_not_belong_or_is_missing_is_found(
    tmp_path: Path, old: str, new: str, check: str
) -> None:
    checks = {fault.check for fault in doctored(tmp_path, old, new).faults}
    assert (check in checks) if check else checks

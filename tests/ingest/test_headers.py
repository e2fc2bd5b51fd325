"""What a column is, by its header: aliases, and the grammar of Arbor's custom reports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lj_attendance.ingest.headers import known_fields, normal, read_header

NBSP, NARROW, THIN, IDEOGRAPHIC = "\u00a0", "\u202f", "\u2009", "\u3000"

ALIASES = {
    "pupil_id": ["Arbor Student ID", "Arbor ID", "STUDENT_ID", "Student ID", "Pupil ID"],
    "upn": ["UPN", "Unique Pupil Number"],
    "name": ["Name", "Student", "Student Name", "Full Name", "Pupil"],
    "forename": [
        "First Name", "Legal First Name", "Preferred First Name", "Forename", "Legal Forename",
    ],
    "surname": [
        "Last Name", "Legal Last Name", "Preferred Last Name", "Surname", "Legal Surname",
    ],
    "year_group": [
        "Year group(s)", "NC Year(s)", "Year group(s) this academic year", "Year Group", "Year",
        "NC Year(s) for this academic year", "NC Year(s) for today", "NC Year",
    ],
    "registration_group": [
        "Registration form(s)", "Registration form(s) this academic year", "Registration Form",
        "Registration form(s) today", "Reg Form", "Form", "Tutor Group", "Reg Group",
    ],
    "date_of_birth": ["Date of Birth"],
    "sex": ["Sex", "Gender"],
    "ethnicity": ["Ethnicity"],
    "house": ["House"],
    "sen_status": ["SEN status", "SEN at any time this academic year?", "SEN at any time"],
    "fsm": [
        "Ever 6 FSM", "Ever 6 FSM at any time between 01 Aug 2020 and 30 Aug 2026?",
        "Free School Meals", "Free School Meals at any time this academic year?",
    ],
    "pupil_premium": [
        "Pupil Premium Eligible at any time between 01 Aug 2020 and 30 Aug 2026?",
        "Pupil Premium Recipient at any time between 01 Aug 2020 and 30 Aug 2026?",
        "Pupil Premium Eligible", "Pupil Premium Recipient",
    ],
    "eal": ["EAL at any time this academic year?", "EAL"],
    "in_care": ["Looked After (In Care) Status"],
    "child_protection": ["Child Protection Status"],
    "young_carer": ["Young Carer at any time this academic year?", "Young Carer"],
    "on_roll_from": ["Enrolment start date", "Entry date", "Admission date"],
    "on_roll_until": ["Leaving date", "Enrolment end date"],
    "address": ["Address", "Address block"],
    "postcode": ["Postcode"],
    "salutation": ["Salutation"],
    "email": ["Email Address (Main)"],
    "date": ["Date", "DATE"],
    "session": ["AM/PM", "Session", "Roll Call", "Period", "PERIOD", "Session Name"],
    "mark": ["Mark", "Code", "Attendance mark", "RAW_MARK", "MARK_CODE", "Attendance code"],
    "minutes_late": ["Minutes Late", "MINUTES_LATE"],
    "note": ["Note", "Notes", "Comment", "Comments", "Comment(s)"],
    "attendance_percent": [
        "Statutory/Roll Call Attendance (Present)",
        "Statutory/Roll Call Attendance (Present) this academic year",
        "Statutory/Roll Call Attendance (Present) between 01 Sep 2025 and 01 Dec 2025",
    ],
    "class": ["Class"],
    "teacher": ["Teacher"],
    "time": ["Time"],
}  # fmt: skip

# The header row of a real school's report; a tilde stands for the no-break space it really holds.
REAL_ROW = (
    "NC Year(s) for this academic year,Registration form(s) this academic year,"
    "Young Carer at any time this academic year?,SEN at any time this academic year?,"
    "Ever 6 FSM at any time between 01~Aug~2020 and 30~Aug~2026?,"
    "Pupil Premium Eligible at any time between 01~Aug~2020 and 30~Aug~2026?,"
    "Pupil Premium Recipient at any time between 01~Aug~2020 and 30~Aug~2026?,PLAC,"
    "Looked After (In Care) Status,Child Protection Status,L3 Graduated Response Recipient,"
    "Disadvantaged?,Suspensions between 02~Aug~2021 and 30~Aug~2026,"
    "Statutory/Roll Call Attendance (Present) this academic year"
).replace("~", NBSP)


EVERY_ALIAS = pytest.mark.parametrize(
    ("header", "field"),
    [(header, field) for field, headers in ALIASES.items() for header in headers],
)


@EVERY_ALIAS
def test_a_header_names_its_field(header: str, field: str) -> None:
    assert read_header(header).field == field


@EVERY_ALIAS
def test_case_and_spaces_of_any_kind_do_not_matter(header: str, field: str) -> None:
    spaced = f"{NBSP}{header.upper().replace(' ', NBSP + NARROW)} {IDEOGRAPHIC}\n"
    assert read_header(spaced).field == field


def test_the_header_row_of_a_real_school_is_understood() -> None:
    assert [
        (read_header(text).field, read_header(text).period) for text in REAL_ROW.split(",")
    ] == [
        ("year_group", "for this academic year"),
        ("registration_group", "this academic year"),
        ("young_carer", "at any time this academic year"),
        ("sen_status", "at any time this academic year"),
        ("fsm", "at any time between 01 aug 2020 and 30 aug 2026"),
        ("pupil_premium", "at any time between 01 aug 2020 and 30 aug 2026"),
        ("pupil_premium", "at any time between 01 aug 2020 and 30 aug 2026"),
        (None, ""),  # PLAC: the school's own
        ("in_care", ""),
        ("child_protection", ""),
        (None, ""),
        (None, ""),
        (None, ""),  # suspensions
        ("attendance_percent", "this academic year"),
    ]


PERIODS = [
    "this academic year", "for this academic year", "today", "for today",
    "between 01 Aug 2020 and 30 Aug 2026", "for this academic year?",
    f"between 01{NBSP}Aug{NBSP}2020 and 30{NBSP}Aug{NBSP}2026?",
    "BETWEEN 1 AUG 2020 AND 3 AUG 2026",
]  # fmt: skip


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize(
    ("stem", "field"),
    [
        ("House", "house"), ("House at any time", "house"), ("House(s)", "house"),
        ("Tutor Group", "registration_group"), ("Tutor Group(s)", "registration_group"),
        ("Sex", "sex"), ("EAL at any time", "eal"),
    ],
)  # fmt: skip
def test_the_grammar_holds_for_any_field(stem: str, field: str, period: str) -> None:
    header = read_header(f"{stem} {period}")
    assert (header.field, bool(header.period)) == (field, True)


def test_a_measure_of_suspensions_is_no_field_of_marks() -> None:
    for text in (
        "Suspensions between 02 Aug 2021 and 30 Aug 2026",
        "Suspensions this academic year",
    ):
        assert read_header(text).field is None


def test_the_recipient_of_pupil_premium_is_preferred_to_the_eligible() -> None:
    recipient, eligible = (
        read_header(f"Pupil Premium {word}").preference for word in ("Recipient", "Eligible")
    )
    assert recipient < eligible


def test_the_raw_mark_is_preferred_to_the_mark_in_words() -> None:
    assert read_header("RAW_MARK").preference < read_header("MARK_CODE").preference


@pytest.mark.parametrize(
    "header",
    ["", " ", "Colour", "Mark scheme", "Attendance officer", "Nameless", "Update", "?", None],
)
def test_other_headers_name_no_field(header: str | None) -> None:
    assert read_header(header).field is None


def test_every_field_of_the_table_can_be_named() -> None:
    assert set(ALIASES) <= set(known_fields())


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  Young   Carer? ", "young carer"),
        (f"Date{NBSP}of{THIN}Birth", "date of birth"),
        ("Ｎａｍｅ", "name"),
        ("Disadvantaged ?", "disadvantaged"),
        ("What? Why?", "what? why"),
        ("STRASSE", normal("straße")),
        ("\ufb01rst name", "first name"),
        ("Year\ngroup", "year group"),
        ("", ""),
    ],
)
def test_headers_are_compared_without_what_only_looks_different(text: str, plain: str) -> None:
    assert normal(text) == plain


@given(st.text())
def test_any_text_can_be_a_header(text: str) -> None:
    header = read_header(text)
    assert header.text == text
    assert header.field is None or header.field in known_fields()

"""A request for leave and its decision as the fields of a reply."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lj_attendance.data import read_rows
from lj_attendance.errors import UnusableInput
from lj_attendance.letters.kinds import LEAVE_KINDS
from lj_attendance.letters.leave_fields import LeaveFields
from lj_attendance.letters.recipients import Household
from lj_attendance.letters.shipped import shipped_template
from lj_attendance.letters.template import load
from lj_attendance.policy.leave.facts import REASONS
from lj_attendance.workflows.leave.letter_fields import LeaveReply, leave_fields, reason_words
from lj_attendance.workspace.school import School, Signatory
from tests.letters.documents import text_of

MONDAY = date(2026, 11, 23)
WEEK = tuple(MONDAY + timedelta(days=number) for number in range(5))
SCHOOL = School(
    name="Example School",
    address=("1 Road", "Town"),
    postcode="ZZ99 9ZZ",
    telephone="01632 960123",
    signatories=(Signatory((1, 2, 3, 4), "Mr Officer", "Officer", ""),),
)
HOME = Household(("A. Parent", "2 Road", "ZZ99 9ZZ"), "Ms Parent", ("A. Parent",))
PUPIL = {
    "pupil_id": "1",
    "surname": "Example",
    "forename": "Ada",
    "year_group": "8",
    "registration_group": "8A",
}
REFUSED = LeaveReply(
    school=SCHOOL,
    letter_date=date(2026, 11, 2),
    pupil=PUPIL,
    kind="refused",
    first_day=WEEK[0],
    last_day=WEEK[2],
    session=None,
    school_days=WEEK[:3],
    received=date(2026, 10, 20),
    reason="holiday",
    code_if_granted="C",
    code_if_not="G",
    reasons=("A holiday is no exceptional circumstance.",),
    questions=("Why?",),
    decided_on=date(2026, 10, 30),
)
MAKINGS = {
    "refused": REFUSED,
    "granted": replace(REFUSED, kind="granted", days_granted=WEEK[:2]),
    "religious": replace(
        REFUSED, kind="religious", days_granted=WEEK[:3], code_if_granted="R", reason="religious"
    ),
    "more-information": replace(REFUSED, kind="more-information", decided_on=None),
}


def fields(kind: str = "refused", /, **changes: object) -> LeaveFields:
    return leave_fields(replace(MAKINGS[kind], **changes), HOME, "L1")  # type: ignore[arg-type]


def test_a_refusal_as_fields() -> None:
    assert fields() == LeaveFields(
        school_name="Example School",
        school_address=["1 Road", "Town", "ZZ99 9ZZ"],
        school_telephone="01632 960123",
        school_email=None,
        signatory_name=None,
        signatory_role="Headteacher",
        signatory_email=None,
        date="2 November 2026",
        reference="L1",
        address_block=["A. Parent", "2 Road", "ZZ99 9ZZ"],
        salutation="Ms Parent",
        pupil_name="Ada Example",
        pupil_forename="Ada",
        year_group="Year 8",
        registration_group="8A",
        received="20 October 2026",
        first_day="23 November 2026",
        last_day="25 November 2026",
        days_requested="3 school days",
        leave_reason="a family holiday",
        days_granted_count="no school days",
        days_granted=[],
        days_not_granted=[
            *("Monday 23 November 2026", "Tuesday 24 November 2026", "Wednesday 25 November 2026")
        ],
        granted_code=None,
        refused_code="G",
        reasons=["A holiday is no exceptional circumstance."],
        questions=[],
        reply_by=None,
        decided_on="30 October 2026",
    )


@pytest.mark.parametrize("kind", LEAVE_KINDS)
def test_each_reply_is_written_with_its_template(kind: str) -> None:
    text = text_of(load(shipped_template(f"leave-{kind}.docx")).render(fields(kind)))
    assert "Dear Ms Parent" in text
    assert "from 23 November 2026 to 25 November 2026" in text


def test_part_of_the_days_granted() -> None:
    made = fields("granted")
    assert made.days_granted == ["Monday 23 November 2026", "Tuesday 24 November 2026"]
    assert made.days_not_granted == ["Wednesday 25 November 2026"]
    assert made.days_granted_count == "2 school days"
    assert (made.granted_code, made.refused_code) == ("C", "G")
    text = text_of(load(shipped_template("leave-granted.docx")).render(made))
    assert all(text.count(f"{day:%A} {day.day} November 2026") == 1 for day in WEEK[:3])


@pytest.mark.parametrize(("session", "half"), [("AM", "morning"), ("PM", "afternoon")])
def test_half_a_day_is_said_with_its_half(session: str, half: str) -> None:
    day = {"first_day": MONDAY, "last_day": MONDAY, "school_days": (MONDAY,), "session": session}
    made = fields("granted", **day, days_granted=(MONDAY,))
    assert made.days_requested == made.days_granted_count == f"half a day ({half})"
    assert made.days_granted == [f"Monday 23 November 2026 ({half})"]
    assert fields(**day).days_granted_count == "no school days"
    assert fields(**day).days_not_granted == made.days_granted


@pytest.mark.parametrize(("days", "said"), [(0, "no school days"), (1, "1 school day")])
def test_few_school_days_are_said_in_words(days: int, said: str) -> None:
    assert fields(school_days=WEEK[:days]).days_requested == said


def test_answers_are_wanted_so_many_days_after_the_letter_s_date() -> None:
    made = fields("more-information")
    assert (made.reply_by, made.questions) == ("9 November 2026", ["Why?"])
    assert fields("more-information", reply_days=14).reply_by == "16 November 2026"
    assert (made.decided_on, made.refused_code, made.days_not_granted) == (None, None, [])


@pytest.mark.parametrize(
    ("letter_date", "reply_by"),
    [
        (date(2026, 11, 15), "22 November 2026"),
        (date(2026, 11, 16), "22 November 2026"),  # the leave begins on the 23rd
        (date(2026, 11, 21), "22 November 2026"),
        (date(2026, 11, 22), "29 November 2026"),  # no day is left before it
    ],
)
def test_answers_are_wanted_before_the_leave_begins(letter_date: date, reply_by: str) -> None:
    assert fields("more-information", letter_date=letter_date).reply_by == reply_by


def test_the_headteacher_of_lja_toml_signs() -> None:
    head = Signatory((), "Ms Head", "Principal", "head@example.org", leave=True)
    made = fields(school=replace(SCHOOL, signatories=(*SCHOOL.signatories, head)))
    assert (made.signatory_name, made.signatory_role) == ("Ms Head", "Principal")
    assert made.signatory_email == "head@example.org"


def test_what_the_roll_does_not_say_is_left_blank_and_a_year_group_in_words_stays() -> None:
    pupil = {**PUPIL, "forename": None, "registration_group": None, "year_group": "Reception"}
    made = fields(pupil=pupil, received=None)
    assert (made.pupil_name, made.pupil_forename) == ("Example", "Example")
    assert (made.registration_group, made.year_group) == ("", "Reception")
    assert made.received is None


def test_every_reason_has_words_that_follow_for() -> None:
    rows = read_rows("leave_reasons")
    assert [row["reason"] for row in rows] == list(REASONS)
    assert all(reason_words(reason)[0].islower() for reason in REASONS)


@pytest.mark.parametrize(
    ("kind", "changes", "told"),
    [
        ("refused", {"days_granted": WEEK[:1]}, "'refused', and days are granted"),
        ("more-information", {"days_granted": WEEK[:1]}, "and days are granted"),
        ("granted", {"days_granted": ()}, "'granted', and no day is granted"),
        ("religious", {"days_granted": ()}, "'religious', and no day is granted"),
        ("granted", {"days_granted": WEEK[:4]}, "not asked for, or is no school day"),
        ("refused", {"kind": "perhaps"}, "no reply 'perhaps'"),
    ],
)
def test_a_reply_that_contradicts_the_decision_is_refused(
    kind: str, changes: dict[str, object], told: str
) -> None:
    with pytest.raises(UnusableInput, match=told) as stopped:
        fields(kind, **changes)
    assert stopped.value.remedy

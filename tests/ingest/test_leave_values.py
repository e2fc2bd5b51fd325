"""The cells of a form: reasons by words, yes and no, licences, and what is never guessed."""

from __future__ import annotations

import pytest

from lj_attendance.data import read_rows
from lj_attendance.ingest.leave_columns import read_question
from lj_attendance.ingest.leave_values import (
    Unreadable,
    licences,
    plain_words,
    read_exceptional,
    read_flag,
    read_half_day,
    read_licence,
    read_reason,
    read_year_group,
    reasons,
)
from lj_attendance.policy.leave.facts import LICENCES, REASONS


def test_the_words_are_those_that_requests_are_judged_by() -> None:
    assert set(reasons()) == set(REASONS)
    assert set(licences()) == set(LICENCES)


def test_no_word_is_listed_twice() -> None:
    listed = [(row["field"], plain_words(row["words"])) for row in read_rows("leave_words")]
    assert len(listed) == len(set(listed))
    assert all(words for _, words in listed)
    assert {row["match"] for row in read_rows("leave_words")} == {"whole", "within"}


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_names_itself(reason: str) -> None:
    assert read_reason(reason.title(), {}) == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Family holiday", "holiday"),
        ("A week's holiday, in Spain.", "holiday"),
        ("Holiday;", "holiday"),
        ("HOLIDAY IN TERM TIME", "holiday"),
        ("Religious observance", "religious"),
        ("Eid", "religious"),
        ("religious holiday", "religious"),
        ("Visiting a relative who is critically ill", "relative"),
        ("funeral", "exceptional"),
        ("Relative’s funeral", "exceptional"),
        ("the funeral of a relative", "exceptional"),
        ("Dentist", "medical"),
        ("Medical/dental appointment", "medical"),
        ("doctor's appointment at 10", "medical"),
        ("College interview", "interview"),
        ("Gypsy, Roma and Traveller", "traveller"),
        ("Performance or paid work", "performance"),
        ("sports performance", "sport"),
        ("None of the above", "other"),
    ],
)
def test_a_reason_by_its_words(text: str, reason: str) -> None:
    assert read_reason(text, {}) == reason


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Holiday and my father's funeral", "more than one reason: holiday and exceptional"),
        ("Family holiday;Religious observance;", "more than one reason"),
        ("Wedding", "no reason that lja knows"),
        ("my other child is away", "no reason that lja knows"),
        ("Holidaying", "no reason that lja knows"),
        ("This is not a holiday, see my letter", "what the reason is not"),
        ("Away over the bank holiday", "what the reason is not"),
        ("?", "no reason that lja knows"),
    ],
)
def test_a_reason_is_never_guessed(text: str, told: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_reason(text, {})
    assert told in caught.value.problem
    assert "leave-form.toml" in caught.value.remedy


def test_the_schools_words_come_first() -> None:
    assert read_reason("Not a holiday!", {"not a holiday": "other"}) == "other"
    assert read_reason("Eid", {"EID": "other"}) == "other"
    assert read_reason("family holiday abroad", {"holiday abroad": "holiday"}) == "holiday"


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        *((text, True) for text in ("Yes", "y", "TRUE", "yes.", "Yes, it is", "Yes - attached")),
        *((text, False) for text in ("No", "n", "false", "No, not at all", "NO (school trip)")),
        *((text, None) for text in ("Not sure", "don’t know", "N/A", "https://example.org/x")),
    ],
)
def test_yes_and_no(text: str, flag: bool | None) -> None:
    assert read_flag(text) is flag


@pytest.mark.parametrize(
    "text", ["perhaps so", "Yes and no", "Yes, but not the price", "yesterday"]
)
def test_what_is_neither_yes_nor_no(text: str) -> None:
    with pytest.raises(Unreadable):
        read_flag(text)


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("None", "none"),
        ("No", "none"),
        ("No licence", "none"),
        ("Dated", "dated"),
        ("Yes, with dates", "dated"),
        ("Yes - without dates", "undated"),
        ("undated", "undated"),
        ("Yes", None),
        ("Not sure", None),
    ],
)
def test_a_licence(text: str, licence: str | None) -> None:
    assert read_licence(text) == licence


@pytest.mark.parametrize("text", ["see letter", "with dates or without dates"])
def test_a_licence_is_never_guessed(text: str) -> None:
    with pytest.raises(Unreadable):
        read_licence(text)


@pytest.mark.parametrize(
    ("text", "circumstance"),
    [
        ("No", ""),
        ("none.", ""),
        ("N/A", ""),
        ("Yes", None),
        ("Not sure", None),
        ("-", None),
        ("No home since the flood\n in May", "No home since the flood in May"),
    ],
)
def test_an_exceptional_circumstance(text: str, circumstance: str | None) -> None:
    assert read_exceptional(text) == circumstance


def test_half_a_day() -> None:
    said = {text: read_half_day(text) for text in ("AM", "p.m.", "Afternoon only", "Whole day")}
    assert said == {"AM": "AM", "p.m.": "PM", "Afternoon only": "PM", "Whole day": None}
    with pytest.raises(Unreadable):
        read_half_day("10:30 am")


@pytest.mark.parametrize(
    ("text", "year"), [("Year 8", "8"), ("8.0", "8"), ("Y11", "11"), ("8B", "8B"), ("Yr 7", "7")]
)
def test_a_year_group(text: str, year: str) -> None:
    assert read_year_group(text) == year


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Your child's full name", "pupil"),
        ("Name of child (as on the register)?", "pupil"),
        ("Student’s name", "pupil"),
        ("Child's First Name", "forename"),
        ("Child's last name", "surname"),
        ("Child's first and last name", "pupil"),
        ("Name of parent/carer", "respondent"),
        ("Parent's name (of the child above)", "respondent"),
        ("Names of brothers and sisters at this school", "unused"),
        ("Child's date of birth", "unused"),
        ("Which year group is your child in?", "year_group"),
        ("First day of absence2", "from"),
        ("When does the leave start?", "from"),
        ("First date of the absence requested", "from"),
        ("Last day of absence from school", "to"),
        ("When does the absence end?", "to"),
        ("Last day in school before the absence", "unused"),
        ("Date of return to school", "unused"),
        ("How many school days?", "unused"),
        ("Please give the reason for your request", "reason"),
        ("What type of leave are you asking for?", "reason"),
        ("Why will your child be absent?", "reason"),
        ("Is the holiday in term time because of cost?", "because_of_cost"),
        ("Is cost a reason for the dates?", "because_of_cost"),
        ("Is the relative critically ill?", "relative_critically_ill"),
        ("Is the day set apart by your religious body?", "set_apart_day"),
        ("Do you travel for occupational purposes?", "occupational_travel"),
        ("Is there a performance licence?", "licence"),
        ("Is it organised by a club or group?", "organised_by_club"),
        ("Have you attached evidence?", "evidence"),
        ("Will you provide evidence later?", None),
        ("Are there exceptional circumstances? Please describe", "exceptional"),
        ("Reason for leave in exceptional circumstances", None),
        ("Morning or afternoon?", "session"),
        ("I am aware of the penalty notice", None),
        ("I understand that leave may be refused", "unused"),
        ("Today's date", "received"),
        ("Date application received", "received"),
        ("Siblings' year group", "unused"),
        ("Tutor group", None),
        ("", None),
    ],
)
def test_what_a_question_asks(header: str, name: str | None) -> None:
    found = read_question(header)
    assert (found and found[0]) == name

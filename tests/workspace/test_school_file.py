"""lja.toml: what it tells of the school, and every fault of it at once."""

from __future__ import annotations

import tomllib
from datetime import date, time
from pathlib import Path

import pytest

from lj_attendance.data import read_text
from lj_attendance.errors import UnusableInput
from lj_attendance.school_year import Span
from lj_attendance.workspace.school import RegisterTimes, School
from lj_attendance.workspace.school_file import read_school

SHIPPED = read_text("lja.toml")
TERM = "[[calendar.term]]\nname = 'Autumn'\nfirst = 2026-09-01\nlast = 2026-12-18\n"
ASSESSMENT = "[[calendar.assessment]]\nname = 'Mocks'\nyear_groups = ['11']\n"
DAY = "[[school_day]]\nyear_groups = ['10', '11']\ntimes = [['08:30', 'Form time']]\n"


def read(text: str, folder: Path = Path("folder")) -> School:
    return read_school(tomllib.loads(text), folder / "lja.toml")


def faults(text: str) -> list[str]:
    """What is told, a line a fault; the file and the remedy are looked at here."""
    with pytest.raises(UnusableInput) as caught:
        read(text)
    error = caught.value
    assert (Path(error.where), error.exit_code) == (Path("folder/lja.toml"), 3)
    assert "Correct these keys" in error.remedy
    assert "lja init" in error.remedy
    head, *lines = error.problem.splitlines()
    assert head == "The school's file has parts that cannot be used:"
    return [line.removeprefix("- ") for line in lines]


def fault(text: str) -> str:
    [told] = faults(text)
    return told


# ---- what it tells


def test_the_shipped_file_tells_of_the_school_and_names_nobody() -> None:
    school = read(SHIPPED)
    assert (school.name, school.postcode) == ("Laurence Jackson School", "TS14 6RD")
    assert school.address == ("Church Lane", "Guisborough")
    assert school.telephone == "01287 636361"
    assert (school.email, school.website) == ("", "")
    assert [who.stages for who in school.signatories] == [(1, 2), (3, 4), ()]
    assert {who.name + who.email for who in school.signatories} == {""}
    assert all(who.role for who in school.signatories)
    assert (school.mapping, school.blank_means) == (None, None)


def test_the_shipped_times_are_those_of_the_written_policy() -> None:
    school = read(SHIPPED)
    assert school.register == RegisterTimes(time(8, 30), time(9), time(12, 5), time(13, 5))
    for year_group in ("7", "8", "9", "10", "11"):
        day = school.day_of(year_group)
        assert day is not None
        assert day.times[1] == (time(8, 30), "Form time")
        assert day.times[-1][0] == time(14, 40)
        assert [moment for moment, _ in day.times] == sorted(moment for moment, _ in day.times)
    lunches = {
        day.year_groups: moment
        for day in school.days
        for moment, what in day.times
        if what == "Lunch"
    }
    assert lunches == {("7",): time(12, 35), ("8", "9"): time(13, 5), ("10", "11"): time(12, 5)}
    assert school.day_of("12") is None


def test_the_shipped_calendar_fits_the_invented_school() -> None:
    from lj_attendance.sample.terms import half_terms

    calendar = read(SHIPPED).calendar
    for year in (2025, 2026):
        drawn = [day for part in half_terms(year) for day in part.days]
        assert calendar.days(date(year, 8, 1), date(year + 1, 7, 31)) == drawn
    assert calendar.is_school_day(date(2026, 9, 2))
    assert not calendar.is_school_day(date(2026, 11, 2))  # INSET
    assert not calendar.is_school_day(date(2026, 10, 26))  # half term


def test_the_shipped_file_shows_every_key_there_is() -> None:
    raw = tomllib.loads(SHIPPED)
    assert raw.keys() == {"school", "signatory", "register", "school_day", "calendar", "files"}
    told = faults("[school]\nzzzz = 1\n[files]\nzzzz = 1\n[calendar]\nzzzz = 1\n")
    for line, part in zip(told, ("school", "calendar", "files"), strict=True):
        assert line.endswith(f"the keys here are {', '.join(raw[part])}.")
    assert raw["signatory"][0].keys() == {"stages", "name", "role", "email"}
    assert raw["signatory"][2].keys() == {"stages", "leave", "name", "role", "email"}
    assert raw["calendar"]["term"][0].keys() == {"name", "first", "last", "half_term"}


def test_a_file_that_says_little_is_a_school_with_little_to_say() -> None:
    school = read("[school]\nname = 'Ours'\n")
    assert school == School(name="Ours", file=str(Path("folder/lja.toml")))


def test_half_terms_and_closed_days_are_closed() -> None:
    half = "half_term = { first = 2026-10-26, last = 2026-10-30 }\n"
    inset = "[[calendar.closed]]\nname = 'INSET'\nday = 2026-11-02\n"
    ice = "[[calendar.closed]]\nname = 'Boiler'\nfirst = 2026-09-03\nlast = 2026-09-04\n"
    calendar = read(TERM + half + inset + ice).calendar
    assert calendar.terms == (Span(date(2026, 9, 1), date(2026, 12, 18), "Autumn"),)
    assert calendar.closed == (
        Span(date(2026, 9, 3), date(2026, 9, 4), "Boiler"),
        Span(date(2026, 10, 26), date(2026, 10, 30), "half term of Autumn"),
        Span(date(2026, 11, 2), date(2026, 11, 2), "INSET"),
    )


def test_assessments_are_told_for_each_year_group() -> None:
    days = "first = 2026-11-23\nlast = 2026-12-04\n"
    text = "[[calendar.assessment]]\nname = 'Mocks'\nyear_groups = ['Year 10', 11]\n" + days
    span = Span(date(2026, 11, 23), date(2026, 12, 4), "Mocks")
    assert read(text).calendar.assessments == (("10", span), ("11", span))


def test_the_mapping_is_a_file_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "sims.toml").touch()
    school = read("[files]\nmapping = 'sims.toml'\nblank_means = 'present'\n", tmp_path)
    assert (school.mapping, school.blank_means) == (tmp_path / "sims.toml", "present")
    told = fault("[files]\nmapping = 'sims.toml'\n")
    assert told == "[files], key mapping: there is no file sims.toml in the workspace."


# ---- who signs


def test_each_stage_has_its_signatory() -> None:
    school = read(SHIPPED)
    assert [school.signatory(stage).role for stage in (1, 2, 3, 4)] == [
        *("Attendance Officer", "Attendance Officer"),
        *("Assistant Headteacher", "Assistant Headteacher"),
    ]
    with pytest.raises(UnusableInput, match="Nobody signs the letters of Stage 2") as caught:
        read("[school]\n").signatory(2)
    assert "Add 2 to the stages of a [[signatory]]" in caught.value.remedy
    assert Path(caught.value.where) == Path("folder/lja.toml")


def test_a_stage_without_a_signatory_or_with_two_is_told() -> None:
    text = "[[signatory]]\nstages = [1, 2]\n[[signatory]]\nstages = [2, 3]\n"
    assert faults(text) == [
        "[[signatory]], key stages: Stage 2 is signed by 2; exactly one signs it.",
        "[[signatory]], key stages: Stage 4 is signed by nobody; exactly one signs it.",
    ]
    assert read("[[signatory]]\nstages = [1, 2, 3, 4]\n").signatories


def test_a_stage_that_there_is_not_is_told() -> None:
    told = fault("[[signatory]]\nstages = [1, 5]\n")
    assert told.startswith("[[signatory]] number 1, key stages: the stages of letters are 1, 2, 3")


def test_what_letters_need_is_no_fault_of_the_file_but_is_told_with_its_key() -> None:
    assert read(SHIPPED).missing_for_letters() == [
        "lja.toml [school] email",
        "lja.toml [[signatory]] number 1 (Attendance Officer) name",
        "lja.toml [[signatory]] number 1 (Attendance Officer) email",
        "lja.toml [[signatory]] number 2 (Assistant Headteacher) name",
        "lja.toml [[signatory]] number 2 (Assistant Headteacher) email",
    ]
    assert len(read(SHIPPED).missing_for_letters(1)) == 3
    assert read("[files]\n").missing_for_letters(4) == [
        *("lja.toml [school] name", "lja.toml [school] address", "lja.toml [school] postcode"),
        *("lja.toml [school] telephone", "lja.toml [school] email"),
        "lja.toml [[signatory]] for Stage 4",
    ]


def test_nothing_is_missing_once_it_is_filled_in() -> None:
    text = SHIPPED.replace('name = ""', 'name = "Mrs A Example"')
    school = read(text.replace('email = ""', 'email = "office@example.org"'))
    assert school.missing_for_letters() == []
    assert school.signatory(4).name == "Mrs A Example"


# ---- faults, each with what was expected and what was given


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("[shcool]\n", "shcool", "is not a part of this file; did you mean school?"),
        (
            "[school]\nnmae = 'x'\n",
            "[school], key nmae",
            "is not a key that lja knows; did you mean name?",
        ),
        (
            "[school]\nzzzz = 1\n",
            "[school], key zzzz",
            (
                "is not a key that lja knows; the keys here are name, address, postcode, telephone,"
                " email, website."
            ),
        ),
        (
            "[school]\ntelephone = 1287\n",
            "[school], key telephone",
            "it has to be text in quotation marks, not 1287.",
        ),
        (
            "[school]\naddress = 'Church Lane'\n",
            "[school], key address",
            'it has to be a list in square brackets, not "Church Lane".',
        ),
        (
            "[school]\naddress = ['a', 2]\n",
            "[school], key address, item 2",
            "it has to be text in quotation marks, not 2.",
        ),
        (
            "[school]\nemail = 'office'\n",
            "[school], key email",
            'it has to be an e-mail address such as "office@school.org", or "", not "office".',
        ),
        (
            "[school]\nemail = 'a@b@c.org'\n",
            "[school], key email",
            'it has to be an e-mail address such as "office@school.org", or "", not "a@b@c.org".',
        ),
        (
            "[school]\npostcode = 'TS146'\n",
            "[school], key postcode",
            'it has to be a postcode such as "TS14 6RD", or "", not "TS146".',
        ),
        ("school = 3\n", "[school]", "it has to be a section, not 3."),
        ("signatory = 'x'\n", "[signatory]", 'it has to be a list in square brackets, not "x".'),
        ("[[signatory]]\nname = 'x'\n", "[[signatory]] number 1 (x), key stages", "is missing."),
        (
            "[files]\nblank_means = 'presnt'\n",
            "[files], key blank_means",
            'it has to be "", "present" or "unmarked", not "presnt".',
        ),
        (
            "[calendar]\nterms = []\n",
            "[calendar], key terms",
            "is not a key that lja knows; did you mean term?",
        ),
        (
            TERM + "lats = 3\n",
            "[[calendar.term]] number 1 (Autumn), key lats",
            "is not a key that lja knows; did you mean last?",
        ),
        (
            TERM.replace("2026-12-18", "'18 Dec 2026'"),
            "[[calendar.term]] number 1 (Autumn), key last",
            'it has to be a date such as 2026-09-01, without quotation marks, not "18 Dec 2026".',
        ),
        (
            TERM + "half_term = { frist = 2026-10-26, first = 2026-10-26, last = 2026-10-30 }\n",
            "[[calendar.term]] number 1 (Autumn), key half_term.frist",
            "is not a key that lja knows; did you mean first?",
        ),
        (
            "[[calendar.closed]]\nname = 'INSET'\n",
            "[[calendar.closed]] number 1 (INSET)",
            "it needs either day, or first and last.",
        ),
        (
            "[[calendar.closed]]\nname = 'INSET'\nday = 2026-09-01\nlast = 2026-09-01\n",
            "[[calendar.closed]] number 1 (INSET)",
            "it needs either day, or first and last.",
        ),
        (
            ASSESSMENT.replace("['11']", "['eleven']") + "first = 2026-11-23\nlast = 2026-12-04\n",
            "[[calendar.assessment]] number 1 (Mocks), key year_groups, item 1",
            'it has to be a year group such as "11", not "eleven".',
        ),
        (
            ASSESSMENT.replace("['11']", "[]") + "first = 2026-11-23\nlast = 2026-12-04\n",
            "[[calendar.assessment]] number 1 (Mocks), key year_groups",
            "it has to be a list with at least one entry.",
        ),
        (
            DAY.replace("08:30", "8.30"),
            "[[school_day]] number 1, key times, item 1",
            'it has to be a time such as "08:30".',
        ),
        (
            DAY.replace("['08:30', 'Form time']", "'08:30'"),
            "[[school_day]] number 1, key times, item 1",
            'it has to be a time and what begins, such as ["08:30", "Form time"], not "08:30".',
        ),
        (DAY + DAY, "[[school_day]]", "year group 10 is in 2 of them; it has one school day."),
    ],
)
def test_a_fault_is_told_with_section_key_expected_and_given(
    text: str, place: str, told: str
) -> None:
    assert faults(text)[0].replace(f"{place}:", place) == f"{place} {told}"


@pytest.mark.parametrize(
    ("last", "fits"), [("2026-09-01", True), ("2026-08-31", False), ("2026-12-18", True)]
)
def test_a_term_does_not_end_before_it_begins(last: str, fits: bool) -> None:
    text = TERM.replace("2026-12-18", last)
    if fits:
        assert read(text).calendar.terms
    else:
        assert fault(text) == (
            "[[calendar.term]] number 1 (Autumn): the last day, 2026-08-31, is before the first,"
            " 2026-09-01."
        )


@pytest.mark.parametrize(
    ("first", "fits"),
    [("2026-12-19", True), ("2026-12-18", False), ("2026-01-04", False)],
)
def test_terms_stand_in_order_and_do_not_overlap(first: str, fits: bool) -> None:
    later = f"[[calendar.term]]\nname = 'Spring'\nfirst = {first}\nlast = 2027-03-19\n"
    if fits:
        assert len(read(TERM + later).calendar.terms) == 2
    else:
        assert fault(TERM + later) == (
            "[calendar], key term: the terms have to stand in order: Spring begins on "
            f"{first}, not after Autumn, the term above it, which ends on 2026-12-18."
        )


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        ("2026-10-26", "2026-10-30", True),
        ("2026-09-02", "2026-12-17", True),
        ("2026-09-01", "2026-10-30", False),
        ("2026-10-26", "2026-12-18", False),
        ("2027-10-25", "2027-10-29", False),
    ],
)
def test_a_half_term_lies_inside_its_term(first: str, last: str, fits: bool) -> None:
    text = f"{TERM}half_term = {{ first = {first}, last = {last} }}\n"
    if fits:
        assert read(text).calendar.closed
    else:
        assert fault(text) == (
            f"[[calendar.term]] number 1 (Autumn): the half term, {first} to {last}, has to lie"
            " inside the term, 2026-09-01 to 2026-12-18."
        )


@pytest.mark.parametrize(
    ("times", "told"),
    [
        (("08:30", "09:00", "12:05", "13:05"), ""),
        (("08:30", "08:31", "08:31", "08:32"), ""),
        (("08:30", "08:30", "12:05", "13:05"), "am_closes, 08:30, has to be after am_opens, 08:30"),
        (("08:30", "09:00", "12:05", "12:04"), "pm_closes, 12:04, has to be after pm_opens, 12:05"),
        (("08:30", "12:06", "12:05", "13:05"), "pm_opens, 12:05, has to be after am_closes, 12:06"),
    ],
)
def test_a_register_closes_after_it_opens(times: tuple[str, ...], told: str) -> None:
    keys = ("am_opens", "am_closes", "pm_opens", "pm_closes")
    lines = [f"{key} = '{value}'" for key, value in zip(keys, times, strict=True)]
    text = "\n".join(["[register]", *lines])
    if told:
        assert fault(text) == f"[register]: {told}."
    else:
        assert read(text).register


def test_a_time_may_also_stand_in_toml_s_own_form() -> None:
    text = "[register]\nam_opens = 08:30:00\nam_closes = 09:00:00\n"
    text += "pm_opens = 12:05:00\npm_closes = 13:05:00\n"
    assert read(text).register == RegisterTimes(time(8, 30), time(9), time(12, 5), time(13, 5))


def test_an_assessment_is_of_year_groups_that_have_a_school_day_and_lies_in_a_term() -> None:
    days = "first = 2026-11-23\nlast = 2026-12-04\n"
    assert read(TERM + DAY + ASSESSMENT + days).calendar.assessments
    assert fault(TERM + DAY + ASSESSMENT.replace("'11'", "'9'") + days) == (
        "[[calendar.assessment]] number 1 (Mocks), key year_groups: 9 is in no [[school_day]];"
        " the year groups are 10, 11."
    )
    last_day = "first = 2026-12-18\nlast = 2027-01-08\n"
    assert read(TERM + ASSESSMENT + last_day).calendar.assessments
    day_after = "first = 2026-12-19\nlast = 2027-01-08\n"
    assert fault(TERM + ASSESSMENT + day_after) == (
        "[[calendar.assessment]] number 1 (Mocks): 2026-12-19 to 2027-01-08 lies in no term."
    )


def test_times_of_a_school_day_stand_in_order() -> None:
    text = DAY.replace(
        "[['08:30', 'Form time']]", "[['08:50', 'Period 1'], ['08:30', 'Form time']]"
    )
    assert "the times have to stand in order: 08:30 comes after 08:50" in fault(text)


def test_all_faults_are_told_at_once() -> None:
    text = "shcool = 1\n[school]\nemail = 'x'\nnmae = 'y'\n[register]\nam_opens = 8\n"
    text += "[[signatory]]\nstages = [1]\n" + TERM.replace("2026-12-18", "2026-01-01")
    told = faults(text)
    assert len(told) == 1 + 2 + 4 + 3 + 1
    assert [line for line in told if "is missing" in line] == [
        "[register], key am_closes is missing.",
        "[register], key pm_opens is missing.",
        "[register], key pm_closes is missing.",
    ]

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lj_attendance.letters.file_names import distinct, letter_file
from lj_attendance.letters.words import days_of, listed, long_day, short_day, weeks_of


@pytest.mark.parametrize(
    ("sessions", "said"),
    [
        (0, "0 days"),
        (1, "half a day"),
        (2, "1 day"),
        (3, "1½ days"),
        (4, "2 days"),
        (9, "4½ days"),
        (21, "10½ days"),
    ],
)
def test_sessions_are_said_in_days(sessions: int, said: str) -> None:
    assert days_of(sessions) == said


def test_days_are_written_as_people_write_them() -> None:
    assert long_day(date(2026, 11, 3)) == "3 November 2026"
    assert short_day(date(2026, 11, 3)) == "Tue 3 Nov 2026"


@pytest.mark.parametrize(("days", "said"), [(10, "two"), (20, "four"), (5, "one"), (12, "2.4")])
def test_school_days_are_said_in_weeks(days: int, said: str) -> None:
    assert weeks_of(days) == said


def test_names_are_joined_with_and() -> None:
    assert [listed(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "", "A", "A and B", "A, B and C",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("surname", "forename", "pupil_id", "name"),
    [
        ("Adams", "Ava", "1264", "Adams-Ava-1264-stage-2.docx"),
        ("O'Brien-Smith", "Zoë", "1", "O-Brien-Smith-Zoë-1-stage-2.docx"),
        ("../../etc", "pass\\wd", "C:", "etc-pass-wd-C-stage-2.docx"),
        ("<script>", 'a"b|c?*', "", "script-a-b-c-unnamed-stage-2.docx"),
        ("", "\u202eAva\n", "7", "unnamed-Ava-7-stage-2.docx"),
    ],
)
def test_a_file_name_is_safe_whatever_the_name(
    surname: str, forename: str, pupil_id: str, name: str
) -> None:
    assert letter_file(surname, forename, pupil_id, 2) == name


@given(st.text(), st.text(), st.text())
def test_no_name_leads_out_of_the_folder_or_is_refused_by_windows(a: str, b: str, c: str) -> None:
    name = letter_file(a, b, c, 1)
    assert not set(name) & set('<>:"/\\|?*\0\n\r\t')
    assert name == name.strip(" .-")
    assert len(name) < 150
    assert name.endswith("-stage-1.docx")


def test_two_files_never_share_a_name_not_even_on_windows() -> None:
    found = distinct(["A-1.docx", "a-1.docx", "A-1-2.docx", "B-2.docx"])
    assert found == ["A-1.docx", "a-1-2.docx", "A-1-2-2.docx", "B-2.docx"]

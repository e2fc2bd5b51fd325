"""The notation for registers reads what is drawn, and refuses what it cannot read."""

from datetime import date

import pytest

from tests.registers import Mark, parse_register, register

MONDAY = date(2025, 9, 1)
TUESDAY = date(2025, 9, 2)


def test_a_day_is_two_rows_am_then_pm() -> None:
    assert parse_register(r"/\ IN") == [
        Mark("ava", MONDAY, "AM", "/"),
        Mark("ava", MONDAY, "PM", "\\"),
        Mark("ava", TUESDAY, "AM", "I"),
        Mark("ava", TUESDAY, "PM", "N"),
    ]


def test_each_week_starts_on_a_monday_however_short_the_one_before() -> None:
    marks = parse_register(r"/\ /\ | /\ ")
    assert [mark.date for mark in marks[::2]] == [MONDAY, TUESDAY, date(2025, 9, 8)]


def test_an_empty_week_is_skipped() -> None:
    marks = parse_register(r"/\ | | /\ ")
    assert [mark.date for mark in marks[::2]] == [MONDAY, date(2025, 9, 15)]


def test_a_week_may_run_to_sunday() -> None:
    assert parse_register(r".. .. .. .. .. .. /\ ")[0].date == date(2025, 9, 7)


def test_a_dot_is_no_row_and_a_dash_is_an_unmarked_row() -> None:
    assert parse_register(r".- -. ..") == [
        Mark("ava", MONDAY, "PM", "-"),
        Mark("ava", TUESDAY, "AM", "-"),
    ]


def test_braces_hold_a_long_mark_or_one_with_its_minutes() -> None:
    assert parse_register(r"{C2}{Y7} {L:12}{U:75} {L}:") == [
        Mark("ava", MONDAY, "AM", "C2"),
        Mark("ava", MONDAY, "PM", "Y7"),
        Mark("ava", TUESDAY, "AM", "L", 12),
        Mark("ava", TUESDAY, "PM", "U", 75),
        Mark("ava", date(2025, 9, 3), "AM", "L"),
        Mark("ava", date(2025, 9, 3), "PM", ":"),
    ]


def test_lines_may_break_between_days() -> None:
    assert parse_register("II\nII |\n NN") == parse_register("II II | NN")


def test_nothing_drawn_is_no_rows() -> None:
    assert parse_register("") == []


def test_several_pupils_share_the_weeks() -> None:
    start = date(2025, 11, 3)
    assert register({"ava": "I.", "ben": ".N"}, start=start) == [
        Mark("ava", start, "AM", "I"),
        Mark("ben", start, "PM", "N"),
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("II I", r"week 1, day 2: 'I': a day is two sessions, not 1"),
        ("II | III", r"week 2, day 1: 'III': a day is two sessions, not 3"),
        ("{C2}", r"'\{C2\}': a day is two sessions, not 1"),
        ("{C2I", "braces hold one mark"),
        ("C2}I", "braces hold one mark"),
        ("{}I", "braces hold one mark"),
        ("{L:}I", "braces hold one mark"),
        ("{L:x}I", "braces hold one mark"),
        ("II " * 8, "week 1 has 8 days"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        parse_register(text)


def test_a_start_other_than_a_monday_is_refused() -> None:
    with pytest.raises(ValueError, match="2025-09-02 is a Tuesday"):
        parse_register("II", start=TUESDAY)

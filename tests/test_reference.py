"""The plain-Python reference, held against examples worked out by hand."""

from datetime import date

import pytest

from tests.reference import (
    CODES,
    Figures,
    academic_year_start,
    code_of,
    pupil_measures,
    school_measures,
)
from tests.registers import FIRST_MONDAY, Mark, parse_register, register

WHOLE_WEEK = r"/\ /\ /\ /\ /\ |"


def measure(text: str, start: date = FIRST_MONDAY, as_of: date | None = None) -> Figures:
    """The figures of one pupil, as of the last row unless told otherwise."""
    marks = parse_register(text, start)
    return pupil_measures(marks, as_of or marks[-1].date)["ava"]


def measure_rows(*marks: str, session: str = "AM", day: date = FIRST_MONDAY) -> Figures:
    """The figures of a pupil with these marks for one and the same session."""
    return pupil_measures([Mark("ava", day, session, mark) for mark in marks], day)["ava"]


def assert_shows(figures: Figures, **expected: object) -> None:
    """Assert that the figures named have these values."""
    assert {name: figures[name] for name in expected} == expected


def test_a_whole_row_for_a_pupil() -> None:
    drawn = r"/\ II I\ ## {L:12}N | OO /{U:70} -\ @V {C2}{Y3} | /\ "
    assert measure(drawn) == {
        "possible_sessions": 17,  # 22 rows, less a closed day, an unmarked, an unknown and a Y3
        "attended_sessions": 9,
        "authorised_absence": 4,  # I I I C2
        "unauthorised_absence": 4,  # N O O U
        "overall_absence": 8,
        "attendance_percent": 100 * 9 / 17,
        "overall_absence_percent": 100 * 8 / 17,
        "is_persistently_absent": True,
        "is_severely_absent": False,
        "late_before_close": 1,
        "late_after_close": 1,
        "minutes_late": 82,
        "unmarked_sessions": 1,
        "longest_absence_sessions": 3,
        "longest_absence_days": 1,
        "current_absence_sessions": 0,
        "current_absence_days": 0,
        "longest_unauthorised_days": 1,
        "illness_days": 2,
        "unauthorised_in_10_weeks": 4,
        "unauthorised_in_10_weeks_without_n": 3,
        "below_expected_since": date(2025, 9, 2),
    }


def test_a_whole_row_for_the_school() -> None:
    marks = register(
        {
            "ava": r"/\ /\ /\ /\ L\ ",  # 10 of 10
            "ben": r"/\ /\ /\ /\ /U",  # 9 of 10: persistently absent
            "cem": r"II -N ## ## ##",  # 0 of 3: severely absent
            "dee": r"## ## ## ## XX",  # nothing possible: in no rate
        }
    )
    assert school_measures(marks, date(2025, 9, 5)) == {
        "pupils": 4,
        "possible_sessions": 23,
        "attended_sessions": 19,
        "authorised_absence": 2,
        "unauthorised_absence": 2,
        "overall_absence": 4,
        "attendance_percent": 100 * 19 / 23,  # the ratio of the sums, not the mean of the rates
        "overall_absence_percent": 100 * 4 / 23,
        "authorised_absence_percent": 100 * 2 / 23,
        "unauthorised_absence_percent": 100 * 2 / 23,
        "persistently_absent": 2,
        "persistently_absent_percent": 100 * 2 / 3,
        "severely_absent": 1,
        "severely_absent_percent": 100 * 1 / 3,
        "late_before_close": 1,
        "late_after_close": 1,
        "unmarked_sessions": 1,
    }


@pytest.mark.parametrize(
    ("drawn", "possible", "missed", "is_persistent"),
    [
        ("II II II II II |" * 3 + r"II II II II /\ |" + WHOLE_WEEK * 34, 380, 38, True),
        ("II II II II II |" * 3 + r"II II II I\ /\ |" + WHOLE_WEEK * 34, 380, 37, False),
        (r"II II II II II | II /\ /\ /\ /\ |" + WHOLE_WEEK * 10, 120, 12, True),
        (r"II II II II II | II /\ /\ /\ /\ |" + WHOLE_WEEK * 10 + "/.", 121, 12, False),
    ],
)
def test_persistent_absence_is_a_tenth_of_possible_sessions_or_more(
    drawn: str, possible: int, missed: int, is_persistent: bool
) -> None:
    assert_shows(
        measure(drawn),
        possible_sessions=possible,
        overall_absence=missed,
        is_persistently_absent=is_persistent,
        is_severely_absent=False,
    )


@pytest.mark.parametrize(("drawn", "is_severe"), [(r"II /\ ", True), (r"II /\ /.", False)])
def test_severe_absence_is_a_half_or_more(drawn: str, is_severe: bool) -> None:
    assert_shows(measure(drawn), is_persistently_absent=True, is_severely_absent=is_severe)


@pytest.mark.parametrize(
    ("drawn", "attended", "possible", "since"),
    [
        (WHOLE_WEEK * 2 + r"/\ /\ I.", 24, 25, None),  # exactly 96%
        (WHOLE_WEEK * 2 + r"/\ I\ ", 23, 24, date(2025, 9, 16)),  # 95.83%
        (WHOLE_WEEK * 4 + r"/\ /\ II /\ /\ ", 48, 50, None),  # exactly 96%
        (WHOLE_WEEK * 4 + r"/\ /\ II /\ /.", 47, 49, date(2025, 10, 1)),  # 95.92%
    ],
)
def test_exactly_96_per_cent_is_not_below(
    drawn: str, attended: int, possible: int, since: date | None
) -> None:
    assert_shows(
        measure(drawn),
        attended_sessions=attended,
        possible_sessions=possible,
        attendance_percent=100 * attended / possible,
        below_expected_since=since,
    )


FALL_RECOVERY_AND_FALL = (
    r"I\ /\ /\ /\ /\ |"  # 1 of 2 on Monday 1 September: below
    r"/\ /\ /\ /\ /\ |"
    r"/\ /\ /\ II /\ "  # 25 of 26 on Wednesday 17; 25 of 28 on Thursday 18
)


@pytest.mark.parametrize(
    ("as_of", "since"),
    [
        (date(2025, 9, 1), date(2025, 9, 1)),
        (date(2025, 9, 16), date(2025, 9, 1)),  # 23 of 24
        (date(2025, 9, 17), None),
        (date(2025, 9, 18), date(2025, 9, 18)),
        (date(2025, 9, 19), date(2025, 9, 18)),
    ],
)
def test_below_expected_since_is_the_last_crossing(as_of: date, since: date | None) -> None:
    assert measure(FALL_RECOVERY_AND_FALL, as_of=as_of)["below_expected_since"] == since


def test_below_expected_is_judged_at_the_end_of_each_day() -> None:
    drawn = WHOLE_WEEK * 2 + r"/\ I\ | I\ "  # 23 of 24, and on Monday 24 of 26
    assert measure(drawn)["below_expected_since"] == date(2025, 9, 16)
    # 23 of 24 in the morning, 24 of 25 by the evening, after a register taken in the morning only
    recovers = WHOLE_WEEK * 2 + r"/\ /. I\ "
    assert measure(recovers)["below_expected_since"] is None


@pytest.mark.parametrize("closed", ["##", "ZZ", "XX", "{Y4}{Y4}", "--", "@@", ".."])
def test_a_day_not_possible_neither_breaks_nor_lengthens_a_run(closed: str) -> None:
    assert_shows(
        measure(rf"/\ II II {closed} II | /\ /\ /\ /\ /\ "),
        possible_sessions=18,
        overall_absence=6,
        longest_absence_sessions=6,
        longest_absence_days=3,
        current_absence_sessions=0,
        current_absence_days=0,
    )


def test_a_run_goes_on_over_weekends_and_holidays() -> None:
    assert_shows(
        measure(r"/\ /\ /\ /N NN | | OO"),
        longest_absence_sessions=5,
        longest_absence_days=2,
        current_absence_sessions=5,
        current_absence_days=2,
    )


def test_half_days_lengthen_the_run_of_sessions_and_not_of_days() -> None:
    assert_shows(
        measure(r"/I II I\ /\ /M"),
        longest_absence_sessions=4,
        longest_absence_days=1,
        current_absence_sessions=1,
        current_absence_days=0,
    )


def test_a_morning_missed_is_a_day_when_the_afternoon_was_not_possible() -> None:
    assert_shows(measure(r"/\ I# II"), longest_absence_days=2, current_absence_sessions=3)


def test_a_closed_end_does_not_end_a_current_run() -> None:
    assert_shows(measure(r"/\ II II ## --"), current_absence_sessions=4, current_absence_days=2)


def test_a_run_starts_afresh_on_1_august() -> None:
    term_ends = date(2025, 7, 28)
    drawn = "OO OO OO OO OO"  # Monday 28 July to Friday 1 August
    assert_shows(
        measure(drawn, start=term_ends),
        possible_sessions=2,
        longest_absence_sessions=2,
        current_absence_days=1,
        unauthorised_in_10_weeks=10,
        below_expected_since=date(2025, 8, 1),
    )
    assert_shows(measure(drawn, start=term_ends, as_of=date(2025, 7, 31)), possible_sessions=8)


@pytest.mark.parametrize(
    ("drawn", "days"),
    [
        ("OO NN GG UU", 4),
        (r"OO II OO NN", 2),  # the run of absence is four days, not all of it unauthorised
        (r"OO OI OO", 1),
        (r"OO ## O# OO", 3),
        (r"OO O\ OO", 1),
        (r"IO /\ ", 0),
    ],
)
def test_unauthorised_days_are_missed_wholly_and_without_leave(drawn: str, days: int) -> None:
    assert measure(drawn)["longest_unauthorised_days"] == days


def test_illness_is_counted_in_days_with_any() -> None:
    drawn = r"II I\ /I MM {I01}\ {I02}{I01} #I"
    assert measure(drawn)["illness_days"] == 6


def most_unauthorised(text: str, start: date = FIRST_MONDAY) -> tuple[object, object]:
    """The most unauthorised sessions in ten school weeks, with and without N."""
    figures = measure(text, start)
    return (
        figures["unauthorised_in_10_weeks"],
        figures["unauthorised_in_10_weeks_without_n"],
    )


ONCE_A_WEEK = r"/\ /\ /O /\ /\ |"


@pytest.mark.parametrize(
    ("drawn", "most"),
    [
        ("GG GG /U /U /U |" + r"/U /U /U /\ /\ |", 10),  # 4 G and 6 U
        ("OO OO OO OO OO", 10),  # in one week
        (r"OO OO OO /\ /\ |" + ONCE_A_WEEK * 4, 10),  # six, then one in each of four weeks
        (ONCE_A_WEEK * 10, 10),
        (ONCE_A_WEEK * 5 + "| |" + ONCE_A_WEEK * 5, 10),  # a holiday does not count
        (ONCE_A_WEEK * 5 + "## ## ## ## ## |" + ONCE_A_WEEK * 5, 10),  # nor a closed week
        (ONCE_A_WEEK * 5 + WHOLE_WEEK + ONCE_A_WEEK * 5, 9),  # eleven school weeks
        (ONCE_A_WEEK * 5 + "| |" + WHOLE_WEEK + ONCE_A_WEEK * 5, 9),
        (ONCE_A_WEEK * 12 + WHOLE_WEEK * 12, 10),  # the worst ten weeks, long past
    ],
)
def test_ten_school_weeks_roll(drawn: str, most: int) -> None:
    assert most_unauthorised(drawn) == (most, most)


def test_ten_school_weeks_reach_across_the_summer() -> None:
    two_in_summer = r"/\ /\ /\ OO /\ |" + WHOLE_WEEK + "| | | | |"  # from 14 July
    eight_in_autumn = WHOLE_WEEK * 6 + r"OO OO /\ /\ /\ | /\ /\ /\ OO OO"
    ten_weeks = measure(two_in_summer + eight_in_autumn, start=date(2025, 7, 14))
    assert_shows(ten_weeks, unauthorised_absence=8, unauthorised_in_10_weeks=10)
    eleven_weeks = measure(two_in_summer + WHOLE_WEEK + eight_in_autumn, start=date(2025, 7, 14))
    assert_shows(eleven_weeks, unauthorised_absence=8, unauthorised_in_10_weeks=8)


def test_without_n_the_worst_ten_weeks_may_be_others() -> None:
    drawn = "NN NN |" + WHOLE_WEEK * 10 + r"OO O\ "
    assert most_unauthorised(drawn) == (4, 3)


def test_a_week_counts_for_all_when_any_pupil_was_expected() -> None:
    drawn = {
        "ava": ONCE_A_WEEK * 5 + "## ## ## ## ## |" + ONCE_A_WEEK * 5,
        "ben": ONCE_A_WEEK * 5 + r"/\ |" + ONCE_A_WEEK * 5,
    }
    figures = pupil_measures(register(drawn), date(2025, 11, 21))
    assert figures["ava"]["unauthorised_in_10_weeks"] == 9
    alone = pupil_measures(register({"ava": drawn["ava"]}), date(2025, 11, 21))
    assert alone["ava"]["unauthorised_in_10_weeks"] == 10


def test_the_week_of_the_as_of_date_counts_with_its_marks_so_far() -> None:
    drawn = ONCE_A_WEEK * 3 + "OO OO OO OO OO"
    assert measure(drawn, as_of=date(2025, 9, 23))["unauthorised_in_10_weeks"] == 3 + 4


def test_marks_after_the_as_of_date_are_ignored() -> None:
    drawn = r"/\ /\ II {L:5}- NN"
    assert measure(drawn, as_of=date(2025, 9, 2)) == measure(r"/\ /\ ")
    assert school_measures(parse_register(drawn), date(2025, 9, 2)) == school_measures(
        parse_register(r"/\ /\ "), date(2025, 9, 2)
    )


@pytest.mark.parametrize("drawn", ["## ##", "XX DD", "-- --", "@@ {QQ}@", "{Y1}Q ZZ"])
def test_no_possible_session_is_null_and_never_a_decision(drawn: str) -> None:
    assert_shows(
        measure(drawn),
        possible_sessions=0,
        attended_sessions=0,
        attendance_percent=None,
        overall_absence_percent=None,
        is_persistently_absent=False,
        is_severely_absent=False,
        longest_absence_sessions=0,
        current_absence_days=0,
        below_expected_since=None,
    )


def test_a_school_without_a_possible_session_has_no_rates() -> None:
    school = school_measures(parse_register("## --"), date(2025, 9, 2))
    assert [school[name] for name in school if name.endswith("percent")] == [None] * 6
    assert_shows(school, pupils=1, possible_sessions=0, unmarked_sessions=2)


@pytest.mark.parametrize(
    ("marks", "kept"),
    [
        (("I", "I"), "authorised_absence"),
        (("N", "/"), "attended_sessions"),
        (("I", "V"), "attended_sessions"),
        (("O", "I"), "authorised_absence"),
        (("#", "O"), "unauthorised_absence"),
        (("Y1", "N"), "unauthorised_absence"),
        (("@", "I"), "authorised_absence"),
        (("-", "I"), "authorised_absence"),
        (("i", " I "), "authorised_absence"),
        (("@", "-"), "unmarked_sessions"),
        (("-", "", "No Mark"), "unmarked_sessions"),
        (("-", "#"), None),
        (("X", "#"), None),
        (("@", "QQ"), None),
    ],
)
def test_of_two_marks_for_a_session_the_best_is_kept(
    marks: tuple[str, ...], kept: str | None
) -> None:
    counts = ("attended_sessions", "authorised_absence", "unauthorised_absence")
    for rows in (marks, marks[::-1]):
        figures = measure_rows(*rows)
        counted = [name for name in (*counts, "unmarked_sessions") if figures[name]]
        assert counted == ([kept] if kept else [])
        assert figures["possible_sessions"] == (1 if kept in counts else 0)


def test_within_a_category_the_first_of_the_national_table_is_kept() -> None:
    assert measure_rows("L", "/")["late_before_close"] == 0
    assert measure_rows("U", "O")["late_after_close"] == 0
    assert measure_rows("U", "N")["unauthorised_in_10_weeks_without_n"] == 0
    assert measure_rows("M", "I")["illness_days"] == 1


def test_minutes_are_those_of_the_mark_kept() -> None:
    late = [Mark("ava", FIRST_MONDAY, "AM", "U", 80), Mark("ava", FIRST_MONDAY, "AM", "L", 20)]
    assert pupil_measures(late, FIRST_MONDAY)["ava"]["minutes_late"] == 20
    assert measure(r"{L:5}L {I:60}{U:40}")["minutes_late"] == 45


@pytest.mark.parametrize("mark", ["\\", "/", "L", "V", "J", "K"])
def test_attended_whatever_the_session_or_the_days_in_force(mark: str) -> None:
    assert_shows(measure_rows(mark), possible_sessions=1, attended_sessions=1)


@pytest.mark.parametrize("mark", ["H", "F", "J1", "C2"])
@pytest.mark.parametrize("day", [date(2013, 9, 2), date(2025, 9, 1)])
def test_a_code_out_of_force_keeps_its_category(mark: str, day: date) -> None:
    assert_shows(measure_rows(mark, day=day), possible_sessions=1, authorised_absence=1)


@pytest.mark.parametrize(
    ("day", "possible"),
    [
        (date(2020, 7, 31), 0),
        (date(2020, 8, 1), 1),
        (date(2022, 7, 31), 1),
        (date(2022, 8, 1), 0),
    ],
)
def test_x_was_possible_and_not_absent_in_the_coronavirus_years(day: date, possible: int) -> None:
    assert_shows(
        measure_rows("X", day=day),
        possible_sessions=possible,
        attended_sessions=possible,
        overall_absence=0,
    )
    assert measure_rows("X01", day=day) == measure_rows("X", day=day)


def test_of_x_and_an_absence_the_absence_is_kept_even_in_the_coronavirus_years() -> None:
    assert_shows(measure_rows("X", "N", day=date(2021, 3, 1)), unauthorised_absence=1)


def test_the_academic_year_turns_on_1_august() -> None:
    assert academic_year_start(date(2025, 7, 31)) == date(2024, 8, 1)
    assert academic_year_start(date(2025, 8, 1)) == date(2025, 8, 1)


def test_the_order_of_rows_does_not_matter() -> None:
    marks = register({"ava": r"/\ II NN #O", "ben": r"LU -@ /\ II"})
    as_of = date(2025, 9, 4)
    assert pupil_measures(marks[::-1], as_of) == pupil_measures(marks, as_of)


def test_thresholds_are_arguments() -> None:
    marks = parse_register(WHOLE_WEEK + r"/I OO /\ /\ /\ ")  # 17 of 20
    figures = pupil_measures(
        marks,
        date(2025, 9, 12),
        expected_percent=85,
        pa_percent=16,
        severe_percent=15,
        window_weeks=1,
    )["ava"]
    assert_shows(
        figures,
        is_persistently_absent=False,
        is_severely_absent=True,
        unauthorised_in_10_weeks=2,
        below_expected_since=None,
    )


def test_the_table_holds_every_code_once_with_its_days() -> None:
    assert len(CODES) == 38
    assert CODES["J"].is_in_force(date(2024, 8, 18))
    assert not CODES["J"].is_in_force(date(2024, 8, 19))
    assert CODES["J1"].is_in_force(date(2024, 8, 19))
    assert not CODES["J1"].is_in_force(date(2024, 8, 18))
    assert CODES["I"].is_in_force(date(1999, 1, 1))


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        ("i", "I"),
        (" c2 ", "C2"),
        ("I01", "I"),
        ("x09", "X"),
        ("", "-"),
        ("QQ", None),
        ("X10", None),
    ],
)
def test_a_mark_stands_for_a_code(mark: str, code: str | None) -> None:
    assert code_of(mark) == code

"""What a tutor may say: the word fits what the week's marks show."""

from __future__ import annotations

import pytest

from lj_attendance.data import read_settings
from lj_attendance.workflows.reporting.tutor import word_for


def week(codes: str) -> list[dict[str, object]]:
    """Possible marks in order: / and L present, I absent, U after the register closed."""
    return [{"code": code, "is_absent": code in "IU"} for code in codes]


@pytest.mark.parametrize(
    ("codes", "absence", "below", "word"),
    [
        ("", 3, False, "no_session"),
        ("////////II", 2, True, "absent_now"),
        ("I/////////", 1, False, "back_after_absence"),
        ("//I///////", 1, False, "missed"),
        ("//II//////", 2, False, "back_after_absence"),
        ("U/////////", 1, False, "late_after_close"),  # was in: no welcome back
        ("/////////U", 1, False, "late_after_close"),  # nor missed
        ("U/L///////", 1, False, "late"),
        ("UU////////", 2, False, "late"),
        ("U////I////", 2, False, "missed"),
        ("L/////////", 0, False, "full_year"),
        ("//////////", 1, False, "full_week"),
        ("//////////", 9, True, "full_week_after_absence"),
    ],
)
def test_the_word_fits_the_week(codes: str, absence: int, below: bool, word: str) -> None:
    row = {"overall_absence": absence, "is_below_expected": below}
    late = sum(code in "LU" for code in codes)
    assert word_for(row, week(codes), late) == word
    assert word in {each["when"] for each in read_settings("tutor_words")["word"]}

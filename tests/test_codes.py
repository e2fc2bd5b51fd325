from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lj_attendance.codes import classify, code_periods
from lj_attendance.data import read_table
from lj_attendance.schema import SESSIONS

CODES = read_table("codes")
SHARED = Path(__file__).parent.parent.parent / "shared" / "spec" / "codes.md"


def category(code: str, day: date) -> tuple[str, bool, bool]:
    """Category, whether withdrawn, whether not yet valid."""
    rows = pl.DataFrame({"code": [code], "date": [day], "session": ["AM"]}).with_columns(
        pl.col("session").cast(SESSIONS)
    )
    row = classify(rows.lazy(), CODES).collect().row(0, named=True)
    return row["category"], row["is_withdrawn"], row["is_not_yet_valid"]


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("J", date(2024, 8, 18), ("approved_educational_activity", False, False)),
        ("J", date(2024, 8, 19), ("approved_educational_activity", True, False)),
        ("J1", date(2024, 8, 18), ("authorised", False, True)),
        ("J1", date(2024, 8, 19), ("authorised", False, False)),
        ("H", date(2024, 8, 18), ("authorised", False, False)),
        ("H", date(2024, 8, 19), ("authorised", True, False)),
        ("F", date(2014, 8, 31), ("authorised", False, False)),
        ("F", date(2014, 9, 1), ("authorised", True, False)),
        ("Y", date(2024, 8, 18), ("not_possible", False, False)),
        ("Y", date(2024, 8, 19), ("not_possible", True, False)),
        ("Y6", date(2024, 8, 18), ("not_possible", False, True)),
        ("K", date(2024, 8, 19), ("approved_educational_activity", False, False)),
        ("D", date(2011, 8, 31), ("not_possible", False, True)),
        ("X", date(2020, 7, 31), ("not_possible", False, False)),
        ("X", date(2020, 8, 1), ("approved_educational_activity", False, False)),
        ("X", date(2022, 7, 31), ("approved_educational_activity", False, False)),
        ("X", date(2022, 8, 1), ("not_possible", False, False)),
        ("#", date(2026, 1, 1), ("administrative", False, False)),
    ],
)
def test_a_code_on_both_sides_of_its_dates(
    code: str, day: date, expected: tuple[str, bool, bool]
) -> None:
    assert category(code, day) == expected


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_every_code_has_exactly_one_period_on_every_day(day: date) -> None:
    periods = code_periods(CODES.lazy()).filter(
        pl.lit(day).is_between("in_force_from", "in_force_until")
    )
    found = periods.select("code").collect()["code"]
    assert found.n_unique() == found.len() == CODES["code"].n_unique()


def test_an_unmarked_session_is_neither_present_nor_absent_nor_possible() -> None:
    rows = pl.DataFrame(
        {"code": [None], "date": [date(2026, 9, 7)], "session": ["AM"]},
        schema={"code": pl.String, "date": pl.Date, "session": SESSIONS},
    )
    row = classify(rows.lazy(), CODES).collect().row(0, named=True)
    assert row["category"] is None
    assert [row["is_possible"], row["is_absent"], row["is_authorised"]] == [False] * 3


def test_a_mark_without_a_date_is_classified_once() -> None:
    rows = pl.DataFrame(
        {"code": ["H", "X", "/"], "date": [None] * 3, "session": ["AM"] * 3},
        schema={"code": pl.String, "date": pl.Date, "session": SESSIONS},
    )
    assert classify(rows.lazy(), CODES).collect().height == 3


def test_a_present_mark_of_the_other_session_is_told() -> None:
    rows = pl.DataFrame(
        {
            "code": ["/", "/", "\\", "\\", "I"],
            "date": [date(2026, 9, 7)] * 5,
            "session": ["AM", "PM", "AM", "PM", "PM"],
        },
    ).with_columns(pl.col("session").cast(SESSIONS))
    found = classify(rows.lazy(), CODES).collect()
    assert found["is_wrong_session"].to_list() == [False, True, True, False, False]


def test_the_table_is_the_one_of_the_specification() -> None:
    if not SHARED.exists():
        pytest.skip("the specification is not beside the project")
    line = r"^\| (\S+) \| .*? \| (\w+) \| ([\d-]*) ?\| ([\d-]*) ?\|"
    rows = re.findall(line, SHARED.read_text(encoding="utf-8"), re.MULTILINE)
    wanted = {code: (kind, first, last) for code, kind, first, last in rows if code != "code"}
    assert len(wanted) == 38
    for code, (kind, first, last) in wanted.items():
        entries = CODES.filter(pl.col("code") == code)
        assert entries["in_force_from"][0] == (first or None)
        assert entries["in_force_until"][-1] == (last or None)
        assert entries["category"][-1] == kind

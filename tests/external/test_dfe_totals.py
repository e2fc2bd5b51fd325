"""The Department for Education's counts by code give the Department's own totals."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from lj_attendance.codes import classify
from lj_attendance.data import read_table
from lj_attendance.reports.summary import as_json
from lj_attendance.workflows.analyse import analyse
from lj_attendance.workflows.reading import ReadRequest
from lj_attendance.workspace import Workspace

PICKED = Path(__file__).with_name("dfe_days.csv")
ALL_ROWS = Path(__file__).parents[3] / "shared" / "data" / "dfe"
NEEDS_ALL_ROWS = pytest.mark.skipif(
    not ALL_ROWS.is_dir(), reason=f"the published files are not in {ALL_ROWS}"
)
SETTINGS = Workspace(None).settings()
TODAY = date(2031, 1, 1)

# the Department's totals and what they are called here; L and U are added for the lates
TOTALS = {
    "dfe_overall_attendance": "attended_sessions",
    "dfe_authorised_absence": "authorised_absence",
    "dfe_unauthorised_absence": "unauthorised_absence",
    "dfe_overall_absence": "overall_absence",
    "dfe_possible_sessions": "possible_sessions",
}
CODES = [
    "/", "\\", "L", "B", "D", "J", "K", "P", "V", "W", "C", "C1", "C2", "E", "F", "H", "I", "J1",
    "M", "R", "S", "T", "G", "N", "O", "U", "X", "Q", "Y", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7",
    "Z", "#",
]  # fmt: skip

Row = dict[str, str | None]


def published(path: Path) -> pl.DataFrame:
    """The rows of a file as text; blank cells are null."""
    return pl.read_csv(path, infer_schema=False)


def count(row: Row, code: str) -> int:
    """Sessions with that code; none where it was not collected."""
    return int(row[code] or 0)


def area(row: Row) -> str:
    return f"{row['date']} {row['la'] or row['region']}"


def one_mark_a_pupil(row: Row) -> pl.DataFrame:
    """A long register with the row's marks, each of a pupil and a session of its own."""
    counts = [count(row, code) for code in CODES]
    codes = pl.Series("Mark", CODES).gather(
        pl.Series([place for place, sessions in enumerate(counts) for _ in range(sessions)])
    )
    number = pl.int_range(pl.len())
    half = (
        pl.when(pl.col("Mark") == "/")
        .then(pl.lit("AM"))
        .when(pl.col("Mark") == "\\")
        .then(pl.lit("PM"))
        .when(number % 2 == 0)
        .then(pl.lit("AM"))
        .otherwise(pl.lit("PM"))
    )
    return codes.to_frame().select(
        (number + 1_000_000).alias("Arbor Student ID"),
        pl.lit(row["date"]).alias("Date"),
        half.alias("Session"),
        "Mark",
    )


PICKED_ROWS: list[Row] = published(PICKED).to_dicts()
LOCAL_ROWS = [
    row for row in PICKED_ROWS if row["la"]
]  # up to 63,000 sessions; a region has 300,000


@pytest.mark.parametrize("row", LOCAL_ROWS, ids=area)
def test_a_register_with_the_published_counts_has_the_published_totals(
    tmp_path: Path, row: Row
) -> None:
    path = tmp_path / "marks.csv"
    register = one_mark_a_pupil(row)
    register.write_csv(path)
    request = ReadRequest((path,), SETTINGS, TODAY, date.fromisoformat(str(row["date"])))
    analysis = analyse(request, with_patterns=False)
    school = json.loads(as_json(analysis))["school"]
    assert {name: school[ours] for name, ours in TOTALS.items()} == {
        name: count(row, name) for name in TOTALS
    }
    assert school["late_before_close"] == count(row, "L")
    assert school["late_after_close"] == count(row, "U")
    assert school["late_before_close"] + school["late_after_close"] == count(
        row, "dfe_late_sessions"
    )
    assert (school["pupils"], school["unmarked_sessions"]) == (register.height, 0)
    assert analysis.reading.set_aside.is_empty()


def test_the_picked_rows_hold_every_code_that_was_in_use() -> None:
    used = {code for row in LOCAL_ROWS for code in CODES if count(row, code)}
    assert used == set(CODES) - {"X"}  # at secondary schools nobody is below compulsory age
    withdrawn = [row for row in LOCAL_ROWS if str(row["date"]) > "2024-08-18"]
    assert all(any(count(row, code) for row in withdrawn) for code in "HFY")


def totals_of(days: pl.DataFrame) -> pl.DataFrame:
    """The totals that follow from the codes, one row an area and day, in the Department's names."""
    marks = (
        days.lazy()
        .with_row_index("row")
        .unpivot(CODES, index=["row", "date"], variable_name="code", value_name="sessions")
        .with_columns(
            pl.col("date").str.to_date(),
            pl.col("sessions").cast(pl.Int64).fill_null(0),
            session=pl.lit("AM"),
        )
    )
    sessions = pl.col("sessions")
    category = pl.col("category").cast(pl.String)
    unauthorised = pl.col("is_absent") & ~pl.col("is_authorised")
    activity = category == "approved_educational_activity"
    return (
        classify(marks, read_table("codes"))
        .group_by("row")
        .agg(
            dfe_present_sessions=sessions.filter(category == "present").sum(),
            dfe_approved_educational_activity=sessions.filter(activity).sum(),
            dfe_overall_attendance=sessions.filter(
                pl.col("is_possible") & ~pl.col("is_absent")
            ).sum(),
            dfe_authorised_absence=sessions.filter("is_authorised").sum(),
            dfe_unauthorised_absence=sessions.filter(unauthorised).sum(),
            dfe_overall_absence=sessions.filter("is_absent").sum(),
            dfe_possible_sessions=sessions.filter("is_possible").sum(),
            dfe_late_sessions=sessions.filter(pl.col("code").is_in(["L", "U"])).sum(),
        )
        .sort("row")
        .drop("row")
        .collect()
    )


def published_totals(days: pl.DataFrame) -> pl.DataFrame:
    return days.select(pl.col("^dfe_.*$").cast(pl.Int64))


def test_the_categories_of_the_codes_give_the_totals_of_the_picked_rows() -> None:
    days = published(PICKED)
    assert totals_of(days).rows(named=True) == published_totals(days).rows(named=True)


@NEEDS_ALL_ROWS
@pytest.mark.parametrize("year", ["2023-24", "2025-26"])
def test_the_categories_of_the_codes_give_all_published_totals(year: str) -> None:
    days = published(ALL_ROWS / f"dfe_daily_code_counts_secondary_{year}.csv")
    assert days.height > 200
    assert totals_of(days).rows(named=True) == published_totals(days).rows(named=True)


@NEEDS_ALL_ROWS
def test_the_picked_rows_stand_in_the_published_files() -> None:
    days = published(PICKED)
    whole = pl.concat(
        published(ALL_ROWS / f"dfe_daily_code_counts_secondary_{year}.csv").select(days.columns)
        for year in ("2023-24", "2025-26")
    )
    assert days.join(whole, on=days.columns, how="anti", nulls_equal=True).is_empty()

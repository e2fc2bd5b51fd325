"""Marks joined to the code in force on their day.

Source of the categories and dates: data/codes.csv, from the Education (Pupil Registration)
(England) Regulations 2006 until 18 August 2024 and the School Attendance (Pupil Registration)
(England) Regulations 2024, reg. 10, from 19 August 2024.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from lj_attendance.schema import CATEGORIES, SESSIONS

POSSIBLE = ("present", "approved_educational_activity", "authorised", "unauthorised")
ABSENT = ("authorised", "unauthorised")

_FIRST_DAY, _LAST_DAY = date.min, date.max


def code_periods(codes: pl.LazyFrame) -> pl.LazyFrame:
    """One row a code and period, so that every day has exactly one row for every code.

    `codes` is data/codes.csv as text. Adds a row for the time before a code came into force
    (`is_not_yet_valid`) and after it went out (`is_withdrawn`), which keep the code's own category.
    """
    dated = codes.with_columns(
        pl.col("category").cast(CATEGORIES),
        pl.col("in_force_from", "in_force_until").str.to_date("%Y-%m-%d"),
        is_not_yet_valid=pl.lit(False),
        is_withdrawn=pl.lit(False),
    )
    first = dated.filter(pl.col("in_force_from") == pl.col("in_force_from").min().over("code"))
    last = dated.filter(pl.col("in_force_until") == pl.col("in_force_until").max().over("code"))
    open_start = pl.col("in_force_from").is_null().any().over("code")
    open_end = pl.col("in_force_until").is_null().any().over("code")
    before = dated.filter(~open_start).join(first, on=["code", "in_force_from"], how="semi")
    after = dated.filter(~open_end).join(last, on=["code", "in_force_until"], how="semi")
    return (
        pl.concat(
            [
                dated,
                before.with_columns(
                    in_force_until=pl.col("in_force_from").dt.offset_by("-1d"),
                    in_force_from=pl.lit(None, pl.Date),
                    is_not_yet_valid=pl.lit(True),
                ),
                after.with_columns(
                    in_force_from=pl.col("in_force_until").dt.offset_by("1d"),
                    in_force_until=pl.lit(None, pl.Date),
                    is_withdrawn=pl.lit(True),
                ),
            ]
        )
        .with_columns(
            pl.col("in_force_from").fill_null(_FIRST_DAY),
            pl.col("in_force_until").fill_null(_LAST_DAY),
        )
        .sort("code", "in_force_from")
    )


def classify(marks: pl.LazyFrame, codes: pl.DataFrame) -> pl.LazyFrame:
    """Adds to each mark the category of its code on its day, and what follows from it.

    `marks` needs `code`, `date` and `session`; a null code (unmarked) has a null category and is
    neither possible nor absent. `codes` is data/codes.csv as text. Adds `category`,
    `is_possible`, `is_absent`, `is_authorised`, `is_not_yet_valid`, `is_withdrawn`, and
    `is_wrong_session` (`\\` in the morning, `/` in the afternoon).
    """
    entries = codes.with_columns(
        pl.col("code").cast(marks.collect_schema()["code"]),
        pl.col("category").cast(CATEGORIES),
        pl.col("in_force_from", "in_force_until").str.to_date("%Y-%m-%d"),
        usual_session=pl.col("session").cast(SESSIONS),
    )
    latest = entries.group_by("code", maintain_order=True).agg(
        pl.col("category", "in_force_until", "usual_session").last(),
        pl.col("in_force_from").first(),
    )
    category, day = pl.col("category"), pl.col("date")
    return (
        marks.join(latest.lazy(), on="code", how="left", maintain_order="left")
        .with_columns(_category_in_its_years(codes))
        .with_columns(
            is_possible=category.is_in(POSSIBLE).fill_null(False),
            is_absent=category.is_in(ABSENT).fill_null(False),
            is_authorised=(category == "authorised").fill_null(False),
            is_not_yet_valid=(day < pl.col("in_force_from")).fill_null(False),
            is_withdrawn=(day > pl.col("in_force_until")).fill_null(False),
            is_wrong_session=(pl.col("usual_session") != pl.col("session")).fill_null(False),
        )
        .drop("in_force_from", "in_force_until", "usual_session")
    )


def _category_in_its_years(codes: pl.DataFrame) -> pl.Expr:
    """`category`, which holds a code's latest, put right where a code once had another."""
    category = pl.col("category")
    earlier = codes.filter(pl.col("code").is_duplicated() & pl.col("in_force_until").is_not_null())
    columns = ("code", "category", "in_force_from", "in_force_until")
    for code, named, first, last in earlier.select(columns).rows():
        since, until = date.fromisoformat(first) if first else _FIRST_DAY, date.fromisoformat(last)
        then = (pl.col("code") == code) & pl.col("date").is_between(since, until)
        category = pl.when(then).then(pl.lit(named, CATEGORIES)).otherwise(category)
    return category.alias("category")

"""Academic years, school days and school weeks, as the register itself shows them.

A school day of the school is a date with at least one possible session for any pupil; a school
week is a Monday to Sunday with at least one school day.
"""

from __future__ import annotations

from datetime import date

import polars as pl

_FIRST_MONTH = 8  # the academic year runs from 1 August to 31 July


def academic_year_start(day: date) -> date:
    """The 1 August on or before a day."""
    return date(day.year if day.month >= _FIRST_MONTH else day.year - 1, _FIRST_MONTH, 1)


def academic_year_name(day: date) -> str:
    """Such as `2025/26`."""
    start = academic_year_start(day).year
    return f"{start}/{(start + 1) % 100:02d}"


def week_of(day: pl.Expr) -> pl.Expr:
    """The Monday of a day's week."""
    return day.dt.truncate("1w")


def school_days(marks: pl.LazyFrame) -> pl.LazyFrame:
    """One row a school day of the school: `date` and `day_number`, from 0, in order.

    `marks` needs `date` and `is_possible`.
    """
    return (
        marks.filter("is_possible")
        .select("date")
        .unique()
        .sort("date")
        .with_row_index("day_number")
    )


def school_weeks(marks: pl.LazyFrame) -> pl.LazyFrame:
    """One row a school week: `week` (its Monday) and `week_number`, from 0, in order."""
    return (
        school_days(marks)
        .select(week=week_of(pl.col("date")))
        .unique()
        .sort("week")
        .with_row_index("week_number")
        .with_columns(pl.col("week_number").cast(pl.Int64))
    )

"""The school week by week, and each pupil in one week: attendance over time."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from lj_attendance.measures.attendance import rates, session_counts
from lj_attendance.school_year import academic_year_name, academic_year_start, week_of


def by_week(marks: pl.LazyFrame) -> pl.LazyFrame:
    """One row an academic year and school week, with the session counts and the four rates.

    `week` is its Monday, `academic_year` such as 2026/27, and `year_week` the number of the week
    within the academic year: weeks of two years with one number stand beside each other.
    """
    return (
        marks.group_by(week=week_of(pl.col("date")))
        .agg(session_counts())
        .filter(pl.col("possible_sessions") > 0)
        .sort("week")
        .with_columns(*rates(), *_year_week())
    )


def _year_week() -> tuple[pl.Expr, ...]:
    """Of the Sunday: a week belongs to the academic year in which it ends."""
    end = pl.col("week") + pl.duration(days=6)
    first = pl.date(end.dt.year() - (end.dt.month() < 8).cast(pl.Int32), 8, 1)
    number = (pl.col("week") - first.dt.truncate("1w")).dt.total_days() // 7
    start = first.dt.year()
    name = pl.format("{}/{}", start, ((start + 1) % 100).cast(pl.String).str.zfill(2))
    return name.alias("academic_year"), number.alias("year_week")


def last_week(marks: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """One row a pupil: the session counts of the school week of the as-of date, and its rates."""
    monday = as_of - timedelta(days=as_of.weekday())
    return (
        marks.filter(pl.col("date").is_between(monday, as_of))
        .group_by("pupil_id")
        .agg(session_counts())
        .with_columns(*rates())
    )


def same_days_last_year(marks: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """The marks of the academic year before, up to the end of the same week of it.

    To stand beside the year to date: `by_week` numbers both years' weeks alike.
    """
    start = academic_year_start(as_of)
    before = academic_year_start(start - timedelta(days=1))
    monday = as_of - timedelta(days=as_of.weekday())
    shift = _first_monday(start) - _first_monday(before)
    last = monday - shift + timedelta(days=as_of.weekday())
    return marks.filter(pl.col("date").is_between(before, last))


def _first_monday(start: date) -> date:
    return start - timedelta(days=start.weekday())


def year_before(as_of: date) -> str:
    """The name of the academic year before a day's own."""
    return academic_year_name(academic_year_start(as_of) - timedelta(days=1))

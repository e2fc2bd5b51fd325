"""Figures over part of the register: rolling weeks, and the last weeks against those before."""

from __future__ import annotations

from datetime import date

import polars as pl

from lj_attendance.measures.attendance import rate, session_counts
from lj_attendance.school_year import school_days, school_weeks, week_of


def between(marks: pl.LazyFrame, first: date | None, last: date) -> pl.LazyFrame:
    """The marks from a first day, null for the beginning, to a last day, both inclusive."""
    until = marks.filter(pl.col("date") <= last)
    return until if first is None else until.filter(pl.col("date") >= first)


def most_in_weeks(marks: pl.LazyFrame, weeks: int, counts: dict[str, pl.Expr]) -> pl.LazyFrame:
    """The most sessions of each kind that a pupil has in any `weeks` successive school weeks.

    `counts` names conditions; each has its own worst weeks. School weeks are the school's own, so
    weeks without any session do not count. The last week may be part of a week. Pupils without
    any such session are left out. Source of the rule: National framework for penalty notices,
    10 school weeks, from 19 August 2024.
    """
    return (
        marks.filter(pl.any_horizontal(counts.values()))
        .group_by("pupil_id", week=week_of(pl.col("date")))
        .agg(condition.sum().alias(name) for name, condition in counts.items())
        .join(school_weeks(marks), on="week", how="inner")
        .sort("pupil_id", "week_number")
        .rolling("week_number", period=f"{weeks}i", group_by="pupil_id")
        .agg(pl.col(name).sum() for name in counts)
        .group_by("pupil_id")
        .agg(pl.col(name).max() for name in counts)
    )


def in_last_weeks(marks: pl.LazyFrame, weeks: int, counts: pl.Expr, alias: str) -> pl.LazyFrame:
    """How many sessions of a kind each pupil has in the last `weeks` school weeks.

    Pupils without any such session are left out.
    """
    last = school_weeks(marks).tail(weeks).select(first_week=pl.col("week").min())
    return (
        marks.filter(counts)
        .join(last, how="cross")
        .filter(pl.col("date") >= pl.col("first_week"))
        .group_by("pupil_id")
        .agg(pl.len().alias(alias))
    )


def is_unauthorised() -> pl.Expr:
    """Whether a session was missed without authorisation."""
    return pl.col("is_absent") & ~pl.col("is_authorised")


def unauthorised_sessions(marks: pl.LazyFrame) -> pl.LazyFrame:
    """One row a session missed without authorisation, with its school week, in order.

    `week_number` is 0 for the school's last week of these marks, -1 for the one before it: two
    sessions lie within ten school weeks when their numbers differ by nine at most.
    """
    weeks = school_weeks(marks).with_columns(pl.col("week_number") - pl.col("week_number").max())
    return (
        marks.filter(is_unauthorised())
        .with_columns(week=week_of(pl.col("date")))
        .join(weeks, on="week", how="inner")
        .sort("pupil_id", "date", "session")
        .select("pupil_id", "date", "session", "code", "is_authorised", "week_number")
    )


def older_than(marks: pl.LazyFrame, code: str, days: int) -> pl.LazyFrame:
    """One row a session of a code after which more than `days` school days of the school passed."""
    numbered = school_days(marks)
    numbers = pl.col("day_number").cast(pl.Int64)
    old = numbered.filter(numbers.max() - numbers > days).select("date")
    return (
        marks.filter(pl.col("code") == code)
        .join(old, on="date", how="semi")
        .sort("pupil_id", "date", "session")
        .select("pupil_id", "date", "session", "code", "is_authorised")
    )


def recent_trend(marks: pl.LazyFrame, by: list[str], weeks: int) -> pl.LazyFrame:
    """Attendance in the last `weeks` school weeks beside the same number before them.

    One row for each value of the columns `by`. Gives `recent_percent`, `earlier_percent` and
    `change_in_points` (recent less earlier; null when either period had no possible session).
    """
    calendar = school_weeks(marks).with_columns(
        age=pl.col("week_number").max() - pl.col("week_number")
    )
    dated = marks.with_columns(week=week_of(pl.col("date"))).join(calendar, on="week", how="inner")
    periods = []
    for name, first in (("recent", 0), ("earlier", weeks)):
        part = dated.filter(pl.col("age").is_between(first, first + weeks - 1))
        counted = part.group_by(by).agg(session_counts()) if by else part.select(session_counts())
        periods.append(counted.select(*by, rate("attended_sessions").alias(f"{name}_percent")))
    recent, earlier = periods
    joined = (
        recent.join(earlier, on=by, how="left", nulls_equal=True)
        if by
        else pl.concat([recent, earlier], how="horizontal")
    )
    return joined.with_columns(
        change_in_points=pl.col("recent_percent") - pl.col("earlier_percent")
    )

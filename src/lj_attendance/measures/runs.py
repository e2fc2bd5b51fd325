"""Runs of absence, in sessions and in whole school days.

Sessions that were not possible neither lengthen nor break a run. A school day of a pupil is a
date with at least one possible session; a day belongs to a run of days when every possible
session on it was missed.
"""

from __future__ import annotations

import polars as pl


def numbered_sessions(marks: pl.LazyFrame) -> pl.LazyFrame:
    """The possible sessions of marks sorted by pupil, date and session, with their numbers.

    Adds `session_number` and `day_number`, which grow by one a possible session and a school day
    of the pupil, over all pupils; `is_last_session`: the pupil's last; `ends_day`: the day's last.
    """
    pupil, day = pl.col("pupil_id"), pl.col("date")
    new_pupil = (pupil != pupil.shift(1)).fill_null(True)
    new_day = new_pupil | (day != day.shift(1)).fill_null(True)
    possible = marks.filter("is_possible").select(
        "pupil_id", "date", "code", "is_absent", "is_authorised"
    )
    return possible.with_columns(
        session_number=pl.int_range(pl.len(), dtype=pl.UInt32),
        day_number=new_day.cast(pl.UInt32).cum_sum(),
        is_last_session=(pupil != pupil.shift(-1)).fill_null(True),
        ends_day=new_day.shift(-1).fill_null(True),
    )


def absent_days(sessions: pl.LazyFrame, **more: pl.Expr) -> pl.LazyFrame:
    """One row a pupil and school day with an absence, in order, from `numbered_sessions`.

    `is_missed_wholly` when no possible session of the day was attended, `is_unauthorised` when
    none of those missed was authorised, `is_illness` when one of them was `I`. `more` are further
    aggregations of the sessions missed that day.
    """
    day, absent = pl.col("day_number"), pl.col("is_absent")
    attended_beside = [
        (day == day.shift(step)).fill_null(False) & ~absent.shift(step).fill_null(False)
        for step in (1, -1)
    ]
    return (
        sessions.with_columns(is_part=pl.any_horizontal(attended_beside))
        .filter("is_absent")
        .group_by("day_number", maintain_order=True)
        .agg(
            pl.col("pupil_id", "date").first(),
            is_missed_wholly=~pl.col("is_part").any(),
            is_unauthorised=~pl.col("is_authorised").any(),
            is_illness=(pl.col("code") == "I").any(),
            **more,
        )
    )


def runs(frame: pl.LazyFrame, number: str, **more: pl.Expr) -> pl.LazyFrame:
    """One row a pupil and unbroken run of rows: those whose `number`s follow one another.

    `frame` is in order and needs `pupil_id` and `date`. Gives `length`, `first_date`,
    `last_date` and `last_number`, and `more` aggregations of its rows.
    """
    step = pl.col(number).cast(pl.Int64)
    starts = (step - step.shift(1) != 1) | (pl.col("pupil_id") != pl.col("pupil_id").shift(1))
    return (
        frame.with_columns(run=starts.fill_null(True).cast(pl.UInt32).cum_sum())
        .group_by("run", maintain_order=True)
        .agg(
            pl.col("pupil_id").first(),
            pl.len().alias("length"),
            pl.col("date").first().alias("first_date"),
            pl.col("date").last().alias("last_date"),
            pl.col(number).last().alias("last_number"),
            **more,
        )
        .drop("run")
    )


def day_runs(days: pl.LazyFrame) -> pl.LazyFrame:
    """`runs` of school days missed wholly, from `absent_days`."""
    return runs(days.filter("is_missed_wholly"), "day_number")


def unauthorised_day_runs(days: pl.LazyFrame) -> pl.LazyFrame:
    """`runs` of school days missed wholly and without authorisation, from `absent_days`."""
    return runs(days.filter(pl.col("is_missed_wholly") & pl.col("is_unauthorised")), "day_number")


def dated_runs(days: pl.LazyFrame, last: pl.LazyFrame) -> pl.LazyFrame:
    """`runs` of the school days given, each with its `days` and whether it `is_current`.

    `days` are rows of `absent_days`, in order; `last` is each pupil's last school day, from
    `last_numbers`. A current run reaches it.
    """
    ends = last.select("pupil_id", "last_number", is_current=pl.lit(True))
    return (
        runs(days, "day_number", days=pl.col("date"))
        .join(ends, on=["pupil_id", "last_number"], how="left", maintain_order="left")
        .with_columns(pl.col("is_current").fill_null(False))
    )


def longest_and_current(
    runs_of: pl.LazyFrame, last: pl.LazyFrame, longest: str, current: str
) -> pl.LazyFrame:
    """The longest run of each pupil, and the one that reaches their last number, else 0.

    `last` has `pupil_id` and `last_number`: the pupil's last possible session or school day.
    """
    reaches = runs_of.join(last, on=["pupil_id", "last_number"], how="semi")
    return (
        runs_of.group_by("pupil_id")
        .agg(pl.col("length").max().alias(longest))
        .join(
            reaches.select("pupil_id", pl.col("length").alias(current)), on="pupil_id", how="left"
        )
        .with_columns(pl.col(current).fill_null(0))
    )


def last_numbers(sessions: pl.LazyFrame, number: str) -> pl.LazyFrame:
    """Each pupil's last session or day: `pupil_id` and `last_number`."""
    last = sessions.filter("is_last_session")
    return last.select("pupil_id", pl.col(number).alias("last_number"))

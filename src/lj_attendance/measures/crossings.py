"""The day on which a pupil's year-to-date figure last crossed a threshold."""

from __future__ import annotations

import polars as pl


def crossing_dates(sessions: pl.LazyFrame, is_beyond: dict[str, pl.Expr]) -> pl.LazyFrame:
    """For each named condition, the date on which it last came to hold, by pupil.

    `sessions` is `numbered_sessions`; a condition reads `attended_sessions`, `overall_absence` and
    `possible_sessions` so far, and is judged at the end of each school day of the pupil. Null for
    a pupil of whom it does not hold after their last day. Before the first day it does not hold.
    """
    first = (pl.col("pupil_id") != pl.col("pupil_id").shift(1)).fill_null(True)
    number, missed = pl.col("session_number").cast(pl.Int64), pl.col("missed_before")
    so_far = (
        sessions.with_columns(
            missed_before=pl.col("is_absent").cast(pl.Int64).cum_sum() - pl.col("is_absent")
        )
        .with_columns(
            possible_sessions=number - pl.when(first).then(number).forward_fill() + 1,
            overall_absence=missed
            - pl.when(first).then(missed).forward_fill()
            + pl.col("is_absent"),
        )
        .filter("ends_day")
        .with_columns(attended_sessions=pl.col("possible_sessions") - pl.col("overall_absence"))
    )
    new = (pl.col("pupil_id") != pl.col("pupil_id").shift(1)).fill_null(True)
    judged = so_far.select(
        "pupil_id", "date", *(test.alias(name) for name, test in is_beyond.items())
    )
    entered = judged.with_columns(
        (pl.col(name) & (new | ~pl.col(name).shift(1))).alias(f"{name}_entered")
        for name in is_beyond
    )
    return entered.group_by("pupil_id").agg(
        pl.when(pl.col(name).last())
        .then(pl.col("date").filter(pl.col(f"{name}_entered")).last())
        .alias(name)
        for name in is_beyond
    )

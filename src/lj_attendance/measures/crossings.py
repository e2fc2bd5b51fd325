"""The day on which a pupil's year-to-date figure last crossed a threshold."""

from __future__ import annotations

import polars as pl


def crossing_dates(sessions: pl.LazyFrame, is_beyond: dict[str, pl.Expr]) -> pl.LazyFrame:
    """For each named condition, the date on which it last came to hold, by pupil.

    `sessions` is `numbered_sessions`; a condition reads `attended_sessions`, `overall_absence` and
    `possible_sessions` so far, and is judged at the end of each school day of the pupil. Null for
    a pupil of whom it does not hold after their last day. Before the first day it does not hold.
    """
    new = (pl.col("pupil_id") != pl.col("pupil_id").shift(1)).fill_null(True)
    possible = pl.col("session_number").cast(pl.Int64) + 1
    missed = pl.col("is_absent").cast(pl.Int64).cum_sum()
    so_far = (
        sessions.select("pupil_id", "date", "ends_day", possible=possible, missed=missed)
        .filter("ends_day")
        .with_columns(possible_sessions=_of_pupil("possible"), overall_absence=_of_pupil("missed"))
        .with_columns(attended_sessions=pl.col("possible_sessions") - pl.col("overall_absence"))
    )
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


def _of_pupil(count: str) -> pl.Expr:
    """A count over all pupils so far, less what it was after the pupil before."""
    new = (pl.col("pupil_id") != pl.col("pupil_id").shift(1)).fill_null(True)
    before = pl.col(count).shift(1).fill_null(0)
    return pl.col(count) - pl.when(new).then(before).forward_fill()

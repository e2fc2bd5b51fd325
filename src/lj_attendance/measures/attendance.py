"""Sessions counted, the four rates, and the thresholds that rest on them."""

from __future__ import annotations

import polars as pl

COUNTS = (
    "possible_sessions",
    "attended_sessions",
    "authorised_absence",
    "unauthorised_absence",
    "overall_absence",
    "late_before_close",
    "late_after_close",
    "unmarked_sessions",
)
"""Whole numbers that can be summed over pupils, groups and schools."""

RATES = {
    "attendance_percent": "attended_sessions",
    "overall_absence_percent": "overall_absence",
    "authorised_absence_percent": "authorised_absence",
    "unauthorised_absence_percent": "unauthorised_absence",
}
"""Each rate, and the count that is divided by the possible sessions."""


def session_counts() -> list[pl.Expr]:
    """The COUNTS of a group of marks, as aggregations."""
    possible, absent = pl.col("is_possible"), pl.col("is_absent")
    authorised = pl.col("is_authorised")
    return [
        possible.sum().alias("possible_sessions"),
        (possible & ~absent).sum().alias("attended_sessions"),
        authorised.sum().alias("authorised_absence"),
        (absent & ~authorised).sum().alias("unauthorised_absence"),
        absent.sum().alias("overall_absence"),
        (pl.col("code") == "L").sum().alias("late_before_close"),
        (pl.col("code") == "U").sum().alias("late_after_close"),
        pl.col("code").is_null().sum().alias("unmarked_sessions"),
    ]


def rate(count: str) -> pl.Expr:
    """100 x that count / possible sessions; null when no session was possible."""
    possible = pl.col("possible_sessions")
    return pl.when(possible > 0).then(100 * pl.col(count).cast(pl.Int64) / possible)


def rates() -> list[pl.Expr]:
    """The four RATES, unrounded."""
    return [rate(count).alias(name) for name, count in RATES.items()]


def is_below(percent: int) -> pl.Expr:
    """Whether attendance is below `percent`, in whole sessions: exactly 96 % is not below 96.

    False when no session was possible.
    """
    attended, possible = _whole("attended_sessions"), _whole("possible_sessions")
    return (attended * 100 < possible * percent).alias("is_below_expected")


def has_missed(percent: int) -> pl.Expr:
    """Whether at least `percent` of the pupil's own possible sessions were missed.

    At 10, persistent absence: exactly 38 of 380 counts and 37 does not. At 50, severe absence.
    False when no session was possible. Source: DfE, Pupil absence in schools in England:
    methodology.
    """
    missed, possible = _whole("overall_absence"), _whole("possible_sessions")
    return (possible > 0) & (missed * 100 >= possible * percent)


def _whole(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int64)

"""Every figure of a pupil, year to date: one row a pupil."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from lj_attendance.measures import runs
from lj_attendance.measures.attendance import has_missed, is_below, rates, session_counts
from lj_attendance.measures.crossings import crossing_dates
from lj_attendance.measures.windows import in_last_weeks, is_unauthorised, most_in_weeks


@dataclass(frozen=True)
class Thresholds:
    """The numbers of law and policy that measures need, in force on the as-of date."""

    expected_percent: int  # below it, a letter
    persistent_percent: int  # absence of at least this is persistent
    severe_percent: int  # absence of at least this is severe
    window_weeks: int  # school weeks over which unauthorised sessions are counted


PUPIL_FIGURES = (
    "possible_sessions",
    "attended_sessions",
    "authorised_absence",
    "unauthorised_absence",
    "overall_absence",
    "attendance_percent",
    "overall_absence_percent",
    "is_persistently_absent",
    "is_severely_absent",
    "late_before_close",
    "late_after_close",
    "minutes_late",
    "unmarked_sessions",
    "longest_absence_sessions",
    "longest_absence_days",
    "current_absence_sessions",
    "current_absence_days",
    "longest_unauthorised_days",
    "illness_days",
    "unauthorised_in_10_weeks",
    "unauthorised_in_10_weeks_without_n",
    "below_expected_since",
)
"""The contract's pupil columns after the names, in its order."""

_ZERO_WHEN_ABSENT = (
    "minutes_late",
    "longest_absence_sessions",
    "longest_absence_days",
    "current_absence_sessions",
    "current_absence_days",
    "longest_unauthorised_days",
    "current_unauthorised_days",
    "illness_days",
    "unauthorised_in_10_weeks",
    "unauthorised_in_10_weeks_without_n",
    "unauthorised_in_last_10_weeks",
)


def pupil_measures(
    marks: pl.LazyFrame,
    sessions: pl.LazyFrame,
    days: pl.LazyFrame,
    pupils: pl.LazyFrame,
    thresholds: Thresholds,
    year_start: date,
) -> pl.LazyFrame:
    """One row a pupil of `pupils` (`pupil_id`), with PUPIL_FIGURES and a few more.

    `marks` is CLASSIFIED_MARKS up to the as-of date, sorted by its key; those before
    `year_start` count only in the rolling window. `sessions` is `numbered_sessions` of the marks
    from `year_start` on, `days` is `absent_days` of those. More: the two other rates,
    `persistently_absent_since`, `current_unauthorised_days`, `unauthorised_in_last_10_weeks`,
    `is_below_expected`, `has_possible`.
    """
    year = marks.filter(pl.col("date") >= year_start)
    counts = year.group_by("pupil_id").agg(*session_counts(), _minutes_late())
    parts = [
        counts,
        *_runs(sessions, days),
        _crossings(sessions, thresholds),
        *_windows(marks, thresholds),
    ]
    joined = pupils
    for part in parts:
        joined = joined.join(part, on="pupil_id", how="left", maintain_order="left")
    return _finished(joined, counts, thresholds)


def _finished(joined: pl.LazyFrame, counts: pl.LazyFrame, thresholds: Thresholds) -> pl.LazyFrame:
    counted = [name for name in counts.collect_schema().names() if name != "pupil_id"]
    whole = dict.fromkeys([*counted, *_ZERO_WHEN_ABSENT])
    return joined.with_columns(
        pl.col(name).fill_null(0).cast(pl.Int64) for name in whole
    ).with_columns(
        *rates(),
        is_below(thresholds.expected_percent),
        has_missed(thresholds.persistent_percent).alias("is_persistently_absent"),
        has_missed(thresholds.severe_percent).alias("is_severely_absent"),
        (pl.col("possible_sessions") > 0).alias("has_possible"),
    )


def _minutes_late() -> pl.Expr:
    """The sum over `L` and `U` marks that carry minutes."""
    is_late = pl.col("code").is_in(["L", "U"])
    return pl.col("minutes_late").filter(is_late).sum().alias("minutes_late")


def _runs(sessions: pl.LazyFrame, days: pl.LazyFrame) -> list[pl.LazyFrame]:
    last_session = runs.last_numbers(sessions, "session_number")
    last_day = runs.last_numbers(sessions, "day_number")
    absence = runs.runs(sessions.filter("is_absent"), "session_number")
    return [
        runs.longest_and_current(
            absence, last_session, "longest_absence_sessions", "current_absence_sessions"
        ),
        runs.longest_and_current(
            runs.day_runs(days), last_day, "longest_absence_days", "current_absence_days"
        ),
        runs.longest_and_current(
            runs.unauthorised_day_runs(days),
            last_day,
            "longest_unauthorised_days",
            "current_unauthorised_days",
        ),
        days.filter("is_illness").group_by("pupil_id").agg(pl.len().alias("illness_days")),
    ]


def _crossings(sessions: pl.LazyFrame, thresholds: Thresholds) -> pl.LazyFrame:
    return crossing_dates(
        sessions,
        {
            "below_expected_since": is_below(thresholds.expected_percent),
            "persistently_absent_since": has_missed(thresholds.persistent_percent),
        },
    )


def _windows(marks: pl.LazyFrame, thresholds: Thresholds) -> list[pl.LazyFrame]:
    unauthorised, weeks = is_unauthorised(), thresholds.window_weeks
    most = {
        "unauthorised_in_10_weeks": unauthorised,
        "unauthorised_in_10_weeks_without_n": unauthorised & (pl.col("code") != "N"),
    }
    lately = "unauthorised_in_last_10_weeks"
    return [
        most_in_weeks(marks, weeks, most),
        in_last_weeks(marks, weeks, unauthorised, lately),
    ]

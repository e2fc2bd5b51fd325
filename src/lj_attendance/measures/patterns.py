"""When absence and lateness happen: weekday, session, code, days beside a break, broken weeks."""

from __future__ import annotations

import polars as pl

from lj_attendance.measures.attendance import rate, session_counts
from lj_attendance.measures.runs import numbered_sessions
from lj_attendance.school_year import school_days, week_of

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def by_weekday(marks: pl.LazyFrame, groups: pl.LazyFrame) -> pl.LazyFrame:
    """Attendance by weekday and session for each group.

    `groups` has one row a pupil and group: `pupil_id`, `group`, `value`. Gives `weekday` (1 is
    Monday), `session`, the session counts, the absence rate and minutes late (`minutes_late`,
    their sum, and `median_minutes_late` over the group's late marks is in `lateness`).
    """
    counts = marks.group_by("pupil_id", "session", weekday=pl.col("date").dt.weekday()).agg(
        session_counts()
    )
    return (
        groups.join(counts, on="pupil_id", how="inner")
        .group_by("group", "value", "weekday", "session")
        .agg(pl.exclude("pupil_id").sum())
        .filter(pl.col("possible_sessions") > 0)
        .with_columns(overall_absence_percent=rate("overall_absence"))
        .sort("group", "value", "weekday", "session")
    )


def by_code(marks: pl.LazyFrame, groups: pl.LazyFrame) -> pl.LazyFrame:
    """How often each group's register holds each code: `sessions`, and per 100 possible ones."""
    counts = marks.filter(pl.col("code").is_not_null()).group_by("pupil_id", "code").agg(
        pl.len().alias("sessions"), possible=pl.col("is_possible").sum()
    )  # fmt: skip
    in_group = groups.join(counts, on="pupil_id", how="inner")
    possible = in_group.group_by("group", "value").agg(
        pl.col("possible").sum().alias("possible_sessions")
    )
    return (
        in_group.group_by("group", "value", "code")
        .agg(pl.col("sessions").sum())
        .join(possible, on=["group", "value"], how="left")
        .with_columns(percent_of_possible=rate("sessions"))
        .sort("group", "value", "sessions", "code", descending=[False, False, True, False])
    )


def lateness(marks: pl.LazyFrame, by: list[str]) -> pl.LazyFrame:
    """`L` and `U` marks, and their minutes: `minutes_late` in sum, `median_minutes_late`.

    One row for each value of the columns `by`; the median is null where no mark carries minutes.
    """
    return (
        marks.filter(pl.col("code").is_in(["L", "U"]))
        .group_by(by)
        .agg(
            (pl.col("code") == "L").sum().alias("late_before_close"),
            (pl.col("code") == "U").sum().alias("late_after_close"),
            pl.col("minutes_late").sum(),
            median_minutes_late=pl.col("minutes_late").median(),
        )
        .sort(by)
    )


def broken_weeks(marks: pl.LazyFrame) -> pl.LazyFrame:
    """For each pupil, the weeks with at least one absence and one attendance, of those possible."""
    possible = marks.filter("is_possible")
    weeks = possible.group_by("pupil_id", week=week_of(pl.col("date"))).agg(
        is_broken=pl.col("is_absent").any() & ~pl.col("is_absent").all()
    )
    return weeks.group_by("pupil_id").agg(
        broken_weeks=pl.col("is_broken").sum(), possible_weeks=pl.len()
    )


def beside_a_break(marks: pl.LazyFrame) -> pl.LazyFrame:
    """For each pupil, absent sessions on the school's first or last day before or after a break.

    A break is any gap in the school days of the school: a weekend, a half term or a holiday. Gives
    `absent_beside_break` and `absent_beside_holiday` (a gap of more than a weekend).
    """
    before, after = (
        pl.col("date") - pl.col("date").shift(1),
        pl.col("date").shift(-1) - pl.col("date"),
    )
    gap = pl.max_horizontal(before.dt.total_days(), after.dt.total_days())
    days = school_days(marks).with_columns(gap=gap.fill_null(1)).select("date", "gap")
    return (
        marks.filter("is_absent")
        .join(days, on="date", how="left")
        .group_by("pupil_id")
        .agg(
            absent_beside_break=(pl.col("gap") > 1).sum(),
            absent_beside_holiday=(pl.col("gap") > 4).sum(),
        )
    )


def last_runs(marks: pl.LazyFrame) -> pl.LazyFrame:
    """Each pupil's current run of absence: since when, its codes; none for those present last."""
    sessions = numbered_sessions(marks)
    last_attended = sessions.filter(~pl.col("is_absent")).group_by("pupil_id").agg(
        last_attended=pl.col("session_number").max()
    )  # fmt: skip
    return (
        sessions.join(last_attended, on="pupil_id", how="left")
        .filter(
            pl.col("last_attended").is_null() | (pl.col("session_number") > pl.col("last_attended"))
        )
        .group_by("pupil_id")
        .agg(
            absent_since=pl.col("date").min(),
            codes=pl.col("code").unique(maintain_order=True).str.join(" "),
        )
    )

"""Lesson attendance by any group, and lessons missed by pupils who were in school."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def lesson_rates(lessons: pl.LazyFrame, missed: pl.LazyFrame, by: Sequence[str]) -> pl.LazyFrame:
    """One row for each value of the columns `by`: whole lessons first, then the rate.

    `lessons` are LESSON_MARKS, `missed` those of `missed_lessons`. A rate is the ratio of sums
    over the pupils, null when no lesson was possible; a lesson without a mark is not possible.
    """
    possible, attended = pl.col("is_possible"), pl.col("is_possible") & ~pl.col("is_absent")
    counts = lessons.group_by(by).agg(
        pupils=pl.col("pupil_id").filter(possible).n_unique().cast(pl.Int64),
        possible_lessons=possible.sum().cast(pl.Int64),
        attended_lessons=attended.sum().cast(pl.Int64),
        unmarked_lessons=pl.col("code").is_null().sum().cast(pl.Int64),
    )
    while_present = missed.group_by(by).agg(missed_while_present=pl.len().cast(pl.Int64))
    rate = 100 * pl.col("attended_lessons") / pl.col("possible_lessons")
    return counts.join(while_present, on=by, how="left", nulls_equal=True).with_columns(
        pl.col("missed_while_present").fill_null(0),
        attendance_percent=pl.when(pl.col("possible_lessons") > 0).then(rate),
    )


def is_low(percent: int) -> pl.Expr:
    """Whether fewer than `percent` of the possible lessons were attended: exactly so many is not.

    False when no lesson was possible. Compares whole lessons.
    """
    attended, possible = pl.col("attended_lessons"), pl.col("possible_lessons")
    return ((possible > 0) & (attended * 100 < possible * percent)).alias("is_low")


def missed_lessons(
    lessons: pl.LazyFrame, marks: pl.LazyFrame, codes: Sequence[str]
) -> pl.LazyFrame:
    """One row a lesson marked with one of `codes` while its session says present, in order.

    `marks` are CLASSIFIED_MARKS. An approved educational activity is present elsewhere, and a
    lesson without a mark says nothing: neither is here. Nor is a lesson at whose time the pupil
    attended another one. Adds `session_code` and `session_minutes`, those of the session's mark.
    """
    present = marks.filter(pl.col("category") == "present").select(
        pl.col("pupil_id").cast(pl.String),
        "date",
        pl.col("session").cast(pl.String),
        session_code=pl.col("code").cast(pl.String),
        session_minutes="minutes_late",
    )
    of_lessons = lessons.with_columns(
        pl.col("session", "code").cast(pl.String),
        slot=pl.coalesce(pl.col("starts").dt.to_string("%H:%M"), "period"),
    )
    elsewhere = (
        of_lessons.filter(pl.col("is_possible") & ~pl.col("is_absent"))
        .select("pupil_id", "date", "slot")
        .drop_nulls("slot")
    )
    return (
        of_lessons.filter(pl.col("code").is_in(codes))
        .join(elsewhere, on=["pupil_id", "date", "slot"], how="anti")
        .join(present, on=["pupil_id", "date", "session"], how="inner")
        .sort("pupil_id", "date", "session", "starts", "period", "class_name", "source_row")
        .drop("slot")
    )

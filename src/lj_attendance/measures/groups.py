"""Groups of pupils: the ratio of sums over them, never the mean of their rates."""

from __future__ import annotations

from itertools import pairwise

import polars as pl

from lj_attendance.measures.attendance import COUNTS, rates

GROUP_FIGURES = (
    "pupils", "possible_sessions", "attended_sessions", "authorised_absence",
    "unauthorised_absence", "overall_absence", "attendance_percent", "overall_absence_percent",
    "authorised_absence_percent", "unauthorised_absence_percent", "persistently_absent",
    "persistently_absent_percent", "severely_absent", "severely_absent_percent",
    "late_before_close", "late_after_close", "unmarked_sessions",
)  # fmt: skip
"""The contract's columns of the school and of every group, in its order."""

GROUPS = (
    "year_group", "exam_years", "registration_group", "sex", "ethnicity", "fsm", "pupil_premium",
    "sen_status", "in_care", "child_protection", "young_carer", "eal", "risk_band",
)  # fmt: skip
"""The groups of §14 and §16, in the order in which they are shown."""

NOT_RECORDED = "not recorded"


def risk_band(bounds: list[int]) -> pl.Expr:
    """The band of a pupil's attendance, in whole sessions; null when none was possible.

    `bounds` are the percentages at which one band ends and the next begins: [90, 93, 96] gives
    `below 90`, `90 to below 93`, `93 to below 96`, `96 and over`.
    """
    attended = pl.col("attended_sessions").cast(pl.Int64) * 100
    possible = pl.col("possible_sessions").cast(pl.Int64)
    names = [f"below {bounds[0]}"]
    names += [f"{low} to below {high}" for low, high in pairwise(bounds)]
    band = pl.lit(f"{bounds[-1]} and over")
    for bound, name in reversed(list(zip(bounds, names, strict=True))):
        band = pl.when(attended < possible * bound).then(pl.lit(name)).otherwise(band)
    return pl.when(possible > 0).then(band).alias("risk_band")


def exam_years(years: list[str]) -> pl.Expr:
    """`Year 11` and so on for pupils who prepare for examinations; null for the others."""
    year = pl.col("year_group")
    return pl.when(year.is_in(years)).then(pl.format("Year {}", year)).alias("exam_years")


def _sums() -> list[pl.Expr]:
    """A group's figures from its pupils' own, as aggregations.

    The share of pupils persistently or severely absent is of those with a possible session, as
    the DfE counts enrolments.
    """
    return [
        pl.len().alias("pupils"),
        *(pl.col(name).sum() for name in COUNTS),
        pl.col("is_persistently_absent").sum().alias("persistently_absent"),
        pl.col("is_severely_absent").sum().alias("severely_absent"),
        pl.col("has_possible").sum().alias("measured"),
    ]


def _shares() -> list[pl.Expr]:
    measured = pl.col("measured")
    return [
        pl.when(measured > 0).then(100 * pl.col(name) / measured).alias(f"{name}_percent")
        for name in ("persistently_absent", "severely_absent")
    ]


def school_measures(pupils: pl.LazyFrame) -> pl.LazyFrame:
    """One row: GROUP_FIGURES over all pupils. `pupils` is `pupil_measures`."""
    return pupils.select(_sums()).with_columns(*rates(), *_shares()).select(GROUP_FIGURES)


def group_measures(pupils: pl.LazyFrame, groups: list[str]) -> pl.LazyFrame:
    """One row a group and value, with GROUP_FIGURES, in the order of `groups` and their values.

    `pupils` is `pupil_measures` with a text column for each of `groups`. Pupils without a value
    are under `not recorded`, except in exam years and risk bands, which do not apply to them.
    """
    parts = []
    for place, name in enumerate(groups):
        value = pl.col(name).cast(pl.String)
        pupils_in = (
            pupils.filter(value.is_not_null()) if name in ("exam_years", "risk_band") else pupils
        )
        parts.append(
            pupils_in.group_by(value=value.fill_null(NOT_RECORDED))
            .agg(_sums())
            .with_columns(*rates(), *_shares(), group=pl.lit(name), place=pl.lit(place))
        )
    number = pl.col("value").str.extract(r"^(\d+)").cast(pl.Int64)
    first = pl.col("value").str.starts_with("below")
    return (
        pl.concat(parts)
        .sort("place", ~first, number, "value", nulls_last=True)
        .select("group", "value", *GROUP_FIGURES)
    )

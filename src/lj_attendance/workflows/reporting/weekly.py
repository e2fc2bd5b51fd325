"""What the weekly report shows: what is to be done first, then the week's picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from lj_attendance.data import read_table
from lj_attendance.measures.weeks import (
    by_week,
    last_week,
    same_days_last_year,
    year_before,
)
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import academic_year_start
from lj_attendance.workflows.analyse import Analysis, newly
from lj_attendance.workflows.measuring import measure
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.register_end import RegisterEnd
from lj_attendance.workflows.reporting.actions import ActionGroup

_AREAS = ("England", "North East", "Redcar and Cleveland")
_DAILY = "daily"  # the series that daily registers can stand beside


@dataclass(frozen=True)
class Crossing:
    """A pupil whose attendance has moved into another band within the week."""

    pupil_id: str
    name: str
    registration_group: str
    before: str
    after: str
    is_worse: bool


@dataclass(frozen=True)
class Weekly:
    """The answer of `lja report weekly`."""

    school: str
    week: date  # its Monday
    analysis: Analysis
    actions: tuple[ActionGroup, ...]
    weeks: pl.DataFrame  # `by_week` of this academic year and, where known, of the one before
    year_before: str
    pupils_week: pl.DataFrame  # one row a pupil: the counts of this week alone
    crossings: tuple[Crossing, ...]
    newly_below: pl.DataFrame
    newly_persistent: pl.DataFrame
    published: pl.DataFrame  # rows of figures.csv of the daily series, the latest year of each area
    ends: RegisterEnd | None  # null: no school day is without marks

    @property
    def as_of(self) -> date:
        """The day up to which it counts."""
        return self.analysis.as_of


def weekly(
    reading: Reading,
    analysis: Analysis,
    settings: Settings,
    actions: Sequence[ActionGroup],
    school: str,
    ends: RegisterEnd | None = None,
) -> Weekly:
    """The report on the week of the as-of date; `analysis` is of the same reading."""
    as_of = reading.as_of
    monday = as_of - timedelta(days=as_of.weekday())
    marks = reading.marks.lazy()
    this = by_week(marks.filter(pl.col("date") >= academic_year_start(as_of)))
    before = by_week(same_days_last_year(marks, as_of))
    weeks, week = pl.collect_all([pl.concat([this, before]), last_week(marks, as_of)])
    return Weekly(
        school=school,
        week=monday,
        analysis=analysis,
        actions=tuple(actions),
        weeks=weeks,
        year_before=year_before(as_of),
        pupils_week=week.with_columns(pl.col("pupil_id").cast(pl.String)),
        crossings=_crossings(reading, analysis, settings, monday - timedelta(days=1)),
        newly_below=newly(analysis, "below_expected_since"),
        newly_persistent=newly(analysis, "persistently_absent_since"),
        published=_published(),
        ends=ends,
    )


def _crossings(
    reading: Reading, analysis: Analysis, settings: Settings, before: date
) -> tuple[Crossing, ...]:
    """Who is in another band than at the end of a day, those who fell first; none at first."""
    if before < academic_year_start(reading.as_of):
        return ()
    then, _, _ = measure(reading, ["year_group"], settings, before)
    told = ("pupil_id", "surname", "forename", "registration_group", "risk_band", "rank")
    now = _ranked(analysis.pupils, analysis.bands).select(told)
    was = _ranked(then, analysis.bands).select("pupil_id", band_then="risk_band", then="rank")
    moved = (
        now.join(was, on="pupil_id", maintain_order="left")
        .drop_nulls(["risk_band", "band_then"])
        .filter(pl.col("rank") != pl.col("then"))
        .with_columns(is_worse=pl.col("rank") < pl.col("then"))
        .sort("is_worse", "rank", "surname", "forename", descending=[True, *[False] * 3])
    )
    return tuple(
        Crossing(
            row["pupil_id"],
            ", ".join(part for part in (row["surname"], row["forename"]) if part)
            or row["pupil_id"],
            row["registration_group"] or "",
            row["band_then"],
            row["risk_band"],
            row["is_worse"],
        )
        for row in moved.rows(named=True)
    )


def _ranked(pupils: pl.DataFrame, bands: Sequence[int]) -> pl.DataFrame:
    """With `rank`: the number of bands' bounds that attendance is not below."""
    attended, possible = pl.col("attended_sessions").cast(pl.Int64), pl.col("possible_sessions")
    reached = [attended * 100 >= possible.cast(pl.Int64) * bound for bound in bands]
    return pupils.with_columns(rank=pl.sum_horizontal(each.cast(pl.Int32) for each in reached))


def _published() -> pl.DataFrame:
    """The latest daily figures of each area, over all pupils: never the census series."""
    figures = (
        read_table("figures")
        .with_columns(pl.col("percent").cast(pl.Float64))
        .filter(
            (pl.col("series") == _DAILY) & pl.col("area").is_in(_AREAS) & pl.col("group").is_null()
        )
    )
    return figures.filter(pl.col("academic_year") == pl.col("academic_year").max())

"""The week's picture: every pupil's, group's and the school's figures, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from lj_attendance.errors import WrongUsage
from lj_attendance.ingest.roll import OWN_COLUMN
from lj_attendance.measures import patterns
from lj_attendance.measures.groups import (
    GROUPS,
)
from lj_attendance.measures.pupils import PUPIL_FIGURES, Thresholds
from lj_attendance.measures.windows import recent_trend
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import academic_year_name, academic_year_start
from lj_attendance.workflows.findings import findings
from lj_attendance.workflows.leave.marks import leave_of
from lj_attendance.workflows.measuring import measure, thresholds_on
from lj_attendance.workflows.reading import Reading, ReadRequest, read_exports
from lj_attendance.workspace import Workspace

NAMES = ("pupil_id", "upn", "surname", "forename", "year_group", "registration_group")
PUPIL_COLUMNS = (*NAMES, *PUPIL_FIGURES)
"""The contract's columns of pupils, in its order."""


@dataclass(frozen=True)
class Change:
    """What has changed since an earlier date: `school`, `groups` and `pupils` then and now."""

    since: date
    school: dict[str, Any]
    groups: pl.DataFrame  # group, value, attendance_percent_then, change_in_points
    pupils: pl.DataFrame  # pupil_id, attendance_percent_then, change_in_points


@dataclass(frozen=True)
class Patterns:
    """When and how pupils are absent; computed only where somebody will look at them."""

    weekdays: pl.DataFrame
    codes: pl.DataFrame
    lateness: pl.DataFrame  # by weekday
    trend: pl.DataFrame  # of the school: one row
    pupils: pl.DataFrame  # one row a pupil: runs, broken weeks, trend, lateness


@dataclass(frozen=True)
class Analysis:
    """The answer of `lja analyse`. `pupils` has PUPIL_COLUMNS and more; see `pupil_measures`."""

    reading: Reading
    as_of: date
    academic_year: str
    thresholds: Thresholds
    near_penalty_sessions: int
    penalty_sessions: int
    trend_weeks: int
    bands: list[int]  # where one risk band ends and the next begins
    school: dict[str, Any]
    groups: pl.DataFrame
    pupils: pl.DataFrame
    findings: pl.DataFrame
    change: Change | None = None
    patterns: Patterns | None = None

    @property
    def pupil_columns(self) -> tuple[str, ...]:
        """The contract's columns of `pupils`, in its order."""
        return PUPIL_COLUMNS


def analyse(
    request: ReadRequest,
    *,
    since: date | None = None,
    own_groups: tuple[str, ...] = (),
    with_patterns: bool = True,
    workspace: Workspace | None = None,
) -> Analysis:
    """Reads the exports and measures them; `own_groups` are columns of the roll, by header.

    The marks are compared with the leave that the ledger of `workspace` tells of, if any.
    """
    reading = read_exports(request)
    as_of, settings = reading.as_of, request.settings
    if since is not None and not academic_year_start(as_of) <= since < as_of:
        raise WrongUsage(
            f"--since {since} is not a day of {academic_year_name(as_of)} before {as_of}.",
            "",
            "Name a date in this academic year, before the as-of date.",
        )
    thresholds = thresholds_on(settings, as_of)
    groups = _groups(reading.roll, own_groups)
    pupils, school, of_groups = measure(reading, groups, settings, as_of)
    return Analysis(
        reading,
        as_of,
        academic_year_name(as_of),
        thresholds,
        settings.number("near_penalty_sessions", as_of),
        settings.number("penalty_sessions", as_of),
        settings.number("trend_weeks", as_of),
        settings.numbers("risk_bands", as_of),
        school,
        of_groups,
        pupils,
        findings(reading, leave_of(workspace, as_of) if workspace else None),
        _change(reading, groups, settings, since, (pupils, of_groups)) if since else None,
        _patterns(reading, pupils, groups, settings) if with_patterns else None,
    )


def _groups(roll: pl.DataFrame, own: tuple[str, ...]) -> list[str]:
    """The groups that these files know anything of, and the school's own."""
    made = ("exam_years", "risk_band")
    known = [name for name in GROUPS if name in made or roll[name].null_count() < roll.height]
    for header in own:
        column = OWN_COLUMN + header
        if column not in roll.columns:
            there = [
                name.removeprefix(OWN_COLUMN)
                for name in roll.columns
                if name.startswith(OWN_COLUMN)
            ]
            raise WrongUsage(
                f"The roll has no column '{header}' to group by.",
                "",
                f"Its other columns are: {', '.join(there)}."
                if there
                else "Export it in the roll's report.",
            )
        known.append(column)
    return known


def _change(
    reading: Reading,
    groups: list[str],
    settings: Settings,
    since: date,
    now: tuple[pl.DataFrame, pl.DataFrame],
) -> Change:
    pupils, school, of_groups = measure(reading, groups, settings, since)
    rate = "attendance_percent"
    change = pl.col(rate) - pl.col(f"{rate}_then")

    def beside(new: pl.DataFrame, old: pl.DataFrame, by: list[str]) -> pl.DataFrame:
        then = old.select(*by, pl.col(rate).alias(f"{rate}_then"))
        joined = new.select(*by, rate).join(then, on=by, how="left", maintain_order="left")
        return joined.with_columns(change_in_points=change)

    return Change(
        since,
        school,
        beside(now[1], of_groups, ["group", "value"]),
        beside(now[0], pupils, ["pupil_id"]),
    )


def _patterns(
    reading: Reading, pupils: pl.DataFrame, groups: list[str], settings: Settings
) -> Patterns:
    year = reading.marks.lazy().filter(pl.col("date") >= academic_year_start(reading.as_of))
    ids, weeks = reading.marks.schema["pupil_id"], settings.number("trend_weeks", reading.as_of)
    people = pupils.lazy().with_columns(pl.col("pupil_id").cast(ids))
    whole = people.select("pupil_id", group=pl.lit("school"), value=pl.lit("all"))
    members = pl.concat(
        [whole]
        + [
            people.select(
                "pupil_id", group=pl.lit(name), value=pl.col(name).cast(pl.String)
            ).drop_nulls()
            for name in groups
        ]
    )
    of_pupils = people.select("pupil_id")
    for part in (
        patterns.last_runs(year),
        patterns.broken_weeks(year),
        patterns.beside_a_break(year),
        recent_trend(year, ["pupil_id"], weeks),
        patterns.lateness(year, ["pupil_id"]).select("pupil_id", "median_minutes_late"),
    ):
        of_pupils = of_pupils.join(part, on="pupil_id", how="left", maintain_order="left")
    late = patterns.lateness(year.with_columns(weekday=pl.col("date").dt.weekday()), ["weekday"])
    return Patterns(
        *pl.collect_all(
            [
                patterns.by_weekday(year, members),
                patterns.by_code(year, members),
                late,
                recent_trend(year, [], weeks),
                of_pupils.with_columns(pl.col("pupil_id").cast(pl.String)),
            ]
        )
    )


def newly(analysis: Analysis, column: str) -> pl.DataFrame:
    """The pupils for whom a condition has held only since the last school week, latest first.

    `column` is `below_expected_since` or `persistently_absent_since`. Since the date of the change
    asked for, else in the seven days up to the as-of date.
    """
    start = analysis.change.since if analysis.change else analysis.as_of - timedelta(days=7)
    return analysis.pupils.filter(pl.col(column) > start).sort(
        pl.col(column), pl.col("surname"), descending=[True, False], nulls_last=True
    )

"""The frames behind alerts, for the pupils that can have one: collected once, and small."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from lj_attendance.measures.attendance import has_missed
from lj_attendance.measures.crossings import crossing_dates
from lj_attendance.measures.runs import absent_days, dated_runs, last_numbers, numbered_sessions
from lj_attendance.measures.windows import older_than, unauthorised_sessions
from lj_attendance.policy.alerts.deciding import penalty_from
from lj_attendance.policy.alerts.facts import AlertRules
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import academic_year_start
from lj_attendance.workflows.reading import Reading

_SESSION = ("date", "session", "code", "is_authorised")


@dataclass(frozen=True)
class AlertFrames:
    """Rows of the pupils that can have an alert, in order; the first column is the pupil."""

    pupils: tuple[str, ...]
    year: pl.DataFrame  # pupil_id, attended, possible, severe_since: of this academic year
    runs: dict[str, pl.DataFrame]  # absent, unauthorised, removal: pupil_id, days, is_current
    illness: pl.DataFrame  # pupil_id, date: of this academic year
    unauthorised: pl.DataFrame  # pupil_id, a session's columns, week_number
    unexplained: pl.DataFrame  # pupil_id, a session's columns
    absences: pl.DataFrame  # pupil_id, a session's columns: of this academic year and of the runs


def alert_frames(reading: Reading, settings: Settings, rules: AlertRules) -> AlertFrames:
    """The frames on the as-of date, from all marks at hand."""
    marks, as_of = reading.marks.lazy(), reading.as_of
    start = academic_year_start(as_of)
    codes = settings.texts("removal_codes", as_of)
    sessions = numbered_sessions(marks).collect()  # used three times
    of_removal = pl.col("code").is_in(codes).all()
    days = absent_days(sessions.lazy(), is_removal=of_removal).collect()  # used four times
    counted = _since_the_framework(marks, settings, as_of)
    frames = [
        *_runs(days.lazy(), last_numbers(sessions.lazy(), "day_number"), rules, start),
        days.lazy().filter(pl.col("is_illness") & (pl.col("date") >= start)),
        counted,
        older_than(marks, "N", rules.unexplained_days),
        _year(marks.filter(pl.col("date") >= start), rules.severe_percent),
    ]
    absent, missed, removal, ill, unauthorised, old, year = (
        frame.with_columns(pl.col("pupil_id").cast(pl.String)) for frame in pl.collect_all(frames)
    )
    pupils = _concerned([absent, missed, removal, old], ill, unauthorised, year, rules)
    runs = {"absent": absent, "unauthorised": missed, "removal": removal}
    return AlertFrames(
        pupils=tuple(pupils.sort()),
        year=_of(year, pupils),
        runs={name: run.select("pupil_id", "days", "is_current") for name, run in runs.items()},
        illness=_of(ill, pupils).select("pupil_id", "date"),
        unauthorised=_of(unauthorised, pupils).select("pupil_id", *_SESSION, "week_number"),
        unexplained=old.select("pupil_id", *_SESSION),
        absences=_absences(marks, pupils, pl.concat(runs.values()), start),
    )


def _runs(
    days: pl.LazyFrame, last: pl.LazyFrame, rules: AlertRules, start: date
) -> list[pl.LazyFrame]:
    """Runs of this academic year, as long as some rule needs, whenever they began."""
    wholly = days.filter("is_missed_wholly")
    length, current = pl.col("length"), pl.col("is_current")
    visited = current & (length >= rules.home_visit_days)
    parts = [
        (wholly, visited | (length >= rules.long_absence_days)),
        (wholly.filter("is_unauthorised"), length >= rules.unauthorised_return_days),
        (wholly.filter("is_removal"), length >= rules.removal_days),
    ]
    of_year = pl.col("last_date") >= start
    return [dated_runs(part, last).filter(of_year & is_long) for part, is_long in parts]


def _since_the_framework(marks: pl.LazyFrame, settings: Settings, as_of: date) -> pl.LazyFrame:
    """Unauthorised sessions; once the national framework is in force, those from its first day."""
    first = penalty_from(settings)
    sessions = unauthorised_sessions(marks)
    return sessions.filter(pl.col("date") >= first) if first <= as_of else sessions


def _year(year: pl.LazyFrame, severe_percent: int) -> pl.LazyFrame:
    possible, absent = pl.col("is_possible"), pl.col("is_absent")
    counts = year.group_by("pupil_id").agg(
        attended=(possible & ~absent).sum().cast(pl.Int64), possible=possible.sum().cast(pl.Int64)
    )
    since = crossing_dates(numbered_sessions(year), {"severe_since": has_missed(severe_percent)})
    return counts.join(since, on="pupil_id", how="left")


def _concerned(
    always: list[pl.DataFrame],
    ill: pl.DataFrame,
    unauthorised: pl.DataFrame,
    year: pl.DataFrame,
    rules: AlertRules,
) -> pl.Series:
    """The pupils that some rule can concern."""
    few = min(rules.late_sessions, rules.holiday_sessions, rules.penalty_sessions)
    parts = [
        *(frame["pupil_id"] for frame in always),
        _with_at_least(ill, rules.sickness_return_days),
        _with_at_least(unauthorised, few),
        year.filter(pl.col("severe_since").is_not_null())["pupil_id"],
    ]
    return pl.concat(parts).unique()


def _with_at_least(rows: pl.DataFrame, number: int) -> pl.Series:
    return rows.filter(pl.len().over("pupil_id") >= number)["pupil_id"]


def _of(frame: pl.DataFrame, pupils: pl.Series) -> pl.DataFrame:
    return frame.filter(pl.col("pupil_id").is_in(pupils.implode()))


def _absences(
    marks: pl.LazyFrame, pupils: pl.Series, runs: pl.DataFrame, start: date
) -> pl.DataFrame:
    """The sessions missed since the year began, and before it on the days of a run."""
    days = runs.select("pupil_id", date="days").explode("date").unique()
    missed = (
        marks.filter("is_absent")
        .select(pl.col("pupil_id").cast(pl.String), *_SESSION)
        .filter(pl.col("pupil_id").is_in(pupils.implode()))
    )
    before = missed.filter(pl.col("date") < start)
    parts = [
        before.join(days.lazy(), on=["pupil_id", "date"], how="semi"),
        missed.filter(pl.col("date") >= start),
    ]
    return pl.concat(parts).sort("pupil_id", "date", "session").collect()

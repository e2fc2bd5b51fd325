"""What the weekly page shows besides the sheets of the analysis, as sheets of its workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from lj_attendance.reports.rounding import shown_percent, shown_points
from lj_attendance.reports.sheets import Column, ListSheet
from lj_attendance.reports.weekly.moved import is_broken_week
from lj_attendance.reports.weekly.to_do_sheet import to_do_columns, to_do_frame

if TYPE_CHECKING:
    from lj_attendance.workflows.reporting.weekly import Weekly

_WHO = (
    Column("Pupil", pl.col("name"), 20),
    Column("Reg. group", pl.col("registration_group"), 9.5),
    Column("Arbor ID", pl.col("pupil_id"), 8),
)
_MOVED = {
    "what": pl.String, "name": pl.String, "registration_group": pl.String,
    "pupil_id": pl.String, "before": pl.String, "after": pl.String, "since": pl.Date,
}  # fmt: skip


def weekly_sheets(report: Weekly) -> list[ListSheet]:
    """Actions first, as on the page; then who moved, each pupil's week, the weeks, and others."""
    return [
        ListSheet("Actions", to_do_columns(), to_do_frame(report.actions), 2),
        _moved(report),
        _this_week(report),
        _weeks(report),
        _compare(report),
    ]


def _moved(report: Weekly) -> ListSheet:
    """Moves between bands within the week, and who has newly come below a limit."""
    expected = report.analysis.thresholds.expected_percent
    rows = [
        ("Moved down a band" if each.is_worse else "Moved up a band", each.name,
         each.registration_group, each.pupil_id, each.before, each.after, None)
        for each in report.crossings
    ]  # fmt: skip
    crossed = pl.DataFrame(rows, schema=_MOVED, orient="row")
    newly = [
        frame.select(
            pl.lit(what).alias("what"), _name(), "registration_group", "pupil_id",
            pl.lit(None, pl.String).alias("before"), pl.lit(None, pl.String).alias("after"),
            pl.col(since).alias("since"),
        )
        for frame, since, what in (
            (report.newly_below, "below_expected_since", f"Newly below {expected}%"),
            (report.newly_persistent, "persistently_absent_since", "Newly persistently absent"),
        )
    ]  # fmt: skip
    columns = [
        Column("What it is", pl.col("what"), 24), *_WHO, Column("Was", pl.col("before"), 14),
        Column("Is", pl.col("after"), 14), Column("Since", pl.col("since"), 11.5, "day"),
    ]  # fmt: skip
    return ListSheet("Moved", columns, pl.concat([crossed, *newly]), 2)


def _name() -> pl.Expr:
    named = pl.concat_str("surname", "forename", separator=", ", ignore_nulls=True)
    return pl.when(named == "").then("pupil_id").otherwise(named).alias("name")


def _this_week(report: Weekly) -> ListSheet:
    """One row a pupil with a session this week."""
    pupils = report.analysis.pupils.select("pupil_id", _name(), "registration_group")
    frame = pupils.join(report.pupils_week, on="pupil_id", how="inner", maintain_order="left")
    attended, possible = pl.col("attended_sessions"), pl.col("possible_sessions")
    late = pl.col("late_before_close") + pl.col("late_after_close")
    broken = pl.when(is_broken_week()).then(pl.lit("broken"))
    columns = [
        *_WHO, Column("Attended sessions", attended, 9, "count"),
        Column("Possible sessions", possible, 9, "count"),
        Column("Attendance %", shown_percent(attended, possible, []), 11, "rate"),
        Column("Unauthorised absence", pl.col("unauthorised_absence"), 12.5, "count"),
        Column("Late", late, 7, "count"),
        Column("Unmarked sessions", pl.col("unmarked_sessions"), 9, "count"),
        Column("Broken week", broken, 9),
    ]  # fmt: skip
    return ListSheet("This week", columns, frame, 1)


def _weeks(report: Weekly) -> ListSheet:
    """Week by week, beside the same week of the year before where its marks are at hand."""
    year, before = report.analysis.academic_year, report.year_before
    then = report.weeks.filter(academic_year=before).select("year_week", then="attendance_percent")
    frame = (
        report.weeks.filter(academic_year=year)
        .join(then, on="year_week", how="left", maintain_order="left")
        .sort("week")
    )
    columns = [
        Column("Week of", pl.col("week"), 11.5, "day"),
        Column("Attendance %", shown_points(pl.col("attendance_percent")), 11, "rate"),
        Column(f"{before}, the same week %", shown_points(pl.col("then")), 13, "rate"),
        Column("Authorised %", shown_points(pl.col("authorised_absence_percent")), 10.5, "rate"),
        Column("Unauthorised %", shown_points(pl.col("unauthorised_absence_percent")), 12.5,
               "rate"),
        Column("Attended sessions", pl.col("attended_sessions"), 9, "count"),
        Column("Possible sessions", pl.col("possible_sessions"), 9, "count"),
    ]  # fmt: skip
    return ListSheet("Weeks", columns, frame, 1)


def _compare(report: Weekly) -> ListSheet:
    """The Department's daily series, the school's own figure of the same measure first."""
    school, year = report.analysis.school, report.analysis.academic_year
    measures = {"overall_absence": "Missed of all sessions", "persistently_absent":
                "Persistently absent pupils"}  # fmt: skip
    rows = []
    for measure, title in measures.items():
        rows.append((title, "This school", year, None, school[f"{measure}_percent"]))
        told = report.published.filter(measure=measure)
        rows += [
            (title, *each)
            for each in told.select("area", "academic_year", "until", "percent").rows()
        ]
    schema = {"measure": pl.String, "area": pl.String, "year": pl.String, "until": pl.String,
              "percent": pl.Float64}  # fmt: skip
    columns = [
        Column("Measure", pl.col("measure"), 26), Column("Where", pl.col("area"), 20),
        Column("Academic year", pl.col("year"), 10),
        Column("Until", pl.col("until").str.to_date(), 11.5, "day"),
        Column("Percent", shown_points(pl.col("percent")), 9, "rate"),
    ]  # fmt: skip
    return ListSheet("Compare", columns, pl.DataFrame(rows, schema=schema, orient="row"))

"""The columns of the workbook's lists, in plain words: groups, findings, and what pupils share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from lj_attendance.reports.rounding import shown_percent, shown_points
from lj_attendance.reports.sheets import (
    AMBER,
    RED,
    YELLOW,
    Column,
    colour_below,
    colour_words,
    day_text,
)

if TYPE_CHECKING:
    from lj_attendance.workflows.analyse import Analysis

_GROUP_NAMES = {
    "school": "Whole school", "year_group": "Year group", "exam_years": "Exam years",
    "registration_group": "Registration group", "sex": "Sex", "ethnicity": "Ethnicity",
    "fsm": "Free school meals", "pupil_premium": "Pupil premium", "sen_status": "SEN status",
    "in_care": "Looked after", "child_protection": "Child in need or child protection",
    "young_carer": "Young carer", "eal": "English as an additional language",
    "risk_band": "Attendance band",
}  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """The percentages and numbers by which cells are coloured and no figure may mislead."""

    bands: list[int]  # attended; where one risk band ends and the next begins
    expected: int  # attended; below it, a letter
    missed: list[int]  # at or above which absence is persistent, severe
    near_penalty: int  # unauthorised sessions
    penalty: int | None
    trend_weeks: int | None

    @property
    def attended(self) -> pl.Expr:
        """Attendance as shown beside what is decided by it."""
        below = sorted({*self.bands, self.expected})
        at_most = [100 - percent for percent in self.missed]
        attended = pl.col("attended_sessions")
        return shown_percent(attended, pl.col("possible_sessions"), below, at_most)

    @property
    def absent(self) -> pl.Expr:
        """Overall absence, the same seen from the other side."""
        at_most = sorted({100 - percent for percent in (*self.bands, self.expected)})
        missed = pl.col("overall_absence")
        return shown_percent(missed, pl.col("possible_sessions"), self.missed, at_most)

    @property
    def weeks(self) -> str:
        """`4 school weeks`."""
        return f"{self.trend_weeks} school weeks" if self.trend_weeks else "school weeks"


SESSIONS = (
    Column("Possible sessions", pl.col("possible_sessions"), 8.5, "count"),
    Column("Attended sessions", pl.col("attended_sessions"), 8.5, "count"),
    Column("Authorised absence", pl.col("authorised_absence"), 10.5, "count"),
    Column("Unauthorised absence", pl.col("unauthorised_absence"), 12.5, "count"),
)
LATES = (
    Column("Late before close (L)", pl.col("late_before_close"), 7.5, "count"),
    Column("Late after close (U)", pl.col("late_after_close"), 7.5, "count"),
)
UNMARKED = Column("Unmarked sessions", pl.col("unmarked_sessions"), 9, "count")


def count_columns() -> list[Column]:
    """Pupils and sessions of a group."""
    return [
        Column("Pupils", pl.col("pupils"), 7, "count"),
        *SESSIONS,
        Column("Overall absence", pl.col("overall_absence"), 8.5, "count"),
        Column("PA pupils", pl.col("persistently_absent"), 7, "count"),
        Column("Severely absent pupils", pl.col("severely_absent"), 8.5, "count"),
        *LATES,
        UNMARKED,
    ]


def rate_columns(limits: Limits) -> list[Column]:
    """The four rates of a group, and the shares of pupils persistently and severely absent."""
    possible = pl.col("possible_sessions")
    authorised = shown_percent(pl.col("authorised_absence"), possible, [])
    unauthorised = shown_percent(pl.col("unauthorised_absence"), possible, [])
    severe = shown_points(pl.col("severely_absent_percent"))
    return [
        Column("Attendance %", limits.attended, 11, "rate", colour_below(limits.bands)),
        Column("Overall absence %", limits.absent, 9, "rate"),
        Column("Authorised absence %", authorised, 10.5, "rate"),
        Column("Unauthorised absence %", unauthorised, 12.5, "rate"),
        Column("PA % of pupils", shown_points(pl.col("persistently_absent_percent")), 8, "rate"),
        Column("Severely absent % of pupils", severe, 9, "rate"),
    ]  # fmt: skip


def group_value() -> pl.Expr:
    """`Year 7` where the group is a year group, else the value as it is."""
    value = pl.col("value")
    is_year = (pl.col("group") == "year_group") & value.str.contains(r"^[0-9]+$")
    return pl.when(is_year).then(pl.format("Year {}", value)).otherwise(value)


def group_columns(analysis: Analysis, limits: Limits) -> list[Column]:
    """One row a group and value: the rates first, the counts behind them after."""
    pupils, *counts = count_columns()
    return [
        Column("Group", pl.col("group").replace(_GROUP_NAMES).str.strip_prefix("own: "), 34),
        Column("Value", group_value(), 42),
        pupils, *rate_columns(limits), *change_columns(analysis), *counts,
    ]  # fmt: skip


def change_columns(analysis: Analysis) -> list[Column]:
    """The change since the date asked for, if one was."""
    if analysis.change is None:
        return []
    since = day_text(analysis.change.since)
    change = shown_points(pl.col("change_in_points"))
    return [Column(f"Change since {since} (points)", change, 9.5, "points")]


def finding_columns() -> list[Column]:
    """One row a finding, worst first as they come."""
    check = pl.col("check").str.replace_all("_", " ")
    check = check.str.replace("upn", "UPN").str.replace("as of", "as-of")
    severity = pl.col("severity").cast(pl.String)
    colours = colour_words({"Error": RED, "Warning": AMBER, "Notice": YELLOW})
    return [
        Column("Severity", _capital(severity), 11, "text", colours),
        Column("Check", _capital(check), 28, "wrapped"),
        Column("File", pl.col("source_file"), 34, "wrapped"),
        Column("Row", pl.col("source_row"), 8, "number"),
        Column("What was found", pl.col("message"), 90, "wrapped"),
    ]  # fmt: skip


def _capital(text: pl.Expr) -> pl.Expr:
    return text.str.head(1).str.to_uppercase() + text.str.slice(1)

"""What each list of the workbook holds: pupils, groups, findings, in columns of plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from lj_attendance.reports.rounding import shown_percent, shown_points
from lj_attendance.reports.sheets import (
    AMBER, COUNT, DAY, POINTS, RATE, RED, WRAPPED, YELLOW, Column, colour_below, colour_from, colour_words,
)  # fmt: skip

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
        return shown_percent(pl.col("attended_sessions"), pl.col("possible_sessions"), below, at_most)

    @property
    def absent(self) -> pl.Expr:
        """Overall absence, the same seen from the other side."""
        at_most = [100 - percent for percent in (*self.bands, self.expected)]
        return shown_percent(pl.col("overall_absence"), pl.col("possible_sessions"), self.missed, sorted(set(at_most)))

    @property
    def weeks(self) -> str:
        """`4 school weeks`."""
        return f"{self.trend_weeks} school weeks" if self.trend_weeks else "school weeks"


def count_columns() -> list[Column]:
    """Pupils and sessions of a group."""
    return [
        Column("Pupils", pl.col("pupils"), 7, COUNT),
        Column("Possible sessions", pl.col("possible_sessions"), 9, COUNT),
        Column("Attended sessions", pl.col("attended_sessions"), 9.5, COUNT),
        Column("Authorised absence", pl.col("authorised_absence"), 10.5, COUNT),
        Column("Unauthorised absence", pl.col("unauthorised_absence"), 12.5, COUNT),
        Column("Overall absence", pl.col("overall_absence"), 8.5, COUNT),
        Column("PA pupils", pl.col("persistently_absent"), 7, COUNT),
        Column("Severely absent pupils", pl.col("severely_absent"), 9, COUNT),
        Column("Late before close (L)", pl.col("late_before_close"), 8, COUNT),
        Column("Late after close (U)", pl.col("late_after_close"), 8, COUNT),
        Column("Unmarked sessions", pl.col("unmarked_sessions"), 9.5, COUNT),
    ]


def rate_columns(limits: Limits) -> list[Column]:
    """The four rates of a group, and the shares of pupils persistently and severely absent."""
    possible = pl.col("possible_sessions")
    return [
        Column("Attendance %", limits.attended, 11, RATE, colour_below(limits.bands)),
        Column("Overall absence %", limits.absent, 9, RATE),
        Column("Authorised absence %", shown_percent(pl.col("authorised_absence"), possible, []), 10.5, RATE),
        Column("Unauthorised absence %", shown_percent(pl.col("unauthorised_absence"), possible, []), 12.5, RATE),
        Column("PA % of pupils", shown_points(pl.col("persistently_absent_percent")), 8, RATE),
        Column("Severely absent % of pupils", shown_points(pl.col("severely_absent_percent")), 9, RATE),
    ]  # fmt: skip


def group_columns(analysis: Analysis, limits: Limits) -> list[Column]:
    """One row a group and value: the rates first, the counts behind them after."""
    value = pl.col("value")
    is_year = (pl.col("group") == "year_group") & value.str.contains(r"^\d+$")
    pupils, *counts = count_columns()
    return [
        Column("Group", pl.col("group").replace(_GROUP_NAMES).str.strip_prefix("own: "), 22, WRAPPED),
        Column("Value", pl.when(is_year).then(pl.format("Year {}", value)).otherwise(value), 22, WRAPPED),
        pupils, *rate_columns(limits), *_change(analysis), *counts,
    ]  # fmt: skip


def pupil_columns(analysis: Analysis, limits: Limits) -> list[Column]:
    """One row a pupil, in the order in which an officer asks."""
    return [
        *_names(analysis.pupils), *_standing(analysis, limits), *_change(analysis), *_sessions(),
        *_unauthorised(analysis, limits), *_runs(),
        *(_patterns(limits) if analysis.patterns is not None else []),
    ]  # fmt: skip


def _names(pupils: pl.DataFrame) -> list[Column]:
    """Years as numbers where all of them are, so that they sort from 7 to 11."""
    year = pl.col("year_group")
    are_numbers = pupils["year_group"].str.contains(r"^\d{1,2}$").fill_null(True).all()
    return [
        Column("Surname", pl.col("surname"), 15),
        Column("Forename", pl.col("forename"), 13),
        Column("Year", year.cast(pl.Int64) if are_numbers else year, 6.5, COUNT),
        Column("Reg. group", pl.col("registration_group"), 8),
        Column("Arbor ID", pl.col("pupil_id"), 8),
        Column("UPN", pl.col("upn"), 15),
    ]


def _standing(analysis: Analysis, limits: Limits) -> list[Column]:
    """Attendance, and what follows from it."""
    is_severe, is_persistent = pl.col("is_severely_absent"), pl.col("is_persistently_absent")
    absent = pl.when(is_severe).then(pl.lit("Severe")).when(is_persistent).then(pl.lit("PA")).otherwise(pl.lit(""))
    return [
        Column("Attendance %", limits.attended, 11, RATE, colour_below(limits.bands)),
        Column("PA or severe", absent, 8, colours=colour_words({"Severe": RED, "PA": AMBER})),
        Column(f"Below {analysis.thresholds.expected_percent}% since", pl.col("below_expected_since"), 11.5, DAY),
        Column("Persistently absent since", pl.col("persistently_absent_since"), 12, DAY),
    ]  # fmt: skip


def _change(analysis: Analysis) -> list[Column]:
    if analysis.change is None:
        return []
    since = f"{analysis.change.since.day} {analysis.change.since:%b %Y}"
    return [Column(f"Change since {since} (points)", shown_points(pl.col("change_in_points")), 9.5, POINTS)]


def _sessions() -> list[Column]:
    return [
        Column("Possible sessions", pl.col("possible_sessions"), 9, COUNT),
        Column("Attended sessions", pl.col("attended_sessions"), 9.5, COUNT),
        Column("Authorised absence", pl.col("authorised_absence"), 10.5, COUNT),
        Column("Unauthorised absence", pl.col("unauthorised_absence"), 12.5, COUNT),
        Column("Illness days", pl.col("illness_days"), 7.5, COUNT),
        Column("Late before close (L)", pl.col("late_before_close"), 8, COUNT),
        Column("Late after close (U)", pl.col("late_after_close"), 8, COUNT),
        Column("Minutes late", pl.col("minutes_late"), 8, COUNT),
        Column("Unmarked sessions", pl.col("unmarked_sessions"), 9.5, COUNT),
    ]


def _unauthorised(analysis: Analysis, limits: Limits) -> list[Column]:
    """The most in any window of school weeks; N is provisional, so it is also left out."""
    weeks, sessions = analysis.thresholds.window_weeks, pl.col("unauthorised_in_10_weeks")
    colours = colour_from(limits.near_penalty, limits.penalty)
    return [
        Column(f"Unauthorised in {weeks} weeks", sessions, 12.5, COUNT, colours),
        Column("The same without N", pl.col("unauthorised_in_10_weeks_without_n"), 9, COUNT),
    ]


def _runs() -> list[Column]:
    return [
        Column("Longest absence, sessions", pl.col("longest_absence_sessions"), 9, COUNT),
        Column("Longest absence, days", pl.col("longest_absence_days"), 9, COUNT),
        Column("Current absence, sessions", pl.col("current_absence_sessions"), 9, COUNT),
        Column("Current absence, days", pl.col("current_absence_days"), 9, COUNT),
    ]


def _patterns(limits: Limits) -> list[Column]:
    return [
        Column("Absent since", pl.col("absent_since"), 11.5, DAY),
        Column("Codes of current absence", pl.col("codes"), 9),
        Column(f"Last {limits.weeks} %", shown_points(pl.col("recent_percent")), 9, RATE),
        Column(f"The {limits.weeks} before %", shown_points(pl.col("earlier_percent")), 9, RATE),
        Column("Last weeks on those before (points)", shown_points(pl.col("trend_in_points")), 9.5, POINTS),
        Column("Broken weeks", pl.col("broken_weeks").fill_null(0), 7, COUNT),
        Column("Absent beside a weekend or holiday", pl.col("absent_beside_break").fill_null(0), 9, COUNT),
        Column("Absent beside a holiday", pl.col("absent_beside_holiday").fill_null(0), 9, COUNT),
    ]  # fmt: skip


def finding_columns() -> list[Column]:
    """One row a finding, worst first as they come."""
    check = pl.col("check").str.replace_all("_", " ").str.replace("upn", "UPN").str.replace("as of", "as-of")
    severity = pl.col("severity").cast(pl.String)
    return [
        Column("Severity", _capital(severity), 11, colours=colour_words({"Error": RED, "Warning": AMBER, "Notice": YELLOW})),
        Column("Check", _capital(check), 28, WRAPPED),
        Column("File", pl.col("source_file"), 34, WRAPPED),
        Column("Row", pl.col("source_row"), 8, COUNT),
        Column("What was found", pl.col("message"), 90, WRAPPED),
    ]  # fmt: skip


def _capital(text: pl.Expr) -> pl.Expr:
    return text.str.head(1).str.to_uppercase() + text.str.slice(1)

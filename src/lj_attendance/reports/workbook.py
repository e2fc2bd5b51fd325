"""The week's workbook, for an attendance officer to sort, filter and print."""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]

from lj_attendance.reports.columns import Limits, finding_columns, group_columns
from lj_attendance.reports.overview import put_patterns, put_school
from lj_attendance.reports.pupil_columns import pupil_columns
from lj_attendance.reports.sheets import ListSheet, day_text, put_table, set_page, set_widths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lj_attendance.workflows.analyse import Analysis

_OPTIONS = {
    "in_memory": True,  # no pupil's name in a temporary file
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def workbook(
    analysis: Analysis,
    bands: list[int],
    penalty_sessions: int | None = None,
    trend_weeks: int | None = None,
    first: Sequence[ListSheet] = (),
) -> bytes:
    """An XLSX file: School, Groups, Pupils, Findings and, where they were computed, Patterns.

    Before them those of `first`.

    `bands` are the percentages at which the risk bands end; from `penalty_sessions` unauthorised
    sessions a pupil is shown in red; `trend_weeks` is only named in headers. The same analysis
    gives the same bytes.
    """
    limits = _limits(analysis, bands, penalty_sessions, trend_weeks)
    groups, pupils = group_columns(analysis, limits), pupil_columns(analysis, limits)
    names = 2 if analysis.pupils["surname"].is_not_null().any() else 5  # up to the ID
    content = BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        made = datetime.combine(analysis.as_of, time(), tzinfo=UTC)
        title = f"Attendance to {day_text(analysis.as_of)}"
        book.set_properties({"title": title, "created": made})
        for each in first:
            _put_list(book, analysis, each)
        put_school(book, analysis, limits)
        for each in (
            ListSheet("Groups", groups, _groups(analysis), 2),
            ListSheet("Pupils", pupils, _pupils(analysis), names),
            ListSheet("Findings", finding_columns(), analysis.findings),
        ):
            _put_list(book, analysis, each)
        if analysis.patterns is not None:
            put_patterns(book, analysis, analysis.patterns)
    return content.getvalue()


def _limits(
    analysis: Analysis, bands: list[int], penalty_sessions: int | None, trend_weeks: int | None
) -> Limits:
    thresholds = analysis.thresholds
    return Limits(
        bands=bands,
        expected=thresholds.expected_percent,
        missed=[thresholds.persistent_percent, thresholds.severe_percent],
        near_penalty=analysis.near_penalty_sessions,
        penalty=penalty_sessions,
        trend_weeks=trend_weeks,
    )


def _put_list(book: xlsxwriter.Workbook, analysis: Analysis, each: ListSheet) -> None:
    sheet = book.add_worksheet(each.name)
    put_table(book, sheet, each.columns, each.frame)
    set_widths(sheet, [column.width for column in each.columns])
    set_page(sheet, analysis.as_of, analysis.academic_year, header=0, names=each.names)


def _groups(analysis: Analysis) -> pl.DataFrame:
    """The whole school, then the groups; with their change since the date asked for."""
    school = pl.DataFrame([{"group": "school", "value": "all pupils", **analysis.school}])
    groups = analysis.groups
    if analysis.change is not None:
        now, then = (
            period["attendance_percent"] for period in (analysis.school, analysis.change.school)
        )
        points = None if now is None or then is None else now - then
        school = school.with_columns(change_in_points=pl.lit(points, pl.Float64))
        change = analysis.change.groups.select("group", "value", "change_in_points")
        groups = groups.join(change, on=["group", "value"], how="left", maintain_order="left")
    return pl.concat([school, groups], how="diagonal_relaxed")


def _pupils(analysis: Analysis) -> pl.DataFrame:
    """The pupils with their change and their patterns, where there are any."""
    pupils = analysis.pupils
    if analysis.change is not None:
        change = analysis.change.pupils.select("pupil_id", "change_in_points")
        pupils = pupils.join(change, on="pupil_id", how="left", maintain_order="left")
    if analysis.patterns is not None:
        patterns = analysis.patterns.pupils.rename({"change_in_points": "trend_in_points"})
        pupils = pupils.join(patterns, on="pupil_id", how="left", maintain_order="left")
    return pupils

"""The charts of the weekly report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from lj_attendance.data import read_rows
from lj_attendance.reports.charts import Chart, Series, bar_chart, heat_map, line_chart
from lj_attendance.reports.page_tables import day_text

if TYPE_CHECKING:
    from lj_attendance.workflows.reporting.weekly import Weekly

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MOST_CODES = 10


def weekly_charts(report: Weekly) -> list[Chart]:
    """Those for which there is something to draw."""
    drawn = [attendance_by_week(report), _years(report), _heat(report), _codes(report)]
    return [chart for chart in drawn if chart is not None]


def attendance_by_week(report: Weekly) -> Chart | None:
    """Attendance of both years by the number of the week.

    The places are this year's Mondays, where known."""
    weeks, year = report.weeks, report.analysis.academic_year
    if weeks.is_empty():
        return None
    names = _places(weeks, year)
    series = []
    for name in (year, report.year_before):
        rows = dict(
            weeks.filter(academic_year=name).select("year_week", "attendance_percent").rows()
        )
        if rows:
            points = tuple((names[number], rows.get(number)) for number in sorted(names))
            series.append(Series(name, points))
    return line_chart(
        "Attendance by week", _by_week_says(report), series, axis="week of",
        reference=_national(report),
    )  # fmt: skip


def _by_week_says(report: Weekly) -> str:
    """Both ends of this year's line, and what last year's was in the last of these weeks."""
    known = report.weeks.drop_nulls("attendance_percent").sort("year_week")
    told = known.filter(academic_year=report.analysis.academic_year)
    before = known.filter(academic_year=report.year_before)
    if told.is_empty():
        return ""
    shown = told["attendance_percent"]
    last = told["week"][-1]
    says = (
        f"From {shown[0]:.1f}% in the first week to {shown[-1]:.1f}% in the week of "
        f"{last.day} {last:%b}."
    )
    if before.is_empty():
        return f"{says} No marks of {report.year_before} are at hand."
    same = before.filter(year_week=told["year_week"][-1])["attendance_percent"]
    beside = f"{same[0]:.1f}%" if len(same) else "not known"
    return f"{says} The same week of {report.year_before}: {beside}."


def _places(weeks: pl.DataFrame, year: str) -> dict[int, str]:
    """What each week is called: its Monday this year, or last year's where it has none yet."""
    names: dict[int, str] = {}
    ordered = weeks.sort(pl.col("academic_year") == year).select("year_week", "week")
    for number, monday in ordered.rows():
        names[number] = f"{monday.day} {monday:%b}"
    return names


def _national(report: Weekly) -> tuple[str, float] | None:
    """England's attendance by daily registers, the same series as these: 100 less absence."""
    found = report.published.filter(area="England", measure="overall_absence")
    if found.is_empty():
        return None
    row = found.row(0, named=True)
    name = f"England, secondary schools, {row['academic_year']} (daily registers)"
    return name, 100 - row["percent"]


def _years(report: Weekly) -> Chart | None:
    years = report.analysis.groups.filter(group="year_group")
    if years.is_empty():
        return None
    bars = [
        (f"Year {value}" if value.isdigit() else value, percent)
        for value, percent in years.select("value", "attendance_percent").rows()
    ]
    whole = report.analysis.school["attendance_percent"]
    known = [(percent, name) for name, percent in bars if percent is not None]
    says = (
        f"Highest: {max(known)[1]}, lowest: {min(known)[1]}. Dashed: the whole school."
        if known
        else ""
    )
    reference = ("School", whole) if whole is not None else None
    return bar_chart(
        "Attendance by year group, year to date", says, bars, unit="percent", reference=reference
    )


def _heat(report: Weekly) -> Chart | None:
    if report.analysis.patterns is None:
        return None
    school = report.analysis.patterns.weekdays.filter(group="school")
    cells = [
        (_WEEKDAYS[weekday - 1], session, percent)
        for weekday, session, percent in school.select(
            "weekday", "session", "overall_absence_percent"
        ).rows()
    ]
    if not cells:
        return None
    most = max(cells, key=lambda cell: cell[2] or 0)
    says = f"Most is missed on {most[0]} {most[1]}: {most[2]:.1f}% of possible sessions."
    used = [name for name in _WEEKDAYS if any(cell[0] == name for cell in cells)]
    return heat_map(
        "Sessions missed by weekday, year to date", says, cells, columns=used, rows=("AM", "PM")
    )


def _codes(report: Weekly) -> Chart | None:
    if report.analysis.patterns is None:
        return None
    codes = (
        report.analysis.patterns.codes.filter(pl.col("group") == "school")
        .with_columns(pl.col("code").cast(pl.String))
        .filter(~pl.col("code").is_in(["/", "\\"]))
        .sort("sessions", "code", descending=[True, False])
        .head(_MOST_CODES)
    )
    if codes.is_empty():
        return None
    bars = [(code, float(number)) for code, number in codes.select("code", "sessions").rows()]
    code = bars[0][0]
    meaning = next((row["meaning"] for row in read_rows("codes") if row["code"] == code), "")
    says = f"The commonest besides present: {code}, {meaning}. Up to {day_text(report.as_of)}."
    return bar_chart("Codes besides present, year to date", says, bars, unit="sessions")

"""The sheets of several small tables: the whole school, and when its pupils are absent and late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from lj_attendance.reports.columns import Limits, count_columns, group_value, rate_columns
from lj_attendance.reports.rounding import shown_percent, shown_points
from lj_attendance.reports.sheets import (
    Column,
    Kind,
    day_text,
    heat,
    put_table,
    put_title,
    set_page,
    set_widths,
)
from lj_attendance.schema import SEVERITIES

if TYPE_CHECKING:
    from datetime import date

    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    from lj_attendance.workflows.analyse import Analysis, Patterns

_RATES = (
    "attendance_percent", "overall_absence_percent", "authorised_absence_percent",
    "unauthorised_absence_percent", "persistently_absent_percent", "severely_absent_percent",
)  # fmt: skip
_COUNTS = (
    "pupils", "possible_sessions", "attended_sessions", "authorised_absence",
    "unauthorised_absence", "overall_absence", "persistently_absent", "severely_absent",
    "late_before_close", "late_after_close", "unmarked_sessions",
)  # fmt: skip
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_WIDTHS = (42, 22, 18, 18, 18)  # characters; the columns of the sheet School
_ROWS_OF_A_PAGE = 60  # more would be too small to read on one

Table = tuple[list[Column], pl.DataFrame]


def put_school(book: Workbook, analysis: Analysis, limits: Limits) -> None:
    """The whole school's figures, what was found, and which files were read."""
    sheet = book.add_worksheet("School")
    facts: dict[str, date | str] = {
        "As of": analysis.as_of,
        "Academic year": f"{analysis.academic_year}, year to date",
    }
    if analysis.change is not None:
        facts["Compared with"] = analysis.change.since
    header = top = put_title(book, sheet, "Attendance, whole school", facts)
    for columns, frame in (
        _by_period(analysis, "Rates", rate_columns(limits), _RATES, ("rate", "points")),
        _by_period(analysis, "Pupils and sessions", count_columns(), _COUNTS, ("count", "more")),
        *([_trend(analysis.patterns, limits)] if analysis.patterns is not None else []),
        _findings(analysis),
        _files(analysis),
    ):
        top = put_table(book, sheet, columns, frame, top) + 1
    set_widths(sheet, _WIDTHS)
    pages = 1 if top <= _ROWS_OF_A_PAGE else 0
    set_page(sheet, analysis.as_of, analysis.academic_year, header=header, names=1, pages=pages)


def _by_period(
    analysis: Analysis,
    title: str,
    figures: list[Column],
    names: tuple[str, ...],
    kinds: tuple[Kind, Kind],
) -> Table:
    """One row a figure: to the as-of date and, where a change is asked for, then and the change.

    `names` are the unrounded figures behind `figures`, in the same order; `kinds` are how figures
    and changes look.
    """
    change = analysis.change
    periods = {"now": analysis.as_of} | ({"then": change.since} if change else {})
    school = pl.DataFrame([analysis.school, *([change.school] if change else [])])
    points = school.select(pl.col(name).cast(pl.Float64).diff(-1).first() for name in names)
    frame = (
        school.select(figure.value.alias(figure.header) for figure in figures)
        .transpose(include_header=True, header_name="figure", column_names=list(periods))
        .with_columns(change=pl.Series(points.row(0), dtype=pl.Float64))
    )
    columns = [Column(title, pl.col("figure"), _WIDTHS[0])]
    for (name, day), width in zip(periods.items(), _WIDTHS[1:], strict=False):
        columns.append(Column(f"To {day_text(day)}", pl.col(name), width, kinds[0]))
    if change:
        header = "Change (points)" if kinds[1] == "points" else "Change"
        columns.append(Column(header, shown_points(pl.col("change")), _WIDTHS[3], kinds[1]))
    return columns, frame


def _trend(patterns: Patterns, limits: Limits) -> Table:
    recent, earlier = pl.col("recent_percent"), pl.col("earlier_percent")
    return [
        Column("Trend", pl.lit("Attendance"), _WIDTHS[0]),
        Column(f"Last {limits.weeks} %", shown_points(recent), _WIDTHS[1], "rate"),
        Column(f"The {limits.weeks} before %", shown_points(earlier), _WIDTHS[2], "rate"),
        Column("Change (points)", shown_points(pl.col("change_in_points")), _WIDTHS[3], "points"),
    ], patterns.trend


def _findings(analysis: Analysis) -> Table:
    severities = analysis.findings["severity"].cast(pl.String)
    names = SEVERITIES.categories
    counts = [(f"{name.capitalize()}s", (severities == name).sum()) for name in names]
    return [
        Column("Findings", pl.col("severity"), _WIDTHS[0]),
        Column("Number", pl.col("number"), _WIDTHS[1], "count"),
    ], pl.DataFrame(counts, schema={"severity": pl.String, "number": pl.Int64}, orient="row")


def _files(analysis: Analysis) -> Table:
    headers = ("File", "Read as", "Rows", "Marks counted", "Marks set aside")
    kinds: tuple[Kind, ...] = ("wrapped", "wrapped", "count", "count", "count")
    sources = analysis.reading.sources
    files = [(file.path, file.read_as, file.rows, file.marks, file.set_aside) for file in sources]
    return [
        Column(header, pl.col(header), width, kind)
        for header, width, kind in zip(headers, _WIDTHS, kinds, strict=True)
    ], pl.DataFrame(files, schema=headers, orient="row")


def put_patterns(book: Workbook, analysis: Analysis, patterns: Patterns) -> None:
    """Absence by weekday and session, the use of each code, and lateness by weekday."""
    sheet = book.add_worksheet("Patterns")
    facts: dict[str, date | str] = {"As of": analysis.as_of}
    header = top = put_title(book, sheet, "When pupils are absent and late", facts)
    for columns, frame in (_weekdays(patterns), _lateness(patterns), _codes(patterns)):
        top = put_table(book, sheet, columns, frame, top) + 1
    set_widths(sheet, [24, *[12] * 10])
    set_page(sheet, analysis.as_of, analysis.academic_year, header=header, names=1, pages=1)


def _weekdays(patterns: Patterns) -> Table:
    """One row the school and each year group, one column a weekday and session."""
    is_school = pl.col("group") == "school"
    absent, possible = pl.col("overall_absence"), pl.col("possible_sessions")
    rates = (
        patterns.weekdays.filter(is_school | (pl.col("group") == "year_group"))
        .sort("weekday", "session")
        .select(
            place=pl.col("value").str.extract(r"^([0-9]+)$").cast(pl.Int64),
            name=pl.when(is_school).then(pl.lit("Whole school")).otherwise(group_value()),
            session=pl.format("{} {}", _weekday(), pl.col("session")),
            percent=shown_percent(absent, possible, []),
        )
        .pivot("session", index=["place", "name"], values="percent")
        .sort("place", "name", nulls_last=False)
    )
    sessions = rates.columns[2:]
    figures = [value for row in rates.select(sessions).rows() for value in row if value is not None]
    colours = heat(min(figures), max(figures)) if figures else []
    columns = [Column(name, pl.col(name), 12, "rate", colours) for name in sessions]
    return [Column("Absence %", pl.col("name"), 24), *columns], rates


def _weekday() -> pl.Expr:
    return pl.col("weekday").replace_strict(range(1, 8), _WEEKDAYS)


def _lateness(patterns: Patterns) -> Table:
    median = shown_points(pl.col("median_minutes_late"))
    return [
        Column("Lateness", _weekday(), 24),
        Column("Late before close (L)", pl.col("late_before_close"), 12, "count"),
        Column("Late after close (U)", pl.col("late_after_close"), 12, "count"),
        Column("Minutes late", pl.col("minutes_late"), 12, "count"),
        Column("Median minutes", median, 12, "rate"),
    ], patterns.lateness


def _codes(patterns: Patterns) -> Table:
    share = shown_points(pl.col("percent_of_possible"))
    return [
        Column("Code, whole school", pl.col("code"), 24),
        Column("Sessions", pl.col("sessions"), 12, "count"),
        Column("Per 100 possible sessions", share, 12, "rate"),
    ], patterns.codes.filter(pl.col("group") == "school")

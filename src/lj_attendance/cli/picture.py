"""The week's picture on the terminal: what a person wants to see on Monday morning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from lj_attendance.cli.console import answer, cell, day, percent, plain_table
from lj_attendance.cli.findings_view import findings_summary
from lj_attendance.workflows.analyse import Analysis, newly

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_NO_YEAR = "not recorded"
_ROWS = 10  # of each list; the rest is counted, and stands in the workbook


def show_picture(analysis: Analysis, *, verbose: bool = False) -> None:
    """The whole picture, in 80 columns."""
    out = answer()
    out.print(
        cell(f"Attendance, year to date, up to {analysis.as_of:%A} {day(analysis.as_of)}", "bold")
    )
    out.print(cell(_context(analysis)))
    out.print()
    out.print(_school_table(analysis))
    rows = None if verbose else _ROWS
    for table, left_out in (
        _newly_below(analysis, rows),
        _newly_persistent(analysis, rows),
        _current_runs(analysis, rows),
        _near_penalty(analysis, rows),
    ):
        out.print()
        out.print(table if table.row_count else cell(table.title or "", "bold"))
        if left_out > 0:
            out.print(
                cell(f"and {left_out} more: --verbose shows all, --out writes them to files", "dim")
            )
    out.print()
    findings_summary(out, analysis.findings)
    _rows_line(out, analysis)


def _context(analysis: Analysis) -> str:
    pupils = analysis.school["pupils"]
    parts = [
        f"Academic year {analysis.academic_year}",
        f"{pupils:,} {'pupil' if pupils == 1 else 'pupils'}",
    ]
    if analysis.patterns is not None and analysis.patterns.trend.height:
        change = analysis.patterns.trend["change_in_points"][0]
        if change is not None:
            weeks = analysis.trend_weeks
            parts.append(f"last {weeks} school weeks {_points(change)} on the {weeks} before")
    return " · ".join(parts)


def _points(change: float) -> str:
    """A difference of rates, in points."""
    rounded = round(change, 1) + 0.0
    return (
        "level" if rounded == 0 else f"{'up' if rounded > 0 else 'down'} {abs(rounded):.1f} points"
    )


def _school_table(analysis: Analysis) -> Table:
    first, last = (
        ([], ["Change"]) if analysis.change else (["Pupils"], [])
    )  # 80 columns hold one of them
    numbers = (*first, "Attended", "Auth.", "Unauth.", "PA", "Severe", "Late", *last)
    table = plain_table("", *numbers, numbers=("", *numbers))
    table.columns[0].justify = "left"
    table.add_row(
        *_group_row(analysis, "School", analysis.school, _change_of_school(analysis)), style="bold"
    )
    changes = _changes(analysis)
    for group in analysis.groups.filter(pl.col("group") == "year_group").to_dicts():
        value = group["value"]
        name = f"Year {value}" if value.isdigit() else "No year" if value == _NO_YEAR else value
        table.add_row(*_group_row(analysis, name, group, changes.get(group["value"])))
    return table


def _group_row(
    analysis: Analysis, name: str, figures: dict[str, Any], change: float | None
) -> list[Any]:
    possible = figures["possible_sessions"]
    row = [
        name,
        *([] if analysis.change else [f"{figures['pupils']:,}"]),
        percent(figures["attended_sessions"], possible, [analysis.thresholds.expected_percent]),
        percent(figures["authorised_absence"], possible),
        percent(figures["unauthorised_absence"], possible),
        _share(figures, "persistently_absent"),
        _share(figures, "severely_absent"),
        f"{figures['late_before_close'] + figures['late_after_close']:,}",
    ]
    if analysis.change:
        row.append("–" if change is None else f"{round(change, 1) + 0.0:+.1f}")
    return [cell(text) for text in row]


def _share(figures: dict[str, Any], name: str) -> str:
    share = figures[f"{name}_percent"]
    return "–" if share is None else f"{figures[name]} ({share:.1f}%)"


def _changes(analysis: Analysis) -> dict[str, float]:
    if analysis.change is None:
        return {}
    years = analysis.change.groups.filter(pl.col("group") == "year_group")
    return dict(years.select("value", "change_in_points").rows())


def _change_of_school(analysis: Analysis) -> float | None:
    now = analysis.school["attendance_percent"]
    then = analysis.change.school["attendance_percent"] if analysis.change else None
    return None if now is None or then is None else now - then


def _period(analysis: Analysis) -> str:
    return f"since {day(analysis.change.since)}" if analysis.change else "in the last 7 days"


def _newly_below(analysis: Analysis, rows: int | None) -> tuple[Table, int]:
    found = newly(analysis, "below_expected_since")
    title = (
        f"Newly below {analysis.thresholds.expected_percent}% ({_period(analysis)}): {found.height}"
    )
    return _pupil_table(analysis, title, found, rows, "Below since", "below_expected_since")


def _newly_persistent(analysis: Analysis, rows: int | None) -> tuple[Table, int]:
    found = newly(analysis, "persistently_absent_since")
    title = f"Newly persistently absent ({_period(analysis)}): {found.height}"
    return _pupil_table(analysis, title, found, rows, "PA since", "persistently_absent_since")


def _pupil_table(
    analysis: Analysis, title: str, found: pl.DataFrame, rows: int | None, label: str, column: str
) -> tuple[Table, int]:
    table = plain_table(
        "Pupil", "Group", "Attended", "Missed", label, numbers=("Attended", "Missed"), title=title
    )
    for pupil in found.head(rows or found.height).to_dicts():
        table.add_row(
            *_who(pupil),
            cell(_attendance(analysis, pupil)),
            cell(f"{pupil['overall_absence']} of {pupil['possible_sessions']}"),
            cell(day(pupil[column])),
        )
    return table, found.height - (rows or found.height)


def _current_runs(analysis: Analysis, rows: int | None) -> tuple[Table, int]:
    """Pupils on roll and away now, the longest first."""
    away = analysis.pupils.filter(pl.col("current_absence_days") > 0, ~_has_left(analysis))
    if analysis.patterns is not None:
        away = away.join(
            analysis.patterns.pupils.select("pupil_id", "absent_since", "codes"),
            on="pupil_id",
            how="left",
        )
    away = away.sort(
        "current_absence_days",
        "current_absence_sessions",
        "surname",
        "pupil_id",
        descending=[True, True, False, False],
    )
    title = f"Absent on their last school day, longest first: {away.height}"
    table = plain_table(
        "Pupil",
        "Group",
        "Days",
        "Sessions",
        "Absent since",
        "Codes",
        numbers=("Days", "Sessions"),
        title=title,
    )
    for pupil in away.head(rows or away.height).to_dicts():
        table.add_row(
            *_who(pupil),
            cell(pupil["current_absence_days"]),
            cell(pupil["current_absence_sessions"]),
            cell(day(pupil.get("absent_since"))),
            cell(pupil.get("codes") or "–"),
        )
    return table, away.height - (rows or away.height)


def _near_penalty(analysis: Analysis, rows: int | None) -> tuple[Table, int]:
    weeks, least = analysis.thresholds.window_weeks, analysis.near_penalty_sessions
    lately = pl.col("unauthorised_in_last_10_weeks")
    found = analysis.pupils.filter(lately >= least, ~_has_left(analysis)).sort(
        "unauthorised_in_last_10_weeks", "surname", "pupil_id", descending=[True, False, False]
    )
    title = (
        f"Unauthorised in the last {weeks} school weeks, {least} sessions or more: {found.height}"
    )
    numbers = ("Sessions", "Most", "Without N", "Attended")
    table = plain_table("Pupil", "Group", *numbers, numbers=numbers, title=title)
    for pupil in found.head(rows or found.height).to_dicts():
        table.add_row(
            *_who(pupil),
            cell(pupil["unauthorised_in_last_10_weeks"]),
            cell(pupil["unauthorised_in_10_weeks"]),
            cell(pupil["unauthorised_in_10_weeks_without_n"]),
            cell(_attendance(analysis, pupil)),
        )
    return table, found.height - (rows or found.height)


def _has_left(analysis: Analysis) -> pl.Expr:
    return (pl.col("on_roll_until") < analysis.as_of).fill_null(False)


def _who(pupil: dict[str, Any]) -> list[Any]:
    names = [part for part in (pupil["surname"], pupil["forename"]) if part]
    return [cell(", ".join(names) or pupil["pupil_id"]), cell(pupil["registration_group"] or "–")]


def _attendance(analysis: Analysis, pupil: dict[str, Any]) -> str:
    limits = analysis.thresholds
    return percent(
        pupil["attended_sessions"],
        pupil["possible_sessions"],
        [limits.expected_percent],
        [100 - limits.persistent_percent, 100 - limits.severe_percent],
    )


def _rows_line(out: Console, analysis: Analysis) -> None:
    """Rows in = marks counted + marks set aside."""
    sources = [source for source in analysis.reading.sources if source.read_as.startswith("marks")]
    total, counted = sum(s.rows for s in sources), sum(s.marks for s in sources)
    aside = (
        analysis.reading.set_aside.group_by("set_aside")
        .agg(pl.col("rows").sum())
        .sort("rows", "set_aside", descending=[True, False])
    )
    reasons = ", ".join(f"{reason} {rows:,}" for reason, rows in aside.rows())
    why = f" ({reasons})" if reasons else ""
    sum_of_rows = f"{total:,} marks read = {counted:,} counted + {total - counted:,} set aside"
    out.print(cell(f"{sum_of_rows}{why}."))

"""The sentences of the report to governors: summary, benchmarks, what changed, definitions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from lj_attendance.reports.group_words import (
    GROUP_TITLES,
    NEARLY_SAME,
    hidden_groups,
    value_in_words,
)
from lj_attendance.reports.page_tables import NONE, day_text, points_text
from lj_attendance.reports.rounding import shown_percent_of

if TYPE_CHECKING:
    from lj_attendance.workflows.reporting.governors import Governors

SUPPRESSED = "c"
_MEASURES = {"overall_absence": "overall absence", "persistently_absent": "persistently absent"}
_CHANGES = (("attendance", "Attendance"), ("persistent_share", "Persistently absent"),
            ("severe_share", "Severely absent"))  # fmt: skip


def rate(value: float | None) -> str:
    """One decimal; `c` where it is suppressed."""
    return SUPPRESSED if value is None else f"{value:.1f}%"


def known(value: float | None) -> str:
    """One decimal; a dash where nothing is known."""
    return NONE if value is None else f"{value:.1f}%"


def count(value: int | None) -> str:
    """With a comma at thousands; `c` where it is suppressed."""
    return SUPPRESSED if value is None else f"{value:,}"


def summary(report: Governors) -> list[str]:
    """The year to date in three sentences."""
    school, figures = report.school, report.week.analysis.school
    limits = report.week.analysis.thresholds
    attended, possible = figures["attended_sessions"], figures["possible_sessions"]
    shown = shown_percent_of(attended, possible, [limits.expected_percent])
    return [
        (
            f"The {count(school.pupils)} pupils with a possible session attended {known(shown)} of "
            f"these this academic year, up to {day_text(report.week.as_of)}: {attended:,} of "
            f"{possible:,}."
        ),
        (
            f"Absence was {known(figures['overall_absence_percent'])}: "
            f"{known(figures['authorised_absence_percent'])} authorised and "
            f"{known(figures['unauthorised_absence_percent'])} unauthorised."
        ),
        (
            f"Persistently absent: {_with_share(school.persistent, school.persistent_share)}. "
            f"Severely absent: {_with_share(school.severe, school.severe_share)}."
        ),
    ]


def _with_share(number: int | None, share: float | None) -> str:
    return SUPPRESSED if number is None else f"{number:,} pupils ({rate(share)})"


def benchmarks(report: Governors) -> list[tuple[str, str, str, str]]:
    """Measure, area, year, percent: of the Department's daily series, the school's first."""
    figures = report.week.analysis.school
    year = report.week.analysis.academic_year
    own = [
        ("overall absence", "This school", f"{year}, to date",
         known(figures["overall_absence_percent"])),
        ("persistently absent", "This school", f"{year}, to date",
         rate(report.school.persistent_share)),
    ]  # fmt: skip
    told = [
        (_MEASURES[row["measure"]], row["area"],
         f"{row['academic_year']}{_until(row['until'])}",
         rate(row["percent"]))
        for row in report.week.published.rows(named=True)
        if row["measure"] in _MEASURES
    ]  # fmt: skip
    return [row for name in _MEASURES.values() for row in (*own, *told) if row[0] == name]


def _until(day: str | None) -> str:
    return f", to {day_text(date.fromisoformat(day))}" if day else ""


def changes(report: Governors) -> list[tuple[str, str, str, str]]:
    """Measure, then, now, points: the school's, where both reports show it."""
    if report.previous is None:
        return []
    before: dict[str, Any] = report.previous["school"]
    found = []
    for key, name in _CHANGES:
        then, now = before.get(key), getattr(report.school, key)
        if isinstance(then, int | float) and now is not None:
            found.append((name, rate(float(then)), rate(now), points_text(now - then)))
    return found


def changes_of_groups(report: Governors) -> list[tuple[str, str, str, str]]:
    """Group, then, now, points: persistently absent pupils, where both reports show them."""
    groups = report.previous["groups"] if report.previous else {}
    found = []
    for name, rows in report.groups:
        before: dict[str, Any] = groups.get(name, {})
        for row in rows:
            then, now = before.get(row.value, {}).get("persistent_share"), row.persistent_share
            if isinstance(then, int | float) and now is not None:
                found.append((named(name, row.value), rate(then), rate(now),
                              points_text(now - then)))  # fmt: skip
    return found


def named(group: str, value: str) -> str:
    """A value of a group as it is to be understood alone: `Year 7`, `Pupil premium: Yes`."""
    told = value_in_words(group, value)
    return told if group == "year_group" else f"{GROUP_TITLES.get(group, group)}: {told}"


def first_or_last(report: Governors) -> str:
    """With which report this one is compared."""
    if report.previous is None:
        return "No earlier report is at hand to compare with."
    day = date.fromisoformat(report.previous["as_of"])
    same = day >= date.fromisoformat(f"{report.week.as_of.year}-09-01") or (
        report.week.as_of.month < 9 and day >= date(report.week.as_of.year - 1, 9, 1)
    )
    note = "" if same else " It was of another academic year, each counted from its beginning."
    return f"Compared with the report of {day_text(day)}, in percentage points.{note}"


def definitions(report: Governors) -> list[str]:
    """What each figure means, and what is left out."""
    limits = report.week.analysis.thresholds
    return [
        (
            "Possible session: a half day on which a pupil was expected; attendance is the share "
            "of these that was attended, in school or at an approved educational activity."
        ),
        (
            f"Persistently absent: {limits.persistent_percent}% or more of possible sessions "
            f"missed. Severely absent: {limits.severe_percent}% or more; these are among the "
            "former. Both are shares of pupils with a possible session."
        ),
        (
            f"{SUPPRESSED}: suppressed. A figure that rests on fewer than {report.fewest} pupils, "
            f"or leaves fewer than {report.fewest} beside it, is not shown, nor any from which it "
            "would follow."
        ),
        (
            "Benchmarks: Department for Education, pupil attendance from daily registers of "
            "state-funded secondary schools, Open Government Licence v3.0. They are whole years, "
            "or to the day named; the census series is another measure and is not used here."
        ),
        NEARLY_SAME,
        *hidden_groups(
            [name for name, rows in report.groups if all(row.pupils is None for row in rows)]
        ),
    ]

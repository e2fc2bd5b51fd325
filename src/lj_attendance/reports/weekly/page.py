"""The weekly report as one page that stands alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from lj_attendance.reports.check_words import check_in_words
from lj_attendance.reports.page_tables import Figure, day_text
from lj_attendance.reports.pages import render
from lj_attendance.reports.register_end import ends_early
from lj_attendance.reports.rounding import shown_percent_of
from lj_attendance.reports.weekly.charts import weekly_charts
from lj_attendance.reports.weekly.moved import (
    broken_weeks_table,
    crossings_table,
    is_broken_week,
    movers_tables,
    newly_tables,
    runs_table,
)
from lj_attendance.reports.weekly.tables import (
    actions_table,
    bands_table,
    groups_tables,
    pupils_table,
)

if TYPE_CHECKING:
    from lj_attendance.workflows.reporting.weekly import Weekly

_CONTENTS = (
    ("actions", "What to do"), ("picture", "The week's picture"), ("changes", "Who has moved"),
    ("groups", "Groups"), ("pupils", "All pupils"), ("register", "The register"),
)  # fmt: skip


def weekly_page(report: Weekly, version: str) -> str:
    """HTML; every figure is one of `lja analyse`, only rounded."""
    as_of = day_text(report.as_of)
    school = report.school or "Attendance"
    return render(
        "weekly.html",
        title=f"{school}: attendance in the week of {day_text(report.week)}",
        subtitle=[
            f"Up to {report.as_of:%A} {as_of}, academic year {report.analysis.academic_year}",
            *ends_early(report.ends),
        ],
        contents=_CONTENTS,
        footer=f"Made by lja {version} from the register up to {as_of}. Confidential: it names "
        "pupils. Nothing on this page comes from, or goes to, the network.",
        actions=[(group, actions_table(group)) for group in report.actions],
        to_do=sum(len(group.actions) for group in report.actions),
        figures=_figures(report),
        charts=weekly_charts(report),
        bands=bands_table(report),
        crossings=crossings_table(report),
        newly=newly_tables(report),
        movers=movers_tables(report),
        runs=runs_table(report),
        broken=broken_weeks_table(report),
        groups=groups_tables(report),
        pupils=pupils_table(report),
        findings=_findings(report),
        published=_published(report),
    )


def _figures(report: Weekly) -> list[Figure]:
    school, limits = report.analysis.school, report.analysis.thresholds
    attended, possible = school["attended_sessions"], school["possible_sessions"]
    rate = shown_percent_of(attended, possible, [limits.expected_percent])
    week = report.pupils_week
    of_week = shown_percent_of(
        int(week["attended_sessions"].sum()), int(week["possible_sessions"].sum()), []
    )
    unmarked = int(week["unmarked_sessions"].sum())
    return [
        Figure("Attendance, year to date", _percent(rate), f"{attended:,} of {possible:,}"),
        Figure("This week", _percent(of_week)),
        _pupils("Persistently absent", school, "persistently_absent"),
        _pupils("Severely absent", school, "severely_absent"),
        Figure(
            "Broken week", f"{week.filter(is_broken_week()).height:,}", "pupils missed part of it"
        ),
        Figure("Late this week", f"{int(week['late_before_close'].sum()):,}", "before closing"),
        Figure("Unmarked this week", f"{unmarked:,}", "session" if unmarked == 1 else "sessions"),
    ]


def _pupils(name: str, school: dict[str, Any], key: str) -> Figure:
    share = school[f"{key}_percent"]
    return Figure(name, f"{school[key]:,}", "" if share is None else f"{share:.1f}% of pupils")


def _percent(rate: float | None) -> str:
    return "–" if rate is None else f"{rate:.1f}%"


def _findings(report: Weekly) -> list[tuple[str, str, int]]:
    """Severity, check and how many, worst first."""
    counted = report.analysis.findings.group_by("severity", "check").len()
    rows = counted.sort("severity", "check").rows()
    return [(severity, check_in_words(check), number) for severity, check, number in rows]


def _published(report: Weekly) -> list[str]:
    """Sentences that name the series: that of daily registers, of secondary schools.

    The school's own figure stands first of each measure.
    """
    school, year = report.analysis.school, report.analysis.academic_year
    words = {"overall_absence": "missed of all sessions",
             "persistently_absent": "of pupils persistently absent"}  # fmt: skip
    told = []
    for measure, said in words.items():
        own = school[f"{measure}_percent"]
        if own is not None:
            told.append(f"This school, {year} to date: {own:.1f}% {said}")
        for row in report.published.filter(measure=measure).rows(named=True):
            until = f" up to {day_text(date.fromisoformat(row['until']))}" if row["until"] else ""
            told.append(
                f"{row['area']}, {row['academic_year']}{until}: {row['percent']:.1f}% {said}"
            )
    return told

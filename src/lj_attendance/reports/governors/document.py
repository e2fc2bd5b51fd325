"""The report to governors as a Word file: it names nobody."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx.shared import Cm

from lj_attendance.reports.charts import Chart, bar_chart
from lj_attendance.reports.documents import page
from lj_attendance.reports.documents.tables import table
from lj_attendance.reports.governors import words
from lj_attendance.reports.group_words import GROUP_TITLES, value_in_words
from lj_attendance.reports.page_tables import day_text
from lj_attendance.reports.register_end import ends_early
from lj_attendance.reports.weekly.charts import attendance_by_week

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from lj_attendance.workflows.reporting.governors import Governors

_PICTURE = 16.5  # centimetres
_HEADINGS = ("Group", "Pupils", "Attendance", "Persistently absent", "of pupils",
             "Severely absent", "of pupils")  # fmt: skip
_WIDTHS = (5.4, 1.6, 2.2, 2.6, 1.8, 2.2, 1.6)


def governors_docx(report: Governors, version: str) -> bytes:
    """The Word file; the same report gives the same bytes."""
    school, as_of = report.week.school or "School", report.week.as_of
    title = f"{school}: attendance report to governors"
    document = page.new_document(title, school, as_of)
    document.add_heading(page.plain(title), level=0)
    year = report.week.analysis.academic_year
    page.paragraph(document, f"Academic year {year}, up to {as_of:%A} {day_text(as_of)}")
    for line in ends_early(report.week.ends):
        page.paragraph(document, line, bold=True)
    _said(document, "Summary", words.summary(report))
    _trend(document, report)
    _benchmarks(document, report)
    _groups(document, report)
    _letters(document, report)
    _changes(document, report)
    _said(document, "Definitions and notes", words.definitions(report))
    page.running_lines(document, f"{title}, {day_text(as_of)}", f"Made by lja {version}")
    return page.as_bytes(document)


def _said(document: WordDocument, title: str, lines: list[str]) -> None:
    document.add_heading(title, level=1)
    for line in lines:
        page.paragraph(document, line)


def _picture(document: WordDocument, chart: Chart | None) -> None:
    """A chart with what it says as its alternative text."""
    if chart is None:
        return
    shape = document.add_picture(io.BytesIO(chart.png()), width=Cm(_PICTURE))
    told = shape._inline.docPr
    told.set("descr", page.plain(f"{chart.title}. {chart.says}"))
    told.set("title", page.plain(chart.title))
    page.paragraph(document, f"{chart.title}. {chart.says}")


def _trend(document: WordDocument, report: Governors) -> None:
    document.add_heading("Trend", level=1)
    _picture(document, attendance_by_week(report.week))
    if report.half_terms:
        rows = [(each.name, *map(words.known, (each.attendance, each.authorised,
                 each.unauthorised))) for each in report.half_terms]  # fmt: skip
        table(document, ("Half term", "Attendance", "Authorised", "Unauthorised"), rows,
              (7.0, 3.4, 3.4, 3.4), centred=(1, 2, 3))  # fmt: skip


def _benchmarks(document: WordDocument, report: Governors) -> None:
    document.add_heading("Compared with others", level=1)
    table(document, ("Measure", "Where", "Year", "Percent"), words.benchmarks(report),
          (5.0, 5.4, 4.6, 2.4), centred=(3,))  # fmt: skip


def _groups(document: WordDocument, report: Governors) -> None:
    document.add_heading("Groups of pupils", level=1)
    for name, rows in report.groups:
        if all(row.pupils is None for row in rows):
            continue
        title = GROUP_TITLES.get(name, name)
        document.add_heading(title, level=2)
        shown = [(value_in_words(name, row.value), row.persistent_share) for row in rows]
        if sum(share is not None for _, share in shown) > 1 and name == "year_group":
            _picture(document, _bars(title, shown))
        told = [
            (value_in_words(name, row.value), words.count(row.pupils), words.rate(row.attendance),
             words.count(row.persistent), words.rate(row.persistent_share),
             words.count(row.severe), words.rate(row.severe_share))
            for row in rows
        ]  # fmt: skip
        table(document, _HEADINGS, told, _WIDTHS, centred=range(1, 7))


def _bars(title: str, shown: list[tuple[str, float | None]]) -> Chart:
    told = "; ".join(f"{name} {words.rate(share)}" for name, share in shown)
    return bar_chart(f"Persistently absent pupils: {title.lower()}", f"{told}.", shown,
                     unit="percent")  # fmt: skip


def _letters(document: WordDocument, report: Governors) -> None:
    document.add_heading("Letters of the stages this academic year", level=1)
    rows = [(f"Stage {stage}", words.count(count)) for stage, count in report.letters]
    table(document, ("Stage (§18)", "Pupils"), rows, (6.0, 3.0), centred=(1,))


def _changes(document: WordDocument, report: Governors) -> None:
    _said(document, "What has changed since the last report", [words.first_or_last(report)])
    if rows := words.changes(report):
        table(document, ("Measure", "Then", "Now", "Points"), rows, (6.0, 3.0, 3.0, 3.0),
              centred=(1, 2, 3))  # fmt: skip
    if of_groups := words.changes_of_groups(report):
        document.add_heading("Persistently absent, by group", level=2)
        table(document, ("Group", "Then", "Now", "Points"), of_groups, (6.0, 3.0, 3.0, 3.0),
              centred=(1, 2, 3))  # fmt: skip

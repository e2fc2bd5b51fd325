"""One pupil as a page that stands alone, for a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lj_attendance.reports.list_page import Section, list_page
from lj_attendance.reports.page_tables import PageColumn, day_text, page_table
from lj_attendance.reports.pupil.parts import (
    LEGEND,
    calendar_of,
    parts_of,
    sessions_of,
    subtitle_of,
    title_of,
)

if TYPE_CHECKING:
    from lj_attendance.workflows.reporting.pupil_page import PupilPage

_SESSION = ("Session", "Code", "Counted as", "File and row")


def pupil_html(page: PupilPage, version: str, *, why: bool) -> str:
    """HTML; with `why` also the sessions missed or late, each with file and row."""
    sections = [
        Section(f"part-{number}", title, tuple(lines))
        for number, (title, lines) in enumerate(parts_of(page, why=why), start=1)
    ]
    sections.insert(1, _calendar(page))
    if why:
        columns = (PageColumn("Day", "day"), *map(PageColumn, _SESSION))
        table = page_table("Sessions missed or late", columns, sessions_of(page))
        sections.append(Section("sessions", "Sessions missed or late", (), (table,)))
    day = day_text(page.as_of)
    footer = f"Made by lja {version} from the register up to {day}. Confidential: about one pupil."
    return list_page(title_of(page), [subtitle_of(page)], sections, footer)


def _calendar(page: PupilPage) -> Section:
    headings, rows = calendar_of(page)
    names = [PageColumn(name) for name in headings[1:-2]]
    counts = [PageColumn(name, "count") for name in headings[-2:]]
    columns = [PageColumn(headings[0], "day"), *names, *counts]
    codes = (f"{code} {meaning}, {number}" for code, meaning, number in page.codes
             if code not in "/\\")  # fmt: skip
    says = (LEGEND, f"Codes besides present: {'; '.join(codes) or 'none'}.")
    return Section("marks", "Marks", says, (page_table("Marks by week", columns, rows),))

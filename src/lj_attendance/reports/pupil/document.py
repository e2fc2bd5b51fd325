"""One pupil as a Word file, for a meeting."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lj_attendance.reports.documents import page as sheet
from lj_attendance.reports.documents.tables import table
from lj_attendance.reports.page_tables import day_text
from lj_attendance.reports.pupil.parts import (
    LEGEND,
    calendar_of,
    parts_of,
    sessions_of,
    subtitle_of,
    title_of,
)

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from lj_attendance.workflows.reporting.pupil_page import PupilPage

_NARROW, _DAY, _PLACE = 1.7, 2.6, 7.2  # centimetres


def pupil_docx(page: PupilPage, school: str, version: str, *, why: bool) -> bytes:
    """The Word file; the same page gives the same bytes."""
    title = title_of(page)
    document = sheet.new_document(title, school or "School", page.as_of)
    document.add_heading(sheet.plain(title), level=0)
    sheet.paragraph(document, subtitle_of(page))
    first, *others = parts_of(page, why=why)
    _part(document, *first)
    _calendar(document, page)
    for part in others:
        _part(document, *part)
    if why:
        _sessions(document, page)
    top = f"{title}, {day_text(page.as_of)} · confidential"
    sheet.running_lines(document, top, f"Made by lja {version}")
    return sheet.as_bytes(document)


def _part(document: WordDocument, title: str, lines: list[str]) -> None:
    document.add_heading(title, level=1)
    for line in lines:
        sheet.paragraph(document, line)


def _calendar(document: WordDocument, page: PupilPage) -> None:
    headings, rows = calendar_of(page)
    document.add_heading("Marks", level=1)
    sheet.paragraph(document, LEGEND)
    widths = [_DAY, *[_NARROW] * (len(headings) - 1)]
    table(document, headings, [_texts(row) for row in rows], widths,
          centred=range(1, len(headings)))  # fmt: skip
    codes = [each for each in page.codes if each[0] not in "/\\"]
    if codes:
        told = (f"{code} {meaning}, {number}" for code, meaning, number in codes)
        sheet.paragraph(document, f"Codes besides present: {'; '.join(told)}.")


def _sessions(document: WordDocument, page: PupilPage) -> None:
    document.add_heading("Sessions missed or late", level=1)
    headings = ("Day", "Session", "Code", "Counted as", "File and row")
    rows = [_texts(row) for row in sessions_of(page)]
    table(document, headings, rows, (_DAY, _NARROW, _NARROW, _DAY, _PLACE), centred=(1, 2))


def _texts(row: list[object]) -> list[str]:
    return [day_text(cell) if isinstance(cell, date) else str(cell) for cell in row]

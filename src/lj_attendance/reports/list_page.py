"""A page of sections, each a few sentences and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lj_attendance.reports.page_tables import Figure, PageTable
from lj_attendance.reports.pages import render


@dataclass(frozen=True)
class Section:
    """A part of a page; `anchor` names it in links."""

    anchor: str
    title: str
    says: tuple[str, ...] = ()
    tables: tuple[PageTable, ...] = ()


def list_page(
    title: str,
    subtitle: Sequence[str],
    sections: Sequence[Section],
    footer: str,
    figures: Sequence[Figure] = (),
) -> str:
    """HTML that stands alone; every table sorts and is searched as those of the weekly page."""
    return render(
        "list.html",
        title=title,
        subtitle=subtitle,
        contents=[(section.anchor, section.title) for section in sections],
        sections=sections,
        footer=footer,
        figures=figures,
    )

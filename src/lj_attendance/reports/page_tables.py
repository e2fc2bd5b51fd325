"""The parts of a page: figures, and tables whose cells are shown one way and sorted another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

NONE = "–"


@dataclass(frozen=True)
class Figure:
    """A figure to be seen at once, with a note below it."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class PageColumn:
    """A column: `kind` is text, count, rate (one decimal), points (with a sign) or day."""

    header: str
    kind: str = "text"

    @property
    def look(self) -> str:
        """`number` stands to the right; neither it nor a `day` is broken over lines."""
        return (
            "number" if self.kind in ("count", "rate", "points") else self.kind.replace("text", "")
        )


@dataclass(frozen=True)
class Cell:
    """What is shown, and what it is sorted by; empty: nothing, and last."""

    text: str
    value: str


@dataclass(frozen=True)
class PageTable:
    """A table; the first cell of a row names it."""

    caption: str
    columns: tuple[PageColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]


def page_table(
    caption: str, columns: Sequence[PageColumn], rows: Sequence[Sequence[Any]]
) -> PageTable:
    """A table of plain values; a rate is given as it is to be shown, with one decimal."""
    drawn = tuple(
        tuple(_cell(value, column.kind) for value, column in zip(row, columns, strict=True))
        for row in rows
    )
    return PageTable(caption, tuple(columns), drawn)


def _cell(value: Any, kind: str) -> Cell:
    if value is None or value == "":
        return Cell(NONE, "")
    if isinstance(value, str) and kind != "text":
        return Cell(value, "")  # suppressed: sorted last
    if isinstance(value, date):
        return Cell(day_text(value), value.isoformat())
    if kind == "rate":
        return Cell(f"{value:.1f}%", f"{value}")
    if kind == "points":
        return Cell(points_text(value), f"{value}")
    if kind == "count":
        return Cell(f"{value:,}", f"{value}")
    return Cell(str(value), str(value))


def points_text(change: float) -> str:
    """A change in percentage points: `+1.2`, `−1.2` with the sign for minus, `0.0`."""
    shown = f"{change:+.1f}"
    return "0.0" if shown in ("+0.0", "-0.0") else shown.replace("-", "−")


def day_text(day: date) -> str:
    """A date as people write it: `20 Nov 2026`."""
    return f"{day.day} {day:%b %Y}"

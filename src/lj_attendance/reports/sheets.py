"""One table on one sheet of a workbook: its columns, their formats and colours, the page it prints on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

TEXT, WRAPPED, COUNT, RATE, POINTS, DAY = "text", "wrapped", "count", "rate", "points", "day"

_CELL = {"valign": "top", "bottom": 1, "bottom_color": "#D9D9D9"}
_FORMATS: dict[str, dict[str, Any]] = {
    TEXT: {"num_format": "@"},
    WRAPPED: {"num_format": "@", "text_wrap": True},
    COUNT: {"num_format": "#,##0"},
    RATE: {"num_format": "0.0", "align": "right"},
    POINTS: {"num_format": "+0.0;-0.0;0.0"},
    DAY: {"num_format": "dd mmm yyyy", "align": "left"},
}
_HEADER = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6F1", "bottom": 1}
_LINE = 15  # points, the height of a line of the default font
_NO_FIGURE = "–"

RED = {"bg_color": "#F8B4AE", "font_color": "#7A0A00"}
AMBER = {"bg_color": "#FFD28A", "font_color": "#5C3A00"}
YELLOW = {"bg_color": "#FFF6C9"}


class Column(NamedTuple):
    """A column of a sheet: its header, where its values come from, and how they look."""

    header: str
    value: pl.Expr
    width: float  # characters of the default font
    kind: str = TEXT
    colours: Sequence[dict[str, Any]] = ()  # conditional formats, the first that holds wins


def colour_below(bounds: Sequence[int]) -> list[dict[str, Any]]:
    """Below the first bound red, below the next amber, then pale yellow; no colour above them all."""
    colours = zip(sorted(bounds), (RED, AMBER, YELLOW), strict=False)
    return [_rule("<", bound, colour) for bound, colour in colours]


def colour_from(amber: int, red: int | None) -> list[dict[str, Any]]:
    """At least `red` red, else at least `amber` amber; without `red`, amber alone."""
    worst = [] if red is None else [_rule(">=", red, RED)]
    return [*worst, _rule(">=", amber, AMBER)]


def colour_words(colours: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """A colour for each of some words."""
    return [_rule("==", f'"{word}"', colour) for word, colour in colours.items()]


def _rule(criteria: str, value: int | str, colour: dict[str, Any]) -> dict[str, Any]:
    return {"type": "cell", "criteria": criteria, "value": value, "format": colour, "stop_if_true": True}


def put_table(
    book: Workbook, sheet: Worksheet, columns: Sequence[Column], frame: pl.DataFrame, top: int = 0
) -> int:
    """Writes the table with its header in row `top`, counted from 0; gives the first row after it."""
    shown = _safe(frame.select(column.value.alias(column.header) for column in columns))
    shown.write_excel(
        book,
        sheet,
        position=(top, 0),
        table_style="Table Style Light 1",
        table_name=f"{sheet.name}_{top + 1}",
        column_formats={c.header: {**_CELL, **_FORMATS[c.kind]} for c in columns},
        conditional_formats={c.header: [dict(rule) for rule in c.colours] for c in columns if c.colours}
        if shown.height
        else None,
        header_format=_HEADER,
    )
    sheet.set_row(top, _LINE * max(_lines(column) for column in columns) + 2)
    _put_dashes(book, sheet, columns, shown, top + 1)
    return top + 1 + max(shown.height, 1)


def _safe(frame: pl.DataFrame) -> pl.DataFrame:
    """Text without the characters that XML cannot hold."""
    return frame.with_columns(
        pl.col(pl.String).str.replace_all(r"[\t\r\n]+", " ").str.replace_all(r"[\p{Cc}\x{FFFE}\x{FFFF}]", "")
    )


def _lines(column: Column) -> int:
    """How many lines the header takes, its words wrapped; the filter's button has the last corner."""
    lines, room = 1, column.width
    for word in column.header.split():
        if room < len(word) and room < column.width:
            lines, room = lines + 1, column.width
        room -= len(word) + 1
    return lines + (room < 2)  # noqa: PLR2004 characters under the button


def _put_dashes(
    book: Workbook, sheet: Worksheet, columns: Sequence[Column], shown: pl.DataFrame, top: int
) -> None:
    """A dash for each rate that nothing can be divided for: never 0, never an empty cell."""
    dash = book.add_format({**_CELL, **_FORMATS[RATE]})
    for place, column in enumerate(columns):
        if column.kind == RATE:
            for row in shown[column.header].is_null().arg_true():
                sheet.write_string(top + row, place, _NO_FIGURE, dash)


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """The widths of the columns from the first on, in characters."""
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)


def set_page(sheet: Worksheet, as_of: date, academic_year: str, header: int, names: int = 0) -> None:
    """Landscape A4, one page wide; the rows down to `header` stay in view and on each page.

    `names` is the number of columns that stay in view at the left.
    """
    day = f"{as_of.day} {as_of:%b %Y}"
    sheet.freeze_panes(header + 1, names)
    sheet.repeat_rows(0, header)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header(f'&L&"-,Bold"{sheet.name}&CAttendance to {day}&RAcademic year {academic_year}')
    sheet.set_footer(f"&LConfidential&CAs of {day}&RPage &P of &N")
    sheet.hide_gridlines(2)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # IDs are text

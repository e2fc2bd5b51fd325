"""One table on a sheet of a workbook: its columns, their formats and colours, the printed page."""

from __future__ import annotations

from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

Kind = Literal["text", "word", "wrapped", "number", "day", "count", "more", "rate", "points"]
"""How values look; `number` is a name in figures; `more` and `points` are differences."""

_CELL = {"valign": "top", "bottom": 1, "bottom_color": "#D9D9D9"}
_FORMATS: dict[Kind, dict[str, Any]] = {
    "text": {"num_format": "@"},
    "word": {"num_format": "@", "align": "center"},
    "wrapped": {"num_format": "@", "text_wrap": True},
    "number": {"num_format": "0", "align": "left"},
    "day": {"num_format": "dd mmm yyyy", "align": "center"},
    "count": {"num_format": "#,##0"},
    "more": {"num_format": "+#,##0;-#,##0;0"},
    "rate": {"num_format": "0.0", "align": "right"},
    "points": {"num_format": "+0.0;-0.0;0.0"},
}
_HEADER = {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6F1", "bottom": 1}
_LEFT = ("text", "wrapped", "number")
_CENTRE = ("word", "day")
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
    kind: Kind = "text"
    colours: Sequence[dict[str, Any]] = ()  # conditional formats; the first that holds wins


def day_text(day: date) -> str:
    """`20 Nov 2026`."""
    return f"{day.day} {day:%b %Y}"


def colour_below(bounds: Sequence[int]) -> list[dict[str, Any]]:
    """Red below the first bound, amber below the next, then pale yellow; above them no colour."""
    colours = zip(sorted(bounds), (RED, AMBER, YELLOW), strict=False)
    return [_rule("<", bound, colour) for bound, colour in colours]


def colour_from(amber: int, red: int | None) -> list[dict[str, Any]]:
    """Red from `red` on, else amber from `amber` on; amber alone where `red` is None."""
    worst = [] if red is None else [_rule(">=", red, RED)]
    return [*worst, _rule(">=", amber, AMBER)]


def colour_words(colours: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """A colour for each of some words."""
    return [_rule("==", f'"{word}"', colour) for word, colour in colours.items()]


def _rule(criteria: str, value: int | str, colour: dict[str, Any]) -> dict[str, Any]:
    rule = {"type": "cell", "criteria": criteria, "value": value, "format": colour}
    return {**rule, "stop_if_true": True}


class ListSheet(NamedTuple):
    """A sheet that is one table from its first row on."""

    name: str
    columns: Sequence[Column]
    frame: pl.DataFrame
    names: int = 0  # columns that stay in sight, and are repeated on paper


def heat(least: float, most: float) -> list[dict[str, Any]]:
    """From white to orange between two figures, taken as at least a point apart."""
    ends = {"min_color": "#FFFFFF", "max_color": "#F4B183", "min_type": "num", "max_type": "num"}
    most = max(most, least + 1)
    return [{"type": "2_color_scale", "min_value": least, "max_value": most, **ends}]


def put_table(
    book: Workbook, sheet: Worksheet, columns: Sequence[Column], frame: pl.DataFrame, top: int = 0
) -> int:
    """Writes the table with its header in row `top`, counted from 0; gives the first row below."""
    shown = _safe(frame.select(column.value.alias(column.header) for column in columns))
    coloured = [column for column in columns if column.colours and shown.height]
    shown.write_excel(
        book,
        sheet,
        position=(top, 0),
        table_style="Table Style Light 1",
        table_name=f"{sheet.name.replace(' ', '_')}_{top + 1}",
        column_formats={c.header: {**_CELL, **_FORMATS[c.kind]} for c in columns},
        conditional_formats={c.header: [dict(rule) for rule in c.colours] for c in coloured},
        header_format=_HEADER,
    )
    _put_headers(book, sheet, columns, top)
    _put_dashes(book, sheet, columns, shown, top + 1)
    _raise_rows(sheet, columns, shown, top + 1)
    return top + 1 + max(shown.height, 1)


def _safe(frame: pl.DataFrame) -> pl.DataFrame:
    """Text on one line, without the characters that XML cannot hold."""
    text = pl.col(pl.String).str.replace_all(r"[\t\r\n]+", " ")
    return frame.with_columns(text.str.replace_all(r"[\p{Cc}\x{FFFE}\x{FFFF}]", ""))


def _put_headers(book: Workbook, sheet: Worksheet, columns: Sequence[Column], top: int) -> None:
    """Headers stand as their figures do, with room for the filter's button after the last word."""
    right = book.add_format({**_HEADER, "align": "right"})
    centre = book.add_format({**_HEADER, "align": "center"})
    for place, column in enumerate(columns):
        if column.kind not in _LEFT:
            layout = centre if column.kind in _CENTRE else right
            sheet.write_string(top, place, column.header, layout)
    lines = max(len(wrap(f"{column.header} ▾", int(column.width * 1.15))) for column in columns)
    sheet.set_row(top, _LINE * lines + 2)


def _put_dashes(
    book: Workbook, sheet: Worksheet, columns: Sequence[Column], shown: pl.DataFrame, top: int
) -> None:
    """A dash for each rate that nothing can be divided for: never 0, never an empty cell."""
    dash = book.add_format({**_CELL, **_FORMATS["rate"]})
    for place, column in enumerate(columns):
        if column.kind == "rate":
            for row in shown[column.header].is_null().arg_true():
                sheet.write_string(top + row, place, _NO_FIGURE, dash)


def _raise_rows(sheet: Worksheet, columns: Sequence[Column], shown: pl.DataFrame, top: int) -> None:
    """Makes room for wrapped text, since not every program does so when it opens the file."""
    wrapped = [column for column in columns if column.kind == "wrapped"]
    if wrapped:
        lengths = [pl.col(c.header).str.len_chars() / (c.width - 2) for c in wrapped]
        lines = shown.select(pl.max_horizontal(lengths).ceil().fill_null(1)).to_series()
        for row in (lines > 1).arg_true():
            sheet.set_row(top + row, _LINE * lines[row])


def put_title(book: Workbook, sheet: Worksheet, title: str, facts: dict[str, date | str]) -> int:
    """A title and a few facts at the head of a sheet; gives the row below, after an empty one."""
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    bold = {"bold": True, "align": "left"}
    for row, (name, fact) in enumerate(facts.items(), start=1):
        sheet.write_string(row, 0, name)
        if isinstance(fact, date):
            sheet.write_datetime(row, 1, fact, book.add_format({**_FORMATS["day"], **bold}))
        else:
            sheet.write_string(row, 1, fact, book.add_format(bold))
    return len(facts) + 2


def set_page(
    sheet: Worksheet, as_of: date, academic_year: str, *, header: int, names: int, pages: int = 0
) -> None:
    """Landscape A4, one page wide; the rows down to `header` stay in view and on each page.

    `names` is the number of columns that stay in view; `pages` how many to fill, 0 for any number.
    """
    day = day_text(as_of)
    sheet.freeze_panes(header + 1, names)
    sheet.repeat_rows(0, header)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, pages)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header(f'&L&"-,Bold"{sheet.name}&CAttendance to {day}&RAcademic year {academic_year}')
    sheet.set_footer(f"&LConfidential&CAs of {day}&RPage &P of &N")
    sheet.hide_gridlines(2)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # IDs are text


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """The widths of the columns from the first on, in characters."""
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)

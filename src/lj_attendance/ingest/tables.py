"""Text or workbook to a table of text cells, with the place of its header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

import polars as pl

from lj_attendance.errors import NotATable, UnusableInput
from lj_attendance.ingest import text
from lj_attendance.ingest.files import EXPORT_REMEDY, ExportFile, what_else_it_is
from lj_attendance.ingest.headers import Header, read_header
from lj_attendance.ingest.mapping import Mapping
from lj_attendance.ingest.values import looks_like_date


@dataclass(frozen=True)
class SourceTable:
    """The cells of one file or sheet, all of them text, with its header found.

    `cells` has `source_row` and columns `0`, `1`, ..., from the row after the header on; wholly
    blank rows are left out. `header_row` is 1-based; 0 when there is none.
    """

    file: ExportFile
    place: str  # the file's name, with the sheet's where there are several
    encoding: str
    delimiter: str
    header_row: int
    headers: tuple[str, ...]
    second_headers: tuple[str, ...]  # AM and PM below merged dates; empty in most files
    cells: pl.DataFrame
    is_workbook: bool
    overlong_rows: list[int]  # the source rows with more cells than the header
    first_row: tuple[str, ...]  # the first with more than one cell

    def fields(self) -> list[Header]:
        """Each column's header, understood."""
        return [read_header(header) for header in self.headers]

    def told_headers(self) -> list[str]:
        """The headers to name in a message; the first row's, unless it may be about a pupil."""
        row = self.headers if self.header_row else self.first_row
        named = [text.strip() for text in row if text.strip()]
        may_be_data = len(set(named)) < len(named) or any(re.search(r"\d", text) for text in named)
        return [] if may_be_data and not self.header_row else named


def read_tables(file: ExportFile, pm_opens: time, mapping: Mapping) -> list[SourceTable]:
    """The tables in a file: one for CSV, one for each sheet with content for XLSX.

    Raises UnusableInput when the file is no table.
    """
    if other := what_else_it_is(file.content):
        raise NotATable(f"This file is {other[0]}.", file.name, other[1])
    if file.content.startswith(b"PK\x03\x04"):
        return _read_workbook(file, pm_opens, mapping)
    content, encoding = text.decode(file)
    delimiter = text.delimiter_of(file, content)
    first = text.peek(file, content, delimiter)
    text.refuse_monsters(file, content, first)
    header, second = find_header(first, pm_opens, mapping)
    start = max(header, 0)  # titles above the header are left out
    cells = _read_cells(file, content, delimiter, first, start)
    text.refuse_cut_short(file, content, delimiter, len(first[max(header, second)]))
    return [_table(file, file.name, (encoding, delimiter), first, (header, second), cells)]


def _read_cells(
    file: ExportFile, content: bytes, delimiter: str, first: list[list[str]], start: int
) -> pl.DataFrame:
    """The rows from `start` on, as text, with `source_row`.

    The fast reader first, then the forgiving one for what it refuses: rows longer than the header.
    """
    width = max(len(row) for row in first[start:])
    schema = {str(place): pl.String for place in range(width)}
    try:
        cells = pl.read_csv(
            content,
            has_header=False,
            separator=delimiter,
            schema=schema,
            infer_schema=False,
            skip_lines=text.line_of_row(file, content, delimiter, start),
        )
        if b'"' in content and content.count(b"\n") > start + cells.height:
            text.all_rows(
                file, content, delimiter
            )  # a cell holds a line break: is each cell closed?
    except pl.exceptions.PolarsError:
        rows = text.all_rows(file, content, delimiter)[start:]
        width = max(len(row) for row in rows)
        text.refuse_width(file, width)
        padded = [row + [""] * (width - len(row)) for row in rows]
        columns = {str(place): [row[place] or None for row in padded] for place in range(width)}
        cells = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return cells.with_row_index("source_row", offset=start + 1)


def _read_workbook(file: ExportFile, pm_opens: time, mapping: Mapping) -> list[SourceTable]:
    import fastexcel

    try:
        book = fastexcel.read_excel(file.content)
        sheets = [
            (name, book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars())
            for name in book.sheet_names
        ]
    except Exception as error:  # calamine's errors have no common base that can be imported
        raise UnusableInput(
            "This workbook cannot be read: it is damaged, locked with a password, or no XLSX.",
            file.name,
            f"Open it in Excel and save it again, or save it as CSV. {EXPORT_REMEDY}",
        ) from error
    sheets = [(name, sheet) for name, sheet in sheets if sheet.height and sheet.width]
    if not sheets:
        raise UnusableInput("This workbook has no cells.", file.name, EXPORT_REMEDY)
    tables = []
    for name, sheet in sheets:
        cells = sheet.rename(dict(zip(sheet.columns, map(str, range(sheet.width)), strict=True)))
        first = [[cell or "" for cell in row] for row in cells.head(text.PEEK_ROWS).rows()]
        place = file.name if len(sheets) == 1 else f"{file.name} [{name}]"
        found = find_header(first, pm_opens, mapping)
        numbered = cells.with_row_index("source_row", offset=1)
        tables.append(_table(file, place, ("xlsx", ""), first, found, numbered))
    return tables


def _table(
    file: ExportFile,
    place: str,
    text_form: tuple[str, str],
    first: list[list[str]],
    found: tuple[int, int],
    cells: pl.DataFrame,
) -> SourceTable:
    """The table below its header; `text_form` is encoding and delimiter, `found` `find_header`."""
    header, second = found
    width = cells.width - 1

    def names(row: int) -> tuple[str, ...]:
        texts = first[row] if row >= 0 else []
        return tuple(texts + [""] * (width - len(texts)))[:width]

    is_blank = pl.all_horizontal(pl.all().exclude("source_row").is_null())
    body = cells.filter((pl.col("source_row") > max(header, second) + 1) & ~is_blank)
    named = len(first[header]) if header >= 0 else width
    beyond = [pl.col(str(place)).is_not_null() for place in range(named, width)]
    overlong = body.filter(pl.any_horizontal(beyond))["source_row"].to_list() if beyond else []
    below = names(second) if second >= 0 else ()
    first_row = next((tuple(row) for row in first if sum(map(bool, row)) > 1), ())
    is_workbook = text_form[0] == "xlsx"
    return SourceTable(
        file,
        place,
        *text_form,
        header + 1,
        names(header),
        below,
        body,
        is_workbook,
        overlong,
        first_row,
    )


def find_header(rows: list[list[str]], pm_opens: time, mapping: Mapping) -> tuple[int, int]:
    """The places of the header and of a second header row, from 0; -1 where there is none.

    The header is the first row with the most cells that name a field or a session's column.
    """
    scores = [_known_cells(row, pm_opens, mapping) for row in rows]
    best = max(scores, default=0)
    header = scores.index(best) if best >= 2 else -1
    for place in range(len(rows) - 1):
        if _are_two_headers(rows[place], rows[place + 1], pm_opens, mapping):
            return place, place + 1
    return header, -1


def _are_two_headers(upper: list[str], lower: list[str], pm_opens: time, mapping: Mapping) -> bool:
    """Whether a row of dates stands above a row of AM and PM.

    From the first date on, every cell of the lower row is a session or empty.
    """
    days = [place for place, cell in enumerate(upper) if looks_like_date(cell)]
    if not days:
        return False
    below = [cell for cell in lower[days[0] :] if cell.strip()]
    sessions = {mapping.read_session(cell, pm_opens) for cell in below}
    return sessions == {"AM", "PM"} and len(days) <= len(below) <= 2 * len(days)


def _known_cells(row: list[str], pm_opens: time, mapping: Mapping) -> int:
    understood = [read_header(cell) for cell in row]
    return sum(
        1
        for header in understood
        if header.field
        or header.normal in mapping.fields
        or _names_a_session(header.text, pm_opens, mapping)
    )


def _names_a_session(text: str, pm_opens: time, mapping: Mapping) -> bool:
    found = mapping.split_day_and_session(text, pm_opens) if text else None
    return found is not None and any(letter.isdigit() for letter in found[0])

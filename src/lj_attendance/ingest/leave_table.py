"""The table of a form's answers: its file, its row of headers, and what each column asks."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import NamedTuple

import polars as pl

from lj_attendance.errors import NotATable, UnusableInput
from lj_attendance.ingest import text
from lj_attendance.ingest.files import EXPORT_REMEDY, ExportFile, read_file, what_else_it_is
from lj_attendance.ingest.headers import normal
from lj_attendance.ingest.leave_columns import (
    ColumnMapping,
    FormColumns,
    FormHeaders,
    find_columns,
    form_headers,
    told,
)
from lj_attendance.ingest.leave_values import DateColumn, date_column
from lj_attendance.ingest.tables import SourceTable, find_header, read_tables

_SAVE_AGAIN = "Save the form's answers as CSV or XLSX: in Microsoft Forms, Open in Excel."
_MARKS = "; marks are missing from this copy"
_ZIPPED = b"PK\x03\x04"  # a workbook
_DATES = ("from", "to", "received")


class FormTable(NamedTuple):
    """The answers of a form, with what each column asks."""

    table: SourceTable
    columns: FormColumns
    own: ColumnMapping

    def texts(self, name: str) -> list[str]:
        """Every cell that tells a field, without the blank ones."""
        return [
            cell
            for place in self.columns.places.get(name, ())
            for cell in self.table.cells[str(place)].to_list()
            if cell and cell.strip()
        ]

    def dates(self) -> dict[str, tuple[DateColumn, str | None]]:
        """How each column of dates is read, and the sentence that tells of it."""
        return {
            name: date_column(
                self.columns.header(name),
                self.texts(name),
                is_workbook=self.table.is_workbook,
                date_format=self.own.date_format,
            )
            for name in _DATES
            if name in self.columns.places
        }


def read_form_tables(path: Path, own: ColumnMapping) -> list[FormTable]:
    """The sheets of a form, whatever they are of. Raises UnusableInput for what is no table."""
    try:
        file = read_file(path)
        if file.content.startswith(_ZIPPED) or what_else_it_is(file.content):
            tables = read_tables(file, time.max, form_headers(own))
        else:
            tables = [_text_table(file, form_headers(own))]
    except UnusableInput as error:
        kind = NotATable if isinstance(error, NotATable) else UnusableInput
        remedy = error.remedy.replace(EXPORT_REMEDY, _SAVE_AGAIN).replace(_MARKS, "")
        problem = error.problem.replace("to be a register", "to be a form's")
        raise kind(problem, error.where, remedy) from error
    return [FormTable(table, find_columns(table.headers, own), own) for table in tables]


def _text_table(file: ExportFile, known: FormHeaders) -> SourceTable:
    """The table of a text file, with the delimiter under which most headers are known.

    Not that under which rows are most regular: in an answer of several choices each ends with a
    semicolon, and an answer of several lines makes such rows many.
    """
    content, encoding = text.decode(file)
    usual = text.delimiter_of(file, content)
    peeks = {
        each: text.peek(file, content, each) for each in dict.fromkeys((usual, *text.DELIMITERS))
    }
    delimiter = max(peeks, key=lambda each: _most_known(peeks[each], known))
    first = peeks[delimiter]
    text.refuse_monsters(file, content, first)
    header, _ = find_header(first, time.max, known)
    text.refuse_cut_short(file, content, delimiter, len(first[header]))
    rows = text.all_rows(file, content, delimiter)
    width = max(len(row) for row in rows)
    text.refuse_width(file, width)
    named = len(rows[header]) if header >= 0 else width
    below = list(enumerate(rows))[header + 1 :]
    cells = {
        "source_row": [number + 1 for number, _ in below],
        **{
            str(place): [row[place] if place < len(row) else None for _, row in below]
            for place in range(width)
        },
    }
    schema = {name: pl.UInt32 if name == "source_row" else pl.String for name in cells}
    headers = tuple(rows[header]) if header >= 0 else ()
    return SourceTable(
        file,
        file.name,
        encoding,
        delimiter,
        header + 1,
        headers + ("",) * (width - len(headers)),
        (),
        pl.DataFrame(cells, schema=schema),
        False,
        [number + 1 for number, row in below if any(cell.strip() for cell in row[named:])],
        next((tuple(row) for row in first if sum(map(bool, row)) > 1), ()),
    )


def _most_known(rows: list[list[str]], known: FormHeaders) -> int:
    """The most headers that one of the first rows holds."""
    return max((sum(normal(cell) in known.fields for cell in row) for row in rows), default=0)


def read_form_table(path: Path, own: ColumnMapping) -> tuple[FormTable, list[str]]:
    """The one sheet that holds requests, and the places of the others.

    Raises UnusableInput when there is none, or more than one.
    """
    sheets = read_form_tables(path, own)
    usable = [sheet for sheet in sheets if not sheet.columns.missing()]
    if not usable:
        raise _unusable(fullest(sheets))
    if len(usable) > 1:
        raise UnusableInput(
            f"{len(usable)} sheets of this workbook hold requests.",
            ", ".join(sheet.table.place for sheet in usable),
            "Keep each in a file of its own.",
        )
    if usable[0].columns.rivals:
        raise _doubtful(usable[0])
    return usable[0], [sheet.table.place for sheet in sheets if sheet is not usable[0]]


def fullest(sheets: list[FormTable]) -> FormTable:
    """The sheet that most is understood of."""
    return max(sheets, key=lambda sheet: len(sheet.columns.places))


def _unusable(form: FormTable) -> UnusableInput:
    """What to say of a form in which something has no column."""
    headers = told(form.table.told_headers())
    found = f"The headers found are {headers}." if headers else "No row of headers was found."
    how = (
        "lja leave form FILE writes a mapping to start from: save it as leave-form.toml, and name "
        "the header of each under [columns]."
    )
    return UnusableInput(
        f"No column tells {', '.join(form.columns.missing())}.",
        form.table.place,
        " ".join([*form.columns.absent, found, how]),
    )


def _doubtful(form: FormTable) -> UnusableInput:
    """What to say of a form in which different questions seem to ask for one thing."""
    rivals = [f"{name}: {told(headers)}" for name, headers in form.columns.rivals.items()]
    return UnusableInput(
        f"Different columns seem to tell the same ({'; '.join(rivals)}).",
        form.table.place,
        'Say which is meant under [columns] of leave-form.toml, name = "header" ("" for none); '
        "lja leave form FILE writes one to start from.",
    )

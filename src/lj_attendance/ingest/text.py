"""Bytes to text: encoding, delimiter, and what shows that a download was damaged."""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice

from lj_attendance.errors import UnusableInput
from lj_attendance.ingest.files import EXPORT_REMEDY, ExportFile

PEEK_ROWS = 60  # a header lower than this is not looked for
_PEEK_CHARACTERS = 400_000
DELIMITERS = (",", ";", "\t", "|")
_LONGEST_CELL = 131_072  # characters; csv's own limit, far above any register's cell
WIDEST = 6_000  # columns; ten years of a wide register


def decode(file: ExportFile) -> tuple[bytes, str]:
    """The content as UTF-8 without a mark at its start, and the name of its encoding.

    A byte order mark decides; else strict UTF-8; else UTF-16 by its zero bytes; else
    Windows-1252. Never lossy: raises UnusableInput when none of them fits.
    """
    content = file.content
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(mark):
            return _recode(file, content[len(mark) :], name)
    head = content[:4096]
    if head[1::2].count(0) > len(head) // 3:
        return _recode(file, content, "utf-16-le")
    if head[::2].count(0) > len(head) // 3:
        return _recode(file, content, "utf-16-be")
    _refuse_zero_bytes(file, content)
    if b"\n" not in content:  # the line ends of old Macintosh systems
        content = content.replace(b"\r", b"\n")
    if content.isascii():
        return content, "ascii"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _recode(file, content, "cp1252")
    return content, "utf-8"


def _recode(file: ExportFile, content: bytes, encoding: str) -> tuple[bytes, str]:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnusableInput(
            "This file is not text in any encoding that exports use "
            f"(it is not {encoding} at byte {error.start + 1}).",
            file.name,
            f"It may be damaged, or another kind of file. {EXPORT_REMEDY}",
        ) from error
    recoded = text.encode("utf-8")
    _refuse_zero_bytes(file, recoded)
    return recoded, encoding


def _refuse_zero_bytes(file: ExportFile, content: bytes) -> None:
    place = content.find(b"\0")
    if place >= 0:
        line = content.count(b"\n", 0, place) + 1
        raise UnusableInput(
            "This file holds zero bytes, so it is damaged or not a text file.",
            f"{file.name}, line {line}",
            f"Download it again. {EXPORT_REMEDY}",
        )


def delimiter_of(file: ExportFile, content: bytes) -> str:
    """The delimiter under which most of the first rows have the same, largest number of cells."""
    text = _first_lines(content)
    return max(DELIMITERS, key=lambda delimiter: _regularity(file, text, delimiter))


def _regularity(file: ExportFile, text: str, delimiter: str) -> tuple[int, int]:
    widths = [len(row) for row in _rows(file, text, delimiter) if len(row) > 1]
    if not widths:
        return 0, 0
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return widths.count(usual), usual


def peek(file: ExportFile, content: bytes, delimiter: str) -> list[list[str]]:
    """The first rows as lists of cells, for finding the header."""
    return _rows(file, _first_lines(content), delimiter)


def _first_lines(content: bytes) -> str:
    cut = content[:_PEEK_CHARACTERS]
    if len(content) > len(cut) and b"\n" in cut:
        cut = cut[: cut.rindex(b"\n") + 1]
    return cut.decode("utf-8", "ignore")


def _rows(file: ExportFile, text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(
            islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), PEEK_ROWS)
        )
    except csv.Error as error:
        raise not_a_table(file, _why(error)) from error


def all_rows(file: ExportFile, content: bytes, delimiter: str) -> list[list[str]]:
    """Every row as a list of cells: the slow way, for files that are not quite regular.

    Quotation marks double inside a cell; a backslash is a mark, never an escape. Raises
    UnusableInput where a cell's quotation mark is not closed, as rows would be lost in it.
    """
    lines = io.StringIO(content.decode("utf-8"), newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        if "field larger" in str(error):
            raise not_a_table(file, _why(error)) from error
        if "end of data" in str(error) and reader.line_num - len(rows) <= 1:
            raise _cut_short(file, len(rows) + 1) from error
        raise UnusableInput(
            "A quotation mark is opened here and not closed: the rows after it would be lost.",
            f"{file.name}, row {len(rows) + 1}",
            "Remove the stray quotation mark, or export the file again.",
        ) from error
    return rows


def refuse_cut_short(file: ExportFile, content: bytes, delimiter: str, width: int) -> None:
    """Stops at a file whose last row has no end and too few cells: a download that broke off."""
    last = content[content.rfind(b"\n") + 1 :]
    if not last.strip() or last.count(b'"') % 2:  # an odd one: the line ends a cell of several
        return
    try:
        cells = next(csv.reader([last.decode("utf-8")], delimiter=delimiter), [])
    except csv.Error as error:
        raise not_a_table(file, _why(error)) from error
    if len(cells) < width:
        raise _cut_short(file, content.count(b"\n") + 1)


def _cut_short(file: ExportFile, row: int) -> UnusableInput:
    return UnusableInput(
        "This file is cut short: its last row breaks off in the middle.",
        f"{file.name}, row {row}",
        "Export or download it again; marks are missing from this copy.",
    )


def _why(error: csv.Error) -> str:
    """What csv complains of, in plain words."""
    if "field larger" in str(error):
        return f"one cell holds more than {_LONGEST_CELL:,} characters"
    return "its rows do not fall into cells"


def not_a_table(file: ExportFile, reason: str) -> UnusableInput:
    """The error for text that does not fall into rows and cells."""
    return UnusableInput(
        f"This file is not a table of rows and cells ({reason}).",
        file.name,
        f"It may be damaged, or another kind of file. {EXPORT_REMEDY}",
    )


def refuse_width(file: ExportFile, width: int) -> None:
    """Stops at a row of more cells than any register has, before it costs minutes."""
    if width > WIDEST:
        raise not_a_table(file, f"{width:,} columns in one row; a register has at most {WIDEST:,}")


def refuse_monsters(file: ExportFile, content: bytes, rows: list[list[str]]) -> None:
    """Stops at a line or a row that no register can have, before it costs minutes."""
    refuse_width(file, max((len(row) for row in rows), default=0))
    longest = max((len(cell) for row in rows for cell in row), default=0)
    if longest > _LONGEST_CELL or (
        len(content) > _PEEK_CHARACTERS and b"\n" not in content[:_PEEK_CHARACTERS]
    ):
        raise not_a_table(file, f"one line of more than {_LONGEST_CELL:,} characters")


def line_of_row(file: ExportFile, content: bytes, delimiter: str, row: int) -> int:
    """The line, from 0, on which a row begins: later than its number after a quoted line break."""
    reader = csv.reader(io.StringIO(_first_lines(content), newline=""), delimiter=delimiter)
    for _ in islice(reader, row):
        pass
    return reader.line_num

"""What the tests of this folder share: files of a few lines, read as exports are read.

Every reading is checked to have lost nothing: rows = marks + set aside, file by file.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import openpyxl  # type: ignore[import-untyped]

from lj_attendance.errors import LjaError
from lj_attendance.workflows.findings import findings
from lj_attendance.workflows.reading import ReadRequest, read_exports
from lj_attendance.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lj_attendance.workflows.reading import Reading

TODAY = date(2026, 7, 31)
SETTINGS = Workspace(None).settings()
LONG = ("Arbor Student ID", "Name", "Date", "Session", "Mark")


class Found(NamedTuple):
    """A finding, its file by name alone."""

    severity: str
    check: str
    file: str
    row: int | None
    message: str


def long(*rows: str, heading: str = ",".join(LONG)) -> str:
    """A long CSV; `rows` as they stand in the file."""
    return "\n".join([heading, *rows]) + "\n"


def save(folder: Path, name: str, content: str | bytes, *, saved: str = "") -> Path:
    """A file in a folder, both made as needed; `saved` is its time of saving, ISO, UTC."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    if saved:
        seconds = datetime.fromisoformat(saved).replace(tzinfo=UTC).timestamp()
        os.utime(path, (seconds, seconds))
    return path


def workbook(sheets: Mapping[str, Iterable[Sequence[object]]], *, first_row: int = 1) -> bytes:
    """An XLSX file with its cells as they are given, nothing where one is None."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=first_row):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    sheet.cell(number, column, value)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def read(
    *paths: Path,
    today: date = TODAY,
    as_of: date | None = None,
    mapping: Path | None = None,
    blank_means: str | None = None,
) -> Reading:
    """What the files hold, in which nothing may be lost."""
    reading = read_exports(ReadRequest(paths, SETTINGS, today, as_of, mapping, blank_means))
    of_marks = [source for source in reading.sources if source.read_as.startswith("marks, ")]
    assert all(source.rows == source.marks + source.set_aside for source in of_marks)
    assert sum(source.rows for source in of_marks) == reading.register.height
    assert sum(source.marks for source in of_marks) == reading.marks.height
    assert sum(source.set_aside for source in of_marks) == reading.set_aside["rows"].sum()
    return reading


def refusal(*paths: Path, mapping: Path | None = None, blank_means: str | None = None) -> LjaError:
    """The error that stops the reading; anything else that happens is the test's failure."""
    try:
        reading = read(*paths, mapping=mapping, blank_means=blank_means)
    except LjaError as error:
        return error
    raise AssertionError(f"this was read: {[source[1:] for source in reading.sources]}")


def marks(reading: Reading) -> dict[str, str]:
    """The marks that count: `1001 2025-09-01 AM` to the code, `-` where there is none."""
    rows = reading.marks.sort("pupil_id", "date", "session")
    return {
        f"{pupil} {day} {session}": code or "-"
        for pupil, day, session, code in rows.select("pupil_id", "date", "session", "code").rows()
    }


def places(reading: Reading) -> dict[str, tuple[str, int]]:
    """Where each mark that counts stands: `1001 2025-09-01 AM` to the file's name and the row."""
    rows = reading.marks.select("pupil_id", "date", "session", "source_file", "source_row").rows()
    return {
        f"{pupil} {day} {session}": (Path(file).name, row)
        for pupil, day, session, file, row in rows
    }


def set_aside(reading: Reading) -> dict[str, int]:
    """How many rows were set aside for each reason."""
    reasons: dict[str, int] = {}
    for reason, rows in reading.set_aside.select("set_aside", "rows").rows():
        reasons[reason] = reasons.get(reason, 0) + rows
    return reasons


def found(reading: Reading, *checks: str) -> list[Found]:
    """The findings, or those of some checks alone."""
    rows = findings(reading).select("severity", "check", "source_file", "source_row", "message")
    return [
        Found(severity, check, Path(file).name, row, message)
        for severity, check, file, row, message in rows.rows()
        if not checks or check in checks
    ]


def read_as(reading: Reading) -> dict[str, str]:
    """What each file was taken for, by its name."""
    return {Path(source.path).name: source.read_as for source in reading.sources}

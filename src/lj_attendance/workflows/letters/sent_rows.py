"""The rows of a file of letters sent by others: read, and every bad one told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import TypeVar

import polars as pl

from lj_attendance.errors import UnusableInput
from lj_attendance.ingest.files import read_file
from lj_attendance.ingest.headers import normal, read_header
from lj_attendance.ingest.mapping import Mapping
from lj_attendance.ingest.tables import SourceTable, read_tables
from lj_attendance.school_year import academic_year_name
from lj_attendance.workflows.letters.sent_cells import (
    KnownPupils,
    known_pupils,
    read_how,
    read_issued_on,
    read_pupil_id,
    read_received_on,
    read_stage,
)

FIELDS = ("pupil_id", "upn", "stage", "date", "how", "received", "attendance_percent", "note")
_REMEDY = (
    "Give a CSV or XLSX file with the headers pupil_id (or upn), stage and date; "
    "how, received, attendance_percent and note may follow."
)
Value = TypeVar("Value")
DeliveryDays = Callable[[str, date], int]
"""Calendar days from a letter's date to its receipt, by how it goes: post or hand."""


@dataclass(frozen=True)
class LetterRow:
    """One letter as the file has it."""

    row: int
    pupil_id: str
    stage: int
    issued_on: date
    received_on: date
    how: str  # post or hand
    attendance_percent: str | None  # as written
    note: str | None

    @property
    def academic_year(self) -> str:
        """In which it was issued."""
        return academic_year_name(self.issued_on)


@dataclass(frozen=True)
class LetterFile:
    """The rows of a file, and what to tell of it; `content` is the file's own."""

    rows: tuple[LetterRow, ...]
    notes: tuple[str, ...]
    content: bytes


@dataclass
class _Row:
    """One row while it is read: its cells by field, and what is wrong with it."""

    number: int
    cells: dict[str, str]
    faults: list[str] = field(default_factory=list)

    def fault(self, text: str) -> None:
        self.faults.append(f"row {self.number}: {text}")

    def read(self, reader: Callable[[dict[str, str]], Value]) -> Value | None:
        """What a reader makes of the cells; null, and a fault, when it raises ValueError."""
        try:
            return reader(self.cells)
        except ValueError as error:
            self.fault(str(error))
            return None


def read_letter_rows(
    file: Path, roll: pl.DataFrame | None, delivery_days: DeliveryDays, today: date
) -> LetterFile:
    """Every letter of the file; raises UnusableInput, telling every bad row, if there is one.

    `roll` is needed for UPNs; an ID that it does not have is kept, and told.
    """
    table = _table(file)
    columns = _columns(table)
    known = known_pupils(roll)
    letters, faults, unlisted = [], [], []
    first_rows: dict[tuple[str, str, int], int] = {}
    for row in _rows(table, columns):
        letter = _letter(row, known, delivery_days, today)
        if letter:
            said = (letter.pupil_id, letter.academic_year, letter.stage)
            if first_rows.setdefault(said, row.number) != row.number:
                row.fault(f"the same pupil, year and stage as row {first_rows[said]}.")
            if known.ids and letter.pupil_id not in known.ids:
                unlisted.append(row.number)
            letters.append(letter)
        faults += row.faults
    if faults:
        raise _told(file, faults)
    notes = _notes(table, columns, unlisted)
    return LetterFile(tuple(letters), notes, table.file.content)


def _table(file: Path) -> SourceTable:
    own = {text: name for name in FIELDS for text in (name, name.replace("_", " "))}
    try:
        tables = read_tables(read_file(file), time(12), Mapping(fields=own))
    except UnusableInput as error:
        raise UnusableInput(error.problem, error.where, _REMEDY) from error
    if len(tables) > 1:
        raise UnusableInput("This workbook has several sheets.", str(file), "Keep one of them.")
    return tables[0]


def _columns(table: SourceTable) -> dict[str, str]:
    """The column of each field. Raises UnusableInput when one is there twice, or not at all."""
    found: dict[str, list[str]] = {}
    for place, header in enumerate(table.headers):
        own = normal(header).replace(" ", "_")
        name = own if own in FIELDS else read_header(header).field
        if name in FIELDS:
            found.setdefault(name, []).append(str(place))
    twice = [name for name, places in found.items() if len(places) > 1]
    missing = [name for name in ("stage", "date") if name not in found]
    if not found.keys() & {"pupil_id", "upn"}:
        missing.insert(0, "pupil_id")
    if missing:
        raise UnusableInput(
            f"This file has no column {' and no column '.join(missing)}.", str(table.place), _REMEDY
        )
    if twice:
        raise UnusableInput(
            f"Two columns are headed as '{twice[0]}'.", str(table.place), "Keep one of them."
        )
    return {name: places[0] for name, places in found.items()}


def _rows(table: SourceTable, columns: dict[str, str]) -> list[_Row]:
    rows = []
    for cells in table.cells.rows(named=True):
        texts = {name: (cells[place] or "").strip() for name, place in columns.items()}
        row = _Row(cells["source_row"], texts)
        if row.number in table.overlong_rows:
            row.fault("more cells than the header; a text with a comma needs quotation marks.")
        rows.append(row)
    return rows


def _letter(
    row: _Row, known: KnownPupils, delivery_days: DeliveryDays, today: date
) -> LetterRow | None:
    """The letter of a row; null, with the row's faults told, when it is bad."""
    pupil_id = row.read(lambda cells: read_pupil_id(cells, known))
    stage, how = row.read(read_stage), row.read(read_how)
    issued_on = row.read(lambda cells: read_issued_on(cells, today))
    received_on = row.read(read_received_on)
    if issued_on and received_on and received_on < issued_on:
        row.fault(f"received on {received_on}, before it was sent on {issued_on}.")
    if row.faults or not (pupil_id and stage and how and issued_on):
        return None
    arrival = issued_on + timedelta(days=delivery_days(how, issued_on))
    return LetterRow(
        row.number,
        pupil_id,
        stage,
        issued_on,
        received_on or arrival,
        how,
        row.cells.get("attendance_percent") or None,
        row.cells.get("note") or None,
    )


def _notes(table: SourceTable, columns: dict[str, str], unlisted: list[int]) -> tuple[str, ...]:
    notes = []
    unused = [
        header for place, header in enumerate(table.headers)
        if header.strip() and str(place) not in columns.values()
    ]  # fmt: skip
    if unused:
        notes.append(f"Columns not used: {', '.join(unused)}.")
    if unlisted:
        rows = f"row{'s' if len(unlisted) > 1 else ''} {', '.join(map(str, unlisted))}"
        notes.append(f"Not on the roll in exports/, but entered as they are: {rows}.")
    return tuple(notes)


def _told(file: Path, faults: list[str]) -> UnusableInput:
    count = f"{len(faults)} faults" if len(faults) > 1 else "A fault"
    return UnusableInput(
        f"{count} in these letters, so none was entered:\n"
        + "\n".join(f"- {file.name}, {text}" for text in faults),
        str(file),
        "Correct these rows and run this again; letters in the ledger are not entered twice.",
    )

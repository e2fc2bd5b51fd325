"""How one file is understood: its shape, its columns, its values, and a mapping to start from."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import polars as pl

from lj_attendance.errors import UnusableInput
from lj_attendance.ingest.files import find_files, read_file
from lj_attendance.ingest.layouts import ReadingOptions, read_marks
from lj_attendance.ingest.mapping import Mapping, read_mapping
from lj_attendance.ingest.mapping_text import mapping_text, unread_sessions
from lj_attendance.ingest.mark_texts import UNKNOWN
from lj_attendance.ingest.recognise import Recognised, recognise
from lj_attendance.ingest.tables import SourceTable, read_tables
from lj_attendance.policy.settings import Settings
from lj_attendance.workflows.recognising import absent_headers

_FOR_EXAMPLE = "exports/marks.csv"


class ColumnUse(NamedTuple):
    """One column: its header, the field it was taken for, and some of its values.

    Names and other words about pupils are not shown.
    """

    header: str
    taken_as: str
    examples: str


@dataclass(frozen=True)
class Explanation:
    """One table of a file, as lja understands it."""

    place: str
    kind: str
    text: str  # encoding, delimiter, header's row
    columns: tuple[ColumnUse, ...]
    marks: tuple[str, ...]  # sentences on what was read
    unknown_marks: tuple[str, ...]
    remedy: str
    mapping: str  # TOML
    absent: tuple[str, ...] = ()  # sentences on the headers that the mapping names in vain


def explain(
    path: Path, settings: Settings, today: date, mapping: Path | None = None, *, shown: int = 3
) -> list[Explanation]:
    """How each table of a file is understood, with `shown` values of each column.

    Raises UnusableInput when it is no table.
    """
    own = read_mapping(mapping) if mapping else Mapping()
    if not path.is_file():
        raise _no_file(path)
    options = ReadingOptions(settings.clock("pm_register_opens", today), own)
    tables = read_tables(read_file(path), options.pm_opens, own)
    first, *others = [_explain(table, options, shown) for table in tables]
    absent = tuple(map(str, absent_headers(own, tables)))
    return [replace(first, absent=absent), *others]


def _no_file(path: Path) -> UnusableInput:
    if not path.is_dir():
        return UnusableInput("There is no such file.", str(path), f"Name one, as {_FOR_EXAMPLE}.")
    try:
        example = str(find_files([path])[0][0])
    except UnusableInput:
        example = _FOR_EXAMPLE
    return UnusableInput(
        "This is a folder; one file is explained at a time.",
        str(path),
        f"Name one file in it, such as: lja import --explain {shlex.quote(example)}",
    )


def _explain(table: SourceTable, options: ReadingOptions, shown: int) -> Explanation:
    found = recognise(table, options.mapping, options.pm_opens)
    sentences, unknown = (
        _marks(found, options) if found.has_marks else ([f"{table.cells.height:,} rows."], [])
    )
    return Explanation(
        table.place,
        found.kind,
        _text(table),
        tuple(_columns(found, shown)),
        tuple(sentences),
        tuple(unknown),
        found.remedy,
        mapping_text(
            found,
            options.mapping,
            unread_sessions(found, options.mapping, options.pm_opens),
            unknown,
        ),
    )


def _text(table: SourceTable) -> str:
    names = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
    between = f", cells between {names[table.delimiter]}" if table.delimiter else ""
    header = f"header in row {table.header_row}" if table.header_row else "no header"
    second = f" and {table.header_row + 1}" if table.second_headers else ""
    return f"{table.encoding}{between}, {header}{second}"


def _columns(found: Recognised, shown: int) -> list[ColumnUse]:
    fields = {column: name for name, places in found.columns.items() for column in places}
    uses = []
    for place, header in enumerate(found.table.headers):
        column = str(place)
        if column in found.days:
            continue
        name = fields.get(column, "")
        is_shown = name in (
            "date",
            "session",
            "time",
            "mark",
            "start_date",
            "minutes_late",
            "year_group",
            "registration_group",
        )
        uses.append(
            ColumnUse(
                header or f"(column {place + 1})",
                name or "not used",
                _examples(found, column, shown) if is_shown else "",
            )
        )
    if found.days:
        days = sorted(column.day for column in found.days.values() if column.day)
        span = f"{days[0]} to {days[-1]}" if days else "no such day"
        uses.append(ColumnUse(f"{len(found.days)} columns", "a session each", span))
    return uses


def _examples(found: Recognised, column: str, shown: int) -> str:
    values = (
        found.table.cells[column].drop_nulls().unique(maintain_order=True).head(shown).to_list()
    )
    return ", ".join(value[:24] for value in values)


def _marks(found: Recognised, options: ReadingOptions) -> tuple[list[str], list[str]]:
    """What came of reading it, and the marks that are no codes."""
    rows = read_marks(found, options).rows
    days = rows["date"].drop_nulls()
    unmarked = rows["code"].null_count()
    first, last = (days.min(), days.max()) if days.len() else ("none", "none")
    sentences = [
        f"{rows.height:,} marks read, {unmarked:,} of them empty or saying that there is none.",
        f"Days: {first!s} to {last!s}; {rows['date'].null_count():,} rows have no readable date.",
        f"{rows['session'].null_count():,} rows say neither AM nor PM.",
    ]
    unknown = (
        rows.filter(pl.col("code") == UNKNOWN)["mark_text"]
        .cast(pl.String)
        .str.strip_chars()
        .unique()
        .sort()
        .to_list()
    )
    return sentences, unknown

"""A saved mapping: the school's own word on what another system's columns and marks mean."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lj_attendance.errors import UnusableInput
from lj_attendance.ingest.headers import known_fields, normal
from lj_attendance.ingest.mark_texts import is_unmarked, read_mark

_SECTIONS = {
    "columns": "our name = their header",
    "values": "how their cells are written",
    "marks": "their mark = the national code",
}
_VALUES = {"date_format": str, "one_character_codes": bool}


@dataclass(frozen=True)
class Mapping:
    """Which header holds which field, and how cells are to be read; empty for Arbor's own."""

    fields: dict[str, str] = field(default_factory=dict)  # normal header: field
    date_format: str = ""
    one_character_codes: bool = False
    marks: dict[str, str] = field(default_factory=dict)  # their mark: code

    def for_table(self, headers: set[str]) -> Mapping:
        """This mapping, if a table of these normal headers is of the system it is for.

        It is when at least half of the headers that the mapping names are there.
        """
        named = len(self.fields.keys() & headers)
        return self if named * 2 >= len(self.fields) else Mapping()

    def read_date(self, text: str | None) -> date | None:
        """The day a cell names by the mapping's own format; None when it does not fit."""
        try:
            return datetime.strptime((text or "").strip(), self.date_format).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            return None


def read_mapping(path: Path) -> Mapping:
    """A mapping from its TOML file. Raises UnusableInput naming every key that is wrong."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnusableInput(
            f"The mapping cannot be read: {error}.",
            str(path),
            "Write one to start from with: lja import --explain FILE --save mapping.toml",
        ) from error
    faults = [*_unknown_sections(raw), *_faults(raw)]
    if faults:
        raise UnusableInput(
            "The mapping has keys or values that lja does not know.", str(path), " ".join(faults)
        )
    columns = raw.get("columns", {})
    return Mapping(
        {normal(header): name for name, header in columns.items() if header},
        raw.get("values", {}).get("date_format", ""),
        raw.get("values", {}).get("one_character_codes", False),
        raw.get("marks", {}),
    )


def _unknown_sections(raw: dict[str, Any]) -> list[str]:
    return [
        f"[{name}] is not a section{_meant(name, list(_SECTIONS))}; "
        f"the sections are {', '.join(_SECTIONS)}."
        for name in raw
        if name not in _SECTIONS
    ]


def _faults(raw: dict[str, Any]) -> list[str]:
    faults = [
        f"[{name}] has to be a section."
        for name in raw
        if name in _SECTIONS and not isinstance(raw[name], dict)
    ]
    if faults:
        return faults
    for name, header in raw.get("columns", {}).items():
        if name not in known_fields():
            faults.append(f"columns.{name} is not a field{_meant(name, known_fields())}.")
        if not isinstance(header, str):
            faults.append(f"columns.{name} has to be their header, in quotation marks.")
    for name, value in raw.get("values", {}).items():
        if name not in _VALUES:
            faults.append(f"values.{name} is not a setting{_meant(name, list(_VALUES))}.")
        elif not isinstance(value, _VALUES[name]):
            faults.append(f"values.{name} has to be {_VALUES[name].__name__}.")
    faults += [
        f'marks.{mark} has to be a code, in quotation marks, or "-" for no mark (see: lja codes).'
        for mark, code in raw.get("marks", {}).items()
        if not isinstance(code, str) or not (read_mark(code) or is_unmarked(code))
    ]
    return faults


def _meant(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, 1)
    return f" (did you mean {close[0]}?)" if close else ""

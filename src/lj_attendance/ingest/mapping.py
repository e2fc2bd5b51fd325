"""A saved mapping: the school's own word on what another system's columns and marks mean."""

from __future__ import annotations

import difflib
import re
import tomllib
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from lj_attendance.errors import UnusableInput
from lj_attendance.ingest.headers import known_fields, normal
from lj_attendance.ingest.mark_texts import is_unmarked, read_mark
from lj_attendance.ingest.values import read_session, split_day_and_session, tidy

_SECTIONS = {
    "columns": "our name = their header",
    "values": "how their cells are written",
    "sessions": "their word = AM or PM",
    "marks": "their mark = the national code",
}
_VALUES = {"date_format": str, "one_character_codes": bool}
_SOME_DAYS = (date(2025, 9, 4), date(2024, 12, 31))  # a format has to read every part of them


class AbsentHeader(NamedTuple):
    """A header that the mapping names and no file has, with the nearest one that a file has."""

    field: str
    header: str
    nearest: str | None

    def __str__(self) -> str:
        """The sentence that tells it."""
        meant = f"; did you mean '{self.nearest}'?" if self.nearest else "."
        return f"The mapping's {self.field} is '{self.header}', a header that no file has{meant}"


@dataclass(frozen=True)
class Mapping:
    """Which header holds which field, and how cells are to be read; empty for Arbor's own."""

    fields: dict[str, str] = field(default_factory=dict)  # normal header: field
    date_format: str = ""
    one_character_codes: bool = False
    marks: dict[str, str] = field(default_factory=dict)  # their mark: code
    sessions: dict[str, str] = field(default_factory=dict)  # their word: AM or PM
    place: str = ""  # its file
    headers: dict[str, str] = field(default_factory=dict)  # normal header: as the mapping has it

    def for_table(self, headers: set[str]) -> Mapping:
        """This mapping, if a table of these normal headers is of the system it is for.

        It is when at least half of the headers that the mapping names are there.
        """
        named = len(self.fields.keys() & headers)
        return self if named * 2 >= len(self.fields) else Mapping()

    def absent(self, headers: Iterable[str]) -> list[AbsentHeader]:
        """The headers it names that are not among these, which are all that the files have."""
        if not self.headers:
            return []
        there = {normal(header): header.strip() for header in headers}
        free = [name for name in there if name not in self.fields]
        return [
            AbsentHeader(self.fields[name], header, there.get(_nearest(name, free) or ""))
            for name, header in self.headers.items()
            if name not in there
        ]

    def read_date(self, text: str | None) -> date | None:
        """The day a cell names by the mapping's own format; None when it does not fit."""
        try:
            return datetime.strptime((text or "").strip(), self.date_format).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            return None

    @cached_property
    def _folded_sessions(self) -> dict[str, str]:
        return {tidy(word).casefold(): session for word, session in self.sessions.items()}

    def names_session(self, text: str | None) -> bool:
        """Whether the mapping itself says which session a text stands for."""
        return bool(self.sessions) and tidy(text or "").casefold() in self._folded_sessions

    def read_session(self, text: str | None, pm_opens: time) -> str | None:
        """AM or PM by the mapping's own words, else as everywhere."""
        if self.names_session(text):
            return self._folded_sessions[tidy(text or "").casefold()]
        return read_session(text, pm_opens)

    def split_day_and_session(self, text: str | None, pm_opens: time) -> tuple[str, str] | None:
        """A column's header as its day's text and AM or PM, by the mapping's own words first."""
        for word, session in self._folded_sessions.items():
            own = re.escape(word)
            form = rf"(?P<day>.*\S)[\s_(-]+{own}\)?|{own}[\s_:,-]+(?P<after>.*\S)"
            if found := re.fullmatch(form, tidy(text or ""), re.IGNORECASE):
                return (found["day"] or found["after"]).strip(" -_,:()"), session
        return split_day_and_session(text, pm_opens)


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
            "The mapping has keys or values that lja cannot use.", str(path), " ".join(faults)
        )
    columns = {name: header for name, header in raw.get("columns", {}).items() if header}
    values = raw.get("values", {})
    return Mapping(
        fields={normal(header): name for name, header in columns.items()},
        date_format=values.get("date_format", ""),
        one_character_codes=values.get("one_character_codes", False),
        marks=raw.get("marks", {}),
        sessions={word: name.strip().upper() for word, name in raw.get("sessions", {}).items()},
        place=str(path),
        headers={normal(header): header.strip() for header in columns.values()},
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
    faults += _faults_of_values(raw.get("values", {}))
    faults += [
        f'sessions.{word} has to be "AM" or "PM", in quotation marks.'
        for word, name in raw.get("sessions", {}).items()
        if not isinstance(name, str) or name.strip().upper() not in ("AM", "PM")
    ]
    faults += [
        f'marks.{mark} has to be a code, in quotation marks, or "-" for no mark (see: lja codes).'
        for mark, code in raw.get("marks", {}).items()
        if not isinstance(code, str) or not (read_mark(code) or is_unmarked(code))
    ]
    return faults


def _faults_of_values(values: dict[str, Any]) -> list[str]:
    faults = []
    for name, value in values.items():
        if name not in _VALUES:
            faults.append(f"values.{name} is not a setting{_meant(name, list(_VALUES))}.")
        elif not isinstance(value, _VALUES[name]):
            faults.append(f"values.{name} has to be {_VALUES[name].__name__}.")
        elif isinstance(value, str) and value and not _reads_days(value):
            faults.append(
                f'values.date_format = "{value}" reads no day, month and year: write it with %d, '
                '%m and %Y, such as "%d.%m.%Y" for 04.09.2025 (%y is 25, %b is Sep, %B is '
                "September)."
            )
    return faults


def _reads_days(date_format: str) -> bool:
    """Whether a day written in a format is read back as that day."""
    mapping = Mapping(date_format=date_format)
    try:
        with warnings.catch_warnings(action="ignore"):  # of formats without a year
            return all(
                mapping.read_date(datetime.combine(day, time(), UTC).strftime(date_format)) == day
                for day in _SOME_DAYS
            )
    except (ValueError, re.error):  # re.error: a part twice over
        return False


def _nearest(name: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, list(known), 1)), None)


def _meant(name: str, known: list[str]) -> str:
    nearest = _nearest(name, known)
    return f" (did you mean {nearest}?)" if nearest else ""

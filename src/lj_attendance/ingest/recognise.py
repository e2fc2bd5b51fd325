"""What a table is, by its content: marks in one of the known shapes, a roll, or something else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time
from typing import NamedTuple

import polars as pl

from lj_attendance.ingest.files import EXPORT_REMEDY
from lj_attendance.ingest.headers import normal, read_header
from lj_attendance.ingest.lessons import numbers_lessons
from lj_attendance.ingest.mapping import Mapping
from lj_attendance.ingest.mark_change_columns import MARK_CHANGES, tells_changes
from lj_attendance.ingest.tables import SourceTable
from lj_attendance.ingest.values import looks_like_date, read_date

LONG = "marks, long"
WIDE = "marks, wide"
TWO_HEADERS = "marks, wide, two header rows"
BI_TABLE = "marks, Arbor BI table"
STRINGS = "marks, a string from a start date"
ROLL = "roll"
CONTACTS = "contacts"
LESSONS = "lesson marks"
MARKS = (LONG, WIDE, TWO_HEADERS, BI_TABLE, STRINGS)

IDENTITY = ("pupil_id", "upn", "name", "surname")
_ROLL_FIELDS = (
    "year_group", "registration_group", "date_of_birth", "sex", "ethnicity", "house", "sen_status",
    "fsm", "pupil_premium", "eal", "in_care", "child_protection", "young_carer", "on_roll_from",
    "on_roll_until",
)  # fmt: skip
_CONTACT_FIELDS = (
    "guardian", "contact_forename", "contact_surname", "relationship", "primary_guardian",
)  # fmt: skip
_CODE_CHARACTER = r"[/\\#\- B-IJ-Z]"  # no code is A
_MOSTLY = 80  # percent of a string's characters that have to be codes
_LOOK_AT = 200  # rows; enough to tell what a column holds


class SessionColumn(NamedTuple):
    """A column that is a session: its day, None when there is no such day, and AM or PM."""

    day: date | None
    session: str
    day_text: str


@dataclass(frozen=True)
class Recognised:
    """What a table was taken for; `remedy` tells what to export when it is of no use."""

    table: SourceTable
    kind: str
    columns: dict[str, list[str]] = field(default_factory=dict)  # field: columns, best first
    days: dict[str, SessionColumn] = field(default_factory=dict)  # by column
    remedy: str = ""
    mapping: Mapping = field(default_factory=Mapping)  # the saved mapping, if it is for this table
    lost: list[str] = field(default_factory=list)  # headers of days that say neither AM nor PM

    @property
    def has_marks(self) -> bool:
        """Whether sessions' marks can be read from it."""
        return self.kind in MARKS


def recognise(table: SourceTable, mapping: Mapping, pm_opens: time) -> Recognised:
    """What a table is, with the columns that hold each field."""
    mapping = mapping.for_table({normal(text) for text in (*table.headers, *table.second_headers)})
    columns = _columns(table, mapping)
    days = _days(table, mapping, pm_opens)
    kind, remedy = _kind(table, columns, days)
    if kind in (LONG, BI_TABLE):
        periods = columns.get("session", [])
        kind = LESSONS if numbers_lessons(table.cells, periods, mapping, pm_opens) else kind
    if kind == STRINGS:
        columns = _string_columns(table, columns)
    lost = _sessionless(table, days) if kind in (WIDE, TWO_HEADERS) else []
    return Recognised(table, kind, columns, days, remedy, mapping, lost)


def _columns(table: SourceTable, mapping: Mapping) -> dict[str, list[str]]:
    """Each field's columns, the mapping's own first, then by the aliases' order."""
    found: dict[str, list[tuple[int, str]]] = {}
    for place, header in enumerate(table.fields()):
        name = mapping.fields.get(header.normal, header.field)
        if name:
            preference = -1 if header.normal in mapping.fields else header.preference
            found.setdefault(name, []).append((preference, str(place)))
    below = enumerate(table.second_headers)
    for place, text in below:  # two header rows: the pupil's columns may be named in the lower one
        header_field = _field_of(text, mapping)
        if header_field and not table.headers[place].strip():
            found.setdefault(header_field, []).append((0, str(place)))
    return {name: [column for _, column in sorted(places)] for name, places in found.items()}


def _field_of(text: str, mapping: Mapping) -> str | None:
    return mapping.fields.get(normal(text), read_header(text).field)


def _days(table: SourceTable, mapping: Mapping, pm_opens: time) -> dict[str, SessionColumn]:
    """The columns that are a session each; a merged date is carried to the right."""
    days: dict[str, SessionColumn] = {}
    above = ""
    for place, upper in enumerate(table.headers):
        if not table.second_headers:
            found = mapping.split_day_and_session(upper, pm_opens)
        else:
            above = upper if upper.strip() else above
            session = mapping.read_session(table.second_headers[place], pm_opens)
            found = (above, session) if session else None
        if found and mapping.date_format and mapping.read_date(found[0]):
            days[str(place)] = SessionColumn(mapping.read_date(found[0]), *found[::-1])
        elif found and looks_like_date(found[0]):
            days[str(place)] = SessionColumn(read_date(found[0]), *found[::-1])
    return days


def _sessionless(table: SourceTable, days: dict[str, SessionColumn]) -> list[str]:
    """The headers that are a date, in a wide table, without saying AM or PM, with cells below."""
    return [
        text
        for place, text in enumerate(table.headers)
        if str(place) not in days
        and looks_like_date(text)
        and table.cells[str(place)].null_count() < table.cells.height
    ]


def _kind(
    table: SourceTable, columns: dict[str, list[str]], days: dict[str, SessionColumn]
) -> tuple[str, str]:
    """The kind's name; with a remedy where it is of no use."""
    has_pupil = any(name in columns for name in IDENTITY)
    if "attendance_meaning" in columns:
        return (
            "weekly totals from Bromcom",
            f"It is already summed, so no session can be read from it. {EXPORT_REMEDY}",
        )
    if _is_daily_list(table):
        return (
            "Arbor's Daily Attendance list",
            f"It counts lessons and holds no pupils. {EXPORT_REMEDY}",
        )
    if days and has_pupil:
        return (TWO_HEADERS if table.second_headers else WIDE), ""
    if has_pupil and "date" in columns and tells_changes(table.headers):
        return MARK_CHANGES, ""
    if _string_columns(table, columns):
        return STRINGS, ""
    if "class" in columns and has_pupil and "mark" in columns and "session" not in columns:
        return LESSONS, ""
    if has_pupil and "date" in columns and "mark" in columns:
        raw = any(header.normal == "raw_mark" for header in table.fields())
        return (BI_TABLE if raw else LONG), ""
    return _without_marks(table, columns, has_pupil)


def _without_marks(
    table: SourceTable, columns: dict[str, list[str]], has_pupil: bool
) -> tuple[str, str]:
    if has_pupil and any(name in columns for name in _CONTACT_FIELDS):
        return CONTACTS, ""
    tells = {name for name in _ROLL_FIELDS if name in columns}
    is_report = "attendance_percent" in columns and tells <= {"year_group", "registration_group"}
    if tells and has_pupil and "mark" not in columns and not is_report:
        return ROLL, ""
    if "attendance_percent" in columns:
        return "a report of percentages", f"A percentage cannot be traced to marks. {EXPORT_REMEDY}"
    if "mark" in columns and has_pupil:
        return "marks without dates", f"It needs a date for each mark. {EXPORT_REMEDY}"
    names = ", ".join(f"'{text}'" for text in table.told_headers()[:6]) or "not to be found"
    return "not an export that lja knows", (
        f"Its headers are: {names}. If it does hold marks, tell lja which column is which: "
        f"lja import --explain FILE writes a mapping to fill in. Otherwise: {EXPORT_REMEDY}"
    )


def _is_daily_list(table: SourceTable) -> bool:
    """Cells like `Present: 26 Absent: 1 Late: 0` in place of marks."""
    head = table.cells.head(_LOOK_AT).drop("source_row")
    counts = head.select(pl.all().str.contains(r"(?i)present:\s*\d+.*absent:\s*\d+").any())
    return bool(counts.width) and any(value for value in counts.row(0) if value)


def _string_columns(table: SourceTable, columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """The columns of a table of mark strings, found by content; empty when it is none.

    One column of days and one whose cells are whole weeks of marks, beside a pupil's column.
    """
    if "session" in columns:
        return {}
    head = table.cells.head(_LOOK_AT)
    roll = {place for name in _ROLL_FIELDS for place in columns.get(name, [])}
    names = [column for column in head.columns if column != "source_row" and column not in roll]
    strings = [column for column in names if _holds_strings(head[column])]
    starts = [column for column in names if _all_fit(head[column], read_date)]
    if len(strings) != 1 or not starts:
        return {}
    pupil = {
        name: places
        for name, places in columns.items()
        if name in (*IDENTITY, "forename", "registration_group", "year_group")
    }
    if not pupil and not table.header_row:
        upns = [
            c
            for c in names
            if _all_fit(
                head[c], lambda text: re.fullmatch(r"[A-Za-z]\d{11}[\dA-Za-z]", text.strip())
            )
        ]
        pupil = {"upn": upns[:1]} if upns else {}
    start = columns.get("start_date", columns.get("date", starts))[0]
    return {**pupil, "start_date": [start], "mark_string": strings} if pupil else {}


def _holds_strings(cells: pl.Series) -> bool:
    """Whether the cells are rows of one-character marks: mostly codes, and present in some."""
    texts = cells.drop_nulls()
    length = texts.str.len_chars().sum()
    codes = texts.str.count_matches(_CODE_CHARACTER).sum()
    if not length or codes * 100 < length * _MOSTLY or bool((texts.str.len_chars() < 2).any()):
        return False
    return bool(texts.str.contains(r"[/\\]").any()) and not bool(texts.str.contains(r"\d").any())


def _all_fit(cells: pl.Series, reader: object) -> bool:
    texts = cells.drop_nulls().to_list()
    return bool(texts) and callable(reader) and all(reader(text) for text in texts)

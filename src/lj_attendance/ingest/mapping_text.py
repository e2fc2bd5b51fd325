"""A mapping to start from, as TOML: what was understood of a table, and the rest to fill in."""

from __future__ import annotations

from datetime import time

from lj_attendance.ingest import recognise as kinds
from lj_attendance.ingest.lessons import number_of
from lj_attendance.ingest.mapping import Mapping
from lj_attendance.ingest.recognise import Recognised
from lj_attendance.ingest.values import tidy

_MARKS_NEED = ("pupil_id", "upn", "name", "date", "session", "mark", "minutes_late", "note")
_OFFERED = 40  # headers, words or marks to fill in
_LONGEST_WORD = 24  # characters; a longer text is none of the words for a session


def mapping_text(
    found: Recognised, own: Mapping, unread_sessions: list[str], unknown_marks: list[str]
) -> str:
    """A mapping for a table: its columns, what the mapping it was read with says, and the rest.

    `unread_sessions` and `unknown_marks` are cells that nothing tells the meaning of.
    """
    day, signs = own.date_format, own.one_character_codes
    lines = [
        "# What the columns, sessions and marks of this system mean. Use it with: --mapping FILE",
        "",
        "[columns]",
        "# our name = their header, as it stands in the file",
        *_columns(found, own),
        "",
        "[values]",
        f"date_format = {_quoted(day)}"
        if day
        else '# date_format = "%d/%m/%Y"  # only when dates are written in a way of their own',
        ("" if signs else "# ")
        + "one_character_codes = true  # reads < as C1, > as C2, ? as J1, $ as Y1 ...",
        "",
        "[sessions]",
        '# their word = "AM" or "PM", such as "Vormittag" = "AM"',
        *(f"{_quoted(word)} = {_quoted(session)}" for word, session in own.sessions.items()),
        *(f'# {_quoted(word)} = ""' for word in unread_sessions[:_OFFERED]),
        "",
        "[marks]",
        '# their mark = the national code, such as "Ill" = "I"',
        *(f"{_quoted(mark)} = {_quoted(code)}" for mark, code in own.marks.items()),
        *(f'# {_quoted(mark)} = ""' for mark in unknown_marks[:_OFFERED]),
    ]
    return "\n".join(lines) + "\n"


def unread_sessions(found: Recognised, own: Mapping, pm_opens: time) -> list[str]:
    """What stands in the sessions' columns and is neither AM nor PM; the numbers of lessons too."""

    def is_read(text: str) -> bool:
        of_lessons = found.kind == kinds.LESSONS and number_of(text, own) is not None
        return not of_lessons and own.read_session(text, pm_opens) is not None

    texts = {
        tidy(text)
        for place in found.columns.get("session", [])
        for text in found.table.cells[place].unique().to_list()
        if text
    }
    words = {text for text in texts if 0 < len(text) <= _LONGEST_WORD}
    return sorted(text for text in words if not is_read(text))


def _columns(found: Recognised, own: Mapping) -> list[str]:
    """The fields found with their headers, those that marks need, and the headers left over."""
    table = found.table
    lines = [
        f"{name} = {_quoted(table.headers[int(places[0])])}"
        for name, places in found.columns.items()
        if table.headers[int(places[0])]
    ]
    elsewhere = {
        name: own.headers[header]
        for header, name in own.fields.items()
        if name not in found.columns
    }
    lines += [
        f"# {name} = {_quoted(header)}  # no such header in this file"
        for name, header in elsewhere.items()
    ]
    if not found.days:
        known = {*found.columns, *elsewhere}
        lines += [f'# {name} = ""' for name in _MARKS_NEED if name not in known]
    used = {table.headers[int(column)] for places in found.columns.values() for column in places}
    used |= {table.headers[int(column)] for column in found.days}
    free = [header for header in table.told_headers() if header not in used]
    if free:
        lines.append(f"# headers not used: {', '.join(map(_quoted, free[:_OFFERED]))}")
    return lines


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    escaped = "".join(
        f"\\u{ord(c):04x}" if ord(c) < 32 or ord(c) == 127 else c
        for c in text.replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'"{escaped}"'

"""The school's mapping of its own form: read from leave-form.toml, and written to start from."""

from __future__ import annotations

import difflib
import re
import tomllib
import warnings
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from lj_attendance.errors import UnusableInput
from lj_attendance.ingest.headers import normal
from lj_attendance.ingest.leave_columns import ColumnMapping, known_fields
from lj_attendance.ingest.leave_table import FormTable, fullest, read_form_tables
from lj_attendance.ingest.leave_values import Unreadable, plain_words, read_reason, reasons
from lj_attendance.ingest.mapping import Mapping
from lj_attendance.ingest.values import tidy

_SECTIONS = {"columns": dict, "reasons": dict, "date_format": str}
_SOME_DAYS = (date(2025, 9, 4), date(2024, 12, 31))  # a format has to read every part of them
_LONGEST_ANSWER = 60  # characters; a longer one is nobody's ready-made choice
_OFFERED = 40  # headers or words to fill in


def read_column_mapping(path: Path) -> ColumnMapping:
    """A mapping from its TOML file. Raises UnusableInput naming every key that is wrong."""
    raw = read_toml(path, "The form's mapping")
    faults = _faults(raw)
    if faults:
        raise UnusableInput(
            "The form's mapping has parts that cannot be used:\n- " + "\n- ".join(faults),
            str(path),
            "Correct these keys; lja leave form FILE writes a mapping to start from.",
        )
    return ColumnMapping(
        {name: header.strip() for name, header in raw.get("columns", {}).items()},
        {words: reason.strip() for words, reason in raw.get("reasons", {}).items()},
        raw.get("date_format", "").strip(),
        str(path),
    )


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """A TOML file as plain values, a byte order mark left out. Raises UnusableInput."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        problem, remedy = error.strerror or str(error), "Check the path, and that you may read it."
    except UnicodeDecodeError as error:
        problem = f"it is not UTF-8 at byte {error.start + 1}"
        remedy = "Save it as UTF-8: in Notepad, Save As, Encoding."
    except tomllib.TOMLDecodeError as error:
        problem = str(error)
        remedy = "Correct that place: text stands in quotation marks, dates as 2026-01-05."
    raise UnusableInput(f"{what} cannot be read: {problem}.", str(path), remedy)


def meant(name: str, known: Iterable[str]) -> str:
    """The end of a sentence: what was probably meant, else what there is to choose from."""
    names = list(known)
    close = difflib.get_close_matches(name.casefold(), names, 1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(names)}."


def _faults(raw: dict[str, Any]) -> list[str]:
    faults = [
        f"{name} is not a part of this file{meant(name, _SECTIONS)}"
        for name in raw
        if name not in _SECTIONS
    ]
    misshapen = [
        name for name, kind in _SECTIONS.items() if not isinstance(raw.get(name, kind()), kind)
    ]
    for name in misshapen:
        form = "text in quotation marks" if name == "date_format" else "a section"
        faults.append(f"{name}: it has to be {form}.")
    sound = {name: value for name, value in raw.items() if name not in misshapen}
    faults += _faults_of_columns(sound.get("columns", {}))
    for words, reason in sound.get("reasons", {}).items():
        if not isinstance(reason, str) or reason.strip() not in reasons():
            faults.append(
                f'[reasons], key "{words}": it has to be a reason in quotation marks'
                f"{meant(str(reason), reasons())}"
            )
        elif not plain_words(words):
            faults.append(f'[reasons], key "{words}": it has no words.')
    day = sound.get("date_format", "")
    if day and not _reads_days(day):
        faults.append(
            f'date_format = "{day}" reads no day, month and year: write it with %d, %m and %Y, '
            'such as "%d/%m/%Y" for 05/01/2026 (%y is 26, %b is Jan, %B is January).'
        )
    return faults


def _faults_of_columns(columns: dict[str, Any]) -> list[str]:
    faults = [
        "date_format belongs at the top of the file, above [columns]."
        if name == "date_format"
        else f"[columns], key {name} is not a field{meant(name, known_fields())}"
        for name in columns
        if name not in known_fields()
    ]
    faults += [
        f'[columns], key {name}: it has to be their header in quotation marks, "" for none.'
        for name, header in columns.items()
        if not isinstance(header, str)
    ]
    headers = Counter(normal(text) for text in columns.values() if isinstance(text, str) and text)
    faults += [
        f"[columns]: {number} fields have the header '{header}'; a column tells one."
        for header, number in headers.items()
        if number > 1
    ]
    return faults


def _reads_days(date_format: str) -> bool:
    """Whether a day written in a format is read back as that day."""
    form = Mapping(date_format=date_format)
    try:
        with warnings.catch_warnings(action="ignore"):  # of formats without a year
            return all(form.read_date(day.strftime(date_format)) == day for day in _SOME_DAYS)
    except (ValueError, re.error):  # re.error: a part twice over
        return False


def mapping_text(path: Path, own: ColumnMapping | None = None) -> str:
    """A mapping for a form: its columns, what `own` says of it, and the rest to fill in.

    Of the reasons that no words are known for, those told more than once are offered: what a
    parent wrote in free text stays in the form.
    """
    own = own or ColumnMapping()
    form = fullest(read_form_tables(path, own))
    day = own.date_format
    lines = [
        "# What the columns and the reasons of this form mean. Keep it as leave-form.toml beside",
        "# lja.toml.",
        "",
        f"date_format = {_quoted(day)}"
        if day
        else '# date_format = "%m/%d/%Y"  # only when dates are not written day first',
        "",
        "[columns]",
        '# our name = their header, as it stands in the file; "" for a column not to be read',
        *_columns(form, own),
        "",
        "[reasons]",
        "# their words = our reason, which is one of:",
        f"# {', '.join(reasons())}",
        *(f"{_quoted(words)} = {_quoted(reason)}" for words, reason in own.reasons.items()),
        *(f'# {_quoted(words)} = ""' for words in _unread_reasons(form)[:_OFFERED]),
    ]
    return "\n".join(lines) + "\n"


def _columns(form: FormTable, own: ColumnMapping) -> list[str]:
    """The fields found with their headers, the others to fill in, and the headers left over."""
    rivals = form.columns.rivals
    found = {name: form.columns.header(name) for name in form.columns.places if name not in rivals}
    lines = [f"{name} = {_quoted(header)}" for name, header in found.items()]
    for name, headers in rivals.items():
        lines += [f"# {name} = {_quoted(header)}  # which of these?" for header in headers]
    for name in known_fields():
        header = own.columns.get(name)
        if name in found or name in rivals:
            continue
        if header == "":
            lines.append(f'{name} = ""')
        elif header:
            lines.append(f"# {name} = {_quoted(header)}  # no such header in this form")
        else:
            lines.append(f'# {name} = ""')
    if free := form.columns.unused():
        lines.append(f"# headers not used: {', '.join(map(_quoted, free[:_OFFERED]))}")
    return lines


def _unread_reasons(form: FormTable) -> list[str]:
    """Answers that tell no reason, given more than once, in order."""
    answers = Counter(tidy(text) for text in form.texts("reason"))
    return sorted(
        text
        for text, number in answers.items()
        if number > 1 and len(text) <= _LONGEST_ANSWER and not _is_read(text, form.own)
    )


def _is_read(text: str, own: ColumnMapping) -> bool:
    try:
        return bool(read_reason(text, own.reasons))
    except Unreadable:
        return False


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    escaped = "".join(
        f"\\u{ord(c):04x}" if ord(c) < 32 or ord(c) == 127 else c
        for c in text.replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'"{escaped}"'

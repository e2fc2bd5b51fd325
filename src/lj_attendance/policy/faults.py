"""What is wrong in a file that a school wrote: place, key, what was expected, what was given.

In a module of its own, as only a workspace's files need pydantic's models.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date, time
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError

_LONGEST = 40  # characters of a value that a message repeats
_EXPECTED = {
    "missing": "a value",
    "string_type": "text in quotation marks",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "date_type": "a date such as 2026-09-01, without quotation marks",
    "list_type": "a list in square brackets",
    "too_short": "a list with at least one entry",
    "dict_type": "a section",
    "model_type": "a section",
    "model_attributes_type": "a section",
}
"""By pydantic's name of a fault."""


class Form(BaseModel):
    """The form of a part of a file: no other keys, no values of another kind."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def faults_of(error: ValidationError, form: Any, raw: Any, section: tuple[str, ...]) -> list[str]:
    """Each fault in a sentence; `form` is what `raw`, the part of the file at `section`, has to be.

    Entries of a list are counted from 1, as they stand in the file.
    """
    return [_fault(detail, form, raw, section) for detail in error.errors()]


def _fault(detail: Any, form: Any, raw: Any, section: tuple[str, ...]) -> str:
    loc = tuple(detail["loc"])
    if detail["type"] == "extra_forbidden":
        known = _keys_at(form, loc[:-1])
        return f"{place_of(loc, raw, section)} is not a key that lja knows{meant(loc[-1], known)}"
    place = place_of(loc, raw, section)
    if detail["type"] == "missing":
        return f"{place} is missing."
    if detail["type"] == "value_error":
        told = str(detail["ctx"]["error"])
    elif detail["type"] == "literal_error":
        told = "it has to be " + detail["ctx"]["expected"].replace("'", '"')
    else:
        told = f"it has to be {_EXPECTED.get(detail['type'], detail['msg'])}"
    is_whole = isinstance(detail["input"], dict | list | BaseModel)
    given = "" if is_whole else f", not {shown(detail['input'])}"
    return f"{place}: {told}{given}."


def place_of(loc: Iterable[str | int], raw: Any, section: tuple[str, ...]) -> str:
    """A place as it looks in the file: `[[calendar.term]] number 2, key half_term.last`."""
    table, number, keys, items = list(section), 0, list[str](), list[str]()
    value, called = raw, ""
    for part in loc:
        value = value[part] if _holds(value, part) else None
        if isinstance(part, str):
            keys.append(part)
        elif isinstance(value, dict):
            table, number, keys = [*table, *keys], part + 1, []
            called = str(value.get("name") or "")
        else:
            items.append(f"item {part + 1}")
    name = ".".join(table)
    entry = f"[[{name}]] number {number}" + (f" ({called})" if called else "")
    named = [entry if number else f"[{name}]"] if name else []
    return ", ".join([*named, *([f"key {'.'.join(keys)}"] if keys else []), *items])


def _holds(value: Any, part: str | int) -> bool:
    if isinstance(value, dict):
        return part in value
    return isinstance(value, list) and isinstance(part, int) and part < len(value)


def _keys_at(form: Any, loc: tuple[str | int, ...]) -> list[str]:
    """The keys that a form knows at a place below it."""
    model = _model_in(form)
    for part in loc:
        if model and isinstance(part, str) and part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation)
    return list(model.model_fields) if model else []


def _model_in(form: Any) -> type[BaseModel] | None:
    """The model within `list[Model]`, `Model | None` and the like."""
    if get_origin(form) in (list, Union, UnionType):
        return next((found for part in get_args(form) if (found := _model_in(part))), None)
    return form if isinstance(form, type) and issubclass(form, BaseModel) else None


def meant(name: object, known: Iterable[str], otherwise: str = "") -> str:
    """The end of a sentence: what was probably meant, else what there is to choose from."""
    names = list(known)
    close = difflib.get_close_matches(str(name), names, 1)
    if close:
        return f"; did you mean {close[0]}?"
    return otherwise or (f"; the keys here are {', '.join(names)}." if names else ".")


def shown(value: object) -> str:
    """A value as its file writes it, shortened where it is long."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list):
        text = f"[{', '.join(map(shown, value))}]"
    else:
        text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

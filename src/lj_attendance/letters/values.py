"""What a template is given: the value of every merge field, fit for a Word document.

Pupils' data come from outside. A value is text and nothing else: never markup, never a tag.
"""

from __future__ import annotations

import re
from dataclasses import fields as columns
from dataclasses import replace
from typing import Any

from jinja2 import StrictUndefined, UndefinedError

from lj_attendance.letters.fields import AbsenceLine
from lj_attendance.letters.kinds import RECORDS, Fields
from lj_attendance.letters.statement_fields import ChildStatement

_BREAK = re.compile(r"\s*[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]\s*")
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")  # XML, and eyes
_TURN = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_FIT = re.compile(rf"[^{_UNFIT.pattern[1:-1]}{_TURN.pattern[1:-1]}]*")
_CLOSED_BY = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys(
    "\u2066\u2067\u2068", "\u2069"
)
_MAY_BE_EMPTY = {"actions"}
_FIELDS: dict[type, tuple[str, ...]] = {
    record: tuple(column.name for column in columns(record)) for record in RECORDS.values()
}
_LINE_FIELDS = tuple(column.name for column in columns(AbsenceLine))
_CHILD_FIELDS = tuple(column.name for column in columns(ChildStatement))


class FieldWithoutValue(UndefinedError):
    """A template prints a field that has no value; the message is the field's name."""


class NoValue(StrictUndefined):
    """Stands for a field without a value: may be asked for by `if`, never printed."""

    __slots__ = ()

    def __bool__(self) -> bool:  # type: ignore[override]  # its parent's raises
        """Never: `{% if reply_by %}` asks whether there is one."""
        return False


def no_value(name: str) -> Any:
    """What a template gets for a field without a value; of any type, as Jinja's values are."""
    return NoValue(hint=name, name=name, exc=FieldWithoutValue)


def values_of(fields: Fields) -> dict[str, Any]:
    """Every field by name; one that is None, blank or an empty list is a NoValue."""
    return {name: _value(name, getattr(fields, name)) for name in _FIELDS[type(fields)]}


def fit(text: str) -> str:
    """The text without what XML cannot hold; a line break or tab becomes a space.

    A sign that turns the direction of writing ends with the text, so that it cannot turn the
    words after it.
    """
    if _FIT.fullmatch(text):
        return text
    text = _UNFIT.sub("", _BREAK.sub(" ", text))
    return text + _still_open(text)


def _still_open(text: str) -> str:
    open_signs: list[str] = []
    for sign in _TURN.findall(text):
        if sign in _CLOSED_BY:
            open_signs.append(_CLOSED_BY[sign])
        elif sign in open_signs:
            open_signs.pop()
    return "".join(reversed(open_signs))


def _value(name: str, value: object) -> Any:
    if isinstance(value, str):
        return _text(name, value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, list | tuple):
        entries = [entry for item in value for entry in _entries(name, item)]
        return entries if entries or name in _MAY_BE_EMPTY else no_value(name)
    if value is None:
        return no_value(name)
    raise TypeError(f"{name} holds a {type(value).__name__}, which is no text.")


def _entries(name: str, item: object) -> list[Any]:
    """One entry of a list: a text as one entry a line, blank lines left out."""
    if isinstance(item, AbsenceLine):
        texts = [(part, getattr(item, part)) for part in _LINE_FIELDS]
        if all(type(text) is str and not _is_blank(text) for _, text in texts):
            return [item]
        return [replace(item, **{part: _value(f"{name}.{part}", text) for part, text in texts})]
    if isinstance(item, ChildStatement):
        parts = {part: _value(f"{name}.{part}", getattr(item, part)) for part in _CHILD_FIELDS}
        return [replace(item, **parts)]
    if isinstance(item, str):
        return [line for line in str.splitlines(item) if not _is_blank(line)]
    raise TypeError(f"{name} holds a {type(item).__name__}, which is no text.")


def _text(name: str, text: str) -> Any:
    """Plain text, of no kind that could pass for markup; a blank one is a NoValue."""
    return no_value(name) if _is_blank(text) else str.__str__(text)


def _is_blank(text: str) -> bool:
    return not text[:1].isalnum() and not any(
        sign.isprintable() and not sign.isspace() for sign in text
    )

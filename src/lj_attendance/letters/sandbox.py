"""The Jinja in which templates run: nothing of Python within reach, and no value ever markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields as columns
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from lj_attendance.letters.fields import AbsenceLine
from lj_attendance.letters.statement_fields import ChildStatement
from lj_attendance.letters.values import fit

_MARKUP_OR_CHANCE = ("safe", "tojson", "xmlattr", "urlize", "random")
_FIELDS_OF: dict[type, frozenset[str]] = {
    record: frozenset(column.name for column in columns(record))
    for record in (AbsenceLine, ChildStatement)
}
"""Entries of lists whose fields a template may name."""
_OTHER_FILES = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)


class NotPrintable(TypeError):
    """A template prints something that is neither text nor a number."""

    def __init__(self, value: object) -> None:
        super().__init__(f"a {type(value).__name__} cannot be printed")
        self.value = value


def as_printed(value: object) -> object:
    """What a tag prints: text fit for XML, which Jinja then escapes, or a number."""
    if type(value) is str:
        return fit(value)
    if isinstance(value, Markup):  # made by the template itself: a macro, a filter
        return value
    if isinstance(value, Undefined):
        return str(value)  # which raises, and says which
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise NotPrintable(value)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's own sandbox, which need not look twice at a row of the table."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute that a template asks for."""
        if attribute in _FIELDS_OF.get(type(obj), ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


def environment() -> Sandbox:
    """One for every template: sandboxed, strict, escaping, and without globals."""
    made = Sandbox(undefined=StrictUndefined, autoescape=True, finalize=as_printed)
    made.globals.clear()
    for name in _MARKUP_OR_CHANCE:
        del made.filters[name]
    return made


ENVIRONMENT = environment()


def forbidden(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """What a template must not say: the line, and what it is."""
    for node in tree.find_all(_OTHER_FILES):
        yield node.lineno, "takes text from another file"
    for node in tree.find_all(nodes.ScopedEvalContextModifier):
        yield node.lineno, "turns off the escaping of names"
    for getattr_node in tree.find_all(nodes.Getattr):
        if getattr_node.attr.startswith("_"):
            yield getattr_node.lineno, f"reaches for '{getattr_node.attr}'"
    for constant in tree.find_all(nodes.Const):
        if str(constant.value).startswith("__"):
            yield constant.lineno, f"reaches for '{constant.value}'"

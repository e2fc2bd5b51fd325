"""Filling a prepared text with values, and what to say when that cannot be done."""

from __future__ import annotations

import re
from traceback import extract_tb
from typing import Any

from jinja2 import Template as Words
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError, TemplateError

from lj_attendance.errors import UnusableInput
from lj_attendance.letters.sandbox import NotPrintable
from lj_attendance.letters.values import FieldWithoutValue
from lj_attendance.letters.wording import plain_line

_UNKNOWN = re.compile(r"'([^']+)' is undefined|has no (?:attribute|element) '?([^']+)'?$")


class CannotFill(UnusableInput):
    """A letter that cannot be made: template, field where it is known, and whose letter."""

    def __init__(
        self, problem: str, template: str, reference: str, field_name: str = "", words: str = ""
    ) -> None:
        """`words`: those of the template where it stopped, tags and all; never a value."""
        place = f"{template}, in '{words}'" if words else template
        super().__init__(
            problem,
            f"{place}; letter {reference}",
            "Mend the template in Word, or the record that the field is taken from. "
            "'lja letters lint' shows a template's faults.",
        )
        self.template, self.field_name, self.reference = template, field_name, reference


def fill(
    words: Words, source: str, values: dict[str, Any], template: str, reference: str
) -> list[str]:
    """The text in pieces: the template's own, and between them the values, escaped."""
    try:
        return list(words.generate(values))
    except Exception as error:  # what runs here is the template's own
        problem, field_name = _what_is_wrong(error, values)
        place = _where(error, source)
        raise CannotFill(problem, template, reference, field_name, place) from error


def _where(error: Exception, source: str) -> str:
    lines = [
        frame.lineno
        for frame in extract_tb(error.__traceback__)
        if frame.filename == "<template>" and frame.lineno
    ]
    return plain_line(source, lines[-1]) if lines else ""


def _what_is_wrong(error: Exception, values: dict[str, Any]) -> tuple[str, str]:
    """The problem, without any value, and the field if there is one."""
    if isinstance(error, FieldWithoutValue):
        return f"The field '{error}' has no value for this letter.", str(error)
    if isinstance(error, NotPrintable):
        name = next((name for name, value in values.items() if value is error.value), "")
        return f"The field '{name or '?'}' is no text: {error}.", name
    if isinstance(error, SecurityError):
        return f"A tag reaches for what no template may use: {error.message}", ""
    if isinstance(error, UndefinedError):
        found = _UNKNOWN.search(error.message or "")
        name = (found[1] or found[2]) if found else ""
        return f"There is no field '{name}'." if name else f"{error.message}.", name
    if isinstance(error, TemplateError):
        return f"A tag cannot be worked out: {error.message}", ""
    return f"A tag cannot be worked out ({type(error).__name__}).", ""

"""Faults in the use of merge fields: unknown, missing, in the wrong place, half told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields as columns
from difflib import get_close_matches
from typing import Any

from jinja2 import meta, nodes

from lj_attendance.letters.fault import Fault, error, warning
from lj_attendance.letters.fields import AbsenceLine
from lj_attendance.letters.kinds import LetterKind
from lj_attendance.letters.paragraphs import Paragraph
from lj_attendance.letters.sandbox import ENVIRONMENT
from lj_attendance.letters.statement_fields import ChildStatement
from lj_attendance.letters.template import Template

_FIELDS_OF = {
    "absences": {column.name for column in columns(AbsenceLine)},
    "children": {column.name for column in columns(ChildStatement)},
}
"""Lists whose entries have fields of their own."""
_PERCENTAGES = ("attendance_percent", "previous_attendance_percent")

Sources = Mapping[str, str]
"""The template's text ready for Jinja, by part; the body under the empty name."""


def sources_of(template: Template) -> Sources:
    """What the template prints, in the body and around it."""
    return {"": template.body_source, **template.other_sources}


def field_faults(
    sources: Sources, text: list[Paragraph], kind: LetterKind, checks: Mapping[str, Any]
) -> Iterator[Fault]:
    """All faults of the fields of a template."""
    known = {column.name for column in columns(kind.record)}
    used = {part: _names(ENVIRONMENT.parse(source)) for part, source in sources.items()}
    everywhere = set().union(*used.values())
    yield from _unknown(everywhere, known, text)
    yield from _not_used(everywhere, kind, checks)
    yield from _percent_without_days(everywhere & known, text)
    same = set(checks["headers"]["same_in_every_letter"])
    for part in (part for part in used if part):
        for name in sorted((used[part] & known) - same):
            yield error(
                "pupil_field_in_header",
                part.rsplit("/", 1)[-1],
                f"The field {name} stands in a header, footer or note.",
                "Move it into the text: a printed batch has one header for all letters.",
                name,
            )


def _names(tree: nodes.Template) -> set[str]:
    """The fields that a template names; those of an entry of a list as absences.NAME."""
    found = set(meta.find_undeclared_variables(tree))
    for loop in tree.find_all(nodes.For):
        if isinstance(loop.iter, nodes.Name) and loop.iter.name in _FIELDS_OF:
            target = loop.target.name if isinstance(loop.target, nodes.Name) else ""
            found |= {
                f"{loop.iter.name}.{use.attr}"
                for use in loop.find_all(nodes.Getattr)
                if isinstance(use.node, nodes.Name) and use.node.name == target
            }
    return found


def _unknown(used: set[str], fields: set[str], text: list[Paragraph]) -> Iterator[Fault]:
    for name in sorted(used):
        row, _, column = name.rpartition(".")
        known = _FIELDS_OF[row] if row else fields
        if column not in known:
            near = get_close_matches(column, known, n=1)
            hint = f"Perhaps {near[0]} is meant; all" if near else "All"
            yield error(
                "unknown_field",
                _place(column, text),
                f"There is no field {column}.",
                f"{hint} fields are listed in docs/merge-fields.md.",
                column,
            )


def _not_used(used: set[str], kind: LetterKind, checks: Mapping[str, Any]) -> Iterator[Fault]:
    for needed in checks["needed_fields"]:
        for name in needed["names"] if kind.is_meant_by(needed) else ():
            if name not in used and not _is_said_otherwise(name, used):
                yield error(
                    "field_not_used",
                    "the template",
                    f"A {kind.title} letter needs the field {name}, and does not print it.",
                    f"Put {{{{ {name} }}}} where it belongs.",
                    name,
                )


def _is_said_otherwise(name: str, used: set[str]) -> bool:
    return name == "pupil_name" and "pupil_forename" in used


def _percent_without_days(used: set[str], text: list[Paragraph]) -> Iterator[Fault]:
    """Beside every percentage, the days and sessions it stands for."""
    percentages = [name for name in _PERCENTAGES if name in used]
    if percentages and "days_missed" not in used:
        yield error(
            "percent_without_days",
            _place(percentages[0], text),
            "A percentage is printed, and the days missed are not.",
            "Say {{ days_missed }} and {{ sessions_missed }} beside it.",
            percentages[0],
        )
        return
    for one in text:
        tags = " ".join(one.tags)
        for name in percentages:
            if re.search(rf"\b{name}\b", tags) and not re.search(r"\bdays_missed\b", tags):
                yield warning(
                    "percent_without_days",
                    one.start,
                    f"{name} stands in a paragraph without the days missed.",
                    "Say the days in the same paragraph, or leave the percentage out of this one.",
                    name,
                )


def _place(name: str, text: list[Paragraph]) -> str:
    word = re.compile(rf"\b{re.escape(name)}\b")
    return next((one.start for one in text if word.search(" ".join(one.tags))), "the template")

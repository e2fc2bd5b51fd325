"""The reference of the merge fields, docs/merge-fields.md, made from `fields`."""

from __future__ import annotations

from dataclasses import fields as columns
from typing import Any, get_type_hints

from lj_attendance.letters.fields import STAGES_WITH, AbsenceLine, LetterFields
from lj_attendance.letters.invented import STAGES, invented, with_actions

_HEAD = """\
# Merge fields of the letter templates

A template is a Word document in `templates/letters/`. Where a letter is to say something of its
own, write the field's name between two braces: `Dear {{ salutation }}`. Type a tag in one go; Word
may otherwise keep it in pieces. See a template with invented data by
`lja letters preview --stage 1`, and its faults by `lja letters lint`.

A field without a value stops the letter: nothing is ever left blank. A field that only some stages
have stands between `{% if reply_by %}` and `{% endif %}` where a template serves several.

This page is made from `src/lj_attendance/letters/fields.py`.
"""
_LISTS = """\
## Lists

A list prints a paragraph for each entry. The paragraphs with the tags `{%p ... %}` vanish:

    {%p for line in address_block %}
    {{ line }}
    {%p endfor %}

Within a line, write `{{ school_address|join(', ') }}`.

## The table of absences

`absences` prints a row of a table for each entry. The rows with the tags `{%tr ... %}` vanish:

    {%tr for row in absences %}
    {{ row.date }}   {{ row.session }}   {{ row.reason }}   {{ row.code }}   {{ row.authorised }}
    {%tr endfor %}

"""
_NOT_ALLOWED = """
## What a template may not do

Only fields, `if`, `for` and Jinja's filters for text, such as `{{ pupil_name|upper }}`, work. A
name that holds a tag or a sign such as `&` is printed as it is. Headers and footers may name the
school, the signatory and the date, never a pupil: the printed batch has one header for all letters.
Tracked changes, section breaks and linked pictures are refused.
"""


def reference() -> str:
    """The page as Markdown."""
    samples = [with_actions(invented(stage)) for stage in STAGES]
    return "".join(
        (
            _HEAD,
            "\n## Fields\n\n",
            _table(("Field", "What it prints", "Stages", "For example"), _rows(samples)),
            "\n",
            _LISTS,
            _table(("Field", "What it prints", "For example"), _line_rows(samples[0].absences[0])),
            _NOT_ALLOWED,
        )
    )


def _rows(samples: list[LetterFields]) -> list[tuple[str, ...]]:
    meanings = _meanings(LetterFields)
    return [
        (f"`{name}`", meanings[name], _stages(name), _example(name, samples))
        for name in (column.name for column in columns(LetterFields))
    ]


def _line_rows(line: AbsenceLine) -> list[tuple[str, ...]]:
    meanings = _meanings(AbsenceLine)
    return [
        (f"`row.{name}`", meanings[name], str(getattr(line, name)))
        for name in (column.name for column in columns(AbsenceLine))
    ]


def _meanings(record: type) -> dict[str, str]:
    hints: dict[str, Any] = get_type_hints(record, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


def _stages(name: str) -> str:
    stages = STAGES_WITH.get(name, STAGES)
    return "all" if stages == STAGES else ", ".join(str(stage) for stage in stages)


def _example(name: str, samples: list[LetterFields]) -> str:
    values = (getattr(sample, name) for sample in samples)
    value = next(value for value in values if value is not None)
    if name == "absences":
        return "see below"
    return " / ".join(value) if isinstance(value, list) else str(value)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)

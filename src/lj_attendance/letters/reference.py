"""The reference of the merge fields, docs/merge-fields.md, made from the records of fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields as columns
from typing import Any, get_type_hints

from lj_attendance.letters.case_fields import CASE_KINDS_WITH
from lj_attendance.letters.fields import STAGES_WITH, AbsenceLine, LetterFields
from lj_attendance.letters.invented import invented, with_actions
from lj_attendance.letters.invented_statement import invented_statement
from lj_attendance.letters.kinds import ALL_KINDS, RECORDS, STAGES, Fields
from lj_attendance.letters.leave_fields import LEAVE_KINDS_WITH
from lj_attendance.letters.samples import sample_of
from lj_attendance.letters.statement_fields import STATEMENT_KINDS_WITH, ChildStatement
from lj_attendance.letters.truancy_fields import TRUANCY_KINDS_WITH

_WITH = {
    "leave": LEAVE_KINDS_WITH,
    "case": CASE_KINDS_WITH,
    "truancy": TRUANCY_KINDS_WITH,
    "statement": STATEMENT_KINDS_WITH,
}

_HEAD = """\
# Merge fields of the letter templates

A template is a Word document in `templates/letters/`. Where a letter is to say something of its
own, write the field's name between two braces: `Dear {{ salutation }}`. Type a tag in one go; Word
may otherwise keep it in pieces. See a template with invented data by
`lja letters preview --stage 1`, `--leave granted` or `--letter case-invitation`, and its faults by
`lja letters lint`.

The file's name tells which letter it is, and so which fields there are: `stage-1.docx` to
`stage-4.docx` are the letters of the stages, `leave-granted.docx`, `leave-refused.docx`,
`leave-more-information.docx` and `leave-religious.docx` the replies to a request for leave of
absence, `case-invitation.docx`, `case-minutes.docx`, `case-court-warning.docx` and
`case-penalty-warning.docx` the letters of an Attendance Case Conference, `truancy-warning.docx` the
letter of warning about truancy, and `statement-half-term.docx` the half-termly statement.

A field without a value stops the letter: nothing is ever left blank. A field that only some stages
have stands between `{% if reply_by %}` and `{% endif %}` where a template serves several.

This page is made from `fields.py`, `leave_fields.py`, `case_fields.py`, `truancy_fields.py` and
`statement_fields.py` in `src/lj_attendance/letters/`.
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
_LEAVE = """
A list without an entry is no value: where `days_not_granted` may be empty, the paragraphs about it
stand between `{%p if days_not_granted %}` and `{%p endif %}`. A refusal always gives its reasons.
"""
_CASE = """
`parents_came`, `targets`, `present`, `meeting_at` and `review_on` may be missing: what is said of
them stands between `{%p if targets %}` and `{%p endif %}`. Minutes always give targets.
"""
_CHILDREN = """
Each child's paragraphs and tables stand between `{%p for child in children %}` and
`{%p endfor %}`:

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
            "\n## Fields of the letters of the stages\n\n",
            _table(("Field", "What it prints", "Stages", "For example"), _rows(samples)),
            "\n## Fields of the replies on leave\n\n",
            _table(("Field", "What it prints", "Replies", "For example"), _named_rows("leave")),
            _LEAVE,
            "\n## Fields of the letters of a case conference\n\n",
            _table(("Field", "What it prints", "Letters", "For example"), _named_rows("case")),
            _CASE,
            "\n## Fields of the letter of warning about truancy\n\n",
            _table(("Field", "What it prints", "Letters", "For example"), _named_rows("truancy")),
            "\n## Fields of the half-termly statement\n\n",
            _table(("Field", "What it prints", "Letters", "For example"), _named_rows("statement")),
            _CHILDREN,
            _table(("Field", "What it prints", "For example"), _child_rows()),
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


def _named_rows(family: str) -> list[tuple[str, ...]]:
    """The rows of a family whose kinds have names, such as leave."""
    record, meanings = RECORDS[family], _meanings(RECORDS[family])
    samples = [sample_of(kind) for kind in ALL_KINDS if kind.family == family]
    return [
        (f"`{name}`", meanings[name], _kinds(family, name), _example(name, samples))
        for name in (column.name for column in columns(record))
    ]


def _line_rows(line: AbsenceLine) -> list[tuple[str, ...]]:
    meanings = _meanings(AbsenceLine)
    return [
        (f"`row.{name}`", meanings[name], str(getattr(line, name)))
        for name in (column.name for column in columns(AbsenceLine))
    ]


def _child_rows() -> list[tuple[str, ...]]:
    meanings, child = _meanings(ChildStatement), invented_statement("half-term").children[0]
    return [
        (f"`child.{name}`", meanings[name], str(getattr(child, name)))
        for name in (column.name for column in columns(ChildStatement))
    ]


def _meanings(record: type) -> dict[str, str]:
    hints: dict[str, Any] = get_type_hints(record, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


def _stages(name: str) -> str:
    stages = STAGES_WITH.get(name, STAGES)
    return "all" if stages == STAGES else ", ".join(str(stage) for stage in stages)


def _kinds(family: str, name: str) -> str:
    return ", ".join(_WITH[family].get(name, ("all",)))


def _example(name: str, samples: Sequence[Fields]) -> str:
    values = (getattr(sample, name) for sample in samples)
    value = next(value for value in values if value not in (None, []))
    if name in ("absences", "children"):
        return "see below"
    return " / ".join(value) if isinstance(value, list) else str(value)


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)

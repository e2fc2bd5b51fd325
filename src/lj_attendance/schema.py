"""Every frame that crosses from one room to another: its columns, types and keys. No rules."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

SESSIONS = pl.Enum(["AM", "PM"])
"""In the order of the day."""

CATEGORIES = pl.Enum(
    [
        "present",
        "approved_educational_activity",
        "authorised",
        "unauthorised",
        "not_possible",
        "administrative",
    ]
)
"""In the order in which Arbor keeps the best of two marks."""

SEVERITIES = pl.Enum(["error", "warning", "notice"])
"""Worst first: a figure may be wrong; a figure may mislead; worth knowing."""


class Table(NamedTuple):
    """The contract of one frame: what it is, its columns with types, and its key."""

    name: str
    columns: dict[str, pl.DataType | type[pl.DataType]]
    key: tuple[str, ...] = ()


MARKS = Table(
    "marks",
    {
        "pupil_id": pl.String,
        "date": pl.Date,
        "session": SESSIONS,
        "code": pl.String,  # null: unmarked; "unknown": not a code at all
        "mark_text": pl.Categorical,  # as the file has it; null: an empty cell
        "minutes_late": pl.Int32,
        "source_file": pl.String,
        "source_row": pl.UInt32,  # 1 is the file's first line, as a spreadsheet shows it
    },
)
"""One row a mark read from a file, in any order, not yet resolved or classified."""

CLASSIFIED_MARKS = Table(
    "classified marks",
    {
        "pupil_id": pl.String,
        "date": pl.Date,
        "session": SESSIONS,
        "code": pl.String,
        "category": CATEGORIES,  # null: unmarked
        "is_possible": pl.Boolean,
        "is_absent": pl.Boolean,
        "is_authorised": pl.Boolean,
        "minutes_late": pl.Int32,
        "source_file": pl.String,
        "source_row": pl.UInt32,
    },
    key=("pupil_id", "date", "session"),
)
"""One row a pupil and session, sorted by its key; the three flags are never null."""

ROLL = Table(
    "roll",
    {
        "pupil_id": pl.String,
        "upn": pl.String,
        "surname": pl.String,
        "forename": pl.String,
        "year_group": pl.String,  # "8"
        "registration_group": pl.String,  # "8 CRO"
        "on_roll_from": pl.Date,  # null: since before the register begins
        "on_roll_until": pl.Date,  # inclusive; null: still on roll
        "sex": pl.String,
        "ethnicity": pl.String,
        "fsm": pl.String,
        "pupil_premium": pl.String,
        "sen_status": pl.String,
        "in_care": pl.String,
        "child_protection": pl.String,
        "young_carer": pl.String,
        "eal": pl.String,
        "is_on_roll": pl.Boolean,  # named by a roll; false: known from marks alone
        "source_file": pl.String,
        "source_row": pl.UInt32,
    },
    key=("pupil_id",),
)
"""One row a pupil: those on the roll, and those known only from their marks."""

CONTACTS = Table(
    "contacts",
    {
        "pupil_id": pl.String,
        "name": pl.String,  # "Mrs Fadumo Abdi"
        "salutation": pl.String,  # "Mr and Mrs Abdi": may speak of two contacts at once
        "relationship": pl.String,
        "has_parental_responsibility": pl.Boolean,
        "is_primary": pl.Boolean,
        "priority": pl.Int32,  # 1 is rung first
        "is_correspondence_address": pl.Boolean,  # null: the export does not say
        "address": pl.String,  # lines with commas between; without the postcode
        "postcode": pl.String,
        "email": pl.String,
        "telephone": pl.String,
        "is_unsubscribed": pl.Boolean,
        "access_notes": pl.String,  # a court order, "no contact": for a person to decide
        "source_file": pl.String,
        "source_row": pl.UInt32,
    },
)
"""One row a pupil and contact, in the order of the export."""

LESSON_MARKS = Table(
    "lesson marks",
    {
        "pupil_id": pl.String,
        "date": pl.Date,
        "session": SESSIONS,  # the half of the day to which the lesson belongs
        "starts": pl.Time,  # null: the file tells no time
        "period": pl.String,  # "3"; null: the file numbers no lessons
        "class_name": pl.String,  # "8X/Ma1"
        "subject": pl.String,  # null: neither a column nor the class's name tells it
        "teacher": pl.String,
        "event_type": pl.String,
        "code": pl.String,  # null: the register of the lesson was not taken for the pupil
        "category": CATEGORIES,
        "is_possible": pl.Boolean,
        "is_absent": pl.Boolean,
        "is_authorised": pl.Boolean,
        "minutes_late": pl.Int32,
        "note": pl.String,
        "source_file": pl.String,
        "source_row": pl.UInt32,
    },
)
"""One row a pupil and lesson that counts; the three flags are never null."""

FINDINGS = Table(
    "findings",
    {
        "severity": SEVERITIES,
        "check": pl.String,
        "source_file": pl.String,
        "source_row": pl.UInt32,  # null: the file as a whole
        "message": pl.String,
    },
)
"""One row a fault or a doubt in what was read. Messages name places, never pupils."""

DECIDED_LEAVE = Table(
    "decided leave",
    {
        "pupil_id": pl.String,
        "date": pl.Date,
        "session": SESSIONS,
        "request": pl.Int64,  # its number on the register of requests
        "decision": pl.String,  # of the request: granted or refused; null: not decided yet
        "is_granted": pl.Boolean,  # of this session: a request may be granted in part
        "expected_code": pl.String,  # with which it is to be marked; null: not granted, or not told
    },
    key=("pupil_id", "date", "session", "request"),
)
"""One row a pupil, school day, session and request for leave; `is_granted` is never null."""


def empty(table: Table) -> pl.DataFrame:
    """A frame of that table without rows."""
    return pl.DataFrame(schema=table.columns)


def conform(frame: pl.LazyFrame, table: Table) -> pl.LazyFrame:
    """That frame with the table's columns, in its order, cast to its types.

    Raises Polars' own errors when a column is missing or cannot be cast: a fault in lja.
    An Enum stays one where the table says String: it is a string with a fixed set of values.
    """
    schema = frame.collect_schema()
    return frame.select(
        pl.col(name)
        if dtype == pl.String and isinstance(schema.get(name), pl.Enum)
        else pl.col(name).cast(dtype)
        for name, dtype in table.columns.items()
    )

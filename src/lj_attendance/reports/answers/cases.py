"""The answer of `lja cases` for programs: one object, or one row, a case or a step."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lj_attendance.workflows.cases.listing import PupilCase

COLUMNS: dict[str, type[pl.DataType]] = {
    "pupil_id": pl.String,
    "surname": pl.String,
    "forename": pl.String,
    "year_group": pl.String,
    "registration_group": pl.String,
    "case": pl.Int64,
    "opened_on": pl.String,
    "state": pl.String,
    "next_step": pl.String,
    "what": pl.String,
    "who": pl.String,
    "due_from": pl.String,
    "due_on": pl.String,
    "is_due": pl.Boolean,
    "overdue_days": pl.Int64,
    "clause": pl.String,
    "has_left": pl.Boolean,
    "attended": pl.Int64,
    "possible": pl.Int64,
    "attendance_percent": pl.Float64,
    "attended_at_conference": pl.Int64,
    "possible_at_conference": pl.Int64,
    "attended_since_conference": pl.Int64,
    "possible_since_conference": pl.Int64,
    "change": pl.String,
    "advice": pl.String,
    "targets": pl.String,
    "to_do": pl.String,
}
"""The keys, in their order."""
HISTORY: dict[str, type[pl.DataType]] = {
    "case": pl.Int64,
    "entry": pl.Int64,
    "on": pl.String,
    "step": pl.String,
    "said": pl.String,
    "by": pl.String,
}
_CHANGES = {1: "higher", 0: "equal", -1: "lower", None: None}


def rows(cases: Sequence[PupilCase]) -> list[dict[str, Any]]:
    """One a case; `targets` and `to_do` are lists."""
    return [_row(each) for each in cases]


def as_json(cases: Sequence[PupilCase]) -> str:
    """A list of objects."""
    return json.dumps(rows(cases), ensure_ascii=False, indent=1) + "\n"


def as_frame(cases: Sequence[PupilCase]) -> pl.DataFrame:
    """A table; several sentences in one cell, with semicolons between."""
    flat = [
        row
        | {
            "advice": "; ".join(row["advice"]),
            "targets": "; ".join(each["target"] for each in row["targets"]),
            "to_do": "; ".join(each["what"] for each in row["to_do"]),
        }
        for row in rows(cases)
    ]
    return pl.DataFrame(flat, schema=COLUMNS)


def shown_as_json(cases: Sequence[PupilCase]) -> str:
    """The cases of one pupil, each with its history."""
    told = [_row(each) | {"history": history(each)} for each in cases]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def shown_as_frame(cases: Sequence[PupilCase]) -> pl.DataFrame:
    """One row an entry of these cases, in order."""
    return pl.DataFrame([row for each in cases for row in history(each)], schema=HISTORY)


def history(each: PupilCase) -> list[dict[str, Any]]:
    """One an entry: the Stage 4 letter, further ones, then each step; by day."""
    letters = [each.record.referral, *each.record.further]
    sent = [
        (letter.issued_on, letter.number, "stage_4_letter", "", "") for letter in letters if letter
    ]
    steps = [
        (step.on, step.number, step.kind, step.said, step.by) for step in each.standing.facts.steps
    ]
    return [
        dict(zip(HISTORY, (each.record.number, number, on.isoformat(), *rest), strict=True))
        for on, number, *rest in sorted([*sent, *steps])
    ]


def _row(each: PupilCase) -> dict[str, Any]:
    standing, facts, record = each.standing, each.standing.facts, each.record
    due = standing.next
    then, since, now = facts.at_conference, facts.since_conference, facts.to_date
    return {
        "pupil_id": record.pupil_id,
        "surname": each.surname or None,
        "forename": each.forename or None,
        "year_group": each.year_group or None,
        "registration_group": each.registration_group or None,
        "case": record.number,
        "opened_on": record.opened_on.isoformat(),
        "state": standing.state,
        "next_step": due.step if due else None,
        "what": due.what if due else None,
        "who": due.who if due else None,
        "due_from": _iso(due.due_from if due else None),
        "due_on": _iso(due.due_on if due else None),
        "is_due": each.is_due,
        "overdue_days": each.overdue_days,
        "clause": due.clause if due else None,
        "has_left": facts.has_left,
        "attended": now.attended if now else None,
        "possible": now.possible if now else None,
        "attendance_percent": 100 * now.attended / now.possible if now else None,
        "attended_at_conference": then.attended if then else None,
        "possible_at_conference": then.possible if then else None,
        "attended_since_conference": since.attended if since else None,
        "possible_since_conference": since.possible if since else None,
        "change": _CHANGES[standing.change],
        "advice": list(standing.advice),
        "targets": [{"target": t.target, "is_met": t.is_met} for t in standing.targets],
        "to_do": [
            {
                "step": one.step, "what": one.what, "who": one.who,
                "due_from": _iso(one.due_from), "due_on": _iso(one.due_on),
                "overdue_days": one.overdue_days(each.as_of), "clause": one.clause,
            }
            for one in standing.to_do
        ],
    }  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

"""The answer of `lja truancy` for programs: instances, lessons missed, subjects and classes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lj_attendance.workflows.truancy.listing import Judged, Part, PupilTruancy, Truancy

LISTS = ("instances", "missed", "subjects", "classes")

_INSTANCE: dict[str, Any] = {
    "pupil_id": pl.String, "surname": pl.String, "forename": pl.String,
    "registration_group": pl.String, "number": pl.Int64, "is_further": pl.Boolean,
    "is_provisional": pl.Boolean, "first_day": pl.String, "last_day": pl.String,
    "what": pl.String, "parts": pl.String, "no_note_at_hand": pl.Boolean, "clause": pl.String,
    "asks": pl.String, "remarks": pl.String, "letter": pl.String, "letter_on": pl.String,
    "letter_entry": pl.Int64, "groups": pl.String, "has_left": pl.Boolean, "held": pl.String,
}  # fmt: skip
"""The keys of an instance, in order."""

_PART = (
    "kind", "session", "code", "is_provisional", "starts", "period", "class_name", "subject",
    "teacher", "note", "entry", "source_file", "source_row",
)  # fmt: skip
_RATES = (
    "pupils", "possible_lessons", "attended_lessons", "unmarked_lessons", "missed_while_present",
    "attendance_percent", "is_low", "is_small",
)  # fmt: skip
_MISSED = (
    "pupil_id", "date", "session", "starts", "period", "class_name", "subject", "teacher", "code",
    "session_code", "note", "source_file", "source_row",
)  # fmt: skip


def as_json(found: Truancy, since: date | None = None) -> str:
    """One object: instances whose first day is `since` or later, and the lessons."""
    lessons = found.lessons
    answer: dict[str, Any] = {
        "as_of": found.as_of.isoformat(),
        "instances": instances(found, since),
        "lessons": None,
    }
    if lessons is not None:
        answer["lessons"] = {
            "sources": [source._asdict() for source in lessons.sources],
            **{name: _plain(as_frame(found, name, since)) for name in LISTS[1:]},
            "findings": _plain(lessons.findings),
        }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def as_frame(found: Truancy, wanted: str, since: date | None = None) -> pl.DataFrame:
    """One of LISTS as a table; several parts or sentences in one cell, with semicolons between."""
    if wanted == "instances":
        flat = [row | _joined(row) for row in instances(found, since)]
        return pl.DataFrame(flat, schema=_INSTANCE)
    columns = {"missed": _MISSED, "subjects": ("subject", *_RATES)}
    kept = columns.get(wanted, ("class_name", "teacher", *_RATES))
    if found.lessons is None:
        return pl.DataFrame(schema=dict.fromkeys(kept, pl.String))
    frame: pl.DataFrame = getattr(found.lessons, wanted)
    if wanted == "missed":
        wanted_days = pl.lit(True) if since is None else pl.col("date") >= since
        frame = frame.filter(wanted_days).with_columns(pl.col("starts").dt.to_string("%H:%M"))
    return frame.select(kept)


def instances(found: Truancy, since: date | None = None) -> list[dict[str, Any]]:
    """One object an instance whose first day is `since` or later, in the order of the pupils."""
    return [
        _row(pupil, judged)
        for pupil in found.pupils
        for judged in pupil.judged
        if since is None or judged.instance.first_day >= since
    ]


def _row(pupil: PupilTruancy, judged: Judged) -> dict[str, Any]:
    each, warned = judged.instance, judged.warned
    return {
        "pupil_id": pupil.pupil_id,
        "surname": pupil.surname or None,
        "forename": pupil.forename or None,
        "registration_group": pupil.registration_group or None,
        "number": each.number,
        "is_further": each.is_further,
        "is_provisional": each.is_provisional,
        "first_day": each.first_day.isoformat(),
        "last_day": each.last_day.isoformat(),
        "what": judged.what,
        "parts": [_part(part) for part in each.parts],
        "no_note_at_hand": each.may_be_noted,
        "clause": "§10",
        "asks": judged.asks,
        "remarks": list(judged.remarks),
        "letter": judged.letter,
        "letter_on": warned.on.isoformat() if warned else None,
        "letter_entry": warned.number if warned else None,
        "groups": list(pupil.groups),
        "has_left": pupil.has_left,
        "held": pupil.held,
    }


def _part(part: Part) -> dict[str, Any]:
    return {"date": part.date.isoformat(), **{name: getattr(part, name) for name in _PART}}


def _joined(row: dict[str, Any]) -> dict[str, str]:
    """The lists of an instance as texts: parts as `2026-11-12 AM absent O row 14`."""
    parts = [
        " ".join(
            str(text)
            for text in (part["date"], part["session"], part["kind"], part["code"],
                         part["starts"], part["subject"] or part["class_name"])
            if text
        )
        for part in row["parts"]
    ]  # fmt: skip
    return {"parts": "; ".join(parts)} | {
        name: "; ".join(row[name]) for name in ("remarks", "groups")
    }


def _plain(frame: pl.DataFrame) -> Sequence[dict[str, Any]]:
    """The rows as JSON has them: dates as ISO texts."""
    rows: Sequence[dict[str, Any]] = json.loads(frame.write_json())
    return rows

"""The answer of `lja evidence` for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from lj_attendance.workflows.evidence.listing import EvidenceAnswer

_SCHEMA = {
    "kind": pl.String, "pupil_id": pl.String, "name": pl.String, "registration_group": pl.String,
    "first_day": pl.String, "last_day": pl.String, "sessions": pl.String, "status": pl.String,
    "received": pl.String, "note": pl.String, "clause": pl.String, "source_file": pl.String,
    "source_row": pl.Int64,
}  # fmt: skip


def as_json(found: EvidenceAnswer, clause: str) -> str:
    """One object: what is needed or seen, and what to review."""
    answer = {
        "as_of": found.as_of.isoformat(),
        "has_notes": found.has_notes,
        "spells": [row for row in _rows(found, clause) if row["kind"] == "evidence"],
        "review": [row for row in _rows(found, clause) if row["kind"] == "minor_illness"],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def as_frame(found: EvidenceAnswer, clause: str) -> pl.DataFrame:
    """One row a spell of sessions after Stage 2, and a mark to review."""
    flat = [
        row | {"sessions": "; ".join(" ".join(each) for each in row["sessions"])}
        for row in _rows(found, clause)
    ]
    return pl.DataFrame(flat, schema=_SCHEMA)


def _rows(found: EvidenceAnswer, clause: str) -> list[dict[str, Any]]:
    spells = [
        {
            "kind": "evidence",
            "pupil_id": each.pupil_id,
            "name": each.name,
            "registration_group": each.registration_group or None,
            "first_day": spell.first.isoformat(),
            "last_day": spell.last.isoformat(),
            "sessions": [[s.date.isoformat(), s.session, s.code] for s in spell.sessions],
            "status": spell.status,
            "received": each.received.isoformat(),
            "note": None,
            "clause": clause,
            "source_file": None,
            "source_row": None,
        }
        for each in found.pupils
        for spell in each.spells
    ]
    review = [
        {
            "kind": "minor_illness",
            "pupil_id": each.pupil_id,
            "name": each.name,
            "registration_group": each.registration_group or None,
            "first_day": each.date.isoformat(),
            "last_day": each.date.isoformat(),
            "sessions": [[each.date.isoformat(), each.session, "I"]],
            "status": "review",
            "received": None,
            "note": each.note,
            "clause": "§2, §5",
            "source_file": each.source_file,
            "source_row": each.source_row,
        }
        for each in found.minor
    ]
    return [*spells, *review]

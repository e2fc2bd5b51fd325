"""The answer of `lja stages` for programs: one object, or one row, a pupil."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lj_attendance.workflows.stages.listing import PupilStage

_TEXTS = ("reasons", "speak_first")
_COLUMNS = {
    "pupil_id": pl.String,
    "stage_issued": pl.Int64,
    "stage_due": pl.Int64,
    "status": pl.String,
    "since": pl.String,
    "until": pl.String,
    "clause": pl.String,
    "reasons": pl.String,
    "speak_first": pl.String,
    "attendance_percent": pl.Float64,
}
"""The contract's keys, in its order."""


def rows(pupils: Sequence[PupilStage]) -> list[dict[str, Any]]:
    """One a pupil, in the contract's keys; the percentage unrounded, null without a session."""
    return [_row(pupil) for pupil in pupils]


def as_json(pupils: Sequence[PupilStage]) -> str:
    """A list of objects."""
    return json.dumps(rows(pupils), ensure_ascii=False, indent=1) + "\n"


def as_frame(pupils: Sequence[PupilStage]) -> pl.DataFrame:
    """A table; several reasons in one cell, with semicolons between."""
    flat = [
        {name: "; ".join(value) if name in _TEXTS else value for name, value in row.items()}
        for row in rows(pupils)
    ]
    return pl.DataFrame(flat, schema=_COLUMNS)


def _row(pupil: PupilStage) -> dict[str, Any]:
    decision, facts = pupil.decision, pupil.facts
    percent = 100 * facts.attended / facts.possible if facts.possible else None
    return {
        "pupil_id": decision.pupil_id,
        "stage_issued": decision.stage_issued,
        "stage_due": decision.stage_due,
        "status": decision.status,
        "since": decision.since.isoformat() if decision.since else None,
        "until": decision.until.isoformat() if decision.until else None,
        "clause": decision.clause,
        "reasons": list(decision.reasons),
        "speak_first": list(pupil.speak_first),
        "attendance_percent": percent,
    }

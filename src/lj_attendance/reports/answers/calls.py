"""The answer of `lja calls` for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from lj_attendance.workflows.calls.beside import SpeakFirst
    from lj_attendance.workflows.calls.listing import CallPupil, Calls

_SCHEMA = {
    "place": pl.Int64, "pupil_id": pl.String, "name": pl.String,
    "registration_group": pl.String, "sessions": pl.String, "why_first": pl.String,
    "run_sessions": pl.Int64, "run_days": pl.Int64, "run_first": pl.String,
    "contacts": pl.String, "left_out": pl.String, "tried": pl.String, "in_vain": pl.Int64,
    "next_step": pl.String, "is_reached": pl.Boolean,
}  # fmt: skip


def as_json(found: Calls) -> str:
    """One object: whom to ring in order, who was reached, what to follow up, whom to speak to."""
    answer = {
        "as_of": found.day.isoformat(),
        "knows_ledger": found.knows_ledger,
        "open_registers": list(found.open_registers),
        "without_marks": list(found.without_marks),
        "not_taken": [asdict(each) for each in found.not_taken],
        "to_ring": [_pupil(each) for each in found.to_ring],
        "reached": [_pupil(each) for each in found.reached],
        "left_out": {
            "granted_leave": found.on_leave,
            "granted_leave_sessions": found.leave_sessions,
        },
        "follow_ups": [
            _contact(each.contact)
            | {"name": each.name, "registration_group": each.registration_group or None}
            for each in found.follow_ups
        ],
        "speak_first": [_speak_first(each) for each in found.speak_first],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def as_frame(found: Calls) -> pl.DataFrame:
    """One row a pupil, in order; who was reached last."""
    rows = [
        (
            place, each.facts.pupil_id, each.facts.name, each.registration_group or None,
            "; ".join(f"{s.session} {s.state}" for s in each.sessions), each.why_first or None,
            each.facts.run_sessions, each.facts.run_days,
            each.facts.run_first.isoformat() if each.facts.run_first else None,
            "; ".join(_spoken(contact) for contact in each.to_ring),
            "; ".join(f"{name}: {why}" for name, why in each.left_out),
            "; ".join(f"{made.means} {made.outcome}" for made in each.tried),
            each.in_vain, "; ".join(each.next_steps) or None, each.is_reached,
        )
        for place, each in enumerate((*found.to_ring, *found.reached), start=1)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _spoken(contact: Any) -> str:
    parts = (contact.name, contact.relationship, contact.telephone)
    return ", ".join(part for part in parts if part)


def _pupil(each: CallPupil) -> dict[str, Any]:
    facts = each.facts
    return {
        "pupil_id": facts.pupil_id,
        "name": facts.name,
        "year_group": facts.year_group or None,
        "registration_group": each.registration_group or None,
        "sessions": [[s.session, s.state] for s in each.sessions],
        "groups": list(facts.groups),
        "why_first": each.why_first or None,
        "run_sessions": facts.run_sessions,
        "run_days": facts.run_days,
        "run_first": facts.run_first.isoformat() if facts.run_first else None,
        "was_in": facts.was_in,
        "came_in": facts.came_in,
        "contacts": [
            {
                "name": contact.name,
                "relationship": contact.relationship,
                "telephone": contact.telephone,
                "priority": contact.priority,
            }
            for contact in each.to_ring
        ],
        "left_out": [{"name": name, "why": why} for name, why in each.left_out],
        "tried": [_contact(made) for made in each.tried],
        "before": _contact(each.before) if each.before else None,
        "in_vain": each.in_vain,
        "next_steps": list(each.next_steps),
    }


def _speak_first(each: SpeakFirst) -> dict[str, Any]:
    stage = each.stage
    return {
        "pupil_id": stage.decision.pupil_id,
        "name": ", ".join(part for part in (stage.surname, stage.forename) if part) or None,
        "registration_group": stage.registration_group or None,
        "stage_due": stage.decision.stage_due,
        "reasons": list(stage.speak_first),
        "clause": stage.decision.clause,
        "spoken_on": each.spoken_on.isoformat() if each.spoken_on else None,
    }


def _contact(made: Any) -> dict[str, Any]:
    return {
        "entry": made.number,
        "pupil_id": made.pupil_id,
        "on": made.on.isoformat(),
        "means": made.means,
        "with": made.whom,
        "outcome": made.outcome,
        "text": made.note,
        "follow_up": made.follow_up.isoformat() if made.follow_up else None,
    }

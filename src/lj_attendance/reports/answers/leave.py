"""The answer of `lja leave check` for programs: one object, or one row, a request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lj_attendance.workflows.leave.judging import Judged


def as_json(judged: Sequence[Judged], *, is_one: bool) -> str:
    """An object in the contract's keys, or a list of them."""
    found = [answer(each) for each in judged]
    return json.dumps(found[0] if is_one else found, ensure_ascii=False, indent=1) + "\n"


def answer(judged: Judged) -> dict[str, Any]:
    """One request: the contract's keys, in its order, then what lja tells besides."""
    found, request = judged.judgement, judged.judgement.request
    return {
        "pupil_id": request.pupil_id,
        "first_day": request.first_day.isoformat(),
        "last_day": request.last_day.isoformat(),
        "school_days": len(found.school_days),
        "sessions": found.sessions,
        "received": request.received.isoformat() if request.received else None,
        "notice_days": found.notice_days,
        "reason": request.reason,
        "recommendation": found.recommendation,
        "rules": [
            {
                "rule": each.rule,
                "clause": each.clause,
                "outcome": each.outcome,
                "explanation": each.explanation,
            }
            for each in found.rules
        ],
        "needs": [question for _, question in found.needs],
        "code_if_granted": found.code_if_granted,
        "code_if_not": found.code_if_not,
        "attendance_previous_12_months_percent": _percent(judged),
        "grounds": found.grounds,
        "session": request.session,
        "record_from": found.record_from.isoformat() if found.record_from else None,
        "record_reaches_back": found.record_reaches_back,
        "days": [
            {"date": day.isoformat(), "attendance_percent": 100 * attended / possible}
            for day, attended, possible in found.by_day
        ],
        "law": [{"text": text, "source": source} for text, source in found.law],
        "request": judged.recorded,
    }


def as_frame(judged: Sequence[Judged]) -> pl.DataFrame:
    """One row a request, with a column for the outcome of each rule."""
    return pl.DataFrame([_row(each) for each in judged], infer_schema_length=None)


def _row(judged: Judged) -> dict[str, Any]:
    flat = answer(judged)
    rules = {f"rule_{each['rule']}": each["outcome"] for each in flat["rules"]}
    kept = {name: flat[name] for name in flat if name not in ("rules", "days", "law")}
    return {**kept, "needs": "; ".join(flat["needs"]), **rules}


def _percent(judged: Judged) -> float | None:
    attended, possible = judged.judgement.previous_months
    return 100 * attended / possible if possible else None

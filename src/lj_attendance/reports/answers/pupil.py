"""The answer of `lja pupil` for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from lj_attendance.reports.answers import alerts as alert_list

if TYPE_CHECKING:
    from lj_attendance.workflows.reporting.pupil_page import PupilPage


def as_json(page: PupilPage) -> str:
    """One object: the pupil columns of `lja analyse`, and what stands behind them."""
    decision = page.stage.decision
    told = {
        "as_of": page.as_of,
        "academic_year": page.academic_year,
        "pupil": page.figures,
        "marks": [_mark(mark) for mark in page.marks],
        "codes": [{"code": c, "meaning": m, "sessions": n} for c, m, n in page.codes],
        "runs": [asdict(run) for run in page.runs],
        "weekdays": [asdict(each) for each in page.weekdays],
        "stands_out": [asdict(each) for each in page.striking],
        "stage": {
            "stage_issued": decision.stage_issued,
            "stage_due": decision.stage_due,
            "status": decision.status,
            "since": decision.since,
            "until": decision.until,
            "clause": decision.clause,
            "reasons": decision.reasons,
            "speak_first": page.stage.speak_first,
            "sessions": [[s.date, s.session, s.code] for s in decision.sessions],
        },
        "letters": [asdict(letter) for letter in page.letters],
        "alerts": alert_list.rows(page.alerts),
        "contacts": [asdict(c.contact) | {"restriction": c.restriction} for c in page.contacts],
        "leave": [_leave(page, number) for number in range(len(page.leave))],
        "forecast": asdict(page.forecast) if page.forecast else None,
    }
    return json.dumps(told, ensure_ascii=False, indent=1, default=_text) + "\n"


def marks_frame(page: PupilPage) -> pl.DataFrame:
    """One row a session, as the register counts it."""
    schema = {
        "date": pl.Date,
        "session": pl.String,
        "code": pl.String,
        "category": pl.String,
        "source_file": pl.String,
        "source_row": pl.Int64,
    }
    return pl.DataFrame([_mark(mark) for mark in page.marks], schema=schema)


def _mark(mark: Any) -> dict[str, Any]:
    names = ("date", "session", "code", "category", "source_file", "source_row")
    return {name: getattr(mark, name) for name in names}


def _leave(page: PupilPage, place: int) -> dict[str, Any]:
    request = page.leave[place]
    decided = request.decision
    return {
        "request": request.number,
        "first_day": request.first_day,
        "last_day": request.last_day,
        "reason": request.reason,
        "decision": decided.decision if decided else None,
        "decided_on": decided.on if decided else None,
        "days_granted": list(decided.days) if decided else [],
    }


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)

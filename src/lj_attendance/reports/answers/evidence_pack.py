"""What an evidence pack holds, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from lj_attendance.reports.answers import alerts as alert_list

if TYPE_CHECKING:
    from lj_attendance.workflows.evidence_pack.gathering import EvidencePack


def as_json(pack: EvidencePack, file: str) -> str:
    """One object; `file` is where the document is."""
    told = {
        "file": file,
        "as_of": pack.as_of,
        "first_day": pack.first,
        "academic_year": pack.academic_year,
        "is_complete": pack.is_complete,
        "missing": [asdict(each) for each in pack.missing],
        "pupil": asdict(pack.pupil),
        "parents": [asdict(each) for each in pack.parents],
        "figures": [
            {"days": each.name, "first": each.first, "last": each.last, **each.figures}
            for each in pack.figures
        ],
        "penalty_window": asdict(pack.penalty),
        "alerts": alert_list.rows(pack.alerts),
        "marks": [_mark(mark) for week in pack.weeks for mark in week.marks],
        "changes_between_exports": [asdict(each) for each in pack.changes],
        "not_counted": [asdict(each) for each in pack.not_counted],
        "amendments": [asdict(each) for each in pack.amendments],
        "entries": {name: [_entry(e) for e in entries] for name, entries in pack.sections.items()},
        "ledger": asdict(pack.ledger),
        "sources": [asdict(each) for each in pack.sources],
        "lja_version": pack.lja_version,
        "settings_version": pack.settings_version,
    }
    return json.dumps(told, ensure_ascii=False, indent=1, default=_text) + "\n"


def _mark(mark: Any) -> dict[str, Any]:
    names = ("date", "session", "code", "category", "source_file", "source_row")
    return {name: getattr(mark, name) for name in names}


def _entry(entry: Any) -> dict[str, Any]:
    return {**asdict(entry), "fields": dict(entry.fields)}


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)

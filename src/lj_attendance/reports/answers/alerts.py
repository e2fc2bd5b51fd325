"""The answer of `lja alerts` for programs: one object, or one row, an alert or a return."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lj_attendance.workflows.alerts.listing import PupilAlert
    from lj_attendance.workflows.alerts.returns import ReturnRow, Returns

_COLUMNS: dict[str, type[pl.DataType]] = {
    "kind": pl.String,
    "pupil_id": pl.String,
    "surname": pl.String,
    "forename": pl.String,
    "registration_group": pl.String,
    "since": pl.String,
    "what": pl.String,
    "is_warning": pl.Boolean,
    "is_current": pl.Boolean,
    "sessions": pl.String,
    "clause": pl.String,
    "source": pl.String,
    "asks": pl.String,
    "status": pl.String,
    "done_on": pl.String,
    "done_entry": pl.Int64,
    "without_n": pl.Boolean,
    "notices": pl.String,
    "conflicts": pl.String,
}
"""The contract's keys, in its order."""

_RETURN_TEXTS = (
    "kind", "pupil_id", "full_name", "upn", "date_of_birth", "year_group", "registration_group",
    "address", "address_of", "parents", "cause", "first_day", "last_day",
)  # fmt: skip
_RETURN_COLUMNS: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(_RETURN_TEXTS, pl.String),
    "school_days": pl.Int64,
    "days": pl.String,
    "is_current": pl.Boolean,
    "clause": pl.String,
    "source": pl.String,
    "status": pl.String,
    "done_on": pl.String,
    "missing": pl.String,
    "statement": pl.String,
}


def rows(alerts: Sequence[PupilAlert]) -> list[dict[str, Any]]:
    """One an alert, in the contract's keys; `sessions` are date, session and code."""
    return [_row(each) for each in alerts]


def as_json(alerts: Sequence[PupilAlert]) -> str:
    """A list of objects."""
    return json.dumps(rows(alerts), ensure_ascii=False, indent=1) + "\n"


def as_frame(alerts: Sequence[PupilAlert]) -> pl.DataFrame:
    """A table; several sessions or sentences in one cell, with semicolons between."""
    flat = [
        row
        | {"sessions": _joined(map(" ".join, row["sessions"]))}
        | {name: _joined(row[name]) for name in ("notices", "conflicts")}
        for row in rows(alerts)
    ]
    return pl.DataFrame(flat, schema=_COLUMNS)


def returns_as_json(found: Returns) -> str:
    """The lists by kind, and what the law requires before a name is deleted."""
    lists = {kind: [_return(each) for each in listed] for kind, listed in found.lists.items()}
    answer = {
        "as_of": found.as_of.isoformat(),
        "lists": lists,
        "removal_statement": found.removal_statement,
        "removal_source": found.removal_source,
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def returns_as_frame(found: Returns) -> pl.DataFrame:
    """One row a pupil and list; what the law requires stands beside each removal considered."""
    flat = []
    for kind, listed in found.lists.items():
        statement = found.removal_statement if kind == "removal_considered" else None
        for each in map(_return, listed):
            joined = {name: _joined(each[name]) for name in ("parents", "days", "missing")}
            flat.append(each | joined | {"statement": statement})
    return pl.DataFrame(flat, schema=_RETURN_COLUMNS)


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(texts)


def _row(each: PupilAlert) -> dict[str, Any]:
    alert, done = each.alert, each.alert.done
    return {
        "kind": alert.kind,
        "pupil_id": alert.pupil_id,
        "surname": each.surname or None,
        "forename": each.forename or None,
        "registration_group": each.registration_group or None,
        "since": alert.since.isoformat(),
        "what": alert.what,
        "is_warning": alert.is_warning,
        "is_current": alert.is_current,
        "sessions": [[s.date.isoformat(), s.session, s.code] for s in alert.sessions],
        "clause": alert.clause or None,
        "source": alert.source or None,
        "asks": alert.asks,
        "status": alert.status,
        "done_on": done.on.isoformat() if done else None,
        "done_entry": done.number if done else None,
        "without_n": alert.without_n,
        "notices": list(alert.notices),
        "conflicts": each.conflicts,
    }


def _return(each: ReturnRow) -> dict[str, Any]:
    alert = _row(each.told)
    days = [day.isoformat() for day in each.days]
    return {
        "kind": alert["kind"],
        "pupil_id": alert["pupil_id"],
        "full_name": each.full_name,
        "upn": each.upn,
        "date_of_birth": each.date_of_birth,
        "year_group": each.told.year_group or None,
        "registration_group": alert["registration_group"],
        "address": each.address,
        "address_of": each.address_of,
        "parents": list(each.parents),
        "cause": each.cause,
        "first_day": days[0],
        "last_day": days[-1],
        "school_days": len(days),
        "days": days,
        **{name: alert[name] for name in ("is_current", "clause", "source", "status", "done_on")},
        "missing": list(each.missing),
    }

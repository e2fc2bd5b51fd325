"""The register of requests as people read it: every request, whatever became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lj_attendance.ledger.events import Event
from lj_attendance.ledger.leave import LeaveRequest, leave_on
from lj_attendance.school_year import Calendar

OPEN = "open"
STATUSES = (OPEN, "granted", "refused")


@dataclass(frozen=True)
class Wanted:
    """Which requests to list; null or empty: all."""

    pupil_id: str | None = None
    status: str | None = None  # one of STATUSES
    reason: str | None = None
    first_day: date | None = None  # leave that ends on this day or later
    last_day: date | None = None  # leave that begins on this day or earlier


@dataclass(frozen=True)
class ListedRequest:
    """One request, with the names of the roll; null where there is none."""

    request: LeaveRequest
    surname: str | None
    forename: str | None
    registration_group: str | None
    school_days: int

    @property
    def name(self) -> str:
        """As lists name pupils; the ID where no name is known."""
        names = ", ".join(part for part in (self.surname, self.forename) if part)
        return names or self.request.pupil_id

    @property
    def full_name(self) -> str:
        """The name with the form, where there is one."""
        return f"{self.name} ({self.registration_group})" if self.registration_group else self.name

    @property
    def status(self) -> str:
        """One of STATUSES."""
        return self.request.decision.decision if self.request.decision else OPEN


def requests_listed(
    events: Sequence[Event],
    day: date,
    wanted: Wanted,
    roll: pl.DataFrame | None,
    calendar: Calendar,
) -> tuple[ListedRequest, ...]:
    """The requests entered by the end of a day that are wanted, by their first day."""
    names = {row["pupil_id"]: row for row in roll.rows(named=True)} if roll is not None else {}
    found = [
        _listed(each, names.get(each.pupil_id, {}), calendar) for each in leave_on(events, day)
    ]
    kept = [each for each in found if _is_wanted(each, wanted)]
    return tuple(sorted(kept, key=lambda each: (each.request.first_day, each.request.number)))


def ever_asked_for(events: Sequence[Event]) -> frozenset[str]:
    """The IDs of all pupils with a request: of those on the roll no more, too."""
    return frozenset(each.pupil_id for each in leave_on(events, date.max))


def _listed(request: LeaveRequest, row: dict[str, Any], calendar: Calendar) -> ListedRequest:
    days = len(calendar.days(request.first_day, request.last_day))
    return ListedRequest(
        request, row.get("surname"), row.get("forename"), row.get("registration_group"), days
    )


def _is_wanted(each: ListedRequest, wanted: Wanted) -> bool:
    request = each.request
    return (
        wanted.pupil_id in (None, request.pupil_id)
        and wanted.status in (None, each.status)
        and wanted.reason in (None, request.reason)
        and (wanted.first_day is None or request.last_day >= wanted.first_day)
        and (wanted.last_day is None or request.first_day <= wanted.last_day)
    )


_COLUMNS: dict[str, Any] = {
    "request": pl.Int64,
    "pupil_id": pl.String,
    "surname": pl.String,
    "forename": pl.String,
    "registration_group": pl.String,
    "first_day": pl.Date,
    "last_day": pl.Date,
    "session": pl.String,
    "school_days": pl.Int64,
    "reason": pl.String,
    "received": pl.Date,
    "entered": pl.Date,
    "recommendation": pl.String,
    "status": pl.String,
    "decided": pl.Date,
    "decided_by": pl.String,
    "decision_reason": pl.String,
    "days_granted": pl.Int64,
    "first_day_granted": pl.Date,
    "last_day_granted": pl.Date,
    "code": pl.String,
    "answered": pl.Date,
}


def as_frame(requests: Sequence[ListedRequest]) -> pl.DataFrame:
    """One row a request, for programs."""
    rows = [
        dict(zip(_COLUMNS, (*_asked(each), *_decided(each.request)), strict=True))
        for each in requests
    ]
    return pl.DataFrame(rows, schema=_COLUMNS)


def _asked(each: ListedRequest) -> tuple[Any, ...]:
    request, detail = each.request, each.request.detail
    received = detail.get("received")
    return (
        request.number, request.pupil_id, each.surname, each.forename, each.registration_group,
        request.first_day, request.last_day, request.session, each.school_days, request.reason,
        date.fromisoformat(received) if received else None, request.on,
        detail.get("judged", {}).get("recommendation"), each.status,
    )  # fmt: skip


def _decided(request: LeaveRequest) -> tuple[Any, ...]:
    found = request.decision
    answered = request.answers[-1].on if request.answers else None
    if found is None:
        return (None, None, None, None, None, None, None, answered)
    ends = (found.days[0], found.days[-1]) if found.days else (None, None)
    return (found.on, found.by, found.reason, len(found.days), *ends, found.code, answered)

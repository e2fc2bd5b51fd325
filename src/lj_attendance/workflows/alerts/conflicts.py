"""Holds and leave beside the alerts that they stand against, from the ledger and the roll."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lj_attendance.ledger.events import Event
from lj_attendance.ledger.leave import GRANTED
from lj_attendance.ledger.replay import active_holds
from lj_attendance.policy.alerts.conflicts import Against, HeldBack, Leave, conflicts_of
from lj_attendance.policy.alerts.facts import Alert
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import Calendar
from lj_attendance.workflows.leave.marks import decided_leave
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.stages.facts import facts_on

_Asked = tuple[str, int, bool, str | None]
"""Pupil, request, whether it is granted, and the code of leave that is."""


def against_of(reading: Reading, events: Sequence[Event], settings: Settings) -> dict[str, Against]:
    """What may stand against the alerts of each pupil who is held or asked for leave."""
    day = reading.as_of
    holds, leave = active_holds(events, day), _leave(events, reading)
    facts = facts_on(reading, settings, day, list(holds)) if holds else {}
    return {
        pupil_id: Against(
            holds=tuple(
                HeldBack(hold.since, hold.until, hold.reason) for hold in holds.get(pupil_id, ())
            ),
            leave=leave.get(pupil_id, ()),
            groups=facts[pupil_id].groups if pupil_id in facts else (),
        )
        for pupil_id in {*holds, *leave}
    }


def with_conflicts(alert: Alert, against: Against | None) -> Alert:
    """The alert with what stands against it, if anything does."""
    return replace(alert, conflicts=conflicts_of(alert, against)) if against else alert


def _leave(events: Sequence[Event], reading: Reading) -> dict[str, tuple[Leave, ...]]:
    """Requests that are granted, or not decided yet, by pupil.

    Without a calendar every day of a request counts: the marks tell which were school days.
    """
    found: dict[_Asked, set[tuple[date, str]]] = defaultdict(set)
    for row in decided_leave(events, Calendar(), reading.as_of).rows(named=True):
        is_granted = row["decision"] == GRANTED and row["is_granted"]
        if is_granted or row["decision"] is None:
            key = (row["pupil_id"], row["request"], is_granted, row["expected_code"])
            found[key].add((row["date"], row["session"]))
    leave: dict[str, list[Leave]] = defaultdict(list)
    for (pupil_id, request, is_granted, code), sessions in sorted(found.items(), key=_by_request):
        leave[pupil_id].append(Leave(request, is_granted, frozenset(sessions), code))
    return {pupil_id: tuple(asked) for pupil_id, asked in leave.items()}


def _by_request(entry: tuple[_Asked, object]) -> tuple[str, int]:
    (pupil_id, request, _, _), _ = entry
    return pupil_id, request

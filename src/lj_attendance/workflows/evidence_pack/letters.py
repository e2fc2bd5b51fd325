"""Whether the marks behind each letter of an evidence pack are still as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from lj_attendance.ledger.events import LETTER_ISSUED, Event
from lj_attendance.policy.settings import Settings
from lj_attendance.workflows.evidence_pack.entries import PackEntry
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.stages.facts import facts_on

SAME = "The marks behind it are as they were."
CHANGED = "The marks behind it have changed since: "
UNKNOWN = "The figures behind it were not kept, so they cannot be compared."


def with_changes(
    entries: Sequence[PackEntry],
    events: Sequence[Event],
    pupil_id: str,
    reading: Reading,
    settings: Settings,
) -> tuple[PackEntry, ...]:
    """The entries, each letter of a stage with a note on the marks behind it."""
    details = {event.number: event.detail for event in events if event.kind == LETTER_ISSUED}
    return tuple(
        replace(entry, notes=(_note(details[entry.number], pupil_id, reading, settings),))
        if entry.number in details
        else entry
        for entry in entries
    )


def _note(detail: Any, pupil_id: str, reading: Reading, settings: Settings) -> str:
    as_of, then = detail.get("as_of"), (detail.get("attended"), detail.get("possible"))
    if as_of is None or None in then:
        return UNKNOWN
    facts = facts_on(reading, settings, date.fromisoformat(as_of), [pupil_id]).get(pupil_id)
    if facts is None:
        return UNKNOWN
    told = []
    if then != (facts.attended, facts.possible):
        now = f"{facts.attended} of {facts.possible}"
        told.append(f"{then[0]} of {then[1]} sessions attended then, {now} by the register now")
    held = {(str(each.date), each.session, each.code) for each in facts.absences}
    gone = sorted({tuple(each) for each in detail.get("sessions", [])} - held)
    told += [f"{day} {session} was {code}" for day, session, code in gone]
    return f"{CHANGED}{'; '.join(told)}." if told else SAME

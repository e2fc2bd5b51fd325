"""Every field of every entry as text, for other programs and for an outside check of the chain."""

from __future__ import annotations

import json
from collections.abc import Sequence

from lj_attendance.errors import UnusableInput
from lj_attendance.ledger.chain import canonical
from lj_attendance.ledger.events import Event


def as_rows(events: Sequence[Event]) -> list[dict[str, str | int | None]]:
    """One row an entry, detail as JSON. Not yet safe in a spreadsheet: see `reports.files`."""
    return [
        {
            "number": event.number,
            "recorded_at": event.recorded_at,
            "kind": event.kind,
            "on": event.on.isoformat(),
            "pupil_id": event.pupil_id,
            "detail": _detail(event),
            "by": event.by,
            "corrects": event.corrects,
            "key": event.key,
            "previous_hash": event.previous_hash,
            "hash": event.hash,
        }
        for event in events
    ]


def _detail(event: Event) -> str:
    try:
        return canonical(event.detail)
    except ValueError as error:
        raise UnusableInput(
            f"Entry {event.number} holds what no entry can.",
            "the ledger",
            "See what is wrong with: lja ledger verify",
        ) from error


def as_json_lines(events: Sequence[Event]) -> str:
    """One JSON object a line and entry, detail as an object: exactly what its hash is made of."""
    lines = [
        json.dumps({**row, "detail": event.detail}, ensure_ascii=False)
        for row, event in zip(as_rows(events), events, strict=True)
    ]
    return "".join(f"{line}\n" for line in lines)

"""What ties each entry to the one before, so that a later change shows.

An entry's hash is the SHA-256, in hexadecimal, of one line of UTF-8: a JSON list of

    "lja ledger 1", number, recorded_at, kind, on, pupil_id, detail, by, corrects, key,
    previous_hash

with the keys of objects sorted, no spaces between, non-ASCII characters as they are, dates as
`2026-11-20`, and null for what is missing. JSON's quotation marks keep fields apart, so that no
two entries share a line. The first entry's previous_hash is 64 zeros. Python's `json.dumps(...,
sort_keys=True, separators=(",", ":"), ensure_ascii=False)` writes that line: anybody can check
an export without lja.

What the chain can show: that entries were not changed, removed, added in between or put in
another order by somebody who did not rewrite everything after them; and, with the hash of the
last entry as it was noted elsewhere on some day (the head), that all entries up to that day are
still there and as they were, whatever was rewritten.

What it cannot show: that entries at the end were cut off, or that the whole ledger was written
anew, when no head was noted elsewhere; that what was entered is true; that the computer's clock
was right.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from lj_attendance.ledger.events import Event

FORM = "lja ledger 1"
GENESIS = "0" * 64
"""The hash before the first entry."""


class Fault(NamedTuple):
    """The first thing about one entry that does not fit."""

    number: int  # of the entry; of a head that is not to be found, the last one's
    problem: str


def canonical(value: Any) -> str:
    """A value as JSON that two equal values share, whatever the order of their keys.

    Raises ValueError for what JSON cannot hold: other types, keys that are no text, infinities.
    """
    try:
        text = json.dumps(
            _plain(value),
            ensure_ascii=False,
            allow_nan=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        text.encode("utf-8")
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return text


def _plain(value: Any) -> Any:
    """The value in lists and dicts; json.dumps alone would make text of keys that are none."""
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise ValueError("a key is no text")
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | float):
        return value
    raise ValueError(f"JSON has no {type(value).__name__}")


def hash_of(event: Event, detail: str | None = None) -> str:
    """The hash that an entry has to bear; its own `hash` is not looked at.

    `detail` is the canonical text of its detail, if it is at hand.
    """
    before = (
        FORM,
        event.number,
        event.recorded_at,
        event.kind,
        event.on.isoformat(),
        event.pupil_id,
    )
    after = (event.by, event.corrects, event.key, event.previous_hash)
    detail = canonical(event.detail) if detail is None else detail
    line = f"{canonical(before)[:-1]},{detail},{canonical(after)[1:]}"  # one list
    return hashlib.sha256(line.encode("utf-8")).hexdigest()


def _hash_if_any(event: Event) -> str | None:
    """The hash an entry has to bear; null when it now holds what no entry can."""
    try:
        return hash_of(event)
    except ValueError:
        return None


def head_of(events: Sequence[Event]) -> str:
    """The last entry's hash: what to note elsewhere. Without entries, 64 zeros."""
    return events[-1].hash if events else GENESIS


def verify(events: Sequence[Event], head: str | None = None) -> list[Fault]:
    """What does not fit, the first entry first; nothing when the chain holds.

    `events` as the ledger gives them. `head` is a head noted earlier: it has to be the hash of
    some entry, as the ledger may have grown since. Without it, a cut end is not seen.
    """
    faults = []
    before, expected = GENESIS, 1
    for event in events:
        problem = _problem(event, expected, before)
        if problem:
            faults.append(Fault(event.number, problem))
        before, expected = event.hash, event.number + 1
    if head is not None and head not in {GENESIS, *(event.hash for event in events)}:
        faults.append(
            Fault(
                expected - 1,
                f"No entry has the hash {head}: entries were removed from the end or rewritten, "
                "or that hash is another ledger's.",
            )
        )
    return faults


def _problem(event: Event, expected: int, before: str) -> str | None:
    number = event.number
    if number > expected:
        if number == expected + 1:
            return f"Entry {expected} is missing."
        return f"Entries {expected} to {number - 1} are missing."
    if number < expected:
        return f"Entry {number} stands after entry {expected - 1}: it is out of order."
    if event.hash != _hash_if_any(event):
        return f"Entry {number} is not as it was entered: it was changed or moved."
    if event.previous_hash != before:
        return (
            f"Entry {number} does not follow on entry {number - 1}: "
            "what stood before it was changed, removed or put in between."
        )
    return None

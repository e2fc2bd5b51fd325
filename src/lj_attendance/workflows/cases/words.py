"""What the entries of a case tell besides their kind and day, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from lj_attendance.ledger.events import (
    CASE_CLOSED,
    CASE_HELD,
    CASE_INVITED,
    CASE_MINUTES,
    CASE_REVIEWED,
    CASE_WARNING,
    Event,
)
from lj_attendance.policy.stages.words import day_text

Detail = Mapping[str, Any]


def said_of(event: Event) -> str:
    """What an entry tells besides its kind and day, in words."""
    detail: Detail = event.detail
    parts = [*_PARTS[event.kind](detail), detail.get("note")]
    parts += ["with its letter" if detail.get("letter") else ""]
    return "; ".join(str(part) for part in parts if part)


def _invited(detail: Detail) -> list[str]:
    at = f" at {detail['meeting_at']}" if detail.get("meeting_at") else ""
    agencies = ", ".join(detail.get("agencies") or ())
    asked = f"agencies: {agencies}" if agencies else ""
    return [f"conference on {_day_words(detail['meeting_on'])}{at}", asked]


def _held(detail: Detail) -> list[str]:
    came = "parents attended" if detail.get("parents_attended") else "parents did not attend"
    count = len(detail.get("targets") or ())
    targets = f"{count} target{'' if count == 1 else 's'}"
    present = f"present: {detail['present']}" if detail.get("present") else ""
    return [came, targets, present, _review_words(detail)]


def _review_words(detail: Detail) -> str:
    return f"review on {_day_words(detail['review_on'])}" if detail.get("review_on") else ""


def _reviewed(detail: Detail) -> list[str]:
    counted = detail.get("possible")
    figures = f"{detail.get('attended')} of {counted} sessions then" if counted else ""
    finding = _plain(detail.get("finding"))
    return [finding, figures, detail.get("next") or "", _review_words(detail)]


def _given(detail: Detail) -> list[str]:
    return [_plain(detail.get("how"))]


def _warned(detail: Detail) -> list[str]:
    word = _plain(detail.get("warning"))
    return ["no warning" if word == "none" else f"{word} warning"]


def _closed(detail: Detail) -> list[str]:
    return [_plain(detail.get("why"))]


def _plain(word: str | None) -> str:
    """A word of the ledger as people write it: `by hand`."""
    return (word or "").replace("_", " ")


def _day_words(text: str) -> str:
    return day_text(date.fromisoformat(text))


_PARTS: dict[str, Callable[[Detail], list[str]]] = {
    CASE_INVITED: _invited,
    CASE_HELD: _held,
    CASE_MINUTES: _given,
    CASE_WARNING: _warned,
    CASE_REVIEWED: _reviewed,
    CASE_CLOSED: _closed,
}  # fmt: skip

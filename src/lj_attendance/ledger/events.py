"""What the ledger can hold: one kind of entry for each thing that is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

LETTER_ISSUED = "letter_issued"
"""One pupil's letter of a stage. Detail: see `workflows/issuing.py`."""

LETTER_WITHDRAWN = "letter_withdrawn"
"""A letter taken back. `corrects` names the entry; detail: `reason`."""

HOLD = "hold"
"""A pupil kept out of batches. Detail: `reason`, and `until`, an ISO date or null."""

LIFT = "lift"
"""A hold ended early. `corrects` names the entry; detail: `reason`."""

LEAVE_REQUESTED = "leave_requested"
"""A request for leave. Detail: the request's fields, and how it was judged.

One that `corrects` another tells the same request with other facts.
"""

LEAVE_DECIDED = "leave_decided"
"""The head teacher's decision. Detail: `request`, `decision`, `days`, `code`, `reason`.

One that `corrects` another decides the same request anew.
"""

LEAVE_ANSWERED = "leave_answered"
"""The reply to a request, as it was sent. Detail: `request`, `reply`, `documents`."""

HOLIDAY_WARNING = "holiday_warning"
"""A warning letter about holidays in term time. Detail: `parent`, `reference`, `note`."""

PENALTY_NOTICE = "penalty_notice"
"""A penalty notice, whoever issued it. Detail: as of a holiday warning."""

NOTICE_WITHDRAWN = "notice_withdrawn"
"""A warning or a notice taken back. `corrects` names the entry; detail: `reason`."""

CONTACT = "contact"
"""A call, a visit, a meeting or a message, tried or made.

Detail: `means` (call, visit, meeting, message), `whom`, `outcome` (reached, no_answer,
left_message, agreed, refused, other), `note`, `follow_up` (an ISO date or null), and `about`: the
first day of the absence it is about, or null.
"""

ALERT_ANSWERED = "alert_answered"
"""What an alert asks was done. Detail: `alert` (its kind), `since`, `note`."""

EVIDENCE = "evidence"
"""Evidence of illness or an appointment, seen by the school.

Detail: `first_day`, `last_day`, `what`, `note`.
"""

TAKEN_BACK = "taken_back"
"""A contact, an answered alert or evidence entered by mistake. `corrects` names it; `reason`."""

KINDS = (
    LETTER_ISSUED, LETTER_WITHDRAWN, HOLD, LIFT, LEAVE_REQUESTED, LEAVE_DECIDED, LEAVE_ANSWERED,
    HOLIDAY_WARNING, PENALTY_NOTICE, NOTICE_WITHDRAWN, CONTACT, ALERT_ANSWERED, EVIDENCE,
    TAKEN_BACK,
)  # fmt: skip


@dataclass(frozen=True)
class NewEvent:
    """Something done, about to be entered.

    `on` is the day on which it took effect, which need not be the day of the entry. `key`, if
    given, can be entered once only: what makes a second letter impossible.
    """

    kind: str
    on: date
    pupil_id: str | None
    detail: Mapping[str, Any] = field(default_factory=dict)  # JSON values, keys as text
    by: str = ""  # who: a role or a name, as the workspace or the computer tells it
    corrects: int | None = None  # the number of the entry that this one puts right
    key: str | None = None


@dataclass(frozen=True)
class Event:
    """One entry as it stands: `number` counts from 1 without a gap."""

    number: int
    recorded_at: str  # UTC, ISO 8601, seconds
    kind: str
    on: date
    pupil_id: str | None
    detail: Mapping[str, Any]
    by: str
    corrects: int | None
    key: str | None
    previous_hash: str  # of the entry before; of the first, 64 zeros
    hash: str  # SHA-256, in hexadecimal, of this entry and previous_hash

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
"""A call, a visit, a meeting or a message, tried or made, or support offered.

Detail: `means` (call, visit, meeting, message, support), `whom`, `outcome` (reached, no_answer,
left_message, agreed, refused, other), `note`, `follow_up` (an ISO date or null), and `about`: the
first day of the absence it is about, or null.
"""

ALERT_ANSWERED = "alert_answered"
"""What an alert asks was done. Detail: `alert` (its kind), `since`, `note`."""

EVIDENCE = "evidence"
"""Evidence of illness or an appointment, seen by the school.

Detail: `first_day`, `last_day`, `what`, `note`.
"""

TRUANCY_SEEN = "truancy_seen"
"""Truancy that no register shows, such as not coming back after signing out.

Detail: `what` (not_back, seen_by_staff), `session` (AM, PM or null), `note`.
"""

TRUANCY_WARNED = "truancy_warned"
"""The letter of warning of a first instance (§10), as it was sent.

Detail: `instance` (its day), and the letter's record, as of a reply to a request for leave.
"""

CASE_INVITED = "case_invited"
"""Parents invited to an Attendance Case Conference (§18).

Detail: `meeting_on`, `meeting_at` (HH:MM or null), `agencies`, and the letter's record or null.
The record is under `letter`, here and in the kinds below.
"""

CASE_HELD = "case_held"
"""A conference held. Detail: `parents_attended`, `targets`, `review_on`, `present`, `note`.

`targets` are sentences; `review_on` is an ISO date or null.
"""

CASE_MINUTES = "case_minutes"
"""Minutes and targets given to the parents. Detail: `how`, `of` (the day of the conference), and
the letter's record or null."""

CASE_WARNING = "case_warning"
"""A court warning or a penalty notice warning, as it was sent.

Detail: `warning` (court, penalty_notice; or none, where none was decided on), `note`, and the
letter's record or null.
"""

CASE_REVIEWED = "case_reviewed"
"""The review of a case.

Detail: `finding` (deteriorated, improved, not_improved), `next` (a sentence or null), `review_on`
(of the next review, or null), `attended` and `possible` (year to date on that day).
"""

CASE_CLOSED = "case_closed"
"""A case ended. Detail: `why` (sustained, prosecution, penalty_notice, left, other), `note`."""

AMENDMENT = "amendment"
"""An amendment of the register with what the law wants of it (§6).

Detail: `date`, `session`, `original`, `amended`, `reason`, `made_on`, `made_by`, `role`.
"""

TAKEN_BACK = "taken_back"
"""An entry made by mistake, of the kinds above from CONTACT on. `corrects` names it; `reason`."""

KINDS = (
    LETTER_ISSUED, LETTER_WITHDRAWN, HOLD, LIFT, LEAVE_REQUESTED, LEAVE_DECIDED, LEAVE_ANSWERED,
    HOLIDAY_WARNING, PENALTY_NOTICE, NOTICE_WITHDRAWN, CONTACT, ALERT_ANSWERED, EVIDENCE,
    TRUANCY_SEEN, TRUANCY_WARNED, CASE_INVITED, CASE_HELD, CASE_MINUTES, CASE_WARNING,
    CASE_REVIEWED, CASE_CLOSED, AMENDMENT, TAKEN_BACK,
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

"""The words of an evidence pack: what each kind of entry, and each part of it, is called."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from lj_attendance.ledger import events as kinds
from lj_attendance.policy.stages.words import day_text
from lj_attendance.workflows.evidence_pack.people import without_notes

SECTIONS: dict[str, tuple[str, ...]] = {
    "letters": (kinds.LETTER_ISSUED,),
    "leave": (kinds.LEAVE_REQUESTED, kinds.LEAVE_DECIDED, kinds.LEAVE_ANSWERED),
    "notices": (kinds.HOLIDAY_WARNING, kinds.PENALTY_NOTICE),
    "truancy": (kinds.TRUANCY_SEEN, kinds.TRUANCY_WARNED),
    "contacts": (),  # of CONTACT, by its means
    "support": (),
    "evidence": (kinds.EVIDENCE,),
    "case": (
        kinds.CASE_INVITED,
        kinds.CASE_HELD,
        kinds.CASE_MINUTES,
        kinds.CASE_WARNING,
        kinds.CASE_REVIEWED,
        kinds.CASE_CLOSED,
    ),
    "holds": (kinds.HOLD,),
    "amendments": (kinds.AMENDMENT,),
    "other": (kinds.ALERT_ANSWERED,),
}
"""The parts of the record in their order, and the kinds of entry in each."""

TITLES = {
    kinds.LETTER_ISSUED: "Letter",
    kinds.LEAVE_REQUESTED: "Request for leave",
    kinds.LEAVE_DECIDED: "Decision of the head teacher",
    kinds.LEAVE_ANSWERED: "Reply sent",
    kinds.HOLIDAY_WARNING: "Holiday warning letter",
    kinds.PENALTY_NOTICE: "Penalty notice",
    kinds.CONTACT: "Contact",
    kinds.EVIDENCE: "Evidence seen",
    kinds.TRUANCY_SEEN: "Truancy seen by staff",
    kinds.TRUANCY_WARNED: "Letter of warning of truancy",
    kinds.CASE_INVITED: "Invitation to an Attendance Case Conference",
    kinds.CASE_HELD: "Attendance Case Conference held",
    kinds.CASE_MINUTES: "Minutes and targets given to the parents",
    kinds.CASE_WARNING: "Warning decided",
    kinds.CASE_REVIEWED: "Review of the case",
    kinds.CASE_CLOSED: "Case closed",
    kinds.HOLD: "Letters held back",
    kinds.ALERT_ANSWERED: "What an alert asked, done",
    kinds.AMENDMENT: "Amendment of the register",
}
"""By kind of entry."""

LABELS = {
    "letter_date": "Date in the letter", "how": "Sent", "received": "Received",
    "clause": "Clause", "as_of": "Figures as of", "attended": "Sessions attended",
    "possible": "Possible sessions", "attendance_percent": "Attendance, percent",
    "expected_percent": "Expected, percent", "reasons": "Reasons",
    "first_day": "First day", "last_day": "Last day", "session": "Session", "reason": "Reason",
    "decision": "Decision", "days": "Days granted", "code": "Code", "exceptional": "Exceptional",
    "judged": "By the policy", "reply": "Reply", "parent": "Parent", "reference": "Reference",
    "used_until": "Sessions used until", "whom": "With", "outcome": "Outcome", "note": "Note",
    "follow_up": "To be followed up", "about": "About the absence of", "what": "What",
    "instance": "Instance of", "meeting_on": "Conference on", "meeting_at": "At",
    "agencies": "Agencies", "parents_attended": "Parents attended", "present": "Present",
    "targets": "Targets set", "review_on": "Review on", "of": "Of the conference on",
    "warning": "Warning", "finding": "Finding", "next": "Next", "why": "Why", "until": "Until",
    "alert": "Alert", "since": "Since", "recipients": "Recipients", "left_out": "Left out",
    "sessions": "Sessions behind it", "batch": "Batch", "prepared_by": "Prepared by",
    "approved_by": "Approved by", "template": "Template, SHA-256", "policy": "Policy, version",
    "source": "Entered from",
}  # fmt: skip
"""What each part of an entry is called, in the order in which it is shown."""

UNSAID = ("documents", "letter", "means", "stage", "request")
"""Parts that are shown another way."""


def title_of(kind: str, detail: Mapping[str, Any]) -> str:
    """What an entry is called, such as `Stage 2 letter` or `Visit`."""
    if kind == kinds.LETTER_ISSUED:
        return f"Stage {detail.get('stage')} letter"
    if kind == kinds.CONTACT:
        return str(detail.get("means") or "contact").capitalize()
    if kind in (kinds.LEAVE_DECIDED, kinds.LEAVE_ANSWERED):
        return f"{TITLES[kind]} (request {detail.get('request')})"
    return TITLES.get(kind, kind.replace("_", " ").capitalize())


def in_words(name: str, value: Any, hidden: Collection[str] = ()) -> str:
    """A part of an entry as people read it; empty where nothing is told.

    `hidden` are the names of people whose addresses stay out of the document.
    """
    if name == "recipients" and isinstance(value, list):
        return "; ".join(_recipient(each, hidden) for each in value)
    if name == "judged" and isinstance(value, Mapping):
        return _text(value.get("recommendation"))
    if name == "sessions" and isinstance(value, list):
        return "; ".join(_session(each) for each in value)
    if name == "source" and isinstance(value, Mapping):
        return f"{value.get('file')}, row {value.get('row')}, SHA-256 {value.get('sha256')}"
    if name in ("reason", "note", "what", "whom", "template", "policy", "batch", "alert"):
        return "" if value is None else str(value)
    if name == "left_out" and isinstance(value, list):
        return "; ".join(without_notes(str(each)) for each in value)
    return _text(value)


def _session(each: Any) -> str:
    if isinstance(each, list | tuple) and len(each) == 3:
        return f"{_text(each[0])} {each[1]} ({each[2]})"
    return _text(each)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(_pairs(value))
    if isinstance(value, list | tuple):
        return "; ".join(text for each in value if (text := _text(each)))
    return _day_or_word(str(value))


def _pairs(value: Mapping[str, Any]) -> list[str]:
    return [f"{key.replace('_', ' ')}: {_text(each)}" for key, each in value.items()]


def _recipient(value: Any, hidden: Collection[str]) -> str:
    """Whom a letter went to, and where."""
    if not isinstance(value, Mapping):
        return _text(value)
    people = [str(name) for name in value.get("names") or ()]
    names = " and ".join(people) or str(value.get("salutation", ""))
    if any(name in hidden for name in people):
        return f"{names} (address withheld)"
    lines = (str(line) for line in value.get("address_block") or () if line not in people)
    return ", ".join(part for part in (names, *lines) if part)


def _day_or_word(text: str) -> str:
    """A date as `3 Nov 2026`, a word of the ledger such as `no_answer` without its line."""
    try:
        return day_text(date.fromisoformat(text))
    except ValueError:
        is_word = text.isidentifier() and text.islower()
        return text.replace("_", " ") if is_word else text

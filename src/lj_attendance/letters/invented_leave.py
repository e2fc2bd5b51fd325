"""Invented replies to requests for leave; nobody in them is real."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lj_attendance.letters.invented import invented
from lj_attendance.letters.leave_fields import LEAVE_KINDS_WITH, MAY_BE_MISSING, LeaveFields

_ASKED: dict[str, dict[str, Any]] = {  # what each family asked for
    "granted": {
        "first_day": "23 November 2026",
        "last_day": "25 November 2026",
        "days_requested": "3 school days",
        "leave_reason": "exceptional circumstances",
    },
    "refused": {
        "first_day": "7 December 2026",
        "last_day": "11 December 2026",
        "days_requested": "5 school days",
        "leave_reason": "a family holiday",
    },
    "more-information": {
        "first_day": "2 December 2026",
        "last_day": "2 December 2026",
        "days_requested": "half a day (afternoon)",
        "leave_reason": "a sporting event",
    },
    "religious": {
        "first_day": "8 December 2026",
        "last_day": "9 December 2026",
        "days_requested": "2 school days",
        "leave_reason": "religious observance",
    },
}
_ANSWERED: dict[str, dict[str, Any]] = {
    "granted": {
        "days_granted": ["Monday 23 November 2026", "Tuesday 24 November 2026"],
        "days_granted_count": "2 school days",
        "days_not_granted": ["Wednesday 25 November 2026"],
        "granted_code": "C",
        "refused_code": "O",
        "reasons": ["Two days give time for the ceremony & for the journey home."],
        "decided_on": "6 November 2026",
    },
    "refused": {
        "days_granted_count": "no school days",
        "days_not_granted": [
            *("Monday 7 December 2026", "Tuesday 8 December 2026", "Wednesday 9 December 2026"),
            *("Thursday 10 December 2026", "Friday 11 December 2026"),
        ],
        "refused_code": "G",
        "reasons": [
            "A holiday in term time is not an exceptional circumstance.",
            "The request came 17 days before the first day, and we ask for four weeks.",
        ],
        "decided_on": "20 November 2026",
    },
    "more-information": {
        "days_granted_count": "no school days",
        "questions": [
            "Is the event organised by a club or a group?",
            "Who sets its date & time, and could it be outside school hours?",
            "Can you send us the invitation or the programme?",
        ],
        "reply_by": "16 November 2026",
    },
    "religious": {
        "days_granted": ["Tuesday 8 December 2026"],
        "days_granted_count": "1 school day",
        "days_not_granted": ["Wednesday 9 December 2026"],
        "granted_code": "R",
        "refused_code": "O",
        "reasons": ["The religious body sets apart the first of the two days only."],
        "decided_on": "6 November 2026",
    },
}
_RECEIVED = {"refused": "20 November 2026"}
_SENT = {"refused": "23 November 2026"}
_OF_THE_FAMILY = (
    "school_name", "school_address", "school_telephone", "school_email", "address_block",
    "salutation", "pupil_name", "pupil_forename", "year_group", "registration_group",
)  # fmt: skip


def invented_leave(kind: str) -> LeaveFields:
    """A reply of a kind, with all that its kind may say; part of the days is granted."""
    letter = invented(1)
    own: dict[str, Any] = {name: getattr(letter, name) for name in _OF_THE_FAMILY}
    return LeaveFields(
        **own,
        signatory_name="H. Signatory",
        signatory_role="Headteacher",
        signatory_email="head@example.org",
        date=_SENT.get(kind, "9 November 2026"),
        reference="EX-2026-L0042-1",
        received=_RECEIVED.get(kind, "22 October 2026"),
        **_ASKED[kind],
        **_ANSWERED[kind],
    )


def with_least(fields: LeaveFields, kind: str) -> LeaveFields:
    """The same reply without all that a letter of its kind may lack."""
    empty: dict[str, Any] = {
        name: [] if isinstance(getattr(fields, name), list) else ""
        for name, kinds in MAY_BE_MISSING.items()
        if kind in kinds
    }
    return replace(fields, **empty)


def is_of_leave(name: str, kind: str) -> bool:
    """Whether a field has a value in the replies of a kind."""
    return kind in LEAVE_KINDS_WITH.get(name, (kind,))

"""Invented letters of an Attendance Case Conference; nobody in them is real."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lj_attendance.letters.case_fields import CASE_KINDS_WITH, MAY_BE_MISSING, CaseFields
from lj_attendance.letters.invented import invented

_DATES = {  # of the letter, and the last day counted
    "invitation": ("29 January 2027", "28 January 2027"),
    "minutes": ("9 February 2027", "8 February 2027"),
    "court-warning": ("10 February 2027", "8 February 2027"),
    "penalty-warning": ("10 February 2027", "8 February 2027"),
}
_FIGURES = {  # attendance, days, sessions missed, possible, not authorised
    "invitation": ("85.6%", "12½ days", 25, 174, 12),
    "minutes": ("84.7%", "14½ days", 29, 190, 14),
    "court-warning": ("84.7%", "14½ days", 29, 190, 14),
    "penalty-warning": ("84.7%", "14½ days", 29, 190, 14),
}
_SAID: dict[str, Any] = {
    "meeting_at": "2:30pm",
    "meeting_place": "Invented School & College, 1 Example Road",
    "present": "Mrs Featherstonehaugh-Łukasiewicz, E. Officer, and the Year 8 Manager",
    "parents_came": "yes",
    "targets": [
        "Siobhán comes to school every day, unless a doctor says that they cannot.",
        "Siobhán arrives by 8:25am and sees the Year 8 Manager at break on Mondays & Fridays.",
        "Parents ring us before 8:30am on any day of absence.",
    ],
    "review_from": "8 March 2027",
    "review_until": "22 March 2027",
    "review_on": "Tuesday 16 March 2027",
    "penalty_sessions": 10,
    "penalty_weeks": 10,
    "penalty_counted": 11,
    "penalty_sum": "£160",
    "penalty_sum_early": "£80",
    "penalty_days_early": 21,
    "penalty_sum_second": "£160",
    "penalty_years": 3,
}
_OF_THE_FAMILY = (
    "school_name", "school_address", "school_telephone", "school_email", "address_block",
    "salutation", "pupil_name", "pupil_forename", "year_group", "registration_group",
    "academic_year",
)  # fmt: skip


def invented_case(kind: str) -> CaseFields:
    """A letter of a kind, with all that its kind may say; the parents came."""
    letter = invented(4)
    own: dict[str, Any] = {name: getattr(letter, name) for name in _OF_THE_FAMILY}
    own |= {name: value for name, value in _SAID.items() if is_of_case(name, kind)}
    date, as_of = _DATES[kind]
    percent, days, missed, possible, unauthorised = _FIGURES[kind]
    return CaseFields(
        **own,
        signatory_name="E. Officer",
        signatory_role="Education Welfare Officer",
        signatory_email="officer@example.org",
        date=date,
        reference="EX-2026-C0042-1",
        as_of=as_of,
        attendance_percent=percent,
        days_missed=days,
        sessions_missed=missed,
        sessions_possible=possible,
        sessions_unauthorised=unauthorised,
        referred_on="25 January 2027",
        meeting_on="Monday 8 February 2027",
    )


def with_least(fields: CaseFields, kind: str) -> CaseFields:
    """The same letter without all that a letter of its kind may lack: the parents did not come."""
    empty: dict[str, Any] = {
        name: [] if isinstance(getattr(fields, name), list) else None
        for name, kinds in MAY_BE_MISSING.items()
        if kind in kinds
    }
    return replace(fields, **empty)


def is_of_case(name: str, kind: str) -> bool:
    """Whether a field has a value in the letters of a kind."""
    return kind in CASE_KINDS_WITH.get(name, (kind,))

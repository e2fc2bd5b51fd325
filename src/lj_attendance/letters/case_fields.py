"""The merge fields of the letters of an Attendance Case Conference, and what they mean.

The reference in docs/merge-fields.md is made from this module.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated


@dataclass(frozen=True)
class CaseFields:
    """What a letter of a case may say; every text is ready to print, and none is left blank.

    A list without an entry is no value: `if` may ask for it, and nothing else.
    """

    school_name: Annotated[str, "The school's name"]
    school_address: Annotated[list[str], "The school's address, a line an entry"]
    school_telephone: Annotated[str, "The school's telephone number"]
    school_email: Annotated[
        str | None, "The school's e-mail address for attendance; may be missing"
    ]
    signatory_name: Annotated[str | None, "Who signs Stage 4 letters; may be missing"]
    signatory_role: Annotated[str, "What they are at the school"]
    signatory_email: Annotated[str | None, "Their e-mail address; may be missing"]
    date: Annotated[str, "The letter's date, as 16 November 2026"]
    reference: Annotated[str, "The letter's own reference, to quote in a reply"]
    address_block: Annotated[list[str], "Names and address for the envelope's window"]
    salutation: Annotated[str, "Who is greeted after Dear"]
    pupil_name: Annotated[str, "Forename and surname"]
    pupil_forename: Annotated[str, "Forename"]
    year_group: Annotated[str, "Such as Year 8; may be missing"]
    registration_group: Annotated[str, "Such as 8 CRO; may be missing"]
    academic_year: Annotated[str, "Such as 2026/27"]
    as_of: Annotated[str, "The last day counted, as 13 November 2026"]
    attendance_percent: Annotated[str, "Attendance this year up to that day, as 85.5%"]
    days_missed: Annotated[str, "Absence in days, as 4½ days"]
    sessions_missed: Annotated[int, "Absence in sessions (half days)"]
    sessions_possible: Annotated[int, "Sessions the pupil could have attended"]
    sessions_unauthorised: Annotated[int, "Sessions of absence that were not authorised"]
    referred_on: Annotated[str, "The date of the Stage 4 letter"]
    meeting_on: Annotated[str, "The day of the conference, as Monday 8 February 2027"]
    meeting_at: Annotated[str | None, "Its time, as 2:30pm; may be missing"] = None
    meeting_place: Annotated[str | None, "Where it is; the school where nobody says"] = None
    present: Annotated[str | None, "Who was there, in words; may be missing"] = None
    parents_came: Annotated[str | None, "yes where a parent came to it, else no value"] = None
    targets: Annotated[list[str], "What is to be reached, a sentence each; may be empty"] = field(
        default_factory=list
    )
    review_from: Annotated[str | None, "From when on the review is; may be missing"] = None
    review_until: Annotated[str | None, "By when the review is; may be missing"] = None
    review_on: Annotated[str | None, "The day of the review, where it is set"] = None
    penalty_sessions: Annotated[int | None, "Unauthorised sessions that make the threshold"] = None
    penalty_weeks: Annotated[int | None, "School weeks in which they are counted"] = None
    penalty_counted: Annotated[int | None, "Those counted for the pupil, up to that day"] = None
    penalty_sum: Annotated[str | None, "What a first notice asks for, as £160"] = None
    penalty_sum_early: Annotated[str | None, "What it asks for if paid early, as £80"] = None
    penalty_days_early: Annotated[int | None, "Days within which that is"] = None
    penalty_sum_second: Annotated[str | None, "What a second notice asks for, as £160"] = None
    penalty_years: Annotated[int | None, "Years within which it counts as the second"] = None


_HELD = ("minutes", "court-warning", "penalty-warning")
_WARNING = ("penalty-warning",)

CASE_KINDS_WITH = {
    "meeting_at": ("invitation",),
    "meeting_place": ("invitation",),
    "present": ("minutes",),
    "parents_came": ("minutes",),
    "targets": _HELD,
    "review_from": _HELD,
    "review_until": _HELD,
    "review_on": _HELD,
    "penalty_sessions": _WARNING,
    "penalty_weeks": _WARNING,
    "penalty_counted": _WARNING,
    "penalty_sum": _WARNING,
    "penalty_sum_early": _WARNING,
    "penalty_days_early": _WARNING,
    "penalty_sum_second": _WARNING,
    "penalty_years": _WARNING,
}
"""The fields that only some letters have a value for."""

MAY_BE_MISSING = {
    "meeting_at": ("invitation",),
    "present": ("minutes",),
    "parents_came": ("minutes",),
    "targets": ("court-warning", "penalty-warning"),
    "review_on": _HELD,
}
"""The fields that some letters of these kinds have a value for, and others have not.

Minutes always give targets: they are what the minutes are handed over for (§18).
"""

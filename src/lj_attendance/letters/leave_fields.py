"""The merge fields of a reply to a request for leave of absence, and what they mean.

The reference in docs/merge-fields.md is made from this module.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated


@dataclass(frozen=True)
class LeaveFields:
    """What a reply may say; every text is ready to print, and none is ever left blank.

    A list without an entry is no value: `if` may ask for it, and nothing else.
    """

    school_name: Annotated[str, "The school's name"]
    school_address: Annotated[list[str], "The school's address, a line an entry"]
    school_telephone: Annotated[str, "The school's telephone number"]
    school_email: Annotated[
        str | None, "The school's e-mail address for attendance; may be missing"
    ]
    signatory_name: Annotated[str | None, "Who signs replies on leave; may be missing"]
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
    received: Annotated[str | None, "The day the request came; may be missing"]
    first_day: Annotated[str, "The first day asked for, as 16 November 2026"]
    last_day: Annotated[str, "The last day asked for; the first again where it is one day"]
    days_requested: Annotated[str, "How long that is, as 3 school days or half a day (afternoon)"]
    leave_reason: Annotated[str, "What it is for, after the word for, as a family holiday"]
    days_granted_count: Annotated[str, "How much of it is granted, as 2 school days"]
    days_granted: Annotated[list[str], "Each day granted, as Monday 16 November 2026"] = field(
        default_factory=list
    )
    days_not_granted: Annotated[
        list[str], "Each school day asked for and not granted; may be empty"
    ] = field(default_factory=list)
    granted_code: Annotated[
        str | None, "The attendance code of the days granted, as C; may be missing"
    ] = None
    refused_code: Annotated[
        str | None, "The attendance code of an absence that was not granted, as G; may be missing"
    ] = None
    reasons: Annotated[list[str], "Why it was so decided, a sentence each; may be empty"] = field(
        default_factory=list
    )
    questions: Annotated[list[str], "What the family is asked, a question each"] = field(
        default_factory=list
    )
    reply_by: Annotated[str | None, "The day by which the answers should be here"] = None
    decided_on: Annotated[str | None, "The day of the headteacher's decision"] = None


_DECIDED = ("granted", "refused", "religious")
_GRANTED = ("granted", "religious")

LEAVE_KINDS_WITH = {
    "days_granted": _GRANTED,
    "days_not_granted": _DECIDED,
    "granted_code": _GRANTED,
    "refused_code": _DECIDED,
    "reasons": _DECIDED,
    "questions": ("more-information",),
    "reply_by": ("more-information",),
    "decided_on": _DECIDED,
}
"""The fields that only some kinds of reply have a value for."""

MAY_BE_MISSING = {
    "received": ("granted", "refused", "more-information", "religious"),
    "days_not_granted": _GRANTED,
    "reasons": _GRANTED,
}
"""The fields that some letters of these kinds have a value for, and others have not.

A refusal always gives its reasons: the school denies no request without good reason (§7).
"""

"""The merge fields of a letter: everything a template may name, and what it means.

The reference in docs/merge-fields.md is made from this module.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated


@dataclass(frozen=True)
class AbsenceLine:
    """One row of the table of absences: a day, or half of one."""

    date: Annotated[str, "The day, as Tue 3 Nov 2026"]
    session: Annotated[str, "morning, afternoon or all day"]
    reason: Annotated[str, "What the register gives as the reason, in plain words"]
    code: Annotated[str, "The attendance code, or both where morning and afternoon differ"]
    authorised: Annotated[str, "yes or no; both where morning and afternoon differ"]


@dataclass(frozen=True)
class LetterFields:
    """What a stage letter may say; every text is ready to print, and none is ever left blank."""

    school_name: Annotated[str, "The school's name"]
    school_address: Annotated[list[str], "The school's address, a line an entry"]
    school_telephone: Annotated[str, "The school's telephone number"]
    school_email: Annotated[
        str | None, "The school's e-mail address for attendance; may be missing"
    ]
    signatory_name: Annotated[str | None, "Who signs the letters of this stage; may be missing"]
    signatory_role: Annotated[str, "What they are at the school"]
    signatory_email: Annotated[str | None, "Their e-mail address; may be missing"]
    date: Annotated[str, "The letter's date, as 16 November 2026"]
    reference: Annotated[str, "The letter's own reference, to quote in a reply"]
    address_block: Annotated[list[str], "Names and address for the envelope's window"]
    salutation: Annotated[str, "Who is greeted after Dear"]
    pupil_name: Annotated[str, "Forename and surname"]
    pupil_forename: Annotated[str, "Forename"]
    year_group: Annotated[str, "Such as Year 8"]
    registration_group: Annotated[str, "Such as 8 CRO"]
    academic_year: Annotated[str, "Such as 2026/27"]
    as_of: Annotated[str, "The last day counted, as 13 November 2026"]
    expected_percent: Annotated[str, "The level below which the school writes, as 96%"]
    attendance_percent: Annotated[str, "Attendance this year up to that day, as 91.3%"]
    days_missed: Annotated[str, "Absence in days, as 4½ days"]
    sessions_missed: Annotated[int, "Absence in sessions (half days)"]
    sessions_possible: Annotated[int, "Sessions the pupil could have attended"]
    absences: Annotated[list[AbsenceLine], "The absences behind the letter, latest last"]
    absences_since: Annotated[str, "From which day on the table shows them, as 1 September 2026"]
    stage: Annotated[int, "The stage of the letter, 1 to 4"]
    previous_letter_date: Annotated[str | None, "The date of the letter before (Stages 2 to 4)"] = (
        None
    )
    previous_attendance_percent: Annotated[
        str | None, "Attendance as the letter before gave it (Stages 2 to 4)"
    ] = None
    monitoring_from: Annotated[
        str | None,
        "First school day of the monitoring period (Stages 2 and 3); Stage 4: of the last",
    ] = None
    monitoring_until: Annotated[
        str | None,
        "Last school day of the monitoring period (Stages 2 and 3); Stage 4: of the last",
    ] = None
    monitoring_weeks: Annotated[
        str | None, "Length of that period in words, as four (Stages 2 to 4)"
    ] = None
    monitoring_target: Annotated[
        str | None, "The target of that period, as 100% (Stages 3 and 4)"
    ] = None
    reply_by: Annotated[str | None, "When the form should be back (Stage 2)"] = None
    actions: Annotated[list[str], "What the school will do next, a sentence each; may be empty"] = (
        field(default_factory=list)
    )


STAGES_WITH = {
    "previous_letter_date": (2, 3, 4),
    "previous_attendance_percent": (2, 3, 4),
    "monitoring_from": (2, 3, 4),
    "monitoring_until": (2, 3, 4),
    "monitoring_weeks": (2, 3, 4),
    "monitoring_target": (3, 4),
    "reply_by": (2,),
}
"""The fields that only some stages have a value for."""

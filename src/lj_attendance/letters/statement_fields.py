"""The merge fields of the half-termly statement to a family, and what they mean.

The reference in docs/merge-fields.md is made from this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True)
class ChildStatement:
    """One child of the family: the half term, then the school year so far."""

    name: Annotated[str, "Forename and surname"]
    forename: Annotated[str, "Forename"]
    form: Annotated[str, "Year and registration group, as Year 8, 8 CRO"]
    attendance_percent: Annotated[str, "Attendance in the half term, as 94.7%"]
    sessions_attended: Annotated[int, "Half days attended in the half term"]
    sessions_possible: Annotated[int, "Half days that were possible in the half term"]
    days_missed: Annotated[str, "The same as days missed, as 1½ days"]
    sessions_missed: Annotated[int, "Half days missed in the half term"]
    sessions_authorised: Annotated[int, "Of these, with the school's agreement"]
    sessions_unauthorised: Annotated[int, "Of these, without it"]
    times_late: Annotated[int, "Arrivals after the bell in the half term, after closing included"]
    late_after_close: Annotated[int, "Of these, after the register had closed"]
    year_attendance_percent: Annotated[str, "Attendance this school year so far"]
    year_sessions_attended: Annotated[int, "Half days attended this school year"]
    year_sessions_possible: Annotated[int, "Half days that were possible this school year"]
    year_days_missed: Annotated[str, "Days missed this school year"]
    year_sessions_missed: Annotated[int, "Half days missed this school year"]
    year_sessions_authorised: Annotated[int, "Of these, with the school's agreement"]
    year_sessions_unauthorised: Annotated[int, "Of these, without it"]
    year_times_late: Annotated[int, "Arrivals after the bell this school year"]
    year_late_after_close: Annotated[int, "Of these, after the register had closed"]


@dataclass(frozen=True)
class StatementFields:
    """What a statement may say; every text is ready to print, and none is left blank."""

    school_name: Annotated[str, "The school's name"]
    school_address: Annotated[list[str], "The school's address, a line an entry"]
    school_telephone: Annotated[str, "The school's telephone number"]
    school_email: Annotated[
        str | None, "The school's e-mail address for attendance; may be missing"
    ]
    signatory_name: Annotated[str | None, "Who signs it; may be missing"]
    signatory_role: Annotated[str, "What they are at the school"]
    signatory_email: Annotated[str | None, "Their e-mail address; may be missing"]
    date: Annotated[str, "The letter's date, as 23 October 2026"]
    reference: Annotated[str, "The letter's own reference, to quote in a reply"]
    address_block: Annotated[list[str], "Names and address for the envelope's window"]
    salutation: Annotated[str, "Who is greeted after Dear"]
    period: Annotated[str, "The half term, as Autumn, first half"]
    period_from: Annotated[str, "Its first day"]
    period_until: Annotated[str, "Its last day, or the last day of the register"]
    academic_year: Annotated[str, "The school year, as 2026/27"]
    expected_percent: Annotated[str, "The attendance that the school looks for, as 96%"]
    children: Annotated[list[ChildStatement], "The children, the oldest first; see below"]


STATEMENT_KINDS_WITH: dict[str, tuple[str, ...]] = {}
"""The fields that only some letters have a value for."""

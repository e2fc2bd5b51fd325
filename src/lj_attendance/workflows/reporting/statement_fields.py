"""What one half-termly statement says: a family's figures in the fields of the template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lj_attendance.letters.statement_fields import ChildStatement, StatementFields
from lj_attendance.letters.words import days_of, long_day
from lj_attendance.reports.rounding import shown_percent_of
from lj_attendance.school_year import Span, academic_year_name
from lj_attendance.workflows.reporting.statements import Child, Statement
from lj_attendance.workspace.school import School


@dataclass(frozen=True)
class StatementMaking:
    """What all letters of a half term have in common."""

    school: School
    letter_date: date
    period: Span
    expected_percent: int


def statement_fields(making: StatementMaking, letter: Statement, reference: str) -> StatementFields:
    """The fields of one household's letter."""
    school = making.school
    signatory = school.signatory_of_leave()
    return StatementFields(
        school_name=school.name,
        school_address=[*school.address, school.postcode],
        school_telephone=school.telephone,
        school_email=school.email or None,
        signatory_name=signatory.name or None,
        signatory_role=signatory.role,
        signatory_email=signatory.email or None,
        date=long_day(making.letter_date),
        reference=reference,
        address_block=list(letter.household.address_block),
        salutation=letter.household.salutation,
        period=making.period.name,
        period_from=long_day(making.period.first),
        period_until=long_day(making.period.last),
        academic_year=academic_year_name(making.period.last),
        expected_percent=f"{making.expected_percent}%",
        children=[_child(child, making.expected_percent) for child in letter.children],
    )


def _child(child: Child, expected: int) -> ChildStatement:
    year_group = f"Year {child.year_group}" if child.year_group.isdigit() else child.year_group
    form = ", ".join(part for part in (year_group, child.registration_group) if part)
    of_year = {f"year_{name}": value for name, value in _told(child.year, expected).items()}
    return ChildStatement(
        name=child.name,
        forename=child.forename or child.name,
        form=form or "no registration group",
        **_told(child.half_term, expected),
        **of_year,
    )


def _told(counts: dict[str, int], expected: int) -> dict[str, Any]:
    attended, possible = counts["attended_sessions"], counts["possible_sessions"]
    return {
        "attendance_percent": f"{shown_percent_of(attended, possible, [expected]):.1f}%",
        "sessions_attended": attended,
        "sessions_possible": possible,
        "days_missed": days_of(possible - attended),
        "sessions_missed": possible - attended,
        "sessions_authorised": counts["authorised_absence"],
        "sessions_unauthorised": counts["unauthorised_absence"],
        "times_late": counts["late_before_close"] + counts["late_after_close"],
        "late_after_close": counts["late_after_close"],
    }

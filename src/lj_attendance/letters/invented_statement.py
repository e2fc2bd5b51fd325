"""An invented half-termly statement; nobody in it is real."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lj_attendance.letters.invented import invented
from lj_attendance.letters.statement_fields import ChildStatement, StatementFields

_OF_THE_FAMILY = (
    "school_name", "school_address", "school_telephone", "school_email", "signatory_name",
    "signatory_role", "signatory_email", "address_block", "salutation", "academic_year",
    "expected_percent",
)  # fmt: skip
_CHILD = ChildStatement(
    name="Sam Example",
    forename="Sam",
    form="Year 8, 8 CRO",
    attendance_percent="94.7%",
    sessions_attended=72,
    sessions_possible=76,
    days_missed="2 days",
    sessions_missed=4,
    sessions_authorised=3,
    sessions_unauthorised=1,
    times_late=2,
    late_after_close=1,
    year_attendance_percent="95.5%",
    year_sessions_attended=105,
    year_sessions_possible=110,
    year_days_missed="2½ days",
    year_sessions_missed=5,
    year_sessions_authorised=4,
    year_sessions_unauthorised=1,
    year_times_late=3,
    year_late_after_close=1,
)


def invented_statement(kind: str) -> StatementFields:
    """A statement for a family of two."""
    letter = invented(1)
    own: dict[str, Any] = {name: getattr(letter, name) for name in _OF_THE_FAMILY}
    older = replace(_CHILD, name="Alex Example", forename="Alex", form="Year 10, 10 PEA")
    return StatementFields(
        **own,
        date="23 October 2026",
        reference="EX-2026-H0042-1",
        period="Autumn, first half",
        period_from="1 September 2026",
        period_until="23 October 2026",
        children=[older, _CHILD],
    )

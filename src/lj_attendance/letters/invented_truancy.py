"""An invented letter of warning about truancy; nobody in it is real."""

from __future__ import annotations

from typing import Any

from lj_attendance.letters.invented import invented
from lj_attendance.letters.truancy_fields import TruancyFields

_OF_THE_FAMILY = (
    "school_name", "school_address", "school_telephone", "school_email", "signatory_name",
    "signatory_role", "signatory_email", "address_block", "salutation", "pupil_name",
    "pupil_forename", "year_group", "registration_group",
)  # fmt: skip


def invented_truancy(kind: str) -> TruancyFields:
    """A letter of a kind, with all that its kind may say."""
    letter = invented(1)
    own: dict[str, Any] = {name: getattr(letter, name) for name in _OF_THE_FAMILY}
    return TruancyFields(
        **own,
        date="9 November 2026",
        reference="EX-2026-T0042-1",
        occasions=[
            "Thursday 5 November 2026, 11:05: not in Mathematics",
            "Thursday 5 November 2026, afternoon: not in school",
        ],
    )

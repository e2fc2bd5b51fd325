"""The merge fields of the letter of warning about truancy, and what they mean.

The reference in docs/merge-fields.md is made from this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True)
class TruancyFields:
    """What a letter of warning may say; every text is ready to print, and none is left blank."""

    school_name: Annotated[str, "The school's name"]
    school_address: Annotated[list[str], "The school's address, a line an entry"]
    school_telephone: Annotated[str, "The school's telephone number"]
    school_email: Annotated[
        str | None, "The school's e-mail address for attendance; may be missing"
    ]
    signatory_name: Annotated[str | None, "Who signs it; may be missing"]
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
    occasions: Annotated[
        list[str], "What was missed, as Monday 9 November 2026, afternoon: not in school"
    ]


TRUANCY_KINDS_WITH: dict[str, tuple[str, ...]] = {}
"""The fields that only some letters have a value for."""

MAY_BE_MISSING: dict[str, tuple[str, ...]] = {}
"""The fields that some letters of these kinds have a value for, and others have not."""

"""Which columns of a table tell of a contact: of each row's, or of the first, the second ...."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lj_attendance.ingest.headers import normal, read_header
from lj_attendance.ingest.recognise import Recognised

_NUMBERED = re.compile(
    r"(?:primary |emergency )?(?:guardian|contact|parent|carer|parent/carer) ?([1-9])\b[ :._-]*(.*)"
)
_NAMES = {"name": "guardian", "forename": "contact_forename", "surname": "contact_surname"}
"""What a field of the pupil's is, where the header speaks of a contact."""


@dataclass(frozen=True)
class ContactColumns:
    """The columns of one contact a row, by field; `number` counts the guardians of a wide table."""

    number: int = 0  # 0: each row is one contact
    fields: dict[str, list[str]] = field(default_factory=dict)

    def has_name(self) -> bool:
        """Whether a column holds the contact's name."""
        return any(name in self.fields for name in _NAMES.values())


def contact_columns(source: Recognised) -> list[ContactColumns]:
    """One entry for a table of a row a contact; else one for each guardian that headers number."""
    numbered: dict[int, dict[str, list[str]]] = {}
    for place, header in enumerate(source.table.headers):
        found = _NUMBERED.fullmatch(normal(header))
        name = _field_of(found[2]) if found else None
        if found and name:
            numbered.setdefault(int(found[1]), {}).setdefault(name, []).append(str(place))
    if numbered:
        return [ContactColumns(number, fields) for number, fields in sorted(numbered.items())]
    return [ContactColumns(0, source.columns)]


def _field_of(rest: str) -> str | None:
    """The field of what follows the number: `Guardian 1` alone is the name."""
    if not rest:
        return "guardian"
    found = read_header(f"contact {rest}").field or read_header(rest).field
    return _NAMES.get(found, found) if found else None

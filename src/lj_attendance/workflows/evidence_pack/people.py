"""Who an evidence pack is about: the pupil as the roll has them, and their parents.

Where somebody is not to be contacted, their address and telephone stay out of the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from lj_attendance.letters.recipients import Contact, why_left_out
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.roll_details import RollDetails, roll_details

NOT_TO_BE_CONTACTED = "not to be contacted"
_RESTRICTED = ("marked no contact", "access note", "unsubscribed", "marked deceased")


@dataclass(frozen=True)
class PackPupil:
    """The pupil; a field that the exports do not tell is null."""

    pupil_id: str
    surname: str | None
    forename: str | None
    upn: str | None
    date_of_birth: str | None  # ISO; as the roll has it where it is no date
    year_group: str | None
    registration_group: str | None
    on_roll_from: date | None
    on_roll_until: date | None
    address: str | None
    address_of: str | None  # whose it is, where the roll has none and a parent's is taken

    @property
    def name(self) -> str:
        """Forename and surname; the ID where no name is known."""
        return " ".join(part for part in (self.forename, self.surname) if part) or self.pupil_id


@dataclass(frozen=True)
class PackParent:
    """A parent or primary contact. With a restriction there is no address and no telephone."""

    name: str
    relationship: str | None
    has_parental_responsibility: bool | None  # null: the export does not say
    is_primary: bool | None
    address: str | None
    telephone: str | None
    restriction: str  # empty: none


def pupil_of(row: dict[str, Any], reading: Reading, contacts: Sequence[Contact]) -> PackPupil:
    """The pupil of one row of the roll; the address is a parent's where the roll has none."""
    details = roll_details(reading).get(row["pupil_id"], RollDetails(None, None))
    home = None if details.address else _home(contacts)
    return PackPupil(
        pupil_id=str(row["pupil_id"]),
        surname=row["surname"],
        forename=row["forename"],
        upn=row["upn"],
        date_of_birth=details.date_of_birth,
        year_group=row["year_group"],
        registration_group=row["registration_group"],
        on_roll_from=row["on_roll_from"],
        on_roll_until=row["on_roll_until"],
        address=details.address or (_address(home) if home else None),
        address_of=home.name if home else None,
    )


def parents_of(contacts: Sequence[Contact]) -> tuple[PackParent, ...]:
    """Who has parental responsibility or is primary, in the order in which they are rung.

    Also those of whom the export says neither; others, such as neighbours, are left out.
    """
    ordered = sorted(contacts, key=lambda each: (each.priority is None, each.priority or 0))
    return tuple(_parent(each) for each in ordered if _is_parent(each))


def is_known_parent(contacts: Sequence[Contact]) -> bool:
    """Whether a contact with a name has parental responsibility or is primary."""
    return any((c.has_parental_responsibility or c.is_primary) and c.name for c in contacts)


def has_namesake(reading: Reading, row: dict[str, Any]) -> bool:
    """Whether another pupil of the roll or the register has the same name."""
    names = [pl.col(name).str.to_lowercase().str.strip_chars() for name in ("surname", "forename")]
    folded = reading.roll.select(names)
    own = tuple((row[name] or "").lower().strip() for name in ("surname", "forename"))
    return any(own) and folded.rows().count(own) > 1


def without_notes(text: str) -> str:
    """Why somebody is left out, without the words of an access note: others may read this."""
    return re.sub(r"(access note|marked no contact):.*", r"\1", text, flags=re.DOTALL)


def _is_parent(contact: Contact) -> bool:
    said = contact.has_parental_responsibility, contact.is_primary
    return any(said) or said == (None, None)


def _parent(contact: Contact) -> PackParent:
    why = without_notes(why_left_out(contact))
    is_restricted = why.startswith(_RESTRICTED)
    return PackParent(
        name=contact.name or "no name",
        relationship=contact.relationship,
        has_parental_responsibility=contact.has_parental_responsibility,
        is_primary=contact.is_primary,
        address=None if is_restricted else _address(contact) or None,
        telephone=None if is_restricted else contact.telephone,
        restriction=f"{NOT_TO_BE_CONTACTED} ({why})" if is_restricted else why,
    )


def _home(contacts: Sequence[Contact]) -> Contact | None:
    """The parent whose address is most likely the pupil's; never one with a restriction."""
    free = [
        each
        for each in contacts
        if each.address and _is_parent(each) and not why_left_out(each).startswith(_RESTRICTED)
    ]
    return min(
        free,
        key=lambda c: (not c.is_primary, c.is_correspondence_address is False, c.priority or 99),
        default=None,
    )


def _address(contact: Contact) -> str:
    return ", ".join(part for part in (contact.address, contact.postcode) if part)

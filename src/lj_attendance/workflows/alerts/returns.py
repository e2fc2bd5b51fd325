"""Returns to the local authority: lists of pupils with the fields that the law wants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from lj_attendance.data import read_rows
from lj_attendance.letters.recipients import Contact
from lj_attendance.policy.alerts.facts import REMOVAL, SICKNESS_RETURN, UNAUTHORISED_RETURN
from lj_attendance.policy.alerts.words import TITLES
from lj_attendance.policy.settings import Settings
from lj_attendance.policy.stages.facts import Absence
from lj_attendance.workflows.alerts.listing import Alerts, PupilAlert
from lj_attendance.workflows.contacts import by_pupil
from lj_attendance.workflows.roll_details import RollDetails, roll_details

RETURNS = (UNAUTHORISED_RETURN, SICKNESS_RETURN, REMOVAL)
"""The kinds of alert that go to the local authority as a list."""

_NO_DETAILS = RollDetails(None, None)


@dataclass(frozen=True)
class ReturnRow:
    """One pupil on a list; a field that is not at hand is null, and named in `missing`."""

    told: PupilAlert
    full_name: str | None
    upn: str | None
    date_of_birth: str | None  # ISO
    address: str | None
    address_of: str | None  # whose it is, where the roll has none and a contact's is taken
    parents: tuple[str, ...]  # name, address and telephone of each, as the contacts have them
    cause: str  # by the codes of the sessions
    days: tuple[date, ...]  # school days missed, in order
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Returns:
    """The lists on a day, each in the order of the alerts."""

    as_of: date
    lists: dict[str, tuple[ReturnRow, ...]]  # by kind, those asked for
    removal_statement: str  # what the law requires before a name is deleted
    removal_source: str
    titles: dict[str, str]  # of each kind
    done: int = 0  # left out, as the ledger shows them as reported


def returns(
    found: Alerts,
    settings: Settings,
    contacts: pl.DataFrame,
    kinds: Sequence[str] = RETURNS,
    *,
    with_done: bool = False,
) -> Returns:
    """The lists of the kinds asked for; `contacts` is CONTACTS, of none if empty."""
    details, people = roll_details(found.reading), by_pupil(contacts)
    upns = dict(found.reading.roll.select("pupil_id", "upn").rows())

    def row(each: PupilAlert) -> ReturnRow:
        pupil_id = each.alert.pupil_id
        of_pupil = people.get(pupil_id, [])
        return _row(each, upns.get(pupil_id), details.get(pupil_id, _NO_DETAILS), of_pupil)

    asked = [each for each in found.alerts if each.alert.kind in kinds and not _is_moot(each)]
    wanted = [each for each in asked if with_done or not each.is_done]
    lists = {kind: tuple(row(each) for each in wanted if each.alert.kind == kind) for kind in kinds}
    law, left_out = settings.on("removal_statement", found.as_of), len(asked) - len(wanted)
    return Returns(found.as_of, lists, str(law.value), law.source, TITLES, left_out)


def _is_moot(each: PupilAlert) -> bool:
    """Whether a removal need not be considered any more: the pupil came back, or has left."""
    return each.alert.kind == REMOVAL and not each.alert.is_current


def _row(
    told: PupilAlert, upn: str | None, details: RollDetails, contacts: Sequence[Contact]
) -> ReturnRow:
    home = _home(contacts)
    address = details.address or (_address(home) if home else None)
    name = " ".join(part for part in (told.forename, told.surname) if part) or None
    parents = tuple(_parent(each) for each in contacts if each.has_parental_responsibility)
    fields: dict[str, object] = {
        "full name": name,
        "UPN": upn,
        "date of birth": details.date_of_birth,
        "year group": told.year_group,
        "address": address,
    }
    if told.alert.kind == REMOVAL:
        fields |= _of_parents(contacts)
    return ReturnRow(
        told=told,
        full_name=name,
        upn=upn,
        date_of_birth=details.date_of_birth,
        address=address,
        address_of=home.name if home and not details.address else None,
        parents=parents,
        cause=_cause(told.alert.sessions),
        days=tuple(sorted({absence.date for absence in told.alert.sessions})),
        missing=tuple(name for name, value in fields.items() if not value),
    )


def _of_parents(contacts: Sequence[Contact]) -> dict[str, object]:
    """What a deletion return wants of each parent the pupil normally lives with (regulation 13(4)).

    Contacts do not tell with whom that is: every one with parental responsibility is asked for.
    """
    parents = [each for each in contacts if each.has_parental_responsibility]
    return {
        "parent": parents,
        "address of each parent": all(each.address for each in parents),
        "telephone of each parent": all(each.telephone for each in parents),
        "new address or school, where a parent told one": False,  # no export holds them
    }


def _home(contacts: Sequence[Contact]) -> Contact | None:
    """The contact whose address is most likely the pupil's: primary, for correspondence, first."""
    with_address = [each for each in contacts if each.address]
    return min(with_address, key=_unlikely, default=None)


def _unlikely(contact: Contact) -> tuple[bool, bool, bool, int]:
    return (
        not contact.is_primary,
        contact.is_correspondence_address is False,
        not contact.has_parental_responsibility,
        contact.priority or 99,
    )


def _address(contact: Contact) -> str:
    return ", ".join(part for part in (contact.address, contact.postcode) if part)


def _parent(contact: Contact) -> str:
    parts = (contact.name or "no name", _address(contact), contact.telephone)
    return "; ".join(part for part in parts if part)


def _cause(sessions: Sequence[Absence]) -> str:
    """The meaning of each code and how many sessions have it, the most first."""
    meanings = {row["code"]: row["meaning"] for row in read_rows("codes")}
    counted = Counter(absence.code for absence in sessions).most_common()
    return "; ".join(f"{code} ({meanings.get(code, '')}): {number}" for code, number in counted)

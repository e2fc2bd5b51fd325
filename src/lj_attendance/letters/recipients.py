"""Who is written to about a pupil: one letter a household, and who is left out, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lj_attendance.letters.salutations import salutation_of

_MOST_LINES = 7  # of an address block, for the window of a DL envelope
_NO_CONTACT = re.compile(
    r"\b(no|non|without)[\s-]*(further\s+)?contact\b|\bdo not (contact|write|send)\b", re.IGNORECASE
)
_DECEASED = re.compile(r"\bdeceased\b", re.IGNORECASE)
NO_NAME = "no name"
_NOTE_SHOWN = 80  # characters
UNSUBSCRIBED = "unsubscribed from communications"
"""The mildest restriction: of messages, by the contact's own wish."""


@dataclass(frozen=True)
class Contact:
    """One contact of a pupil, as the school's export has it; null: the export does not say."""

    name: str | None = None
    salutation: str | None = None
    relationship: str | None = None
    has_parental_responsibility: bool | None = None
    is_primary: bool | None = None
    priority: int | None = None
    is_correspondence_address: bool | None = None
    address: str | None = None
    postcode: str | None = None
    email: str | None = None
    telephone: str | None = None
    is_unsubscribed: bool | None = None
    access_notes: str | None = None


@dataclass(frozen=True)
class Household:
    """One letter's recipients: those at one address."""

    address_block: tuple[str, ...]  # names, address and postcode, at most seven lines
    salutation: str  # what follows Dear
    names: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """A contact who gets no letter; the name is empty where the export has none."""

    name: str
    why: str


@dataclass(frozen=True)
class Recipients:
    """Who is written to about one pupil; with a problem, nobody can be."""

    households: tuple[Household, ...]
    left_out: tuple[LeftOut, ...]
    problem: str = ""


def recipients(
    contacts: Sequence[Contact], pupil_name: str, *, parent_of: bool = False
) -> Recipients:
    """The households to write to: contacts of parental responsibility, or primary, by address.

    Nobody is guessed at: who is restricted in any way is left out for a person to decide. With
    `parent_of`, an address without a name gets a letter "To the parent of" the pupil.
    """
    ordered = sorted(contacts, key=lambda each: (each.priority is None, each.priority or 0))
    reasons = [why_left_out(contact) for contact in ordered]
    kept = [each for each, why in zip(ordered, reasons, strict=True) if not why]
    out = [each for each, why in zip(ordered, reasons, strict=True) if why]
    households = [_household(home, out) for home in _by_address(kept)]
    told = [LeftOut(_plain(e.name), why) for e, why in zip(ordered, reasons, strict=True) if why]
    if not households and parent_of:
        nameless = [e for e, why in zip(ordered, reasons, strict=True) if why == NO_NAME]
        households = [_parent_of(home[0], pupil_name) for home in _by_address(nameless)]
        told = [each for each in told if each.why != NO_NAME]
    problem = "" if households else _problem(told)
    return Recipients(tuple(households), tuple(told), problem)


def why_left_out(contact: Contact) -> str:
    """Why a contact gets no letter; empty when they get one."""
    return _why_restricted(contact) or _not_entitled(contact) or _without_name(contact)


def why_not_rung(contact: Contact) -> str:
    """Why nobody rings a contact before a person has decided; empty when they may be rung.

    An address or parental responsibility is not needed for that: a grandmother may know.
    """
    return _why_restricted(contact) or _without_name(contact)


def _without_name(contact: Contact) -> str:
    return "" if _plain(contact.name) else NO_NAME


def _why_restricted(contact: Contact) -> str:
    """What a person has to decide on before this contact is met in any way."""
    texts = (contact.name, contact.salutation, contact.relationship, contact.address)
    said = " ; ".join(_plain(text) for text in texts)
    note = _plain(contact.access_notes)
    if _NO_CONTACT.search(f"{said} ; {note}"):
        return "marked no contact" + (f": {_shortened(note)}" if note else "")
    if note:
        return f"access note: {_shortened(note)}"
    if contact.is_unsubscribed:
        return UNSUBSCRIBED
    return "marked deceased" if _DECEASED.search(said) else ""


def _not_entitled(contact: Contact) -> str:
    """Why a contact is none to write to: never on parental responsibility alone."""
    if not (contact.has_parental_responsibility or contact.is_primary):
        if contact.has_parental_responsibility is None and contact.is_primary is None:
            return "the export does not say who has parental responsibility or is primary"
        return "neither parental responsibility nor primary"
    if not _plain(contact.address):
        return "no address"
    if contact.is_correspondence_address is False:
        return "not at a correspondence address"
    if contact.is_correspondence_address is None and not contact.is_primary:
        return "not primary, and the export does not say which address is for correspondence"
    return ""


def _problem(left_out: list[LeftOut]) -> str:
    """Why nobody can be written to, for the person who has to see to it."""
    if not left_out:
        return "no contact in the exports"
    whys = dict.fromkeys(each.why.split(":")[0] for each in left_out)
    return f"nobody to write to: {'; '.join(whys)}"


def _by_address(contacts: list[Contact]) -> list[list[Contact]]:
    """Contacts of one address together; a missing postcode does not set them apart."""
    homes: list[list[Contact]] = []
    for contact in contacts:
        home = next((home for home in homes if _same_address(home, contact)), None)
        if home is None:
            homes.append([contact])
        else:
            home.append(contact)
    return homes


def _same_address(home: list[Contact], contact: Contact) -> bool:
    postcodes = {_key(each.postcode) for each in (*home, contact)} - {""}
    return _key(home[0].address) == _key(contact.address) and len(postcodes) <= 1


def _key(text: str | None) -> str:
    """Letters and digits alone: for comparing addresses."""
    return re.sub(r"[\W_]+", "", _plain(text).casefold())


def _household(home: list[Contact], left_out: list[Contact]) -> Household:
    once = {_key(each.name): each for each in reversed(home)}  # the same person may be listed twice
    home = [each for each in home if once[_key(each.name)] is each]
    names = tuple(_plain(each.name) for each in home)
    people = [(_plain(each.name), _plain(each.salutation)) for each in home]
    others = [_plain(each.salutation) for each in left_out]
    return Household(_address_block(names, home), salutation_of(people, others), names)


def _parent_of(contact: Contact, pupil_name: str) -> Household:
    names = (f"To the parent of {_plain(pupil_name)}",)
    return Household(_address_block(names, [contact]), "Parent or carer", ())


def _address_block(names: Sequence[str], home: list[Contact]) -> tuple[str, ...]:
    """Names, the address split at its commas, and the postcode on a line of its own.

    Where that is more than fits, the names share a line, then the shortest lines of the address.
    """
    postcode = next((_plain(each.postcode).upper() for each in home if _plain(each.postcode)), "")
    lines = [part for part in map(_plain, re.split(r"[,\n]", home[0].address or "")) if part]
    if postcode and lines and _key(lines[-1]) == _key(postcode):
        lines.pop()
    last = [postcode] if postcode else []
    top = list(names)
    if len(top) + len(lines) + len(last) > _MOST_LINES:
        top = [" and ".join(top)]
    while len(top) + len(lines) + len(last) > _MOST_LINES:
        lengths = [len(one) + len(other) for one, other in pairwise(lines)]
        place = lengths.index(min(lengths))
        lines[place : place + 2] = [f"{lines[place]}, {lines[place + 1]}"]
    return (*top, *lines, *last)


def _shortened(note: str) -> str:
    return note if len(note) <= _NOTE_SHOWN else f"{note[:_NOTE_SHOWN].rstrip()}…"


def _plain(text: str | None) -> str:
    """The text on one line, without spaces at its ends."""
    return " ".join((text or "").split())

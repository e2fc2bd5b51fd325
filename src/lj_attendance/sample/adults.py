"""The adults a school can write to or ring: parents, carers, and who else is on the list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lj_attendance.sample.chance import happens, one_of, whole
from lj_attendance.sample.names import Names, plain_letters

if TYPE_CHECKING:
    from random import Random

ACCESS_NOTE = "Court order: no contact and no letters. Speak to the DSL."


@dataclass(frozen=True)
class Home:
    """An address; ZZ is no postcode area of the United Kingdom."""

    address: str
    postcode: str


@dataclass(frozen=True)
class Adult:
    """One contact of a pupil; the children of one household have the same contacts."""

    title: str
    forename: str
    surname: str
    relationship: str
    salutation: str
    home: Home | None
    email: str
    telephone: str
    legal_guardian: bool = True
    primary_guardian: bool = True
    gets_letters: bool = True
    unsubscribed: bool = False
    access_note: str = ""


def draw_home(rng: Random, names: Names) -> Home:
    """A house in an invented street of an invented town."""
    place = f"{whole(rng, 1, 140)} {names.draw(rng, 'street')}, {names.draw(rng, 'town')}"
    unit = one_of(rng, "ABDEFGHJLNPQRSTUWXYZ") + one_of(rng, "ABDEFGHJLNPQRSTUWXYZ")
    return Home(place, f"ZZ{whole(rng, 1, 14)} {whole(rng, 1, 9)}{unit}")


def draw_adult(
    rng: Random, names: Names, background: str, relationship: str, surname: str, home: Home
) -> Adult:
    """An adult with a telephone nobody has and an address that takes no mail."""
    is_woman = relationship not in ("Father", "Stepfather", "Grandfather")
    forename = names.adult_forename(rng, background, "Female" if is_woman else "Male")
    title = one_of(rng, ("Mrs", "Mrs", "Ms", "Miss")) if is_woman else "Mr"
    if happens(rng, 0.008):
        title = "Dr"
    mailbox = f"{plain_letters(forename)}.{plain_letters(surname)}{whole(rng, 10, 999)}"
    return Adult(
        title=title,
        forename=forename,
        surname=surname,
        relationship=relationship,
        salutation=f"{title} {surname}",
        home=home,
        email=f"{mailbox}@example.org" if happens(rng, 0.93) else "",
        telephone=draw_telephone(rng),
    )


def draw_telephone(rng: Random) -> str:
    """A number out of the ranges Ofcom keeps free for drama: mobile, no area, Tyneside."""
    if happens(rng, 0.8):
        return f"07700 {900_000 + whole(rng, 0, 999)}"
    if happens(rng, 0.5):
        return f"01632 {960_000 + whole(rng, 0, 999)}"
    return f"0191 498 0{whole(rng, 0, 999):03}"


def as_couple(mother: Adult, father: Adult) -> tuple[Adult, Adult]:
    """Two parents of one address with the one salutation a joint letter needs."""
    if mother.surname != father.surname:
        joint = f"{mother.salutation} and {father.salutation}"
    elif mother.title == "Dr" or father.title == "Dr":
        joint = f"{father.title} and {mother.title} {father.surname}"
    else:
        mother = replace(mother, title="Mrs")
        joint = f"Mr and Mrs {father.surname}"
    return replace(mother, salutation=joint), replace(father, salutation=joint)


def in_emergencies_only(adult: Adult) -> Adult:
    """A contact to ring when nobody else answers, who gets no letters."""
    return replace(adult, legal_guardian=False, primary_guardian=False, gets_letters=False)


def as_second_parent(adult: Adult, turn: int) -> Adult:
    """A parent at another address; the first three of every eight carry a restriction.

    In turn, not by a draw, so that a school of 30 pupils has one of each to show.
    """
    parent = replace(adult, primary_guardian=False)
    restrictions = (
        replace(parent, access_note=ACCESS_NOTE, gets_letters=False),
        replace(parent, unsubscribed=True),
        replace(parent, home=None, gets_letters=False),
    )
    place = turn % 8
    return restrictions[place] if place < len(restrictions) else parent

"""Which adults belong to each kind of household."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from lj_attendance.sample.adults import (
    Adult,
    Home,
    as_couple,
    draw_adult,
    draw_home,
    in_emergencies_only,
)
from lj_attendance.sample.chance import happens, one_of

if TYPE_CHECKING:
    from random import Random

    from lj_attendance.sample.names import Names

_CHILDRENS_SERVICES = Home("Children's Services, Civic Square, Eskthorpe", "ZZ1 1AA")


class DrawsAdults(Protocol):
    """Draws the adults of a household whose pupils bear the surname and live in the home."""

    def __call__(
        self, rng: Random, names: Names, background: str, surname: str, home: Home
    ) -> tuple[Adult, ...]:
        """The adults in the order in which they are rung."""


def couple(
    rng: Random, names: Names, background: str, surname: str, home: Home
) -> tuple[Adult, ...]:
    """Two parents at one address, one in five of them under two surnames."""
    hers = names.draw(rng, "surname", background) if happens(rng, 0.2) else surname
    partner = "Father" if happens(rng, 0.88) else "Stepfather"
    mother = draw_adult(rng, names, background, "Mother", hers, home)
    father = draw_adult(rng, names, background, partner, surname, home)
    father = replace(father, legal_guardian=partner == "Father")
    return (*as_couple(mother, father), *_someone_near(rng, names, background))


def one(rng: Random, names: Names, background: str, surname: str, home: Home) -> tuple[Adult, ...]:
    """A parent on their own, mostly the mother."""
    relationship = "Mother" if happens(rng, 0.86) else "Father"
    parent = draw_adult(rng, names, background, relationship, surname, home)
    return (parent, *_someone_near(rng, names, background))


def separated(
    rng: Random, names: Names, background: str, surname: str, home: Home
) -> tuple[Adult, ...]:
    """Two parents at two addresses, the second with a home elsewhere in the town."""
    hers = names.draw(rng, "surname", background) if happens(rng, 0.5) else surname
    mother = draw_adult(rng, names, background, "Mother", hers, home)
    elsewhere = draw_home(rng, names)
    father = draw_adult(rng, names, background, "Father", surname, elsewhere)
    first, second = (mother, father) if happens(rng, 0.85) else (father, mother)
    return replace(first, home=home), replace(second, home=elsewhere)


def kin(rng: Random, names: Names, background: str, surname: str, home: Home) -> tuple[Adult, ...]:
    """A relative who brings the pupils up, with parental responsibility."""
    relationship = one_of(rng, ("Grandmother", "Grandmother", "Grandfather", "Aunt"))
    return (draw_adult(rng, names, background, relationship, surname, home),)


def foster(
    rng: Random, names: Names, background: str, surname: str, home: Home
) -> tuple[Adult, ...]:
    """A foster carer under another surname, and the social worker who holds the case."""
    carer_surname = names.draw(rng, "surname", "british")
    carer = draw_adult(rng, names, "british", "Foster carer", carer_surname, home)
    worker_surname = names.draw(rng, "surname", "british")
    worker = draw_adult(rng, names, "british", "Social worker", worker_surname, _CHILDRENS_SERVICES)
    return replace(carer, legal_guardian=False), replace(worker, primary_guardian=False)


def _someone_near(rng: Random, names: Names, background: str) -> tuple[Adult, ...]:
    """For three households in ten, somebody else to ring."""
    if not happens(rng, 0.3):
        return ()
    relationship = one_of(rng, ("Grandmother", "Grandmother", "Grandfather", "Aunt", "Neighbour"))
    surname = names.draw(rng, "surname", background)
    near = draw_adult(rng, names, background, relationship, surname, draw_home(rng, names))
    return (in_emergencies_only(near),)

"""Invented households: who lives where, which adults belong to them, how many pupils they send."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from lj_attendance.sample import families
from lj_attendance.sample.adults import Adult, Home, as_second_parent, draw_home
from lj_attendance.sample.chance import Purpose, happens, stream, whole

if TYPE_CHECKING:
    from random import Random

    from lj_attendance.sample.names import Names

T = TypeVar("T")

LEAST_FOR_ODDITIES = 20  # pupils; smaller schools are kept plain
BUS_ROUTES = 6

# Pupils a household sends, by percentile: of 100 pupils 27 have a brother or sister here.
_PUPILS = ((0.855, 1), (0.985, 2), (1.0, 3))
# Who brings the pupils up, by percentile.
_KINDS = ((0.57, "couple"), (0.78, "one"), (0.96, "separated"), (0.988, "kin"), (1.0, "foster"))
_ADULTS: dict[str, families.DrawsAdults] = {
    "couple": families.couple,
    "one": families.one,
    "separated": families.separated,
    "kin": families.kin,
    "foster": families.foster,
}
# Together some 27 in 100 pupils: near the share of secondary pupils eligible for free meals.
_FREE_MEALS = {"couple": 0.17, "one": 0.46, "separated": 0.34, "kin": 0.5, "foster": 0.3}


@dataclass(frozen=True)
class Household:
    """One household, known to the draws by its number; all its pupils share what is here."""

    number: int
    kind: str
    background: str
    surname: str
    home: Home
    adults: tuple[Adult, ...]
    pupils: int
    free_meals: bool
    additional_language: bool
    keeps_eid: bool
    bus_route: int  # 0 for those who take no bus


def draw_households(seed: int, names: Names, pupils: int) -> list[Household]:
    """Households that send exactly so many pupils between them."""
    households: list[Household] = []
    room, separated = pupils, 0
    while room > 0:
        household = _draw_household(seed, names, len(households), separated)
        separated += household.kind == "separated"
        households.append(replace(household, pupils=min(household.pupils, room)))
        room -= households[-1].pupils
    return households if pupils < LEAST_FOR_ODDITIES else _with_nobody_to_write_to(households)


def _draw_household(seed: int, names: Names, number: int, separated_before: int) -> Household:
    rng = stream(seed, Purpose.HOUSEHOLDS, number)
    background = names.draw(rng, "background")
    surname = names.draw(rng, "surname", background)
    home, kind = draw_home(rng, names), _at(_KINDS, rng.random())
    return Household(
        number=number,
        kind=kind,
        background=background,
        surname=surname,
        home=home,
        adults=_adults(rng, names, background, surname, home, kind, separated_before),
        pupils=_at(_PUPILS, rng.random()),
        free_meals=happens(rng, _FREE_MEALS[kind]),
        additional_language=happens(rng, names.share("additional_language", background)),
        keeps_eid=happens(rng, names.share("keeps_eid", background)),
        bus_route=whole(rng, 1, BUS_ROUTES) if happens(rng, 0.4) else 0,
    )


def _adults(
    rng: Random,
    names: Names,
    background: str,
    surname: str,
    home: Home,
    kind: str,
    separated_before: int,
) -> tuple[Adult, ...]:
    first, *others = _ADULTS[kind](rng, names, background, surname, home)
    if kind == "separated":
        others[0] = as_second_parent(others[0], separated_before)
    return (first, *others)


def _with_nobody_to_write_to(households: list[Household]) -> list[Household]:
    """The first parent on their own unsubscribes, which leaves a letter with no recipient."""
    for place, household in enumerate(households):
        if household.kind == "one":
            first, *others = household.adults
            adults = (replace(first, unsubscribed=True), *others)
            households[place] = replace(household, adults=adults)
            break
    return households


def _at(choices: tuple[tuple[float, T], ...], percentile: float) -> T:
    """The choice into whose stretch the percentile (0 to below 1) falls."""
    return next(choice for upper, choice in choices if percentile < upper)

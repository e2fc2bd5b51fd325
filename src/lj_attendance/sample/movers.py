"""The few pupils whose place on the roll is out of the ordinary, and two slips in the roll."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lj_attendance.sample.chance import Purpose, shuffled, stream, whole
from lj_attendance.sample.households import LEAST_FOR_ODDITIES
from lj_attendance.sample.terms import MONDAY, on_or_after

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from lj_attendance.sample.pupils import Pupil

_LEAST_DAYS = 10  # of school, for anyone to join or leave between


def with_movers(seed: int, pupils: list[Pupil], days: list[date], last_day: date) -> list[Pupil]:
    """The pupils, of whom some join, leave, come part of the time, or are on the roll wrongly.

    `days` are the school days of the range in the academic year of the roll. One pupil starts
    after `last_day`, two have one name, one has a UPN that lost a digit. Nothing changes in a
    school of fewer than 20.
    """
    if len(pupils) < LEAST_FOR_ODDITIES:
        return pupils
    rng = stream(seed, Purpose.MOVERS)
    changed = list(pupils)
    order = iter(shuffled(rng, range(len(pupils))))
    _lose_a_digit(changed, next(order))
    _come_in_part(changed, order)
    _start_later(changed, next(order), last_day)
    if len(days) >= _LEAST_DAYS:
        for _ in range(1 + len(pupils) // 100):
            joiner, leaver = next(order), next(order)
            joined, left = _day(rng, days, 15, 55), _day(rng, days, 35, 85)
            changed[joiner] = replace(changed[joiner], on_roll_from=joined)
            changed[leaver] = replace(changed[leaver], on_roll_until=left)
    _give_one_name(changed, list(order))
    return changed


def _lose_a_digit(pupils: list[Pupil], place: int) -> None:
    pupils[place] = replace(pupils[place], upn=pupils[place].upn[:-1])


def _come_in_part(pupils: list[Pupil], order: Iterator[int]) -> None:
    """One dual-registered pupil, and of every 250 one more on a part-time timetable."""
    dual = next(order)
    pupils[dual] = replace(pupils[dual], dual_registered=True)
    for _ in range(1 + len(pupils) // 250):
        part_time = next(order)
        pupils[part_time] = replace(pupils[part_time], part_time=True)


def _start_later(pupils: list[Pupil], place: int, last_day: date) -> None:
    start = on_or_after(MONDAY, last_day + timedelta(days=21))
    pupils[place] = replace(pupils[place], on_roll_from=start)


def _give_one_name(pupils: list[Pupil], places: list[int]) -> None:
    """Two only children, of one background where there are two such, get the same name."""
    alone = [place for place in places if pupils[place].household.pupils == 1]
    first, *others = alone if len(alone) > 1 else places
    namesake = pupils[first]
    alike = [place for place in others if _are_alike(pupils[place], namesake)]
    second = (alike or others)[0]
    pupils[second] = replace(
        pupils[second], surname=namesake.surname, forename=namesake.forename, sex=namesake.sex
    )


def _are_alike(pupil: Pupil, other: Pupil) -> bool:
    return pupil.sex == other.sex and pupil.household.background == other.household.background


def _day(rng: Random, days: list[date], low: int, high: int) -> date:
    """A day between two percents of the way through the days."""
    return days[len(days) * whole(rng, low, high) // 100]

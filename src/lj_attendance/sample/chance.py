"""Draws that come out the same on every platform and Python version.

Python promises a stable sequence only for `Random.random()` seeded with a whole number, so every
draw here is built on that and on plain arithmetic: no choice(), shuffle(), gauss(), logarithms or
sums of floats, whose last digit or whole method has changed between versions.
"""

from __future__ import annotations

from enum import IntEnum
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")

Curve = tuple[tuple[float, float], ...]
_STREAMS_APART = 1_000_003  # a prime, so that neighbouring seeds share no stream


class Purpose(IntEnum):
    """What a stream of draws is for: adding a draw to one leaves the others as they were."""

    HOUSEHOLDS = 1
    PUPILS = 2
    PRONENESS = 3
    MOVERS = 4
    OCCASIONS = 5
    HOLIDAYS = 6
    PUPIL_YEARS = 7
    LAST_DAYS = 8
    FAULTS = 9


def stream(seed: int, purpose: Purpose, *numbers: int) -> Random:
    """A stream of draws of its own for a purpose and, say, a pupil and an academic year."""
    key = seed
    for number in (purpose, *numbers):
        key = key * _STREAMS_APART + number
    return Random(key)


def happens(rng: Random, share: float) -> bool:
    """Whether something that happens in this share of cases (0 to 1) happens now."""
    return rng.random() < share


def whole(rng: Random, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return low + int(rng.random() * (high - low + 1))


def one_of(rng: Random, choices: Sequence[T]) -> T:
    """One of the choices, all equally likely."""
    return choices[int(rng.random() * len(choices))]


def rounded(rng: Random, expected: float) -> int:
    """The whole number below or above, so that the mean over many draws is the expected one."""
    return int(expected + rng.random())


def shuffled(rng: Random, things: Iterable[T]) -> list[T]:
    """The things in a drawn order (Fisher and Yates)."""
    order = list(things)
    for last in range(len(order) - 1, 0, -1):
        other = whole(rng, 0, last)
        order[last], order[other] = order[other], order[last]
    return order


def on_curve(curve: Curve, at: float) -> float:
    """The height of a curve of straight pieces, given by its corners from left to right."""
    for (left, low), (right, high) in pairwise(curve):
        if at <= right:
            return low + (high - low) * (at - left) / (right - left)
    return curve[-1][1]

"""Whether letters, holds and referrals fall evenly on groups of pupils (§14, Equality Act 2010).

A count of pupils treated so beside those whose attendance met the rule: the first alone would
only tell whose attendance is low.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lj_attendance.policy.suppression import suppressed, suppressed_shares

OUTCOMES = ("met_rule", "letter", "held", "referred")
"""What is counted, each of the pupils of a group."""


@dataclass(frozen=True)
class Member:
    """One pupil: the value in a grouping, and what of OUTCOMES holds of them."""

    value: str
    outcomes: frozenset[str]


@dataclass(frozen=True)
class FairnessRow:
    """One value of a grouping; a null is suppressed."""

    value: str
    pupils: int | None
    counts: dict[str, int | None]  # by OUTCOMES
    shares: dict[str, float | None]  # percent: met_rule of pupils, the others of met_rule


def fairness_rows(members: Sequence[Member], fewest: int) -> tuple[FairnessRow, ...]:
    """One row a value, in order; what rests on fewer than `fewest` pupils is suppressed.

    Nothing suppressed follows from the others and the total of the grouping.
    """
    values = sorted({member.value for member in members}, key=_in_order)
    pupils = [sum(each.value == value for each in members) for value in values]
    counts = {
        name: [sum(m.value == value and name in m.outcomes for m in members) for value in values]
        for name in OUTCOMES
    }
    hidden = suppressed(pupils, fewest)
    of_met = suppressed_shares(counts["met_rule"], pupils, fewest, hidden)
    places = {"met_rule": of_met}
    for name in OUTCOMES[1:]:
        places[name] = suppressed_shares(counts[name], counts["met_rule"], fewest, of_met)
    return tuple(
        _row(value, place, pupils, counts, hidden, places) for place, value in enumerate(values)
    )


def _row(
    value: str,
    place: int,
    pupils: Sequence[int],
    counts: dict[str, list[int]],
    hidden: frozenset[int],
    places: dict[str, frozenset[int]],
) -> FairnessRow:
    wholes = {name: (pupils if name == "met_rule" else counts["met_rule"])[place]
              for name in OUTCOMES}  # fmt: skip
    shown = {name: None if place in places[name] else counts[name][place] for name in OUTCOMES}
    return FairnessRow(
        value=value,
        pupils=None if place in hidden else pupils[place],
        counts=shown,
        shares={
            name: 100 * count / wholes[name] if count is not None and wholes[name] else None
            for name, count in shown.items()
        },
    )


def _in_order(value: str) -> tuple[bool, int, str]:
    return value == "not recorded", int(value) if value.isdigit() else 0, value.casefold()

"""Small numbers kept out of reports that leave the office, so that nobody is known by them.

Rules 2: a cell that rests on fewer pupils than the setting is suppressed, and the next smallest
with it where the total would give it away. The cells of one column of one grouping are a
partition: every pupil is in exactly one, and the total is printed.
"""

from __future__ import annotations

from collections.abc import Sequence


def without_nearly_same(names: Sequence[str]) -> list[str]:
    """Groupings without those whose pupils are nearly another's: the few between would be known.

    A pupil with free school meals has the pupil premium too, so of the two the premium is told.
    """
    return [name for name in names if name != "fsm" or "pupil_premium" not in names]


def suppressed(counts: Sequence[int], fewest: int) -> frozenset[int]:
    """The places of the cells not to be shown, in a partition whose total is known.

    Those from 1 to below `fewest`; and while the others and the total would tell of fewer than
    `fewest` together, or of one cell alone, the next smallest with them. Nobody (0) tells nothing
    of anyone, and is only suppressed to protect another.
    """
    small = {place for place, count in enumerate(counts) if 0 < count < fewest}
    if not small:
        return frozenset()
    rest = sorted(
        (place for place in range(len(counts)) if place not in small),
        key=lambda place: (counts[place] == 0, counts[place], place),
    )
    while rest and (len(small) < 2 or sum(counts[place] for place in small) < fewest):
        small.add(rest.pop(0))
    return frozenset(small)


def suppressed_shares(
    parts: Sequence[int], wholes: Sequence[int], fewest: int, hidden: frozenset[int] = frozenset()
) -> frozenset[int]:
    """The places of the shares not to be shown, as persistently absent pupils of each group.

    A share tells how many are in it and how many are not: neither may be fewer than `fewest`,
    except nobody. `hidden` are the places whose whole is suppressed already.
    """
    remainders = [whole - part for part, whole in zip(parts, wholes, strict=True)]
    found = hidden | suppressed(parts, fewest) | suppressed(remainders, fewest)
    while True:
        more = found | _completed(parts, found, fewest) | _completed(remainders, found, fewest)
        if more == found:
            return frozenset(found)
        found = more


def _completed(counts: Sequence[int], found: frozenset[int], fewest: int) -> frozenset[int]:
    """With the next smallest, where those found could be told from the total."""
    together = sum(counts[place] for place in found)
    is_told = found and (len(found) < 2 or 0 < together < fewest)
    rest = [place for place in range(len(counts)) if place not in found]
    if not is_told or not rest:
        return found
    return found | {min(rest, key=lambda place: (counts[place] == 0, counts[place], place))}

"""What a report to governors may show of each group: small numbers out, and what would tell them.

Population: pupils with a possible session, as the DfE counts persistent absence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lj_attendance.policy.suppression import suppressed, suppressed_shares


@dataclass(frozen=True)
class GroupCounts:
    """One value of a grouping in which every pupil is once; sessions beside pupils."""

    value: str
    pupils: int
    persistent: int
    severe: int  # of the persistent
    attended: int  # sessions
    possible: int


@dataclass(frozen=True)
class PublishedRow:
    """What is shown; a null is suppressed. Rates in percent, unrounded."""

    value: str
    pupils: int | None
    attendance: float | None
    persistent: int | None
    persistent_share: float | None
    severe: int | None
    severe_share: float | None


def published_rows(counts: Sequence[GroupCounts], fewest: int) -> tuple[PublishedRow, ...]:
    """The rows of a grouping, with nothing that tells of 1 to below `fewest` pupils.

    Neither a count nor a share, nor what is left of the group beside it, nor what would follow
    from the other rows and the school's total. Severe absence is a part of persistent absence, so
    it is shown only where that is.
    """
    pupils = [each.pupils for each in counts]
    persistent, severe = [each.persistent for each in counts], [each.severe for each in counts]
    hidden = suppressed(pupils, fewest)
    of_persistent = suppressed_shares(persistent, pupils, fewest, hidden)
    of_severe = suppressed_shares(severe, persistent, fewest, of_persistent)
    return tuple(
        _row(each, place in hidden, place in of_persistent, place in of_severe)
        for place, each in enumerate(counts)
    )


def school_row(counts: GroupCounts, fewest: int) -> PublishedRow:
    """The school's own row: hidden only where the whole school tells of fewer than `fewest`."""
    is_few = 0 < counts.pupils < fewest
    persistent = is_few or _tells(counts.persistent, counts.pupils, fewest)
    severe = persistent or _tells(counts.severe, counts.persistent, fewest)
    return _row(counts, is_few, persistent, severe)


def shown_letters(counts: Sequence[int], pupils: int, fewest: int) -> list[int | None]:
    """Pupils by stage, each stage mostly a part of the one before; null where suppressed.

    Neither a stage nor the step down to it, from the last stage shown or from all pupils, may
    tell of 1 to below `fewest`.
    """
    shown: list[int | None] = []
    last = pupils
    for count in counts:
        is_told = 0 < count < fewest or 0 < abs(last - count) < fewest
        shown.append(None if is_told else count)
        last = last if is_told else count
    return shown


def _tells(part: int, whole: int, fewest: int) -> bool:
    return 0 < part < fewest or 0 < whole - part < fewest


def _row(each: GroupCounts, no_pupils: bool, no_persistent: bool, no_severe: bool) -> PublishedRow:
    return PublishedRow(
        value=each.value,
        pupils=None if no_pupils else each.pupils,
        attendance=None if no_pupils else _share(each.attended, each.possible),
        persistent=None if no_persistent else each.persistent,
        persistent_share=None if no_persistent else _share(each.persistent, each.pupils),
        severe=None if no_severe else each.severe,
        severe_share=None if no_severe else _share(each.severe, each.pupils),
    )


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None

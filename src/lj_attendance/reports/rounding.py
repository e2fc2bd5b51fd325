"""Percentages as people read them: half up to one decimal, never against the decision beside them.

Two kinds of decision rest on a percentage: one falls below a threshold (below 96: a letter), the
other at it or below (attended 90 or less: 10 or more missed, persistently absent). A figure shown
may equal a threshold only where that gives the decision away correctly:

    thresholds=[96]              95.95 to below 96 shows 95.9; 96 to below 96.05 shows 96.0
    at_most=[90]                 89.95 to 90 shows 90.0; above 90 to below 90.05 shows 90.1
    thresholds=[90], at_most=[90]  only 90 itself shows 90.0

Whole numbers until the last division: sessions come in, tenths of a percent are compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence


def shown_percent(
    attended: pl.Expr, possible: pl.Expr, thresholds: Sequence[int], at_most: Sequence[int] = ()
) -> pl.Expr:
    """100 x attended / possible with one decimal; null when no session was possible.

    `thresholds` are the percentages below which something is decided, `at_most` those up to and
    including which. For a share missed, give the sessions missed in the place of those attended.
    """
    part, whole = attended.cast(pl.Int64), possible.cast(pl.Int64)
    half_up = (part * 2000 + whole) // (whole * 2)
    tenths = half_up
    for percent in thresholds:
        contradicts = (part * 100 < whole * percent) & (half_up >= percent * 10)
        tenths = pl.when(contradicts).then(percent * 10 - 1).otherwise(tenths)
    for percent in at_most:
        contradicts = (part * 100 > whole * percent) & (half_up <= percent * 10)
        tenths = pl.when(contradicts).then(percent * 10 + 1).otherwise(tenths)
    # Polars multiplies by 0.1 instead, and 333 tenths would be 33.300000000000004
    return pl.when(whole > 0).then((tenths / 10).round(1))


def shown_percent_of(
    attended: int, possible: int, thresholds: Sequence[int], at_most: Sequence[int] = ()
) -> float | None:
    """`shown_percent` of one pupil or group; None when no session was possible."""
    if possible <= 0:
        return None
    half_up = (attended * 2000 + possible) // (possible * 2)
    tenths = half_up
    for percent in thresholds:
        if attended * 100 < possible * percent and half_up >= percent * 10:
            tenths = percent * 10 - 1
    for percent in at_most:
        if attended * 100 > possible * percent and half_up <= percent * 10:
            tenths = percent * 10 + 1
    return tenths / 10


def shown_apart(
    then: tuple[int, int], now: tuple[int, int], thresholds: Sequence[int]
) -> tuple[str, str]:
    """Two rates of one pupil, each attended and possible, that look equal only if they are.

    One decimal, and as many more as it takes to tell them apart, half up.
    """
    first, second = shown_percent_of(*then, thresholds), shown_percent_of(*now, thresholds)
    is_equal = then[0] * now[1] == now[0] * then[1]
    if first != second or is_equal:
        return str(first), str(second)
    places = 2
    while _half_up(*then, places) == _half_up(*now, places):
        places += 1
    return _half_up(*then, places), _half_up(*now, places)


def _half_up(attended: int, possible: int, places: int) -> str:
    """100 x attended / possible with that many decimals."""
    scale = 10**places
    units = (attended * 200 * scale + possible) // (possible * 2)
    return f"{units // scale}.{units % scale:0{places}d}"


def shown_points(points: pl.Expr) -> pl.Expr:
    """A difference of rates, or a rate that no decision rests on, with one decimal; never -0.0."""
    rounded = points.cast(pl.Float64).round(1, mode="half_away_from_zero")
    return pl.when(rounded == 0).then(0.0).otherwise(rounded)

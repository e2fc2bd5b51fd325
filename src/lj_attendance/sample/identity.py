"""The numbers a pupil is known by: Arbor's own, and the unique pupil number (UPN)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lj_attendance.sample.chance import whole

if TYPE_CHECKING:
    from random import Random

_FIRST_ID, _LAST_ID = 1_000, 99_999
MOST_PUPILS = _LAST_ID - _FIRST_ID

# DfE, Unique pupil numbers: a guide for schools and local authorities, check letter.
_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_WEIGHTS = range(2, 14)
_LOCAL_AUTHORITY = 999  # no authority has it
_PRIMARIES = 9  # schools that gave the UPNs, from establishment 2001
_SERIALS = 999


def pupil_ids(rng: Random, year_groups: list[int]) -> list[int]:
    """Distinct numbers of four or five digits, the oldest year group's the lowest."""
    gap = min(7, MOST_PUPILS // len(year_groups))
    ids = [0] * len(year_groups)
    latest = _FIRST_ID
    for place in sorted(range(len(year_groups)), key=lambda place: -year_groups[place]):
        latest += whole(rng, 1, gap)
        ids[place] = latest
    return ids


def upn(year: int, place: int) -> str:
    """The UPN given in a year to the pupil at this place, counted from 0, among its new pupils."""
    full, within = divmod(place, _PRIMARIES * _SERIALS)
    primary = 2001 + full * _PRIMARIES + within % _PRIMARIES
    serial = 1 + within // _PRIMARIES
    digits = f"{_LOCAL_AUTHORITY}{primary}{year % 100:02}{serial:03}"
    return check_letter(digits) + digits


def check_letter(digits: str) -> str:
    """The letter in front of a UPN's twelve digits."""
    weighted = zip(digits, _WEIGHTS, strict=True)
    return _CHECK_LETTERS[sum(int(digit) * weight for digit, weight in weighted) % 23]

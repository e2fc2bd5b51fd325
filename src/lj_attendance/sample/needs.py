"""What the roll says of a pupil's needs and circumstances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lj_attendance.sample.chance import happens, one_of

if TYPE_CHECKING:
    from random import Random

    from lj_attendance.sample.households import Household

_FOSTERED = ("Fostered", "Fostered", "Fostered", "Other/In Care")
_LEFT_CARE = "Left care through special guardianship order (SGO)"
_IN_FOSTER_CARE = ("Child protection plan", "Child in need", "Child in need", "")


@dataclass(frozen=True)
class Needs:
    """Texts as Arbor words them, empty where the school has nothing to record."""

    sen_status: str
    free_meals: bool  # at any time in the last six years
    pupil_premium: bool
    in_care: str
    child_protection: str
    young_carer: bool
    additional_language: bool


def draw_needs(rng: Random, household: Household, sex: str) -> Needs:
    """A pupil's needs; free meals and language go by household."""
    in_care = _in_care(rng, household.kind)
    return Needs(
        sen_status=_sen_status(rng, sex),
        free_meals=household.free_meals,
        pupil_premium=household.free_meals or in_care != "",
        in_care=in_care,
        child_protection=_child_protection(rng, household),
        young_carer=happens(rng, 0.02),
        additional_language=household.additional_language,
    )


def _sen_status(rng: Random, sex: str) -> str:
    """Near secondary schools in England: a plan for 3 %, support for 14 %, boys more than girls."""
    often = 1.25 if sex == "Male" else 0.75
    if happens(rng, 0.03 * often):
        return "Education, Health and Care Plan"
    return "SEN Support" if happens(rng, 0.14 * often) else ""


def _in_care(rng: Random, kind: str) -> str:
    if kind == "foster":
        return one_of(rng, _FOSTERED)
    return _LEFT_CARE if kind == "kin" and happens(rng, 0.25) else ""


def _child_protection(rng: Random, household: Household) -> str:
    if household.kind == "foster":
        return one_of(rng, _IN_FOSTER_CARE)
    likely = 2.0 if household.free_meals else 0.6
    for status, share in (
        ("Child protection plan", 0.006),
        ("Child in need", 0.015),
        ("Early Help", 0.03),
        ("Monitoring", 0.02),
    ):
        if happens(rng, share * likely):
            return status
    return ""

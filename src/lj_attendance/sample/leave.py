"""Absence with a date to it: holidays, leave, suspensions, appointments, festivals, study leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lj_attendance.sample.chance import Purpose, happens, one_of, rounded, stream, whole
from lj_attendance.sample.pupils import OLDEST
from lj_attendance.sample.sheets import Sheet, enter, whole_days

if TYPE_CHECKING:
    from random import Random

    from lj_attendance.sample.proneness import Proneness
    from lj_attendance.sample.year_plan import YearPlan

_APPOINTMENTS = (
    *("dentist", "dentist", "dentist", "orthodontist", "orthodontist", "optician"),
    *("hospital appointment", "GP appointment", "physiotherapy", "CAMHS appointment"),
)
_EXCEPTIONS = ("funeral", "funeral", "family bereavement", "family wedding", "house move")
_HOLIDAY_DAYS = (3, 4, 5, 5, 5, 5, 5, 7, 10)
_SUSPENSION_DAYS = (1, 1, 1, 2, 2, 2, 3, 3, 5)
_MOST_ABSENT = 0.88  # percentile above which suspension is common


def take_holiday(sheet: Sheet, plan: YearPlan, _proneness: Proneness, _rng: Random) -> None:
    """A holiday not granted, taken by a whole household, mostly next to the school's own."""
    household = sheet.pupil.household
    # A stream of the household's, so that brothers and sisters are away on the same days.
    rng = stream(plan.seed, Purpose.HOLIDAYS, household.number, plan.academic_year)
    if not happens(rng, 0.15):
        return
    days = one_of(rng, _HOLIDAY_DAYS)
    start = one_of(rng, plan.half_term_starts[1:])
    if happens(rng, 0.4):
        first = start - days
    elif happens(rng, 0.5):
        first = start
    else:
        first = whole(rng, 0, len(plan.days) - days)
    enter(sheet, whole_days(first, days), "G", one_of(rng, ("holiday", "holiday, not granted", "")))


def take_leave(sheet: Sheet, plan: YearPlan, _proneness: Proneness, rng: Random) -> None:
    """Leave the head teacher granted for something exceptional; nearly 0.4 % of sessions."""
    if happens(rng, 0.5):
        stretch = whole_days(one_of(rng, plan.lone_days), one_of(rng, (1, 1, 1, 2, 3)))
        stretch = stretch[1:] if happens(rng, 0.2) else stretch
        enter(sheet, stretch, "C", one_of(rng, _EXCEPTIONS) if happens(rng, 0.6) else "")


def be_suspended(sheet: Sheet, plan: YearPlan, proneness: Proneness, rng: Random) -> None:
    """Suspensions of one to five days, for the same few again and again; some 0.3 % of sessions."""
    likely = 0.3 if proneness.percentile > _MOST_ABSENT else 0.06
    if sheet.pupil.sex == "Male":
        likely *= 1.4
    while happens(rng, likely):
        days = one_of(rng, _SUSPENSION_DAYS)
        enter(sheet, whole_days(one_of(rng, plan.run_starts), days), "E")
        likely = 0.62


def keep_appointments(sheet: Sheet, plan: YearPlan, _proneness: Proneness, rng: Random) -> None:
    """Sessions at the dentist's or in hospital; nearly 0.4 % of sessions."""
    for _ in range(rounded(rng, 2.6 * rng.random())):
        day = whole_days(one_of(rng, plan.run_starts), 1)
        stretch = day if happens(rng, 0.15) else (day[:1] if happens(rng, 0.5) else day[1:])
        enter(sheet, stretch, "M", one_of(rng, _APPOINTMENTS) if happens(rng, 0.8) else "")


def keep_eid(sheet: Sheet, plan: YearPlan, _proneness: Proneness, rng: Random) -> None:
    """A day set apart by the parents' religious body."""
    if sheet.pupil.household.keeps_eid:
        for eid in plan.eids:
            if happens(rng, 0.85):
                enter(sheet, whole_days(eid, 1), "R", "Eid")


def prepare_for_what_comes_next(
    sheet: Sheet, plan: YearPlan, _proneness: Proneness, rng: Random
) -> None:
    """Year 11: an interview in spring for some, two days of study leave in June for half."""
    if sheet.year_group != OLDEST:
        return
    if happens(rng, 0.3):
        day = whole(rng, plan.half_term_starts[2], plan.half_term_starts[4] - 1)
        note = one_of(rng, ("college interview", "apprenticeship interview"))
        enter(sheet, [2 * day + whole(rng, 0, 1)], "J1", note)
    if happens(rng, 0.5):
        day = whole(rng, plan.june.start, plan.june.stop - 2)
        enter(sheet, whole_days(day, 2), "S")

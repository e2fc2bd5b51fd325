"""Illness, refusal and unexplained absence, which come in runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lj_attendance.sample.chance import happens, one_of, rounded, whole
from lj_attendance.sample.sheets import Sheet, enter, whole_days

if TYPE_CHECKING:
    from random import Random

    from lj_attendance.sample.proneness import Proneness
    from lj_attendance.sample.year_plan import YearPlan

_ILLNESSES = (
    *("unwell", "unwell", "unwell", "cold", "cold", "cough and cold", "sore throat", "headache"),
    *("stomach bug", "stomach bug", "sickness and diarrhoea", "temperature", "migraine", "flu"),
    *("chest infection", "ear infection", "conjunctivitis", "asthma", "earache"),
)
_LONG_ILLNESSES = (
    *("appendix operation", "glandular fever", "tonsils out", "broken leg", "in hospital"),
    *("pneumonia", "recovering from surgery", "anxiety, seeing CAMHS"),
)
_UNEXPLAINED = ("no contact", "no answer to call", "parent says refusing to come in", "overslept")
_DAYS_ILL = (1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4)
_LONG = 20  # sessions a pupil must miss through illness before one of them may be a long one
_REFUSAL = 36  # sessions without leave from which they come as long runs
_TRIES = 400  # starts drawn before the rest of a crowded year is let be


def fall_ill(sheet: Sheet, plan: YearPlan, proneness: Proneness, rng: Random) -> None:
    """Illnesses of one to four days; for a few a long one of ten to twenty."""
    share = proneness.missed * (1 - proneness.unauthorised)
    left = rounded(rng, share * len(sheet.marks))
    if left > _LONG and happens(rng, 0.35):
        days = whole(rng, 10, min(20, left // 2))
        first = one_of(rng, plan.run_starts)
        left -= enter(sheet, whole_days(first, days), "I", one_of(rng, _LONG_ILLNESSES))
    for _ in range(_TRIES):
        if left <= 0:
            break
        note = one_of(rng, _ILLNESSES) if happens(rng, 0.45) else ""
        left -= enter(sheet, _illness(plan, rng)[:left], "I", note)


def stay_away(sheet: Sheet, plan: YearPlan, proneness: Proneness, rng: Random) -> None:
    """Absence without leave: odd sessions and days for most, long runs for those who refuse."""
    left = rounded(rng, proneness.missed * proneness.unauthorised * len(sheet.marks))
    refuses = left > _REFUSAL
    for _ in range(_TRIES):
        if left <= 0:
            break
        stretch = _refusal(plan, rng) if refuses and happens(rng, 0.6) else _truancy(plan, rng)
        note = one_of(rng, _UNEXPLAINED) if happens(rng, 0.1) else ""
        left -= enter(sheet, stretch[:left], "O", note)


def _illness(plan: YearPlan, rng: Random) -> range:
    """Whole days mostly; now and then a pupil is sent home at midday or comes in after it."""
    days = one_of(rng, _DAYS_ILL)
    first = one_of(rng, plan.lone_days if days == 1 else plan.run_starts)
    stretch = whole_days(first, days)
    if happens(rng, 0.12):
        return stretch[1:]
    return stretch[:-1] if happens(rng, 0.05) else stretch


def _refusal(plan: YearPlan, rng: Random) -> range:
    """From a few days to most of a term."""
    days = whole(rng, 3, 12) if happens(rng, 0.6) else whole(rng, 12, 45)
    return whole_days(one_of(rng, plan.run_starts), days)


def _truancy(plan: YearPlan, rng: Random) -> range:
    """One day, half of one, or two."""
    day = whole_days(one_of(rng, plan.lone_days), 1)
    if happens(rng, 0.35):
        return day[1:]
    if happens(rng, 0.2):
        return day[:1]
    return day if happens(rng, 0.75) else range(day.start, day.stop + 2)

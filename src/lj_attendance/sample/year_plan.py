"""What one academic year holds for the whole school: its days, trips, closures and festivals.

Days go by their place in the year, counted from 0; day p has the sessions 2p (AM) and 2p + 1 (PM).
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

from lj_attendance.sample.chance import Purpose, happens, stream, whole
from lj_attendance.sample.households import BUS_ROUTES
from lj_attendance.sample.pupils import OLDEST, YOUNGEST
from lj_attendance.sample.terms import FRIDAY, half_terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_JUNE = 6
# How often absence starts: by weekday, where Friday is worst and Monday a little worse than the
# rest (DfE, Pupil attendance in schools: secondary, by weekday), and by month, coughs in winter.
_LONE_DAYS = (10, 10, 10, 10, 17)
_RUNS = (8, 9, 10, 11, 10)
_MONTHS = {9: 8, 10: 9, 11: 10, 12: 12, 1: 11, 2: 11, 3: 10, 4: 9, 5: 9, 6: 10, 7: 11}


@dataclass(frozen=True)
class YearPlan:
    """One academic year of the school; day places throughout."""

    seed: int
    academic_year: int
    days: tuple[date, ...]
    half_term_starts: tuple[int, ...]
    lone_days: tuple[int, ...]  # a day stands here as often as absence starts on it
    run_starts: tuple[int, ...]
    trips: dict[int, tuple[int, ...]]  # by year group
    eids: tuple[int, ...]
    june: range  # to the day on which Year 11 leave
    bus_day: int
    bus_route: int
    cold_day: int
    cold_year_group: int  # it and the next were sent home
    spelling: dict[str, str]  # code of 2024 -> the code for it in this year


def plan_year(seed: int, academic_year: int) -> YearPlan:
    """The plan of a year, the same however much of the year is asked for."""
    rng = stream(seed, Purpose.OCCASIONS, academic_year)
    parts = half_terms(academic_year)
    days = tuple(day for part in parts for day in part.days)
    starts = tuple(sum(len(part.days) for part in parts[:place]) for place in range(len(parts)))
    return YearPlan(
        seed=seed,
        academic_year=academic_year,
        days=days,
        half_term_starts=starts,
        lone_days=_weighted(days, _LONE_DAYS),
        run_starts=_weighted(days, _RUNS),
        trips={group: _trips(rng, starts) for group in range(YOUNGEST, OLDEST + 1)},
        eids=tuple(days.index(eid) for eid in _eids(academic_year) if eid in days),
        june=_june(days),
        bus_day=starts[1] + whole(rng, 5, 20),
        bus_route=whole(rng, 1, BUS_ROUTES),
        cold_day=starts[2] + whole(rng, 5, 20),
        cold_year_group=whole(rng, YOUNGEST, OLDEST - 1),
        spelling=_spelling(days[0]),
    )


def _weighted(days: Sequence[date], weekdays: Sequence[int]) -> tuple[int, ...]:
    return tuple(
        place
        for place, day in enumerate(days)
        for _ in range(weekdays[day.weekday()] * _MONTHS[day.month])
    )


def _trips(rng: Random, starts: Sequence[int]) -> tuple[int, ...]:
    """A day out in most half terms, none of them in the first week."""
    return tuple(start + whole(rng, 5, 17) for start in starts if happens(rng, 0.8))


def _june(days: Sequence[date]) -> range:
    """The days in June, up to the last Friday, which is when Year 11 leave."""
    in_june = [place for place, day in enumerate(days) if day.month == _JUNE]
    fridays = [place for place in in_june if days[place].weekday() == FRIDAY]
    return range(in_june[0], fridays[-1] + 1)


def _eids(academic_year: int) -> list[date]:
    """Eid al-Fitr and Eid al-Adha by the tabular Islamic calendar, within a day of the moon's.

    An Islamic year is about 33/32 of ours shorter, so two of them may begin in one of ours.
    """
    nearest = (academic_year - 622) * 33 // 32
    eids = [
        _islamic_date(year, month, day)
        for year in range(nearest, nearest + 4)
        for month, day in ((10, 1), (12, 10))
    ]
    return [eid for eid in eids if date(academic_year, 8, 1) <= eid < date(academic_year + 1, 8, 1)]


def _islamic_date(year: int, month: int, day: int) -> date:
    """Source: Dershowitz and Reingold, Calendrical Calculations, arithmetical Islamic calendar."""
    epoch = 227_015  # 19 July 622, as date.toordinal() counts
    before = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return date.fromordinal(epoch - 1 + before + day)


def _spelling(first_day: date) -> dict[str, str]:
    """The codes not yet in force on the first day of a year, each with the code used for it then.

    Where data/codes.csv names several to use instead, none can be chosen, and none is drawn here.
    """
    text = files("lj_attendance").joinpath("data", "codes.csv").read_text(encoding="utf-8")
    return {
        row["code"]: row["use_instead"]
        for row in csv.DictReader(io.StringIO(text))
        if row["in_force_from"] > first_day.isoformat() and row["use_instead"].isalpha()
    }

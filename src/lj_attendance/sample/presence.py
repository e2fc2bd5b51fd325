"""Sessions that are not absence: closures, activities off site, other schools, and coming late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lj_attendance.sample.chance import happens, rounded, whole
from lj_attendance.sample.pupils import OLDEST, YOUNGEST
from lj_attendance.sample.sheets import PRESENT, Sheet, enter, whole_days

if TYPE_CHECKING:
    from random import Random

    from lj_attendance.sample.proneness import Proneness
    from lj_attendance.sample.year_plan import YearPlan

_THURSDAY = 3
_WEDNESDAY = 2
# Minutes. The AM register closes 30 minutes after the bell, the PM register here after 20.
_BEFORE_CLOSE = ((1, 6), (1, 12), (5, 25))
_AFTER_CLOSE = (31, 90)


def close_school(sheet: Sheet, plan: YearPlan, _proneness: Proneness, _rng: Random) -> None:
    """Planned: years 8 to 10 start at midday on day one, Year 11 end in June. Unplanned: two days.

    One morning a bus did not run; one afternoon two year groups were sent home from cold rooms.
    """
    if YOUNGEST < sheet.year_group < OLDEST:
        enter(sheet, [0], "#")
    if sheet.year_group == OLDEST:
        enter(sheet, range(2 * plan.june.stop, len(sheet.marks)), "#")
    if sheet.pupil.household.bus_route == plan.bus_route:
        enter(sheet, [2 * plan.bus_day], "Y1", "school bus did not run")
    if sheet.year_group in (plan.cold_year_group, plan.cold_year_group + 1):
        enter(sheet, [2 * plan.cold_day + 1], "Y3", "no heating")


def come_part_of_the_week(
    sheet: Sheet, plan: YearPlan, _proneness: Proneness, _rng: Random
) -> None:
    """The other school's days of a dual-registered pupil; afternoons off a part-time timetable."""
    if sheet.pupil.dual_registered:
        for place, day in enumerate(plan.days):
            if day.weekday() <= _WEDNESDAY:
                enter(sheet, whole_days(place, 1), "D")
    if sheet.pupil.part_time:
        enter(sheet, range(1, len(sheet.marks), 2), "C2", "part-time timetable")


def go_off_site(sheet: Sheet, plan: YearPlan, _proneness: Proneness, rng: Random) -> None:
    """Trips for one in five, fixtures for the teams, a college afternoon a week for a few."""
    for trip in plan.trips[sheet.year_group]:
        if happens(rng, 0.2):
            enter(sheet, whole_days(trip, 1), "V")
    if happens(rng, 0.08):
        for _ in range(whole(rng, 3, 6)):
            enter(sheet, [2 * whole(rng, 0, len(plan.days) - 1) + 1], "P")
    if sheet.year_group >= OLDEST - 1 and happens(rng, 0.06):
        thursdays = (p for p, day in enumerate(plan.days) if day.weekday() == _THURSDAY)
        enter(sheet, (2 * place + 1 for place in thursdays), "B", "college")


def come_late(sheet: Sheet, _plan: YearPlan, proneness: Proneness, rng: Random) -> None:
    """Mornings mostly; one in ten after the register closed, minutes missing on a few."""
    for _ in range(rounded(rng, proneness.late * len(sheet.marks))):
        session = 2 * whole(rng, 0, len(sheet.marks) // 2 - 1) + happens(rng, 0.15)
        if sheet.marks[session] not in PRESENT:
            continue
        after_close = happens(rng, 0.1)
        enter(sheet, [session], "U" if after_close else "L")
        if happens(rng, 0.96):
            sheet.minutes[session] = _minutes(rng, after_close)


def _minutes(rng: Random, after_close: bool) -> int:
    low, high = _AFTER_CLOSE if after_close else _BEFORE_CLOSE[whole(rng, 0, 2)]
    return whole(rng, low, high)

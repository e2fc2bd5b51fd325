"""What a pupil's attendance can still become by the end of the academic year.

Counted in whole sessions, as every threshold is; a session to come is one that the school plans.
"""

from __future__ import annotations

from dataclasses import dataclass

SESSIONS_A_DAY = 2


@dataclass(frozen=True)
class Standing:
    """A pupil's year to date, and the sessions that the school plans for the rest of it."""

    attended: int
    possible: int
    left: int

    @property
    def missed(self) -> int:
        """Sessions missed so far."""
        return self.possible - self.attended

    @property
    def year(self) -> int:
        """Possible sessions of the whole year: those so far and those to come."""
        return self.possible + self.left


def highest_percent(now: Standing) -> float | None:
    """Attendance at the end of the year with no session missed any more; null without sessions."""
    return 100 * (now.attended + now.left) / now.year if now.year else None


def can_miss_and_reach(now: Standing, percent: int) -> int | None:
    """How many sessions to come may be missed with attendance not below a percentage at the end.

    Exactly the percentage is not below. Null where it is out of reach already.
    """
    spare = (now.attended + now.left) * 100 - now.year * percent
    return min(spare // 100, now.left) if spare >= 0 else None


def can_miss_before_certain(now: Standing, percent: int) -> int | None:
    """How many sessions to come may be missed without missing a percentage of the year's or more.

    One more makes persistent absence (10 %) certain, whatever is attended then. Null where it is
    certain already; all that are left where it cannot come to that any more.
    """
    fewest = max(1, -(-now.year * percent // 100))  # so many missed are the percentage, or more
    spare = fewest - now.missed - 1
    return min(spare, now.left) if spare >= 0 else None


def days_until_certain(now: Standing, percent: int) -> int | None:
    """School days of absence from now on after which a percentage missed is certain.

    0 where it is certain already; null where it cannot come to that within the year.
    """
    spare = can_miss_before_certain(now, percent)
    if spare is None:
        return 0
    needed = spare + 1
    return -(-needed // SESSIONS_A_DAY) if needed <= now.left else None


def sessions_to_reach(now: Standing, percent: int) -> int | None:
    """Sessions of full attendance until attendance is not below a percentage; 0 if it is not now.

    May be more than are left in the year. Null where no number is enough: at 100 %, once a
    session was missed.
    """
    behind = now.possible * percent - now.attended * 100
    if behind <= 0:
        return 0
    return -(-behind // (100 - percent)) if percent < 100 else None


def sessions_to_leave(now: Standing, percent: int) -> int | None:
    """Sessions of full attendance until fewer than a percentage were missed; 0 if fewer were.

    The way back out of persistent absence: at exactly 10 % it still is. Null where it never ends.
    """
    if now.possible == 0 or now.missed * 100 < now.possible * percent:
        return 0
    return now.missed * 100 // percent - now.possible + 1 if percent > 0 else None

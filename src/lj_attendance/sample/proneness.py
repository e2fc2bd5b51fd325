"""How prone a pupil is to miss school and to come late: drawn once, the same in every year.

The corners of the curves are set so that a school of average size comes near the census of 2024/25
for England and the North East: overall absence 8.4 to 9.2 %, persistently absent pupils 23 to 26 %,
severely absent pupils 3.9 to 4.6 % (DfE, Pupil absence in schools in England).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lj_attendance.sample.chance import Purpose, happens, on_curve, stream

if TYPE_CHECKING:
    from lj_attendance.sample.pupils import Pupil

# Share of the year missed through illness or without leave, by percentile of pupils.
_MISSED = (
    (0.0, 0.0),
    (0.12, 0.002),
    (0.3, 0.008),
    (0.5, 0.018),
    (0.7, 0.042),
    (0.82, 0.086),
    (0.9, 0.135),
    (0.95, 0.21),
    (0.965, 0.43),
    (1.0, 0.78),
)
# Share of that which is unauthorised, by the share missed: illness below, refusal above.
_UNAUTHORISED = ((0.0, 0.15), (0.05, 0.25), (0.1, 0.38), (0.25, 0.55), (0.5, 0.72), (1.0, 0.8))
# Share of sessions begun late, by percentile: the register shows about 3 % late.
_LATE = ((0.0, 0.0), (0.3, 0.005), (0.6, 0.026), (0.8, 0.065), (0.95, 0.18), (1.0, 0.35))

# How the size of the tail above a pupil goes with the year group and with needs: below 1 is a
# pupil more prone than most. DfE, 2022/23: 45 % of pupils with free meals were persistently
# absent against 20 %, 39 % with SEN against 24 %, from 20 % in Year 7 to 30 % in Year 11.
_BY_YEAR_GROUP = {7: 1.32, 8: 1.02, 9: 0.93, 10: 0.88, 11: 0.9}
_FREE_MEALS, _NO_FREE_MEALS = 0.53, 1.33
_SEN, _NO_SEN = 0.63, 1.09
_IN_CARE = 0.75
_GIRL, _BOY = 0.95, 1.05


@dataclass(frozen=True)
class Proneness:
    """Shares of a whole year, 0 to 1."""

    missed: float
    unauthorised: float  # of the missed
    late: float
    percentile: float  # of absence; 1 is the most absent


def draw_proneness(seed: int, pupil: Pupil) -> Proneness:
    """A pupil's own rates, skewed: most miss little, a few miss most of the year."""
    rng = stream(seed, Purpose.PRONENESS, pupil.number)
    tail = rng.random() * _odds(pupil)
    if tail > 1:
        tail = 0.35 + 0.65 * rng.random()  # the favoured are spread over the better half
    missed = on_curve(_MISSED, 1 - tail)
    if happens(rng, 0.15):
        unauthorised = 0.05  # ill, not unwilling, however much they miss
    else:
        unauthorised = on_curve(_UNAUTHORISED, missed) * (0.5 + rng.random())
    late = on_curve(_LATE, (rng.random() + 1 - tail) / 2 if happens(rng, 0.5) else rng.random())
    return Proneness(missed, min(unauthorised, 0.95), late, 1 - tail)


def _odds(pupil: Pupil) -> float:
    needs = pupil.needs
    return (
        _BY_YEAR_GROUP[pupil.year_group]
        * (_FREE_MEALS if needs.free_meals else _NO_FREE_MEALS)
        * (_SEN if needs.sen_status else _NO_SEN)
        * (_IN_CARE if needs.in_care else 1.0)
        * (_GIRL if pupil.sex == "Female" else _BOY)
    )

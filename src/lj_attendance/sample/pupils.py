"""The invented pupils on the roll, with what a school's records say of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lj_attendance.sample.chance import Purpose, one_of, shuffled, stream, whole
from lj_attendance.sample.identity import pupil_ids, upn
from lj_attendance.sample.names import Names, tutor_letters
from lj_attendance.sample.needs import Needs, draw_needs
from lj_attendance.sample.terms import first_term_day

if TYPE_CHECKING:
    from random import Random

    from lj_attendance.sample.households import Household

YOUNGEST, OLDEST = 7, 11  # year groups
_YEAR_GROUPS = OLDEST - YOUNGEST + 1
_GROUP_SIZE = 25  # pupils in a registration group
_TRIES = 40  # draws of a forename before a namesake is let be


@dataclass(frozen=True)
class Pupil:
    """One pupil as the roll has them in the academic year of the roll."""

    number: int
    pupil_id: int
    upn: str
    surname: str
    forename: str
    sex: str
    date_of_birth: date
    year_group: int
    registration_group: str
    ethnicity: str
    on_roll_from: date
    on_roll_until: date | None  # None while no leaving date is known
    needs: Needs
    household: Household
    part_time: bool = False  # mornings only, for now
    dual_registered: bool = False

    @property
    def name(self) -> tuple[str, str]:
        """Surname and forename, the order in which the roll is sorted."""
        return self.surname, self.forename


def draw_pupils(
    seed: int, names: Names, households: list[Household], academic_year: int
) -> list[Pupil]:
    """The pupils of the households, in the order of the households."""
    pupils = sum(household.pupils for household in households)
    rng = stream(seed, Purpose.PUPILS)
    year_groups = shuffled(rng, (YOUNGEST + place % _YEAR_GROUPS for place in range(pupils)))
    groups = _registration_groups(rng, names, year_groups)
    ids = pupil_ids(rng, year_groups)
    upns = _upns(year_groups, academic_year)
    homes = [household for household in households for _ in range(household.pupils)]
    namesakes: set[tuple[str, str]] = set()
    birthdays: dict[tuple[int, int], int] = {}
    on_roll = []
    for number, household in enumerate(homes):
        year_group = year_groups[number]
        own = stream(seed, Purpose.PUPILS, number)
        birthday = _birthday(own, household.number, year_group, birthdays)
        sex = one_of(own, ("Female", "Male"))
        on_roll.append(
            Pupil(
                number=number,
                pupil_id=ids[number],
                upn=upns[number],
                surname=household.surname,
                forename=_forename(own, names, household, sex, namesakes),
                sex=sex,
                date_of_birth=_born(academic_year, year_group, birthday),
                year_group=year_group,
                registration_group=groups[number],
                ethnicity=names.draw(own, "ethnicity", household.background),
                on_roll_from=first_term_day(academic_year - (year_group - YOUNGEST)),
                on_roll_until=None,
                needs=draw_needs(own, household, sex),
                household=household,
            )
        )
    return on_roll


def _forename(
    rng: Random, names: Names, household: Household, sex: str, namesakes: set[tuple[str, str]]
) -> str:
    """A forename that makes a name nobody has yet, while the lists hold one."""
    for _ in range(_TRIES):
        forename = names.draw(rng, "forename", household.background, sex)
        if (household.surname, forename) not in namesakes:
            break
    namesakes.add((household.surname, forename))
    return forename


def _birthday(
    rng: Random, household: int, year_group: int, birthdays: dict[tuple[int, int], int]
) -> int:
    """Days after 1 September: one season a household, and one day for those of one year group.

    So brothers and sisters are twins, or at least ten months apart.
    """
    season = birthdays.setdefault((household, 0), whole(rng, 0, 304))
    return birthdays.setdefault((household, year_group), season + whole(rng, 0, 60))


def _born(academic_year: int, year_group: int, birthday: int) -> date:
    """Year 7 turned eleven in the twelve months before their first day."""
    return date(academic_year - year_group - 5, 9, 1) + timedelta(days=birthday)


def _upns(year_groups: list[int], academic_year: int) -> list[str]:
    """UPNs as given in Reception, which is as many years ago as the year group's number."""
    given: Counter[int] = Counter()
    upns = []
    for year_group in year_groups:
        upns.append(upn(academic_year - year_group, given[year_group]))
        given[year_group] += 1
    return upns


def _registration_groups(rng: Random, names: Names, year_groups: list[int]) -> list[str]:
    """Each pupil's group: `8 CRO`, and one in Year 10 that two tutors share, `10 RAS/SAW`."""
    letters = tutor_letters(rng, names)
    groups = {}
    for year_group, pupils in sorted(Counter(year_groups).items()):
        several = max(1, round(pupils / _GROUP_SIZE))
        groups[year_group] = [f"{year_group} {next(letters)}" for _ in range(several)]
    if len(groups.get(OLDEST - 1, ())) > 1:
        groups[OLDEST - 1][-1] += f"/{next(letters)}"
    placed: Counter[int] = Counter()
    chosen = []
    for year_group in year_groups:
        choices = groups[year_group]
        chosen.append(choices[placed[year_group] % len(choices)])
        placed[year_group] += 1
    return chosen

"""What one letter of warning says: the instance it is about in the fields of the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from lj_attendance.letters.recipients import Household
from lj_attendance.letters.truancy_fields import TruancyFields
from lj_attendance.letters.words import full_day, long_day
from lj_attendance.policy.truancy.facts import ABSENT, LESSON, NOT_BACK, SEEN, Instance, Part
from lj_attendance.workspace.school import School

_MOST_LINES = 6  # so that the letter fits one page
_HALVES = {"AM": "morning", "PM": "afternoon"}
_WHAT = {
    ABSENT: "not in school",
    NOT_BACK: "did not come back after signing out",
    SEEN: "seen by staff out of school or out of lessons",
}
_MANY = {
    ABSENT: "half days not in school",
    LESSON: "lessons missed while in school",
    NOT_BACK: "times not back after signing out",
    SEEN: "times seen by staff out of school or out of lessons",
}


@dataclass(frozen=True)
class TruancyLetter:
    """One letter, the same for every household it goes to."""

    school: School
    letter_date: date
    pupil: Mapping[str, Any]  # a row of the roll
    instance: Instance


def truancy_fields(making: TruancyLetter, household: Household, reference: str) -> TruancyFields:
    """The fields of one household's letter."""
    school, pupil = making.school, making.pupil
    signatory = school.signatory_of_leave()  # the head teacher: §10 has them contact the parent
    forename, surname = pupil.get("forename") or "", pupil.get("surname") or ""
    year_group = pupil.get("year_group") or ""
    return TruancyFields(
        school_name=school.name,
        school_address=[*school.address, school.postcode],
        school_telephone=school.telephone,
        school_email=school.email or None,
        signatory_name=signatory.name or None,
        signatory_role=signatory.role,
        signatory_email=signatory.email or None,
        date=long_day(making.letter_date),
        reference=reference,
        address_block=list(household.address_block),
        salutation=household.salutation,
        pupil_name=f"{forename} {surname}".strip(),
        pupil_forename=forename or surname,
        year_group=f"Year {year_group}" if year_group.isdigit() else year_group,
        registration_group=pupil.get("registration_group") or "",
        occasions=occasions(making.instance),
    )


def occasions(instance: Instance) -> list[str]:
    """A line each thing missed; where they are many, a line each kind with its days and number."""
    lines = [line for _, parts in groupby(instance.parts, _day_of) for line in _of_day([*parts])]
    return lines if len(lines) <= _MOST_LINES else list(_together(instance.parts))


def _day_of(part: Part) -> date:
    return part.date


def _of_day(parts: Sequence[Part]) -> Iterator[str]:
    day = full_day(parts[0].date)
    absent = [part for part in parts if part.kind == ABSENT]
    if {part.session for part in absent} == set(_HALVES):
        yield f"{day}, all day: {_WHAT[ABSENT]}"
    else:
        yield from (f"{day}, {_HALVES[part.session or 'AM']}: {_WHAT[ABSENT]}" for part in absent)
    for part in parts:
        if part.kind == LESSON:
            yield f"{day}{_at(part)}: not in {part.subject or part.class_name or 'a lesson'}"
        elif part.kind != ABSENT:
            half = f", {_HALVES[part.session]}" if part.session else ""
            yield f"{day}{half}: {_WHAT[part.kind]}"


def _at(part: Part) -> str:
    if part.starts:
        return f", {part.starts}"
    return f", period {part.period}" if part.period else ""


def _together(parts: Sequence[Part]) -> Iterator[str]:
    for kind, many in _MANY.items():
        days = [part.date for part in parts if part.kind == kind]
        if days:
            first, last = full_day(min(days)), full_day(max(days))
            span = first if first == last else f"{first} to {last}"
            yield f"{span}: {len(days)} {many}"

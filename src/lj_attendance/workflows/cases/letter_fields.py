"""What one letter of a case says: the case and the pupil's figures in the fields of a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from lj_attendance.letters.case_fields import CASE_KINDS_WITH, CaseFields
from lj_attendance.letters.recipients import Household
from lj_attendance.letters.words import days_of, full_day, long_day
from lj_attendance.policy.settings import Settings
from lj_attendance.reports.rounding import shown_percent_of
from lj_attendance.school_year import academic_year_name
from lj_attendance.workspace.school import School

_SIGNS = 4  # the stage whose signatory signs these letters
_MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class CaseLetter:
    """One letter of a case, the same for every household it goes to."""

    school: School
    settings: Settings
    letter_date: date
    pupil: Mapping[str, str | None]  # a row of the roll
    kind: str  # one of CASE_KINDS
    as_of: date  # the last day counted
    attended: int  # sessions, year to date
    possible: int
    unauthorised: int
    recent_unauthorised: int  # within the school weeks of the penalty threshold
    referred_on: date
    meeting_on: date
    meeting_at: str | None = None  # HH:MM
    place: str | None = None
    present: str | None = None
    parents_came: bool = False
    targets: tuple[str, ...] = ()
    review_from: date | None = None
    review_until: date | None = None
    review_on: date | None = None


def case_fields(making: CaseLetter, household: Household, reference: str) -> CaseFields:
    """The fields of one household's letter; those that its kind has no use for are empty."""
    school, pupil = making.school, making.pupil
    signatory = school.signatory(_SIGNS)
    forename, surname = pupil.get("forename") or "", pupil.get("surname") or ""
    year_group = pupil.get("year_group") or ""
    missed = making.possible - making.attended
    levels = [making.settings.number("expected_percent", making.as_of)]
    shown = shown_percent_of(making.attended, making.possible, levels)
    return CaseFields(
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
        academic_year=academic_year_name(making.as_of),
        as_of=long_day(making.as_of),
        attendance_percent=f"{shown}%",
        days_missed=days_of(missed),
        sessions_missed=missed,
        sessions_possible=making.possible,
        sessions_unauthorised=making.unauthorised,
        referred_on=long_day(making.referred_on),
        meeting_on=full_day(making.meeting_on),
        **_of_kind(making),
    )


def _of_kind(making: CaseLetter) -> dict[str, Any]:
    """The fields that only some kinds of letter have, for this one."""
    school = making.school
    here = ", ".join([school.name, *school.address[:1]])
    every = {
        "meeting_at": _clock(making.meeting_at) if making.meeting_at else None,
        "meeting_place": making.place or here,
        "present": making.present,
        "parents_came": "yes" if making.parents_came else None,
        "targets": [_sentence(target) for target in making.targets],
        "review_from": long_day(making.review_from) if making.review_from else None,
        "review_until": long_day(making.review_until) if making.review_until else None,
        "review_on": full_day(making.review_on) if making.review_on else None,
        **_penalty(making),
    }
    return {name: value for name, value in every.items() if making.kind in CASE_KINDS_WITH[name]}


def _penalty(making: CaseLetter) -> dict[str, Any]:
    """The national framework, as the law has it on the letter's date."""
    settings, day = making.settings, making.letter_date
    early, late = settings.numbers("penalty_first_pounds", day)
    return {
        "penalty_sessions": settings.number("penalty_sessions", day),
        "penalty_weeks": settings.number("penalty_window_weeks", day),
        "penalty_counted": making.recent_unauthorised,
        "penalty_sum": f"£{late}",
        "penalty_sum_early": f"£{early}",
        "penalty_days_early": settings.number("penalty_early_days", day),
        "penalty_sum_second": f"£{settings.number('penalty_second_pounds', day)}",
        "penalty_years": settings.number("penalty_months", day) // _MONTHS_A_YEAR,
    }


def _clock(text: str) -> str:
    """`14:30` as `2:30pm`, `09:00` as `9am`."""
    at = time.fromisoformat(text)
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{(at.hour - 1) % 12 + 1}{minutes}{'am' if at.hour < 12 else 'pm'}"


def _sentence(text: str) -> str:
    """A target as a sentence, with its full stop."""
    return text if text.endswith((".", "!", "?")) else f"{text}."

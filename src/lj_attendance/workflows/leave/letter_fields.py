"""What one reply to a request for leave says: request and decision in the fields of a template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lj_attendance.data import read_rows
from lj_attendance.errors import UnusableInput
from lj_attendance.letters.kinds import LEAVE_KINDS, LetterKind
from lj_attendance.letters.leave_fields import LEAVE_KINDS_WITH, LeaveFields
from lj_attendance.letters.recipients import Household
from lj_attendance.letters.words import full_day, long_day, school_days_of
from lj_attendance.workspace.school import School

_SESSIONS = {"AM": "morning", "PM": "afternoon"}


@dataclass(frozen=True)
class LeaveReply:
    """One reply, the same for every household it goes to."""

    school: School
    letter_date: date
    pupil: Mapping[str, str | None]  # a row of the roll
    kind: str  # one of LEAVE_KINDS
    first_day: date
    last_day: date  # inclusive
    session: str | None  # AM or PM: that half of a single day; null: whole days
    school_days: tuple[date, ...]  # asked for, in order
    received: date | None  # null: nobody noted it
    reason: str  # of the request: "holiday"
    days_granted: tuple[date, ...] = ()
    code_if_granted: str | None = None
    code_if_not: str | None = None
    reasons: tuple[str, ...] = ()  # a sentence each
    questions: tuple[str, ...] = ()
    reply_days: int = 7  # calendar days from the letter's date, at most
    decided_on: date | None = None


def leave_fields(making: LeaveReply, household: Household, reference: str) -> LeaveFields:
    """The fields of one household's reply; those that its kind has no use for are empty.

    Raises UnusableInput where kind and days contradict each other.
    """
    _refuse_contradictions(making)
    school, pupil = making.school, making.pupil
    signatory = school.signatory_of_leave()
    forename, surname = pupil.get("forename") or "", pupil.get("surname") or ""
    year_group = pupil.get("year_group") or ""
    return LeaveFields(
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
        received=long_day(making.received) if making.received else None,
        first_day=long_day(making.first_day),
        last_day=long_day(making.last_day),
        days_requested=_how_long(making.school_days, making.session),
        leave_reason=reason_words(making.reason),
        days_granted_count=_how_long(making.days_granted, making.session),
        **_answer(making),
    )


def reason_words(reason: str) -> str:
    """A reason for leave in plain words, to stand after `for`: `a family holiday`."""
    words = {row["reason"]: row["in_letters"] for row in read_rows("leave_reasons")}
    return words[reason]


def _answer(making: LeaveReply) -> dict[str, Any]:
    """The fields that only some kinds of reply have, for this one."""
    refused = [day for day in making.school_days if day not in making.days_granted]
    answer = {
        "days_granted": [_day(day, making.session) for day in making.days_granted],
        "days_not_granted": [_day(day, making.session) for day in refused],
        "granted_code": making.code_if_granted,
        "refused_code": making.code_if_not,
        "reasons": list(making.reasons),
        "questions": list(making.questions),
        "reply_by": long_day(_reply_by(making)),
        "decided_on": long_day(making.decided_on) if making.decided_on else None,
    }
    return {name: of for name, of in answer.items() if making.kind in LEAVE_KINDS_WITH[name]}


def _reply_by(making: LeaveReply) -> date:
    """Before the leave begins, as none is granted afterwards, where there is still a day for it."""
    wanted = making.letter_date + timedelta(days=making.reply_days)
    day_before = making.first_day - timedelta(days=1)
    return min(wanted, day_before) if day_before > making.letter_date else wanted


def _how_long(days: Sequence[date], session: str | None) -> str:
    """`3 school days`, `half a day (afternoon)`, `no school days`."""
    if session and days:
        return f"half a day ({_SESSIONS[session]})"
    return school_days_of(len(days))


def _day(day: date, session: str | None) -> str:
    return f"{full_day(day)} ({_SESSIONS[session]})" if session else full_day(day)


def _refuse_contradictions(making: LeaveReply) -> None:
    """A reply that would tell the family another decision than was made."""
    if making.kind not in LEAVE_KINDS:
        problem = f"There is no reply '{making.kind}'; there are {', '.join(LEAVE_KINDS)}."
    elif bool(making.days_granted) != (making.kind in LEAVE_KINDS_WITH["days_granted"]):
        granted = "days are granted" if making.days_granted else "no day is granted"
        problem = f"The reply is '{making.kind}', and {granted}."
    elif set(making.days_granted) - set(making.school_days):
        problem = "A day is granted that was not asked for, or is no school day."
    else:
        return
    raise UnusableInput(
        problem,
        LetterKind(leave=making.kind).file,
        "Take the reply that fits the decision, or record the decision anew.",
    )

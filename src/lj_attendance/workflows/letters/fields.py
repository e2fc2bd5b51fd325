"""What one letter says: a pupil's decision and figures put into the fields of a template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TypedDict

from lj_attendance.data import read_rows
from lj_attendance.letters.fields import AbsenceLine, LetterFields
from lj_attendance.letters.recipients import Household
from lj_attendance.letters.words import days_of, long_day, short_day, weeks_of
from lj_attendance.policy.settings import Settings
from lj_attendance.policy.stages.facts import Absence, PeriodEnd, Sent
from lj_attendance.reports.rounding import shown_apart, shown_percent_of
from lj_attendance.school_year import academic_year_name
from lj_attendance.workflows.stages.listing import PupilStage
from lj_attendance.workspace.school import School

_LINES = 14  # of the table, so that Stages 1 and 2 fit their page; the ledger keeps every session
_SESSIONS = {"AM": "morning", "PM": "afternoon"}


@dataclass(frozen=True)
class LetterMaking:
    """What all letters of a batch have in common."""

    stage: int
    letter_date: date
    how: str  # "post" or "hand"
    as_of: date
    school: School
    settings: Settings
    period_end: PeriodEnd

    @property
    def received(self) -> date:
        """When the family has the letter, if it goes on its date."""
        days = self.settings.number(f"delivery_days_by_{self.how}", self.as_of)
        return self.letter_date + timedelta(days=days)

    def monitoring_days(self, stage: int) -> int:
        """School days of the period after the letter of a stage."""
        return self.settings.number(f"stage_{stage}_monitoring_school_days", self.as_of)


def letter_fields(
    making: LetterMaking, pupil: PupilStage, household: Household, reference: str
) -> LetterFields:
    """The fields of one household's letter."""
    facts, school, previous = pupil.facts, making.school, pupil.last
    signatory = school.signatory(making.stage)
    now, then = _percentages(making, pupil, previous)
    behind = _behind(making, pupil)
    return LetterFields(
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
        pupil_name=f"{pupil.forename} {pupil.surname}".strip(),
        pupil_forename=pupil.forename or pupil.surname,
        year_group=f"Year {pupil.year_group}" if pupil.year_group.isdigit() else pupil.year_group,
        registration_group=pupil.registration_group,
        academic_year=academic_year_name(making.as_of),
        as_of=long_day(making.as_of),
        expected_percent=f"{facts.expected_percent}%",
        attendance_percent=now,
        days_missed=days_of(facts.possible - facts.attended),
        sessions_missed=facts.possible - facts.attended,
        sessions_possible=facts.possible,
        absences=behind,
        absences_since=long_day(_first_shown(making, pupil)),
        stage=making.stage,
        previous_letter_date=long_day(previous.issued_on) if previous else None,
        previous_attendance_percent=then,
        **_period(making, previous),
    )


def _percentages(
    making: LetterMaking, pupil: PupilStage, previous: Sent | None
) -> tuple[str, str | None]:
    """Attendance now and at the letter before, never shown as equal when they are not."""
    facts = pupil.facts
    now = (facts.attended, facts.possible)
    levels = [facts.expected_percent]
    if previous is None or not previous.possible:
        return f"{shown_percent_of(*now, levels)}%", None
    then = (previous.attended, previous.possible)
    shown_then, shown_now = shown_apart(then, now, levels)
    return f"{shown_now}%", f"{shown_then}%"


class _Period(TypedDict, total=False):
    """The fields of a monitoring period, for the stages that have one."""

    monitoring_from: str | None
    monitoring_until: str | None
    monitoring_weeks: str | None
    monitoring_target: str | None
    reply_by: str | None


def _period(making: LetterMaking, previous: Sent | None) -> _Period:
    """The monitoring period that begins with this letter; at Stage 4 the one that has ended."""
    stage, received = making.stage, making.received
    if stage == 1:
        return {}
    if stage == 4 and previous is not None:
        stage, received = 3, previous.received_on
    days = making.monitoring_days(stage)
    first, last = making.period_end(received, 1), making.period_end(received, days)
    target = making.settings.number("stage_3_target_percent", making.as_of)
    found: _Period = {
        "monitoring_from": long_day(first) if first else None,
        "monitoring_until": long_day(last) if last else None,
        "monitoring_weeks": weeks_of(days),
    }
    if making.stage == 2:
        reply = making.settings.number("reply_days", making.as_of)
        return {**found, "reply_by": long_day(making.received + timedelta(days=reply))}
    return {**found, "monitoring_target": f"{target}%"}


def _shown(making: LetterMaking, pupil: PupilStage) -> list[list[Absence]]:
    """The days of the table: those behind the decision, at Stages 1 and 2 the latest of them."""
    sessions = pupil.decision.sessions
    days = [list(of_day) for _, of_day in groupby(sessions, key=lambda absence: absence.date)]
    return days[-_LINES:] if making.stage <= 2 else days


def _first_shown(making: LetterMaking, pupil: PupilStage) -> date:
    days = _shown(making, pupil)
    return days[0][0].date if days else making.as_of


def _behind(making: LetterMaking, pupil: PupilStage) -> list[AbsenceLine]:
    meanings = {row["code"]: row["in_letters"] or row["meaning"] for row in read_rows("codes")}
    return [_line(of_day, meanings) for of_day in _shown(making, pupil)]


def _line(of_day: Sequence[Absence], meanings: dict[str, str]) -> AbsenceLine:
    """One day: whole, or the half that was missed."""

    def each(text: Callable[[Absence], str]) -> str:
        return " / ".join(dict.fromkeys(text(absence) for absence in of_day))

    whole = len(of_day) > 1
    return AbsenceLine(
        date=short_day(of_day[0].date),
        session="all day" if whole else _SESSIONS[of_day[0].session],
        reason=each(lambda absence: meanings[absence.code]),
        code=each(lambda absence: absence.code),
        authorised=each(lambda absence: "yes" if absence.is_authorised else "no"),
    )

"""Invented letters, for previews and for judging a template; nobody in them is real."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lj_attendance.letters.fields import STAGES_WITH, AbsenceLine, LetterFields
from lj_attendance.letters.kinds import STAGES

_DAYS = (
    ("Wed 9 Sep 2026", "all day", "Illness", "I", "yes"),
    ("Thu 10 Sep 2026", "all day", "Illness", "I", "yes"),
    ("Mon 21 Sep 2026", "morning", "Medical or dental appointment", "M", "yes"),
    ("Fri 25 Sep 2026", "afternoon", "Arrived after the register closed", "U", "no"),
    ("Tue 6 Oct 2026", "all day", "Illness; no reason given yet", "I, O", "yes, no"),
    ("Mon 2 Nov 2026", "all day", "No reason given yet", "N", "no"),
)  # fmt: skip
_FIGURES = {  # attendance, days, sessions missed, sessions possible
    1: ("90.0%", "5 days", 10, 100),
    2: ("89.1%", "6 days", 12, 110),
    3: ("87.5%", "8½ days", 17, 136),
    4: ("85.5%", "12 days", 24, 166),
}
_STAGE_FIELDS = {
    "previous_letter_date": {2: "9 November 2026", 3: "23 November 2026", 4: "11 December 2026"},
    "previous_attendance_percent": {2: "90.0%", 3: "89.1%", 4: "87.5%"},
    "monitoring_from": {2: "25 November 2026", 3: "14 December 2026", 4: "14 December 2026"},
    "monitoring_until": {2: "8 December 2026", 3: "22 January 2027", 4: "22 January 2027"},
    "monitoring_weeks": {2: "two", 3: "four", 4: "four"},
    "monitoring_target": {3: "100%", 4: "100%"},
    "reply_by": {2: "4 December 2026"},
}
_DATES = {  # of the letter, and the last day counted
    1: ("9 November 2026", "6 November 2026"),
    2: ("23 November 2026", "20 November 2026"),
    3: ("11 December 2026", "10 December 2026"),
    4: ("25 January 2027", "22 January 2027"),
}


def invented(stage: int, absences: int = len(_DAYS)) -> LetterFields:
    """A stage's letter with a long name, accents and an ampersand, and so many absences."""
    date, as_of = _DATES[stage]
    percent, days, missed, possible = _FIGURES[stage]
    own: dict[str, Any] = {name: of_stage.get(stage) for name, of_stage in _STAGE_FIELDS.items()}
    return LetterFields(
        school_name="Invented School & College",
        school_address=["1 Example Road", "Exampleby", "Redcar & Cleveland", "ZZ99 9ZZ"],
        school_telephone="01632 960123",
        school_email="attendance@example.org",
        signatory_name="A. Signatory",
        signatory_role="Assistant Headteacher",
        signatory_email="signatory@example.org",
        date=date,
        reference=f"EX-2026-S{stage}-0042",
        address_block=[
            "Mrs Zoë Featherstonehaugh-Łukasiewicz & Mr Seán Ó Dónaill",
            "Flat 2, The Old Station Master's House",
            "17 Long Example Street",
            "Exampleby",
            "ZZ99 9ZZ",
        ],
        salutation="Mrs Featherstonehaugh-Łukasiewicz and Mr Ó Dónaill",
        pupil_name="Siobhán Featherstonehaugh-Łukasiewicz",
        pupil_forename="Siobhán",
        year_group="Year 8",
        registration_group="8 CRO",
        academic_year="2026/27",
        as_of=as_of,
        expected_percent="96%",
        attendance_percent=percent,
        days_missed=days,
        sessions_missed=missed,
        sessions_possible=possible,
        absences=[AbsenceLine(*_DAYS[number % len(_DAYS)]) for number in range(absences)],
        absences_since="1 September 2026",
        stage=stage,
        **own,
    )


def with_actions(fields: LetterFields) -> LetterFields:
    """The same letter with the sentences on what the school will do next."""
    actions = ["We will ring you in the next few days.", "We will look at this again in two weeks."]
    return replace(fields, actions=actions)


def is_of_stage(name: str, stage: int) -> bool:
    """Whether a field has a value in the letters of a stage."""
    return stage in STAGES_WITH.get(name, STAGES)

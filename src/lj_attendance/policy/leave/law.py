"""The law beside the policy: what it asks of a request, on the first day of the leave."""

from __future__ import annotations

from lj_attendance.policy.leave.facts import (
    EXCEPTIONAL,
    HOLIDAY,
    INTERVIEW,
    MEDICAL,
    OTHER,
    PERFORMANCE,
    RELATIVE,
    RELIGIOUS,
    SPORT,
    TRAVELLER,
    Request,
)
from lj_attendance.policy.settings import Settings

_GENERAL = ("leave_law_person", "leave_law_exceptional")
_NOTES = {
    HOLIDAY: (*_GENERAL, "leave_law_holiday"),
    RELATIVE: (*_GENERAL, "leave_law_relative"),
    RELIGIOUS: ("leave_law_religious", "leave_law_religious_offence"),
    TRAVELLER: ("leave_law_traveller", "leave_law_traveller_offence"),
    PERFORMANCE: (
        "leave_law_person",
        "leave_law_performance",
        "leave_law_performance_exempt",
    ),
    SPORT: (*_GENERAL, "leave_law_sport"),
    MEDICAL: ("leave_law_medical",),
    INTERVIEW: ("leave_law_person", "leave_law_interview"),
    EXCEPTIONAL: _GENERAL,
    OTHER: _GENERAL,
}
"""Settings of the law, by the reason of a request."""


def law_on(settings: Settings, request: Request) -> tuple[tuple[str, str], ...]:
    """Sentences, each with its source; those in force on the first day of the leave."""
    day = request.first_day
    found = (settings.on(name, day) for name in _NOTES[request.reason])
    return tuple((str(note.value), note.source) for note in found if note.in_force_from <= day)

"""The sentences of alerts: figures that a person can check against the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lj_attendance.policy.alerts.facts import (
    HOLIDAYS,
    HOME_VISIT,
    LATE_AFTER_CLOSE,
    LONG_ABSENCE,
    PENALTY,
    REMOVAL,
    SEVERE,
    SICKNESS_RETURN,
    TRUANCY,
    UNAUTHORISED_RETURN,
    UNEXPLAINED,
    DayRun,
)
from lj_attendance.policy.stages.words import day_text

TITLES = {
    REMOVAL: "Removal from the roll may be considered",
    UNAUTHORISED_RETURN: "Unauthorised absence to report to the local authority",
    LONG_ABSENCE: "Long absence: safeguarding and missing education",
    SICKNESS_RETURN: "Illness to report to the local authority",
    SEVERE: "Severe absence",
    PENALTY: "Threshold for a penalty notice",
    TRUANCY: "Truancy: absence of which the school was not told the cause",
    HOLIDAYS: "Excessive holidays in term time",
    LATE_AFTER_CLOSE: "Persistent arrival after the register closed",
    UNEXPLAINED: "Absence that nobody has explained",
    HOME_VISIT: "Home visit to consider",
}

CLAUSES = {
    REMOVAL: "§5",
    UNAUTHORISED_RETURN: "",
    LONG_ABSENCE: "§5",
    SICKNESS_RETURN: "§8",
    SEVERE: "§14",
    PENALTY: "§10, §15",
    TRUANCY: "§10",
    HOLIDAYS: "§10",
    LATE_AFTER_CLOSE: "§10",
    UNEXPLAINED: "§2, §5",
    HOME_VISIT: "§5",
}

SOURCES = {
    REMOVAL: "removal_days",
    UNAUTHORISED_RETURN: "unauthorised_return_days",
    SICKNESS_RETURN: "sickness_return_days",
    SEVERE: "severe_percent",
    PENALTY: "penalty_sessions",
    UNEXPLAINED: "unexplained_days",
}
"""The setting of the law behind a kind of alert, where there is one."""

ASKS = {
    REMOVAL: "Ask the local authority to enquire jointly into where the pupil is and why they are "
    "away. Removal may only be considered after that; people decide, never lja.",
    UNAUTHORISED_RETURN: "Send the local authority the pupil's full name and address, and the "
    "cause of the absence if it is known.",
    LONG_ABSENCE: "Work with the family to find any safeguarding risk, and review whether the "
    "pupil is missing from education.",
    SICKNESS_RETURN: "Inform the local authority, with the pupil's full name, address and days of "
    "illness, needs, capabilities and programme of work; see that work is provided. It is due as "
    "soon as so many days are to be expected: lja counts only those missed.",
    SEVERE: "Engage all relevant services with the local authority, and consider whether the child "
    "protection policy has to be followed.",
    PENALTY: "Consider whether support was offered and may work, or a penalty notice is the right "
    "tool. The local authority and the head teacher decide.",
    TRUANCY: "First instance: send the parents a letter of warning. Any further: consider a "
    "penalty notice; the local authority and the head teacher decide. More: lja truancy.",
    HOLIDAYS: "Consider a warning letter or a penalty notice. The head teacher and the local "
    "authority decide.",
    LATE_AFTER_CLOSE: "Consider a warning letter or a penalty notice. The head teacher and the "
    "local authority decide.",
    UNEXPLAINED: "Find out the reason and enter it; where none is established, enter O.",
    HOME_VISIT: "Visit the home, and record the visit.",
}
"""What the policy or the law asks next."""


def span_text(run: DayRun) -> str:
    """A run's days: `11 consecutive school days, 1 Sep 2025 to 15 Sep 2025`."""
    number, first, last = len(run.days), run.first, run.days[-1]
    if number == 1:
        return f"1 school day, {day_text(first)}"
    return f"{number} consecutive school days, {day_text(first)} to {day_text(last)}"


def codes_text(codes: Sequence[str]) -> str:
    """Codes in words: `G, N or O`."""
    *most, last = codes
    return f"{', '.join(most)} or {last}" if most else last


def sessions_text(number: int) -> str:
    """`1 session`, `2 sessions`."""
    return "1 session" if number == 1 else f"{number} sessions"


def penalty_text(
    number: int, weeks: int, *, since: date, now: int | None, most: int, without_n: str
) -> str:
    """The threshold with its figures; `without_n` tells how it stands without N.

    `now` is null where a notice used the sessions up.
    """
    stands = (
        f"A notice used these sessions; the most in any {weeks}"
        if now is None
        else f"Now {now} in the last {weeks} school weeks; the most in any {weeks}"
    )
    return (
        f"{number} unauthorised sessions within {weeks} school weeks, reached on "
        f"{day_text(since)}. {stands} is {most}. {without_n}"
    )

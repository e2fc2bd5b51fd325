"""The outcomes of the rules of leave (§7), and the words that their sentences share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lj_attendance.data import read_rows
from lj_attendance.policy.leave.facts import (
    AGAINST,
    CLAUSE,
    MET,
    NEEDS,
    NOT_APPLICABLE,
    Request,
    RuleOutcome,
)
from lj_attendance.policy.stages.words import day_text

REASON_WORDS = {row["reason"]: row["in_rules"] for row in read_rows("leave_reasons")}
"""What leave is asked for, in a sentence."""

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")
_DAYS_A_WEEK = 7


def met(rule: str, told: str, clause: str = CLAUSE) -> RuleOutcome:
    """Nothing here speaks against the leave."""
    return RuleOutcome(rule, clause, MET, told)


def against(rule: str, told: str, clause: str = CLAUSE) -> RuleOutcome:
    """The rule refuses the leave."""
    return RuleOutcome(rule, clause, AGAINST, told)


def needs(rule: str, fact: str, told: str, clause: str = CLAUSE) -> RuleOutcome:
    """The rule waits for a fact that nobody has told."""
    return RuleOutcome(rule, clause, NEEDS, told, fact)


def not_applicable(rule: str, told: str, clause: str = CLAUSE) -> RuleOutcome:
    """The rule has nothing to say of this request."""
    return RuleOutcome(rule, clause, NOT_APPLICABLE, told)


def of_another_reason(rule: str, request: Request, clause: str = CLAUSE) -> RuleOutcome:
    """The rule is for other reasons."""
    told = f"Not asked of {REASON_WORDS[request.reason]}."
    return not_applicable(rule, told, clause)


def by_fact(
    rule: str, told: bool | None, words: tuple[str, str, str], fact: str, clause: str = CLAUSE
) -> RuleOutcome:
    """What follows from one fact; the words for true, false and unknown."""
    if told is None:
        return needs(rule, fact, words[2], clause)
    return met(rule, words[0], clause) if told else against(rule, words[1], clause)


def declared(request: Request) -> str | None:
    """The exceptional circumstance; empty where none is declared, null where nobody has said."""
    return None if request.exceptional is None else request.exceptional.strip()


def span_text(first: date, last: date) -> str:
    """`10 Nov 2026`, or `10 Nov 2026 to 12 Nov 2026`."""
    return day_text(first) if first == last else f"{day_text(first)} to {day_text(last)}"


def count(number: int, what: str) -> str:
    """`1 day`, `5 days`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def notice_words(days: int) -> str:
    """How much notice is asked for: `four weeks`, else `30 days`."""
    weeks, rest = divmod(days, _DAYS_A_WEEK)
    if rest or not 0 < weeks < len(_NUMBERS):
        return count(days, "day")
    return f"{_NUMBERS[weeks]} week{'s' if weeks > 1 else ''}"


def possessive(text: str) -> str:
    """`four weeks'`, `one week's`."""
    return f"{text}'" if text.endswith("s") else f"{text}'s"


def listed(items: Sequence[str], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = items
    return f"{', '.join(most)} {joint} {last}" if most else last


def percent_text(attended: int, possible: int, below: int | None = None) -> str:
    """To one decimal, half up; rounded down where that keeps it below what it was judged below."""
    tenths = (attended * 2000 + possible) // (2 * possible)
    if below is not None and attended * 100 < possible * below <= possible * tenths // 10:
        tenths = attended * 1000 // possible
    return f"{tenths // 10}.{tenths % 10}%"


def sessions_text(attended: int, possible: int) -> str:
    """`37 of 40 possible sessions`."""
    return f"{attended} of {count(possible, 'possible session')}"

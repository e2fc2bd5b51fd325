"""Truancy (§10): what is one instance, and what the policy asks of the first and of any further.

"Truancy will be considered as any absence of part, or all, of one or more days from school, during
which the school has not been notified of the cause behind such absence."
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import groupby

from lj_attendance.policy.stages.words import day_text
from lj_attendance.policy.truancy.facts import (
    DUE,
    NOT_RECORDED,
    RECORDED,
    WAITING,
    Instance,
    Judged,
    Part,
    Warned,
)
from lj_attendance.policy.truancy.words import what_text

CLAUSE = "§10"
FIRST_ASKS = "Send the parents a letter of warning."
FURTHER_ASKS = (
    "Consider a penalty notice. How the national threshold stands: lja alerts. The local authority "
    "and the head teacher decide."
)
WAITING_ASKS = "Find out the cause first; it may still come in."
IMMEDIATE = "The head teacher is told, and rings the parents."
_KEPT_OPEN = "The first was on {day}; no letter of warning is recorded before this one."
_NO_NOTES = "The exports hold no notes here: see in Arbor whether a cause is known."
_DSL = "Involve the DSL where it may be linked to a safeguarding concern ({groups})."


def tells_cause(note: str | None, no_cause_words: Collection[str]) -> bool:
    """Whether a note says why the pupil was away; one that only says that nobody knows does not.

    `no_cause_words` are in lower case, each a whole note or the beginning of one.
    """
    plain = " ".join((note or "").casefold().split()).strip(" .-!?")
    return bool(plain) and not any(
        plain == word or plain.startswith(f"{word} ") for word in no_cause_words
    )


def instances_of(parts: Iterable[Part], joined_days: int) -> tuple[Instance, ...]:
    """The instances of one pupil, in order of time.

    Reading: all that falls on one day is one instance, and so are days of one kind of absence
    that are at most `joined_days` school days apart (1: on consecutive school days). One that is
    provisional makes no later one a further instance: it has the number that it would have.
    """
    found: list[list[Part]] = []
    before: set[str] = set()  # the kinds of the day before
    last_number = 0
    ordered = sorted(parts, key=_in_time)
    for (number, _), of_day in groupby(ordered, key=lambda part: (part.day_number, part.date)):
        day = list(of_day)
        kinds = {part.kind for part in day}
        if found and kinds & before and number - last_number <= joined_days:
            found[-1] += day
        else:
            found.append(day)
        before, last_number = kinds, number
    return _numbered([tuple(of_one) for of_one in found])


def _numbered(found: Sequence[tuple[Part, ...]]) -> tuple[Instance, ...]:
    instances: list[Instance] = []
    settled = 0
    for parts in found:
        each = Instance(settled + 1, parts)
        settled += not each.is_provisional
        instances.append(each)
    return tuple(instances)


def _in_time(part: Part) -> tuple[date, str, str, str, str]:
    return (
        part.date,
        part.session or "",
        part.starts or "",
        (part.period or "").rjust(2),
        part.kind,
    )


def judge(
    instances: Sequence[Instance],
    warned: Sequence[Warned],
    began: date | None,
    groups: Sequence[str] = (),
) -> tuple[Judged, ...]:
    """What §10 asks of each instance of one pupil.

    "In the first instance, a letter of warning will be sent to the parents"; "If any further
    truancy occurs, then the school will consider issuing a penalty notice." `warned` are the
    letters that count for these instances; `began` is the day of the ledger's first entry.
    `groups` are the vulnerable groups the pupil belongs to, in words.
    """
    if not instances:
        return ()
    letter = min(warned, key=lambda each: (each.on, each.number), default=None)
    first = first_of(instances)
    state = _letter(first, letter, began)
    return tuple(_judged(each, first, letter, state, groups) for each in instances)


def first_of(instances: Sequence[Instance]) -> Instance:
    """The first instance that stands; where each is provisional, the first of them."""
    return next((each for each in instances if not each.is_provisional), instances[0])


def _letter(first: Instance, letter: Warned | None, began: date | None) -> str:
    """What is known of the letter of the first instance."""
    if letter is not None:
        return RECORDED
    if first.is_provisional:
        return WAITING
    return DUE if began is not None and began <= first.first_day else NOT_RECORDED


def _judged(
    each: Instance, first: Instance, letter: Warned | None, state: str, groups: Sequence[str]
) -> Judged:
    remarks = []
    is_settled = not each.is_provisional
    if is_settled and each.is_further and (letter is None or letter.on > each.first_day):
        remarks.append(_KEPT_OPEN.format(day=day_text(first.first_day)))
    if each.may_be_noted:
        remarks.append(_NO_NOTES)
    if groups:
        remarks.append(_DSL.format(groups="; ".join(groups)))
    what = what_text(each)
    return Judged(
        each, f"{what[:1].upper()}{what[1:]}.", state, letter, _asks(each, letter), tuple(remarks)
    )


def _asks(each: Instance, letter: Warned | None) -> str:
    if each.is_provisional:
        return f"{WAITING_ASKS} {IMMEDIATE}"
    if each.is_further:
        return FURTHER_ASKS
    if letter is not None:
        return f"The letter of warning was sent on {day_text(letter.on)}."
    return FIRST_ASKS

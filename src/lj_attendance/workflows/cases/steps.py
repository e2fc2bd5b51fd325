"""Steps of a case entered on the ledger in the order of §18, and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lj_attendance.errors import WrongUsage
from lj_attendance.ledger.cases import STEPS, CaseRecord, cases_on, step_key
from lj_attendance.ledger.events import Event, NewEvent
from lj_attendance.ledger.store import Ledger
from lj_attendance.policy.cases.facts import Referral, Step
from lj_attendance.policy.cases.order import order_fault
from lj_attendance.workflows.calls.contacts_made import refuse_a_day_to_come, take_back
from lj_attendance.workflows.cases.facts import KINDS, step_of
from lj_attendance.workflows.cases.listing import refuse_without_case

_LAST = 10**12  # a number after every entry's
LIST = "lja cases show WHO"


@dataclass(frozen=True)
class NewStep:
    """A step to enter, with its detail as `ledger/events.py` has it."""

    pupil_id: str
    kind: str  # one of STEPS
    on: date
    detail: Mapping[str, Any] = field(default_factory=dict)
    what: str = ""  # tells two steps of one kind and day apart


def enter_step(ledger: Path, new: NewStep, *, today: date, by: str, now: datetime) -> Event:
    """Enters a step of the pupil's case.

    Raises WrongUsage for a day to come and a step out of order, AlreadyEntered for the same one.
    """
    refuse_a_day_to_come(new.on, today)
    _refuse_disorder(Ledger(ledger).events(), new)  # before a ledger is made for nothing
    with Ledger(ledger).writing(now, by) as writing:
        events = writing.events()
        _refuse_disorder(events, new)
        key = step_key(events, new.pupil_id, new.kind, new.on, new.what)
        return writing.add(NewEvent(new.kind, new.on, new.pupil_id, new.detail, key=key))


def withdraw_step(
    ledger: Path, number: int, reason: str, *, on: date, today: date, by: str, now: datetime
) -> Event:
    """Takes a step back from a day on, and gives it; what rests on it has to be taken back first.

    Raises as `take_back` does, and WrongUsage where later steps would be left without theirs.
    """
    events = Ledger(ledger).events()
    entry = next((each for each in events if each.number == number), None)
    kind = entry.kind if entry and entry.kind in STEPS else "step of a case"
    if entry is not None and kind != "step of a case":
        _refuse_leaving_others(events, entry)
    return take_back(
        ledger,
        number,
        reason,
        kind=kind,
        command=LIST,
        on=on,
        today=today,
        by=by,
        now=now,
    )


def records_of(events: Sequence[Event], pupil_id: str) -> list[CaseRecord]:
    """The cases of one pupil by every entry there is, in order."""
    return [case for case in cases_on(events, date.max) if case.pupil_id == pupil_id]


def record_at(events: Sequence[Event], pupil_id: str, on: date) -> CaseRecord:
    """The case that a step on a day belongs to: the open one, else the last opened by then.

    Raises WrongUsage where there is none.
    """
    found = records_of(events, pupil_id)
    refuse_without_case(found, on)
    begun = [case for case in found if case.opened_on <= on]
    still_open = [case for case in begun if case.closed_on is None or on <= case.closed_on]
    return (still_open or begun)[-1]


def _refuse_disorder(events: Sequence[Event], new: NewStep) -> None:
    case = record_at(events, new.pupil_id, new.on)
    meant = Step(_LAST, KINDS[new.kind], new.on)
    steps = sorted([*map(step_of, case.steps), meant], key=lambda step: (step.on, step.number))
    if fault := order_fault(_referral(case), steps):
        problem, remedy = fault
        raise WrongUsage(problem, "--on", remedy)


def _refuse_leaving_others(events: Sequence[Event], entry: Event) -> None:
    for case in records_of(events, entry.pupil_id or ""):
        if entry.number not in {step.number for step in case.steps}:
            continue
        left = [step_of(step) for step in case.steps if step.number != entry.number]
        if order_fault(_referral(case), left):
            later = [step for step in left if (step.on, step.number) > (entry.on, entry.number)]
            numbers = ", ".join(str(step.number) for step in later)
            raise WrongUsage(
                f"Later steps rest on entry {entry.number}: {numbers}.",
                "ENTRY",
                "Take those back first, the last one before the others.",
            )


def _referral(case: CaseRecord) -> Referral | None:
    letter = case.referral
    return Referral(letter.number, letter.issued_on, letter.received_on) if letter else None


def in_words(entry: Event) -> str:
    """A step as a line tells it: `held: parents attended; 2 targets`."""
    step = step_of(entry)
    return f"{step.kind}: {step.said}" if step.said else step.kind

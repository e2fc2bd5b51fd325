"""Which letters a batch holds, to whom, and who is left out and why. Writes nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import polars as pl

from lj_attendance.errors import WrongUsage
from lj_attendance.letters.file_names import distinct, letter_file
from lj_attendance.letters.recipients import Household, Recipients, recipients
from lj_attendance.policy.settings import Settings
from lj_attendance.policy.stages.facts import DUE, HELD
from lj_attendance.workflows.contacts import by_pupil
from lj_attendance.workflows.stages.listing import PupilStage, Stages

DRAFT, LEFT_OUT, NOT_WRITTEN = "draft", "left out", "not written"


@dataclass(frozen=True)
class PlannedLetter:
    """One letter: a pupil's, to one household."""

    pupil: PupilStage
    household: Household
    left_out: tuple[str, ...]  # contacts of the pupil who get none, each with the reason
    file: str
    reference: str


@dataclass(frozen=True)
class LeftOut:
    """A pupil due this letter who gets none now."""

    pupil: PupilStage
    status: str  # HELD, LEFT_OUT or NOT_WRITTEN
    reason: str
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A batch before it is written."""

    stage: int
    letters: tuple[PlannedLetter, ...]  # siblings beside each other
    left_out: tuple[LeftOut, ...]

    @property
    def pupils(self) -> int:
        """How many pupils have a letter in it."""
        return len({letter.pupil.facts.pupil_id for letter in self.letters})


def plan_batch(
    found: Stages,
    contacts: pl.DataFrame,
    stage: int,
    settings: Settings,
    *,
    only: Sequence[str] = (),
    excluded: Sequence[str] = (),
    issued: Mapping[str, str] = MappingProxyType({}),
) -> Plan:
    """The letters of a stage that are due, household by household.

    `contacts` is CONTACTS; `only` and `excluded` are pupils' IDs; `issued` says of pupils that they
    have had this letter, though not yet on the as-of date.

    Raises WrongUsage for an ID that no pupil has.
    """
    _refuse_unknown(found, [*only, *excluded])
    of_stage = [pupil for pupil in found.pupils if pupil.decision.stage_due == stage]
    if only:
        of_stage = [pupil for pupil in of_stage if pupil.facts.pupil_id in only]
    of_pupil = by_pupil(contacts)
    parent_of = settings.is_on("letters_to_the_parent_of", found.as_of)
    letters: list[PlannedLetter] = []
    left_out: list[LeftOut] = []
    for pupil in of_stage:
        if reason := _kept_back(pupil, excluded, issued):
            left_out.append(LeftOut(pupil, *reason))
            continue
        name = f"{pupil.forename} {pupil.surname}".strip()
        to = recipients(of_pupil[pupil.facts.pupil_id], name, parent_of=parent_of)
        if to.problem:
            left_out.append(LeftOut(pupil, LEFT_OUT, to.problem, _told(to)))
        letters += _of_pupil(pupil, stage, to)
    return Plan(stage, _in_order(letters), tuple(left_out))


def _refuse_unknown(found: Stages, ids: Iterable[str]) -> None:
    known = {pupil.facts.pupil_id for pupil in found.pupils}
    if unknown := sorted(set(ids) - known):
        raise WrongUsage(
            f"No pupil here has the ID {', '.join(unknown)}.",
            "--only and --except",
            "Give the Arbor Student ID, as lja stages --format csv lists it.",
        )


def _kept_back(
    pupil: PupilStage, excluded: Sequence[str], issued: Mapping[str, str]
) -> tuple[str, str] | None:
    """Status and reason of a pupil who gets no letter though one is due."""
    if pupil.decision.status == HELD:
        return HELD, pupil.decision.reasons[0]
    if pupil.facts.pupil_id in issued:
        return LEFT_OUT, issued[pupil.facts.pupil_id]
    if pupil.decision.status != DUE:
        return LEFT_OUT, pupil.decision.status
    if pupil.facts.pupil_id in excluded:
        return LEFT_OUT, "left out of this batch with --except"
    return None


def _of_pupil(pupil: PupilStage, stage: int, to: Recipients) -> list[PlannedLetter]:
    name = letter_file(pupil.surname, pupil.forename, pupil.facts.pupil_id, stage)
    return [
        PlannedLetter(pupil, household, _told(to), name, f"{pupil.facts.pupil_id}/S{stage}/{place}")
        for place, household in enumerate(to.households, start=1)
    ]


def _told(to: Recipients) -> tuple[str, ...]:
    return tuple(f"{contact.name or 'a contact'}: {contact.why}" for contact in to.left_out)


def _in_order(letters: list[PlannedLetter]) -> tuple[PlannedLetter, ...]:
    """By registration group and name; siblings at one address beside each other."""
    first: dict[tuple[str, ...], tuple[str, ...]] = {}
    keys = [_by_name(letter) for letter in letters]
    for letter, key in zip(letters, keys, strict=True):
        home = _home(letter)
        first[home] = min(first.get(home, key), key)
    pairs = sorted(
        zip(letters, keys, strict=True),
        key=lambda pair: (first[_home(pair[0])], pair[1], pair[0].reference),
    )
    ordered = [letter for letter, _ in pairs]
    names = distinct(letter.file for letter in ordered)
    return tuple(replace(letter, file=name) for letter, name in zip(ordered, names, strict=True))


def _home(letter: PlannedLetter) -> tuple[str, ...]:
    """The address without its names: siblings may have other parents at it."""
    block, names = letter.household.address_block, letter.household.names
    return tuple(line for line in block if line not in names)


def _by_name(letter: PlannedLetter) -> tuple[str, ...]:
    pupil = letter.pupil
    return (
        pupil.year_group.zfill(2),
        pupil.registration_group,
        pupil.surname,
        pupil.forename,
        pupil.facts.pupil_id,
    )


def batch_id(plan: Plan, as_of: str, taken: Iterable[str]) -> str:
    """The same for the same day, stage and pupils; another once a batch of that ID is issued."""
    pupils = sorted({letter.pupil.facts.pupil_id for letter in plan.letters})
    content: list[Any] = [as_of, plan.stage, pupils]
    used = set(taken)
    while True:
        found = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:8]
        if found not in used:
            return found
        content.append("again")

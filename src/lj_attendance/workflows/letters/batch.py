"""A batch of letters written for review: one Word file each, all of them to print, and the plan."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from lj_attendance.errors import LjaError, UnusableInput
from lj_attendance.ledger.events import Event
from lj_attendance.ledger.store import Ledger
from lj_attendance.letters.printable import printable
from lj_attendance.letters.template import Letter, Template, load
from lj_attendance.policy.settings import Settings
from lj_attendance.reports.files import as_csv, write_whole
from lj_attendance.workflows.letters.batch_folder import (
    edited,
    replacing,
    sha256_of,
    write_manifest,
)
from lj_attendance.workflows.letters.batch_plan import (
    NOT_WRITTEN,
    LeftOut,
    Plan,
    PlannedLetter,
    batch_id,
)
from lj_attendance.workflows.letters.fields import LetterMaking, letter_fields
from lj_attendance.workflows.letters.plan_rows import plan_rows

Progress = Callable[[int, int], None]
"""Told how many letters are written, and how many there are."""


@dataclass(frozen=True)
class Drafting:
    """Where a batch goes, and who writes it when."""

    parent: Path
    template: Path
    now: datetime
    by: str
    force: bool = False


@dataclass(frozen=True)
class Batch:
    """What was written, or (`is_trial`) would be."""

    id: str
    folder: Path
    plan: Plan
    not_written: tuple[LeftOut, ...]
    is_trial: bool = False

    @property
    def rows(self) -> pl.DataFrame:
        """plan.csv: one row a letter, and one a pupil who gets none."""
        return plan_rows(self.plan, self.not_written)


def trial(plan: Plan, making: LetterMaking, drafting: Drafting, events: tuple[Event, ...]) -> Batch:
    """What `write_batch` would write."""
    found = batch_id(plan, making.as_of.isoformat(), _issued(events))
    return Batch(found, _folder(drafting, making, found), plan, (), is_trial=True)


def write_batch(
    plan: Plan, making: LetterMaking, drafting: Drafting, ledger: Ledger, progress: Progress
) -> Batch:
    """Writes the drafts, in the place of an earlier draft of the same letters.

    Nothing is entered in the ledger; its lock keeps two runs apart. A letter that cannot be
    written is left out with the reason. Raises UnusableInput when a letter of the draft was
    edited since, unless `force`, and when no letter at all could be written.
    """
    template = load(drafting.template)
    with ledger.writing(drafting.now, drafting.by) as writing:
        found = batch_id(plan, making.as_of.isoformat(), _issued(writing.events()))
        folder = _folder(drafting, making, found)
        if not drafting.force:
            _refuse_edited(folder)
        with replacing(folder) as new:
            written = _Written(plan, making, template, new, progress)
            write_whole(new / "batch.docx", _printed(template, written))
            batch = Batch(found, folder, plan, tuple(written.failed))
            write_whole(new / "plan.csv", as_csv(batch.rows))
            write_manifest(new, _manifest(batch, making, template, drafting, written.documents))
    return batch


def _printed(template: Template, written: _Written) -> bytes:
    """batch.docx; raises UnusableInput with the first reason when no letter could be written."""
    try:
        return printable(template, written.letters())
    except UnusableInput:
        if written.failed and not written.documents:
            reason = written.failed[0].reason
            raise UnusableInput(f"No letter could be written. {reason}", template.name) from None
        raise


class _Written:
    """The letters as they are rendered and written, one after the other."""

    def __init__(
        self, plan: Plan, making: LetterMaking, template: Template, folder: Path, progress: Progress
    ) -> None:
        self._plan, self._making, self._template = plan, making, template
        self._folder, self._progress = folder, progress
        self.documents: dict[str, list[dict[str, str]]] = {}  # by pupil
        self.failed: list[LeftOut] = []

    def letters(self) -> Iterator[Letter]:
        """Each letter, once its file is written; a pupil's letters all or none of them."""
        done = 0
        for letters in self._by_pupil():
            pupil = letters[0].pupil
            try:
                rendered = [self._render(letter) for letter in letters]
            except LjaError as error:
                self.failed.append(LeftOut(pupil, NOT_WRITTEN, f"{error.problem} {error.remedy}"))
                continue
            for letter, page in zip(letters, rendered, strict=True):
                content = page.to_bytes()
                write_whole(self._folder / letter.file, content)
                entry = {"file": letter.file, "sha256": sha256_of(content)}
                self.documents.setdefault(pupil.facts.pupil_id, []).append(entry)
                yield page
            done += len(letters)
            self._progress(done, len(self._plan.letters))

    def _by_pupil(self) -> list[list[PlannedLetter]]:
        """The letters of each pupil together, at the place of the first."""
        found: dict[str, list[PlannedLetter]] = {}
        for letter in self._plan.letters:
            found.setdefault(letter.pupil.facts.pupil_id, []).append(letter)
        return list(found.values())

    def _render(self, letter: PlannedLetter) -> Letter:
        fields = letter_fields(self._making, letter.pupil, letter.household, letter.reference)
        return self._template.letter(fields, letter.reference)


def _folder(drafting: Drafting, making: LetterMaking, found: str) -> Path:
    return drafting.parent / f"{making.as_of.isoformat()}-stage-{making.stage}-batch-{found}"


def _issued(events: tuple[Event, ...]) -> list[str]:
    """The IDs of batches of which a letter was issued."""
    return [str(event.detail["batch"]) for event in events if event.detail.get("batch")]


def _refuse_edited(folder: Path) -> None:
    if changed := edited(folder):
        raise UnusableInput(
            f"{len(changed)} letters of this draft were edited since it was written: "
            f"{', '.join(changed[:3])}.",
            str(folder),
            "Issue it as it is, or say --force to write it anew and lose the changes.",
        )


def policy_version(settings: Settings) -> str:
    """A short hash of every setting: which policy a letter was decided by."""
    text = json.dumps([asdict(setting) for setting in settings.settings], default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _manifest(
    batch: Batch,
    making: LetterMaking,
    template: Template,
    drafting: Drafting,
    documents: dict[str, list[dict[str, str]]],
) -> dict[str, Any]:
    policy = policy_version(making.settings)
    letters: dict[str, dict[str, Any]] = {}
    for letter in batch.plan.letters:
        pupil_id = letter.pupil.facts.pupil_id
        if pupil_id in documents:
            entry = letters.setdefault(pupil_id, _entry(making, letter, documents[pupil_id]))
            entry["recipients"].append(asdict(letter.household))
            entry.update(policy=policy, template=template.sha256)
    return {
        "id": batch.id,
        "stage": making.stage,
        "as_of": making.as_of.isoformat(),
        "letter_date": making.letter_date.isoformat(),
        "how": making.how,
        "prepared_by": drafting.by,
        "letters": list(letters.values()),
    }


def _entry(
    making: LetterMaking, letter: PlannedLetter, documents: list[dict[str, str]]
) -> dict[str, Any]:
    """What one pupil's letter rests on: the ledger keeps it when the letter is issued."""
    facts, decision = letter.pupil.facts, letter.pupil.decision
    return {
        "pupil_id": facts.pupil_id,
        "stage": making.stage,
        "as_of": making.as_of.isoformat(),
        "attended": facts.attended,
        "possible": facts.possible,
        "expected_percent": facts.expected_percent,
        "clause": decision.clause,
        "reasons": list(decision.reasons),
        "sessions": [[a.date.isoformat(), a.session, a.code] for a in decision.sessions],
        "recipients": [],
        "left_out": list(letter.left_out),
        "documents": documents,
    }

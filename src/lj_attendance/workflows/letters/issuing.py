"""A reviewed batch entered in the ledger: every letter once, all of the batch or none of it.

The detail of a LETTER_ISSUED entry is `_detail`: what the letter rested on, to whom it went, and
the hash of each document as it was when it was issued.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.ledger.events import LETTER_ISSUED, Event, NewEvent
from lj_attendance.ledger.replay import (
    SentLetter,
    holds_on,
    letters_on,
    next_letter_key,
    withdrawn_keys,
)
from lj_attendance.ledger.store import Ledger
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import academic_year_name, academic_year_start
from lj_attendance.workflows.letters.batch_folder import read_manifest, sha256_of

_COPIED = (
    "stage", "as_of", "attended", "possible", "expected_percent", "clause", "reasons", "sessions",
    "recipients", "left_out", "policy", "template",
)  # fmt: skip


@dataclass(frozen=True)
class Issue:
    """What to enter, and when it was done."""

    folder: Path
    on: date
    by_hand: bool | None  # None: as the batch was written
    excluded: tuple[str, ...]
    now: datetime
    by: str  # who approved


@dataclass(frozen=True)
class Issued:
    """What was entered, and what was not and why."""

    batch: str
    stage: int
    on: date
    received: date
    entered: tuple[Event, ...]
    skipped: tuple[tuple[str, str], ...]  # pupil ID, and the reason
    edited: tuple[str, ...]  # files changed in review, issued as they are
    letter_date: date  # as printed: the dates in the letters count from it


def issue(wanted: Issue, ledger: Ledger, settings: Settings) -> Issued:
    """Enters the letters of a batch; a second time, adds nothing.

    Raises UnusableInput when the folder or a letter's file is missing, WrongUsage for a date
    before the batch's own.
    """
    manifest = read_manifest(wanted.folder)
    _refuse(wanted, manifest)
    how = manifest["how"] if wanted.by_hand is None else ("hand" if wanted.by_hand else "post")
    received = wanted.on + timedelta(days=settings.number(f"delivery_days_by_{how}", wanted.on))
    restarts = settings.is_on("stages_restart_each_year", wanted.on)
    entered: list[Event] = []
    skipped: list[tuple[str, str]] = []
    edited: list[str] = []
    with ledger.writing(wanted.now, wanted.by) as writing:
        state = _State(writing.events(), wanted.on, restarts=restarts)
        for letter in manifest["letters"]:
            pupil_id = letter["pupil_id"]
            if why := _why_not(letter, state, wanted):
                skipped.append((pupil_id, why))
                continue
            documents = _documents(letter, wanted.folder)
            edited += [document["file"] for document in documents if document["edited"]]
            detail = _detail(letter, manifest, documents, wanted.by, how, received)
            key = next_letter_key(
                state.withdrawn, academic_year_name(wanted.on), pupil_id, letter["stage"]
            )
            entered.append(
                writing.add(
                    NewEvent(LETTER_ISSUED, wanted.on, pupil_id, detail, wanted.by, key=key)
                )
            )
    return Issued(
        manifest["id"],
        manifest["stage"],
        wanted.on,
        received,
        tuple(entered),
        tuple(skipped),
        tuple(edited),
        date.fromisoformat(manifest["letter_date"]),
    )


class _State:
    """The ledger as it stands inside the transaction."""

    def __init__(self, events: Sequence[Event], on: date, *, restarts: bool) -> None:
        start = academic_year_start(on) if restarts else None
        self.last: dict[str, SentLetter] = {}
        for letter in letters_on(events, date.max, start):
            last = self.last.get(letter.pupil_id)
            if last is None or letter.stage >= last.stage:
                self.last[letter.pupil_id] = letter
        self.holds = holds_on(events, on)
        self.withdrawn = withdrawn_keys(events)


def _refuse(wanted: Issue, manifest: dict[str, Any]) -> None:
    if wanted.on < date.fromisoformat(manifest["as_of"]):
        raise WrongUsage(
            f"--on {wanted.on} is before {manifest['as_of']}, the last day these letters count.",
            str(wanted.folder),
            "Give the day on which they went out.",
        )
    letters = {letter["pupil_id"]: letter for letter in manifest["letters"]}
    if unknown := sorted(set(wanted.excluded) - letters.keys()):
        raise WrongUsage(
            f"No letter of this batch is for {', '.join(unknown)}.",
            str(wanted.folder),
            "Give the Arbor Student ID, as plan.csv lists it.",
        )
    missing = [
        document["file"]
        for pupil_id, letter in letters.items()
        if pupil_id not in wanted.excluded
        for document in letter["documents"]
        if not (wanted.folder / document["file"]).is_file()
    ]
    if missing:
        some = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        raise UnusableInput(
            f"{len(missing)} letters of this batch are no longer there: "
            f"{', '.join(missing[:3])}{some}.",
            str(wanted.folder),
            "Put them back, write the batch again, or leave these pupils out with --except ID. "
            "Nothing was entered.",
        )


def _why_not(letter: dict[str, Any], state: _State, wanted: Issue) -> str:
    """Why a letter of the batch is not entered; empty when it is."""
    pupil_id, stage = letter["pupil_id"], letter["stage"]
    if pupil_id in wanted.excluded:
        return "left out with --except"
    if pupil_id in state.holds:
        return f"held (entry {state.holds[pupil_id].number})"
    last = state.last.get(pupil_id)
    if last is None:
        return "" if stage == 1 else f"no Stage {stage - 1} letter is in force"
    if last.stage >= stage:
        return f"Stage {last.stage} was issued on {last.issued_on} (entry {last.number})"
    if last.stage < stage - 1:
        return f"the last letter in force is of Stage {last.stage}"
    if last.issued_on > wanted.on:
        return f"the letter before was issued later, on {last.issued_on} (entry {last.number})"
    return ""


def _documents(letter: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """The letter's files with their hashes now; `edited` where they are not as written."""
    found = []
    for document in letter["documents"]:
        now = sha256_of((folder / document["file"]).read_bytes())
        edited = now != document["sha256"]
        found.append({"file": document["file"], "sha256": now, "edited": edited})
    return found


def _detail(
    letter: dict[str, Any],
    manifest: dict[str, Any],
    documents: list[dict[str, Any]],
    by: str,
    how: str,
    received: date,
) -> dict[str, Any]:
    copied = {name: letter[name] for name in _COPIED if name in letter}
    return {
        **copied,
        "how": how,
        "received": received.isoformat(),
        "letter_date": manifest["letter_date"],
        "batch": manifest["id"],
        "documents": documents,
        "prepared_by": manifest["prepared_by"],
        "approved_by": by,
    }

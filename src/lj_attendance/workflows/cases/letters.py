"""The letters of a case: one a household, and the record of them once they are sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.ledger.cases import CaseRecord, cases_on
from lj_attendance.ledger.replay import holds_on
from lj_attendance.letters.file_names import distinct, safe_part
from lj_attendance.letters.kinds import LetterKind
from lj_attendance.letters.recipients import Recipients, recipients
from lj_attendance.letters.template import load
from lj_attendance.reports.files import make_folder, refuse_to_overwrite, write_whole
from lj_attendance.workflows.cases.letter_fields import CaseLetter, case_fields
from lj_attendance.workflows.cases.letter_making import letter_of
from lj_attendance.workflows.cases.listing import Books
from lj_attendance.workflows.cases.steps import record_at
from lj_attendance.workflows.contacts import by_pupil, contacts_of
from lj_attendance.workflows.letters.batch_folder import sha256_of
from lj_attendance.workflows.letters.templates import template_of
from lj_attendance.workspace import Workspace

_SIGNS = 4  # the stage whose signatory signs these letters


@dataclass(frozen=True)
class Wanted:
    """Which letter, and where it goes."""

    kind: str  # one of CASE_KINDS
    letter_date: date
    meeting_on: date | None = None  # of an invitation
    meeting_at: str | None = None
    place: str | None = None
    out: Path | None = None
    force: bool = False


@dataclass(frozen=True)
class Written:
    """The letters, and who gets none."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


def write_letters(
    wanted: Wanted, books: Books, workspace: Workspace, pupil: Mapping[str, Any]
) -> Written:
    """Writes a letter a household; raises UnusableInput where there is nobody to write to."""
    if wanted.kind == "invitation" and wanted.meeting_on is None:
        raise WrongUsage(
            "The day of the conference is not told.", "--meeting", "Give it, as 2027-02-08."
        )
    if books.reading is None:
        raise UnusableInput(
            "There are no exports: neither figures nor addresses are known.",
            str(workspace.exports),
            "Put the exports there.",
        )
    if missing := workspace.school().needed_for_letters(_SIGNS):
        raise UnusableInput(
            f"Letters need what nobody has filled in: {'; '.join(missing)}.",
            str(workspace.root),
            "Fill it in; each key is explained in the file.",
        )
    case = record_at(books.events, pupil["pupil_id"], wanted.letter_date)
    to = _recipients(books, pupil)
    told = (wanted.meeting_on, wanted.meeting_at, wanted.place)
    making = letter_of(wanted.kind, wanted.letter_date, told, books, workspace.school(), pupil)
    files = _write(wanted, making, to, case, workspace)
    notes = [*_held(books, case.pupil_id, wanted.letter_date), *_left_out(to)]
    return Written(files, tuple(notes))


def _held(books: Books, pupil_id: str, day: date) -> list[str]:
    """That the ledger holds the pupil out of batches: whoever sends this ought to know."""
    hold = holds_on(books.events, day).get(pupil_id)
    return [f"This pupil is held (entry {hold.number}): {hold.reason}"] if hold else []


def _recipients(books: Books, pupil: Mapping[str, Any]) -> Recipients:
    reading = books.reading
    assert reading is not None
    name = f"{pupil['forename'] or ''} {pupil['surname'] or ''}".strip()
    parent_of = books.settings.is_on("letters_to_the_parent_of", reading.as_of)
    contacts = by_pupil(contacts_of(reading)).get(pupil["pupil_id"], [])
    to = recipients(contacts, name, parent_of=parent_of)
    if to.problem:
        raise UnusableInput(
            f"Nobody can be written to: {to.problem}.",
            "the contacts in exports/",
            "Correct the contacts in Arbor and export them again, or tell the family by telephone.",
        )
    return to


def _left_out(to: Recipients, lead: str = "No letter to ") -> list[str]:
    return [f"{lead}{one.name or 'a contact'}: {one.why}" for one in to.left_out]


def _folder(case: CaseRecord, workspace: Workspace, out: Path | None = None) -> Path:
    assert workspace.letters is not None
    return (out or workspace.letters / "cases") / f"case-{case.number}"


def _write(
    wanted: Wanted, making: CaseLetter, to: Recipients, case: CaseRecord, workspace: Workspace
) -> tuple[Path, ...]:
    kind = LetterKind(case=wanted.kind)
    folder = _folder(case, workspace, wanted.out) / f"{wanted.kind}-{wanted.letter_date}"
    parts = [safe_part(making.pupil[name] or "") for name in ("surname", "forename", "pupil_id")]
    stem = "-".join([*parts, kind.name])
    files = [folder / name for name in distinct(f"{stem}.docx" for _ in to.households)]
    refuse_to_overwrite([*files, folder / _RECORD], force=wanted.force)
    template = load(template_of(kind, workspace))
    whose = f"{case.pupil_id}/C{case.number}"
    letters = [
        template.render(case_fields(making, home, f"{whose}/{place}"))
        for place, home in enumerate(to.households, start=1)
    ]
    make_folder(folder)
    for file, letter in zip(files, letters, strict=True):
        write_whole(file, letter)
    record = {
        "kind": wanted.kind,
        "letter_date": wanted.letter_date.isoformat(),
        "as_of": making.as_of.isoformat(),
        "attended": making.attended,
        "possible": making.possible,
        "meeting_on": making.meeting_on.isoformat(),
        "meeting_at": making.meeting_at,
        "template": template.sha256,
        "files": [file.name for file in files],
        "recipients": [asdict(home) for home in to.households],
        "left_out": _left_out(to, ""),
    }
    text = json.dumps(record, ensure_ascii=False, indent=1)
    write_whole(folder / _RECORD, text.encode("utf-8"))
    return tuple(files)


_RECORD = "letter.json"


def letter_record(
    books: Books, workspace: Workspace, pupil_id: str, kind: str, on: date, out: Path | None = None
) -> dict[str, Any]:
    """The record of the last letters of a kind written by a day, as they are now, edited or not.

    Raises UnusableInput when there are none, or when they are on the ledger already.
    """
    case = record_at(books.events, pupil_id, on)
    folder = _folder(case, workspace, out)
    written = sorted(folder.glob(f"{kind}-*/{_RECORD}"))
    dated = [file for file in written if file.parent.name <= f"{kind}-{on}"]
    remedy = f"Write them first with: lja cases letter WHO {kind}"
    try:
        file = dated[-1]
        record = json.loads(file.read_text(encoding="utf-8"))
        contents = {name: (file.parent / name).read_bytes() for name in record["files"]}
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        problem = f"No letter of this kind, dated {on} or before, is there."
        raise UnusableInput(problem, str(folder), remedy) from error
    _refuse_recorded(books, case, kind, record["letter_date"], str(file.parent))
    documents = [{"file": name, "sha256": sha256_of(text)} for name, text in contents.items()]
    return {name: value for name, value in record.items() if name != "files"} | {
        "documents": documents
    }


def _refuse_recorded(
    books: Books, case: CaseRecord, kind: str, letter_date: str, place: str
) -> None:
    """The same letters are recorded once, until that entry is taken back."""
    for record in cases_on(books.events, date.max):
        for step in record.steps if record.pupil_id == case.pupil_id else ():
            letter = step.detail.get("letter") or {}
            if (letter.get("kind"), letter.get("letter_date")) == (kind, letter_date):
                raise UnusableInput(
                    f"These letters are recorded as sent already (entry {step.number}).",
                    place,
                    "Write new ones first, or take that entry back.",
                )

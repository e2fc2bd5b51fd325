"""The letter of warning of a first instance: one a household, and recorded once it is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.ledger.events import TRUANCY_WARNED, Event, NewEvent
from lj_attendance.ledger.store import Ledger
from lj_attendance.ledger.truancy import warning_key
from lj_attendance.letters.file_names import distinct, safe_part
from lj_attendance.letters.kinds import LetterKind
from lj_attendance.letters.recipients import Recipients, recipients
from lj_attendance.letters.template import load
from lj_attendance.policy.truancy.deciding import first_of
from lj_attendance.reports.files import make_folder, refuse_to_overwrite, write_whole
from lj_attendance.workflows.calls.contacts_made import refuse_a_day_to_come
from lj_attendance.workflows.contacts import by_pupil, contacts_of
from lj_attendance.workflows.letters.batch_folder import sha256_of
from lj_attendance.workflows.letters.templates import template_of
from lj_attendance.workflows.pupils import find_pupil
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.truancy.letter_fields import TruancyLetter, truancy_fields
from lj_attendance.workflows.truancy.listing import PupilTruancy, Truancy
from lj_attendance.workspace import Workspace

_KIND, _RECORD = LetterKind(truancy="warning"), "letter.json"


@dataclass(frozen=True)
class Wanted:
    """Whose letter, and where it goes."""

    pupil_id: str
    letter_date: date
    out: Path | None = None
    force: bool = False


@dataclass(frozen=True)
class Written:
    """The letters, and what to look at before they go out."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


def write_warning(wanted: Wanted, found: Truancy, workspace: Workspace) -> Written:
    """Writes the letter about the first instance of the year; nothing is recorded by it.

    Raises WrongUsage where there is no instance that stands, UnusableInput where there is nobody
    to write to or the school's own particulars are missing.
    """
    if missing := workspace.school().needed_for_leave():
        raise UnusableInput(
            f"Letters need what nobody has filled in: {'; '.join(missing)}.",
            str(workspace.root),
            "Fill it in; each key is explained in the file.",
        )
    told = _told(wanted.pupil_id, found)
    row = find_pupil(found.reading.roll, wanted.pupil_id, {wanted.pupil_id})
    first = first_of([judged.instance for judged in told.judged])
    to = _recipients(found.reading, row, workspace)
    making = TruancyLetter(workspace.school(), wanted.letter_date, row, first)
    files = _write(wanted, making, to, workspace)
    left_out = tuple(f"No letter to {one}" for one in _left_out(to))
    return Written(files, (*_to_look_at(told), *left_out))


def _told(pupil_id: str, found: Truancy) -> PupilTruancy:
    """The pupil's instances, of which one stands."""
    told = next((each for each in found.pupils if each.pupil_id == pupil_id), None)
    if told is None:
        raise WrongUsage(
            f"By {found.as_of} the year has no instance of truancy of this pupil.",
            "the exports and the ledger",
            "Enter what no register shows with: lja truancy add",
        )
    if all(judged.instance.is_provisional for judged in told.judged):
        raise WrongUsage(
            "The cause of the absence may still come in, so there is nothing yet to warn of.",
            "the exports and the ledger",
            "Ring the family; enter the code in Arbor, and export again.",
        )
    return told


def _to_look_at(told: PupilTruancy) -> list[str]:
    """The remarks of the first instance, and what else speaks against sending."""
    first = next(judged for judged in told.judged if not judged.instance.is_provisional)
    notes = [*first.remarks]
    if first.warned:
        notes.append(f"A letter was sent on {first.warned.on} (entry {first.warned.number}).")
    if told.held:
        notes.append(f"The pupil is held from letters: {told.held}.")
    if told.has_left:
        notes.append("The pupil has left the school.")
    return notes


def _recipients(reading: Reading, row: Mapping[str, Any], workspace: Workspace) -> Recipients:
    name = f"{row['forename'] or ''} {row['surname'] or ''}".strip()
    parent_of = workspace.settings().is_on("letters_to_the_parent_of", reading.as_of)
    contacts = by_pupil(contacts_of(reading))[row["pupil_id"]]
    to = recipients(contacts, name, parent_of=parent_of)
    if to.problem:
        raise UnusableInput(
            f"Nobody can be written to: {to.problem}.",
            "the contacts in exports/",
            "Correct the contacts in Arbor and export them again, or tell the family by telephone.",
        )
    return to


def _left_out(to: Recipients) -> list[str]:
    return [f"{one.name or 'a contact'}: {one.why}" for one in to.left_out]


def _folder(wanted: Wanted, workspace: Workspace) -> Path:
    assert workspace.letters is not None
    return (wanted.out or workspace.letters / "truancy") / f"pupil-{safe_part(wanted.pupil_id)}"


def _write(
    wanted: Wanted, making: TruancyLetter, to: Recipients, workspace: Workspace
) -> tuple[Path, ...]:
    folder, first = _folder(wanted, workspace), making.instance.first_day
    parts = [safe_part(making.pupil[name] or "") for name in ("surname", "forename", "pupil_id")]
    stem = "-".join([*parts, _KIND.name])
    files = [folder / name for name in distinct(f"{stem}.docx" for _ in to.households)]
    refuse_to_overwrite(files, force=wanted.force)
    template = load(template_of(_KIND, workspace))
    letters = [
        template.render(truancy_fields(making, home, f"{wanted.pupil_id}/T{first:%y%m%d}/{place}"))
        for place, home in enumerate(to.households, start=1)
    ]
    make_folder(folder)
    for file, letter in zip(files, letters, strict=True):
        write_whole(file, letter)
    record = {
        "instance": first.isoformat(),
        "letter_date": wanted.letter_date.isoformat(),
        "sessions": _behind(making.instance.parts),
        "template": template.sha256,
        "files": [file.name for file in files],
        "recipients": [asdict(home) for home in to.households],
        "left_out": _left_out(to),
    }
    text = json.dumps(record, ensure_ascii=False, indent=1)
    write_whole(folder / _RECORD, text.encode("utf-8"))
    return tuple(files)


def _behind(parts: Sequence[Any]) -> list[list[str | None]]:
    """What the letter rests on: date, session, kind, code and the lesson's time, if any."""
    return [[p.date.isoformat(), p.session, p.kind, p.code or None, p.starts] for p in parts]


def warning_sent(
    wanted: Wanted, workspace: Workspace, *, on: date, today: date, by: str, now: datetime
) -> tuple[Event, tuple[str, ...]]:
    """Enters that the letters written before were sent, as they are now, edited or not.

    Raises UnusableInput when there are none, WrongUsage for a day to come or before the instance,
    and AlreadyEntered for the same instance again.
    """
    assert workspace.ledger is not None
    refuse_a_day_to_come(on, today)
    folder = _folder(wanted, workspace)
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        contents = {name: (folder / name).read_bytes() for name in record["files"]}
        instance = date.fromisoformat(record["instance"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableInput(
            "The letters of this warning are not there.",
            str(folder),
            "Write them first with: lja truancy letter WHO",
        ) from error
    if on < instance:
        raise WrongUsage(
            f"--on {on} is before {instance}, the day that the letter is about.",
            "--on",
            "Give the day on which the letters went out.",
        )
    documents = [{"file": name, "sha256": sha256_of(text)} for name, text in contents.items()]
    kept = {name: value for name, value in record.items() if name != "files"}
    detail = {**kept, "documents": documents}
    with Ledger(workspace.ledger).writing(now, by) as writing:
        key = warning_key(writing.events(), wanted.pupil_id, instance)
        event = writing.add(NewEvent(TRUANCY_WARNED, on, wanted.pupil_id, detail, key=key))
    return event, tuple(contents)

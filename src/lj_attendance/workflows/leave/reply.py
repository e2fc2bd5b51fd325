"""The reply to a request for leave: a letter for each household, and that it was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.ledger.events import LEAVE_ANSWERED, NewEvent
from lj_attendance.ledger.leave import GRANTED, REFUSED, LeaveRequest, leave_on
from lj_attendance.ledger.store import Ledger
from lj_attendance.letters.file_names import distinct, safe_part
from lj_attendance.letters.recipients import Recipients, recipients
from lj_attendance.letters.template import load
from lj_attendance.policy.leave.judging import rules_on
from lj_attendance.policy.settings import Settings
from lj_attendance.reports.files import make_folder, refuse_to_overwrite, write_whole
from lj_attendance.workflows.contacts import by_pupil, contacts_of
from lj_attendance.workflows.leave.letter_fields import LeaveReply, leave_fields
from lj_attendance.workflows.leave.register import request_numbered
from lj_attendance.workflows.letters.batch_folder import sha256_of
from lj_attendance.workflows.letters.templates import template_of_leave
from lj_attendance.workflows.pupils import find_pupil
from lj_attendance.workflows.reading import ReadRequest, read_exports
from lj_attendance.workspace import Workspace

MORE, RELIGIOUS = "more-information", "religious"
_RECORD = "reply.json"


@dataclass(frozen=True)
class Wanted:
    """Which reply, and where it goes."""

    number: int  # of the request
    kind: str | None  # null: what the decision calls for
    out: Path | None
    letter_date: date
    force: bool = False


@dataclass(frozen=True)
class Written:
    """The letters of a reply, and who gets none."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]


def write_reply(wanted: Wanted, workspace: Workspace, reading: ReadRequest) -> Written:
    """Writes the reply, a letter a household; raises UnusableInput where there is nobody."""
    assert workspace.ledger is not None
    request = _request(wanted, workspace)
    kind = _kind(wanted, request)
    if missing := workspace.school().needed_for_leave():
        raise UnusableInput(
            f"Replies need what nobody has filled in: {'; '.join(missing)}.",
            str(workspace.root),
            "Fill it in; each key is explained in the file.",
        )
    found = read_exports(reading)
    row = find_pupil(found.roll, request.pupil_id, {request.pupil_id})
    name = f"{row['forename'] or ''} {row['surname'] or ''}".strip()
    parent_of = reading.settings.is_on("letters_to_the_parent_of", found.as_of)
    to = recipients(by_pupil(contacts_of(found))[request.pupil_id], name, parent_of=parent_of)
    left_out = tuple(f"No letter to {one.name or 'a contact'}: {one.why}" for one in to.left_out)
    if to.problem:
        raise UnusableInput(
            f"Nobody can be written to: {to.problem}.",
            f"request {request.number}",
            "Correct the contacts in Arbor and export them again, or tell the family by telephone.",
        )
    making = _making(wanted, request, kind, row, workspace, reading.settings)
    files = _write(wanted, making, to, row, request, workspace)
    return Written(files, left_out)


def _request(wanted: Wanted, workspace: Workspace) -> LeaveRequest:
    assert workspace.ledger is not None
    return request_numbered(leave_on(Ledger(workspace.ledger).events(), date.max), wanted.number)


def _kind(wanted: Wanted, request: LeaveRequest) -> str:
    """The reply that a decision calls for. Raises WrongUsage for another one."""
    decided = request.decision
    due = decided.decision if decided else MORE
    if due == GRANTED and request.reason == RELIGIOUS:
        due = RELIGIOUS
    fits = {due, GRANTED} if due == RELIGIOUS else {due}
    if wanted.kind not in (None, *fits):
        now = f"it is {decided.decision}" if decided else "it is not decided yet"
        raise WrongUsage(
            f"The reply '{wanted.kind}' does not fit request {request.number}: {now}.",
            "--kind",
            "Leave --kind out, or record the decision first with: lja leave decide",
        )
    return wanted.kind or due


def _making(
    wanted: Wanted,
    request: LeaveRequest,
    kind: str,
    row: Mapping[str, Any],
    workspace: Workspace,
    settings: Settings,
) -> LeaveReply:
    school, rules = workspace.school(), rules_on(settings, request.first_day)
    judged, received = request.detail.get("judged", {}), request.detail.get("received")
    decided = request.decision
    is_holiday = request.reason in rules.holiday_reasons
    is_refused = decided is not None and decided.decision == REFUSED
    said = (decided.reason, *judged.get("why", {}).values()) if decided and is_refused else ()
    return LeaveReply(
        school=school,
        letter_date=wanted.letter_date,
        pupil=dict(row),
        kind=kind,
        first_day=request.first_day,
        last_day=request.last_day,
        session=request.session,
        school_days=tuple(school.calendar.days(request.first_day, request.last_day)),
        received=date.fromisoformat(received) if received else None,
        reason=request.reason,
        days_granted=decided.days if decided else (),
        code_if_granted=decided.code if decided and decided.code else None,
        code_if_not=rules.code_holiday_refused if is_holiday else rules.code_refused,
        reasons=tuple(said),
        questions=tuple(judged.get("needs", ())) if kind == MORE else (),
        reply_days=settings.number("leave_reply_days", wanted.letter_date),
        decided_on=decided.on if decided else None,
    )


def _folder(wanted: Wanted, workspace: Workspace) -> Path:
    assert workspace.letters is not None
    return (wanted.out or workspace.letters / "leave") / f"request-{wanted.number}"


def _write(
    wanted: Wanted,
    making: LeaveReply,
    to: Recipients,
    row: Mapping[str, Any],
    request: LeaveRequest,
    workspace: Workspace,
) -> tuple[Path, ...]:
    folder = _folder(wanted, workspace)
    parts = [safe_part(row[name] or "") for name in ("surname", "forename", "pupil_id")]
    stem = "-".join([*parts, f"leave-{request.number}-{making.kind}"])
    files = [folder / name for name in distinct(f"{stem}.docx" for _ in to.households)]
    refuse_to_overwrite(files, force=wanted.force)
    template = load(template_of_leave(making.kind, workspace))
    letters = [
        template.render(leave_fields(making, home, f"{request.pupil_id}/L{request.number}/{place}"))
        for place, home in enumerate(to.households, start=1)
    ]
    make_folder(folder)
    for file, letter in zip(files, letters, strict=True):
        write_whole(file, letter)
    record = {
        "request": request.number,
        "reply": making.kind,
        "letter_date": wanted.letter_date.isoformat(),
        "template": template.sha256,
        "files": [file.name for file in files],
        "recipients": [asdict(home) for home in to.households],
        "left_out": [f"{one.name or 'a contact'}: {one.why}" for one in to.left_out],
    }
    text = json.dumps(record, ensure_ascii=False, indent=1)
    write_whole(folder / _RECORD, text.encode("utf-8"))
    return tuple(files)


def answer_sent(
    wanted: Wanted, workspace: Workspace, on: date, by: str, now: datetime
) -> tuple[str, ...]:
    """Enters that the letters written before were sent, as they are now, edited or not.

    Raises UnusableInput when there are none, and AlreadyEntered for the same letters again.
    """
    assert workspace.ledger is not None
    request, folder = _request(wanted, workspace), _folder(wanted, workspace)
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        contents = {name: (folder / name).read_bytes() for name in record["files"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableInput(
            "The letters of this reply are not there.",
            str(folder),
            f"Write them first with: lja leave letter {wanted.number}",
        ) from error
    if on < request.on:
        raise WrongUsage(
            f"--on {on} is before {request.on}, when the request was entered.",
            "--on",
            "Give the day on which the letters went out.",
        )
    documents = [{"file": name, "sha256": sha256_of(text)} for name, text in contents.items()]
    kept = {name: value for name, value in record.items() if name != "files"}
    detail = {**kept, "documents": documents}
    key = f"leave reply to {request.number} of {record['letter_date']} {record['reply']}"
    with Ledger(workspace.ledger).writing(now, by) as writing:
        writing.add(NewEvent(LEAVE_ANSWERED, on, request.pupil_id, detail, key=key))
    return tuple(contents)

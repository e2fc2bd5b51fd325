"""A small school whose one pupil's record is complete, and ways to spoil it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document

from lj_attendance.ledger.events import CONTACT, EVIDENCE, NewEvent
from lj_attendance.reports.evidence_pack.document import as_docx
from lj_attendance.workflows.evidence_pack.facts import books_of
from lj_attendance.workflows.evidence_pack.gathering import EvidencePack, Wanted, evidence_pack
from lj_attendance.workflows.reading import ReadRequest, read_exports
from lj_attendance.workspace import Workspace
from tests import layouts
from tests.ledger.entries import enter, letter
from tests.registers import register

AVA, BEN = "1001", "1002"
MONDAY = date(2026, 11, 2)
TODAY = date(2026, 11, 23)
WHOLE = r"/\ /\ /\ /\ /\ | OO /\ L\ /\ /\ | /\ II /\ /\ /U"
HASH = "a" * 64
DOCUMENTS = [{"file": "letter.docx", "sha256": HASH, "edited": False}]
LETTER = letter(AVA, 1, date(2026, 11, 10), documents=DOCUMENTS, recipients=[], sessions=[])
CALL = NewEvent(CONTACT, date(2026, 11, 9), AVA, {"means": "call", "whom": "Mrs Z Adams",
                "outcome": "reached", "note": "will ring back"})  # fmt: skip
SUPPORT = NewEvent(CONTACT, date(2026, 11, 11), AVA, {"means": "support", "whom": "both parents",
                   "outcome": "agreed", "note": "a mentor"})  # fmt: skip
SEEN = NewEvent(EVIDENCE, date(2026, 11, 18), AVA, {"first_day": "2026-11-17",
                "last_day": "2026-11-17", "what": "GP letter", "note": None})  # fmt: skip
ENOUGH = (LETTER, CALL, SUPPORT, SEEN)
ROLL = (
    "Arbor Student ID", "UPN", "Legal Last Name", "Legal First Name", "Date of Birth",
    "Year Group", "Registration Form", "Enrolment start date", "Address", "Postcode",
)  # fmt: skip
CONTACTS = ("Arbor Student ID", "Contact Name", "Relationship", "Legal Guardian",
            "Primary Guardian", "Emergency Contact Priority", "Correspondence Address", "Address",
            "Postcode", "Telephone", "Access Notes")  # fmt: skip
AVA_ON_ROLL = (AVA, layouts.upn_of(AVA), "Adams", "Ava", "14 May 2014", "Year 8", "8 CRO",
               "01 Sep 2025", "1 High Street, Guisborough", "TS14 6XX")  # fmt: skip
BEN_ON_ROLL = (BEN, layouts.upn_of(BEN), "Brook", "Ben", "15 May 2014", "Year 8", "8 CRO",
               "01 Sep 2025", "2 High Street, Guisborough", "TS14 6XX")  # fmt: skip
MOTHER = (AVA, "Mrs Zoë Adams", "Mother", "Yes", "Yes", "1", "Yes", "1 High Street, Guisborough",
          "TS14 6XX", "01632 960001", "")  # fmt: skip


def table(path: Path, headings: Sequence[str], *rows: Sequence[str]) -> None:
    lines = [",".join(f'"{cell}"' for cell in row) for row in (headings, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def school(
    folder: Path,
    drawn: str = WHOLE,
    *,
    ava: Sequence[str] = AVA_ON_ROLL,
    contacts: Sequence[Sequence[str]] = (MOTHER,),
    entries: Sequence[NewEvent] = ENOUGH,
    earlier: str = "",
    lja_toml: str = "",
) -> Path:
    """A workspace; `earlier` is Ava's register as an export saved before has it."""
    exports = folder / "exports"
    exports.mkdir(parents=True)
    (folder / "lja.toml").write_text(lja_toml, encoding="utf-8")
    everybody = r"/\ /\ /\ /\ /\ | /\ /\ /\ /\ /\ | /\ /\ /\ /\ /\ "
    drawings = [("marks.csv", drawn, 2), *([("before.csv", earlier, 1)] if earlier else [])]
    for name, of_ava, saved in drawings:
        layouts.write(register({AVA: of_ava, BEN: everybody}, MONDAY), "long", exports / name)
        os.utime(exports / name, (1_790_000_000 + saved, 1_790_000_000 + saved))
    table(exports / "roll.csv", ROLL, ava, BEN_ON_ROLL)
    if contacts:
        table(exports / "contacts.csv", CONTACTS, *contacts)
    if entries:
        enter(folder / "ledger.db", *entries)
    return folder


def pack_of(folder: Path, who: str = AVA, **wanted: Any) -> EvidencePack:
    workspace = Workspace(folder)
    request = ReadRequest(
        (folder / "exports",), workspace.settings(), TODAY, wanted.pop("as_of", None)
    )
    return evidence_pack(Wanted(who, **wanted), read_exports(request), books_of(workspace))


def document_of(pack: EvidencePack) -> Any:
    return Document(BytesIO(as_docx(pack)))


def text_of(document: Any) -> str:
    """All of it: headings, paragraphs, tables, header and footer."""
    section = document.sections[0]
    lines = [each.text for each in document.paragraphs]
    lines += [cell.text for each in document.tables for row in each.rows for cell in row.cells]
    lines += [each.text for part in (section.header, section.footer) for each in part.paragraphs]
    return "\n".join(lines)


def rows_under(document: Any, *headings: str) -> list[list[str]]:
    """The rows of the table whose first row begins with these headings."""
    (found,) = (
        each
        for each in document.tables
        if [cell.text for cell in each.rows[0].cells[: len(headings)]] == [*headings]
    )
    return [[cell.text for cell in row.cells] for row in found.rows]

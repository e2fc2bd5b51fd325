"""The parts of an evidence pack that come from the ledger, and what the whole rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lj_attendance.reports.documents import page
from lj_attendance.reports.documents.tables import table
from lj_attendance.reports.evidence_pack.words import day_text

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from lj_attendance.workflows.evidence_pack.entries import PackEntry
    from lj_attendance.workflows.evidence_pack.gathering import EvidencePack

HEADINGS = {
    "letters": "Letters of the stages (§18)",
    "leave": "Requests for leave (§7)",
    "notices": "Holiday warnings and penalty notices",
    "truancy": "Truancy (§10)",
    "contacts": "Contacts with the family",
    "support": "Support offered: support, meetings, targets",
    "evidence": "Evidence of illness and appointments",
    "case": "The case: conference, warning, review (§15, §18)",
    "holds": "Times when letters were held back",
    "other": "Other entries",
}
"""In their order; amendments have a part of their own."""

_ONE_ROW = ("contacts", "support", "evidence", "holds", "other")
"""Short entries: a table a section. The others have one each."""


def sections(document: WordDocument, pack: EvidencePack) -> None:
    """Every entry of the pupil, under the heading of its kind, in order of day."""
    page.paragraph(
        document,
        "From the ledger, to which entries are only ever added, each with its number. What is "
        "not recorded is not shown, and may have been done all the same.",
    )
    for name, heading in HEADINGS.items():
        document.add_heading(heading, level=2)
        entries = pack.sections.get(name, ())
        if not entries:
            page.paragraph(document, "None is recorded.")
        elif name in _ONE_ROW:
            _listed(document, entries)
        else:
            for entry in entries:
                _in_full(document, entry)


def _listed(document: WordDocument, entries: tuple[PackEntry, ...]) -> None:
    rows = (
        (day_text(entry.on), entry.title, _text(entry), entry.by, entry.number) for entry in entries
    )
    headings = ("Day", "What", "In words", "Entered by", "Entry")
    table(document, headings, rows, (2.9, 2.4, 8.2, 2.6, 1.3), centred=(4,))


def _text(entry: PackEntry) -> str:
    told = [f"{label}: {text}" for label, text in entry.fields]
    told += [f"{each.file}, SHA-256 {each.sha256}" for each in entry.documents]
    return "\n".join([*told, *([entry.ended] if entry.ended else [])])


def _in_full(document: WordDocument, entry: PackEntry) -> None:
    document.add_heading(
        page.plain(f"{entry.title}, {day_text(entry.on)} (entry {entry.number})"), level=3
    )
    rows = [("State", entry.ended)] if entry.ended else []
    rows += list(entry.fields)
    rows += [("Document", _document(each)) for each in entry.documents]
    rows += [("Document", "no hash is kept")] if entry.lacks_document else []
    rows += [("Marks behind it", note) for note in entry.notes]
    rows.append(("Entered", f"{entry.recorded_at} by {entry.by or 'somebody unnamed'}"))
    table(document, ("Part", "As recorded"), rows, (3.6, 13.8), together=True)


def _document(each: object) -> str:
    edited = "; edited by hand before it was sent" if getattr(each, "is_edited", False) else ""
    return f"{getattr(each, 'file', '')}, SHA-256 {getattr(each, 'sha256', '')}{edited}"


def sources(document: WordDocument, pack: EvidencePack) -> None:
    """The state of the ledger, the files read, and the versions that made this."""
    ledger = pack.ledger
    holds = "yes" if not ledger.faults else "NO: " + " ".join(ledger.faults)
    rows = [
        ("Last entry", f"{ledger.entries}, of {ledger.recorded_at}" if ledger.entries else "none"),
        ("Head (hash of the last entry)", ledger.head),
        ("Every entry is as it was entered", holds if ledger.is_there else "there is no ledger"),
        ("Later entries of this pupil, left out", str(ledger.later)),
        ("Made with", f"lja {pack.lja_version}, settings {pack.settings_version}"),
    ]
    table(document, ("The ledger", "As it stands"), rows, (5.6, 11.8))
    files = ((each.file, each.read_as, day_text(each.saved_on), each.sha256)
             for each in pack.sources)  # fmt: skip
    table(document, ("File", "Read as", "Saved on", "SHA-256"), files, (3.9, 2.2, 2.2, 9.1),
               size=7)  # fmt: skip

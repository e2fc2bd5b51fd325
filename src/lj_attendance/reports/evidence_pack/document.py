"""One pupil's evidence pack as a Word file, for the local authority or the court.

Everything in it comes worked out; whether it is complete stands on its first page and on each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from docx.shared import Pt

from lj_attendance.reports.documents import page
from lj_attendance.reports.documents.tables import table
from lj_attendance.reports.evidence_pack import marks, records
from lj_attendance.reports.evidence_pack.words import day_text, missing_text, spoken

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from lj_attendance.workflows.evidence_pack.gathering import EvidencePack

_CAUTION = (
    "Notes, reasons and names stand here as they were entered. Whoever sends this on reads it "
    "through first, and takes it as confidential."
)


def as_docx(pack: EvidencePack) -> bytes:
    """The Word file; the same pack gives the same bytes."""
    title = f"Attendance record of {pack.pupil.name}: evidence"
    school = pack.school.name or "School"
    document = page.new_document(title, school, pack.as_of)
    document.add_heading(page.plain(title), level=0)
    page.paragraph(document, f"{school} · {pack.academic_year} · as of {day_text(pack.as_of)}")
    page.paragraph(document, missing_text(pack), bold=True).runs[0].font.size = Pt(12)
    for number, (heading, fill) in enumerate(_PARTS, start=1):
        document.add_heading(f"{number}. {heading}", level=1)
        fill(document, pack)
    top = f"{pack.pupil.name} · attendance record as of {day_text(pack.as_of)} · confidential"
    page.running_lines(document, top, missing_text(pack))
    return page.as_bytes(document)


def _missing(document: WordDocument, pack: EvidencePack) -> None:
    if pack.is_complete:
        page.paragraph(document, "Nothing is missing by what lja can see: the exports and the "
                       "ledger. What was never entered in either, it cannot know.")  # fmt: skip
    else:
        rows = (
            (number, each.what, each.where, each.remedy)
            for number, each in enumerate(pack.missing, start=1)
        )
        table(document, ("No.", "What is missing", "Where", "What to do"), rows,
                   (1.0, 6.8, 3.8, 5.8), centred=(0,))  # fmt: skip
    page.paragraph(document, _CAUTION)


def _pupil(document: WordDocument, pack: EvidencePack) -> None:
    pupil, school = pack.pupil, pack.school
    address = pupil.address or ""
    if pupil.address_of:
        address += f" (of {pupil.address_of}; the roll has none)"
    until = day_text(pupil.on_roll_until) if pupil.on_roll_until else "still on roll"
    rows = (
        ("Name", pupil.name),
        ("Unique pupil number", pupil.upn or "not known"),
        ("Pupil ID in Arbor", pupil.pupil_id),
        ("Date of birth", spoken(pupil.date_of_birth) or "not known"),
        ("Year and registration group", _group(pack)),
        ("On roll from", day_text(pupil.on_roll_from) if pupil.on_roll_from else "not told"),
        ("On roll until", until),
        ("Address", address or "not known"),
        ("School", ", ".join(filter(None, (school.name, *school.address, school.postcode)))),
        ("Stage of letters", marks.stage_text(pack)),
    )
    table(document, ("The pupil", "As the exports have it"), rows, (5.0, 12.4), size=8.5)
    _parents(document, pack)


def _group(pack: EvidencePack) -> str:
    year, group = pack.pupil.year_group, pack.pupil.registration_group
    told = (f"Year {year}" if year else "", group or "")
    return ", ".join(filter(None, told)) or "not known"


def _parents(document: WordDocument, pack: EvidencePack) -> None:
    document.add_heading("Parents", level=2)
    if not pack.parents:
        page.paragraph(document, "The exports name none.")
        return
    known = {True: "yes", False: "no", None: "not told"}
    rows = (
        (
            each.name,
            each.relationship or "",
            known[each.has_parental_responsibility],
            "; ".join(filter(None, (each.address, each.telephone))),
            each.restriction,
        )
        for each in pack.parents
    )
    headings = ("Name", "Relationship", "Parental responsibility", "Address and telephone",
                "Restriction")  # fmt: skip
    table(document, headings, rows, (3.6, 2.3, 2.4, 5.5, 3.6))


_PARTS: tuple[tuple[str, Callable[[WordDocument, EvidencePack], None]], ...] = (
    ("What is missing", _missing),
    ("The pupil", _pupil),
    ("Figures", marks.figures),
    ("Alerts and legal thresholds", marks.alerts),
    ("Marks by week", marks.weeks),
    ("Unauthorised sessions", marks.unauthorised),
    ("Amendments and marks in doubt", marks.amendments),
    ("What was done", records.sections),
    ("The ledger and the files behind this record", records.sources),
)
"""The headings in their order, and what fills each part."""

"""Where an evidence pack is written, and that it is written whole."""

from __future__ import annotations

from pathlib import Path

from lj_attendance.letters.file_names import safe_part
from lj_attendance.reports.evidence_pack.document import as_docx
from lj_attendance.reports.files import make_folder, refuse_to_overwrite, write_whole
from lj_attendance.workflows.evidence_pack.gathering import EvidencePack


def file_name(pack: EvidencePack) -> str:
    """`SURNAME-FORENAME-PUPILID-evidence-AS-OF.docx`, safe on every system."""
    pupil = pack.pupil
    parts = [safe_part(part or "") for part in (pupil.surname, pupil.forename, pupil.pupil_id)]
    return f"{'-'.join(parts)}-evidence-{pack.as_of.isoformat()}.docx"


def write_pack(pack: EvidencePack, out: Path | None, reports: Path | None, *, force: bool) -> Path:
    """Writes the Word file to `out`, else to the folder of reports, and gives its path.

    Raises UnusableInput when it is there already, or cannot be written.
    """
    assert out or reports
    file = out or (reports or Path()) / file_name(pack)
    if out and out.is_dir():
        file = out / file_name(pack)
    refuse_to_overwrite([file], force=force)
    content = as_docx(pack)
    make_folder(file.parent)
    write_whole(file, content)
    return file

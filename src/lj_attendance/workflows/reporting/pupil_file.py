"""One pupil's page or document as a file."""

from __future__ import annotations

from pathlib import Path

from lj_attendance import __version__
from lj_attendance.letters.file_names import safe_part
from lj_attendance.reports.files import make_folder, refuse_to_overwrite, write_whole
from lj_attendance.reports.pupil.document import pupil_docx
from lj_attendance.reports.pupil.page import pupil_html
from lj_attendance.workflows.reporting.pupil_page import PupilPage


def write_pupil(
    page: PupilPage, ending: str, folder: Path, school: str, *, why: bool, force: bool
) -> Path:
    """Writes `pupil-ID-DAY.html` or `.docx`; raises UnusableInput rather than overwrite."""
    name = f"pupil-{safe_part(page.figures['pupil_id'])}-{page.as_of.isoformat()}.{ending}"
    file = folder / name
    refuse_to_overwrite([file], force=force)
    if ending == "html":
        content = pupil_html(page, __version__, why=why).encode("utf-8")
    else:
        content = pupil_docx(page, school, __version__, why=why)
    make_folder(folder)
    write_whole(file, content)
    return file

"""The report to governors as files: the document, and what it shows for the next one."""

from __future__ import annotations

import json
from pathlib import Path

from lj_attendance import __version__
from lj_attendance.reports.files import make_folder, refuse_to_overwrite, write_whole
from lj_attendance.reports.governors.document import governors_docx
from lj_attendance.workflows.analyse import Analysis, analyse
from lj_attendance.workflows.reading import ReadRequest
from lj_attendance.workflows.records import calendar_of, events_of
from lj_attendance.workflows.reporting.governors import (
    governors,
    last_published,
    published,
    read_published,
)
from lj_attendance.workspace import Workspace


def write_governors(
    request: ReadRequest,
    workspace: Workspace,
    folder: Path,
    previous: Path | None,
    *,
    force: bool,
) -> tuple[Analysis, tuple[Path, ...]]:
    """Writes `governors-DAY.docx` and `.json`; raises UnusableInput rather than overwrite.

    Compared with `previous`, else with the newest earlier `governors-DAY.json` of the folder.
    """
    analysis = analyse(request, workspace=workspace)
    as_of = analysis.as_of
    stem = f"governors-{as_of.isoformat()}"
    document, figures = folder / f"{stem}.docx", folder / f"{stem}.json"
    refuse_to_overwrite([document, figures], force=force)
    before = read_published(previous) if previous else last_published(folder, as_of)
    school = workspace.school().name if workspace.root else ""
    events, calendar = events_of(workspace), calendar_of(workspace)
    report = governors(analysis, events, request.settings, calendar, school, before)
    made = governors_docx(report, __version__)
    told = json.dumps(published(report), ensure_ascii=False, indent=1) + "\n"
    make_folder(folder)
    write_whole(document, made)
    write_whole(figures, told.encode("utf-8"))
    return analysis, (document, figures)

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
from lj_attendance.workflows.register_end import RegisterEnd, register_end
from lj_attendance.workflows.reporting.governors import (
    earlier_published,
    governors,
    last_published,
    published,
)
from lj_attendance.workspace import Workspace


def write_governors(
    request: ReadRequest,
    workspace: Workspace,
    folder: Path,
    previous: Path | None,
    *,
    force: bool,
) -> tuple[Analysis, RegisterEnd | None, tuple[Path, ...]]:
    """Writes `governors-DAY.docx` and `.json`; raises UnusableInput rather than overwrite.

    Compared with `previous`, else with the newest earlier `governors-DAY.json` of the folder.
    """
    analysis = analyse(request, workspace=workspace)
    as_of = analysis.as_of
    stem = f"governors-{as_of.isoformat()}"
    document, figures = folder / f"{stem}.docx", folder / f"{stem}.json"
    before = earlier_published(previous, as_of) if previous else last_published(folder, as_of)
    refuse_to_overwrite([document, figures], force=force)
    school = workspace.school().name if workspace.root else ""
    events, calendar = events_of(workspace), calendar_of(workspace)
    end = register_end(analysis.reading, calendar, request)
    report = governors(analysis, events, request.settings, calendar, school, before, end)
    made = governors_docx(report, __version__)
    told = json.dumps(published(report), ensure_ascii=False, indent=1) + "\n"
    make_folder(folder)
    write_whole(document, made)
    write_whole(figures, told.encode("utf-8"))
    return analysis, end, (document, figures)

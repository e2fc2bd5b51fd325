"""Letters, holds and referrals by group as files: a page to read, and a table."""

from __future__ import annotations

from pathlib import Path

from lj_attendance import __version__
from lj_attendance.reports.fairness_page import as_frame, fairness_page
from lj_attendance.reports.files import as_csv, make_folder, refuse_to_overwrite, write_whole
from lj_attendance.workflows.reading import Reading, ReadRequest, read_exports
from lj_attendance.workflows.records import calendar_of, events_of
from lj_attendance.workflows.register_end import RegisterEnd, register_end
from lj_attendance.workflows.reporting.fairness import fairness
from lj_attendance.workspace import Workspace


def write_fairness(
    request: ReadRequest, workspace: Workspace, folder: Path, *, force: bool
) -> tuple[Reading, RegisterEnd | None, tuple[Path, ...]]:
    """Writes `fairness-DAY.html` and its table as CSV; raises UnusableInput, never overwrites."""
    reading = read_exports(request)
    school = workspace.school().name if workspace.root else ""
    events, calendar = events_of(workspace), calendar_of(workspace)
    end = register_end(reading, calendar, request)
    found = fairness(reading, events, request.settings, calendar, school, end)
    stem = f"fairness-{found.as_of.isoformat()}"
    page, table = folder / f"{stem}.html", folder / f"{stem}.csv"
    refuse_to_overwrite([page, table], force=force)
    made = fairness_page(found, __version__).encode("utf-8"), as_csv(as_frame(found))
    make_folder(folder)
    for file, content in zip((page, table), made, strict=True):
        write_whole(file, content)
    return reading, end, (page, table)

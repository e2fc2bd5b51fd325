"""The lists of rewards as files: a page to read, and a table for a spreadsheet."""

from __future__ import annotations

from pathlib import Path

from lj_attendance import __version__
from lj_attendance.reports.files import as_csv, make_folder, refuse_to_overwrite, write_whole
from lj_attendance.reports.rewards_page import as_frame, rewards_page
from lj_attendance.workflows.analyse import analyse
from lj_attendance.workflows.reading import ReadRequest
from lj_attendance.workflows.records import calendar_of
from lj_attendance.workflows.register_end import register_end
from lj_attendance.workflows.reporting.rewards import Rewards, rewards
from lj_attendance.workspace import Workspace


def write_rewards(
    request: ReadRequest, workspace: Workspace, folder: Path, *, force: bool
) -> tuple[Rewards, tuple[Path, ...]]:
    """Writes `rewards-DAY.html` and `rewards-DAY.csv`; never overwrites unasked."""
    analysis = analyse(request, workspace=workspace)
    school = workspace.school().name if workspace.root else ""
    end = register_end(analysis.reading, calendar_of(workspace), request)
    found = rewards(analysis, request.settings, school, end)
    stem = f"rewards-{found.as_of.isoformat()}"
    page, table = folder / f"{stem}.html", folder / f"{stem}.csv"
    refuse_to_overwrite([page, table], force=force)
    made = rewards_page(found, __version__).encode("utf-8"), as_csv(as_frame(found))
    make_folder(folder)
    for file, content in zip((page, table), made, strict=True):
        write_whole(file, content)
    return found, (page, table)

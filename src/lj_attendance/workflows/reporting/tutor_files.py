"""The tutors' lists as files: one a registration group, and one of all."""

from __future__ import annotations

from pathlib import Path

from lj_attendance import __version__
from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.letters.file_names import distinct, safe_part
from lj_attendance.reports.files import make_folder, refuse_to_overwrite, write_whole
from lj_attendance.reports.register_end import ends_early
from lj_attendance.reports.tutor_page import tutor_page
from lj_attendance.workflows.analyse import Analysis, analyse
from lj_attendance.workflows.reading import ReadRequest
from lj_attendance.workflows.records import calendar_of
from lj_attendance.workflows.register_end import RegisterEnd, register_end
from lj_attendance.workflows.reporting.tutor import TutorGroup, tutor_groups
from lj_attendance.workspace import Workspace


def write_tutor_lists(
    request: ReadRequest,
    workspace: Workspace,
    folder: Path,
    *,
    only: str | None,
    board: bool,
    force: bool,
) -> tuple[Analysis, RegisterEnd | None, tuple[Path, ...]]:
    """Writes `tutor-DAY/GROUP.html` and `all.html`, or the one of `only`; on a board, `-board`.

    Raises WrongUsage for a registration group that nobody is in.
    """
    analysis = analyse(request, workspace=workspace)
    groups = _wanted(tutor_groups(analysis, request.settings), only)
    school = workspace.school().name if workspace.root else ""
    place = folder / f"tutor-{analysis.as_of.isoformat()}"
    ending = "-board.html" if board else ".html"
    end = register_end(analysis.reading, calendar_of(workspace), request)
    notes = ends_early(end)
    names = list(distinct(f"{safe_part(group.name)}{ending}" for group in groups))
    pages = {
        place / name: tutor_page([group], analysis, school, __version__, board=board, notes=notes)
        for name, group in zip(names, groups, strict=True)
    }
    if only is None:
        pages[place / f"all{ending}"] = tutor_page(
            groups, analysis, school, __version__, board=board, notes=notes
        )
    refuse_to_overwrite(list(pages), force=force)
    make_folder(place)
    for file, page in pages.items():
        write_whole(file, page.encode("utf-8"))
    return analysis, end, tuple(pages)


def _wanted(groups: tuple[TutorGroup, ...], only: str | None) -> list[TutorGroup]:
    wanted = [group for group in groups if only is None or _plain(group.name) == _plain(only)]
    if wanted:
        return wanted
    there = ", ".join(group.name for group in groups)
    if only is not None and groups:
        raise WrongUsage(
            f"No pupil on roll is in the registration group '{only}'.",
            "--group",
            f"The registration groups are: {there}.",
        )
    raise UnusableInput(
        "No pupil is on roll on this day.", "the roll in exports/", "Export the roll of this year."
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())

"""The tutors' lists as pages to print: one sheet a registration group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lj_attendance.reports.page_tables import NONE, day_text, points_text
from lj_attendance.reports.pages import render
from lj_attendance.reports.rounding import shown_percent_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lj_attendance.workflows.analyse import Analysis
    from lj_attendance.workflows.reporting.tutor import TutorGroup, TutorRow

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")


def tutor_page(
    groups: Sequence[TutorGroup],
    analysis: Analysis,
    school: str,
    version: str,
    *,
    board: bool,
    notes: Sequence[str] = (),
) -> str:
    """HTML of one group or several.

    With `board` it may hang on a wall: forenames and an initial, who was here, nothing of why.
    `notes` are lines below the title.
    """
    names = groups[0].name if len(groups) == 1 else "all registration groups"
    whose = "for the board" if board else "for the tutor alone: it says why pupils were away"
    return render(
        "tutor.html",
        title=f"{school or 'Attendance'}: {names}, week of {day_text(groups[0].week)}",
        subtitle=[
            f"Up to {analysis.as_of:%A} {day_text(analysis.as_of)}; {whose}.",
            *notes,
        ],
        contents=(),
        footer=f"Made by lja {version}.",
        school=school or "Attendance",
        days=_DAYS,
        board=board,
        groups=[_group(group, analysis, board=board) for group in groups],
    )


def _group(group: TutorGroup, analysis: Analysis, *, board: bool) -> dict[str, Any]:
    attended, possible = group.week_attended, group.week_possible
    return {
        "name": group.name,
        "week": day_text(group.week),
        "rate": _percent(shown_percent_of(attended, possible, [])),
        "sessions": f"{attended:,} of {possible:,}",
        "rows": [_row(row, analysis, board=board) for row in group.rows],
    }


def _row(row: TutorRow, analysis: Analysis, *, board: bool) -> dict[str, Any]:
    limits = analysis.thresholds
    at_most = [100 - limits.persistent_percent, 100 - limits.severe_percent]
    below = sorted({*analysis.bands, limits.expected_percent})
    year = shown_percent_of(row.attended, row.possible, below, at_most)
    return {
        "name": row.board_name if board else row.name,
        "days": [_here(*day) for day in row.here] if board else row.days,
        "week": f"{row.week_attended} of {row.week_possible}" if row.week_possible else NONE,
        "year": _percent(year),
        "change": _points(row.change),
        "late": row.late or "",
        "context": ", ".join(row.context),
        "word": row.word,
    }


def _here(attended: int, possible: int) -> str:
    """A day on the board: here all day, or part of it; never a code that tells why not."""
    if not attended:
        return ""
    return "●" if attended == possible else "◐"


def _percent(rate: float | None) -> str:
    return NONE if rate is None else f"{rate:.1f}%"


def _points(change: float | None) -> str:
    return NONE if change is None else points_text(change)

"""What the tables of the weekly report share: a pupil's name, and a rate beside its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lj_attendance.reports.page_tables import PageColumn
from lj_attendance.reports.rounding import shown_percent_of

if TYPE_CHECKING:
    from lj_attendance.workflows.reporting.weekly import Weekly

NAME, GROUP = PageColumn("Pupil"), PageColumn("Reg. group")


def name_of(row: dict[str, Any]) -> str:
    """Surname, forename; the ID where no name is known."""
    names = ", ".join(part for part in (row["surname"], row["forename"]) if part)
    return names or str(row["pupil_id"])


def rate_of(report: Weekly, row: dict[str, Any]) -> float | None:
    """Never at odds with what is decided by it: the expected level, persistent and severe."""
    limits = report.analysis.thresholds
    at_most = [100 - limits.persistent_percent, 100 - limits.severe_percent]
    below = sorted({*report.analysis.bands, limits.expected_percent})
    return shown_percent_of(row["attended_sessions"], row["possible_sessions"], below, at_most)

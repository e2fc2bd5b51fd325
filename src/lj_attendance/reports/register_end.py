"""In words: the register at hand stops before the day that a report is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lj_attendance.reports.page_tables import day_text

if TYPE_CHECKING:
    from lj_attendance.workflows.register_end import RegisterEnd


def ends_early(end: RegisterEnd | None) -> list[str]:
    """One sentence for the top of a report; none where no school day is without marks."""
    if end is None:
        return []
    days = "1 school day after it has" if end.days == 1 else f"{end.days} school days after it have"
    return [
        f"The register ends on {day_text(end.last)}: {days} no mark, up to {day_text(end.until)}."
    ]

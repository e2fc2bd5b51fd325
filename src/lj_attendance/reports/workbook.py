"""The week's workbook, for an attendance officer to sort, filter and print."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import polars as pl
import xlsxwriter  # type: ignore[import-untyped]

from lj_attendance.reports.columns import (
    Limits, count_columns, finding_columns, group_columns, pupil_columns, rate_columns,
)  # fmt: skip
from lj_attendance.reports.rounding import shown_points
from lj_attendance.reports.sheets import (
    COUNT, POINTS, RATE, TEXT, Column, put_table, set_page, set_widths,
)  # fmt: skip

if TYPE_CHECKING:
    from datetime import date

    from xlsxwriter.worksheet import Worksheet

    from lj_attendance.workflows.analyse import Analysis, Patterns

_OPTIONS = {
    "in_memory": True,  # no pupil's name in a temporary file
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def workbook(
    analysis: Analysis, bands: list[int], penalty_sessions: int | None = None, trend_weeks: int | None = None
) -> bytes:
    """An XLSX file: School, Groups, Pupils, Findings and, where they were computed, Patterns.

    `bands` are the percentages at which the risk bands end; from `penalty_sessions` unauthorised
    sessions a pupil is shown in red; `trend_weeks` is only named in headers. The same analysis
    gives the same bytes.
    """
    ...

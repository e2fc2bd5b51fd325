"""The list of what is to be done, as a sheet of the week's workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from lj_attendance.reports.sheets import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lj_attendance.workflows.reporting.actions import ActionGroup

_SCHEMA = {
    "title": pl.String,
    "name": pl.String,
    "registration_group": pl.String,
    "pupil_id": pl.String,
    "since": pl.Date,
    "due": pl.Date,
    "why": pl.String,
    "clause": pl.String,
    "what": pl.String,
}


def to_do_frame(groups: Sequence[ActionGroup]) -> pl.DataFrame:
    """One row an action, in the order of the page."""
    rows = [
        (group.title, each.name, each.registration_group, each.pupil_id, each.since, each.due,
         each.why, each.clause, each.what)
        for group in groups
        for each in group.actions
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def to_do_columns() -> list[Column]:
    """In the order in which an officer works through them."""
    return [
        Column("What it is", pl.col("title"), 24, "wrapped"),
        Column("Pupil", pl.col("name"), 20),
        Column("Reg. group", pl.col("registration_group"), 9.5),
        Column("Arbor ID", pl.col("pupil_id"), 8),
        Column("Since", pl.col("since"), 11.5, "day"),
        Column("By", pl.col("due"), 11.5, "day"),
        Column("Why", pl.col("why"), 60, "wrapped"),
        Column("Clause or law", pl.col("clause"), 22, "wrapped"),
        Column("What is asked", pl.col("what"), 40, "wrapped"),
    ]

"""Requests of a file judged: what a row cannot tell is named by row, and the others go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from lj_attendance.errors import LjaError, WrongUsage
from lj_attendance.ingest.leave_columns import ColumnMapping
from lj_attendance.ingest.leave_file import read_leave_file
from lj_attendance.ingest.leave_form import FormRequest, LeaveForm, RowFault
from lj_attendance.ingest.leave_mapping import mapping_text, read_column_mapping
from lj_attendance.reports.files import refuse_to_overwrite, write_whole
from lj_attendance.workflows.leave.judging import Judged, Office, judge_one, request_of
from lj_attendance.workflows.pupils import find_pupil
from lj_attendance.workspace import Workspace

_SAVED = "leave-form.toml"


@dataclass(frozen=True)
class JudgedFile:
    """What became of a file: requests judged, and rows that could not be, with the reason."""

    form: LeaveForm
    judged: tuple[Judged, ...]
    faults: tuple[RowFault, ...]


def read_form(file: Path, columns: Path | None, workspace: Workspace) -> LeaveForm:
    """The requests of a file, by the columns named or by those saved in the workspace."""
    return read_leave_file(file, _mapping(columns, workspace))


def saved_columns(workspace: Workspace) -> Path:
    """Where a workspace keeps what the columns of its form mean."""
    assert workspace.root is not None
    return workspace.root / _SAVED


def judge_file(office: Office, form: LeaveForm) -> JudgedFile:
    """Every request of a form judged by itself."""
    judged: list[Judged] = []
    faults = list(form.faults)
    for told in form.requests:
        try:
            pupil = _pupil(office.reading.roll, told)
            judged.append(judge_one(office, pupil, request_of(pupil["pupil_id"], asdict(told))))
        except LjaError as error:
            faults.append(RowFault(told.file, told.row, error.problem, error.remedy or ""))
    ordered = sorted(faults, key=lambda fault: (fault.file, fault.row))
    return JudgedFile(form, tuple(judged), tuple(ordered))


def _pupil(roll: pl.DataFrame, told: FormRequest) -> Mapping[str, Any]:
    """The pupil of a row, of the year group it names if it does; the message names nobody."""
    year = (told.year_group_told or "").strip()
    among = roll.filter(pl.col("year_group") == year) if year else roll
    try:
        return find_pupil(among, told.who)
    except WrongUsage as error:
        of_year = f" in Year {year}" if year else ""
        raise WrongUsage(
            f"No pupil{of_year}, or more than one, fits the name in this row.",
            f"{told.file}, row {told.row}",
            "Put the Arbor ID or the UPN in its place.",
        ) from error


def columns_text(file: Path, columns: Path | None, workspace: Workspace) -> str:
    """What each column of a form was taken for, as TOML to correct and keep."""
    return mapping_text(file, _mapping(columns, workspace))


def _mapping(columns: Path | None, workspace: Workspace) -> ColumnMapping | None:
    saved = saved_columns(workspace)
    named = columns or (saved if saved.is_file() else None)
    return read_column_mapping(named) if named else None


def save_columns(workspace: Workspace, text: str, *, force: bool) -> Path:
    """Writes leave-form.toml into the workspace; raises UnusableInput where one is there."""
    saved = saved_columns(workspace)
    refuse_to_overwrite([saved], force=force)
    write_whole(saved, text.encode("utf-8"))
    return saved

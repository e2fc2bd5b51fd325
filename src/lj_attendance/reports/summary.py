"""The answer of `lja analyse` for programs: JSON, and the tables of pupils and groups."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from lj_attendance.workflows.analyse import Analysis


def pupils_table(analysis: Analysis) -> pl.DataFrame:
    """One row a pupil in the contract's columns."""
    return analysis.pupils.select(analysis.pupil_columns)


def groups_table(analysis: Analysis) -> pl.DataFrame:
    """One row a group and value, with the change since the date asked for."""
    if analysis.change is None:
        return analysis.groups
    then = analysis.change.groups.drop("attendance_percent")
    return analysis.groups.join(then, on=["group", "value"], how="left", maintain_order="left")


def as_json(analysis: Analysis) -> str:
    """The whole answer as one JSON document; frames are written by Polars, the rest is small."""
    head: dict[str, Any] = {
        "as_of": analysis.as_of.isoformat(),
        "academic_year": analysis.academic_year,
        "source": {"files": [_source(source) for source in analysis.reading.sources]},
        "school": analysis.school,
    }
    frames = {
        "groups": groups_table(analysis),
        "pupils": pupils_table(analysis),
        "findings": analysis.findings,
    }
    parts = [
        f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()
    ]
    parts += [f"{json.dumps(key)}: {frame.write_json()}" for key, frame in frames.items()]
    if analysis.change is not None:
        parts.append(f'"change": {_change(analysis)}')
    return "{" + ",\n ".join(parts) + "}\n"


def _source(source: Any) -> dict[str, Any]:
    return {
        "path": source.path,
        "read_as": source.read_as,
        "rows": source.rows,
        "marks": source.marks,
        "set_aside": source.set_aside,
    }


def _change(analysis: Analysis) -> str:
    """Since when, the school then, and each pupil's change in points."""
    assert analysis.change is not None
    since, school = analysis.change.since.isoformat(), json.dumps(analysis.change.school)
    pupils = analysis.change.pupils.drop("attendance_percent").write_json()
    return f'{{"since": "{since}", "school_then": {school}, "pupils": {pupils}}}'

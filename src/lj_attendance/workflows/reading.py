"""Exports read into one register, one roll and their findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import polars as pl

from lj_attendance.data import read_table
from lj_attendance.errors import UnusableInput
from lj_attendance.ingest import recognise as kinds
from lj_attendance.ingest.checks.evidence import Evidence, odd_rows, register_sessions
from lj_attendance.ingest.identity import IDENTITIES, resolve
from lj_attendance.ingest.layouts import FileMarks, ReadingOptions, read_marks
from lj_attendance.ingest.mapping import AbsentHeader, Mapping, read_mapping
from lj_attendance.ingest.recognise import Recognised
from lj_attendance.ingest.register import (
    as_of_date,
    combine,
    counted,
    resolve_marks,
    why_none_counts,
)
from lj_attendance.ingest.roll import empty_roll, fold_roll, in_order, read_roll, with_unlisted
from lj_attendance.ingest.spells import AWAY, between_spells, spells
from lj_attendance.ingest.values import looks_month_first
from lj_attendance.policy.settings import Settings
from lj_attendance.workflows.recognising import Found, Progress, recognise_all

REPEATED = "the same content as another file"
_WHY = {
    "no pupil": "without a pupil",
    "name of several pupils": "with a name that several pupils have, and no ID",
    "no such date": "without a date that can be read",
    "no session": "of neither AM nor PM",
    "unknown mark": "with a mark that is no code",
    "no mark": "without a mark",
    "after today": "of a day after today",
}
_REASONS_TOLD = 3


@dataclass(frozen=True)
class ReadRequest:
    """What to read, and how."""

    paths: tuple[Path, ...]
    settings: Settings
    today: date
    as_of: date | None = None
    mapping: Path | None = None
    blank_means: str | None = None
    progress: Progress = field(default=lambda *_: None)

    @property
    def marks_until(self) -> date:
        """Up to which day there should be marks: the one asked for, else the day before today."""
        return self.as_of or self.today - timedelta(days=1)


class SourceFile(NamedTuple):
    """One file or sheet: what it was taken for, and how its rows were counted."""

    path: str
    read_as: str
    rows: int  # marks read, one a pupil and session; rows of a roll
    marks: int  # those that count, the unmarked among them
    set_aside: int
    remedy: str = ""  # not empty when the file was of no use


@dataclass(frozen=True)
class Reading:
    """What the files hold. `register` is every row; `marks` those that count (CLASSIFIED_MARKS)."""

    as_of: date
    sources: tuple[SourceFile, ...]
    register: pl.DataFrame
    marks: pl.DataFrame
    roll: pl.DataFrame
    set_aside: pl.DataFrame  # source_file, reason, rows
    evidence: Evidence
    lost: tuple[tuple[str, list[str]], ...]  # places, and columns of days without a session
    overlong: tuple[tuple[str, list[int]], ...]  # places, and rows of more cells than the header
    unopened: tuple[tuple[str, str], ...]  # places of files left alone, and what to do with them
    absent: tuple[AbsentHeader, ...]  # the headers that the mapping names in vain
    mapping_place: str
    tables: tuple[Recognised, ...]  # of every kind
    identities: pl.DataFrame  # IDENTITIES: everyone named by a roll or a register


def read_exports(request: ReadRequest) -> Reading:
    """Reads all files; raises UnusableInput when the answer would be wrong without one of them."""
    mapping = read_mapping(request.mapping) if request.mapping else Mapping()
    pm_opens = request.settings.clock("pm_register_opens", request.as_of or request.today)
    options = ReadingOptions(pm_opens, mapping, request.blank_means)
    found = recognise_all(request.paths, options, request.progress)
    request.progress("", 1, 1)
    files = [read_marks(table, options) for table in found.useful]
    return _join(request, found, files, _rolls(found.tables))


def _rolls(tables: list[Recognised]) -> list[pl.DataFrame]:
    rolls = [table for table in tables if table.kind == kinds.ROLL]
    rolls.sort(key=lambda t: (t.table.file.modified_ns, t.table.file.content, t.table.place))
    return [read_roll(table) for table in rolls]


def _join(
    request: ReadRequest, found: Found, files: list[FileMarks], rolls: list[pl.DataFrame]
) -> Reading:
    pupils, roll, away = _people(files, rolls)
    register = combine(files, pupils)
    as_of = request.as_of or as_of_date(register, request.today)
    if as_of is None:
        raise _no_day(found, files, why_none_counts(register, request.today))
    codes = read_table("codes")
    resolved, seconds = resolve_marks(register, roll, away, codes, as_of)
    aside, marks = _set_aside(resolved), counted(resolved)
    evidence = Evidence(
        register=resolved,
        odd=odd_rows(resolved),
        seconds=seconds,
        sessions=register_sessions(resolved),
        roll=roll,
        away=away,
        codes=codes,
        date_texts=_date_texts(files),
        as_of=as_of,
        has_roll=bool(rolls),
        quiet_day_percent=request.settings.number("quiet_day_percent", as_of),
        unexplained_days=request.settings.number("unexplained_days", as_of),
        blank_means=request.blank_means,
    )
    return Reading(
        as_of=as_of,
        sources=_sources(found, files, marks, aside),
        register=resolved,
        marks=marks,
        roll=roll,
        set_aside=aside,
        evidence=evidence,
        lost=tuple((t.table.place, t.lost) for t in found.tables if t.lost),
        overlong=tuple(
            (t.table.place, t.table.overlong_rows) for t in found.tables if t.table.overlong_rows
        ),
        unopened=tuple(found.unopened),
        absent=tuple(found.absent),
        mapping_place=found.mapping_place,
        tables=tuple(found.tables),
        identities=_named(files, rolls),
    )


def _people(
    files: list[FileMarks], rolls: list[pl.DataFrame]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The pupil behind each identity, the roll with those known from marks alone, and who was away.

    Away is between two spells on roll.
    """
    said = pl.concat([file.identities for file in files])
    none = pl.DataFrame(schema=IDENTITIES)
    pupils = resolve(pl.concat([none, *(roll.select(*IDENTITIES) for roll in rolls)]), said)
    folded, away = empty_roll(), pl.DataFrame(schema=AWAY)
    if rolls:
        rows = in_order(rolls, pupils)
        of_pupils = spells(rows)
        folded, away = fold_roll(rows, of_pupils), between_spells(of_pupils)
    return pupils, with_unlisted(folded, said.join(pupils, on="identity", how="left")), away


def _named(files: list[FileMarks], rolls: list[pl.DataFrame]) -> pl.DataFrame:
    """IDENTITIES of everyone named by a roll or a register."""
    frames = (*rolls, *(file.identities for file in files))
    return pl.concat([frame.select(*IDENTITIES) for frame in frames])


def _no_day(found: Found, files: list[FileMarks], reasons: pl.DataFrame) -> UnusableInput:
    """Not one mark counts: the commonest reasons, each with the first row it holds for."""
    told = [
        f"{rows:,} {_WHY[reason]} (first: {file}, row {row})"
        for reason, rows, file, row in reasons.head(_REASONS_TOLD).rows()
    ]
    why = f"of {reasons['rows'].sum():,} read, {'; '.join(told)}" if told else "there is no row"
    return UnusableInput(
        f"Not one mark here can be counted: {why}. A mark needs a pupil, a date, AM or PM, and a "
        "code, on or before today.",
        ", ".join(file.source.table.place for file in files),
        found.with_hints("See how a file was understood with: lja import --explain FILE"),
    )


def _set_aside(register: pl.DataFrame) -> pl.DataFrame:
    """How many rows of each file do not count, by reason."""
    return (
        register.lazy()
        .filter(pl.col("set_aside").is_not_null())
        .group_by("source_file", "set_aside")
        .agg(pl.len().alias("rows"))
        .with_columns(pl.col("source_file").cast(pl.String))
        .sort("source_file", "set_aside")
        .collect()
    )


def _sources(
    found: Found, files: list[FileMarks], marks: pl.DataFrame, set_aside: pl.DataFrame
) -> tuple[SourceFile, ...]:
    """One a table or file, in the order of their names; each of the three counts on its own."""
    read = {file.source.table.place: file.rows.height for file in files}
    kept = dict(marks["source_file"].value_counts().rows())
    aside = dict(set_aside.group_by("source_file").agg(pl.col("rows").sum()).rows())
    sources = [SourceFile(file.name, REPEATED, 0, 0, 0) for file in found.repeated]
    sources += [
        SourceFile(other.where, "no table", 0, 0, 0, f"{other.problem} {other.remedy}")
        for other in found.others
    ]
    for table in found.tables:
        place, kind = table.table.place, table.kind
        if table.has_marks:
            counts = read[place], kept.get(place, 0), aside.get(place, 0)
            sources.append(SourceFile(place, kind, *counts))
        else:
            rows = table.table.cells.height
            sources.append(SourceFile(place, kind, rows, 0, 0, table.remedy))
    return tuple(sorted(sources))


def _date_texts(files: list[FileMarks]) -> pl.DataFrame:
    """The distinct dates as written, with their file and first row, of files with month first."""
    frames = [
        file.rows.lazy()
        .filter(pl.col("date_text").is_not_null())
        .group_by("date_text")
        .agg(pl.col("source_row").min())
        .with_columns(source_file=pl.lit(file.source.table.place))
        for file in files
        if any(map(looks_month_first, file.rows["date_text"].unique().to_list()))
    ]
    schema = {"date_text": pl.Categorical, "source_row": pl.UInt32, "source_file": pl.String}
    texts = pl.concat([pl.LazyFrame(schema=schema), *frames])
    return texts.with_columns(pl.col("date_text").cast(pl.String)).collect()

"""Exports read into one register, one roll and their findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

import polars as pl

from lj_attendance.data import read_table
from lj_attendance.errors import LjaError, UnusableInput
from lj_attendance.ingest import recognise as kinds
from lj_attendance.ingest.checks import run_checks
from lj_attendance.ingest.checks.evidence import Evidence, register_sessions
from lj_attendance.ingest.files import EXPORT_REMEDY, ExportFile, find_files, read_file
from lj_attendance.ingest.identity import IDENTITIES, resolve
from lj_attendance.ingest.layouts import FileMarks, ReadingOptions, read_marks
from lj_attendance.ingest.mapping import Mapping, read_mapping
from lj_attendance.ingest.recognise import Recognised, recognise
from lj_attendance.ingest.register import as_of_date, combine, counted, resolve_marks
from lj_attendance.ingest.roll import empty_roll, fold_roll, read_roll, with_unlisted
from lj_attendance.ingest.tables import read_tables
from lj_attendance.policy.settings import Settings

Progress = Callable[[str, int, int], None]
"""Told of each file: its name, its number, and how many there are."""


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


def read_exports(request: ReadRequest) -> Reading:
    """Reads all files; raises UnusableInput when the answer would be wrong without one of them."""
    mapping = read_mapping(request.mapping) if request.mapping else Mapping()
    pm_opens = request.settings.clock("pm_register_opens", request.as_of or request.today)
    options = ReadingOptions(pm_opens, mapping, request.blank_means)
    tables, repeated = _read_all(request, options)
    useful = [table for table in tables if table.has_marks]
    if not useful:
        raise _nothing_useful(tables)
    files = [read_marks(table, options) for table in useful]
    rolls = _rolls(tables, mapping)
    return _join(request, tables, repeated, files, rolls)


def _read_all(
    request: ReadRequest, options: ReadingOptions
) -> tuple[list[Recognised], list[ExportFile]]:
    """What each file is; files of the same content are read once and given apart."""
    paths, _ = find_files(list(request.paths))
    tables: list[Recognised] = []
    repeated: list[ExportFile] = []
    damaged: list[LjaError] = []
    sizes: dict[int, list[ExportFile]] = {}
    for number, path in enumerate(paths, start=1):
        request.progress(path.name, number, len(paths))
        try:
            file = read_file(path)
            alike = sizes.setdefault(len(file.content), [])
            if any(file.content == other.content for other in alike):
                repeated.append(file)
                continue
            alike.append(file)
            found = read_tables(file, options.pm_opens, frozenset(options.mapping.fields))
            tables += [recognise(table, options.mapping, options.pm_opens) for table in found]
        except LjaError as error:
            damaged.append(error)
    if damaged:
        raise _all_at_once(damaged)
    return _without_empty_sheets(tables), repeated


def _without_empty_sheets(tables: list[Recognised]) -> list[Recognised]:
    """Leaves out the sheets of a workbook that are of no use beside one that is."""
    of_use = {t.table.file.name for t in tables if not t.remedy}
    return [t for t in tables if not (t.remedy and t.table.is_workbook and t.table.file.name in of_use)]


def _all_at_once(errors: list[LjaError]) -> LjaError:
    if len(errors) == 1:
        return errors[0]
    problem = f"{len(errors)} files cannot be read:\n" + "\n".join(f"- {e.where}: {e.problem} {e.remedy}" for e in errors)
    return UnusableInput(problem, "", "Mend or remove these files; marks may be missing without them.")


def _nothing_useful(tables: list[Recognised]) -> UnusableInput:
    """No marks in any file: what each one is, and what to export."""
    if len(tables) == 1:
        only = tables[0]
        return UnusableInput(
            f"There are no marks here: this file is {_a(only.kind)}.", only.table.place, only.remedy or EXPORT_REMEDY
        )
    lines = "\n".join(f"- {t.table.place}: {_a(t.kind)}" for t in tables)
    return UnusableInput(f"There are no marks in any of these files:\n{lines}", "", EXPORT_REMEDY)


def _a(kind: str) -> str:
    plain = kind.startswith(("not ", "Arbor", "lesson", "contacts", "marks", "weekly", "an ", "a "))
    return kind if plain else f"a {kind}"


def _rolls(tables: list[Recognised], mapping: Mapping) -> list[pl.DataFrame]:
    rolls = [table for table in tables if table.kind == kinds.ROLL]
    rolls.sort(key=lambda t: (t.table.file.modified_ns, t.table.file.content, t.table.place))
    return [read_roll(table, mapping) for table in rolls]


def _join(
    request: ReadRequest, tables: list[Recognised], repeated: list[ExportFile],
    files: list[FileMarks], rolls: list[pl.DataFrame],
) -> Reading:  # fmt: skip
    codes = read_table("codes")
    said = pl.concat([file.identities for file in files])
    listed = pl.concat([roll.select(*IDENTITIES) for roll in rolls] or [pl.DataFrame(schema=IDENTITIES)])
    pupils = resolve(listed, said)
    folded = fold_roll(rolls, pupils) if rolls else empty_roll()
    roll = with_unlisted(folded, said.join(pupils, on="identity", how="left"))
    register = combine(files, pupils)
    as_of = request.as_of or as_of_date(register, request.today)
    if as_of is None:
        raise _no_day(files)
    resolved = resolve_marks(register, roll, codes, as_of)
    counts = _counts(resolved)
    evidence = Evidence(
        resolved, register_sessions(resolved), roll, codes, _date_texts(files), as_of, bool(rolls),
        request.settings.number("quiet_day_percent", as_of), request.settings.number("unexplained_days", as_of),
        request.blank_means,
    )  # fmt: skip
    sources = _sources(tables, repeated, counts)
    return Reading(as_of, sources, resolved, counted(resolved), roll, counts.drop_nulls("set_aside"), evidence)


def _no_day(files: list[FileMarks]) -> UnusableInput:
    return UnusableInput(
        "Not one mark here has a pupil, a date that can be read, and a code, on or before today.",
        ", ".join(file.source.table.place for file in files),
        "See how a file was understood with: lja import --explain FILE",
    )


def _counts(register: pl.DataFrame) -> pl.DataFrame:
    return (
        register.lazy()
        .group_by(pl.col("source_file").cast(pl.String), "set_aside")
        .agg(pl.len().alias("rows"))
        .sort("source_file", "set_aside")
        .collect()
    )


def _sources(
    tables: list[Recognised], repeated: list[ExportFile], counts: pl.DataFrame
) -> tuple[SourceFile, ...]:
    """One a table, in the order of their names."""
    kept = dict(counts.filter(pl.col("set_aside").is_null()).select("source_file", "rows").rows())
    aside = dict(
        counts.drop_nulls("set_aside").group_by("source_file").agg(pl.col("rows").sum()).rows()
    )
    found = [
        SourceFile(place, t.kind, kept.get(place, 0) + aside.get(place, 0), kept.get(place, 0), aside.get(place, 0))
        if t.has_marks
        else SourceFile(place, t.kind, t.table.cells.height, 0, 0, t.remedy)
        for t in tables
        for place in [t.table.place]
    ]
    found += [SourceFile(file.name, "the same content as another file", 0, 0, 0) for file in repeated]
    return tuple(sorted(found))


def _date_texts(files: list[FileMarks]) -> pl.DataFrame:
    """The distinct dates as written, with their file and first row."""
    frames = [
        file.rows.lazy()
        .filter(pl.col("date_text").is_not_null())
        .group_by("date_text")
        .agg(pl.col("source_row").min())
        .with_columns(source_file=pl.lit(file.source.table.place))
        for file in files
        if file.source.kind in (kinds.LONG, kinds.BI_TABLE, kinds.STRINGS)
    ]
    schema = {"date_text": pl.Categorical, "source_row": pl.UInt32, "source_file": pl.String}
    texts = pl.concat([pl.LazyFrame(schema=schema), *frames])
    return texts.with_columns(pl.col("date_text").cast(pl.String)).collect()


def findings(reading: Reading) -> pl.DataFrame:
    """All findings of the checks, and of files that could not be used, worst first."""
    of_files = [
        ("error", "unusable_file", s.path, f"This is {_a(s.read_as)}, and nothing in it was counted. {s.remedy}")
        for s in reading.sources
        if s.remedy
    ] + [
        ("notice", "repeated_file", s.path, "Another file has the same content; it is read once.")
        for s in reading.sources
        if s.read_as.startswith("the same content")
    ]
    checked = run_checks(reading.evidence).collect()
    rows = pl.DataFrame(of_files, schema=["severity", "check", "source_file", "message"], orient="row")
    if rows.is_empty():
        return checked
    return pl.concat([checked, rows.cast({"severity": checked.schema["severity"]})], how="diagonal").sort(
        "severity", "check", "source_file", "source_row", nulls_last=True, maintain_order=True
    )



"""Every file named, read and recognised; those that stop the run told all at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lj_attendance.errors import LjaError, NotATable, UnusableInput
from lj_attendance.ingest.files import (
    EXPORT_REMEDY,
    ExportFile,
    find_files,
    read_file,
    unopened,
)
from lj_attendance.ingest.layouts import ReadingOptions
from lj_attendance.ingest.mapping import AbsentHeader, Mapping
from lj_attendance.ingest.recognise import Recognised, recognise
from lj_attendance.ingest.tables import SourceTable, read_tables

Progress = Callable[[str, int, int], None]
"""Told of each file: its name, its number, how many there are; an empty name when all are read."""


@dataclass(frozen=True)
class Found:
    """What lies under the paths: the tables, files of the same content, and no tables at all."""

    tables: list[Recognised]
    repeated: list[ExportFile]
    others: list[NotATable]
    unopened: list[tuple[str, str]]  # places of files left alone, and what to do with them
    absent: list[AbsentHeader]  # the headers that the mapping names in vain
    mapping_place: str

    @property
    def useful(self) -> list[Recognised]:
        """The tables with marks; raises UnusableInput, telling what each file is, without any."""
        useful = [table for table in self.tables if table.has_marks]
        if not useful:
            error = _nothing_useful(self.tables, self.others)
            raise UnusableInput(error.problem, error.where, self.with_hints(error.remedy))
        return useful

    def with_hints(self, remedy: str) -> str:
        """A remedy after what else may be the cause: the mapping, and files left alone."""
        hints = [f"{absent} ({self.mapping_place})" for absent in self.absent]
        hints += [f"{place}: {advice}" for place, advice in self.unopened]
        return " ".join([*hints, remedy])


def recognise_all(wanted: tuple[Path, ...], options: ReadingOptions, progress: Progress) -> Found:
    """What each file is; raises UnusableInput for damaged ones, all at once."""
    paths, ignored = find_files(list(wanted))
    tables: list[Recognised] = []
    repeated: list[ExportFile] = []
    others: list[NotATable] = []
    damaged: list[LjaError] = []
    sizes: dict[int, list[ExportFile]] = {}
    for number, path in enumerate(paths, start=1):
        progress(path.name, number, len(paths))
        try:
            file = read_file(path)
            alike = sizes.setdefault(len(file.content), [])
            if any(file.content == other.content for other in alike):
                repeated.append(file)
                continue
            alike.append(file)
            found = read_tables(file, options.pm_opens, options.mapping)
            tables += [recognise(table, options.mapping, options.pm_opens) for table in found]
        except NotATable as other:
            others.append(other)
        except LjaError as error:
            damaged.append(error)
    if damaged:
        raise _all_at_once(damaged)
    return Found(
        _without_empty_sheets(tables),
        repeated,
        others,
        unopened(ignored),
        absent_headers(options.mapping, [found.table for found in tables]),
        options.mapping.place,
    )


def absent_headers(mapping: Mapping, tables: list[SourceTable]) -> list[AbsentHeader]:
    """The headers that a mapping names and none of the tables has."""
    return mapping.absent(
        header
        for table in tables
        for header in (*table.headers, *table.second_headers, *table.told_headers())
    )


def _without_empty_sheets(tables: list[Recognised]) -> list[Recognised]:
    """Leaves out the sheets of a workbook that are of no use beside one that is."""
    of_use = {t.table.file.name for t in tables if not t.remedy}
    return [
        t for t in tables if not (t.remedy and t.table.is_workbook and t.table.file.name in of_use)
    ]


def _all_at_once(errors: list[LjaError]) -> LjaError:
    if len(errors) == 1:
        return errors[0]
    problem = f"{len(errors)} files cannot be read:\n" + "\n".join(
        f"- {e.where}: {e.problem} {e.remedy}" for e in errors
    )
    return UnusableInput(
        problem, "", "Mend or remove these files; marks may be missing without them."
    )


def _nothing_useful(tables: list[Recognised], others: list[NotATable]) -> UnusableInput:
    """No marks in any file: what each one is, and what to export."""
    if not tables and len(others) == 1:
        return others[0]
    if len(tables) == 1 and not others:
        only = tables[0]
        return UnusableInput(
            f"There are no marks here: this file is {with_article(only.kind)}.",
            only.table.place,
            only.remedy or EXPORT_REMEDY,
        )
    told = [f"- {t.table.place}: {with_article(t.kind)}" for t in tables]
    lines = "\n".join(told + [f"- {other.where}: {other.problem}" for other in others])
    return UnusableInput(f"There are no marks in any of these files:\n{lines}", "", EXPORT_REMEDY)


def with_article(kind: str) -> str:
    """What a file is, for the middle of a sentence."""
    plain = kind.startswith(("not ", "Arbor", "lesson", "contacts", "marks", "weekly", "an ", "a "))
    return kind if plain else f"a {kind}"

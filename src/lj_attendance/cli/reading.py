"""What every command that reads exports does before and after: the request, and what to tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import polars as pl

from lj_attendance.cli import options as opt
from lj_attendance.cli.console import aside, reading_progress, visible
from lj_attendance.errors import UnusableInput
from lj_attendance.reports.register_end import ends_early
from lj_attendance.workflows.reading import Reading, ReadRequest
from lj_attendance.workflows.register_end import RegisterEnd, refuse_unless_marked
from lj_attendance.workspace import find_workspace


@contextmanager
def read_request(
    paths: list[Path] | None,
    as_of: date | None,
    mapping: Path | None,
    blank_means: opt.BlankMeans | None,
    workspace: Path | None,
    *,
    quiet: bool,
) -> Iterator[ReadRequest]:
    """What is to be read, by the paths given or the workspace's exports/, with a progress bar."""
    found = find_workspace(Path.cwd(), workspace)
    if not paths and found.exports is None:
        raise UnusableInput(
            "There is nothing to read: no path was given, and this folder is in no workspace.",
            str(Path.cwd()),
            "Name the exports, as in: lja analyse exports",
        )
    wanted, school = paths or [path for path in [found.exports] if path], found.school()
    with reading_progress(quiet) as progress:
        yield ReadRequest(
            tuple(wanted),
            found.settings(),
            opt.today(),
            as_of,
            mapping or school.mapping,
            blank_means.value if blank_means else school.blank_means,
            progress,
        )


def refuse_without_marks(reading: Reading, request: ReadRequest) -> None:
    """Raises UnusableInput where the register has no mark of the as-of date, naming the files."""
    refuse_unless_marked(reading, ", ".join(map(str, request.paths)))


def tell_no_marks(findings: pl.DataFrame, *, quiet: bool) -> None:
    """On standard error: that there is nothing to count up to the as-of date."""
    told = findings.filter(check="as_of_without_marks")["message"]
    if not quiet and len(told):
        aside().print(visible(f"Warning: {told[0]}"), markup=False, style="yellow")


def tell_end(end: RegisterEnd | None, *, quiet: bool) -> None:
    """On standard error: that school days without a mark are among those asked for."""
    for line in () if quiet else ends_early(end):
        told = f"Warning: {line} Export the marks since then, and run this again."
        aside().print(visible(told), markup=False, style="yellow")


def tell_unused(reading: Reading, *, quiet: bool, verbose: bool = False) -> None:
    """On standard error: the files that were of no use; with `verbose`, what every file was."""
    if quiet or not (verbose or any(source.remedy for source in reading.sources)):
        return
    out = aside()
    for source in reading.sources:
        if source.remedy:
            out.print(
                visible(f"Not used: {source.path} is {source.read_as}. {source.remedy}"),
                markup=False,
                style="yellow",
            )
        elif verbose:
            counts = f"{source.marks:,} counted, {source.set_aside:,} set aside"
            line = f"{source.path}: {source.read_as}, {source.rows:,} rows, {counts}"
            out.print(visible(line), markup=False)

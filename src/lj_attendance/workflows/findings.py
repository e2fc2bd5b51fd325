"""Everything wrong or doubtful in what was read: of the marks, and of the files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from lj_attendance.ingest.checks import run_checks
from lj_attendance.schema import FINDINGS
from lj_attendance.workflows.reading import REPEATED, Reading
from lj_attendance.workflows.recognising import with_article

_SHOWN = 5  # rows named in one finding


def findings(reading: Reading, leave: pl.DataFrame | None = None) -> pl.DataFrame:
    """FINDINGS of the checks and of the files, worst first; `leave` is DECIDED_LEAVE, if any."""
    evidence = reading.evidence if leave is None else replace(reading.evidence, leave=leave)
    # In memory: Polars's streaming engine once panicked here on an empty batch of text.
    checked = run_checks(evidence).collect(engine="in-memory")
    of_files = pl.DataFrame(
        [*_of_files(reading), *_beside(reading)],
        schema=["severity", "check", "source_file", "message"],
        orient="row",
    )
    if of_files.is_empty():
        return checked
    rows = of_files.with_columns(source_row=pl.lit(None)).select(
        pl.col(name).cast(dtype) for name, dtype in FINDINGS.columns.items()
    )
    order = ["severity", "check", "source_file", "source_row"]
    return pl.concat([checked, rows]).sort(order, nulls_last=True, maintain_order=True)


def _of_files(reading: Reading) -> Iterator[tuple[str, str, str, str]]:
    for source in reading.sources:
        if source.remedy:
            kind = with_article(source.read_as)
            message = f"This is {kind}, and nothing in it was counted. {source.remedy}"
            yield "error", "unusable_file", source.path, message
        elif source.read_as == REPEATED:
            message = "Another file has the same content; it is read once."
            yield "notice", "repeated_file", source.path, message
        elif source.read_as == "lesson marks":
            message = "Lesson marks; the session marks are in other files, and these are not used."
            yield "notice", "unused_file", source.path, message
        elif source.read_as.startswith("marks") and not source.rows:
            yield "warning", "no_rows", source.path, "There is a header and not one row below it."
    for place, headers in reading.lost:
        days = ", ".join(f"'{header.strip()}'" for header in headers[:_SHOWN])
        message = f"Columns headed {days} say neither AM nor PM; no mark below them is counted."
        yield "error", "column_without_session", place, message
    for place, rows in reading.overlong:
        message = f"More cells than the header ({_some(rows)}): they may have slipped to the right."
        yield "error", "overlong_row", place, message


def _beside(reading: Reading) -> Iterator[tuple[str, str, str, str]]:
    """Of what was read beside the exports: the mapping, and files that were left alone."""
    for absent in reading.absent:
        yield "warning", "mapping_header_absent", reading.mapping_place, str(absent)
    for place, advice in reading.unopened:
        yield "notice", "unused_file", place, advice


def _some(rows: list[int]) -> str:
    shown = ", ".join(str(row) for row in rows[:_SHOWN])
    more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
    return f"{'row' if len(rows) == 1 else 'rows'} {shown}{more}"

"""Two marks for one session: which export is the later, and which mark is kept."""

from __future__ import annotations

from datetime import date

import polars as pl

from lj_attendance.ingest.blanks import is_blank
from lj_attendance.ingest.layouts import FileMarks

WHY_SECOND = (
    "replaced by a later export",
    "same in a later export",
    "same mark twice",
    "another mark is kept",
    "empty beside a mark",
)
"""Why a mark does not count beside another of its session."""

REASONS = pl.Enum(
    [
        "no pupil",
        "name of several pupils",
        "no such date",
        "no session",
        "unknown mark",
        "after the as-of date",
        "outside dates on roll",
        *WHY_SECOND,
    ]
)
"""Why a row does not count."""


def order_of_export(files: list[FileMarks]) -> list[int]:
    """The rank of each file, in the order given: the later the export, the higher.

    The file saved last is the later export. Of files saved at the same moment, as when a folder
    was unpacked, the one whose marks reach further; then by content, so that the order in which
    files are named never matters.
    """

    def last_day(file: FileMarks) -> date:
        marked = file.rows.filter(pl.col("code").is_not_null())["date"].max()
        return marked if isinstance(marked, date) else date.min

    def lateness(place: int) -> tuple[int, date, bytes, str]:
        table = files[place].source.table
        return (
            table.file.modified_ns,
            last_day(files[place]),
            table.file.content[:65536],
            table.place,
        )

    ranks = {place: rank for rank, place in enumerate(sorted(range(len(files)), key=lateness))}
    return [ranks[place] for place in range(len(files))]


def without_seconds(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Keeps one mark a session: the later export's; within a file the best, as Arbor does.

    `frame` is sorted by `order`. Gives it with every other mark of a session set aside, and the
    marks of those sessions alone, with `kept_row`, `kept_file` and `kept_code` of the one kept.
    An empty cell never replaces a mark, though `-` in a later export does.
    """
    order = frame["order"]
    is_second = ((order == order.shift(1)) | (order == order.shift(-1))).fill_null(False)
    seconds = _judged(frame.with_row_index("place").filter(is_second))
    if seconds.is_empty():
        return frame, seconds
    reasons = frame["set_aside"].to_physical()
    reasons = reasons.scatter(seconds["place"], seconds["set_aside"].to_physical())
    return frame.with_columns(set_aside=reasons.cat.to(REASONS)), seconds


def _judged(seconds: pl.DataFrame) -> pl.DataFrame:
    """Of the marks of each session, the one that is kept, and why the others are not."""
    best = seconds.sort(
        "order",
        is_blank(),
        "export_rank",
        "category",
        "code",  # in the order of the national table
        "minutes_late",
        "source_row",
        descending=[False, False, True, False, False, True, False],
        nulls_last=True,
    )
    return best.with_columns(
        kept_row=pl.col("source_row").first().over("order"),
        kept_file=pl.col("source_file").first().over("order"),
        kept_code=pl.col("code").first().over("order"),
        set_aside=_why_second(),
    )


def _why_second() -> pl.Expr:
    is_first = pl.int_range(pl.len()).over("order") == 0
    same = pl.col("code").eq_missing(pl.col("code").first().over("order"))
    same_file = pl.col("export_rank") == pl.col("export_rank").first().over("order")
    return (
        pl.when(is_first)
        .then(None)
        .when(is_blank() & ~is_blank().first().over("order"))
        .then(pl.lit("empty beside a mark"))
        .when(same & same_file)
        .then(pl.lit("same mark twice"))
        .when(same_file)
        .then(pl.lit("another mark is kept"))
        .when(same)
        .then(pl.lit("same in a later export"))
        .otherwise(pl.lit("replaced by a later export"))
        .cast(REASONS)
    )

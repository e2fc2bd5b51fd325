"""The lesson registers of all files made one: one mark a pupil and lesson, the rest set aside.

Every row read keeps its place; `set_aside` says why it does not count, so that rows in = rows
used + rows set aside can be shown file by file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

import polars as pl

from lj_attendance.codes import classify
from lj_attendance.ingest.lesson_marks import LessonFile
from lj_attendance.ingest.mark_texts import UNKNOWN
from lj_attendance.schema import FINDINGS, LESSON_MARKS, SEVERITIES, conform, empty

SAME, OTHER, REPLACED = "same mark twice", "another mark is kept", "replaced by a later export"
NO_LESSON = "no lesson"
_FINDINGS = {
    "no pupil": ("error", "names no pupil"),
    "name of several pupils": ("error", "has a name that several pupils have, and no ID"),
    "no such date": ("error", "has no date that can be read"),
    "no session": ("error", "has neither a time nor a number that tells morning or afternoon"),
    "unknown mark": ("error", "has a mark that is no code"),
    "outside dates on roll": ("warning", "is outside the pupil's dates on roll"),
    OTHER: ("warning", "has another mark than a row of the same lesson, whose mark is kept"),
    SAME: ("notice", "has the same mark as another row of the same lesson"),
    REPLACED: ("notice", "is replaced by a later export"),
    "after the as-of date": ("notice", "is after the as-of date"),
    NO_LESSON: ("notice", "is of an event that is no lesson, by its type"),
}
_SHOWN = 5  # rows named in one finding
_LESSON = ("pupil_id", "date", "session", "starts", "period", "class_name")


def combine_lessons(
    files: Sequence[LessonFile],
    pupils: pl.DataFrame,
    roll: pl.DataFrame,
    away: pl.DataFrame,
    codes: pl.DataFrame,
    as_of: date,
    no_lessons: Collection[str],
) -> pl.DataFrame:
    """All rows of all files, classified, with `pupil_id`, `source_file` and `set_aside`.

    `pupils` maps `identity` to `pupil_id`; `no_lessons` are types of events, in lower case, that
    are no lessons. The file saved last is the later export.
    """
    ordered = sorted(files, key=lambda f: (f.source.table.file.modified_ns, f.source.table.place))
    frames = [
        file.rows.lazy().with_columns(
            source_file=pl.lit(file.source.table.place), export_rank=pl.lit(rank, pl.UInt32)
        )
        for rank, file in enumerate(ordered)
    ]
    known = pupils.lazy().select("identity", "pupil_id", "is_ambiguous")
    placed = (
        pl.concat(frames)
        .join(known, on="identity", how="left", maintain_order="left")
        .with_columns(set_aside=_cannot_be_used(as_of, no_lessons))
    )
    enrolled = _outside_roll(placed, roll, away)
    return _without_seconds(classify(enrolled, codes)).collect()


def _cannot_be_used(as_of: date, no_lessons: Collection[str]) -> pl.Expr:
    kind = pl.col("event_type").str.to_lowercase()
    return (
        pl.when(pl.col("is_ambiguous").fill_null(False))
        .then(pl.lit("name of several pupils"))
        .when(pl.col("pupil_id").is_null())
        .then(pl.lit("no pupil"))
        .when(pl.col("date").is_null())
        .then(pl.lit("no such date"))
        .when(kind.is_in(pl.Series([*no_lessons], dtype=pl.String).implode()).fill_null(False))
        .then(pl.lit(NO_LESSON))
        .when(pl.col("session").is_null())
        .then(pl.lit("no session"))
        .when((pl.col("code") == UNKNOWN).fill_null(False))
        .then(pl.lit("unknown mark"))
        .when(pl.col("date") > as_of)
        .then(pl.lit("after the as-of date"))
    )


def _outside_roll(rows: pl.LazyFrame, roll: pl.DataFrame, away: pl.DataFrame) -> pl.LazyFrame:
    """Sets aside the lessons before a pupil came, after they left, and between two spells."""
    dates = roll.lazy().select(pl.col("pupil_id").cast(pl.String), "on_roll_from", "on_roll_until")
    times = away.lazy().select(
        pl.col("pupil_id").cast(pl.String),
        date=pl.date_ranges("away_from", "away_until"),
        is_away=pl.lit(True),
    )
    outside = (
        (pl.col("date") < pl.col("on_roll_from")).fill_null(False)
        | (pl.col("date") > pl.col("on_roll_until")).fill_null(False)
        | pl.col("is_away").fill_null(False)
    )
    return (
        rows.join(dates, on="pupil_id", how="left", maintain_order="left")
        .join(times.explode("date"), on=["pupil_id", "date"], how="left", maintain_order="left")
        .with_columns(
            set_aside=pl.when(pl.col("set_aside").is_null() & outside)
            .then(pl.lit("outside dates on roll"))
            .otherwise("set_aside")
        )
        .drop("on_roll_from", "on_roll_until", "is_away")
    )


def _without_seconds(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Keeps one mark a pupil and lesson: the later export's; within a file the best, as Arbor does.

    A lesson without a mark never replaces one with a mark.
    """
    counts = pl.col("set_aside").is_null()
    first = {name: pl.col(name).first().over(*_LESSON, counts) for name in ("code", "export_rank")}
    is_first = pl.int_range(pl.len()).over(*_LESSON, counts) == 0
    why = (
        pl.when(pl.col("export_rank") != first["export_rank"])
        .then(pl.lit(REPLACED))
        .when(pl.col("code").eq_missing(first["code"]))
        .then(pl.lit(SAME))
        .otherwise(pl.lit(OTHER))
    )
    return rows.sort(
        *_LESSON,
        pl.col("code").is_null(),
        "export_rank",
        "category",
        "code",
        "source_row",
        descending=[*[False] * (len(_LESSON) + 1), True, False, False, False],
        nulls_last=True,
    ).with_columns(set_aside=pl.when(counts & ~is_first).then(why).otherwise("set_aside"))


def lesson_marks(register: pl.DataFrame) -> pl.DataFrame:
    """LESSON_MARKS: the rows of `combine_lessons` that count, by pupil and time."""
    used = register.lazy().filter(pl.col("set_aside").is_null())
    return conform(used, LESSON_MARKS).collect()


def no_lesson_marks() -> pl.DataFrame:
    """LESSON_MARKS of a school that exports none."""
    return empty(LESSON_MARKS)


def lesson_findings(register: pl.DataFrame) -> pl.DataFrame:
    """FINDINGS: one row a file and reason for which rows do not count, with the first rows."""
    reasons = (
        register.lazy()
        .filter(pl.col("set_aside").is_not_null())
        .sort("source_file", "source_row")
        .group_by("source_file", "set_aside", maintain_order=True)
        .agg(pl.len().alias("number"), pl.col("source_row").head(_SHOWN))
        .collect()
    )
    rows = [_finding(*row) for row in reasons.rows()]
    found = pl.DataFrame(rows, schema=FINDINGS.columns | {"severity": pl.String}, orient="row")
    return found.with_columns(pl.col("severity").cast(SEVERITIES)).sort(
        "severity", "check", "source_file", "source_row"
    )


def _finding(
    file: str, reason: str, number: int, places: list[int]
) -> tuple[str, str, str, int, str]:
    severity, what = _FINDINGS[reason]
    told = "; ".join(_told(number, places))
    return severity, "lesson_row", file, places[0], f"A lesson's row {what}: {told}."


def _told(number: int, places: list[int]) -> Iterator[str]:
    rows = ", ".join(str(place) for place in places)
    more = f" and {number - len(places):,} more" if number > len(places) else ""
    yield f"{'row' if number == 1 else 'rows'} {rows}{more}, set aside"

"""The marks of all files made one register: one mark a pupil and session, the rest set aside.

Every row read keeps its place in the frame; `set_aside` says why it does not count, so that
rows in = marks counted + marks set aside can be shown file by file.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from lj_attendance.codes import classify
from lj_attendance.ingest.layouts import FileMarks
from lj_attendance.ingest.mark_texts import UNKNOWN
from lj_attendance.ingest.overlaps import REASONS, order_of_export, without_seconds
from lj_attendance.schema import SESSIONS


def combine(files: list[FileMarks], pupils: pl.DataFrame) -> pl.DataFrame:
    """All rows of all files with `pupil_id`, `source_file`, `export_rank` and a first `set_aside`.

    `pupils` maps `identity` to `pupil_id`. pupil_id and source_file are Enums in alphabetical
    order, so that sorting and grouping compare whole numbers.
    """
    ids = pl.Enum(pupils["pupil_id"].drop_nulls().unique().sort())
    places = pl.Enum(sorted({file.source.table.place for file in files}))
    ranks = order_of_export(files)
    mapping = pupils.lazy().select("identity", pl.col("pupil_id").cast(ids), "is_ambiguous")
    frames = [
        file.rows.lazy().with_columns(
            source_file=pl.lit(file.source.table.place, places), export_rank=pl.lit(rank, pl.UInt32)
        )
        for file, rank in zip(files, ranks, strict=True)
    ]
    return (
        pl.concat(frames)
        .join(mapping, on="identity", how="left")
        .drop("identity")
        .with_columns(set_aside=_cannot_be_placed())
        .drop("is_ambiguous")
        .collect()
    )


def _cannot_be_placed() -> pl.Expr:
    """Why a row says nothing of any pupil and session; null when it does."""
    return (
        pl.when(pl.col("is_ambiguous").fill_null(False))
        .then(pl.lit("name of several pupils"))
        .when(pl.col("pupil_id").is_null())
        .then(pl.lit("no pupil"))
        .when(pl.col("date").is_null())
        .then(pl.lit("no such date"))
        .when(pl.col("session").is_null())
        .then(pl.lit("no session"))
        .when(pl.col("code") == UNKNOWN)
        .then(pl.lit("unknown mark"))
        .cast(REASONS)
    )


def as_of_date(register: pl.DataFrame, today: date) -> date | None:
    """The latest day with a mark, on or before today; null when there is none."""
    marked = (
        pl.col("code").is_not_null() & (pl.col("code") != UNKNOWN) & pl.col("set_aside").is_null()
    )
    latest = register.lazy().filter(marked & (pl.col("date") <= today)).select(pl.col("date").max())
    found = latest.collect().item()
    return found if isinstance(found, date) else None


def why_none_counts(register: pl.DataFrame, today: date) -> pl.DataFrame:
    """Why the rows of a register without a mark on or before today do not count, commonest first.

    `reason`, `rows`, and the `source_file` and `source_row` of the first of them.
    """
    reason = (
        pl.when(pl.col("set_aside").is_not_null())
        .then(pl.col("set_aside").cast(pl.String))
        .when(pl.col("code").is_null())
        .then(pl.lit("no mark"))
        .when(pl.col("date") > today)
        .then(pl.lit("after today"))
    )
    return (
        register.sort("source_file", "source_row")
        .group_by(reason=reason, maintain_order=True)
        .agg(pl.len().alias("rows"), pl.col("source_file", "source_row").first())
        .sort("rows", descending=True, maintain_order=True)
    )


def resolve_marks(
    register: pl.DataFrame,
    roll: pl.DataFrame,
    away: pl.DataFrame,
    codes: pl.DataFrame,
    as_of: date,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The register classified, sorted, with every row that does not count set aside.

    `away` are the times between two spells on roll, as `between_spells` gives them. Adds the
    columns of `classify`. The second frame holds the marks of sessions that have several; see
    `without_seconds`.
    """
    later = pl.col("set_aside").is_null() & (pl.col("date") > as_of)
    known = register.lazy().with_columns(
        set_aside=pl.when(later)
        .then(pl.lit("after the as-of date", REASONS))
        .otherwise("set_aside")
    )
    enrolled = _between_spells(_outside_enrolment(known, roll, register), away, register)
    placed = enrolled.with_columns(order=_order()).collect()
    if not placed["order"].is_sorted():
        placed = placed.sort("order")
    return without_seconds(classify(placed.lazy(), codes).collect())


def _order() -> pl.Expr:
    """Pupil, date and session as one whole number; null for rows that have no place."""
    days = pl.col("date").to_physical().cast(pl.Int64)
    half = (pl.col("session") == "PM").cast(pl.Int64)
    place = pl.col("pupil_id").to_physical().cast(pl.Int64) * 2**40 + (days + 2**30) * 2 + half
    return pl.when(pl.col("set_aside").is_null()).then(place)


def _outside_enrolment(
    frame: pl.LazyFrame, roll: pl.DataFrame, register: pl.DataFrame
) -> pl.LazyFrame:
    dated = roll.filter(
        pl.col("on_roll_from").is_not_null() | pl.col("on_roll_until").is_not_null()
    )
    if dated.is_empty():
        return frame
    ids = register.schema["pupil_id"]
    spells = dated.lazy().select(pl.col("pupil_id").cast(ids), "on_roll_from", "on_roll_until")
    outside = (pl.col("date") < pl.col("on_roll_from")).fill_null(False) | (
        pl.col("date") > pl.col("on_roll_until")
    ).fill_null(False)
    return (
        frame.join(spells, on="pupil_id", how="left")
        .with_columns(
            set_aside=pl.when(pl.col("set_aside").is_null() & outside)
            .then(pl.lit("outside dates on roll"))
            .otherwise("set_aside")
            .cast(REASONS)
        )
        .drop("on_roll_from", "on_roll_until")
    )


def _between_spells(
    frame: pl.LazyFrame, away: pl.DataFrame, register: pl.DataFrame
) -> pl.LazyFrame:
    """Sets aside the marks of pupils who had left and not yet come back."""
    if away.is_empty():
        return frame
    days = (
        away.lazy()
        .select(
            pl.col("pupil_id").cast(register.schema["pupil_id"]),
            date=pl.date_ranges("away_from", "away_until"),
            is_away=pl.lit(True),
        )
        .explode("date")
    )
    is_away = pl.col("is_away").fill_null(False) & pl.col("set_aside").is_null()
    return (
        frame.join(days, on=["pupil_id", "date"], how="left")
        .with_columns(
            set_aside=pl.when(is_away)
            .then(pl.lit("outside dates on roll", REASONS))
            .otherwise("set_aside")
        )
        .drop("is_away")
    )


def counted(register: pl.DataFrame) -> pl.DataFrame:
    """The rows that count, in the columns of CLASSIFIED_MARKS, sorted by its key.

    `register` is `resolve_marks`: its rows that count are in the order of `_order`, pupils first.
    Polars is told so, and groups pupils by where they begin.
    """
    return register.filter(pl.col("set_aside").is_null()).select(
        pl.col("pupil_id").set_sorted(),
        "date",
        pl.col("session").cast(SESSIONS),
        "code",
        "category",
        "is_possible",
        "is_absent",
        "is_authorised",
        "minutes_late",
        "source_file",
        "source_row",
    )

"""The spells in which a pupil is on roll, and the days between two of them."""

from __future__ import annotations

from datetime import date

import polars as pl

AWAY = {"pupil_id": pl.String, "away_from": pl.Date, "away_until": pl.Date}


def spells(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a pupil and first day on roll: `pupil_id`, `on_roll_from`, `on_roll_until`.

    `rows` are those of all rolls, with `export`; of a spell that several rolls name, the latest
    tells when it ended. Null: no first, or no last, day is known.
    """
    spell = ["pupil_id", "on_roll_from"]
    left = pl.col("on_roll_until")
    of_pupils = rows.drop_nulls("pupil_id")
    if of_pupils["pupil_id"].n_unique() == of_pupils.height:
        return of_pupils.select(*spell, left)  # one row a pupil, as on most rolls
    return (
        of_pupils.filter(pl.col("export") == pl.col("export").max().over(spell))
        .group_by(spell, maintain_order=True)
        .agg(on_roll_until=pl.when(left.is_not_null().all()).then(left.max()))
    )


def whole_time(of_pupils: pl.DataFrame) -> pl.DataFrame:
    """One row a pupil of `spells`: on roll from the first day of all to the last."""
    came, left = pl.col("on_roll_from"), pl.col("on_roll_until")
    if of_pupils["pupil_id"].n_unique() == of_pupils.height:
        return of_pupils
    return of_pupils.group_by("pupil_id").agg(
        on_roll_from=pl.when(came.is_not_null().all()).then(came.min()),
        on_roll_until=pl.when(left.is_not_null().all()).then(left.max()),
    )


def between_spells(of_pupils: pl.DataFrame) -> pl.DataFrame:
    """One row a time away between two of `spells`: `pupil_id`, `away_from`, `away_until`.

    Both days are inclusive. Spells that touch or overlap are one.
    """
    several = of_pupils.filter(pl.len().over("pupil_id") > 1)
    if several.is_empty():
        return pl.DataFrame(schema=AWAY)
    reached = pl.col("on_roll_until").fill_null(date.max).cum_max().shift(1).over("pupil_id")
    return (
        several.sort("pupil_id", "on_roll_from", nulls_last=False)
        .with_columns(reached=reached, away_until=pl.col("on_roll_from").dt.offset_by("-1d"))
        .filter(pl.col("away_until") > pl.col("reached"))
        .select("pupil_id", pl.col("reached").dt.offset_by("1d").alias("away_from"), "away_until")
    )

"""Empty cells: unmarked, unless a register draws presence as an icon and leaves them empty."""

from __future__ import annotations

import polars as pl

from lj_attendance.errors import UnusableInput
from lj_attendance.ingest.mark_texts import UNKNOWN

_MANY = 50  # percent of the cells; attendance is about 90 % where empty means present


def is_blank() -> pl.Expr:
    """Whether a mark's cell is empty."""
    text = pl.col("mark_text").cast(pl.String)
    return text.is_null() | (text.str.strip_chars() == "")


def settle_blanks(rows: pl.DataFrame, place: str, blank_means: str | None) -> pl.DataFrame:
    """The rows of one file with empty cells read as they are meant.

    Raises UnusableInput when most are empty, none says present, and nobody has said what that
    means. `present` fills them up to the last day with a mark; weekends stay unmarked.
    """
    if blank_means == "unmarked":
        return rows
    if blank_means == "present":
        return _filled(rows)
    blanks = rows.filter(pl.col("code").is_null()).select(is_blank().sum()).item()
    if blanks * 100 > rows.height * _MANY and not {"/", "\\"} & set(rows["code"].unique()):
        raise UnusableInput(
            f"{blanks:,} of {rows.height:,} cells are empty, and none says present (/ or \\).",
            place,
            "If this register leaves the cell empty for a pupil who was present, say "
            "--blank-means present; if an empty cell has no mark, say --blank-means unmarked.",
        )
    return rows


def _filled(rows: pl.DataFrame) -> pl.DataFrame:
    last = rows.filter(pl.col("code") != UNKNOWN)["date"].max()
    present = pl.when(pl.col("session") == "AM").then(pl.lit("/")).otherwise(pl.lit("\\"))
    is_weekday = pl.col("date").dt.weekday() <= 5
    until = pl.col("date") <= pl.lit(last, pl.Date)  # days drawn in advance are empty too
    fill = is_blank() & is_weekday & until & pl.col("session").is_not_null()
    code = rows.schema["code"]
    return rows.with_columns(code=pl.when(fill).then(present.cast(code)).otherwise("code"))

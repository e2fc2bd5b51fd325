"""The attendance codes as they stand on a date."""

from __future__ import annotations

from datetime import date

import polars as pl

from lj_attendance.codes import ABSENT, POSSIBLE, code_periods
from lj_attendance.data import read_table
from lj_attendance.errors import UnusableInput


def codes_on(day: date, wanted: str | None = None) -> pl.DataFrame:
    """One row a code with its category on a day and whether it may be used then.

    With `wanted`, that code alone, in any case. Raises UnusableInput for an unknown one.
    """
    table = read_table("codes")
    order = table.select(pl.col("code").unique(maintain_order=True)).with_row_index("place")
    periods = code_periods(table.lazy()).filter(
        pl.lit(day).is_between("in_force_from", "in_force_until")
    )
    first, last = pl.lit(date.min), pl.lit(date.max)
    found = (
        periods.join(order.lazy(), on="code")
        .sort("place")
        .select(
            "code",
            "meaning",
            pl.col("category").cast(pl.String),
            "reason_group",
            status=pl.when("is_withdrawn")
            .then(pl.lit("withdrawn"))
            .when("is_not_yet_valid")
            .then(pl.lit("not yet in use"))
            .otherwise(pl.lit("in force")),
            in_force_from=pl.when(pl.col("in_force_from") != first).then("in_force_from"),
            in_force_until=pl.when(pl.col("in_force_until") != last).then("in_force_until"),
            is_possible=pl.col("category").is_in(POSSIBLE),
            is_absent=pl.col("category").is_in(ABSENT),
            is_authorised=pl.col("category") == "authorised",
            use_instead=pl.when(pl.col("is_withdrawn") | pl.col("is_not_yet_valid")).then(
                "use_instead"
            ),
            note="note",
        )
        .collect()
    )
    if wanted is None:
        return found
    one = found.filter(pl.col("code") == wanted.strip().upper())
    if one.is_empty():
        raise UnusableInput(
            f"'{wanted}' is not an attendance code.", "", "See them all with: lja codes"
        )
    return one

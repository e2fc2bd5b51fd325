"""What a return needs of the roll and the stages do not: date of birth and address."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from lj_attendance.ingest import recognise as kinds
from lj_attendance.ingest.identity import IDENTITIES, field_text, raw_identity, resolve
from lj_attendance.ingest.pupil_rows import names_no_pupil
from lj_attendance.ingest.recognise import Recognised
from lj_attendance.ingest.values import read_date, translate
from lj_attendance.workflows.reading import Reading


class RollDetails(NamedTuple):
    """As the last roll that tells it has it; null where none does."""

    date_of_birth: str | None  # ISO; as the roll has it where it is no date
    address: str | None  # with the postcode


def roll_details(reading: Reading) -> dict[str, RollDetails]:
    """Of each pupil of a roll, by pupil_id."""
    tables = [table for table in reading.tables if table.kind == kinds.ROLL]
    tables.sort(key=lambda t: (t.table.file.modified_ns, t.table.file.content, t.table.place))
    if not tables:
        return {}
    pupils = resolve(reading.identities, pl.DataFrame(schema=IDENTITIES))
    rows = (
        pl.concat(_details(table) for table in tables)
        .join(pupils.select("identity", "pupil_id"), on="identity", maintain_order="left")
        .drop_nulls("pupil_id")
        .group_by("pupil_id")
        .agg(pl.col("date_of_birth", "address").drop_nulls().last())
    )
    return {str(pupil_id): RollDetails(*rest) for pupil_id, *rest in rows.rows()}


def _details(source: Recognised) -> pl.DataFrame:
    """One row a row of a roll: `identity`, `date_of_birth`, `address`."""
    cells = source.table.cells.filter(~names_no_pupil(source.columns, source.table.headers))
    told = cells.select(
        raw_identity(source.columns),
        field_text(source.columns, "date_of_birth").alias("date_of_birth"),
        _address(source).alias("address"),
    )
    born = translate(told["date_of_birth"], lambda text: read_date(text, excel=True), pl.Date)
    as_told = pl.coalesce(born.dt.to_string("%Y-%m-%d"), told["date_of_birth"])
    return told.with_columns(as_told.alias("date_of_birth"))


def _address(source: Recognised) -> pl.Expr:
    lines = field_text(source.columns, "address").str.replace_all(r"\s*\n\s*", ", ")
    postcode = field_text(source.columns, "postcode")
    return pl.when(lines.is_not_null()).then(
        pl.concat_str(lines, postcode, separator=", ", ignore_nulls=True)
    )

"""Which rows of a table name a pupil: not its totals, repeated headers and lines of text."""

from __future__ import annotations

import polars as pl

from lj_attendance.ingest.identity import IDENTITIES, field_text, identity_columns
from lj_attendance.ingest.recognise import Recognised

_SUM = (
    r"(?i)^(grand )?(totals?|sub-?totals?|average|mean|count|percentages?|overall|summary|sum|%)"
    r"\b[^,]*$"
)
_WORDS = r"(?i)[a-z]{2,}\s+\S|\S\s+[a-z]{2,}|^\(c\)"  # no ID and no UPN is in words
_NO_DIGIT = r"^\D+$"
_NUMBER = r"^\d+([.,]\d+)*\s*%?$"


def names_no_pupil(columns: dict[str, list[str]], headers: tuple[str, ...]) -> pl.Expr:
    """Whether a row repeats the header, sums others, or is a line of text below the table.

    A word such as Total is a sum only where nothing else names a pupil: it may be a surname. A
    line of text is several words in place of an ID or UPN, and nothing else in the row.
    """
    fields = ("pupil_id", "upn", "name", "surname")
    places = [place for name in fields for place in columns.get(name, [])]
    repeated = [
        pl.col(place).eq_missing(pl.lit(headers[int(place)])) for place in places if headers
    ]
    arbor_id, upn = field_text(columns, "pupil_id"), field_text(columns, "upn")
    is_sum = [text.str.contains(_SUM).fill_null(False) for text in (arbor_id, upn)]
    alone = arbor_id.is_null() & upn.is_null() & field_text(columns, "forename").is_null()
    is_sum += [
        alone & field_text(columns, name).str.contains(_SUM).fill_null(False)
        for name in ("name", "surname")
    ]
    filled = pl.sum_horizontal(pl.col(r"^\d+$").is_not_null())
    words = [(filled == 1) & text.str.contains(_WORDS).fill_null(False) for text in (arbor_id, upn)]
    return pl.any_horizontal(*is_sum, *words, *repeated)


def distinct_identities(source: Recognised, rows: pl.DataFrame) -> pl.DataFrame:
    """One row an identity with what its cells say of the pupil, and the last date it has.

    `rows` are the table's marks, with `identity`, `date` and `source_row`. Rows that name no
    pupil, such as totals, have nulls.
    """
    cells, columns = source.table.cells, source.columns
    seen = rows.group_by("identity").agg(pl.col("source_row").min(), pl.col("date").max())
    places = cells["source_row"].search_sorted(seen["source_row"])  # rows stand in their order
    firsts = cells[places].with_columns(seen["identity"], seen["date"])
    found = firsts.select(
        "identity",
        "date",
        "source_row",
        names_no_pupil(columns, source.table.headers).alias("no_pupil"),
        *identity_columns(columns),
    )
    totals = _totals(firsts, found, source)
    names_one = ~(pl.col("no_pupil") | pl.col("identity").is_in(totals.implode()))
    return found.select(
        "identity",
        "date",
        "source_row",
        *(pl.when(names_one).then(name).alias(name) for name in IDENTITIES if name != "identity"),
    )


def _totals(cells: pl.DataFrame, said: pl.DataFrame, source: Recognised) -> pl.Series:
    """The identities of a wide register's rows such as `Present,,26,25`: counts below a word.

    The word stands alone in place of an ID or UPN and has no digit, and every session's cell
    holds a number that is no mark by the mapping.
    """
    word = pl.coalesce("arbor_id", "upn").str.contains(_NO_DIGIT)
    unnamed = pl.col("surname").is_null() & pl.col("forename").is_null()
    only_one = pl.col("arbor_id").is_null() | pl.col("upn").is_null()
    below_words = said.filter(word & unnamed & only_one)["identity"] if source.days else None
    if below_words is None or below_words.is_empty():
        return pl.Series("identity", [], said.schema["identity"])
    marks = pl.lit(pl.Series([*source.mapping.marks], dtype=pl.String).implode())
    texts = [pl.col(place).fill_null("").str.strip_chars() for place in source.days]
    numbers = [text.str.contains(_NUMBER) & ~text.is_in(marks) for text in texts]
    blanks = [text == "" for text in texts]
    none_is_a_mark = [blank | number for blank, number in zip(blanks, numbers, strict=True)]
    rows = cells.filter(pl.col("identity").is_in(below_words.implode()))
    return rows.filter(*none_is_a_mark, pl.any_horizontal(numbers))["identity"]

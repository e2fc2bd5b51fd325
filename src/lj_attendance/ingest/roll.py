"""The roll: one row a pupil, folded from the rows of custom reports, in ROLL's columns."""

from __future__ import annotations

import polars as pl

from lj_attendance.ingest.identity import IDENTITIES, identity_columns, raw_identity
from lj_attendance.ingest.pupil_rows import names_no_pupil
from lj_attendance.ingest.recognise import Recognised
from lj_attendance.ingest.spells import whole_time
from lj_attendance.ingest.values import read_date, tidy, translate
from lj_attendance.schema import ROLL

_DATES = ("on_roll_from", "on_roll_until")
_TEXTS = ("sex", "ethnicity", "sen_status", "in_care", "child_protection")
_FLAGS = ("fsm", "pupil_premium", "young_carer", "eal")
_YES = {"yes", "y", "true", "1", "1.0", "t"}
_NO = {"no", "n", "false", "0", "0.0", "f", ""}
_SEN = {
    "n": "None",
    "no": "None",
    "none": "None",
    "no specified special educational need": "None",
    "no special educational need": "None",
    "k": "SEN support",
    "sen support": "SEN support",
    "yes": "SEN support",
    "e": "EHCP",
    "ehcp": "EHCP",
    "ehc plan": "EHCP",
    "education, health and care plan": "EHCP",
    "education health and care plan": "EHCP",
}
_SEXES = {
    "m": "Male",
    "male": "Male",
    "boy": "Male",
    "f": "Female",
    "female": "Female",
    "girl": "Female",
}

_TOLD = [name for name in IDENTITIES if name not in ("identity", "arbor_id")]
_FOLDED_APART = {
    *_DATES, *_FLAGS, "pupil_id", "identity", "date_faults", "export", "source_file", "source_row",
}  # fmt: skip
OWN_COLUMN = "own: "
"""Before the header of a column of the roll that only this school has."""


def read_flag(text: str | None) -> str | None:
    """`Yes` or `No`; a status in words is `Yes`; a blank cell is `No`."""
    plain = tidy(text or "").casefold()
    return "Yes" if plain in _YES else "No" if plain in _NO else "Yes"


def read_sen(text: str | None) -> str | None:
    """`None`, `SEN support` or `EHCP`; another status stays as it is; null when blank."""
    return _SEN.get(tidy(text or "").casefold(), tidy(text or "") or None)


def read_sex(text: str | None) -> str | None:
    """`Male` or `Female`, or what the roll says; null when blank."""
    return _SEXES.get(tidy(text or "").casefold(), tidy(text or "") or None)


def read_roll(source: Recognised) -> pl.DataFrame:
    """One row a row of the report: IDENTITIES' columns, ROLL's, and the school's own as `own: ...`.

    `date_faults` counts the dates on roll that cannot be read.
    """
    cells = source.table.cells.filter(~names_no_pupil(source.columns, source.table.headers))
    cells = cells.with_columns(raw_identity(source.columns))
    frame = cells.select("source_row", "identity", *identity_columns(source.columns))
    columns = {name: _cell(cells, source, name) for name in (*_DATES, *_TEXTS, *_FLAGS)}
    known = {name for name, texts in columns.items() if texts is not None}
    readers = {"sen_status": read_sen, "sex": read_sex} | dict.fromkeys(_FLAGS, read_flag)
    read_day = (
        source.mapping.read_date
        if source.mapping.date_format
        else (lambda text: read_date(text, excel=True))
    )
    for name, texts in columns.items():
        if texts is None:
            frame = frame.with_columns(pl.lit(None, ROLL.columns[name]).alias(name))
        elif name in _DATES:
            frame = frame.with_columns(translate(texts, read_day, pl.Date).alias(name))
        else:
            reader = readers.get(name, lambda text: tidy(text or "") or None)
            frame = frame.with_columns(translate(texts, reader, pl.String).alias(name))
    bad_days = [_unread(columns[name], frame[name]) for name in _DATES if name in known]
    return frame.with_columns(
        *_own_columns(cells, source),
        date_faults=pl.sum_horizontal(bad_days) if bad_days else pl.lit(0),
        source_file=pl.lit(source.table.place),
    )


def _cell(cells: pl.DataFrame, source: Recognised, field: str) -> pl.Series | None:
    places = source.columns.get(field)
    return cells[places[0]] if places else None


def _unread(texts: pl.Series | None, days: pl.Series) -> pl.Series:
    assert texts is not None
    return (days.is_null() & (texts.fill_null("").str.strip_chars() != "")).cast(pl.Int32)


def _own_columns(cells: pl.DataFrame, source: Recognised) -> list[pl.Series]:
    """Columns without a field of ours, and house, under the school's own headers."""
    own: dict[str, str] = {}
    for place, header in enumerate(source.table.fields()):
        if header.text.strip() and header.field in (None, "house"):
            own.setdefault(OWN_COLUMN + header.text.strip(), str(place))
    return [cells[place].str.strip_chars().alias(name) for name, place in own.items()]


def fold_roll(rows: pl.DataFrame, of_pupils: pl.DataFrame) -> pl.DataFrame:
    """One row a pupil from the rows of all rolls: the last file's word, and any `Yes`.

    `rows` are `in_order`, `of_pupils` their `spells`. Of rows of one roll that disagree, the last
    to come on roll, then the last in the alphabet; `disagreements` counts the fields in which
    they do. Who left and came back is on roll from the first day to the last; see
    `between_spells` for the time away.
    """
    plain = [name for name in rows.columns if name not in _FOLDED_APART]
    latest = pl.col("export") == pl.col("export").max()
    differing = [pl.col(name).filter(latest).drop_nulls().n_unique() > 1 for name in _TOLD]
    return (
        rows.drop_nulls("pupil_id")
        .group_by("pupil_id", maintain_order=True)
        .agg(
            *(pl.col(name).drop_nulls().last() for name in plain),
            *(pl.col(name).max() for name in _FLAGS),  # "Yes" sorts after "No"
            date_faults=pl.col("date_faults").sum(),
            disagreements=pl.sum_horizontal(differing),
            source_file=pl.col("source_file").last(),
            source_row=pl.col("source_row").last(),
        )
        .join(whole_time(of_pupils), on="pupil_id", how="left", maintain_order="left")
        .with_columns(_none_when_blank(), is_on_roll=pl.lit(True))
    )


def in_order(rolls: list[pl.DataFrame], pupils: pl.DataFrame) -> pl.DataFrame:
    """The rows of all rolls with `pupil_id` and `export`, the one to believe last.

    `rolls` are `read_roll` frames in the order of their export, earliest first; `pupils` maps
    `identity` to `pupil_id`.
    """
    ranked = [roll.with_columns(export=pl.lit(rank)) for rank, roll in enumerate(rolls)]
    return (
        pl.concat(ranked, how="diagonal")
        .join(pupils.select("identity", "pupil_id"), on="identity", how="left")
        .sort("export", "on_roll_from", *_TOLD, nulls_last=False, maintain_order=True)
    )


def _none_when_blank() -> pl.Expr:
    """A blank SEN status is none, where the roll has the column at all."""
    status = pl.col("sen_status")
    return pl.when(status.is_not_null().any()).then(status.fill_null("None")).otherwise(status)


def with_unlisted(roll: pl.DataFrame, identities: pl.DataFrame) -> pl.DataFrame:
    """The roll, and one row for each pupil known from marks alone, sorted by pupil_id.

    `identities` has IDENTITIES' columns with `pupil_id` and `date`; what the marks files say
    of a pupil fills what the roll leaves empty, the latest date's first.
    """
    said = [name for name in IDENTITIES if name not in ("identity", "arbor_id")]
    said += ["source_file", "source_row"]
    from_marks = (
        identities.drop_nulls("pupil_id")
        .sort("date", *said, nulls_last=False)
        .group_by("pupil_id", maintain_order=True)
        .agg(pl.col(name).drop_nulls().last() for name in said)
    )
    both = roll.join(from_marks, on="pupil_id", how="full", coalesce=True, suffix="_said")
    filled = [pl.coalesce(name, f"{name}_said").alias(name) for name in said]
    return (
        both.with_columns(*filled, pl.col("is_on_roll").fill_null(False))
        .drop(f"{name}_said" for name in said)
        .sort("pupil_id")
    )


def empty_roll() -> pl.DataFrame:
    """A roll without pupils, for schools that export marks alone."""
    return pl.DataFrame(schema=ROLL.columns)

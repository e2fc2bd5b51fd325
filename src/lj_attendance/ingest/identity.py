"""Who a row is about: identity columns made plain, and one pupil_id for each pupil.

Arbor's Student ID decides; else the UPN; else the name, where only one pupil has it.
"""

from __future__ import annotations

from functools import reduce

import polars as pl

FIELDS = ("pupil_id", "upn", "name", "surname", "forename", "year_group", "registration_group")
"""The columns that tell who a row is about."""

IDENTITIES = {
    "identity": pl.UInt64,
    "arbor_id": pl.String,
    "upn": pl.String,
    "surname": pl.String,
    "forename": pl.String,
    "year_group": pl.String,
    "registration_group": pl.String,
}


def field_text(columns: dict[str, list[str]], field: str) -> pl.Expr:
    """The field's cell as tidy text; null where it is blank or the table has no such column."""
    places = columns.get(field, [])
    if not places:
        return pl.lit(None, pl.String)
    texts = [pl.col(place).str.strip_chars(" \u00a0\t\r\n") for place in places]
    return pl.coalesce(pl.when(text != "").then(text) for text in texts)


def identity_columns(columns: dict[str, list[str]]) -> list[pl.Expr]:
    """Expressions for the identity of a table's rows, from its field columns.

    Gives arbor_id, upn, surname, forename, year_group and registration_group as tidy text.
    """
    name = field_text(columns, "name").str.replace_all(r"\s+", " ")
    comma = name.str.contains(",", literal=True)
    surname = (
        pl.when(comma).then(name.str.extract(r"^([^,]*)")).otherwise(name.str.extract(r"(\S+)$"))
    )
    forename = (
        pl.when(comma)
        .then(name.str.extract(r",\s*(.*)$"))
        .otherwise(name.str.extract(r"^(.*)\s\S+$"))
    )
    year = field_text(columns, "year_group")
    return [
        field_text(columns, "pupil_id").str.replace(r"\.0+$", "").alias("arbor_id"),
        field_text(columns, "upn").str.to_uppercase().str.replace_all(r"\s", "").alias("upn"),
        pl.coalesce(field_text(columns, "surname"), surname.str.strip_chars()).alias("surname"),
        pl.coalesce(field_text(columns, "forename"), forename.str.strip_chars()).alias("forename"),
        pl.coalesce(
            year.str.extract(r"(?i)^(?:nc )?y(?:ea)?r?\s*0*(\d+)$"),
            year.str.extract(r"^0*(\d+)(?:\.0)?$"),
            year,
        ).alias("year_group"),
        field_text(columns, "registration_group").alias("registration_group"),
    ]


def name_key() -> pl.Expr:
    """A name for comparing: its words in alphabetical order, case, spaces and quote marks aside.

    So `van der Berg, Zoë` and `zoë van der berg` are one; where that makes two pupils one, the
    name is ambiguous, and nothing is joined by it.
    """
    full = pl.concat_str(pl.col("surname"), pl.col("forename").fill_null(""), separator=" ")
    plain = (
        full.str.normalize("NFKC").str.to_lowercase().str.replace_all("[\u2018\u2019`\u00b4]", "'")
    )
    words = (
        plain.str.strip_chars().str.split(" ").list.eval(pl.element().filter(pl.element() != ""))
    )
    return words.list.sort().list.join(" ")


def raw_identity(columns: dict[str, list[str]]) -> pl.Expr:
    """A number for each distinct content of a table's identity cells, whatever their order.

    Each field has seeds of its own: pupil 8 of Year 7 is not pupil 7 of Year 8 of another file.
    """
    parts = [
        pl.col(place).hash(1000 * number + seed)
        for number, field in enumerate(FIELDS)
        for seed, place in enumerate(columns.get(field, []))
    ]
    return reduce(lambda one, other: one ^ other, parts).alias("identity")


def resolve(roll: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """The pupil behind each identity: `identity`, `pupil_id`, `is_ambiguous`.

    Both frames have IDENTITIES' columns. A UPN or a name finds the Arbor ID that any file gives
    it. A name that several pupils share, with nothing else, finds none and is ambiguous; a row
    that names no pupil at all finds none either.
    """
    everyone = pl.concat([roll.lazy().select(*IDENTITIES), marks.lazy().select(*IDENTITIES)])
    if not (roll["arbor_id"].null_count() or marks["arbor_id"].null_count()):
        alone = everyone.group_by("identity").agg(pupil_id=pl.col("arbor_id").min())
        return alone.with_columns(is_ambiguous=pl.lit(False)).collect()  # nobody to look up
    both = everyone.drop_nulls(["arbor_id", "upn"])
    id_of_upn = _only_one(both, ["upn"], "arbor_id", "id_of_upn")
    known = everyone.join(id_of_upn, on="upn", how="left").with_columns(
        arbor_id=pl.coalesce("arbor_id", "id_of_upn"), name=name_key()
    )
    known = known.join(_id_of_upn_by_name(known), on="upn", how="left").with_columns(
        known_id=pl.coalesce("arbor_id", "id_by_name", "upn")
    )
    return _by_name(known, known.drop_nulls(["known_id", "name"])).collect()


def _by_name(known: pl.LazyFrame, named: pl.LazyFrame) -> pl.LazyFrame:
    """`resolve` for rows without an ID or UPN, through the names of those that have one."""
    form = ["name", "registration_group"]
    of_form = _only_one(named.drop_nulls(form), form, "known_id", "id_of_form")
    return (
        known.join(of_form, on=form, how="left")
        .join(_only_one(named, ["name"], "known_id", "id_of_name"), on="name", how="left")
        .join(named.select("name").unique().with_columns(is_borne=True), on="name", how="left")
        .join(_forms_of_nameless(known), on="name", how="left")
        .with_columns(
            found=pl.coalesce("known_id", "id_of_form", "id_of_name"),
            own_name=_own_name()
            .min()
            .over("name", pl.when(pl.col("forms") > 1).then("registration_group")),
        )
        .with_columns(is_ambiguous=pl.col("found").is_null() & pl.col("is_borne").fill_null(False))
        .with_columns(
            pupil_id=pl.when(~pl.col("is_ambiguous")).then(pl.coalesce("found", "own_name"))
        )
        .group_by("identity")
        .agg(pl.col("pupil_id").min(), pl.col("is_ambiguous").any())
    )


def _id_of_upn_by_name(known: pl.LazyFrame) -> pl.LazyFrame:
    """The Arbor ID of a UPN that no file gives beside one, through a name that is borne once.

    Only where one pupil of that name has a UPN alone and one an Arbor ID without a UPN.
    """
    with_upn = known.filter(pl.col("arbor_id").is_not_null() & pl.col("upn").is_not_null())
    bare = known.filter(pl.col("arbor_id").is_null()).drop_nulls(["upn", "name"])
    of_ids = _only_one(known.drop_nulls(["arbor_id", "name"]), ["name"], "arbor_id", "id_by_name")
    of_upns = _only_one(bare, ["name"], "upn", "upn_by_name")
    return (
        of_ids.join(with_upn.select(id_by_name="arbor_id"), on="id_by_name", how="anti")
        .join(of_upns, on="name", how="inner")
        .select("id_by_name", upn="upn_by_name")
    )


def _forms_of_nameless(known: pl.LazyFrame) -> pl.LazyFrame:
    """How many registration groups a name without any ID or UPN is seen in."""
    nameless = known.filter(pl.col("known_id").is_null()).drop_nulls("name")
    return nameless.group_by("name").agg(forms=pl.col("registration_group").n_unique())


def _own_name() -> pl.Expr:
    """The name as an identity of its own, with the registration group where several bear it."""
    plain = pl.concat_str(
        "surname", pl.col("forename").fill_null(""), separator=", "
    ).str.strip_chars(", ")
    form = pl.col("registration_group").fill_null("no registration group")
    return pl.when(pl.col("forms") > 1).then(pl.format("{} ({})", plain, form)).otherwise(plain)


def _only_one(frame: pl.LazyFrame, by: list[str], value: str, alias: str) -> pl.LazyFrame:
    """`value` as `alias` for the groups in which there is only one."""
    groups = frame.group_by(by).agg(
        pl.col(value).min().alias(alias), values=pl.col(value).n_unique()
    )
    return groups.filter(pl.col("values") == 1).drop("values")

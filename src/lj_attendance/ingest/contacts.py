"""Contacts: one row a pupil and contact, from either shape of export, in CONTACTS' columns."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from lj_attendance.ingest.contact_columns import ContactColumns, contact_columns
from lj_attendance.ingest.identity import IDENTITIES, field_text, identity_columns, raw_identity
from lj_attendance.ingest.pupil_rows import names_no_pupil
from lj_attendance.ingest.recognise import Recognised
from lj_attendance.schema import CONTACTS, conform, empty

_YES, _NO = ["yes", "y", "true", "1", "1.0", "t"], ["no", "n", "false", "0", "0.0", "f"]
_NO_NOTE = [*_NO, "none", "n/a", "-", "nil"]
_POSTCODE = r"(?i)\b([a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2})\s*$"
_OWN = [name for name in CONTACTS.columns if name not in ("pupil_id", "source_file", "source_row")]


def read_contacts(source: Recognised) -> pl.DataFrame:
    """One row a pupil and contact, in the order of the file: IDENTITIES' columns and CONTACTS'.

    Without `pupil_id`, which `join_contacts` finds. Where guardians have columns of their own, a
    pupil with one guardian leaves those of the second empty.
    """
    cells = source.table.cells.filter(~names_no_pupil(source.columns, source.table.headers))
    cells = cells.with_columns(raw_identity(source.columns), source_file=pl.lit(source.table.place))
    parts = [
        cells.select(
            *("source_row", "source_file", "identity"),
            *identity_columns(source.columns),
            *_contact(columns, source.table.headers),
            number=pl.lit(columns.number),
        )
        for columns in contact_columns(source)
    ]
    says_anything = pl.any_horizontal(pl.col("name", "address", "telephone", "email").is_not_null())
    return (
        pl.concat(_with_blank_flags(part) for part in parts)
        .filter(says_anything)
        .sort("source_row", "number", maintain_order=True)
        .select(*IDENTITIES, *_OWN, "source_file", "source_row")
    )


def join_contacts(frames: Sequence[pl.DataFrame], pupils: pl.DataFrame) -> pl.DataFrame:
    """CONTACTS: `read_contacts` frames in the order of their export, with the pupil of each row.

    `pupils` maps `identity` to `pupil_id`. The last export that names a pupil holds for them:
    a contact that it no longer has is gone. The same contact twice is one.
    """
    if not frames:
        return empty(CONTACTS)
    pairs = pupils.select("identity", pl.col("pupil_id").cast(pl.String))
    rows = (
        pl.concat(frame.with_columns(export=pl.lit(rank)) for rank, frame in enumerate(frames))
        .join(pairs, on="identity", how="left", maintain_order="left")
        .drop_nulls("pupil_id")
        .filter(pl.col("export") == pl.col("export").max().over("pupil_id"))
        .unique(["pupil_id", *_OWN], keep="first", maintain_order=True)
    )
    return conform(rows.lazy(), CONTACTS).collect()


def _contact(columns: ContactColumns, headers: tuple[str, ...]) -> list[pl.Expr]:
    """Expressions for CONTACTS' own columns; a flag is null where its cell is blank."""
    texts = {name: field_text(columns.fields, name) for name in _TEXTS}
    name = _name(columns)
    primary = _flag(texts["primary_guardian"])
    its_name = pl.when(primary.is_null()).then(texts["primary_guardian"])
    if columns.has_name():  # the column may name the primary guardian in place of a yes
        primary = primary.fill_null(_plain(its_name) == _plain(name))
    else:
        name, primary = its_name, primary.fill_null(pl.when(its_name.is_not_null()).then(True))
    correspondence = _flag(texts["correspondence"])
    its_address = pl.when(correspondence.is_null()).then(texts["correspondence"])
    whole = _one_line(pl.coalesce(its_address, texts["address"], _lines(columns)))
    postcode = pl.coalesce(texts["postcode"], whole.str.extract(_POSTCODE))
    priority = texts["contact_priority"].str.extract(r"(\d+)").cast(pl.Int32, strict=False)
    found = {
        "name": name,
        "salutation": texts["salutation"],
        "relationship": texts["relationship"],
        "has_parental_responsibility": _flag(texts["legal_guardian"], words=True),
        "is_primary": primary,
        "priority": priority.fill_null(pl.lit(columns.number or None, pl.Int32)),
        "is_correspondence_address": correspondence.fill_null(
            pl.when(its_address.is_not_null()).then(True)
        ),
        "address": whole.str.replace(_POSTCODE, "").str.strip_chars(" ,"),
        "postcode": postcode.str.to_uppercase().str.replace_all(r"\s+", " "),
        "email": texts["email"],
        "telephone": texts["telephone"],
        "is_unsubscribed": _flag(texts["unsubscribed"], words=True),
        "access_notes": _notes(columns, headers),
    }
    return [found[own].alias(own) for own in _OWN]


_TEXTS = (
    "primary_guardian", "correspondence", "address", "postcode", "contact_priority", "salutation",
    "relationship", "legal_guardian", "email", "telephone", "unsubscribed",
)  # fmt: skip
_FLAGS = (
    "has_parental_responsibility", "is_primary", "is_correspondence_address", "is_unsubscribed",
)  # fmt: skip


def _with_blank_flags(part: pl.DataFrame) -> pl.DataFrame:
    """A blank flag is no, where the column says anything at all; else the export does not say."""
    return part.with_columns(
        pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).fill_null(False)).alias(name)
        for name in _FLAGS
    )


def _flag(text: pl.Expr, *, words: bool = False) -> pl.Expr:
    """Yes or no; null where blank, and for other words, unless any `words` mean yes."""
    plain = text.str.to_lowercase()
    said = pl.when(plain.is_in(_YES)).then(True).when(plain.is_in(_NO)).then(False)
    return said.when(text.is_not_null()).then(True) if words else said.otherwise(None)


def _name(columns: ContactColumns) -> pl.Expr:
    """The contact's name as it is spoken: title, forename, surname."""
    whole = _one_line(field_text(columns.fields, "guardian"), " ")
    turned = whole.str.replace(r"^([^,]+),\s*([^,]+)$", "$2 $1")
    parts = ("contact_title", "contact_forename", "contact_surname")
    texts = [field_text(columns.fields, part) for part in parts]
    spoken = pl.concat_str(texts, separator=" ", ignore_nulls=True)
    return pl.coalesce(turned, pl.when(spoken != "").then(spoken))


def _lines(columns: ContactColumns) -> pl.Expr:
    """An address whose lines stand in columns of their own."""
    places = sorted(columns.fields.get("address_line", []), key=int)
    if not places:
        return pl.lit(None, pl.String)
    texts = [field_text({"line": [place]}, "line") for place in places]
    joined = pl.concat_str(texts, separator=", ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def _one_line(text: pl.Expr, separator: str = ", ") -> pl.Expr:
    """Line breaks made into commas, spaces of any kind into one plain space."""
    joined = text.str.replace_all(r"\s*,?\s*[\r\n]+\s*", separator)
    return joined.str.replace_all(r"[\s\u00a0]+", " ")


def _notes(columns: ContactColumns, headers: tuple[str, ...]) -> pl.Expr:
    """Access notes, and flags such as Court Order: a yes makes a note of its header."""
    notes = []
    for place in columns.fields.get("access_notes", []):
        text = field_text({"note": [place]}, "note")
        plain = text.str.to_lowercase()
        flag = pl.when(plain.is_in(_YES)).then(pl.lit(headers[int(place)].strip()))
        notes.append(flag.when(~plain.is_in(_NO_NOTE)).then(text))
    if not notes:
        return pl.lit(None, pl.String)
    joined = pl.concat_str(notes, separator="; ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def _plain(text: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().str.replace_all(r"\W+", " ").str.strip_chars()

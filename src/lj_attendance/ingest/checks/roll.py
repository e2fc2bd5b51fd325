"""Checks of the roll, and of the roll against the marks."""

from __future__ import annotations

import re

import polars as pl

from lj_attendance.ingest.checks.evidence import (
    Evidence,
    finding,
    first_place,
    no_findings,
    placed,
    plural,
)
from lj_attendance.ingest.values import translate

_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # 23; I, O and S are left out
_FIRST_WEIGHT = 2
_NO_PERSON = (
    r"^(test|dummy|example|sample|fake)\d* +(test|dummy|pupil|student|child|user|account)\d*$"
)


def upn_fault(text: str | None) -> str | None:
    """What is wrong with a Unique Pupil Number; null when nothing is.

    A letter, 11 digits, and a digit, or a letter in a temporary number; the first letter is the
    sum of the others by weights 2 to 13, modulo 23. Source: DfE, Unique pupil numbers guide.
    """
    if not text or not re.fullmatch(r"[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]", text):
        return "a UPN is a letter and 12 digits (the last may be a letter), and this is not"
    values = [int(c) if c.isdigit() else _CHECK_LETTERS.index(c) for c in text[1:]]
    total = sum(value * weight for weight, value in enumerate(values, start=_FIRST_WEIGHT))
    if _CHECK_LETTERS[total % len(_CHECK_LETTERS)] == text[0]:
        return None
    return "its first letter, the check letter, does not fit the rest: a character is mistyped"


def pupil_without_marks(evidence: Evidence) -> pl.LazyFrame:
    """A pupil on the roll on the as-of date without a single row of marks."""
    if not evidence.has_roll:
        return no_findings()
    seen = (
        evidence.register.lazy()
        .select("pupil_id")
        .unique()
        .with_columns(pl.col("pupil_id").cast(pl.String))
    )
    on_roll = evidence.roll.lazy().filter(evidence.is_on_roll_now())
    rows = on_roll.join(seen, on="pupil_id", how="anti")
    return finding(
        rows, "warning", pl.lit("This pupil is on the roll and has no marks in any file.")
    )


def pupil_not_on_roll(evidence: Evidence) -> pl.LazyFrame:
    """A pupil with marks whom no roll names."""
    if not evidence.has_roll:
        return no_findings()
    ids, files = evidence.register.schema["pupil_id"], evidence.register.schema["source_file"]
    strangers = (
        evidence.roll.lazy().filter(~pl.col("is_on_roll")).select(pl.col("pupil_id").cast(ids))
    )
    rows = (
        evidence.register.lazy()
        .join(strangers, on="pupil_id", how="semi")
        .group_by("pupil_id")
        .agg(place=first_place(), marks=pl.col("set_aside").is_null().sum())
    )
    message = pl.format(
        "The pupil of this row is on no roll that was read; {} counted.",
        plural("marks", "mark is", "marks are"),
    )
    return finding(placed(rows, files), "warning", message)


def same_name(evidence: Evidence) -> pl.LazyFrame:
    """Two pupils of the same name: a letter or a call for one can reach the other's family."""
    name = pl.concat_str("surname", "forename", separator=", ").str.to_lowercase()
    rows = evidence.roll.lazy().with_columns(name=name).filter(
        pl.col("name").is_not_null() & (pl.len().over("name") > 1)
    )  # fmt: skip
    others = pl.col("source_row").sort().cast(pl.String).str.join(", ").over("name")
    return finding(
        rows,
        "notice",
        pl.format(
            "Several pupils have this name (rows {}); tell them apart by Arbor Student ID.", others
        ),
    )


def test_pupil(evidence: Evidence) -> pl.LazyFrame:
    """A pupil whose names say that there is no such pupil, such as `Test, Pupil`."""
    name = pl.concat_str("surname", "forename", separator=" ").str.to_lowercase()
    rows = evidence.roll.lazy().filter(name.str.contains(_NO_PERSON).fill_null(False))
    message = pl.lit("By its name this row is a test pupil; its marks are counted all the same.")
    return finding(rows, "warning", message)


def invalid_upn(evidence: Evidence) -> pl.LazyFrame:
    """A UPN of the wrong form or with the wrong check letter."""
    upns = evidence.roll.filter(pl.col("upn").is_not_null())
    wrong = upns.with_columns(fault=translate(upns["upn"], upn_fault, pl.String))
    message = pl.format("The UPN of this row is invalid: {}.", pl.col("fault"))
    return finding(wrong.lazy().drop_nulls("fault"), "warning", message)


def unreadable_roll_date(evidence: Evidence) -> pl.LazyFrame:
    """A date on roll that cannot be read, so that marks cannot be checked against it."""
    if "date_faults" not in evidence.roll.columns:
        return no_findings()
    rows = evidence.roll.lazy().filter(pl.col("date_faults") > 0)
    return finding(
        rows, "error", pl.lit("A date on roll of this row is not a date; it is left out.")
    )


def roll_rows_disagree(evidence: Evidence) -> pl.LazyFrame:
    """Rows of one pupil on one roll that name different years, groups or names."""
    if "disagreements" not in evidence.roll.columns:
        return no_findings()
    rows = evidence.roll.lazy().filter(pl.col("disagreements") > 0)
    message = pl.lit(
        "The roll has several rows for this pupil that disagree on the name, UPN, year or "
        "registration group; the row last to come on roll is used."
    )
    return finding(rows, "warning", message)


def shared_upn(evidence: Evidence) -> pl.LazyFrame:
    """One UPN on two pupils: marks known by it may be joined to the wrong one."""
    rows = evidence.roll.lazy().filter(pl.col("upn").is_not_null() & (pl.len().over("upn") > 1))
    return finding(rows, "error", pl.lit("Another pupil has the UPN of this row too."))


def leaves_before_start(evidence: Evidence) -> pl.LazyFrame:
    """A leaving date before the first day on roll: every mark is outside such dates."""
    rows = evidence.roll.lazy().filter(pl.col("on_roll_until") < pl.col("on_roll_from"))
    return finding(rows, "error", pl.lit("The leaving date of this row is before its start date."))

"""Checks of days: sessions without marks, days nobody was at school, reasons still missing."""

from __future__ import annotations

import polars as pl

from lj_attendance.ingest.checks.evidence import (
    Evidence,
    day_text,
    finding,
    first_rows,
    no_findings,
    plural,
    when_text,
)
from lj_attendance.school_year import school_days, week_of

_SATURDAY = 6
_FEW_PUPILS = 20  # fewer say nothing about how many are usual on a day
_SMALL_GROUP = 5  # a group this small can be away together


def unmarked(evidence: Evidence) -> pl.LazyFrame:
    """Sessions without a mark, by file and session: neither present nor absent."""
    rows = (
        evidence.kept()
        .filter(pl.col("code").is_null())
        .group_by("source_file", "date", "session")
        .agg(pl.len().alias("pupils"), first_rows().alias("rows"), pl.col("source_row").min())
    )
    message = pl.format("{} no mark on {} ({}).", _has(), when_text(), pl.col("rows"))
    return finding(rows, "warning", message)


def _has() -> pl.Expr:
    return pl.when(pl.col("pupils") == 1).then(pl.lit("1 pupil has")).otherwise(pl.format("{} pupils have", pl.col("pupils")))  # fmt: skip


def weekend_marks(evidence: Evidence) -> pl.LazyFrame:
    """Marks of possible sessions on a Saturday or Sunday."""
    rows = (
        evidence.kept()
        .filter(pl.col("is_possible") & (pl.col("date").dt.weekday() >= _SATURDAY))
        .group_by("source_file", "date")
        .agg(pl.len().alias("marks"), first_rows().alias("rows"), pl.col("source_row").min())
    )
    message = pl.format("{} on {}, a weekend ({}); counted all the same.", plural("marks", "mark", "marks"), day_text(), pl.col("rows"))  # fmt: skip
    return finding(rows, "warning", message)


def _marked_days(evidence: Evidence) -> pl.LazyFrame:
    """One row a date with possible sessions: how many pupils have one, and the first row."""
    return (
        evidence.kept()
        .filter("is_possible")
        .group_by("date")
        .agg(
            pl.col("pupil_id").n_unique().alias("pupils"),
            pl.col("source_file").first(),
            pl.col("source_row").min(),
        )
    )


def quiet_day(evidence: Evidence) -> pl.LazyFrame:
    """A weekday on which hardly anybody has a mark: a slip in the register, more likely than not."""
    days = _marked_days(evidence).with_columns(usual=pl.col("pupils").median())
    few = (pl.col("pupils") * 100 < pl.col("usual") * evidence.quiet_day_percent) & (
        pl.col("usual") >= _FEW_PUPILS
    )
    message = pl.format(
        "Only {} a mark on {}, where {} is usual; counted all the same.",
        _has(), day_text(), pl.col("usual").round(0).cast(pl.Int64),
    )  # fmt: skip
    return finding(days.filter(few & (pl.col("date").dt.weekday() < _SATURDAY)), "warning", message)


def day_without_marks(evidence: Evidence) -> pl.LazyFrame:
    """A weekday of a school week without a single mark, between the first and the last school day.

    A training day or a bank holiday, or a register that is missing.
    """
    days = school_days(evidence.kept())
    spans = days.select(first=pl.col("date").min(), last=pl.col("date").max())
    every = (
        spans.drop_nulls()
        .select(date=pl.date_ranges("first", "last"))
        .explode("date")
        .filter(pl.col("date").dt.weekday() < _SATURDAY)
        .with_columns(week=week_of(pl.col("date")))
    )
    weeks = days.select(week=week_of(pl.col("date"))).unique()
    closed = evidence.kept().filter(pl.col("code") == "#").select("date").unique()
    missing = (
        every.join(weeks, on="week", how="semi")
        .join(days, on="date", how="anti")
        .join(closed, on="date", how="anti")
        .with_columns(source_file=pl.lit("all files together"), source_row=pl.lit(None, pl.UInt32))
    )
    message = pl.format("No pupil has a mark on {}: a training day or holiday, or a missing register.", day_text())
    return finding(missing, "warning", message)


def group_without_marks(evidence: Evidence) -> pl.LazyFrame:
    """A registration group without a mark in a session in which other groups have marks."""
    forms = evidence.roll.lazy().filter(pl.col("registration_group").is_not_null())
    marked = (
        evidence.kept()
        .filter(pl.col("code").is_not_null())
        .select(pl.col("pupil_id").cast(pl.String), "date", "session")
        .join(forms.select("pupil_id", "registration_group"), on="pupil_id", how="inner")
    )
    by_session = marked.group_by("registration_group", "date", "session").agg(pl.len().alias("marks"))
    spans = by_session.group_by("registration_group").agg(
        first=pl.col("date").min(), last=pl.col("date").max(), usual=pl.col("marks").median()
    )
    sessions = evidence.kept().filter("is_possible").select("date", "session").unique()
    missing = (
        spans.filter(pl.col("usual") >= _SMALL_GROUP)
        .join(sessions, how="cross")
        .filter(pl.col("date").is_between("first", "last"))
        .join(by_session, on=["registration_group", "date", "session"], how="anti")
        .with_columns(source_file=pl.lit("all files together"), source_row=pl.lit(None, pl.UInt32))
    )
    message = pl.format("Registration group {} has no marks on {}.", pl.col("registration_group"), when_text())
    return finding(missing, "warning", message)


def old_unexplained_absence(evidence: Evidence) -> pl.LazyFrame:
    """`N` that has stood for longer than the school days within which it must be replaced.

    Source: DfE, Working together to improve school attendance: code N.
    """
    days = school_days(evidence.kept()).with_columns(pl.col("day_number").cast(pl.Int64))
    today = days.select(pl.col("day_number").max()).collect().item()
    if today is None:
        return no_findings()
    old = (
        evidence.kept()
        .filter(pl.col("code") == "N")
        .join(days, on="date", how="left")
        .with_columns(age=pl.lit(today, pl.Int64) - pl.col("day_number"))
        .filter(pl.col("age") > evidence.unexplained_days)
    )
    message = pl.format(
        "N on {} has stood for {} school days; enter the reason, or O if none is established.",
        when_text(), pl.col("age"),
    )  # fmt: skip
    return finding(old, "warning", message)


def partial_closure(evidence: Evidence) -> pl.LazyFrame:
    """A session with `#` for some pupils while others have marks of a possible session."""
    sessions = (
        evidence.kept()
        .filter(pl.col("is_possible") | (pl.col("code") == "#"))
        .group_by("date", "session")
        .agg(
            closed=(pl.col("code") == "#").sum(),
            open_for=pl.col("is_possible").sum(),
            source_file=pl.col("source_file").filter(pl.col("code") == "#").first(),
            source_row=pl.col("source_row").filter(pl.col("code") == "#").min(),
        )
        .filter((pl.col("closed") > 0) & (pl.col("open_for") > 0))
    )
    message = pl.format("# for {} on {}, while {} a mark of a session.", plural("closed", "pupil", "pupils"), when_text(), _open())  # fmt: skip
    return finding(sessions, "notice", message)


def _open() -> pl.Expr:
    return pl.when(pl.col("open_for") == 1).then(pl.lit("1 has")).otherwise(pl.format("{} have", pl.col("open_for")))

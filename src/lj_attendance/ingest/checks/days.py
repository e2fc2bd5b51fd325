"""Checks of days: sessions without marks, days nobody was at school, reasons still missing."""

from __future__ import annotations

import polars as pl

from lj_attendance.ingest.blanks import is_blank
from lj_attendance.ingest.checks.evidence import (
    Evidence,
    day_text,
    everywhere,
    finding,
    first_rows,
    no_findings,
    plural,
    when_text,
)
from lj_attendance.ingest.mark_texts import UNKNOWN
from lj_attendance.school_year import academic_year_name, academic_year_start, school_days, week_of

_SATURDAY = 6
_FEW_PUPILS = 10  # fewer say nothing about how many are usual on a day


def as_of_without_marks(evidence: Evidence) -> pl.LazyFrame:
    """An as-of date up to which its academic year has no mark: there is nothing to count."""
    start, day = academic_year_start(evidence.as_of), pl.col("date")
    if not evidence.sessions.filter(day >= start).is_empty():
        return no_findings()
    later = (pl.col("set_aside") == "after the as-of date").fill_null(False)
    has_code = pl.col("code").is_not_null() & (pl.col("code") != UNKNOWN)
    placed = evidence.register.filter(has_code & (pl.col("set_aside").is_null() | later))
    if not placed.filter(day.is_between(start, evidence.as_of)).is_empty():  # X or Y, say
        return no_findings()
    span = placed.select(first=day.min(), last=day.max()).lazy()
    until = f"{evidence.as_of.day} {evidence.as_of:%b %Y}"
    nothing = f"No mark between {start.day} {start:%b %Y} and {until}"
    year = academic_year_name(evidence.as_of)
    message = pl.format(
        f"{nothing}; the marks here run from {{}} to {{}}. Name another day with --as-of, or add "
        f"the exports of {year}.",
        pl.col("first").dt.strftime("%-d %b %Y"),
        pl.col("last").dt.strftime("%-d %b %Y"),
    ).fill_null(f"{nothing}; there is no mark here of any day.")
    return finding(everywhere(span), "warning", message)


def unmarked(evidence: Evidence) -> pl.LazyFrame:
    """Sessions without a mark, by file and session: neither present nor absent."""
    rows = (
        evidence.noted()
        .filter(pl.col("code").is_null())
        .group_by("source_file", "date", "session")
        .agg(pl.len().alias("pupils"), first_rows().alias("rows"), pl.col("source_row").min())
    )
    message = pl.format("{} no mark on {} ({}).", _has(), when_text(), pl.col("rows"))
    return finding(rows, "warning", message)


def _has() -> pl.Expr:
    return (
        pl.when(pl.col("pupils") == 1)
        .then(pl.lit("1 pupil has"))
        .otherwise(pl.format("{} pupils have", pl.col("pupils")))
    )


def nobody_marked(evidence: Evidence) -> pl.LazyFrame:
    """A session in which every cell of a file was empty and read as present."""
    rows = (
        evidence.kept()
        .filter("is_possible")
        .group_by("source_file", "date", "session")
        .agg(pl.len().alias("pupils"), is_blank().sum().alias("blank"), pl.col("source_row").min())
        .filter((pl.col("pupils") == pl.col("blank")) & (pl.col("pupils") >= _FEW_PUPILS))
    )
    message = pl.format(
        "Every one of {} cells for {} is empty and was read as present; was the school open?",
        pl.col("pupils"),
        when_text(),
    )
    return finding(rows if evidence.blank_means == "present" else rows.clear(), "warning", message)


def weekend_marks(evidence: Evidence) -> pl.LazyFrame:
    """Marks of possible sessions on a Saturday or Sunday."""
    rows = evidence.sessions.lazy().filter(
        (pl.col("possible") > 0) & (pl.col("date").dt.weekday() >= _SATURDAY)
    )
    message = pl.format(
        "{} on {}, a weekend; counted all the same.",
        plural("possible", "mark", "marks"),
        when_text(),
    )
    return finding(
        evidence.with_places(rows, ["date", "session"], pl.col("is_possible")), "warning", message
    )


def quiet_day(evidence: Evidence) -> pl.LazyFrame:
    """A weekday on which hardly anybody has a mark: more likely a slip than a school day."""
    days = (
        evidence.sessions.lazy()
        .filter((pl.col("possible") > 0) & (pl.col("date").dt.weekday() < _SATURDAY))
        .group_by("date")
        .agg(
            pupils=pl.col("possible").max(),
        )
        .with_columns(usual=pl.col("pupils").median())
    )
    few = (pl.col("pupils") * 100 < pl.col("usual") * evidence.quiet_day_percent) & (
        pl.col("usual") >= _FEW_PUPILS
    )
    usual = pl.col("usual").round(0).cast(pl.Int64)
    message = pl.format(
        "Only {} a mark on {}, where {} is usual; counted all the same.", _has(), day_text(), usual
    )
    return finding(
        evidence.with_places(days.filter(few), ["date"], pl.col("is_possible")), "warning", message
    )


def _school_days(evidence: Evidence) -> pl.LazyFrame:
    return school_days(evidence.sessions.lazy().with_columns(is_possible=pl.col("possible") > 0))


def day_without_marks(evidence: Evidence) -> pl.LazyFrame:
    """A weekday of a school week without a single mark, between the first and the last school day.

    A training day or a bank holiday, or a register that is missing.
    """
    days = _school_days(evidence)
    spans = days.select(first=pl.col("date").min(), last=pl.col("date").max())
    every = (
        spans.drop_nulls()
        .select(date=pl.date_ranges("first", "last"))
        .explode("date")
        .filter(pl.col("date").dt.weekday() < _SATURDAY)
        .with_columns(week=week_of(pl.col("date")))
    )
    weeks = days.select(week=week_of(pl.col("date"))).unique()
    closed = evidence.sessions.lazy().filter(pl.col("closed") > 0).select("date").unique()
    missing = (
        every.join(weeks, on="week", how="semi")
        .join(days, on="date", how="anti")
        .join(closed, on="date", how="anti")
    )
    message = pl.format(
        "No pupil has a mark on {}: a training day or holiday, or a missing register.", day_text()
    )
    return finding(everywhere(missing), "warning", message, day="date")


def old_unexplained_absence(evidence: Evidence) -> pl.LazyFrame:
    """`N` that has stood for longer than the school days within which it must be replaced.

    Source: DfE, Working together to improve school attendance: code N.
    """
    days = _school_days(evidence).select(
        "date", age=pl.col("day_number").max().cast(pl.Int64) - pl.col("day_number").cast(pl.Int64)
    )
    old = (
        evidence.noted()
        .filter(pl.col("code") == "N")
        .join(days, on="date", how="left")
        .filter(pl.col("age") > evidence.unexplained_days)
    )
    message = pl.format(
        "N on {} has stood for {} school days; enter the reason, or O if none is established.",
        when_text(),
        pl.col("age"),
    )
    return finding(old, "warning", message)


def partial_closure(evidence: Evidence) -> pl.LazyFrame:
    """A session with `#` for some pupils while others have marks of a possible session."""
    sessions = (
        evidence.sessions.lazy()
        .filter((pl.col("closed") > 0) & (pl.col("possible") > 0))
        .with_columns(open_for="possible")
    )
    message = pl.format(
        "# for {} on {}, while {} a mark of a session.",
        plural("closed", "pupil", "pupils"),
        when_text(),
        _open(),
    )
    return finding(
        evidence.with_places(sessions, ["date", "session"], pl.col("code") == "#"),
        "notice",
        message,
    )


def _open() -> pl.Expr:
    return (
        pl.when(pl.col("open_for") == 1)
        .then(pl.lit("1 has"))
        .otherwise(pl.format("{} have", pl.col("open_for")))
    )

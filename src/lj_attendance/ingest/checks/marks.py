"""Checks of single marks: codes, dates, sessions, pupils, and two marks for one session."""

from __future__ import annotations

import polars as pl

from lj_attendance.ingest.checks.evidence import (
    Evidence,
    code_text,
    date_cell,
    day_text,
    finding,
    first_rows,
    mark_cell,
    no_findings,
    plural,
    when_text,
)
from lj_attendance.ingest.values import (
    could_be_month_first,
    looks_like_date,
    translate,
)


def unknown_mark(evidence: Evidence) -> pl.LazyFrame:
    """A mark that is no code: never guessed, never counted."""
    message = pl.format(
        "{} on {} is not an attendance code; this mark is not counted.", mark_cell(), when_text()
    )
    return finding(evidence.set_aside("unknown mark"), "error", message)


def conflicting_marks(evidence: Evidence) -> pl.LazyFrame:
    """Two different marks for one pupil and session in one file: the best is kept, as in Arbor."""
    rows = evidence.set_aside("another mark is kept")
    message = pl.format(
        "{} and {} (row {}) are both given for {}; {} is counted.",
        code_text(),
        code_text("kept_code"),
        pl.col("kept_row"),
        when_text(),
        code_text("kept_code"),
    )
    both = rows.filter(pl.col("code").is_not_null())
    half = rows.filter(pl.col("code").is_null())
    return pl.concat([finding(both, "error", message), finding(half, "warning", message)])


def duplicate_mark(evidence: Evidence) -> pl.LazyFrame:
    """The same mark twice in one file: counted once."""
    message = pl.format(
        "{} for {} stands in row {} too; it is counted once.",
        code_text(),
        when_text(),
        pl.col("kept_row"),
    )
    return finding(evidence.set_aside("same mark twice"), "notice", message)


def changed_between_exports(evidence: Evidence) -> pl.LazyFrame:
    """A mark that a later export gives differently: the later one counts."""
    message = pl.format(
        "{} for {} is {} in a later export ({}, row {}); the later one is counted.",
        code_text(),
        when_text(),
        code_text("kept_code"),
        pl.col("kept_file").cast(pl.String),
        pl.col("kept_row"),
    )
    rows = evidence.set_aside("replaced by a later export")
    lost = pl.col("code").is_null()
    return pl.concat(
        [
            finding(rows.filter(~lost), "warning", message),
            finding(rows.filter(lost), "notice", message),
        ]
    )


def repeated_in_exports(evidence: Evidence) -> pl.LazyFrame:
    """Marks that a later export repeats: counted once."""
    rows = evidence.set_aside("same in a later export")
    by_file = rows.group_by("source_file").agg(pl.len().alias("marks"), pl.col("source_row").min())
    message = pl.format(
        "{} in a later export too; each is counted once.",
        plural("marks", "mark stands", "marks stand"),
    )
    return finding(by_file, "notice", message)


def empty_beside_a_mark(evidence: Evidence) -> pl.LazyFrame:
    """An empty cell for a session that has a mark in another row or file: the mark counts."""
    rows = evidence.set_aside("empty beside a mark")
    by_file = rows.group_by("source_file").agg(
        pl.len().alias("cells"), first_rows().alias("rows"), pl.col("source_row").min()
    )
    message = pl.format(
        "{} where another row or file has a mark ({}); the mark is counted.",
        plural("cells", "cell is empty", "cells are empty"),
        pl.col("rows"),
    )
    return finding(by_file, "notice", message)


def no_pupil(evidence: Evidence) -> pl.LazyFrame:
    """A row that names no pupil: a total, a repeated header, or an empty name."""
    rows = evidence.set_aside("no pupil").filter(
        pl.col("mark_text").is_not_null() | pl.col("date_text").is_not_null()
    )
    once = rows.group_by("source_file", "source_row").agg(pl.len().alias("cells"))
    message = pl.lit(
        "This row names no pupil (a total or a repeated header, perhaps); it is not counted."
    )
    return finding(once, "warning", message)


def name_of_several_pupils(evidence: Evidence) -> pl.LazyFrame:
    """A row known only by a name that several pupils have."""
    rows = (
        evidence.set_aside("name of several pupils")
        .group_by("source_file", "source_row")
        .agg(pl.len().alias("marks"))
    )
    message = pl.format(
        "Several pupils have this name and the row gives no Arbor Student ID or UPN; {} not "
        "counted. Export with the Arbor Student ID.",
        pl.when(pl.col("marks") == 1)
        .then(pl.lit("it is"))
        .otherwise(pl.format("{} marks are", pl.col("marks"))),
    )
    return finding(rows, "error", message)


def impossible_date(evidence: Evidence) -> pl.LazyFrame:
    """A date that is no day of the calendar, or cannot be read: one finding a text and file."""
    rows = (
        evidence.set_aside("no such date")
        .group_by("source_file", "date_text")
        .agg(pl.len().alias("marks"), first_rows().alias("rows"), pl.col("source_row").min())
        .collect()
    )
    if rows.is_empty():
        return no_findings()
    told = rows.with_columns(has_form=translate(rows["date_text"], looks_like_date, pl.Boolean))
    message = pl.format(
        "{} is not a date; {} not counted ({}).",
        date_cell(),
        plural("marks", "mark is", "marks are"),
        pl.col("rows"),
    )
    return finding(told.lazy(), "error", message)


def ambiguous_date(evidence: Evidence) -> pl.LazyFrame:
    """Dates that would be other days with the month first, in a file where some must be so."""
    texts = evidence.date_texts
    if texts.is_empty():
        return no_findings()
    rows = texts.filter(translate(texts["date_text"], could_be_month_first, pl.Boolean)).lazy()
    message = pl.format(
        "{} is read day first, but other dates of this file can only be month first; "
        "export again with dates such as 04 Sep 2026.",
        date_cell(),
    )
    return finding(rows.with_columns(has_form=pl.lit(True)), "error", message)


def no_session(evidence: Evidence) -> pl.LazyFrame:
    """A mark that is of neither AM nor PM."""
    rows = evidence.set_aside("no session").filter(pl.col("code").is_not_null())
    message = pl.format(
        "{} on {} says neither AM nor PM; it is not counted.", mark_cell(), day_text()
    )
    return finding(rows, "error", message)


def outside_enrolment(evidence: Evidence) -> pl.LazyFrame:
    """A mark before the pupil's first day on roll or after the last."""
    rows = evidence.set_aside("outside dates on roll").filter(pl.col("code").is_not_null())
    message = pl.format(
        "{} for {} is outside the pupil's dates on roll; it is not counted.",
        code_text(),
        when_text(),
    )
    return finding(rows, "warning", message)


def after_as_of_date(evidence: Evidence) -> pl.LazyFrame:
    """Marks after the as-of date: ignored, and counted as such."""
    marked = evidence.set_aside("after the as-of date").filter(pl.col("code").is_not_null())
    rows = marked.group_by("source_file").agg(pl.len().alias("marks"), pl.col("source_row").min())
    message = pl.format(
        "{} after {} (the as-of date) {} ignored.",
        plural("marks", "mark", "marks"),
        pl.lit(f"{evidence.as_of:%a} {evidence.as_of.day} {evidence.as_of:%b %Y}"),
        pl.when(pl.col("marks") == 1).then(pl.lit("is")).otherwise(pl.lit("are")),
    )
    return finding(rows, "notice", message)


def _with_use_instead(evidence: Evidence, flag: str) -> pl.LazyFrame:
    """The rows with a code out of its time, with the code to use in its place."""
    instead = evidence.codes.lazy().select("code", "use_instead").unique("code")
    rows = evidence.noted().filter(flag).with_columns(pl.col("code").cast(pl.String))
    return rows.join(instead, on="code", how="left")


def withdrawn_code(evidence: Evidence) -> pl.LazyFrame:
    """A code used after its last day: counted by its own category."""
    rows = _with_use_instead(evidence, "is_withdrawn")
    message = pl.format(
        "{} is no longer a code on {}; use {}.", code_text(), when_text(), pl.col("use_instead")
    )
    return finding(rows, "warning", message)


def not_yet_valid_code(evidence: Evidence) -> pl.LazyFrame:
    """A code used before its first day: counted by its own category."""
    rows = _with_use_instead(evidence, "is_not_yet_valid")
    message = pl.format(
        "{} was not yet in use on {}; use {}.", code_text(), when_text(), pl.col("use_instead")
    )
    return finding(rows, "warning", message)


def wrong_session(evidence: Evidence) -> pl.LazyFrame:
    r"""`\` in the morning or `/` in the afternoon: present all the same."""
    rows = evidence.noted().filter("is_wrong_session")
    message = pl.format(
        "{} is the present mark of the other session, on {}; it is counted as present.",
        code_text(),
        when_text(),
    )
    return finding(rows, "warning", message)

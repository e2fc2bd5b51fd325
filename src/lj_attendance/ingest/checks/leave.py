"""Checks of decided leave against the marks that came: granted, refused, beyond what was granted.

A pupil who came to school on a day granted is no finding, nor is one without a mark. Where several
requests are of one session, one that is granted wins over those refused, and a later one over an
earlier one.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from lj_attendance.ingest.checks.evidence import (
    Evidence,
    code_text,
    day_text,
    finding,
    first_place,
    half_day,
    placed,
    plural,
    when_text,
)

_PLACE = ("pupil_id", "date", "session")
_ILL = ("illness", "medical")  # groups of reasons, as data/codes.csv has them
_NO_LEAVE = (*_ILL, "suspension")  # authorised, and no leave that a school grants
_SHOWN = 3  # days named in one finding


def about_leave(evidence: Evidence) -> Evidence:
    """The same with the marks alone of pupils who asked for leave: few of many."""
    ids = evidence.register.schema["pupil_id"]
    asked = evidence.leave["pupil_id"].unique().cast(ids, strict=False).drop_nulls()
    few = evidence.register.filter(pl.col("pupil_id").is_in(asked.implode()))
    return replace(evidence, register=few.with_columns(pl.col("pupil_id", "code").cast(pl.String)))


def _granted(evidence: Evidence) -> pl.LazyFrame:
    """One row a session granted."""
    rows = evidence.leave.lazy().filter("is_granted")
    return rows.sort("request").unique([*_PLACE], keep="last", maintain_order=True)


def _refused(evidence: Evidence) -> pl.LazyFrame:
    """One row a session decided and not granted: of a request refused, or granted in part."""
    rows = evidence.leave.lazy().filter(pl.col("decision").is_not_null() & ~pl.col("is_granted"))
    last = rows.sort("request").unique([*_PLACE], keep="last", maintain_order=True)
    return last.join(_granted(evidence), on=[*_PLACE], how="anti")


def _absent(evidence: Evidence, sessions: pl.LazyFrame) -> pl.LazyFrame:
    """The absences in some sessions of leave, with what was decided."""
    return evidence.kept().filter("is_absent").join(sessions, on=[*_PLACE])


def _of_reasons(evidence: Evidence, groups: tuple[str, ...]) -> pl.Expr:
    """Whether a code is of one of these groups of reasons, by the table of codes."""
    codes = evidence.codes.filter(pl.col("reason_group").is_in(groups))["code"]
    return pl.col("code").is_in(codes.unique().implode())


def _decide() -> pl.Expr:
    """The command that decides a request, also anew."""
    return pl.format("lja leave decide {}", pl.col("request"))


def leave_granted_but_unauthorised(evidence: Evidence) -> pl.LazyFrame:
    """Leave that was granted, marked as an unauthorised absence."""
    rows = _absent(evidence, _granted(evidence)).filter(~pl.col("is_authorised"))
    expected = pl.col("expected_code")
    code = (
        pl.when(expected.is_null())
        .then(pl.lit("the code of the leave"))
        .otherwise(code_text("expected_code"))
    )
    message = pl.format(
        "{} for {} is unauthorised, and leave was granted (request {}): enter {}, or correct the "
        "decision ({}).",
        code_text(),
        when_text(),
        pl.col("request"),
        code,
        _decide(),
    )
    return finding(rows, "error", message)


def leave_granted_other_code(evidence: Evidence) -> pl.LazyFrame:
    """Leave that was granted, marked as another authorised absence."""
    other = pl.col("is_authorised") & (pl.col("code") != pl.col("expected_code"))
    message = pl.format(
        "{} for {}, where leave was granted with {} (request {}): enter that, unless the pupil "
        "was away for another reason.",
        code_text(),
        when_text(),
        code_text("expected_code"),
        pl.col("request"),
    )
    return finding(_absent(evidence, _granted(evidence)).filter(other), "warning", message)


def leave_refused_but_authorised(evidence: Evidence) -> pl.LazyFrame:
    """Leave that was not granted, marked with a code of leave."""
    is_leave = pl.col("is_authorised") & ~_of_reasons(evidence, _NO_LEAVE)
    message = pl.format(
        "{} for {} authorises an absence for which leave was not granted (request {}): enter an "
        "unauthorised code (G for a holiday, else O), or correct the decision ({}).",
        code_text(),
        when_text(),
        pl.col("request"),
        _decide(),
    )
    return finding(_absent(evidence, _refused(evidence)).filter(is_leave), "error", message)


def leave_refused_but_ill(evidence: Evidence) -> pl.LazyFrame:
    """Illness or an appointment recorded on a day for which leave was not granted."""
    is_ill = pl.col("is_authorised") & _of_reasons(evidence, _ILL)
    message = pl.format(
        "{} for {}, for which leave was not granted (request {}): review it, and ask for medical "
        "evidence.",
        code_text(),
        when_text(),
        pl.col("request"),
    )
    return finding(_absent(evidence, _refused(evidence)).filter(is_ill), "warning", message)


def leave_beyond_granted(evidence: Evidence) -> pl.LazyFrame:
    """Absence beyond the leave granted: one finding a request, at the first of its rows.

    Days asked for and not granted that are unauthorised, and whole days next to the leave, one
    after the other, that are unauthorised or have its code. Of one marked with a code of leave
    though leave was refused, `leave_refused_but_authorised` tells.
    """
    partly = _refused(evidence).filter(pl.col("decision") == "granted")
    asked = _absent(evidence, partly).filter(~pl.col("is_authorised"))
    columns = [*_PLACE, "request", "source_file", "source_row"]
    rows = (
        pl.concat([asked.select(columns), _next_to_leave(evidence).select(columns)])
        .sort("request")
        .unique([*_PLACE], keep="last", maintain_order=True)
        .group_by("request")
        .agg(first_place(), _days(), pl.col("date").n_unique().alias("number"))
    )
    message = pl.format(
        "Absent on {} beyond the leave granted (request {}): {}. Ask why, and authorise only what "
        "was granted.",
        plural("number", "school day", "school days"),
        pl.col("request"),
        pl.col("days"),
    )
    return finding(placed(rows, evidence.register.schema["source_file"]), "warning", message)


def _days() -> pl.Expr:
    """The days of a group of rows as text, as an aggregation: the first few, and how many more."""
    every = pl.col("date").unique().sort()
    shown = every.head(_SHOWN).dt.strftime("%a %-d %b %Y").str.join(", ")
    more = every.len().cast(pl.Int64) - _SHOWN
    told = pl.when(more <= 0).then(shown).otherwise(pl.format("{} and {} more", shown, more))
    return told.alias("days")


def _next_to_leave(evidence: Evidence) -> pl.LazyFrame:
    """The sessions not granted of whole days missed without a break after leave, or before it."""
    granted = _granted(evidence)
    leave = granted.group_by("pupil_id", "request").agg(
        pl.col("expected_code").first(), first=half_day().min(), last=half_day().max()
    )
    beside = (
        evidence.kept()
        .filter("is_possible")
        .join(granted.select(*_PLACE, is_granted=True), on=[*_PLACE], how="left")
        .join(_refused(evidence).select(*_PLACE, is_refused=True), on=[*_PLACE], how="left")
        .with_columns(pl.col("is_granted", "is_refused").fill_null(False), half=half_day())
        .with_columns(possible=pl.len().over("pupil_id", "date"))
        .join(leave, on="pupil_id")
    )
    half, is_granted = pl.col("half"), pl.col("is_granted")
    runs = [
        _unbroken(beside.filter(half >= pl.col("last")).sort("half")),
        _unbroken(beside.filter(half <= pl.col("first")).sort("half", descending=True)),
    ]
    told_already = pl.col("is_authorised") & pl.col("is_refused")
    return pl.concat(runs).filter(~is_granted & ~told_already)


def _unbroken(sessions: pl.LazyFrame) -> pl.LazyFrame:
    """The sessions missed without a break from a request's edge on, those of whole days alone."""
    is_same_code = (pl.col("code") == pl.col("expected_code")).fill_null(False)
    is_taken = pl.col("is_absent") & (
        pl.col("is_granted") | ~pl.col("is_authorised") | is_same_code
    )
    run = sessions.filter((~is_taken).cum_sum().over("request") == 0)
    return run.filter(pl.len().over("request", "date") == pl.col("possible"))


def leave_undecided(evidence: Evidence) -> pl.LazyFrame:
    """A request whose first school day has come, and of which nothing is decided."""
    rows = (
        evidence.leave.lazy()
        .filter(pl.col("decision").is_null())
        .group_by("request")
        .agg(pl.col("date").min())
        .filter(pl.col("date") <= evidence.as_of)
        .with_columns(source_file=pl.lit("the ledger"), source_row=pl.lit(None, pl.UInt32))
    )
    message = pl.format(
        "Request {} for leave from {} is not decided, and its first day has come: record the head "
        "teacher's decision ({}).",
        pl.col("request"),
        day_text(),
        _decide(),
    )
    return finding(rows, "warning", message, day="date")

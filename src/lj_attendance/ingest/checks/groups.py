"""Checks of registration groups: a register that was not taken."""

from __future__ import annotations

import polars as pl

from lj_attendance.ingest.checks.evidence import (
    Evidence,
    everywhere,
    finding,
    no_findings,
    when_text,
)


def group_without_marks(evidence: Evidence) -> pl.LazyFrame:
    """A registration group without a mark in a session in which other groups have marks.

    From the group's first day with marks to a week after its last, so that a group that has left
    school for good is not told for ever; or, without any mark, once.
    """
    forms = evidence.roll.filter(pl.col("registration_group").is_not_null())
    if forms.is_empty():
        return no_findings()
    names = pl.Enum(forms["registration_group"].unique().sort())
    by_session = _marks_of_groups(evidence, forms, names)
    spans = by_session.group_by("registration_group").agg(
        first=pl.col("date").min(),
        last=pl.col("date").max().dt.offset_by("1w"),
        usual=pl.col("marks").median(),
    )
    group = pl.col("registration_group").cast(pl.String)
    sessions = evidence.sessions.lazy().filter(pl.col("possible") > 0).select("date", "session")
    missing = (
        spans.filter(pl.col("usual") > 1)
        .join(sessions, how="cross")
        .filter(pl.col("date").is_between("first", "last"))
        .join(by_session, on=["registration_group", "date", "session"], how="anti")
    )
    silent = (
        forms.lazy()
        .filter(evidence.is_on_roll_now())
        .select(pl.col("registration_group").cast(names))
        .unique()
        .join(spans, on="registration_group", how="anti")
    )
    on_day = pl.format("Registration group {} has no marks on {}.", group, when_text())
    at_all = pl.format("Registration group {} has no marks at all.", group)
    return pl.concat(
        [
            finding(everywhere(missing), "warning", on_day, day="date"),
            finding(everywhere(silent), "warning", at_all),
        ]
    )


def _marks_of_groups(evidence: Evidence, forms: pl.DataFrame, names: pl.Enum) -> pl.LazyFrame:
    """How many marks each registration group has in each session in which it has any."""
    groups = forms.lazy().select(
        pl.col("pupil_id").cast(evidence.register.schema["pupil_id"]),
        pl.col("registration_group").cast(names),
    )
    return (
        evidence.kept()
        .filter(pl.col("code").is_not_null())
        .select("pupil_id", "date", "session")
        .join(groups, on="pupil_id", how="inner")
        .group_by("registration_group", "date", "session")
        .agg(pl.len().alias("marks"))
    )

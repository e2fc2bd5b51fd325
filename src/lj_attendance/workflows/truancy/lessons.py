"""Lesson registers among the exports: read when asked, with rates, and lessons missed in school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from lj_attendance.data import read_table
from lj_attendance.ingest import recognise as kinds
from lj_attendance.ingest.identity import IDENTITIES, resolve
from lj_attendance.ingest.lesson_marks import LessonFile, LessonOptions, read_lessons
from lj_attendance.ingest.lesson_register import combine_lessons, lesson_findings, lesson_marks
from lj_attendance.measures.lessons import is_low, lesson_rates, missed_lessons
from lj_attendance.policy.settings import Settings
from lj_attendance.policy.truancy.facts import TruancyRules, truancy_rules_on
from lj_attendance.school_year import academic_year_start
from lj_attendance.workflows.contacts import as_the_register_has_them
from lj_attendance.workflows.reading import Reading

BY_SUBJECT, BY_CLASS = ("subject",), ("class_name", "teacher")


class LessonSource(NamedTuple):
    """One lesson register, and how its rows were counted: rows = used + set_aside."""

    path: str
    rows: int
    used: int
    set_aside: int


@dataclass(frozen=True)
class Lessons:
    """What the lesson registers say of this academic year.

    `missed` as `missed_lessons` has it. `subjects` and `classes` have the columns of
    `lesson_rates` with `is_low` and `is_small`, the lowest rate first and small groups last.
    """

    sources: tuple[LessonSource, ...]
    missed: pl.DataFrame
    subjects: pl.DataFrame
    classes: pl.DataFrame
    findings: pl.DataFrame  # FINDINGS
    low_percent: int  # of possible lessons attended; below it is low


def lessons_of(
    reading: Reading, settings: Settings, blank_means: str | None = None
) -> Lessons | None:
    """The lesson registers among what was read; null where there is none.

    Raises UnusableInput where most lessons have no mark and nobody said what that means.
    """
    tables = [table for table in reading.tables if table.kind == kinds.LESSONS]
    if not tables:
        return None
    as_of = reading.as_of
    options = LessonOptions(
        pm_opens=settings.clock("pm_register_opens", as_of),
        first_afternoon_period=settings.number("first_afternoon_period", as_of),
        blank_means=blank_means,
    )
    files = [read_lessons(table, options) for table in tables]
    register = combine_lessons(
        files,
        _pupils(reading, files),
        reading.roll,
        reading.evidence.away,
        read_table("codes"),
        as_of,
        {kind.lower() for kind in settings.texts("events_that_are_no_lesson", as_of)},
    )
    rules = truancy_rules_on(settings, as_of)
    return _measured(register, reading, rules, academic_year_start(as_of))


def _pupils(reading: Reading, files: list[LessonFile]) -> pl.DataFrame:
    """The pupil behind each identity of the lesson registers, as the register has them."""
    nobody = pl.DataFrame(schema=IDENTITIES)
    said = pl.concat(file.identities.select(*IDENTITIES) for file in files)
    known = resolve(reading.identities, nobody)
    return as_the_register_has_them(resolve(pl.concat([reading.identities, said]), nobody), known)


def _measured(
    register: pl.DataFrame, reading: Reading, rules: TruancyRules, start: date
) -> Lessons:
    year = lesson_marks(register).lazy().filter(pl.col("date") >= start)
    missed = missed_lessons(year, reading.marks.lazy(), rules.codes).collect()
    subjects, classes = (
        _ranked(lesson_rates(year, missed.lazy(), by), by, rules).collect()
        for by in (BY_SUBJECT, BY_CLASS)
    )
    told = subjects.filter(pl.col("subject").is_not_null())
    findings = lesson_findings(register)
    return Lessons(_sources(register), missed, told, classes, findings, rules.low_lesson_percent)


def _ranked(rates: pl.LazyFrame, by: tuple[str, ...], rules: TruancyRules) -> pl.LazyFrame:
    """The lowest rate first; small groups, and those without a possible lesson, last."""
    is_small = pl.col("pupils") < rules.small_group_pupils
    return rates.with_columns(
        (is_low(rules.low_lesson_percent) & ~is_small).alias("is_low"), is_small=is_small
    ).sort("is_small", "attendance_percent", *by, nulls_last=True)


def _sources(register: pl.DataFrame) -> tuple[LessonSource, ...]:
    aside = pl.col("set_aside").is_not_null().sum().cast(pl.Int64)
    counted = (
        register.group_by("source_file")
        .agg(rows=pl.len().cast(pl.Int64), set_aside=aside)
        .sort("source_file")
    )
    return tuple(
        LessonSource(file, rows, rows - set_aside, set_aside)
        for file, rows, set_aside in counted.rows()
    )

"""What governors see: trends, groups and benchmarks, small numbers suppressed, what changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from lj_attendance.errors import UnusableInput, WrongUsage
from lj_attendance.ledger.events import Event
from lj_attendance.measures.attendance import rates, session_counts
from lj_attendance.measures.groups import NOT_RECORDED
from lj_attendance.policy.governors import (
    GroupCounts,
    PublishedRow,
    published_rows,
    school_row,
    shown_letters,
)
from lj_attendance.policy.settings import Settings
from lj_attendance.policy.suppression import without_nearly_same
from lj_attendance.school_year import Calendar, academic_year_start, week_of
from lj_attendance.workflows.analyse import Analysis
from lj_attendance.workflows.evidence_pack.marks import half_terms
from lj_attendance.workflows.letters.log import letter_log
from lj_attendance.workflows.register_end import RegisterEnd
from lj_attendance.workflows.reporting.too_few import refuse_too_few
from lj_attendance.workflows.reporting.weekly import Weekly, weekly

_GROUPS = ("year_group", "sex", "pupil_premium", "fsm", "sen_status", "eal", "in_care", "ethnicity")
"""Groupings of §16 that are shown."""

_DAY = pl.col("date")


@dataclass(frozen=True)
class HalfTerm:
    """The school's rates of one half term, in percent."""

    name: str
    attendance: float | None
    authorised: float | None
    unauthorised: float | None


@dataclass(frozen=True)
class Governors:
    """The answer of `lja report governors`; it holds no name and no suppressed figure."""

    week: Weekly  # for its trend, its benchmarks and its analysis
    fewest: int
    school: PublishedRow
    groups: tuple[tuple[str, tuple[PublishedRow, ...]], ...]
    half_terms: tuple[HalfTerm, ...]
    letters: tuple[tuple[int, int | None], ...]  # by stage: pupils, null where suppressed
    previous: dict[str, Any] | None  # `published` of the last report


def governors(
    analysis: Analysis,
    events: Sequence[Event],
    settings: Settings,
    calendar: Calendar,
    school: str,
    previous: dict[str, Any] | None,
    ends: RegisterEnd | None = None,
) -> Governors:
    """The report on the year to the as-of date; raises UnusableInput for too few pupils."""
    as_of = analysis.as_of
    fewest = settings.number("fewest_pupils_shown", as_of)
    pupils = analysis.pupils.filter(pl.col("possible_sessions") > 0)
    refuse_too_few(pupils.height, fewest, as_of)
    whole = _counts(pupils.with_columns(value=pl.lit("School")))
    names = [name for name in _GROUPS if _is_told(pupils, name)]
    week = weekly(analysis.reading, analysis, settings, [], school, ends)
    return Governors(
        week=replace(week, weeks=_without_few(week.weeks, analysis, fewest)),
        fewest=fewest,
        school=school_row(whole[0], fewest),
        groups=tuple((name, _rows(pupils, name, fewest)) for name in without_nearly_same(names)),
        half_terms=_half_terms(analysis, calendar, fewest),
        letters=_letters(events, as_of, pupils.height, fewest),
        previous=previous,
    )


def _without_few(weeks: pl.DataFrame, analysis: Analysis, fewest: int) -> pl.DataFrame:
    """The weeks without those in which fewer pupils had a possible session, as before a term."""
    by_week = analysis.reading.marks.lazy().filter("is_possible").group_by(week=week_of(_DAY))
    told = by_week.agg(pl.col("pupil_id").n_unique()).filter(pl.col("pupil_id") >= fewest)
    return weeks.join(told.select("week").collect(), on="week", how="semi", maintain_order="left")


def _is_told(pupils: pl.DataFrame, name: str) -> bool:
    return name in pupils.columns and pupils[name].null_count() < pupils.height


def _rows(pupils: pl.DataFrame, name: str, fewest: int) -> tuple[PublishedRow, ...]:
    value = pl.col(name).cast(pl.String).fill_null(NOT_RECORDED).alias("value")
    return published_rows(_counts(pupils.with_columns(value)), fewest)


def _counts(pupils: pl.DataFrame) -> list[GroupCounts]:
    frame = (
        pupils.group_by("value")
        .agg(
            pl.len().alias("pupils"),
            pl.col("is_persistently_absent").sum().alias("persistent"),
            pl.col("is_severely_absent").sum().alias("severe"),
            pl.col("attended_sessions").cast(pl.Int64).sum().alias("attended"),
            pl.col("possible_sessions").cast(pl.Int64).sum().alias("possible"),
        )
        .select(*GroupCounts.__dataclass_fields__)
    )
    return sorted((GroupCounts(*row) for row in frame.rows()), key=_in_order)


def _in_order(each: GroupCounts) -> tuple[bool, int, str]:
    number = int(each.value) if each.value.isdigit() else 0
    return each.value == NOT_RECORDED, number, each.value.casefold()


def _half_terms(analysis: Analysis, calendar: Calendar, fewest: int) -> tuple[HalfTerm, ...]:
    """Those in which enough pupils had a possible session."""
    marks = analysis.reading.marks.lazy()
    found = []
    for span in half_terms(calendar, academic_year_start(analysis.as_of), analysis.as_of):
        within = marks.filter(_DAY.is_between(span.first, span.last))
        pupils = within.filter("is_possible").select(pl.col("pupil_id").n_unique())
        if pupils.collect().item() < fewest:
            continue
        row = within.select(session_counts()).with_columns(rates()).collect().row(0, named=True)
        shown = (row[f"{name}_percent"] for name in
                 ("attendance", "authorised_absence", "unauthorised_absence"))  # fmt: skip
        found.append(HalfTerm(span.name, *shown))
    return tuple(found)


def _letters(
    events: Sequence[Event], as_of: date, pupils: int, fewest: int
) -> tuple[tuple[int, int | None], ...]:
    start = academic_year_start(as_of)
    log = letter_log([event for event in events if event.on <= as_of])
    stands = [each for each in log if each.withdrawn_on is None and each.issued_on >= start]
    counts = Counter(stage for stage, _ in {(each.stage, each.pupil_id) for each in stands})
    stages = (1, 2, 3, 4)
    shown = shown_letters([counts[stage] for stage in stages], pupils, fewest)
    return tuple(zip(stages, shown, strict=True))


def published(report: Governors) -> dict[str, Any]:
    """What the report shows, for the next one to be compared with."""
    return {
        "as_of": report.week.as_of.isoformat(),
        "school": asdict(report.school),
        "groups": {name: {r.value: asdict(r) for r in rows} for name, rows in report.groups},
        "letters": {str(stage): count for stage, count in report.letters},
    }


def last_published(folder: Path, before: date) -> dict[str, Any] | None:
    """The newest `governors-DAY.json` of a folder before a day; raises UnusableInput if damaged."""
    files = [
        file
        for file in sorted(folder.glob("governors-????-??-??.json"))
        if file.stem.removeprefix("governors-") < before.isoformat()
    ]
    return read_published(files[-1]) if files else None


def earlier_published(file: Path, before: date) -> dict[str, Any]:
    """The figures of a report that a person names; raises WrongUsage for one not earlier."""
    if not file.is_file():
        raise WrongUsage("There is no such file.", str(file), "Name a governors-DAY.json.")
    found = read_published(file)
    if date.fromisoformat(found["as_of"]) >= before:
        raise WrongUsage(
            f"This is the report of {found['as_of']}, not one before {before.isoformat()}.",
            str(file),
            "Name an earlier one with --previous.",
        )
    return found


def read_published(file: Path) -> dict[str, Any]:
    """The figures that an earlier report showed."""
    try:
        found = json.loads(file.read_text("utf-8"))
        if isinstance(found["school"], dict) and isinstance(found["groups"], dict):
            date.fromisoformat(found["as_of"])
            return dict(found)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(file) from error
    raise _damaged(file)


def _damaged(file: Path) -> UnusableInput:
    return UnusableInput(
        "The figures of the last report to governors cannot be read.",
        str(file),
        "Move the file away, or name another with --previous.",
    )

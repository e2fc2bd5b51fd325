"""The marks of one pupil's evidence pack: the span of days, the weeks, and figures by half term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from lj_attendance.data import read_rows
from lj_attendance.measures.attendance import rates, session_counts
from lj_attendance.measures.windows import unauthorised_sessions
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import (
    Calendar,
    Span,
    academic_year_name,
    academic_year_start,
    school_weeks,
)
from lj_attendance.workflows.evidence_pack.register import short_file
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.reporting.pupil_marks import PupilMark, weeks_of

_SATURDAY = 5
_LONG_CLOSURE = 4  # days between the first and the last, at least: a half term, not a bank holiday


@dataclass(frozen=True)
class SpanFigures:
    """The COUNTS and RATES of measures.attendance for a span of days."""

    name: str
    first: date
    last: date
    figures: dict[str, Any]


@dataclass(frozen=True)
class PackWeek:
    """A week with at least one row of the register: its marks, and how they count."""

    monday: date
    marks: tuple[PupilMark, ...]  # in order
    figures: dict[str, Any]  # COUNTS


@dataclass(frozen=True)
class PenaltyWindow:
    """The school weeks of the national framework that end on the as-of date."""

    weeks: int
    threshold: int  # sessions
    first: date | None  # the Monday of its first school week; null: no school week at all
    sessions: tuple[tuple[date, str, str], ...]  # unauthorised in it: day, session, code
    without_n: int  # of them, those that are not the provisional N


def first_day_of(reading: Reading, settings: Settings) -> date:
    """The first of the academic year; of the penalty window where that begins earlier."""
    start, weeks = academic_year_start(reading.as_of), _weeks(reading, settings)
    return min([start, *weeks])


def penalty_window(reading: Reading, pupil_id: str, settings: Settings) -> PenaltyWindow:
    """How many unauthorised sessions lie in the window on the as-of date."""
    weeks, day = _weeks(reading, settings), reading.as_of
    number = settings.number("penalty_window_weeks", day)
    found = (
        unauthorised_sessions(reading.marks.lazy())
        .filter(pl.col("pupil_id").cast(pl.String) == pupil_id, pl.col("week_number") > -number)
        .select("date", pl.col("session", "code").cast(pl.String))
        .collect()
        .rows()
    )
    return PenaltyWindow(
        number,
        settings.number("penalty_sessions", day),
        weeks[0] if weeks else None,
        tuple(found),
        sum(code != "N" for _, _, code in found),
    )


def _weeks(reading: Reading, settings: Settings) -> list[date]:
    """The Mondays of the window's school weeks, in order."""
    number = settings.number("penalty_window_weeks", reading.as_of)
    mondays: list[date] = school_weeks(reading.marks.lazy()).collect()["week"].to_list()
    return mondays[-number:]


def frame_of(reading: Reading, pupil_id: str, first: date) -> pl.DataFrame:
    """The pupil's counted marks from a day on, in order."""
    is_pupil = pl.col("pupil_id").cast(pl.String) == pupil_id
    rows = reading.marks.filter(is_pupil & (pl.col("date") >= first))
    return rows.with_columns(short_file(reading))


def marks_in(frame: pl.DataFrame) -> tuple[PupilMark, ...]:
    """The marks of `frame_of`, one a session."""
    rows = frame.select(*PupilMark.__dataclass_fields__).with_columns(
        pl.col("session", "code", "category", "source_file").cast(pl.String)
    )
    return tuple(PupilMark(*row) for row in rows.rows())


def weeks_in(frame: pl.DataFrame) -> tuple[PackWeek, ...]:
    """The weeks of `frame_of`, the first week first."""
    figures = {
        row["week"]: row
        for row in frame.lazy()
        .group_by(week=pl.col("date").dt.truncate("1w"))
        .agg(session_counts())
        .collect()
        .rows(named=True)
    }
    weeks = weeks_of(marks_in(frame))
    return tuple(
        PackWeek(
            week.monday,
            tuple(week.marks.values()),
            {name: value for name, value in figures[week.monday].items() if name != "week"},
        )
        for week in weeks
    )


def figures_by_span(
    frame: pl.DataFrame, first: date, as_of: date, calendar: Calendar
) -> tuple[SpanFigures, ...]:
    """Year to date, each half term of it, and the whole record where that is another span.

    `frame` is `frame_of` from the earlier of the academic year's first day and `first`.
    """
    start = academic_year_start(as_of)
    spans = [Span(start, as_of, f"Year to date, {academic_year_name(as_of)}")]
    spans += half_terms(calendar, start, as_of)
    if first != start:
        spans.append(Span(first, as_of, "All days of this record"))
    return tuple(
        SpanFigures(span.name, span.first, span.last, _figures(frame, span)) for span in spans
    )


def _figures(frame: pl.DataFrame, span: Span) -> dict[str, Any]:
    within = frame.lazy().filter(pl.col("date").is_between(span.first, span.last))
    counted = within.select(session_counts()).with_columns(rates()).collect()
    return counted.row(0, named=True)


def half_terms(calendar: Calendar, first: date, last: date) -> list[Span]:
    """The half terms of the calendar that have begun within a span, the last cut at its end."""
    halves = [half for term in calendar.terms for half in _halves(term, calendar.closed)]
    return [
        Span(half.first, min(half.last, last), half.name)
        for half in sorted(halves)
        if first <= half.first <= last
    ]


def _halves(term: Span, closed: Sequence[Span]) -> Iterator[Span]:
    """The parts of a term before and after its half-term holiday; the term where it has none."""
    breaks = [
        each
        for each in closed
        if term.first < each.first and each.last < term.last
        and (each.last - each.first).days >= _LONG_CLOSURE
    ]  # fmt: skip
    if not breaks:
        yield term
        return
    holiday = max(breaks, key=lambda each: each.last - each.first)
    until, since = _weekday(holiday.first, -1), _weekday(holiday.last, 1)
    yield Span(term.first, until, f"{term.name}, first half")
    yield Span(since, term.last, f"{term.name}, second half")


def _weekday(day: date, step: int) -> date:
    """The weekday before or after a day."""
    found = day + timedelta(days=step)
    return _weekday(found, step) if found.weekday() >= _SATURDAY else found


def legend_of(marks: Sequence[PupilMark]) -> tuple[tuple[str, str, str, int], ...]:
    """Each code used, in the national table's order: code, meaning, category and sessions."""
    rows = {row["code"]: row for row in read_rows("codes")}
    used = [mark.code for mark in marks if mark.code]
    return tuple(
        (code, row["meaning"], row["category"].replace("_", " "), used.count(code))
        for code, row in rows.items()
        if code in used
    )

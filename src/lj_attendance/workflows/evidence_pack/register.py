"""What of one pupil's register is open, in doubt or changed: the facts of `policy.completeness`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise
from os.path import commonprefix

import polars as pl

from lj_attendance.ingest.mark_texts import UNKNOWN
from lj_attendance.ledger.evidence import EvidenceSeen
from lj_attendance.policy.completeness import ChangeFact, MarkFact, Place, RowFact
from lj_attendance.policy.evidence import needing_evidence
from lj_attendance.policy.stages.facts import Absence
from lj_attendance.school_year import Calendar
from lj_attendance.workflows.findings import findings
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.reporting.pupil_marks import PupilMark

UNMARKED = "-"  # as ledger.amendments writes it
_OF_FILES = ("unusable_file", "column_without_session", "overlong_row", "ambiguous_date")
_NAMESAKE = "name_of_several_pupils"
_WHY = {
    "unknown mark": "is not an attendance code, and is not counted",
    "no such date": "has no date that can be read, and is not counted",
    "no session": "says neither AM nor PM, and is not counted",
    "another mark is kept": "stands beside another mark of the same session in its file",
    "outside dates on roll": "is outside the dates on roll, and is not counted",
}
_ERRORS = ("unknown mark", "no such date", "no session", "another mark is kept")
"""Rows in error; a mark outside the dates on roll is told, and nothing is missing for it."""


def source_of(file: str, row: int) -> str:
    """Where a mark stands."""
    return f"{file}, row {row}"


def short_file(reading: Reading) -> pl.Expr:
    """The file of a mark, from the folder that all files read share: no path of this computer."""
    return pl.col("source_file").cast(pl.String).str.strip_prefix(shared_folder(reading))


def shared_folder(reading: Reading) -> str:
    """What the paths of all files begin with, up to a folder's end; empty where nothing does."""
    names = [table.table.file.name for table in reading.tables]
    folders = {name[: max(name.rfind("/"), name.rfind("\\")) + 1] for name in names}
    start = commonprefix(sorted(folders))  # noqa: RUF071 cut back to a whole folder below
    return start[: max(start.rfind("/"), start.rfind("\\")) + 1]


def open_marks(
    marks: Sequence[PupilMark], reading: Reading
) -> tuple[tuple[MarkFact, ...], tuple[MarkFact, ...]]:
    """Every `N` with its age in school days of the school, and every session without a mark."""
    days = _school_days(reading)
    found = [
        MarkFact(mark.date, mark.session, mark.code or "", source_of(mark.source_file,
                 mark.source_row), sum(day > mark.date for day in days))
        for mark in marks
        if mark.code in ("N", None)
    ]  # fmt: skip
    return tuple(m for m in found if m.code), tuple(m for m in found if not m.code)


def _school_days(reading: Reading) -> list[date]:
    sessions = reading.evidence.sessions.filter(pl.col("possible") > 0)
    days: list[date] = sessions["date"].unique().sort().to_list()
    return days


def without_evidence(
    marks: Sequence[PupilMark],
    received: date | None,
    evidence: Sequence[EvidenceSeen],
    codes: Sequence[str],
) -> tuple[MarkFact, ...]:
    """Absences of these codes after the Stage 2 letter was received, without any evidence."""
    absences = [Absence(m.date, m.session, m.code or "") for m in marks if m.is_absent]
    needing = {(a.date, a.session) for a in needing_evidence(absences, received, codes)}
    return tuple(
        MarkFact(mark.date, mark.session, mark.code or "",
                 source_of(mark.source_file, mark.source_row))
        for mark in marks
        if (mark.date, mark.session) in needing
        and not any(each.covers(mark.date) for each in evidence)
    )  # fmt: skip


def expected_places(
    reading: Reading, pupil_id: str, first: date, calendar: Calendar
) -> tuple[Place, ...]:
    """The sessions from a day on for which the register should hold something of the pupil.

    Those of which it holds a possible session of anybody, and those of the calendar's days, while
    the pupil was on roll.
    """
    sessions = reading.evidence.sessions.filter(pl.col("possible") > 0)
    held = sessions.select("date", pl.col("session").cast(pl.String)).rows()
    planned = [(day, half) for day in calendar.days(first, reading.as_of) for half in ("AM", "PM")]
    row = reading.roll.filter(pl.col("pupil_id").cast(pl.String) == pupil_id).row(0, named=True)
    start = max(first, row["on_roll_from"] or first)
    end = min(reading.as_of, row["on_roll_until"] or reading.as_of)
    away = reading.evidence.away.filter(pl.col("pupil_id").cast(pl.String) == pupil_id)
    gone = away.select("away_from", "away_until").rows()
    return tuple(
        (day, half)
        for day, half in sorted({*held, *planned})
        if start <= day <= end and not any(one <= day <= other for one, other in gone)
    )


def places_held(reading: Reading, pupil_id: str, marks: Sequence[PupilMark]) -> dict[Place, str]:
    """Every session for which a file has a row of the pupil: its code; empty where none counts."""
    rows = reading.register.filter(
        (pl.col("pupil_id").cast(pl.String) == pupil_id)
        & pl.col("date").is_not_null()
        & pl.col("session").is_not_null()
    )
    named = rows.select("date", pl.col("session").cast(pl.String)).unique().rows()
    counted = {(mark.date, mark.session): mark.code or "" for mark in marks}
    return {**dict.fromkeys(named, ""), **counted}


def rows_not_counted(reading: Reading, pupil_id: str, first: date) -> list[tuple[str, RowFact]]:
    """The pupil's rows from a day on that are set aside for a doubt: the reason, and the row."""
    rows = (
        reading.register.filter(
            (pl.col("pupil_id").cast(pl.String) == pupil_id)
            & pl.col("set_aside").cast(pl.String).is_in(list(_WHY))
            & (pl.col("code").is_not_null())
            & (pl.col("date").is_null() | (pl.col("date") >= first))
        )
        .select(
            pl.col("set_aside").cast(pl.String), "date",
            pl.col("session", "code").cast(pl.String), short_file(reading), "source_row",
        )
        .sort("date", "session", "source_file", "source_row", nulls_last=True)
    )  # fmt: skip
    return [
        (why, RowFact(_row_text(why, day, session, code), source_of(file, row)))
        for why, day, session, code, file, row in rows.rows()
    ]


def _row_text(why: str, day: date | None, session: str | None, code: str) -> str:
    when = " ".join(filter(None, (f"{day:%a} {day.day} {day:%b %Y}" if day else "", session)))
    mark = "The mark" if code == UNKNOWN else f"The mark {code}"
    return f"{mark}{f' of {when}' if when else ''} {_WHY[why]}."


def errors_of(
    reading: Reading, not_counted: Sequence[tuple[str, RowFact]], *, has_namesake: bool
) -> tuple[RowFact, ...]:
    """The pupil's rows in error, and the error findings of whole files, which may hide marks."""
    wanted = [*_OF_FILES, *([_NAMESAKE] if has_namesake else [])]
    found = findings(reading)
    of_files = found.filter((found["severity"] == "error") & found["check"].is_in(wanted))
    told = of_files.select("message", short_file(reading), "source_row").rows()
    files = (RowFact(what, source_of(file, row) if row else file) for what, file, row in told)
    return (*(row for why, row in not_counted if why in _ERRORS), *files)


def changes_of(reading: Reading, pupil_id: str, first: date) -> tuple[ChangeFact, ...]:
    """Marks that a later export gives differently, in the order of the exports."""
    rows = (
        reading.evidence.seconds.filter(
            (pl.col("pupil_id").cast(pl.String) == pupil_id)
            & (pl.col("date") >= first)
            & (pl.col("set_aside").cast(pl.String) != "empty beside a mark").fill_null(True)
        )
        .select(
            "date", pl.col("session", "code").cast(pl.String), short_file(reading), "source_row",
            "export_rank",
        )
        .sort("date", "session", "export_rank", maintain_order=True)
        .unique(["date", "session", "export_rank"], keep="first", maintain_order=True)
    )  # fmt: skip
    of_sessions = groupby(rows.rows(), key=lambda row: row[:2])
    return tuple(change for _, of_one in of_sessions for change in _changes(list(of_one)))


def _changes(rows: Sequence[tuple[date, str, str | None, str, int, int]]) -> Iterator[ChangeFact]:
    """What differs from one export to the next; a mark for a session without one is no change."""
    for (day, session, before, file, row, _), (_, _, after, later, later_row, _) in pairwise(rows):
        if before is not None and before != after:
            place = f"{source_of(file, row)}, then {source_of(later, later_row)}"
            yield ChangeFact(day, session, before, after or UNMARKED, place)

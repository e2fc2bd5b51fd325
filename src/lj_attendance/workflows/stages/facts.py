"""What the stages are decided on, from a register: one PupilFacts a pupil, on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

import polars as pl

from lj_attendance.ingest.roll import OWN_COLUMN, read_flag
from lj_attendance.measures.attendance import has_missed, is_below, session_counts
from lj_attendance.measures.crossings import crossing_dates
from lj_attendance.measures.runs import numbered_sessions
from lj_attendance.policy.settings import Settings
from lj_attendance.policy.stages.facts import Absence, PupilFacts
from lj_attendance.policy.stages.speak_first import GROUP_WORDS
from lj_attendance.school_year import academic_year_start
from lj_attendance.workflows.reading import Reading

_NOT_IN_IT = ("", "no", "none")


def facts_on(
    reading: Reading, settings: Settings, day: date, only: Collection[str] | None = None
) -> dict[str, PupilFacts]:
    """The facts of every pupil of the roll or the register, or `only` of some, year to date."""
    roll = reading.roll if only is None else reading.roll.filter(pl.col("pupil_id").is_in(only))
    ids = roll["pupil_id"].cast(reading.marks.schema["pupil_id"]).implode()
    in_year = pl.col("date").is_between(academic_year_start(day), day)
    year = reading.marks.lazy().filter(in_year & pl.col("pupil_id").is_in(ids))
    targets = _judged_by(roll, settings, day)
    expected = settings.number("expected_percent", day)
    figures = _figures(year, sorted({expected, *targets.values()}), settings, day)
    absences = _absences(year)
    return {
        row["pupil_id"]: _facts(
            row,
            figures.get(row["pupil_id"], {}),
            absences.get(row["pupil_id"], ()),
            targets.get(row["pupil_id"], expected),
            _groups(row, settings.texts("speak_first_groups", day)),
            _whether_on_roll(row, reading, day),
        )
        for row in roll.rows(named=True)
    }


def _facts(
    row: dict[str, Any],
    figures: dict[str, Any],
    absences: tuple[Absence, ...],
    expected: int,
    groups: tuple[str, ...],
    on_roll: tuple[bool, bool],
) -> PupilFacts:
    has_left, is_listed = on_roll
    return PupilFacts(
        pupil_id=row["pupil_id"],
        attended=figures.get("attended_sessions", 0),
        possible=figures.get("possible_sessions", 0),
        below_since=figures.get(f"below_{expected}_since"),
        absences=absences,
        expected_percent=expected,
        has_left=has_left,
        is_listed=is_listed,
        has_marks=bool(figures),
        is_persistently_absent=figures.get("is_persistently_absent", False),
        groups=groups,
    )


def _whether_on_roll(row: dict[str, Any], reading: Reading, day: date) -> tuple[bool, bool]:
    """Whether the pupil has left by a day, and whether a roll names them, where there is one."""
    until = row["on_roll_until"]
    has_left = until is not None and until < day
    return has_left, row["is_on_roll"] or not reading.evidence.has_roll


def _figures(
    year: pl.LazyFrame, levels: list[int], settings: Settings, day: date
) -> dict[str, dict[str, Any]]:
    """Counts, persistent absence, and since when below each level, by pupil."""
    persistent = has_missed(settings.number("persistent_percent", day))
    counts = year.group_by("pupil_id").agg(session_counts())
    since = crossing_dates(
        numbered_sessions(year), {f"below_{level}_since": is_below(level) for level in levels}
    )
    frame = (
        counts.join(since, on="pupil_id", how="left")
        .with_columns(
            persistent.alias("is_persistently_absent"), pl.col("pupil_id").cast(pl.String)
        )
        .collect()
    )
    return {row["pupil_id"]: row for row in frame.rows(named=True)}


def _absences(year: pl.LazyFrame) -> dict[str, tuple[Absence, ...]]:
    """The sessions each pupil missed, in order."""
    missed = year.filter("is_absent").select(
        pl.col("pupil_id").cast(pl.String),
        "date",
        pl.col("session", "code").cast(pl.String),
        "is_authorised",
    )
    found: dict[str, list[Absence]] = defaultdict(list)
    for pupil_id, *absence in missed.collect().rows():
        found[pupil_id].append(Absence(*absence))
    return {pupil_id: tuple(absences) for pupil_id, absences in found.items()}


def _judged_by(roll: pl.DataFrame, settings: Settings, day: date) -> dict[str, int]:
    """The targets that stand in place of the school's figure, where settings say so."""
    return own_targets(roll, settings, day) if settings.is_on("use_individual_targets", day) else {}


def own_targets(roll: pl.DataFrame, settings: Settings, day: date) -> dict[str, int]:
    """Pupils' own targets in percent (§12), as the roll has them."""
    column = OWN_COLUMN + settings.text("individual_target_column", day)
    if column not in roll.columns:
        return {}
    percent = pl.col(column).str.extract(r"^\s*(\d{1,3})(?:\.0+)?\s*%?\s*$").cast(pl.Int64)
    given = roll.select("pupil_id", percent).drop_nulls()
    return {pupil_id: int(target) for pupil_id, target in given.rows() if 0 < target <= 100}


def _groups(row: dict[str, Any], wanted: list[str]) -> tuple[str, ...]:
    """The vulnerable groups of the setting that a pupil belongs to, in words."""
    found = []
    for name in wanted:
        value = row.get(name if name in GROUP_WORDS else OWN_COLUMN + name)
        text = str(value or "").strip()
        if name in GROUP_WORDS:
            is_in = text.casefold() not in _NOT_IN_IT and not text.casefold().startswith(
                "left care"
            )
            found += [_in_words(name, text)] if is_in else []
        elif read_flag(text) == "Yes":
            found.append(name)
    return tuple(found)


def _in_words(name: str, value: str) -> str:
    return GROUP_WORDS[name] if value == "Yes" else f"{GROUP_WORDS[name]} ({value})"

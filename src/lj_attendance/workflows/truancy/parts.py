"""The parts of days that each pupil missed without a known cause: register, lessons and ledger."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl

from lj_attendance.ledger.events import Event
from lj_attendance.ledger.evidence import EvidenceSeen, evidence_on
from lj_attendance.ledger.truancy import seen_on
from lj_attendance.policy.settings import Settings
from lj_attendance.policy.truancy.deciding import tells_cause
from lj_attendance.policy.truancy.facts import ABSENT, LESSON, Part, TruancyRules, truancy_rules_on
from lj_attendance.school_year import Calendar, academic_year_start, school_days
from lj_attendance.workflows.leave.marks import decided_leave
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.truancy.notes import with_notes


@dataclass(frozen=True)
class _Known:
    """What tells the cause of an absence, or whether one may still come in."""

    rules: TruancyRules
    leave: frozenset[tuple[str, date, str]]  # pupil, day and session of any request for leave
    evidence: dict[str, list[EvidenceSeen]]
    recent: frozenset[date]  # school days of which N is still young
    times: dict[str, tuple[time, time]]  # by session: its register opens and closes
    days: dict[str, list[date]] = field(default_factory=dict)  # school days of each pupil

    def is_explained(self, pupil_id: str, day: date, session: str, note: str | None) -> bool:
        """Whether the school was told a cause: by a note, a request for leave, or evidence."""
        return (
            tells_cause(note, self.rules.no_cause_words)
            or (pupil_id, day, session) in self.leave
            or any(seen.covers(day) for seen in self.evidence.get(pupil_id, ()))
        )

    def day_number(self, pupil_id: str, day: date) -> int:
        """The number of a day among the pupil's school days; of another day, of the one before."""
        return bisect_right(self.days.get(pupil_id, []), day)

    def came_after(self, session: str, starts: time | None, minutes: int | None) -> bool:
        """Whether a pupil late for a session may have come after a lesson of it had begun."""
        opens, closes = self.times[session]
        if starts is None:
            return True
        if minutes is None:
            return starts < closes
        return starts < (datetime.combine(date.min, opens) + timedelta(minutes=minutes)).time()


def truancy_parts(
    reading: Reading,
    events: Sequence[Event],
    settings: Settings,
    calendar: Calendar,
    missed: pl.DataFrame | None = None,
) -> dict[str, list[Part]]:
    """The parts of each pupil on the as-of date that count by the settings, by pupil_id.

    `missed` are the lessons missed, as `missed_lessons` has them; null where none were read.
    """
    as_of, rules = reading.as_of, truancy_rules_on(settings, reading.as_of)
    start = academic_year_start(as_of) if rules.restarts_each_year else date.min
    absent = _absent(reading, rules, start)
    seen = [each for each in seen_on(events, as_of) if each.on >= start]
    pupils = {*absent["pupil_id"], *(each.pupil_id for each in seen)}
    pupils |= set(missed["pupil_id"]) if missed is not None else set()
    known = _known(reading, events, settings, calendar, rules, pupils)
    found: dict[str, list[Part]] = defaultdict(list)
    rows = () if missed is None else missed.rows(named=True)
    for pupil_id, part in (*_of_sessions(absent, known), *_of_lessons(rows, known)):
        found[pupil_id].append(part)
    for each in seen:
        number = known.day_number(each.pupil_id, each.on)
        part = Part(each.what, each.on, number, each.session, "", note=each.note, entry=each.number)
        found[each.pupil_id].append(part)
    return found


def _absent(reading: Reading, rules: TruancyRules, start: date) -> pl.DataFrame:
    """The sessions with a code of the settings, with `note` and `has_note_column`, in order."""
    missed = (
        reading.marks.lazy()
        .filter(pl.col("code").cast(pl.String).is_in(rules.codes) & (pl.col("date") >= start))
        .select(
            pl.col("pupil_id").cast(pl.String),
            "date",
            pl.col("session", "code").cast(pl.String),
            pl.col("source_file").cast(pl.String),
            "source_row",
        )
    )
    return with_notes(missed.collect(), reading.tables)


def _known(
    reading: Reading,
    events: Sequence[Event],
    settings: Settings,
    calendar: Calendar,
    rules: TruancyRules,
    pupils: set[str],
) -> _Known:
    as_of = reading.as_of
    leave = decided_leave(events, calendar, as_of).select("pupil_id", "date", "session")
    evidence: dict[str, list[EvidenceSeen]] = defaultdict(list)
    for each in evidence_on(events, as_of):
        evidence[each.pupil_id].append(each)
    days = school_days(reading.marks.lazy()).select("date").collect()["date"].to_list()
    times = {
        half: tuple(settings.clock(f"{half.lower()}_register_{end}", as_of) for end in _ENDS)
        for half in ("AM", "PM")
    }
    return _Known(
        rules=rules,
        leave=frozenset(leave.rows()),
        evidence=evidence,
        recent=frozenset(days[-rules.unexplained_days - 1 :]),
        times=times,  # type: ignore[arg-type]  # two ends each
        days=_days_of(reading, pupils),
    )


_ENDS = ("opens", "closes")


def _days_of(reading: Reading, pupils: set[str]) -> dict[str, list[date]]:
    """The school days of these pupils, in order."""
    found: dict[str, list[date]] = defaultdict(list)
    ids = pl.Series(sorted(pupils), dtype=pl.String).implode()
    frame = (
        reading.marks.lazy()
        .filter("is_possible")
        .select(pl.col("pupil_id").cast(pl.String), "date")
        .filter(pl.col("pupil_id").is_in(ids))
        .unique()
        .sort("pupil_id", "date")
    )
    for pupil_id, day in frame.collect().rows():
        found[pupil_id].append(day)
    return found


def _of_sessions(absent: pl.DataFrame, known: _Known) -> Iterator[tuple[str, Part]]:
    for row in absent.rows(named=True):
        pupil_id, day, session, code = (row[n] for n in ("pupil_id", "date", "session", "code"))
        if not known.is_explained(pupil_id, day, session, row["note"]):
            yield (
                pupil_id,
                Part(
                    ABSENT,
                    day,
                    known.day_number(pupil_id, day),
                    session,
                    code,
                    is_provisional=code == "N" and day in known.recent,
                    has_note_column=row["has_note_column"],
                    note=row["note"],
                    source_file=row["source_file"],
                    source_row=row["source_row"],
                ),
            )


def _of_lessons(missed: Sequence[dict[str, Any]], known: _Known) -> Iterator[tuple[str, Part]]:
    """Reading: a pupil late for the session may have come after a lesson began: provisional."""
    for row in missed:
        pupil_id, day, session, code = (row[n] for n in ("pupil_id", "date", "session", "code"))
        if known.is_explained(pupil_id, day, session, row["note"]):
            continue
        starts: time | None = row["starts"]
        was_late = row["session_code"] == "L" and known.came_after(
            session, starts, row["session_minutes"]
        )
        yield (
            pupil_id,
            Part(
                LESSON,
                day,
                known.day_number(pupil_id, day),
                session,
                code,
                is_provisional=was_late or (code == "N" and day in known.recent),
                starts=f"{starts:%H:%M}" if starts else None,
                **{name: row[name] for name in _LESSON_COLUMNS},
            ),
        )


_LESSON_COLUMNS = (
    "period", "class_name", "subject", "teacher", "note", "source_file", "source_row",
)  # fmt: skip

"""Evidence of illness and appointments: what is still asked for, what was seen, what to review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from lj_attendance.data import read_rows
from lj_attendance.ledger.events import Event
from lj_attendance.ledger.evidence import evidence_on
from lj_attendance.ledger.replay import letters_on
from lj_attendance.policy.evidence import (
    CLAUSE,
    Seen,
    Spell,
    is_minor,
    needing_evidence,
    spells,
)
from lj_attendance.policy.settings import Settings
from lj_attendance.policy.stages.facts import Absence
from lj_attendance.school_year import academic_year_start, school_days
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.truancy.notes import with_notes

__all__ = ["CLAUSE", "EvidenceAnswer", "EvidencePupil", "MinorIllness", "evidence"]

_STAGE = 2
_ILLNESS = "I"


@dataclass(frozen=True)
class EvidencePupil:
    """One pupil with a Stage 2 letter in force, and the spells dated after its receipt."""

    pupil_id: str
    name: str
    registration_group: str
    received: date
    spells: tuple[Spell, ...]


@dataclass(frozen=True)
class MinorIllness:
    """A mark I whose note names no more than a minor illness: for a person to review."""

    pupil_id: str
    name: str
    registration_group: str
    date: date
    session: str
    note: str
    source_file: str
    source_row: int


@dataclass(frozen=True)
class EvidenceAnswer:
    """The answer of `lja evidence`."""

    as_of: date
    pupils: tuple[EvidencePupil, ...]  # those with at least one spell, by name
    minor: tuple[MinorIllness, ...]  # the newest first
    has_notes: bool  # whether any file at hand holds notes

    @property
    def needed(self) -> int:
        """Spells without evidence."""
        return sum(spell.status == "needed" for each in self.pupils for spell in each.spells)


def evidence(reading: Reading, events: Sequence[Event], settings: Settings) -> EvidenceAnswer:
    """What is asked for on the as-of date, and what to review of this academic year."""
    as_of = reading.as_of
    names = {row["pupil_id"]: row for row in reading.roll.rows(named=True)}
    marks = _of_year(reading, settings.texts("evidence_codes", as_of))
    noted = with_notes(marks, reading.tables)
    received, seen = _received(events, as_of), _seen(events, as_of)
    days = school_days(reading.marks.lazy()).collect()["date"].to_list()
    codes = settings.texts("evidence_codes", as_of)
    pupils = []
    for pupil_id, absences in _absences(marks).items():
        needing = needing_evidence(absences, received.get(pupil_id), codes)
        if needing:
            told = _named(names, pupil_id)
            found = spells(needing, seen.get(pupil_id, ()), days)
            pupils.append(EvidencePupil(pupil_id, *told, received[pupil_id], found))
    has_notes = bool(noted["has_note_column"].any())
    ordered = tuple(sorted(pupils, key=lambda each: (each.name, each.pupil_id)))
    return EvidenceAnswer(as_of, ordered, _minor(noted, names, settings, as_of), has_notes)


def _of_year(reading: Reading, codes: Sequence[str]) -> pl.DataFrame:
    """The sessions of these codes since the academic year began, in order."""
    wanted = sorted({*codes, _ILLNESS})
    columns = ("date", "session", "code", "is_authorised", "source_file", "source_row")
    return (
        reading.marks.lazy()
        .filter(pl.col("date") >= academic_year_start(reading.as_of), "is_absent")
        .select(pl.col("pupil_id").cast(pl.String), *columns)
        .with_columns(pl.col("session", "code", "source_file").cast(pl.String))
        .filter(pl.col("code").is_in(wanted))
        .sort("pupil_id", "date", "session")
        .collect()
    )


def _absences(marks: pl.DataFrame) -> dict[str, list[Absence]]:
    found: dict[str, list[Absence]] = {}
    rows = marks.select("pupil_id", "date", "session", "code", "is_authorised").rows()
    for pupil_id, *session in rows:
        found.setdefault(pupil_id, []).append(Absence(*session))
    return found


def _received(events: Sequence[Event], as_of: date) -> dict[str, date]:
    """When the first Stage 2 letter in force of this academic year was received, by pupil."""
    found: dict[str, date] = {}
    for letter in letters_on(events, as_of, academic_year_start(as_of)):
        if letter.stage >= _STAGE:
            before = found.get(letter.pupil_id, letter.received_on)
            found[letter.pupil_id] = min(before, letter.received_on)
    return found


def _seen(events: Sequence[Event], as_of: date) -> dict[str, tuple[Seen, ...]]:
    found: dict[str, tuple[Seen, ...]] = {}
    for each in evidence_on(events, as_of):
        new = Seen(each.number, each.first_day, each.last_day)
        found[each.pupil_id] = (*found.get(each.pupil_id, ()), new)
    return found


def _minor(
    noted: pl.DataFrame, names: Mapping[str, Mapping[str, str]], settings: Settings, as_of: date
) -> tuple[MinorIllness, ...]:
    words = settings.texts("minor_illness_words", as_of)
    fillers = [row["words"] for row in read_rows("note_fillers")]
    rows = noted.filter(pl.col("code") == _ILLNESS).drop_nulls("note")
    newest = rows.sort("date", "session", "pupil_id", descending=[True, True, False])
    found = []
    for row in newest.rows(named=True):
        person = names.get(row["pupil_id"], {})
        own = f"{person.get('surname') or ''} {person.get('forename') or ''}".split()
        if is_minor(row["note"], words, fillers, own):
            told = _named(names, row["pupil_id"])
            place = row["note"], row["source_file"], row["source_row"]
            found.append(MinorIllness(row["pupil_id"], *told, row["date"], row["session"], *place))
    return tuple(found)


def _named(names: Mapping[str, Mapping[str, str]], pupil_id: str) -> tuple[str, str]:
    """Name and registration group; the ID where no name is known."""
    row = names.get(pupil_id, {})
    name = ", ".join(part for part in (row.get("surname"), row.get("forename")) if part)
    return name or pupil_id, row.get("registration_group") or ""

"""Sessions of a day of which nobody told the reason: N, or unmarked once the register closed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time

import polars as pl

from lj_attendance.policy.settings import Settings
from lj_attendance.workflows.reading import Reading

N, UNMARKED = "N", "unmarked"
_CLOSES = {"AM": "am_register_closes", "PM": "pm_register_closes"}
_REGISTER = ["registration_group", "session"]


@dataclass(frozen=True)
class OpenSession:
    """A session of the day, and what the register has of it: N, or UNMARKED."""

    session: str  # AM or PM
    state: str


@dataclass(frozen=True)
class NotTaken:
    """A register of a group without one mark: who is away is not known of any of its pupils."""

    registration_group: str
    session: str  # AM or PM
    pupils: int
    is_in_exports: bool  # it has rows, all unmarked; else no row at all


@dataclass(frozen=True)
class DaySessions:
    """The sessions of a day that somebody has to see to."""

    unexplained: dict[str, tuple[OpenSession, ...]]  # by pupil
    waiting: tuple[str, ...]  # AM or PM: registers still open
    without_marks: tuple[str, ...]  # AM or PM: closed, and the whole school has no mark
    not_taken: tuple[NotTaken, ...]


def open_sessions(reading: Reading, settings: Settings, clock: tuple[date, time]) -> DaySessions:
    """Those of the as-of date whose register has closed; `clock` is the day and time of asking.

    A pupil on roll without a row is unmarked where others of their registration group have a mark
    for that session: the export holds the group, and nobody marked the pupil. Where nobody of a
    group has one, though the school was open, the register was not taken.
    """
    day, (today, now) = reading.as_of, clock
    waiting = tuple(
        session
        for session, name in _CLOSES.items()
        if today == day and now < settings.clock(name, day)
    )
    marked = _marked(reading).filter(~pl.col("session").is_in(waiting))
    expected = _on_roll(reading)
    found: dict[str, list[OpenSession]] = defaultdict(list)
    for pupil_id, session, state in _unexplained(expected, marked).rows():
        found[pupil_id].append(OpenSession(session, state))
    held = set(_held(marked)["session"])
    return DaySessions(
        {pupil_id: tuple(sessions) for pupil_id, sessions in found.items()},
        waiting,
        tuple(session for session in _CLOSES if session not in held and session not in waiting),
        _not_taken(expected, marked),
    )


def _marked(reading: Reading) -> pl.DataFrame:
    """The day's counted rows with their registration group: of those no roll names, too."""
    pupil = pl.col("pupil_id").cast(pl.String)
    group = reading.roll.select(pupil, pl.col("registration_group").fill_null(""))
    return (
        reading.marks.lazy()
        .filter(date=reading.as_of)
        .select(pupil, pl.col("session", "code").cast(pl.String), "is_possible")
        .join(group.lazy(), on="pupil_id", how="left", maintain_order="left")
        .with_columns(pl.col("registration_group").fill_null(""))
        .collect()
    )


def _on_roll(reading: Reading) -> pl.DataFrame:
    """pupil_id and group of those on the roll that day; of everybody where no file was a roll."""
    evidence = reading.evidence
    roll = reading.roll.filter(evidence.is_on_roll_now()) if evidence.has_roll else reading.roll
    return roll.select(
        pl.col("pupil_id").cast(pl.String), pl.col("registration_group").fill_null("")
    )


def _held(marked: pl.DataFrame) -> pl.DataFrame:
    """The groups' sessions for which at least one pupil has a mark."""
    return marked.filter("is_possible").select(_REGISTER).unique()


def _unexplained(expected: pl.DataFrame, marked: pl.DataFrame) -> pl.DataFrame:
    """pupil_id, session and state, by pupil and session."""
    held, unmarked = _held(marked), pl.lit(UNMARKED).alias("state")
    without_row = expected.join(held, on="registration_group", how="inner").join(
        marked, on=["pupil_id", "session"], how="anti"
    )
    blank = marked.filter(pl.col("code").is_null()).join(held, on=_REGISTER, how="semi")
    parts = [
        marked.filter(code=N).select("pupil_id", "session", pl.lit(N).alias("state")),
        blank.select("pupil_id", "session", unmarked),
        without_row.select("pupil_id", "session", unmarked),
    ]
    return pl.concat(parts).sort("pupil_id", "session")


def _not_taken(expected: pl.DataFrame, marked: pl.DataFrame) -> tuple[NotTaken, ...]:
    """The groups' sessions without a mark, of sessions for which others have one."""
    held = _held(marked)
    of_school = held.select("session").unique()
    blank = (
        marked.filter(pl.col("code").is_null())
        .join(held, on=_REGISTER, how="anti")
        .join(of_school, on="session", how="semi")
        .with_columns(is_in_exports=pl.lit(True))
    )
    without_row = (
        expected.join(of_school, how="cross")
        .join(marked.select(_REGISTER).unique(), on=_REGISTER, how="anti")
        .with_columns(is_in_exports=pl.lit(False))
    )
    by = [*_REGISTER, "is_in_exports"]
    found = pl.concat([blank.select(by), without_row.select(by)]).group_by(by).len()
    return tuple(
        NotTaken(group, session, pupils, is_in_exports)
        for group, session, is_in_exports, pupils in found.sort(by).rows()
    )

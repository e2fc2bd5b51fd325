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


@dataclass(frozen=True)
class NotTaken:
    """A register of a group that nobody took: who is away is not known of any of its pupils."""

    registration_group: str
    session: str  # AM or PM
    pupils: int


@dataclass(frozen=True)
class DaySessions:
    """The sessions of a day that somebody has to see to."""

    unexplained: dict[str, tuple[OpenSession, ...]]  # by pupil
    waiting: tuple[str, ...]  # AM or PM: registers still open
    not_taken: tuple[NotTaken, ...]


@dataclass(frozen=True)
class OpenSession:
    """A session of the day, and what the register has of it: N, or UNMARKED."""

    session: str  # AM or PM
    state: str


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
    marks = (
        reading.marks.lazy()
        .filter(date=day)
        .select(pl.col("pupil_id").cast(pl.String), "session", "code", "is_possible")
        .with_columns(pl.col("session", "code").cast(pl.String))
        .collect()
    )
    found: dict[str, list[OpenSession]] = defaultdict(list)
    group = _on_roll(reading).select("pupil_id", pl.col("registration_group").fill_null(""))
    marked = marks.join(group, on="pupil_id", how="inner").filter(~pl.col("session").is_in(waiting))
    for pupil_id, session, state in _unexplained(group, marked).rows():
        found[pupil_id].append(OpenSession(session, state))
    unexplained = {pupil_id: tuple(sessions) for pupil_id, sessions in found.items()}
    return DaySessions(unexplained, waiting, _not_taken(marked))


def _held(marked: pl.DataFrame) -> pl.DataFrame:
    """The groups' sessions for which at least one pupil has a mark."""
    return marked.filter("is_possible").select("registration_group", "session").unique()


def _unexplained(group: pl.DataFrame, marked: pl.DataFrame) -> pl.DataFrame:
    """pupil_id, session and state, by pupil and session."""
    held, by = _held(marked), ["registration_group", "session"]
    rowless = group.join(held, on="registration_group", how="inner").join(
        marked, on=["pupil_id", "session"], how="anti"
    )
    state = pl.when(pl.col("code").is_null()).then(pl.lit(UNMARKED)).otherwise(pl.lit(N))
    told = marked.filter(pl.col("code").is_null() | (pl.col("code") == N)).join(
        held, on=by, how="semi"
    )
    parts = [
        told.select("pupil_id", "session", state=state),
        rowless.select("pupil_id", "session", state=pl.lit(UNMARKED)),
    ]
    return pl.concat(parts).sort("pupil_id", "session")


def _not_taken(marked: pl.DataFrame) -> tuple[NotTaken, ...]:
    """The groups' sessions with rows, and not one mark among them; of sessions that others had."""
    by = ["registration_group", "session"]
    of_school = marked.filter("is_possible").select("session").unique()
    without = (
        marked.filter(pl.col("code").is_null())
        .join(_held(marked), on=by, how="anti")
        .join(of_school, on="session", how="semi")
        .group_by(by)
        .len()
        .sort(by)
    )
    return tuple(NotTaken(*row) for row in without.rows())


def _on_roll(reading: Reading) -> pl.DataFrame:
    """Who is on the roll on the as-of date; everybody with a mark where no file was a roll."""
    roll = reading.roll.with_columns(pl.col("pupil_id").cast(pl.String))
    evidence = reading.evidence
    return roll.filter(evidence.is_on_roll_now()) if evidence.has_roll else roll

"""Who is eligible for rewards, trips and events (§12), who is not, and whom a person decides on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from lj_attendance.ingest.roll import OWN_COLUMN, read_flag
from lj_attendance.policy.rewards import Reward, RewardFacts, reward_of
from lj_attendance.policy.settings import Settings
from lj_attendance.workflows.analyse import Analysis
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.register_end import RegisterEnd
from lj_attendance.workflows.stages.facts import own_targets


@dataclass(frozen=True)
class RewardRow:
    """One pupil on roll, with what was decided."""

    pupil_id: str
    name: str
    registration_group: str
    attended: int  # sessions, year to date
    possible: int
    change: float | None  # points, last school weeks on those before
    reward: Reward


@dataclass(frozen=True)
class GroupRow:
    """One registration group: how many of its pupils are eligible, and how many missed nothing."""

    name: str
    pupils: int
    eligible: int
    full: int
    attended: int
    possible: int


@dataclass(frozen=True)
class Rewards:
    """The answer of `lja report rewards`."""

    school: str
    as_of: date
    analysis: Analysis
    trend_weeks: int
    rows: tuple[RewardRow, ...]  # by name
    improved: tuple[RewardRow, ...]  # the most improved first
    groups: tuple[GroupRow, ...]  # the one with the largest share of eligible pupils first
    ends: RegisterEnd | None

    def with_status(self, status: str) -> tuple[RewardRow, ...]:
        """Those of one status, by name."""
        return tuple(row for row in self.rows if row.reward.status == status)

    @property
    def full(self) -> tuple[RewardRow, ...]:
        """Those who missed no possible session."""
        return tuple(row for row in self.rows if row.reward.is_full)


def rewards(
    analysis: Analysis, settings: Settings, school: str, ends: RegisterEnd | None = None
) -> Rewards:
    """The lists of §12 for pupils on roll on the as-of date, year to date."""
    reading, as_of = analysis.reading, analysis.as_of
    targets = own_targets(reading.roll, settings, as_of)
    apart = _circumstances(reading, settings.texts("rewards_apart_columns", as_of))
    left = _left(reading, as_of)
    changes = _changes(analysis)
    rows = tuple(
        _row(row, analysis, targets.get(row["pupil_id"]), apart[row["pupil_id"]], changes)
        for row in analysis.pupils.rows(named=True)
        if row["pupil_id"] not in left
    )
    rows = tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.pupil_id)))
    most = settings.number("most_improved_listed", as_of)
    improved, groups = _improved(rows, most), _groups(rows)
    return Rewards(school, as_of, analysis, analysis.trend_weeks, rows, improved, groups, ends)


def _row(
    row: dict[str, Any],
    analysis: Analysis,
    target: int | None,
    circumstances: tuple[str, ...],
    changes: dict[str, float | None],
) -> RewardRow:
    facts = RewardFacts(
        attended=row["attended_sessions"],
        possible=row["possible_sessions"],
        expected_percent=analysis.thresholds.expected_percent,
        own_target=target,
        circumstances=circumstances,
    )
    named = ", ".join(part for part in (row["surname"], row["forename"]) if part)
    return RewardRow(
        pupil_id=row["pupil_id"],
        name=named or row["pupil_id"],
        registration_group=row["registration_group"] or "",
        attended=facts.attended,
        possible=facts.possible,
        change=changes.get(row["pupil_id"]),
        reward=reward_of(facts),
    )


def _circumstances(reading: Reading, headers: list[str]) -> dict[str, tuple[str, ...]]:
    """Health needs and home circumstances by pupil, in the words of the roll's own columns."""
    there = [header for header in headers if OWN_COLUMN + header in reading.roll.columns]
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in reading.roll.rows(named=True):
        told = (h for h in there if read_flag(str(row[OWN_COLUMN + h] or "").strip()) == "Yes")
        found[row["pupil_id"]] = tuple(told)
    return found


def _left(reading: Reading, as_of: date) -> set[str]:
    return {
        row["pupil_id"]
        for row in reading.roll.select("pupil_id", "on_roll_until").rows(named=True)
        if row["on_roll_until"] is not None and row["on_roll_until"] < as_of
    }


def _changes(analysis: Analysis) -> dict[str, float | None]:
    assert analysis.patterns is not None
    return dict(analysis.patterns.pupils.select("pupil_id", "change_in_points").rows())


def _improved(rows: tuple[RewardRow, ...], most: int) -> tuple[RewardRow, ...]:
    """Those whose attendance rose, the largest rise first; all who rose as much as the last."""
    risen = [row for row in rows if row.change is not None and row.change > 0]
    risen.sort(key=lambda row: (-(row.change or 0), row.name.casefold(), row.pupil_id))
    if len(risen) <= most:
        return tuple(risen)
    least = risen[most - 1].change or 0
    return tuple(row for row in risen if (row.change or 0) >= least)


def _groups(rows: tuple[RewardRow, ...]) -> tuple[GroupRow, ...]:
    by_name: dict[str, list[RewardRow]] = defaultdict(list)
    for row in rows:
        by_name[row.registration_group or "no registration group"].append(row)
    groups = [
        GroupRow(
            name=name,
            pupils=len(members),
            eligible=sum(row.reward.status == "eligible" for row in members),
            full=sum(row.reward.is_full for row in members),
            attended=sum(row.attended for row in members),
            possible=sum(row.possible for row in members),
        )
        for name, members in by_name.items()
    ]
    return tuple(sorted(groups, key=lambda each: (-each.eligible / each.pupils, each.name)))

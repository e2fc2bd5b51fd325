"""What cases are decided on, from the ledger and a register: CaseFacts of each, on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache

import polars as pl

from lj_attendance.ledger.cases import CaseRecord
from lj_attendance.ledger.events import (
    CASE_CLOSED,
    CASE_HELD,
    CASE_INVITED,
    CASE_MINUTES,
    CASE_REVIEWED,
    CASE_WARNING,
    Event,
)
from lj_attendance.policy.cases.facts import (
    CLOSED,
    HELD,
    INVITED,
    MINUTES,
    REVIEWED,
    WARNED,
    CaseFacts,
    CaseRules,
    Figures,
    Referral,
    Step,
)
from lj_attendance.policy.settings import Settings
from lj_attendance.school_year import Calendar, academic_year_start, school_day_after
from lj_attendance.workflows.cases.words import said_of
from lj_attendance.workflows.reading import Reading

KINDS = {
    CASE_INVITED: INVITED, CASE_HELD: HELD, CASE_MINUTES: MINUTES,
    CASE_WARNING: WARNED, CASE_REVIEWED: REVIEWED, CASE_CLOSED: CLOSED,
}  # fmt: skip


class Sessions:
    """The sessions of the pupils with cases, counted by day; of none without a register."""

    def __init__(self, reading: Reading | None, pupils: Sequence[str]) -> None:
        self._days: dict[str, list[tuple[date, int, int]]] = defaultdict(list)
        if reading is None:
            return
        ids = pl.Series(sorted(set(pupils)), dtype=pl.String)
        own = reading.marks.lazy().with_columns(pl.col("pupil_id").cast(pl.String))
        counts = (
            own.filter(pl.col("pupil_id").is_in(ids.implode()) & pl.col("is_possible"))
            .group_by("pupil_id", "date")
            .agg((~pl.col("is_absent")).sum().cast(pl.Int64), pl.len().cast(pl.Int64))
            .collect()
        )
        for pupil_id, day, attended, possible in counts.rows():
            self._days[pupil_id].append((day, attended, possible))

    def between(self, pupil_id: str, first: date, last: date) -> Figures | None:
        """Of a span, both ends inclusive; null where the register has no session of it."""
        found = [each for each in self._days.get(pupil_id, ()) if first <= each[0] <= last]
        if not found:
            return None
        return Figures(sum(each[1] for each in found), sum(each[2] for each in found))

    def year_to_date(self, pupil_id: str, day: date) -> Figures | None:
        """Of the school year up to a day, inclusive."""
        return self.between(pupil_id, academic_year_start(day), day)


def case_facts(
    record: CaseRecord, sessions: Sessions, left: Mapping[str, date | None], as_of: date
) -> CaseFacts:
    """One case as the policy looks at it; `left` has the last day of everyone who has left."""
    steps = tuple(step_of(event) for event in record.steps)
    pupil_id, letter = record.pupil_id, record.referral
    held = next((step for step in reversed(steps) if step.kind == HELD), None)
    referral = None
    if letter is not None:
        figures = sessions.year_to_date(pupil_id, letter.issued_on)
        if letter.attended is not None and letter.possible is not None:
            figures = Figures(letter.attended, letter.possible)
        referral = Referral(letter.number, letter.issued_on, letter.received_on, figures)
    return CaseFacts(
        pupil_id=pupil_id,
        referral=referral,
        steps=steps,
        left_on=left.get(pupil_id),
        has_left=pupil_id in left,
        year_start=academic_year_start(as_of),
        to_date=sessions.year_to_date(pupil_id, as_of),
        at_conference=sessions.year_to_date(pupil_id, held.on) if held else None,
        since_conference=_since(sessions, pupil_id, held.on, as_of) if held else None,
    )


def _since(sessions: Sessions, pupil_id: str, day: date, as_of: date) -> Figures | None:
    """After a day, which is not counted: the targets were set on it."""
    return sessions.between(pupil_id, day + timedelta(days=1), as_of)


def step_of(event: Event) -> Step:
    """An entry of a case as the policy looks at it."""
    detail = event.detail
    return Step(
        number=event.number,
        kind=KINDS[event.kind],
        on=event.on,
        by=event.by,
        meeting_on=_day(detail.get("meeting_on")),
        parents_attended=detail.get("parents_attended"),
        targets=tuple(detail.get("targets") or ()),
        review_on=_day(detail.get("review_on")),
        warning=detail.get("warning"),
        finding=detail.get("finding"),
        said=said_of(event),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def rules_on(
    settings: Settings, day: date, calendar: Calendar, marked: Sequence[date] = ()
) -> CaseRules:
    """The numbers in force on a day; `marked` are the register's school days up to it.

    Days after the register's last are counted by the calendar, also those before the as-of date.
    """

    @cache
    def period_end(after: date, number: int) -> date | None:
        known_until = max([each for each in marked if each <= day], default=after)
        return school_day_after(after, number, marked, known_until, calendar)

    def next_school_day(wanted: date) -> date:
        if calendar.is_school_day(wanted) or not calendar.knows(wanted):
            return wanted
        return calendar.school_day_next(wanted) or wanted

    names = ("invite_days", "notice_days", "minutes_days", "decision_days")
    weeks = ("review_first_weeks", "review_last_weeks")
    numbers = {name: settings.number(f"case_{name}", day) for name in (*names, *weeks)}
    return CaseRules(**numbers, period_end=period_end, next_school_day=next_school_day)

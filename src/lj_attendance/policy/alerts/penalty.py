"""Alerts on sessions within rolling school weeks: the penalty threshold, and late arrival (§10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from lj_attendance.policy.alerts.facts import (
    LATE_AFTER_CLOSE,
    PENALTY,
    Alert,
    AlertFacts,
    AlertRules,
)
from lj_attendance.policy.alerts.words import ASKS, CLAUSES, penalty_text, sessions_text
from lj_attendance.policy.stages.facts import Absence
from lj_attendance.policy.stages.words import day_text

InWeek = tuple[Absence, int]
"""A session with its school week: 0 is the last at the as-of date, -1 the one before it."""


class Meeting(NamedTuple):
    """A stretch of sessions at each of which a number was reached within the school weeks.

    The next begins after a session at which it was not: an answer to one does not answer it.
    """

    sessions: tuple[Absence, ...]  # the number's, of which the last reached it
    last: date  # of the stretch

    @property
    def since(self) -> date:
        """The day on which the number was reached."""
        return self.sessions[-1].date

    def holds(self, day: date) -> bool:
        """Whether a day lies in the stretch."""
        return self.since <= day <= self.last


def penalty_threshold(facts: AlertFacts, rules: AlertRules) -> Iterator[Alert]:
    """The national framework: 10 unauthorised sessions within a rolling 10 school weeks.

    Any mix of codes, consecutive or not, across terms and years. A session that a notice used up
    counts for no other. §15: it "could result in a Penalty Notice or a prosecution". N is
    provisional, so the threshold is judged without it too.
    """
    for used in _used(facts):
        yield from _met(facts, rules, used, is_used=True)
    yield from _met(facts, rules, _unused(facts), is_used=False)


def _met(
    facts: AlertFacts, rules: AlertRules, sessions: Sequence[InWeek], *, is_used: bool
) -> Iterator[Alert]:
    """An alert a meeting of the threshold by sessions that all count for the same notice."""
    number, weeks = rules.penalty_sessions, rules.penalty_weeks
    settled = [each for each in sessions if each[0].code != "N"]
    met, met_without_n = _meetings(sessions, number, weeks), _meetings(settled, number, weeks)
    now = _now(sessions, weeks)
    left_out = 0 if is_used else len(facts.unauthorised) - len(sessions)
    used = f" {sessions_text(left_out)} used for earlier notices left out." if left_out else ""
    for meeting in met:
        since_without_n = next(
            (each.since for each in met_without_n if meeting.holds(each.since)), None
        )
        what = penalty_text(
            number,
            weeks,
            since=meeting.since,
            now=None if is_used else now,
            most=_most(sessions, weeks),
            without_n=_without_n(settled, since_without_n, weeks, meeting),
        )
        yield Alert(
            kind=PENALTY,
            pupil_id=facts.pupil_id,
            since=meeting.since,
            what=what + used,
            sessions=meeting.sessions,
            clause=CLAUSES[PENALTY],
            source="",
            asks=ASKS[PENALTY],
            is_current=not is_used and now >= number and meeting is met[-1],
            without_n=since_without_n is not None,
        )


def late_after_close(facts: AlertFacts, rules: AlertRules) -> Iterator[Alert]:
    """§10: a penalty notice may be issued where there is "persistent late arrival at school".

    Reading: so many arrivals after the register closed (U) within the framework's school weeks.
    """
    number, weeks = rules.late_sessions, rules.penalty_weeks
    late = [each for each in facts.unauthorised if each[0].code == "U"]
    met, now = _meetings(late, number, weeks), _now(late, weeks)
    for meeting in met:
        what = (
            f"{number} arrivals after the register closed (U) within {weeks} school weeks, reached "
            f"on {day_text(meeting.since)}. Now {now} in the last {weeks} school weeks."
        )
        yield Alert(
            kind=LATE_AFTER_CLOSE,
            pupil_id=facts.pupil_id,
            since=meeting.since,
            what=what,
            sessions=meeting.sessions,
            clause=CLAUSES[LATE_AFTER_CLOSE],
            source="",
            asks=ASKS[LATE_AFTER_CLOSE],
            is_current=now >= number and meeting is met[-1],
        )


def _unused(facts: AlertFacts) -> list[InWeek]:
    """The sessions after those that notices in force used up: the count begins anew."""
    used_until = max((notice.used_until for notice in facts.notices), default=date.min)
    return [each for each in facts.unauthorised if each[0].date > used_until]


def _used(facts: AlertFacts) -> Iterator[list[InWeek]]:
    """The sessions that each notice used up, without those that one before it did."""
    before = date.min
    for until in sorted({notice.used_until for notice in facts.notices}):
        yield [each for each in facts.unauthorised if before < each[0].date <= until]
        before = until


def _meetings(sessions: Sequence[InWeek], number: int, weeks: int) -> list[Meeting]:
    """The stretches at whose sessions that many lie within the weeks; none for a number of 0."""
    found: list[Meeting] = []
    is_met = False
    if number < 1:
        return found
    for last in range(number - 1, len(sessions)):
        first, day = last - number + 1, sessions[last][0].date
        was_met, is_met = is_met, sessions[last][1] - sessions[first][1] < weeks
        if is_met and was_met:
            found[-1] = found[-1]._replace(last=day)
        elif is_met:
            reached = tuple(absence for absence, _ in sessions[first : last + 1])
            found.append(Meeting(reached, day))
    return found


def _now(sessions: Sequence[InWeek], weeks: int) -> int:
    """How many lie in the school weeks that end with the last one."""
    return sum(week > -weeks for _, week in sessions)


def _most(sessions: Sequence[InWeek], weeks: int) -> int:
    """The most within any successive school weeks; the sessions are in order."""
    most = first = 0
    for place, (_, end) in enumerate(sessions):
        while sessions[first][1] <= end - weeks:
            first += 1
        most = max(most, place - first + 1)
    return most


def _without_n(settled: Sequence[InWeek], since: date | None, weeks: int, meeting: Meeting) -> str:
    if since:
        return f"Without N, which is provisional, it is met too, since {day_text(since)}."
    first = meeting.sessions[0].date
    during = [each for each in settled if first <= each[0].date <= meeting.last]
    return f"Without N, which is provisional, it is not met: {_most(during, weeks)} at most."

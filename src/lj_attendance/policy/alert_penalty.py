"""Alerts on sessions within rolling school weeks: the penalty threshold, and late arrival (§10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lj_attendance.policy.alert_facts import (
    LATE_AFTER_CLOSE,
    PENALTY,
    Alert,
    AlertFacts,
    AlertRules,
)
from lj_attendance.policy.alert_words import ASKS, CLAUSES, penalty_text, sessions_text
from lj_attendance.policy.stage_facts import Absence
from lj_attendance.policy.stage_words import day_text

InWeek = tuple[Absence, int]
"""A session with its school week: 0 is the last at the as-of date, -1 the one before it."""


def penalty_threshold(facts: AlertFacts, rules: AlertRules) -> Iterator[Alert]:
    """The national framework: 10 unauthorised sessions within a rolling 10 school weeks.

    Any mix of codes, consecutive or not, across terms and years. A session that a notice used up
    counts for no other. §15: it "could result in a Penalty Notice or a prosecution". N is
    provisional, so the threshold is judged without it too.
    """
    number, weeks = rules.penalty_sessions, rules.penalty_weeks
    unused = _unused(facts)
    met = _first_met(unused, number, weeks)
    if met is None:
        return
    settled = [each for each in unused if each[0].code != "N"]
    met_without_n = _first_met(settled, number, weeks)
    now = _now(unused, weeks)
    what = penalty_text(
        number,
        weeks,
        since=met[-1].date,
        now=now,
        most=_most(unused, weeks),
        without_n=_without_n(settled, met_without_n, weeks),
    )
    used = len(facts.unauthorised) - len(unused)
    what += f" {sessions_text(used)} used for earlier notices left out." if used else ""
    yield Alert(
        kind=PENALTY,
        pupil_id=facts.pupil_id,
        since=met[-1].date,
        what=what,
        sessions=met,
        clause=CLAUSES[PENALTY],
        source="",
        asks=ASKS[PENALTY],
        is_current=now >= number,
        without_n=met_without_n is not None,
    )


def late_after_close(facts: AlertFacts, rules: AlertRules) -> Iterator[Alert]:
    """§10: a penalty notice may be issued where there is "persistent late arrival at school".

    Reading: so many arrivals after the register closed (U) within the framework's school weeks.
    """
    number, weeks = rules.late_sessions, rules.penalty_weeks
    late = [each for each in facts.unauthorised if each[0].code == "U"]
    met = _first_met(late, number, weeks)
    if met is None:
        return
    now, since = _now(late, weeks), met[-1].date
    what = (
        f"{number} arrivals after the register closed (U) within {weeks} school weeks, reached on "
        f"{day_text(since)}. Now {now} in the last {weeks} school weeks."
    )
    clause, asks = CLAUSES[LATE_AFTER_CLOSE], ASKS[LATE_AFTER_CLOSE]
    current = now >= number
    yield Alert(
        LATE_AFTER_CLOSE, facts.pupil_id, since, what, met, clause, "", asks, is_current=current
    )


def _unused(facts: AlertFacts) -> list[InWeek]:
    """The sessions after those that notices in force used up: the count begins anew."""
    used_until = max((notice.used_until for notice in facts.notices), default=None)
    return [each for each in facts.unauthorised if used_until is None or each[0].date > used_until]


def _first_met(sessions: Sequence[InWeek], number: int, weeks: int) -> tuple[Absence, ...] | None:
    """The sessions, the last `number` of them, that first were that many within the weeks."""
    for last in range(number - 1, len(sessions) if number > 0 else 0):
        first = last - number + 1
        if sessions[last][1] - sessions[first][1] < weeks:
            return tuple(absence for absence, _ in sessions[first : last + 1])
    return None


def _now(sessions: Sequence[InWeek], weeks: int) -> int:
    """How many lie in the school weeks that end with the last one."""
    return sum(week > -weeks for _, week in sessions)


def _most(sessions: Sequence[InWeek], weeks: int) -> int:
    """The most within any successive school weeks."""
    ends = {week for _, week in sessions}
    return max((sum(end - weeks < week <= end for _, week in sessions) for end in ends), default=0)


def _without_n(settled: Sequence[InWeek], met: tuple[Absence, ...] | None, weeks: int) -> str:
    if met:
        return f"Without N, which is provisional, it is met too, since {day_text(met[-1].date)}."
    return f"Without N, which is provisional, it is not met: {_most(settled, weeks)} at most."

"""The alert on truancy (§10): one a pupil and academic year, with the number of instances.

By sessions and the ledger; lessons missed while in school are looked at by `lja truancy` alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lj_attendance.policy.alerts.facts import TRUANCY, Alert, AlertFacts, AlertRules, Done
from lj_attendance.policy.alerts.words import ASKS, CLAUSES
from lj_attendance.policy.stages.facts import Absence
from lj_attendance.policy.stages.words import day_text
from lj_attendance.policy.truancy.facts import ABSENT, Instance
from lj_attendance.policy.truancy.words import what_text


def truancy(facts: AlertFacts, rules: AlertRules) -> Iterator[Alert]:
    """§10: "In the first instance, a letter of warning will be sent"; "If any further truancy
    occurs, then the school will consider issuing a penalty notice."

    Since the first day of the last instance. One whose cause may still come in makes no alert.
    """
    settled = [each for each in facts.truancy if not each.is_provisional]
    if settled:
        yield Alert(
            kind=TRUANCY,
            pupil_id=facts.pupil_id,
            since=settled[-1].first_day,
            what=_what(settled, facts),
            sessions=tuple(_sessions(settled)),
            clause=CLAUSES[TRUANCY],
            source="",
            asks=ASKS[TRUANCY],
        )


def truancy_done(alert: Alert, facts: AlertFacts) -> Iterator[Done]:
    """What answers it: the letter of a first instance; a notice that used a further one."""
    settled = [each for each in facts.truancy if not each.is_provisional]
    if len(settled) == 1:
        yield from (each for each in facts.done if each.kind == TRUANCY)
    for notice in facts.notices:
        if len(settled) > 1 and notice.used_until >= alert.since:
            to = f" to {notice.parent}" if notice.parent else ""
            yield Done(notice.number, TRUANCY, notice.issued_on, f"penalty notice{to}")


def _what(settled: Sequence[Instance], facts: AlertFacts) -> str:
    last, number = what_text(settled[-1]), len(settled)
    parts = [
        f"First instance this academic year: {last}."
        if number == 1
        else f"{number} instances this academic year, the last: {last}."
    ]
    letters = [each.on for each in facts.done if each.kind == TRUANCY]
    if letters:
        parts.append(f"Letter of warning sent on {day_text(min(letters))}.")
    elif number > 1:
        parts.append("No letter of warning is recorded.")
    if any(each.may_be_noted for each in settled):
        parts.append("No note at hand: the exports hold none, so a cause may be known.")
    return " ".join(parts)


def _sessions(settled: Sequence[Instance]) -> Iterator[Absence]:
    for each in settled:
        for part in each.parts:
            if part.kind == ABSENT and part.session:
                yield Absence(part.date, part.session, part.code, is_authorised=False)

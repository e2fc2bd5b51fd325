"""Whether what an alert asks was done: owed, done, or not recorded, which is not the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from lj_attendance.policy.alerts.facts import (
    DONE,
    HOME_VISIT,
    NOT_RECORDED,
    OWED,
    PENALTY,
    TRUANCY,
    Alert,
    AlertFacts,
    Done,
)
from lj_attendance.policy.alerts.truancy import truancy_done

Answers = Mapping[tuple[str, str, date], Done]
"""What was recorded as done, by pupil, kind of alert and the day since which it applied."""


def with_status(alert: Alert, facts: AlertFacts, answers: Answers, began: date | None) -> Alert:
    """The alert with what the ledger shows of it.

    `began` is the day of the ledger's first entry, null for an empty one. An alert that arose
    before it and has no record is not recorded: nobody knows whether it was done.
    """
    answer = answers.get((alert.pupil_id, alert.kind, alert.since))
    done = [*([answer] if answer else []), *_by_other_records(alert, facts)]
    if done:
        first = min(done, key=lambda each: (each.on, each.number))
        return replace(alert, status=DONE, done=first)
    is_within = began is not None and began <= alert.since
    return replace(alert, status=OWED if is_within else NOT_RECORDED)


def _by_other_records(alert: Alert, facts: AlertFacts) -> Iterator[Done]:
    """A visit since the run began answers it; a notice that used its sessions a threshold met.

    A notice about earlier sessions, though issued later, leaves the threshold unanswered.
    """
    if alert.kind == HOME_VISIT:
        first = alert.sessions[0].date if alert.sessions else alert.since
        yield from (each for each in facts.done if each.kind == HOME_VISIT and each.on >= first)
    elif alert.kind == PENALTY:
        for notice in facts.notices:
            if notice.used_until >= alert.since:
                to = f" to {notice.parent}" if notice.parent else ""
                yield Done(notice.number, PENALTY, notice.issued_on, f"penalty notice{to}")
    elif alert.kind == TRUANCY:
        yield from truancy_done(alert, facts)

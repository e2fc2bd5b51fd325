"""What is to be done this week, and why: every list that asks somebody to act, in one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lj_attendance.policy.alerts.facts import DONE, SICKNESS_RETURN, UNAUTHORISED_RETURN
from lj_attendance.policy.stages.facts import DUE, HELD, REVIEW
from lj_attendance.workflows.alerts.listing import Alerts, PupilAlert
from lj_attendance.workflows.stages.listing import PupilStage, Stages

_RETURNS = (UNAUTHORISED_RETURN, SICKNESS_RETURN)


@dataclass(frozen=True)
class Action:
    """One thing to do about one pupil."""

    pupil_id: str
    name: str
    registration_group: str
    what: str
    why: str
    clause: str
    since: date | None = None  # the day on which it came to apply
    due: date | None = None  # the day by which it is to be done; null: the policy names none


@dataclass(frozen=True)
class ActionGroup:
    """Things to do of one kind, the most pressing first; `command` shows or does them."""

    title: str
    actions: tuple[Action, ...]
    command: str


def stage_groups(found: Stages) -> Iterator[ActionGroup]:
    """Letters due, the highest stage first; stages to decide on; held letters."""
    pupils = found.pupils
    for stage in (4, 3, 2, 1):
        due = [each for each in pupils if each.decision.stage_due == stage and each.is_due]
        letters = tuple(_letter(each) for each in due)
        yield ActionGroup(f"Stage {stage} letters due", letters, f"lja letters --stage {stage}")
    for status, title in ((REVIEW, "Stages for a person to decide"), (HELD, "Held letters")):
        told = [each for each in pupils if each.decision.status == status]
        yield ActionGroup(title, tuple(_decision(each) for each in told), "lja stages")


def _letter(each: PupilStage) -> Action:
    spoken = f"Speak first: {'; '.join(each.speak_first)}. " if each.speak_first else ""
    assert each.decision.status == DUE
    return _action(each, f"Stage {each.decision.stage_due} letter", spoken)


def _decision(each: PupilStage) -> Action:
    return _action(each, "Decide", "")


def _action(each: PupilStage, what: str, before: str) -> Action:
    decision = each.decision
    names = ", ".join(part for part in (each.surname, each.forename) if part)
    return Action(
        pupil_id=decision.pupil_id,
        name=names or decision.pupil_id,
        registration_group=each.registration_group,
        what=what,
        why=f"{before}{'; '.join(decision.reasons)}",
        clause=decision.clause,
        since=decision.since,
        due=decision.until,
    )


def alert_groups(found: Alerts) -> Iterator[ActionGroup]:
    """Those that still ask for something and are not shown as done, the gravest kind first."""
    alerts = found.alerts
    titles = dict.fromkeys(each.title for each in alerts)
    for title in titles:
        told = [
            each
            for each in alerts
            if each.title == title and each.alert.status != DONE and _still_asks(each)
        ]
        yield ActionGroup(title, tuple(_of_alert(each) for each in told), "lja alerts")


def _still_asks(each: PupilAlert) -> bool:
    """Whether there is something to do: a return is owed though the pupil has come back."""
    return each.alert.is_current or each.alert.kind in _RETURNS


def _of_alert(each: PupilAlert) -> Action:
    alert = each.alert
    return Action(
        pupil_id=alert.pupil_id,
        name=each.name,
        registration_group=each.registration_group,
        what=alert.asks,
        why=alert.what,
        clause="; ".join(part for part in (alert.clause, alert.source) if part),
        since=alert.since,
    )

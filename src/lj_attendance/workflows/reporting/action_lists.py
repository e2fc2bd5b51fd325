"""The lists of calls, cases and evidence as things to do, beside alerts and letters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lj_attendance.policy.evidence import CLAUSE, NEEDED
from lj_attendance.workflows.calls.beside import FollowUp
from lj_attendance.workflows.calls.listing import CallPupil, Calls
from lj_attendance.workflows.cases.listing import PupilCase
from lj_attendance.workflows.evidence.listing import EvidenceAnswer, EvidencePupil
from lj_attendance.workflows.reporting.actions import Action, ActionGroup


def call_groups(found: Calls) -> tuple[ActionGroup, ...]:
    """Whom to ring, whose reason is to be entered, and what is to be followed up."""
    ring = tuple(_call(each, found.day) for each in found.to_ring)
    reached = tuple(_call(each, found.day) for each in found.reached)
    follow_ups = tuple(_follow_up(each) for each in found.follow_ups)
    return (
        ActionGroup("Calls to make", ring, "lja calls"),
        ActionGroup("Reached: enter the reason in Arbor", reached, "lja calls"),
        ActionGroup("To follow up", follow_ups, "lja notes --due"),
    )


def _call(each: CallPupil, day: date) -> Action:
    facts = each.facts
    sessions = ", ".join(f"{one.session} {one.state}" for one in each.sessions)
    why = [sessions, each.why_first, *each.next_steps]
    return Action(
        pupil_id=facts.pupil_id,
        name=facts.name,
        registration_group=each.registration_group,
        what="Ring, find out the reason, and enter it.",
        why=". ".join(f"{part[0].upper()}{part[1:]}" for part in why if part),
        clause="§5",
        since=facts.run_first or day,
        due=day,
    )


def _follow_up(each: FollowUp) -> Action:
    contact = each.contact
    outcome = contact.outcome.replace("_", " ")
    why = [f"{contact.means}, {outcome}", contact.note or ""]
    return Action(
        pupil_id=contact.pupil_id,
        name=each.name,
        registration_group=each.registration_group,
        what="Go on with what was begun.",
        why="; ".join(part for part in why if part),
        clause="§5",
        since=contact.on,
        due=contact.follow_up,
    )


def case_group(found: Sequence[PupilCase]) -> ActionGroup:
    """The steps of open cases that may be taken now, the longest overdue first."""
    actions = [
        Action(
            pupil_id=each.record.pupil_id,
            name=each.name,
            registration_group=each.registration_group,
            what=due.what,
            why=f"{due.what} ({due.who})" + (f"; {late} days overdue" if late else ""),
            clause=due.clause,
            since=due.due_from,
            due=due.due_on,
        )
        for each in found
        for due in each.standing.to_do
        if due.is_due(each.as_of)
        for late in [due.overdue_days(each.as_of)]
    ]
    return ActionGroup("Steps of cases after Stage 4", tuple(actions), "lja cases")


def evidence_group(found: EvidenceAnswer) -> ActionGroup:
    """Illness and appointments after Stage 2 of which no evidence was seen."""
    needing = [each for each in found.pupils if _needed(each)]
    return ActionGroup(
        "Evidence to ask for", tuple(_evidence(each) for each in needing), "lja evidence"
    )


def _needed(each: EvidencePupil) -> list[date]:
    return [
        session.date
        for spell in each.spells
        if spell.status == NEEDED
        for session in spell.sessions
    ]


def _evidence(each: EvidencePupil) -> Action:
    days = _needed(each)
    number = "1 session" if len(days) == 1 else f"{len(days)} sessions"
    return Action(
        pupil_id=each.pupil_id,
        name=each.name,
        registration_group=each.registration_group,
        what="Ask for medical evidence of illness and appointments since the Stage 2 letter.",
        why=f"{number} since the Stage 2 letter without evidence",
        clause=CLAUSE,
        since=days[0],
    )

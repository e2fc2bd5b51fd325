"""The five rules of §18: by the stage last sent, what follows.

Each quotes its clause. Numbers arrive in the case's rules.
"""

from __future__ import annotations

from datetime import date

from lj_attendance.policy.stages.facts import (
    CLEAR,
    DUE,
    MONITORING,
    REFERRED,
    REVIEW,
    Absence,
    Case,
    Decision,
)
from lj_attendance.policy.stages.words import (
    day_text,
    named,
    nothing_since,
    period_line,
    sent_line,
    so_far,
    then_and_now,
)


def initial_concern(case: Case) -> Decision:
    """Stage 1, "sent when a student's attendance initially declines below 96%"."""
    if not case.is_below:
        return case.decision(CLEAR, so_far(case))
    minimum = case.rules.minimum_possible
    if case.facts.possible < minimum:
        return case.decision(CLEAR, f"{so_far(case)}; no letter before {minimum} sessions")
    return case.decision(
        DUE, so_far(case), stage_due=1, since=case.facts.below_since, sessions=case.facts.absences
    )


def ongoing_concern(case: Case) -> Decision:
    """Stage 2, "sent when a student is absent after receipt of the Stage 1 letter".

    Absence dated after the day of receipt, with a code that escalates (Reading), and still below.
    """
    received = case.received()
    if not case.is_below:
        return case.decision(CLEAR, f"Stage 1 sent; {so_far(case)}")
    after = case.absences_after(received)
    moving = tuple(a for a in after if a.code in case.rules.escalating_codes)
    if not moving:
        return case.decision(
            MONITORING, sent_line(case), nothing_since(after), so_far(case), since=received
        )
    since = max(moving[0].date, case.facts.below_since or moving[0].date)
    return case.decision(
        DUE,
        f"absent after receipt of the Stage 1 letter on {day_text(received)}: {named(moving)}",
        so_far(case),
        stage_due=2,
        since=since,
        sessions=after,
    )


def serious_concern(case: Case) -> Decision:
    """Stage 3: "After a two-week monitoring period in Stage 2, attendance declines further".

    Before the period is over only "if attendance has fallen rapidly". Without decline or
    improvement "a planning meeting with relevant staff will be arranged".
    """
    received = case.received()
    until = case.period_end(received, case.rules.monitoring_days[2])
    after = case.absences_after(received)
    declined = case.is_below and case.change() < 0
    escalates = case.escalates(after)
    is_over = until is not None and until <= case.as_of
    if not is_over and not (declined and escalates and case.fell_rapidly()):
        return _monitored(case, received, until)
    if declined and escalates:
        why = "declined further" if is_over else "fallen rapidly"
        return case.decision(
            DUE,
            f"attendance has {why} since the Stage 2 letter: {then_and_now(case)}",
            period_line(case, received, until),
            stage_due=3,
            since=until if is_over else after[-1].date,
            sessions=after,
        )
    return _not_declined(case, received, until, after, declined=declined)


def _not_declined(
    case: Case, received: date, until: date | None, after: tuple[Absence, ...], *, declined: bool
) -> Decision:
    """After the Stage 2 period without a decline that the family could have avoided."""
    period = period_line(case, received, until)
    if declined:
        granted = "attendance fell only by absence that the school granted or imposed"
        return case.decision(
            REVIEW, f"{granted}: {then_and_now(case)}", period, since=until, sessions=after
        )
    if case.last and case.last.possible == 0:
        unknown = "the ledger has no figures of the Stage 2 letter to compare with"
        return case.decision(REVIEW, unknown, period, since=until, sessions=after)
    if not case.is_below:
        return case.decision(CLEAR, f"Stage 2 sent; {so_far(case)}")
    if case.change() == 0:
        meeting = "neither declined nor improved: planning meeting with relevant staff"
        return case.decision(REVIEW, meeting, period, since=until, sessions=after)
    better = f"improved since the Stage 2 letter: {then_and_now(case)}"
    return case.decision(MONITORING, better, period, since=received)


def referral(case: Case) -> Decision:
    """Stage 4: "No improvements in the time of the monitoring period will result in a referral".

    Improved but short of the target of 100%: listed for the officer, not referred (Reading).
    """
    received = case.received()
    until = case.period_end(received, case.rules.monitoring_days[3])
    if until is None or until > case.as_of:
        return _monitored(case, received, until)
    after = case.absences_after(received)
    period, figures = period_line(case, received, until), then_and_now(case)
    if case.last and case.last.possible == 0:
        unknown = "the ledger has no figures of the Stage 3 letter to compare with"
        return case.decision(REVIEW, unknown, period, since=until, sessions=after)
    if case.change() > 0:
        return _improved(case, after, until, period)
    if not case.is_below:
        return case.decision(REVIEW, so_far(case), period, since=until, sessions=after)
    if not case.escalates(after):
        granted = "no improvement, and no absence but what the school granted or imposed"
        return case.decision(REVIEW, f"{granted}: {figures}", period, since=until, sessions=after)
    return case.decision(
        DUE,
        f"no improvement since the Stage 3 letter: {figures}",
        period,
        stage_due=4,
        since=until,
        sessions=after,
    )


def _improved(case: Case, after: tuple[Absence, ...], until: date, period: str) -> Decision:
    """Better than at the Stage 3 letter: with the target met, or short of it."""
    missed = tuple(a for a in after if a.date <= until)
    figures, target = then_and_now(case), case.rules.target_percent
    if missed:
        short = f"improved, but short of the target of {target}%: {figures}"
        return case.decision(REVIEW, short, period, since=until, sessions=missed)
    met = f"met the target of {target}%: {figures}"
    return case.decision(MONITORING if case.is_below else CLEAR, met, period, since=until)


def referred(case: Case) -> Decision:
    """After Stage 4 the Education Welfare Officer decides: `lja cases`."""
    return case.decision(REFERRED, sent_line(case), so_far(case), since=case.received())


def _monitored(case: Case, received: date, until: date | None) -> Decision:
    reasons = (sent_line(case), period_line(case, received, until), so_far(case))
    return case.decision(MONITORING, *reasons, since=received, until=until)


NEXT = {0: initial_concern, 1: ongoing_concern, 2: serious_concern, 3: referral, 4: referred}
"""By the stage last sent, the rule that decides on the next."""

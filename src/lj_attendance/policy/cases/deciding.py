"""What follows the referral of Stage 4 (§15, §18): the next step of a case, and by when.

A pure function of the case, the rules and the as-of date: replayed for the same day, it gives
the same answer. It decides nothing: people invite, warn, review and close.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from lj_attendance.policy.cases import words
from lj_attendance.policy.cases.facts import (
    CLOSE,
    CLOSED,
    CONSIDER_LEGAL,
    DECIDE_NEXT,
    DECIDE_WARNING,
    DETERIORATED,
    GIVE_MINUTES,
    HELD,
    HOLD,
    IMPROVED,
    INVITE,
    INVITED,
    LEGAL_CLAUSE,
    MINUTES,
    REFERRED,
    REVIEW,
    REVIEWED,
    WARNED,
    CaseFacts,
    CaseRules,
    CaseStanding,
    Due,
    Step,
)
from lj_attendance.policy.cases.review import change_since, figures_told, targets_met

_DAYS_A_WEEK = 7


def case_of(facts: CaseFacts, rules: CaseRules, as_of: date) -> CaseStanding:
    """What stands of a case at the end of a day: `facts` hold nothing later."""
    last = facts.steps[-1] if facts.steps else None
    is_closed = last is not None and last.kind == CLOSED
    to_do = () if is_closed else tuple(sorted(_to_do(facts, rules), key=_soonest))
    return CaseStanding(
        facts=facts,
        state=last.kind if last else REFERRED,
        to_do=to_do,
        advice=figures_told(facts),
        targets=targets_met(facts),
        change=change_since(facts),
    )


def review_window(day: date, rules: CaseRules) -> tuple[date, date]:
    """ "4-6 week review occurs to assess progress": its first and its last day.

    Reading: weeks of seven days from the conference; where the school is closed on the last
    day, it moves to the next school day.
    """
    first = day + timedelta(days=rules.review_first_weeks * _DAYS_A_WEEK)
    last = day + timedelta(days=rules.review_last_weeks * _DAYS_A_WEEK)
    return first, rules.next_school_day(last)


def is_short_notice(invited_on: date, meeting_on: date, rules: CaseRules) -> bool:
    """Whether a conference is sooner after its invitation than the school means to give."""
    earliest = rules.period_end(invited_on, rules.notice_days)
    return earliest is not None and meeting_on < earliest


def _soonest(due: Due) -> tuple[date, date]:
    return due.due_on or date.max, due.due_from


def _to_do(facts: CaseFacts, rules: CaseRules) -> Iterator[Due]:
    """Everything open, in no order: the rules of §18 by the step last entered."""
    if facts.referral is None:
        first = facts.opened_on
        yield Due(CLOSE, words.WITHDRAWN, words.OFFICER, first, None)
        return
    if facts.has_left:
        left = facts.left_on or facts.opened_on
        yield Due(CLOSE, words.left(facts.left_on), words.OFFICER, left, None)
        return
    turning = facts.last(INVITED, HELD, REVIEWED)
    if turning is None:
        received = facts.referral.received_on
        until = rules.period_end(received, rules.invite_days)
        yield Due(INVITE, words.INVITE, words.OFFICER, received, until)
    elif turning.kind == INVITED:
        assert turning.meeting_on is not None
        yield Due(HOLD, words.HOLD, words.OFFICER, turning.meeting_on, turning.meeting_on)
    elif turning.kind == HELD:
        yield from _after_conference(turning, facts, rules)
    else:
        yield from _after_review(turning, facts, rules)


def _after_conference(held: Step, facts: CaseFacts, rules: CaseRules) -> Iterator[Due]:
    """ "Minutes are hand delivered to parent" who did not come; a warning is decided on."""
    since = facts.steps[facts.steps.index(held) :]
    done = {step.kind for step in since}
    if not held.parents_attended and MINUTES not in done:
        until = rules.period_end(held.on, rules.minutes_days)
        yield Due(GIVE_MINUTES, words.MINUTES, words.OFFICER, held.on, until)
    if WARNED not in done:
        until = rules.period_end(held.on, rules.decision_days)
        yield Due(DECIDE_WARNING, words.DECIDE, words.OFFICER, held.on, until)
    yield _review(held, held.on, rules)


def _after_review(review: Step, facts: CaseFacts, rules: CaseRules) -> Iterator[Due]:
    """ "If attendance has deteriorated further, consideration is given to prosecution or a penalty
    notice"; improved, the officer "continues until a satisfactory and sustained improvement".

    Neither is named for attendance that is no better and no worse: a person decides (Reading).
    """
    since = facts.steps[facts.steps.index(review) :]
    warned = next((step for step in reversed(since) if step.kind == WARNED), None)
    if review.finding == IMPROVED or warned is not None:
        yield _review(review, (warned or review).on, rules)
        return
    until = rules.period_end(review.on, rules.decision_days)
    if review.finding == DETERIORATED:
        who = words.HEAD_AND_AUTHORITY
        yield Due(CONSIDER_LEGAL, words.CONSIDER, who, review.on, until, LEGAL_CLAUSE)
    else:
        yield Due(DECIDE_NEXT, words.NEXT, words.OFFICER, review.on, until)
    if review.review_on is not None:
        yield _review(review, review.on, rules)


def _review(step: Step, day: date, rules: CaseRules) -> Due:
    """The next review: its window after a day, sooner where a day is set that is sooner.

    Reading: a further review is due on the day that is set for it, as §18 names no other.
    """
    first, last = review_window(day, rules)
    first = min(first, step.review_on or first)
    if step.kind == REVIEWED and step.review_on is not None:
        first = last = step.review_on
    said = words.CONTINUE if step.finding == IMPROVED else words.REVIEW
    what = said.format(set_for=words.set_for(step.review_on))
    return Due(REVIEW, what, words.OFFICER, first, last)

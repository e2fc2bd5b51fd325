"""Letters, holds and referrals by group of pupils, beside whose attendance met the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lj_attendance.ledger.events import CASE_HELD, CASE_INVITED, HOLD, Event
from lj_attendance.measures.groups import GROUPS, NOT_RECORDED
from lj_attendance.policy.fairness import FairnessRow, Member, fairness_rows
from lj_attendance.policy.settings import Settings
from lj_attendance.policy.suppression import without_nearly_same
from lj_attendance.school_year import Calendar, academic_year_name, academic_year_start
from lj_attendance.workflows.letters.log import letter_log
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.register_end import RegisterEnd
from lj_attendance.workflows.reporting.too_few import refuse_too_few
from lj_attendance.workflows.stages.listing import PupilStage, stages

_LEFT_OUT = ("registration_group", "risk_band", "exam_years")
"""Groups of §14 that say nothing of fairness, or that another holds already."""

_REFERRAL = 4  # the stage at which a pupil is referred to the Education Welfare Officer (§18)


@dataclass(frozen=True)
class Fairness:
    """The answer of `lja report fairness`: groupings with a row a value."""

    school: str
    as_of: date
    academic_year: str
    fewest: int  # pupils; what rests on fewer is suppressed
    expected_percent: int
    pupils: int
    groups: tuple[tuple[str, tuple[FairnessRow, ...]], ...]
    has_letters: bool
    ends: RegisterEnd | None


def fairness(
    reading: Reading,
    events: Sequence[Event],
    settings: Settings,
    calendar: Calendar,
    school: str,
    ends: RegisterEnd | None = None,
) -> Fairness:
    """Counts of the academic year of the as-of date, over pupils with a possible session in it.

    Raises UnusableInput where they are so few that nothing can be shown.
    """
    as_of = reading.as_of
    found = stages(reading, events, settings, calendar)
    pupils = [pupil for pupil in found.pupils if pupil.facts.possible]
    outcomes = _outcomes(pupils, events, as_of)
    rows = {row["pupil_id"]: row for row in reading.roll.rows(named=True)}
    fewest = settings.number("fewest_pupils_shown", as_of)
    refuse_too_few(len(pupils), fewest, as_of)
    told = [name for name in GROUPS if name not in _LEFT_OUT and _is_told(reading, name)]
    names = without_nearly_same(told)
    return Fairness(
        school=school,
        as_of=as_of,
        academic_year=academic_year_name(as_of),
        fewest=fewest,
        expected_percent=settings.number("expected_percent", as_of),
        pupils=len(pupils),
        groups=tuple((n, fairness_rows(_members(n, rows, outcomes), fewest)) for n in names),
        has_letters=any("letter" in each for each in outcomes.values()),
        ends=ends,
    )


def _is_told(reading: Reading, name: str) -> bool:
    return name in reading.roll.columns and reading.roll[name].null_count() < reading.roll.height


def _members(
    name: str, rows: dict[str, dict[str, Any]], outcomes: dict[str, frozenset[str]]
) -> list[Member]:
    return [Member(str(rows[p][name] or NOT_RECORDED), of) for p, of in outcomes.items()]


def _outcomes(
    pupils: Sequence[PupilStage], events: Sequence[Event], as_of: date
) -> dict[str, frozenset[str]]:
    """What holds of each pupil. A letter, hold or referral counts only once, and if it stands.

    Met the rule: attendance has fallen below what is expected this year, or a letter says it had;
    so whoever got a letter is among those who met it.
    """
    start = academic_year_start(as_of)
    known = [event for event in events if event.on <= as_of]
    letters = [each for each in letter_log(known)
               if each.issued_on >= start and each.withdrawn_on is None]  # fmt: skip
    written = {each.pupil_id for each in letters}
    taken_back = {event.corrects for event in known if event.corrects}
    of_year = [e for e in known if e.on >= start and e.number not in taken_back]
    cases = {e.pupil_id for e in of_year if e.kind in (CASE_INVITED, CASE_HELD)}
    referred = {each.pupil_id for each in letters if each.stage == _REFERRAL} | cases
    held = {event.pupil_id for event in known if event.kind == HOLD and event.on >= start}
    found = {}
    for pupil in pupils:
        own = pupil.decision.pupil_id
        told = {"letter": own in written, "held": own in held, "referred": own in referred}
        met = pupil.facts.below_since is not None or any(told.values())
        found[own] = frozenset(name for name, is_so in (*told.items(), ("met_rule", met)) if is_so)
    return found

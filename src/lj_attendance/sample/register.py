"""The register of the whole school over a range of days: a mark for each pupil and session."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from lj_attendance.sample import absences, leave, presence
from lj_attendance.sample.chance import Purpose, happens, stream
from lj_attendance.sample.proneness import Proneness, draw_proneness
from lj_attendance.sample.pupils import YOUNGEST, Pupil
from lj_attendance.sample.sheets import Sheet, sheet_for
from lj_attendance.sample.year_plan import YearPlan, plan_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lj_attendance.sample.terms import HalfTerm

# In this order, because what is entered first stays: a suspended pupil is not ill as well.
_STEPS = (
    presence.close_school,
    presence.come_part_of_the_week,
    leave.keep_eid,
    leave.take_holiday,
    leave.take_leave,
    leave.be_suspended,
    leave.prepare_for_what_comes_next,
    absences.stay_away,
    absences.fall_ill,
    leave.keep_appointments,
    presence.go_off_site,
    presence.come_late,
)
# How likely a mark is still N, by its age in school days: reasons come in over the next days.
_UNRESOLVED = {"O": (0.85, 0.6, 0.35), "I": (0.35, 0.15, 0.05)}


@dataclass
class Column:
    """One pupil's marks over the range; None where the pupil was not on the roll."""

    marks: list[str | None] = field(default_factory=list)
    minutes: dict[int, int] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)


@dataclass
class Register:
    """`columns` in the order of `pupils`; `extra` holds second rows: session -> (pupil, mark)."""

    pupils: list[Pupil]
    sessions: list[tuple[date, str]]  # day, AM or PM
    columns: list[Column]
    extra: dict[int, list[tuple[int, str]]] = field(default_factory=dict)


def draw_register(
    seed: int, pupils: list[Pupil], half_terms: Sequence[HalfTerm], sessions: int | None
) -> Register:
    """The register without slips; `sessions` cuts a last day that is only half wanted.

    Each pupil's academic year is drawn whole and then cut, so that a later last day adds marks
    and, but for reasons that have come in since and for those who join or leave, changes none.
    """
    columns = [Column() for _ in pupils]
    proneness = [draw_proneness(seed, pupil) for pupil in pupils]
    years = sorted({half_term.academic_year for half_term in half_terms})
    for academic_year in years:
        plan = plan_year(seed, academic_year)
        days = [d for part in half_terms if part.academic_year == academic_year for d in part.days]
        first = 2 * plan.days.index(days[0])
        cut = slice(first, first + 2 * len(days))
        for pupil, prone, column in zip(pupils, proneness, columns, strict=True):
            year_group = pupil.year_group - (years[-1] - academic_year)
            if year_group < YOUNGEST:
                column.marks += [None] * (2 * len(days))
            else:
                _append(column, _pupil_year(pupil, year_group, plan, prone), plan, cut)
    keys = [(day, half) for part in half_terms for day in part.days for half in ("AM", "PM")]
    register = Register(pupils, keys[:sessions], columns)
    _keep_to_the_roll(register)
    _await_reasons(seed, register)
    return register


def _pupil_year(pupil: Pupil, year_group: int, plan: YearPlan, proneness: Proneness) -> Sheet:
    sheet = sheet_for(pupil, year_group, len(plan.days))
    rng = stream(plan.seed, Purpose.PUPIL_YEARS, plan.academic_year, pupil.number)
    for step in _STEPS:
        step(sheet, plan, proneness, rng)
    return sheet


def _append(column: Column, sheet: Sheet, plan: YearPlan, cut: slice) -> None:
    """Adds the wanted part of a year, in the codes of that year."""
    offset = len(column.marks) - cut.start
    marks = sheet.marks[cut]
    if plan.spelling:
        marks = [plan.spelling.get(mark, mark) for mark in marks]
    column.marks += marks
    for kept, drawn in ((column.minutes, sheet.minutes), (column.notes, sheet.notes)):
        kept.update({s + offset: v for s, v in drawn.items() if cut.start <= s < cut.stop})


def _keep_to_the_roll(register: Register) -> None:
    """Takes away the marks before a pupil joined and after they left; both days are on the roll."""
    for pupil, column in zip(register.pupils, register.columns, strict=True):
        del column.marks[len(register.sessions) :]
        until = pupil.on_roll_until or date.max
        for session, (day, _) in enumerate(register.sessions):
            if not pupil.on_roll_from <= day <= until:
                column.marks[session] = None


def _await_reasons(seed: int, register: Register) -> None:
    """On the last three days, absences whose reason has not come in are still N.

    A mark draws from a stream of its own, so a reason that is in stays in as the last day moves on.
    """
    days = sorted({day for day, _ in register.sessions})[-3:]
    ages = {day: age for age, day in enumerate(reversed(days))}
    recent = [(s, ages[day]) for s, (day, _) in enumerate(register.sessions) if day in ages]
    for pupil, column in zip(register.pupils, register.columns, strict=True):
        for session, age in recent:
            chances = _UNRESOLVED.get(column.marks[session] or "")
            if chances is None:
                continue
            rng = stream(seed, Purpose.LAST_DAYS, pupil.number, session)
            if happens(rng, chances[age]):
                column.marks[session] = "N"
                column.notes.pop(session, None)

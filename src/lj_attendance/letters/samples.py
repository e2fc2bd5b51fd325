"""An invented letter of every kind, for previews and for judging a template."""

from __future__ import annotations

from dataclasses import replace

from lj_attendance.letters import invented_case, invented_leave
from lj_attendance.letters.invented import invented, with_actions
from lj_attendance.letters.invented_statement import invented_statement
from lj_attendance.letters.invented_truancy import invented_truancy
from lj_attendance.letters.kinds import Fields, LetterKind


def sample_of(kind: LetterKind) -> Fields:
    """One invented letter, as a preview shows it."""
    return invented(kind.stage) if kind.stage else samples_of(kind)[0]


def samples_of(kind: LetterKind) -> list[Fields]:
    """Invented letters of a kind: with all that one may say, and with what each one has."""
    if kind.leave:
        reply = invented_leave.invented_leave(kind.leave)
        return [reply, invented_leave.with_least(reply, kind.leave)]
    if kind.case:
        letter = invented_case.invented_case(kind.case)
        return [letter, invented_case.with_least(letter, kind.case)]
    if kind.truancy:
        return [invented_truancy(kind.truancy)]
    if kind.statement:
        family = invented_statement(kind.statement)
        return [family, replace(family, children=family.children[:1])]
    plain = invented(kind.stage or 1)
    return [with_actions(plain), plain]

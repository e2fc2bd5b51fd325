"""The kinds of letters that templates are for, known by the names of the templates' files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lj_attendance.letters.case_fields import CaseFields
from lj_attendance.letters.fields import LetterFields
from lj_attendance.letters.leave_fields import LeaveFields
from lj_attendance.letters.statement_fields import StatementFields
from lj_attendance.letters.truancy_fields import TruancyFields

STAGES = (1, 2, 3, 4)
LEAVE_KINDS = ("granted", "refused", "more-information", "religious")
CASE_KINDS = ("invitation", "minutes", "court-warning", "penalty-warning")
TRUANCY_KINDS = ("warning",)
STATEMENT_KINDS = ("half-term",)
NAMED = {
    "leave": LEAVE_KINDS,
    "case": CASE_KINDS,
    "truancy": TRUANCY_KINDS,
    "statement": STATEMENT_KINDS,
}
"""The families of letters whose kinds have names; the letters of the stages have numbers."""

Fields = LetterFields | LeaveFields | CaseFields | TruancyFields | StatementFields
"""What a template is filled in with."""

RECORDS: dict[str, type[Fields]] = {
    "stage": LetterFields,
    "leave": LeaveFields,
    "case": CaseFields,
    "truancy": TruancyFields,
    "statement": StatementFields,
}
"""Whose fields the templates of a family may name."""

_STAGE = re.compile(r"stage-([1-4])")
_NAMED = re.compile("|".join(f"({family})-({'|'.join(kinds)})" for family, kinds in NAMED.items()))


@dataclass(frozen=True)
class LetterKind:
    """Which letter: of a stage, on leave, of a case, of truancy, or a statement; one is told."""

    stage: int | None = None
    leave: str | None = None  # one of LEAVE_KINDS
    case: str | None = None  # one of CASE_KINDS
    truancy: str | None = None  # one of TRUANCY_KINDS
    statement: str | None = None  # one of STATEMENT_KINDS

    @property
    def family(self) -> str:
        """`stage`, `leave`, `case`, `truancy` or `statement`; the template's file begins so."""
        return next((name for name in NAMED if getattr(self, name)), "stage")

    @property
    def name(self) -> str:
        """`stage-2` or `leave-granted`; the template's file is named so."""
        return f"{self.family}-{getattr(self, self.family)}"

    @property
    def title(self) -> str:
        """`Stage 2` or `leave-granted`, before the word letter."""
        return f"Stage {self.stage}" if self.stage else self.name

    @property
    def file(self) -> str:
        """The name of the template's file."""
        return f"{self.name}.docx"

    @property
    def record(self) -> type[Fields]:
        """Whose fields its template may name."""
        return RECORDS[self.family]

    def is_meant_by(self, rule: Mapping[str, Any]) -> bool:
        """Whether a check is for this kind: among its `stages`, or its kinds of `leave` and so on.

        Of each family a check names the kinds it is for.
        """
        key = "stages" if self.family == "stage" else self.family
        return getattr(self, self.family) in rule.get(key, ())


ALL_KINDS = (
    *(LetterKind(stage=stage) for stage in STAGES),
    *(LetterKind(leave=kind) for kind in LEAVE_KINDS),
    *(LetterKind(case=kind) for kind in CASE_KINDS),
    *(LetterKind(truancy=kind) for kind in TRUANCY_KINDS),
    *(LetterKind(statement=kind) for kind in STATEMENT_KINDS),
)


def kind_of(name: str) -> LetterKind | None:
    """The kind that a file's name tells, as `stage-2.docx`; null where it tells none."""
    if found := _STAGE.search(name):
        return LetterKind(stage=int(found[1]))
    if found := _NAMED.search(name):
        family, kind = (group for group in found.groups() if group)
        return next(each for each in ALL_KINDS if each.name == f"{family}-{kind}")
    return None


def in_order(files: Iterable[Path]) -> list[Path]:
    """Templates as people list them: as in ALL_KINDS, then others by name."""

    def place(file: Path) -> tuple[int, str]:
        kind = kind_of(file.name)
        return (ALL_KINDS.index(kind) if kind else len(ALL_KINDS), file.name)

    return sorted(files, key=place)

"""The kinds of letters that templates are for, known by the names of the templates' files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lj_attendance.letters.fields import LetterFields
from lj_attendance.letters.leave_fields import LeaveFields

STAGES = (1, 2, 3, 4)
LEAVE_KINDS = ("granted", "refused", "more-information", "religious")

Fields = LetterFields | LeaveFields
"""What a template is filled in with."""

_STAGE = re.compile(r"stage-([1-4])")
_LEAVE = re.compile(rf"leave-({'|'.join(LEAVE_KINDS)})")


@dataclass(frozen=True)
class LetterKind:
    """A letter of a stage, or a reply to a request for leave: one of the two is told."""

    stage: int | None = None
    leave: str | None = None  # one of LEAVE_KINDS

    @property
    def name(self) -> str:
        """`stage-2` or `leave-granted`; the template's file is named so."""
        return f"stage-{self.stage}" if self.stage else f"leave-{self.leave}"

    @property
    def title(self) -> str:
        """`Stage 2` or `leave-granted`, before the word letter."""
        return f"Stage {self.stage}" if self.stage else self.name

    @property
    def file(self) -> str:
        """The name of the template's file."""
        return f"{self.name}.docx"

    @property
    def record(self) -> type[LetterFields] | type[LeaveFields]:
        """Whose fields its template may name."""
        return LetterFields if self.stage else LeaveFields

    def is_meant_by(self, rule: Mapping[str, Any]) -> bool:
        """Whether a check is for this kind: among its `stages`, or its kinds of `leave`."""
        return self.stage in rule.get("stages", ()) or self.leave in rule.get("leave", ())


ALL_KINDS = (
    *(LetterKind(stage=stage) for stage in STAGES),
    *(LetterKind(leave=leave) for leave in LEAVE_KINDS),
)


def kind_of(name: str) -> LetterKind | None:
    """The kind that a file's name tells, as `stage-2.docx`; null where it tells none."""
    if found := _STAGE.search(name):
        return LetterKind(stage=int(found[1]))
    if found := _LEAVE.search(name):
        return LetterKind(leave=found[1])
    return None


def in_order(files: Iterable[Path]) -> list[Path]:
    """Templates as people list them: the stages, the replies on leave, then others by name."""

    def place(file: Path) -> tuple[int, str]:
        kind = kind_of(file.name)
        return (ALL_KINDS.index(kind) if kind else len(ALL_KINDS), file.name)

    return sorted(files, key=place)

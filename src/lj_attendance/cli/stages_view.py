"""The stages on the terminal: what is due first, what is only being watched last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lj_attendance.cli.console import answer, cell, day, percent, visible

if TYPE_CHECKING:
    from rich.console import Console

    from lj_attendance.workflows.stages.listing import PupilStage, Stages

_TITLES = {
    "due": "Letters due",
    "held": "Held",
    "review": "For a person to decide",
    "monitoring": "Being monitored",
    "referred": "Referred to the Education Welfare Officer",
    "clear": "No letter due",
    "left": "No longer on roll",
}
"""In the order in which an officer looks at them."""

_WIDEST = 28  # characters of a name; the ID stands in the CSV
_QUIET = ("clear", "left")  # counted, and listed only if asked for


def show_stages(found: Stages, pupils: Sequence[PupilStage], *, verbose: bool) -> None:
    """One table a status; pupils who are clear or have left are counted, and listed if asked."""
    out = answer()
    out.print(cell(f"Stages of the letters on {found.as_of:%A} {day(found.as_of)}", "bold"))
    out.print(cell(_summary(found)))
    for status in _TITLES:
        of_status = [
            pupil
            for pupil in pupils
            if pupil.decision.status == status and (verbose or status not in _QUIET or pupil.flags)
        ]
        if of_status:
            out.print()
            _show_status(out, status, sorted(of_status, key=_latest_stage_first))
    quiet = sum(1 for pupil in pupils if pupil.decision.status in _QUIET and not pupil.flags)
    if quiet and not verbose:
        out.print()
        out.print(cell(f"{quiet:,} more with no letter due or no longer here: --verbose", "dim"))


def _latest_stage_first(pupil: PupilStage) -> int:
    return -(pupil.decision.stage_due or pupil.decision.stage_issued)


def _summary(found: Stages) -> str:
    due = Counter(p.decision.stage_due for p in found.pupils if p.is_due)
    parts = [f"Stage {stage}: {due[stage]} due" for stage in sorted(s for s in due if s)]
    for status in ("held", "review"):
        count = sum(1 for p in found.pupils if p.decision.status == status)
        parts += [f"{_TITLES[status].lower()}: {count}"] if count else []
    return f"{len(found.pupils):,} pupils · " + (" · ".join(parts) or "no letter due")


def _show_status(out: Console, status: str, pupils: Sequence[PupilStage]) -> None:
    """One pupil a line, and the reasons below it, so that both fit a narrow terminal."""
    from rich.padding import Padding

    out.print(cell(f"{_TITLES[status]}: {len(pupils):,}", "bold"))
    names = [_name(pupil) for pupil in pupils]
    groups = [pupil.registration_group or "–" for pupil in pupils]
    widths = [min(max(map(len, texts)), _WIDEST) for texts in (names, groups)]
    for pupil, name, group in zip(pupils, names, groups, strict=True):
        out.print(cell(_line(pupil, name, group, widths)), no_wrap=True, overflow="ellipsis")
        out.print(Padding(cell(_why(pupil), "dim"), (0, 0, 0, 4)))


def _line(pupil: PupilStage, name: str, group: str, widths: list[int]) -> str:
    from rich.cells import set_cell_size

    facts, decision = pupil.facts, pupil.decision
    stage = decision.stage_due or decision.stage_issued
    parts = [
        set_cell_size(name, widths[0]),
        set_cell_size(group, widths[1]),
        f"Stage {stage}" if stage else "no stage",
        f"{percent(facts.attended, facts.possible, [facts.expected_percent], [90, 50]):>6}",
    ]
    parts += [f"since {day(decision.since)}"] if decision.since else []
    parts += [f"until {day(decision.until)}"] if decision.until else []
    return "  ".join(parts)


def _name(pupil: PupilStage) -> str:
    names = ", ".join(part for part in (pupil.surname, pupil.forename) if part)
    return visible(names) or pupil.facts.pupil_id


def _why(pupil: PupilStage) -> str:
    why = f"{'; '.join(pupil.decision.reasons)} ({pupil.decision.clause})"
    spoken = f". Speak first: {'; '.join(pupil.speak_first)}" if pupil.speak_first else ""
    return f"{why}{spoken}"

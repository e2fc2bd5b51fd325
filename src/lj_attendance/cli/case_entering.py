"""What the commands that enter a step of a case do alike: whose case, its letters, the entry."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lj_attendance.cli import case_options as case
from lj_attendance.cli import options as opt

if TYPE_CHECKING:
    from lj_attendance.workflows.cases.listing import Books
    from lj_attendance.workflows.cases.steps import NewStep


def about(
    who: str,
    on: date | None,
    mapping: Path | None,
    workspace: Path | None,
    *,
    quiet: bool,
    verbose: bool,
) -> tuple[Books, dict[str, Any]]:
    """The books as at the day of a step, and the pupil meant."""
    day = min(on or opt.today(), opt.today())
    found = case.books(None, day, mapping, None, workspace, quiet=quiet, verbose=verbose)
    return found, case.pupil_of(found, who)


def letter_sent(
    found: Books,
    workspace: Path | None,
    pupil: dict[str, Any],
    kind: case.CaseLetter,
    *,
    sent: bool,
    on: date,
) -> dict[str, Any] | None:
    """The record of the letters written before, where they were sent."""
    if not sent:
        return None
    from lj_attendance.cli.records import needed_workspace
    from lj_attendance.workflows.cases.letters import letter_record

    return letter_record(found, needed_workspace(workspace), pupil["pupil_id"], kind.value, on)


def enter(new: NewStep, pupil: dict[str, Any], workspace: Path | None, by: str | None) -> None:
    """Enters a step, and says what is on the ledger now."""
    from lj_attendance.cli.console import day, visible, write
    from lj_attendance.cli.ledger import ledger_in
    from lj_attendance.workflows.cases.steps import enter_step, in_words
    from lj_attendance.workflows.pupils import name_of

    today = opt.today()
    ledger, name = ledger_in(workspace), opt.who(by)
    entry = enter_step(ledger, new, today=today, by=name, now=opt.now())
    line = f"{in_words(entry)} (entry {entry.number})"
    write(visible(f"Entered: {name_of(pupil)}, on {day(entry.on)}: {line}") + "\n")

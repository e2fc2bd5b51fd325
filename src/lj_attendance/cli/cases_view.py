"""Cases on the terminal: the longest overdue first, and the history of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lj_attendance.cli.console import answer, cell, day, visible

if TYPE_CHECKING:
    from rich.console import Console

    from lj_attendance.workflows.cases.listing import Due, PupilCase

_WIDEST = 28  # characters of a name; the ID stands in the CSV
_MET = {True: "met so far", False: "not met", None: "no percentage to compare"}


def show_cases(
    as_of: date, register_until: date | None, cases: Sequence[PupilCase], *, only_due: bool
) -> None:
    """A line a case, with what is to be done below it."""
    from rich.cells import set_cell_size

    out = answer()
    until = f"; register up to {day(register_until)}" if register_until else ""
    out.print(cell(f"Cases on {as_of:%A} {day(as_of)}{until}", "bold"))
    out.print(cell(_summary(cases, only_due=only_due)))
    names = [visible(each.name) for each in cases]
    width = min(max(map(len, names), default=0), _WIDEST)
    for each, name in zip(cases, names, strict=True):
        group = visible(each.registration_group or "–")
        line = f"{set_cell_size(name, width)}  {group:<7}  opened {day(each.record.opened_on)}"
        out.print()
        out.print(cell(line, "bold"), no_wrap=True, overflow="ellipsis")
        _to_do(out, each)


def _summary(cases: Sequence[PupilCase], *, only_due: bool) -> str:
    if not cases:
        return "Nothing is due." if only_due else "No case is open."
    number = "1 case" if len(cases) == 1 else f"{len(cases):,} cases"
    overdue = sum(each.overdue_days > 0 for each in cases)
    due = sum(each.is_due for each in cases)
    return f"{number} · something to do now: {due:,} · overdue: {overdue:,}"


def _to_do(out: Console, each: PupilCase) -> None:
    if each.is_closed:
        _below(out, f"Closed on {day(each.record.closed_on)}.")
    for due in each.standing.to_do:
        late = due.overdue_days(each.as_of)
        style = "bold red" if late else "" if due.is_due(each.as_of) else "dim"
        _below(out, f"{_when(due, each.as_of, late)}: {due.what} {due.who} ({due.clause})", style)


def _when(due: Due, as_of: date, late: int) -> str:
    if late:
        return f"OVERDUE {late} day{'' if late == 1 else 's'}, since {day(due.due_on)}"
    if due.due_from > as_of:
        until = f", no later than {day(due.due_on)}" if due.due_on != due.due_from else ""
        return f"{'From' if until else 'On'} {day(due.due_from)}{until}"
    return f"By {day(due.due_on)}" if due.due_on else "Now"


def _below(out: Console, text: str, style: str = "dim") -> None:
    from rich.padding import Padding

    out.print(Padding(cell(text, style), (0, 0, 0, 2)))


def show_case(each: PupilCase, *, is_first: bool) -> None:
    """One case: what is to do, its entries, its targets, and figures for a review."""
    out = answer()
    if not is_first:
        out.print()
    group = f" ({each.registration_group})" if each.registration_group else ""
    out.print(cell(f"{each.name}{group}: case opened {day(each.record.opened_on)}", "bold"))
    _to_do(out, each)
    _history(out, each)
    if each.standing.targets:
        out.print()
        out.print(cell("Targets, and attendance since the conference", "bold"))
        for number, target in enumerate(each.standing.targets, start=1):
            _below(out, f"{number}. {target.target}: {_MET[target.is_met]}", "")
    if each.standing.advice:
        out.print()
        out.print(cell("For the review; it decides nothing", "bold"))
        for told in each.standing.advice:
            _below(out, told, "")


def _history(out: Console, each: PupilCase) -> None:
    from lj_attendance.cli.console import plain_table
    from lj_attendance.reports.answers.cases import history

    table = plain_table("Entry", "Day", "Step", "What", "By")
    for row in history(each):
        on = day(date.fromisoformat(row["on"]))
        step = row["step"].replace("_", " ")
        table.add_row(*(cell(text) for text in (row["entry"], on, step, row["said"], row["by"])))
    out.print()
    out.print(table)

"""What is recorded of a pupil: stage and letters, alerts, contacts, leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lj_attendance.cli.console import cell
from lj_attendance.reports.pupil.words import alert_line, leave_lines, stage_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from lj_attendance.workflows.reporting.pupil_page import ListedContact, PupilPage


def show_record(out: Console, page: PupilPage, *, why: bool) -> None:
    """Each part that has something to tell, under its title."""
    _section(out, "Stage of the letters", stage_lines(page, why=why))
    _section(out, "Alerts", [alert_line(each, why=why) for each in page.alerts])
    _section(out, "Contacts, in the order of ringing", [_contact(each) for each in page.contacts])
    _section(out, "Leave of absence", leave_lines(page))


def _section(out: Console, title: str, lines: Sequence[str]) -> None:
    from rich.padding import Padding

    if not lines:
        return
    out.print()
    out.print(cell(title, "bold"))
    for line in lines:
        out.print(Padding(cell(line), (0, 0, 0, 2)))


def _contact(each: ListedContact) -> str:
    contact = each.contact
    parts = [
        contact.name or "no name",
        contact.relationship or "",
        contact.telephone or "no telephone",
        "parental responsibility" if contact.has_parental_responsibility else "",
        f"RESTRICTED: {each.restriction}" if each.restriction else "",
    ]
    return ", ".join(part for part in parts if part)

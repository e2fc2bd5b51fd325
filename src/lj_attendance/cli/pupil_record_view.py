"""What is recorded of a pupil: stage and letters, alerts, contacts, leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lj_attendance.cli.console import cell, day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from lj_attendance.workflows.alerts.listing import PupilAlert
    from lj_attendance.workflows.letters.log import LoggedLetter
    from lj_attendance.workflows.reporting.pupil_page import ListedContact, PupilPage


def show_record(out: Console, page: PupilPage, *, why: bool) -> None:
    """Each part that has something to tell, under its title."""
    _section(out, "Stage of the letters", _stage(page, why=why))
    _section(out, "Alerts", [_alert(each, why=why) for each in page.alerts])
    _section(out, "Contacts, in the order of ringing", [_contact(each) for each in page.contacts])
    _section(out, "Leave of absence", _leave(page))


def _section(out: Console, title: str, lines: Sequence[str]) -> None:
    from rich.padding import Padding

    if not lines:
        return
    out.print()
    out.print(cell(title, "bold"))
    for line in lines:
        out.print(Padding(cell(line), (0, 0, 0, 2)))


def _stage(page: PupilPage, *, why: bool) -> list[str]:
    decision = page.stage.decision
    stage = f"Stage {decision.stage_due} due" if decision.stage_due else decision.status
    since = f" since {day(decision.since)}" if decision.since else ""
    until = f" until {day(decision.until)}" if decision.until else ""
    lines = [f"{stage}{since}{until} ({decision.clause})"]
    lines += decision.reasons
    if page.stage.speak_first:
        lines.append(f"Speak first: {'; '.join(page.stage.speak_first)}")
    lines += [_letter(each) for each in page.letters]
    if why and decision.sessions:
        told = (f"{s.date.isoformat()} {s.session} {s.code}" for s in decision.sessions)
        lines.append(f"Sessions behind it: {', '.join(told)}")
    return lines


def _letter(letter: LoggedLetter) -> str:
    figures = f", {letter.attended} of {letter.possible} attended" if letter.possible else ""
    gone = f"; withdrawn on {day(letter.withdrawn_on)}" if letter.withdrawn_on else ""
    return f"Stage {letter.stage} letter sent {day(letter.issued_on)}{figures}{gone}"


def _alert(each: PupilAlert, *, why: bool) -> str:
    alert = each.alert
    law = "; ".join(part for part in (alert.clause, alert.source if why else "") if part)
    status = alert.status.replace("_", " ")
    done = f"done {day(alert.done.on)}" if alert.done else status
    return f"{each.title}, since {day(alert.since)}, {done}{f' ({law})' if law else ''}" + (
        f": {alert.what}" if why else ""
    )


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


def _leave(page: PupilPage) -> list[str]:
    lines = []
    for request in page.leave:
        span = day(request.first_day)
        if request.last_day != request.first_day:
            span += f" to {day(request.last_day)}"
        decided = request.decision
        verdict = f"{decided.decision} {day(decided.on)}" if decided else "not decided yet"
        lines.append(f"{span}, {request.reason}: {verdict} (request {request.number})")
    return lines

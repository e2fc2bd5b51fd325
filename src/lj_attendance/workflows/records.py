"""What a workspace keeps: its ledger's entries and its calendar, or none without a workspace."""

from __future__ import annotations

from lj_attendance.ledger.events import Event
from lj_attendance.ledger.store import Ledger
from lj_attendance.school_year import Calendar
from lj_attendance.workspace import Workspace


def events_of(workspace: Workspace) -> tuple[Event, ...]:
    """Every entry of the ledger, in order; none where there is no workspace."""
    return Ledger(workspace.ledger).events() if workspace.ledger else ()


def calendar_of(workspace: Workspace) -> Calendar:
    """The school's terms and closed days; none where there is no workspace."""
    return workspace.school().calendar if workspace.root else Calendar()

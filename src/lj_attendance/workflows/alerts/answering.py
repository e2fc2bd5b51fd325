"""An alert recorded as done on the ledger."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from lj_attendance.errors import WrongUsage
from lj_attendance.ledger.answers import answer_key
from lj_attendance.ledger.events import ALERT_ANSWERED, Event, NewEvent
from lj_attendance.ledger.store import Ledger
from lj_attendance.workflows.alerts.listing import Alerts, PupilAlert
from lj_attendance.workflows.calls.contacts_made import take_back


def answer_alert(
    ledger: Path,
    alert: PupilAlert,
    note: str | None,
    *,
    on: date,
    today: date,
    by: str,
    now: datetime,
) -> Event:
    """Enters that what an alert asks was done on a day; each alert once.

    Raises WrongUsage for a day to come or before the alert, AlreadyEntered for the second time.
    """
    since, kind, pupil_id = alert.alert.since, alert.alert.kind, alert.alert.pupil_id
    if on > today:
        raise WrongUsage(
            f"--on {on} is a day to come.", "--on", "Enter it on the day, or correct the date."
        )
    if on < since:
        raise WrongUsage(
            f"--on {on} is before the alert, which is of {since}.",
            "--on",
            "Give the day on which it was done.",
        )
    detail = {"alert": kind, "since": since.isoformat(), "note": (note or "").strip() or None}
    with Ledger(ledger).writing(now, by) as writing:
        key = answer_key(writing.events(), pupil_id, kind, since)
        return writing.add(NewEvent(ALERT_ANSWERED, on, pupil_id, detail, key=key))


def alert_meant(found: Alerts, pupil_id: str, kind: str, since: date | None) -> PupilAlert:
    """The pupil's one alert of a kind, of a day if given. Raises WrongUsage for none or several.

    Without a day, one that is not done yet is meant before those that are.
    """
    of_kind = [
        each for each in found.alerts if each.alert.pupil_id == pupil_id and each.alert.kind == kind
    ]
    meant = [each for each in of_kind if since in (None, each.alert.since)]
    for choice in (meant, [each for each in meant if not each.is_done]):
        if len(choice) == 1:
            return choice[0]
    days = ", ".join(each.alert.since.isoformat() for each in of_kind)
    if not of_kind:
        raise WrongUsage(
            f"On {found.as_of} this pupil has no alert of the kind {kind}.",
            "the exports",
            "See what there is with: lja alerts. Or judge by another day with --as-of.",
        )
    problem = (
        f"This pupil has no alert of the kind {kind} of {since}."
        if since
        else (f"This pupil has {len(of_kind)} alerts of the kind {kind}.")
    )
    raise WrongUsage(problem, "--since", f"Give --since with one of these days: {days}")


def take_back_answer(
    ledger: Path, number: int, reason: str, *, on: date, today: date, by: str, now: datetime
) -> Event:
    """Enters that an answer no longer counts from a day on; see `contacts_made.take_back`."""
    return take_back(
        ledger, number, reason,
        kind=ALERT_ANSWERED, command="lja alerts --all --format csv", on=on, today=today, by=by,
        now=now,
    )  # fmt: skip

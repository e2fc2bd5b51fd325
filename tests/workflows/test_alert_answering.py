"""An alert recorded as done: once, until the entry is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lj_attendance.errors import LjaError, WrongUsage
from lj_attendance.ledger.answers import answers_on, began_on
from lj_attendance.ledger.events import LETTER_ISSUED, TAKEN_BACK, Event, NewEvent
from lj_attendance.ledger.store import Ledger
from lj_attendance.policy.alerts.facts import HOME_VISIT, Alert
from lj_attendance.workflows.alerts.answering import answer_alert
from lj_attendance.workflows.alerts.listing import PupilAlert
from tests.ledger.entries import NOW, enter, entered, nov

ALERT = Alert(HOME_VISIT, "1001", nov(4), "", (), "§5", "", "")
DAY = nov(5)


def answered(ledger: Path, alert: Alert = ALERT, on: date = DAY, note: str = " ") -> Event:
    told = PupilAlert(alert, "Adams", "Ava", "8", "8 CRO")
    return answer_alert(ledger, told, note, on=on, today=nov(23), by="officer", now=NOW)


def test_an_answer_counts_from_its_day_on(tmp_path: Path) -> None:
    entry = answered(tmp_path / "ledger.db")
    assert entry.detail == {"alert": HOME_VISIT, "since": "2026-11-04", "note": None}
    events = Ledger(tmp_path / "ledger.db").events()
    assert answers_on(events, nov(4)) == ()
    (found,) = answers_on(events, nov(5))
    assert (found.pupil_id, found.alert, found.since, found.by) == (
        "1001",
        HOME_VISIT,
        nov(4),
        "officer",
    )
    assert began_on(events) == nov(23)  # when it was entered


def test_the_same_alert_is_answered_once_until_that_is_taken_back(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    entry = answered(ledger)
    with pytest.raises(LjaError):
        answered(ledger, on=nov(6))
    back = NewEvent(TAKEN_BACK, nov(6), "1001", {"reason": "a slip"}, corrects=entry.number)
    enter(ledger, back)
    events = Ledger(ledger).events()
    assert (len(answers_on(events, nov(5))), len(answers_on(events, nov(6)))) == (1, 0)
    assert answered(ledger, on=nov(7)).number == 3


def test_another_alert_of_the_kind_is_answered_on_its_own(tmp_path: Path) -> None:
    answered(tmp_path / "ledger.db")
    other = replace(ALERT, since=nov(18))
    assert answered(tmp_path / "ledger.db", other, on=nov(18)).number == 2


@pytest.mark.parametrize("day", [3, 24])
def test_a_day_before_the_alert_or_to_come_is_refused(tmp_path: Path, day: int) -> None:
    with pytest.raises(WrongUsage):
        answered(tmp_path / "ledger.db", on=nov(day))
    assert not (tmp_path / "ledger.db").exists()


def test_an_empty_ledger_has_not_begun() -> None:
    assert began_on(()) is None


def test_the_record_began_when_the_first_entry_was_made_whatever_day_it_is_for() -> None:
    (letter,) = entered(NewEvent(LETTER_ISSUED, nov(2), "1001", {"stage": 1}))
    assert began_on((replace(letter, recorded_at="2026-11-20T09:00:00Z"),)) == nov(20)

"""What the entries say of leave on a day: requests, decisions, notices, and each session."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lj_attendance.errors import UnusableInput
from lj_attendance.ledger.events import (
    HOLIDAY_WARNING,
    LEAVE_ANSWERED,
    LEAVE_DECIDED,
    LEAVE_REQUESTED,
    NOTICE_WITHDRAWN,
    PENALTY_NOTICE,
    Event,
    NewEvent,
)
from lj_attendance.ledger.leave import (
    LeaveDecision,
    LeaveRequest,
    Notice,
    leave_on,
    notice_key,
    notices_issued,
    notices_on,
    request_key,
    withdrawals_on,
)
from lj_attendance.schema import DECIDED_LEAVE
from lj_attendance.school_year import Calendar, Span
from lj_attendance.workflows.leave.marks import decided_leave, leave_of
from lj_attendance.workspace import Workspace
from tests.ledger.entries import enter, entered, hold, letter, nov


def asked(
    on: date,
    first: date,
    last: date | None = None,
    corrects: int | None = None,
    pupil: str = "1001",
    **detail: Any,
) -> NewEvent:
    """A request for a holiday, or that request told anew."""
    said = {
        "first_day": first.isoformat(), "last_day": (last or first).isoformat(), "session": None,
        "reason": "holiday", **detail,
    }  # fmt: skip
    return NewEvent(LEAVE_REQUESTED, on, pupil, said, corrects=corrects)


def decided(
    request: int,
    on: date,
    *days: date,
    code: str | None = "C",
    corrects: int | None = None,
    pupil: str = "1001",
) -> NewEvent:
    """A decision: granted for these days, refused without any."""
    detail = {
        "request": request, "decision": "granted" if days else "refused",
        "days": [day.isoformat() for day in days], "session": None,
        "code": code if days else None, "reason": "said so",
    }  # fmt: skip
    return NewEvent(LEAVE_DECIDED, on, pupil, detail, "the head", corrects=corrects)


def answered(request: int, on: date, reply: str = "refused") -> NewEvent:
    return NewEvent(LEAVE_ANSWERED, on, "1001", {"request": request, "reply": reply})


# ---- requests


def test_a_request_as_it_was_entered() -> None:
    new = asked(nov(2), nov(23), nov(27), judged={"recommendation": "refuse"})
    assert leave_on(entered(new), nov(2)) == (
        LeaveRequest(
            number=1,
            entry=1,
            on=nov(2),
            pupil_id="1001",
            first_day=nov(23),
            last_day=nov(27),
            session=None,
            reason="holiday",
            detail=new.detail,
            decision=None,
            answers=(),
        ),
    )


def test_a_request_is_known_from_its_day_on() -> None:
    events = entered(asked(nov(2), nov(23)))
    assert leave_on(events, nov(1)) == ()
    assert [each.number for each in leave_on(events, nov(2))] == [1]
    assert leave_on((), nov(2)) == ()


def test_half_a_day_keeps_its_session() -> None:
    (request,) = leave_on(entered(asked(nov(2), nov(23), session="PM")), nov(2))
    assert request.session == "PM"


def test_requests_come_in_the_order_of_entry_and_none_is_left_out() -> None:
    events = entered(
        hold("1001", nov(1)), asked(nov(5), nov(27)), asked(nov(3), nov(23), pupil="1002"),
        decided(2, nov(6)),
    )  # fmt: skip
    assert [(each.number, each.pupil_id) for each in leave_on(events, nov(30))] == [
        (2, "1001"),
        (3, "1002"),
    ]


def test_a_request_told_anew_keeps_its_number_and_has_the_newest_facts() -> None:
    events = entered(
        asked(nov(2), nov(23), nov(27)),
        asked(nov(4), nov(23), nov(26), corrects=1),
        asked(nov(6), nov(24), nov(25), corrects=2),  # of the correction, not of the first
    )
    for day, entry, first, last in (
        (nov(3), 1, nov(23), nov(27)),
        (nov(4), 2, nov(23), nov(26)),
        (nov(6), 3, nov(24), nov(25)),
    ):
        (request,) = leave_on(events, day)
        assert (request.number, request.entry, request.on) == (1, entry, nov(2))
        assert (request.first_day, request.last_day) == (first, last)


@pytest.mark.parametrize("names", [1, 2])
def test_a_decision_may_name_any_entry_of_its_request(names: int) -> None:
    events = entered(
        asked(nov(2), nov(23)), asked(nov(3), nov(24), corrects=1), decided(names, nov(5), nov(24))
    )
    (request,) = leave_on(events, nov(5))
    assert request.decision == LeaveDecision(
        number=3, on=nov(5), decision="granted", days=(nov(24),), code="C", reason="said so",
        by="the head",
    )  # fmt: skip


def test_a_decision_holds_from_its_day_and_stays_with_a_request_told_anew() -> None:
    events = entered(asked(nov(2), nov(23)), decided(1, nov(5)), asked(nov(6), nov(24), corrects=1))
    before, after, changed = (leave_on(events, day)[0] for day in (nov(4), nov(5), nov(6)))
    assert before.decision is None
    assert after.decision is not None
    assert (after.decision.decision, after.decision.days, after.decision.code) == (
        "refused", (), None,
    )  # fmt: skip
    assert (changed.first_day, changed.decision) == (nov(24), after.decision)


def test_of_two_decisions_the_later_one_holds() -> None:
    events = entered(
        asked(nov(2), nov(23), nov(24)),
        decided(1, nov(5)),
        decided(1, nov(9), nov(23), corrects=2),
    )
    verdicts = [leave_on(events, day)[0].decision for day in (nov(8), nov(9))]
    assert [(each.number, each.decision) for each in verdicts if each] == [
        (2, "refused"),
        (3, "granted"),
    ]


def test_decisions_and_replies_stay_with_their_own_request() -> None:
    events = entered(
        asked(nov(2), nov(23)), asked(nov(2), nov(24), pupil="1002"),
        decided(2, nov(3), pupil="1002"), answered(2, nov(4)), answered(2, nov(6), "again"),
    )  # fmt: skip
    first, second = leave_on(events, nov(5))
    assert (first.decision, first.answers) == (None, ())
    assert second.decision is not None
    assert [answer.number for answer in second.answers] == [4]
    assert [answer.number for answer in leave_on(events, nov(6))[1].answers] == [4, 5]


def test_an_entry_of_another_kind_says_nothing_of_leave() -> None:
    events = entered(letter("1001", 1, nov(2)), hold("1001", nov(3)), notice(nov(4)))
    assert leave_on(events, nov(30)) == ()


def test_the_same_request_has_one_key() -> None:
    keys = {
        request_key("1001", nov(23), nov(24), None, "holiday"),
        request_key("1002", nov(23), nov(24), None, "holiday"),
        request_key("1001", nov(22), nov(24), None, "holiday"),
        request_key("1001", nov(23), nov(25), None, "holiday"),
        request_key("1001", nov(23), nov(24), "AM", "holiday"),
        request_key("1001", nov(23), nov(24), None, "sport"),
    }
    assert len(keys) == 6
    assert request_key("1001", nov(23), nov(24), None, "holiday") in keys


# ---- warnings and notices


def notice(
    on: date, kind: str = HOLIDAY_WARNING, pupil: str = "1001", parent: str | None = None
) -> NewEvent:
    return NewEvent(kind, on, pupil, {"parent": parent, "reference": None, "note": None}, "officer")


def taken_back(number: int, on: date) -> NewEvent:
    return NewEvent(NOTICE_WITHDRAWN, on, "1001", {"reason": "an error"}, corrects=number)


def numbers(events: tuple[Event, ...], day: date) -> list[int]:
    return [each.number for each in notices_on(events, day)]


def test_a_notice_as_it_was_entered() -> None:
    new = notice(nov(2), PENALTY_NOTICE, parent="Mrs Z Adams")
    (found,) = notices_on(entered(new), nov(2))
    assert found == Notice(1, "1001", PENALTY_NOTICE, nov(2), new.detail, "officer")
    assert found.parent == "Mrs Z Adams"


def test_a_notice_that_names_nobody_has_no_parent() -> None:
    events = entered(notice(nov(2)), NewEvent(HOLIDAY_WARNING, nov(3), "1001", {}))
    assert [each.parent for each in notices_on(events, nov(3))] == [None, None]


def test_notices_count_from_the_day_of_issue_in_that_order() -> None:
    events = entered(notice(nov(9)), notice(nov(2), PENALTY_NOTICE), hold("1001", nov(1)))
    assert numbers(events, nov(1)) == []
    assert numbers(events, nov(2)) == [2]
    assert numbers(events, nov(8)) == [2]
    assert numbers(events, nov(9)) == [2, 1]


def test_a_notice_withdrawn_counts_until_the_day_before() -> None:
    events = entered(notice(nov(2)), notice(nov(3)), taken_back(1, nov(9)))
    assert numbers(events, nov(8)) == [1, 2]
    assert numbers(events, nov(9)) == [2]
    assert [each.number for each in notices_issued(events, nov(9))] == [1, 2]
    assert withdrawals_on(events, nov(8)) == {}
    assert {number: event.number for number, event in withdrawals_on(events, nov(9)).items()} == {
        1: 3
    }


def test_a_withdrawal_of_another_kind_of_entry_takes_no_notice_back() -> None:
    events = entered(notice(nov(2)), taken_back(2, nov(3)))
    assert numbers(events, nov(30)) == [1]


def test_the_key_of_a_notice_is_free_again_once_it_is_withdrawn() -> None:
    def key(events: tuple[Event, ...], parent: str | None = "Mrs Z Adams") -> str:
        return notice_key(events, "1001", PENALTY_NOTICE, nov(2), parent)

    first = NewEvent(PENALTY_NOTICE, nov(2), "1001", {}, key=key(()))
    assert key(entered(first)) == first.key == key((), " MRS  z adams ")
    again = key(entered(first, taken_back(1, nov(3))))
    assert again != first.key
    second = NewEvent(PENALTY_NOTICE, nov(2), "1001", {}, key=again)
    assert key(entered(first, taken_back(1, nov(3)), second)) == again
    third = key(entered(first, taken_back(1, nov(3)), second, taken_back(3, nov(4))))
    assert third not in (first.key, again)


def test_notices_that_differ_have_keys_of_their_own() -> None:
    keys = {
        notice_key((), "1001", PENALTY_NOTICE, nov(2), "Mrs Z Adams"),
        notice_key((), "1002", PENALTY_NOTICE, nov(2), "Mrs Z Adams"),
        notice_key((), "1001", HOLIDAY_WARNING, nov(2), "Mrs Z Adams"),
        notice_key((), "1001", PENALTY_NOTICE, nov(3), "Mrs Z Adams"),
        notice_key((), "1001", PENALTY_NOTICE, nov(2), "Mr Y Adams"),
        notice_key((), "1001", PENALTY_NOTICE, nov(2), None),
    }
    assert len(keys) == 6


# ---- session by session

END = nov(30)
TERM = Calendar(
    terms=(Span(date(2026, 9, 1), date(2026, 12, 18)),), closed=(Span(nov(24), nov(24)),)
)


def sessions(calendar: Calendar, *new: NewEvent, day: date = END) -> list[tuple[Any, ...]]:
    return decided_leave(entered(*new), calendar, day).rows()


def test_a_request_granted_is_two_rows_a_school_day() -> None:
    found = sessions(TERM, asked(nov(2), nov(20), nov(23)), decided(1, nov(5), nov(20), nov(23)))
    assert found == [
        ("1001", day, half, 1, "granted", True, "C")
        for day in (nov(20), nov(23))  # a Friday and the Monday after
        for half in ("AM", "PM")
    ]


def test_a_request_granted_in_part_tells_which_days() -> None:
    found = sessions(TERM, asked(nov(2), nov(23), nov(25)), decided(1, nov(5), nov(23), code="R"))
    assert found == [
        ("1001", nov(23), "AM", 1, "granted", True, "R"),
        ("1001", nov(23), "PM", 1, "granted", True, "R"),
        ("1001", nov(25), "AM", 1, "granted", False, None),  # the 24th is closed
        ("1001", nov(25), "PM", 1, "granted", False, None),
    ]


def test_a_request_refused_or_open_grants_nothing() -> None:
    refused = sessions(TERM, asked(nov(2), nov(23)), decided(1, nov(5)))
    assert [row[4:] for row in refused] == [("refused", False, None)] * 2
    still_open = sessions(TERM, asked(nov(2), nov(23)), decided(1, nov(5)), day=nov(4))
    assert [row[4:] for row in still_open] == [(None, False, None)] * 2


def test_half_a_day_is_one_row() -> None:
    found = sessions(TERM, asked(nov(2), nov(23), session="AM"), decided(1, nov(5), nov(23)))
    assert [row[1:3] for row in found] == [(nov(23), "AM")]


def test_a_request_of_closed_days_alone_has_no_row() -> None:
    assert sessions(TERM, asked(nov(2), nov(24))) == []
    assert sessions(TERM, asked(nov(2), nov(21), nov(22))) == []  # a weekend


def test_a_day_granted_counts_though_the_calendar_has_changed_since() -> None:
    found = sessions(TERM, asked(nov(2), nov(24)), decided(1, nov(5), nov(24)))
    assert [(row[1], row[5]) for row in found] == [(nov(24), True)] * 2


@pytest.mark.parametrize(("calendar", "first"), [(Calendar(), nov(24)), (TERM, date(2027, 1, 5))])
def test_days_of_which_the_calendar_does_not_know_are_left_to_the_marks(
    calendar: Calendar, first: date
) -> None:
    asked_for = [first + timedelta(days=number) for number in range(3)]
    found = sessions(calendar, asked(nov(2), first, asked_for[-1]), decided(1, nov(5)))
    assert [row[1] for row in found if row[2] == "AM"] == asked_for


def test_no_request_gives_an_empty_frame_of_the_same_columns() -> None:
    frame = decided_leave(entered(hold("1001", nov(2))), TERM, nov(30))
    assert frame.is_empty()
    assert frame.schema == pl.Schema(DECIDED_LEAVE.columns)


@given(
    entries=st.lists(
        st.tuples(st.integers(1, 28), st.integers(1, 28), st.integers(0, 9), st.booleans()),
        max_size=12,
    )
)
def test_every_frame_keeps_its_key_and_replaying_gives_the_same(
    entries: list[tuple[int, int, int, bool]],
) -> None:
    new: list[NewEvent] = []
    requests: list[int] = []
    for on, first, days, is_decision in entries:
        if is_decision and requests:
            given_days = [nov(min(30, first + number)) for number in range(days % 3)]
            new.append(decided(requests[days % len(requests)], nov(on), *given_days))
        else:
            new.append(asked(nov(on), nov(first), nov(min(30, first + days))))
            requests.append(len(new))
    frame = decided_leave(entered(*new), TERM, nov(15))
    assert not frame.select(DECIDED_LEAVE.key).is_duplicated().any()
    assert frame["is_granted"].null_count() == 0
    known = [event for event in entered(*new) if event.on <= nov(15)]
    assert frame.equals(decided_leave(known, TERM, nov(15)))
    undecided = frame.filter(pl.col("decision").is_null() | (pl.col("decision") == "refused"))
    assert not undecided["is_granted"].any()


# ---- of a workspace


def test_a_workspace_without_a_ledger_or_without_requests_tells_of_none(tmp_path: Path) -> None:
    (tmp_path / "lja.toml").write_text("", encoding="utf-8")
    assert leave_of(Workspace(None), nov(30)) is None
    assert leave_of(Workspace(tmp_path), nov(30)) is None
    assert [file.name for file in tmp_path.iterdir()] == ["lja.toml"]
    enter(tmp_path / "ledger.db", hold("1001", nov(2)))
    assert leave_of(Workspace(tmp_path), nov(30)) is None


def test_a_workspace_s_leave_is_that_of_its_ledger(tmp_path: Path) -> None:
    (tmp_path / "lja.toml").write_text("", encoding="utf-8")
    events = enter(tmp_path / "ledger.db", asked(nov(2), nov(23)), decided(1, nov(5)))
    found = leave_of(Workspace(tmp_path), nov(30))
    assert found is not None
    assert found.equals(decided_leave(events, Calendar(), nov(30)))
    assert found.height == 2


def test_a_ledger_that_cannot_be_read_stops_it(tmp_path: Path) -> None:
    (tmp_path / "lja.toml").write_text("", encoding="utf-8")
    (tmp_path / "ledger.db").write_bytes(b"no ledger" * 1000)
    with pytest.raises(UnusableInput):
        leave_of(Workspace(tmp_path), nov(30))

"""Nobody vanishes from the day's calls, and nobody restricted is among those to ring."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from lj_attendance.data import read_settings
from lj_attendance.ledger.contacts_made import ContactMade
from lj_attendance.ledger.events import CONTACT, LEAVE_DECIDED, LEAVE_REQUESTED, Event
from lj_attendance.letters.recipients import NO_NAME, UNSUBSCRIBED, Contact, why_not_rung
from lj_attendance.policy.settings import shipped_settings
from lj_attendance.school_year import Calendar
from lj_attendance.workflows.calls.listing import Calls, calls
from lj_attendance.workflows.calls.people import ring_list, tries_in_vain
from lj_attendance.workflows.contacts import contacts_of
from lj_attendance.workflows.reading import Reading, ReadRequest, read_exports

DAY = date(2026, 11, 20)
POLICY = shipped_settings(read_settings("statutory"), read_settings("laurence_jackson"))
PUPILS = tuple(f"10{number:02}" for number in range(1, 7))
GROUPS = dict(zip(PUPILS, ["7 HAR", "7 HAR", "7 HAR", "8 CRO", "8 CRO", ""], strict=True))

drawn_days = st.fixed_dictionaries(
    {pupil: st.text("/NIL#-.", min_size=2, max_size=2) for pupil in PUPILS}
)
pupils_of = st.sets(st.sampled_from(PUPILS))


def read(drawn: dict[str, str], folder: Path) -> Reading:
    """A day with marks for everybody, and the one drawn: `-` is unmarked, `.` is no row."""
    rows = ["Arbor Student ID,Registration Form,Date,AM/PM,Mark"]
    for pupil, marks in drawn.items():
        for session, mark in zip(("AM", "PM"), marks, strict=True):
            rows.append(f"{pupil},{GROUPS[pupil]},2026-11-19,{session},/")
            if mark != ".":
                rows.append(f"{pupil},{GROUPS[pupil]},{DAY},{session},{mark.replace('-', '')}")
    (folder / "marks.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return read_exports(ReadRequest((folder / "marks.csv",), POLICY, DAY, DAY))


def entry(number: int, kind: str, pupil: str, detail: Mapping[str, object]) -> Event:
    recorded = "2026-11-20T09:30:00+00:00"
    return Event(number, recorded, kind, DAY, pupil, detail, "A Officer", None, None, "", "")


def ledger(on_leave: set[str], reached: set[str]) -> list[Event]:
    days = {"first_day": str(DAY), "last_day": str(DAY), "session": None, "reason": "other",
            "received": "2026-10-01"}  # fmt: skip
    events: list[Event] = []
    for pupil in sorted(on_leave):
        number = len(events) + 1
        decided = {"request": number, "decision": "granted", "days": [str(DAY)], "code": "C",
                   "reason": ""}  # fmt: skip
        events += [
            entry(number, LEAVE_REQUESTED, pupil, days),
            entry(number + 1, LEAVE_DECIDED, pupil, decided),
        ]
    for pupil in sorted(reached):
        detail: dict[str, object] = {"means": "call", "outcome": "reached"}
        events.append(entry(len(events) + 1, CONTACT, pupil, detail))
    return events


def called(drawn: dict[str, str], events: list[Event], now: time) -> Calls:
    with TemporaryDirectory() as folder:
        reading = read(drawn, Path(folder))
        contacts = contacts_of(reading)
        return calls(reading, events, POLICY, Calendar(), contacts, (DAY, now))


def closed(now: time) -> list[int]:
    """The places of the sessions whose register has closed."""
    closes = (time(9), time(13, 5))
    return [place for place, moment in enumerate(closes) if now >= moment]


def reference(drawn: dict[str, str], now: time) -> tuple[int, int]:
    """The sessions without a reason, and those of groups of which nobody has a mark."""
    unexplained, of_untaken_groups = 0, 0
    for place in closed(now):
        held = {GROUPS[pupil] for pupil, marks in drawn.items() if marks[place] in "/NIL"}
        for pupil, marks in drawn.items():
            if marks[place] == "N" or (marks[place] in "-." and GROUPS[pupil] in held):
                unexplained += 1
            elif marks[place] == "-" and held:
                of_untaken_groups += 1
    return unexplained, of_untaken_groups


@settings(max_examples=40, deadline=None)
@given(drawn_days, pupils_of, pupils_of, st.sampled_from([time(8, 59), time(9, 30), time(14)]))
def test_every_session_without_a_reason_is_to_ring_reached_on_leave_or_untaken(
    drawn: dict[str, str], on_leave: set[str], reached: set[str], now: time
) -> None:
    found = called(drawn, ledger(on_leave, reached), now)
    listed = [*found.to_ring, *found.reached]
    told = sum(len(each.sessions) for each in listed)
    unexplained, of_untaken_groups = reference(drawn, now)
    assert told + found.leave_sessions == unexplained
    assert sum(each.pupils for each in found.not_taken if each.is_in_exports) == of_untaken_groups
    ids = [each.facts.pupil_id for each in listed]
    assert len(ids) == len(set(ids))
    assert not on_leave & set(ids)
    assert {each.facts.pupil_id for each in found.reached} == reached & set(ids)
    assert not {each.facts.pupil_id for each in found.to_ring} & reached


@st.composite
def of_one_pupil(draw: st.DrawFn) -> list[Contact]:
    contact = st.builds(
        Contact,
        name=st.sampled_from([None, "", "Mrs A", "MRS  A", "Mr B", "Mr C (no contact)"]),
        priority=st.sampled_from([None, 1, 2]),
        telephone=st.sampled_from([None, "07700 900001", "+44 7700 900001", "07700 900002"]),
        is_unsubscribed=st.sampled_from([None, False, True]),
        access_notes=st.sampled_from([None, " ", "not to be told where he lives"]),
        relationship=st.sampled_from([None, "Mother", "Deceased"]),
    )
    return draw(st.lists(contact, max_size=6))


def number(contact: Contact) -> str:
    return (contact.telephone or "").replace(" ", "").replace("+44", "0")


@settings(deadline=None)
@given(of_one_pupil())
def test_nobody_restricted_is_among_those_to_ring_by_name_or_by_number(
    contacts: list[Contact],
) -> None:
    to_ring, left_out = ring_list(contacts)
    restricted = [each for each in contacts if why_not_rung(each)]
    names = {" ".join((each.name or "").casefold().split()) for each in restricted} - {""}
    kept_away = [each for each in restricted if why_not_rung(each) not in (NO_NAME, UNSUBSCRIBED)]
    numbers = {number(each) for each in kept_away} - {""}
    for each in to_ring:
        assert why_not_rung(each) == ""
        assert " ".join((each.name or "").casefold().split()) not in names
        assert number(each) not in numbers
    assert bool(contacts) == bool(to_ring or left_out)  # nobody vanishes without a word
    priorities = [each.priority or 99 for each in to_ring]
    assert priorities == sorted(priorities)


def test_a_mother_is_rung_at_the_number_of_a_father_who_wants_no_messages() -> None:
    mother = Contact(name="Mrs A", telephone="01632 960001")
    unsubscribed = Contact(name="Mr A", telephone="01632 960001", is_unsubscribed=True)
    by_order = Contact(name="Mr A", telephone="01632 960001", access_notes="court order")
    assert ring_list([mother, unsubscribed]) == ((mother,), (("Mr A", UNSUBSCRIBED),))
    assert ring_list([mother, by_order])[0] == ()


def test_one_person_listed_twice_is_rung_once_under_each_number() -> None:
    mother = Contact(name="Mrs A", telephone="07700 900001", priority=1)
    same = Contact(name="Mrs A", telephone="+44 (0)7700 900001", priority=2)
    work = Contact(name="Mrs A", telephone="01632 960001", priority=3)
    assert ring_list([work, same, mother]) == ((mother, work), ())


def made(outcome: str, day: int) -> ContactMade:
    return ContactMade(
        day, "1001", date(2026, 11, day), "call", None, outcome, None, None, None, "A Officer"
    )


def test_tries_in_vain_count_from_the_absence_on_and_begin_again_after_a_word() -> None:
    before, today = made("no_answer", 17), made("left_message", 20)
    assert tries_in_vain([before, made("no_answer", 18), today], date(2026, 11, 18)) == 2
    spoken = [made("no_answer", 18), made("agreed", 19), today]
    assert tries_in_vain(spoken, date(2026, 11, 18)) == 1
    assert tries_in_vain([made("refused", 19), made("other", 20)], date(2026, 11, 18)) == 0

"""`lja alerts`, `alerts done` and `alerts returns`: answers, streams, entries, exit codes."""

from __future__ import annotations

import csv
import getpass
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from lj_attendance.cli import alert_options, options
from lj_attendance.ledger.events import ALERT_ANSWERED, CONTACT, NewEvent
from lj_attendance.ledger.store import Ledger
from lj_attendance.policy.alerts import facts as alert_facts
from lj_attendance.workflows.alerts.returns import RETURNS
from tests import layouts
from tests.cli.test_ledger_commands import lja
from tests.ledger.entries import enter, hold, nov
from tests.registers import register

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
COLUMNS = [
    "kind", "pupil_id", "surname", "forename", "registration_group", "since", "what", "is_warning",
    "is_current", "sessions", "clause", "source", "asks", "status", "done_on", "done_entry",
    "without_n", "notices", "conflicts",
]  # fmt: skip
RETURN_COLUMNS = [
    "kind", "pupil_id", "full_name", "upn", "date_of_birth", "year_group", "registration_group",
    "address", "address_of", "parents", "cause", "first_day", "last_day", "school_days", "days",
    "is_current", "clause", "source", "status", "done_on", "missing", "statement",
]  # fmt: skip
FIRST_NOTICE = (
    "Mrs Ann Adams: no notices in the last 36 months. A first may be issued: £80 if paid within "
    "21 days, else £160."
)
HELD = (
    "Held since 9 Nov 2026, until it is lifted: bereavement. Against it: Long absence: "
    "safeguarding and missing education, since 13 Nov 2026 (§5)."
)
FULL, OO, II = r"/\ /\ /\ /\ /\ ", "OO OO OO OO OO", "II II II II II"
PUPILS = {
    "1001": ("Adams, Ava", "2014-05-03", "3 Priory Road", f"{FULL} | {OO} | {OO} | {OO}"),
    "1002": ("Adamson, Ben", "2014-05-04", "", f"{FULL} | {FULL} | {FULL} | {FULL}"),
    "1003": ("O'Neill, Siân", "", "", rf"{FULL} | {II} | {II} | {II}"),
    "1004": ("=Young, Zoe", "2014-05-06", "", f"{OO} | {OO} | {OO} | {OO}"),
}
CONTACTS = """\
Arbor Student ID,Contact Title,Contact First Name,Contact Last Name,Parental Responsibility,\
Primary Contact,Address Line 1,Postcode,Telephone
1001,Mrs,Ann,Adams,Yes,Yes,3 Priory Road,ZZ1 1AA,01000 000001
1004,Mr,Abe,Young,Yes,Yes,9 Salt Lane,ZZ1 1AB,01000 000002
1004,Mrs,Bea,Young,Yes,No,,,
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four weeks to Friday 20 November 2026, seen on the Monday after by a user named officer."""
    (tmp_path / "lja.toml").write_text("", encoding="utf-8")
    exports = tmp_path / "exports"
    exports.mkdir()
    drawn = {pupil: told[3] for pupil, told in PUPILS.items()}
    layouts.write(register(drawn, date(2026, 10, 26)), "long", exports / "marks.csv")
    rows = [
        f'{pupil},{layouts.upn_of(pupil)},"{name}",Year 8,8 CRO,{born},"{address}"\n'
        for pupil, (name, born, address, _) in PUPILS.items()
    ]
    heading = "Arbor Student ID,UPN,Name,Year Group,Registration Form,Date of Birth,Address\n"
    (exports / "roll.csv").write_text(heading + "".join(rows), encoding="utf-8")
    (exports / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(options, "now", lambda: NOW)
    monkeypatch.setattr(options, "today", lambda: nov(23))
    monkeypatch.setattr(getpass, "getuser", lambda: "officer")
    return tmp_path


def entries(workspace: Path) -> list[tuple[Any, ...]]:
    events = Ledger(workspace / "ledger.db").events()
    return [(each.kind, each.pupil_id, each.on, dict(each.detail), each.by) for each in events]


def listed(*arguments: object) -> list[dict[str, Any]]:
    outcome = lja("alerts", *arguments, "--format", "json")
    assert outcome.exit_code == 0, outcome.err
    rows: list[dict[str, Any]] = json.loads(outcome.out)
    return rows


def of(pupil: str, *arguments: object) -> dict[str, str]:
    """The alerts of a pupil: each kind with its day; truancy is told elsewhere."""
    return kinds_of(pupil, listed(*arguments))


def kinds_of(pupil: str, rows: list[dict[str, Any]]) -> dict[str, str]:
    own = [row for row in rows if row["pupil_id"] == pupil and row["kind"] != "truancy"]
    return {row["kind"]: row["since"] for row in own}


# ---- every one of them


@pytest.mark.parametrize(
    "command", [("alerts",), ("alerts", "done"), ("alerts", "withdraw"), ("alerts", "returns")]
)
def test_help_has_an_example_and_can_be_quiet(command: Sequence[str]) -> None:
    text = " ".join(lja(*command, "--help").out.split())
    assert f"Example: lja {' '.join(command)}" in text
    assert "--quiet" in text
    assert "--verbose" in text
    assert "<bool>" not in text


def test_the_kinds_of_the_command_are_those_of_the_policy() -> None:
    assert alert_options.KINDS == alert_facts.KINDS
    assert {kind.alert for kind in alert_options.ReturnKind} == set(RETURNS)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--kind", "flood"),
        ("--new-since", "16/11/2026"),
        ("--as-of", "now"),
        ("done",),
        ("done", "1001"),
        ("done", "1001", "flood"),
        ("done", "nobody", "home_visit"),
        ("done", "adams", "home_visit"),  # two pupils
        ("done", "1001", "sickness_return"),  # no such alert
        ("done", "1001", "home_visit", "--since", "2026-11-05"),
        ("done", "1001", "home_visit", "--on", "2026-11-24"),  # a day to come
        ("done", "1001", "home_visit", "--on", "2026-11-03"),  # before the alert
        ("returns", "--kind", "flood"),
    ],
)
def test_wrong_usage_ends_with_2_and_enters_nothing(
    workspace: Path, arguments: Sequence[str]
) -> None:
    outcome = lja("alerts", *arguments)
    assert (outcome.exit_code, outcome.out) == (2, ""), outcome.err
    assert entries(workspace) == []


# ---- the list


def test_the_alerts_of_each_pupil(workspace: Path) -> None:
    rows = listed()
    assert kinds_of("1001", rows) == {
        "unauthorised_return": "2026-11-13",
        "long_absence": "2026-11-13",
        "severe_absence": "2026-11-06",
        "penalty_threshold": "2026-11-06",
        "home_visit": "2026-11-04",
    }
    assert kinds_of("1002", rows) == {}
    assert kinds_of("1003", rows) == {
        "long_absence": "2026-11-13",
        "sickness_return": "2026-11-20",
        "severe_absence": "2026-11-06",
        "home_visit": "2026-11-04",
    }
    assert list(kinds_of("1004", rows)) == [
        "removal_considered", "unauthorised_return", "long_absence", "severe_absence",
        "penalty_threshold", "home_visit",
    ]  # fmt: skip


def test_an_alert_in_json_is_whole(workspace: Path) -> None:
    row = next(row for row in listed("--kind", "penalty-threshold") if row["pupil_id"] == "1001")
    assert list(row) == COLUMNS
    assert row.pop("what").startswith("10 unauthorised sessions within 10 school weeks, reached on")
    assert row.pop("asks").startswith("Consider whether support was offered")
    assert row.pop("source").startswith("National framework for penalty notices")
    sessions = row.pop("sessions")
    assert (len(sessions), sessions[0], sessions[-1]) == (
        10,
        ["2026-11-02", "AM", "O"],
        ["2026-11-06", "PM", "O"],
    )
    assert row == {
        "kind": "penalty_threshold",
        "pupil_id": "1001",
        "surname": "Adams",
        "forename": "Ava",
        "registration_group": "8 CRO",
        "since": "2026-11-06",
        "is_warning": False,
        "is_current": True,
        "clause": "§10, §15",
        "status": "not_recorded",
        "done_on": None,
        "done_entry": None,
        "without_n": True,
        "notices": [FIRST_NOTICE],
        "conflicts": [],
    }


def test_as_csv_it_has_the_same_columns_and_no_formula(workspace: Path) -> None:
    rows = list(csv.reader(StringIO(lja("alerts", "--format", "csv").out)))
    assert rows[0] == COLUMNS
    assert len(rows) - 1 == len(listed())
    assert {row[2] for row in rows[1:] if row[1] == "1004"} == {"'=Young"}


def test_the_screen_tells_what_each_kind_asks_in_eighty_columns(workspace: Path) -> None:
    outcome = lja("alerts")
    assert outcome.exit_code == 0
    assert outcome.out.startswith("Alerts on Friday 20 Nov 2026\n")
    assert "Removal from the roll may be considered: 1" in outcome.out
    text = " ".join(outcome.out.split())
    assert "people decide, never lja" in text
    assert "Sessions: 2 Nov AM (O), PM (O), 3 Nov AM (O)" in text  # behind the threshold
    assert "Not recorded: it arose before the ledger began. It may be done." in outcome.out
    assert "For a person to decide" not in outcome.out
    assert all(len(line.rstrip()) <= 80 for line in outcome.out.splitlines())
    assert "\x1b" not in outcome.out


def test_new_ones_alone_may_be_asked_for(workspace: Path) -> None:
    days = {row["since"] for row in listed("--new-since", "2026-11-13")}
    assert min(days) == "2026-11-13"
    assert {row["since"] for row in listed("--new-since", "2026-11-21")} == set()
    assert "Nothing to tell." in lja("alerts", "--new-since", "2026-11-21").out


def test_an_earlier_day_is_judged_as_it_was_then(workspace: Path) -> None:
    assert of("1001", "--as-of", "2026-11-05") == {"home_visit": "2026-11-04"}


@pytest.mark.parametrize("strict", [[], ["--strict"]])
def test_strict_ends_with_4_when_there_are_errors(workspace: Path, strict: list[str]) -> None:
    marks = workspace / "exports" / "marks.csv"
    marks.write_bytes(marks.read_bytes().replace(b"O", b"@", 1))
    assert lja("alerts", *strict).exit_code == (4 if strict else 0)


# ---- without a workspace


def test_paths_alone_are_enough_and_nothing_counts_as_done(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    outcome = lja("alerts", workspace / "exports", "--kind", "sickness_return", "--format", "json")
    assert [row["status"] for row in json.loads(outcome.out)] == ["not_recorded"]
    assert "nothing counts as done" in outcome.err
    returns = lja("alerts", "returns", workspace / "exports", "--quiet")
    assert (returns.exit_code, returns.err) == (0, "")
    done = lja("alerts", "done", "1003", "sickness_return")
    assert (done.exit_code, done.out) == (3, "")
    assert "Make one with: lja init" in done.err
    assert list(elsewhere.iterdir()) == []


# ---- recorded as done


def test_done_is_entered_and_leaves_the_list(workspace: Path) -> None:
    outcome = lja("alerts", "done", "ava", "unauthorised-return", "--note", " by e-mail ")
    assert outcome.exit_code == 0
    told = "unauthorised_return of 13 Nov 2026, done on 23 Nov 2026 (entry 1)"
    assert outcome.out == f"Entered: Adams, Ava (8 CRO), {told}\n"
    assert "it shows as done from its day on" in outcome.err
    detail = {"alert": "unauthorised_return", "since": "2026-11-13", "note": "by e-mail"}
    assert entries(workspace) == [(ALERT_ANSWERED, "1001", nov(23), detail, "officer")]
    assert "unauthorised_return" in of("1001")  # judged on 20 November, when it was not yet done


def test_done_on_a_day_of_the_exports_shows_at_once(workspace: Path) -> None:
    assert lja("alerts", "done", "1001", "long_absence", "--on", "2026-11-20").exit_code == 0
    assert "long_absence" not in of("1001")
    assert "1 more shown as done by the ledger: --all" in lja("alerts").out
    row = next(r for r in listed("--all", "--kind", "long_absence") if r["pupil_id"] == "1001")
    assert (row["status"], row["done_on"], row["done_entry"]) == ("done", "2026-11-20", 1)


def test_done_is_entered_once(workspace: Path) -> None:
    assert lja("alerts", "done", "1001", "long_absence").exit_code == 0
    again = lja("alerts", "done", "1001", "long_absence", "--on", "2026-11-20")
    assert (again.exit_code, again.out) == (3, "")
    assert len(entries(workspace)) == 1


def test_of_two_alerts_of_a_kind_the_day_is_asked_for(workspace: Path) -> None:
    drawn = {"1001": f"{OO} | {OO} | {FULL} | {OO} | {OO}", "1002": " | ".join([FULL] * 5)}
    marks = register(drawn, date(2026, 10, 19))
    layouts.write(marks, "long", workspace / "exports" / "marks.csv")
    unclear = lja("alerts", "done", "1001", "long_absence")
    assert unclear.exit_code == 2
    assert "2 alerts of the kind long_absence" in unclear.err
    assert "2026-11-20, 2026-10-30" in unclear.err
    clear = lja("alerts", "done", "1001", "long_absence", "--since", "2026-10-30")
    assert clear.exit_code == 0
    assert entries(workspace)[0][3]["since"] == "2026-10-30"
    late = lja("alerts", "done", "1001", "long_absence", "--since", "2026-10-30")
    assert (late.exit_code, len(entries(workspace))) == (3, 1)


def test_of_two_alerts_of_a_kind_the_one_not_done_is_meant(workspace: Path) -> None:
    drawn = {"1001": f"{OO} | {OO} | {FULL} | {OO} | {OO}", "1002": " | ".join([FULL] * 5)}
    layouts.write(register(drawn, date(2026, 10, 19)), "long", workspace / "exports" / "marks.csv")
    detail = {"alert": "long_absence", "since": "2026-10-30", "note": None}
    enter(workspace / "ledger.db", NewEvent(ALERT_ANSWERED, nov(2), "1001", detail))
    assert lja("alerts", "done", "1001", "long_absence").exit_code == 0
    assert entries(workspace)[1][3]["since"] == "2026-11-20"


def test_a_visit_on_the_ledger_answers_a_home_visit(workspace: Path) -> None:
    detail = {"means": "visit", "outcome": "no_answer"}
    enter(workspace / "ledger.db", NewEvent(CONTACT, nov(5), "1001", detail))
    assert "home_visit" not in of("1001")
    rows = listed("--all", "--kind", "home_visit")
    states = {row["pupil_id"]: (row["status"], row["done_on"]) for row in rows}
    assert states["1001"] == ("done", "2026-11-05")
    assert states["1003"] == ("not_recorded", None)  # of 4 November, before the first entry


# ---- facts that stand against each other


def test_a_hold_and_a_legal_alert_are_shown_together(workspace: Path) -> None:
    enter(workspace / "ledger.db", hold("1001", nov(9), reason="bereavement"))
    rows = [row for row in listed() if row["pupil_id"] == "1001"]
    against = {row["kind"]: row["conflicts"] for row in rows if row["conflicts"]}
    assert list(against) == ["unauthorised_return", "long_absence", "penalty_threshold"]
    assert against["long_absence"] == [HELD]
    shown = lja("alerts").out
    assert "For a person to decide: 1" in shown
    assert all(len(line.rstrip()) <= 80 for line in shown.splitlines())
    text = " ".join(shown.split())
    assert "Adams, Ava 8 CRO Held since 9 Nov 2026, until it is lifted: bereavement." in text
    assert "Against it: Threshold for a penalty notice, since 6 Nov 2026 (§10, §15; Nat" in text
    rows_of_csv = list(csv.DictReader(StringIO(lja("alerts", "--format", "csv").out)))
    assert sum(bool(row["conflicts"]) for row in rows_of_csv) == 3


# ---- returns to the local authority


def returned(*arguments: object) -> dict[str, list[dict[str, Any]]]:
    outcome = lja("alerts", "returns", *arguments, "--format", "json")
    assert outcome.exit_code == 0, outcome.err
    answer = json.loads(outcome.out)
    assert answer["as_of"] == "2026-11-20"
    assert "reasonable efforts" in answer["removal_statement"]
    assert "regulations 9(1)(i) and 13(4)" in answer["removal_source"]
    lists: dict[str, list[dict[str, Any]]] = answer["lists"]
    return lists


def test_a_return_of_unauthorised_absence_has_name_address_and_cause(workspace: Path) -> None:
    lists = returned()
    assert list(lists) == ["unauthorised_return", "sickness_return", "removal_considered"]
    ava = next(row for row in lists["unauthorised_return"] if row["pupil_id"] == "1001")
    assert (ava["full_name"], ava["address"], ava["address_of"]) == (
        "Ava Adams",
        "3 Priory Road",
        None,
    )
    assert (ava["cause"], ava["school_days"]) == ("O (other unauthorised): 30", 15)
    assert (ava["first_day"], ava["last_day"], ava["missing"]) == ("2026-11-02", "2026-11-20", [])
    assert "regulation 13" in ava["source"]


def test_a_return_of_illness_has_the_days_and_says_what_is_not_at_hand(workspace: Path) -> None:
    (sian,) = returned("--kind", "sickness")["sickness_return"]
    assert sian["full_name"] == "Siân O'Neill"
    assert len(sian["days"]) == 15
    assert (sian["days"][0], sian["days"][-1]) == ("2026-11-02", "2026-11-20")
    assert sian["missing"] == ["date of birth", "address"]
    text = " ".join(lja("alerts", "returns", "--kind", "sickness").out.split())
    assert "days 2 Nov, 3 Nov, 4 Nov, 5 Nov, 6 Nov, 9 Nov" in text
    assert "not at hand date of birth, address" in text


def test_a_removal_names_each_parent_and_what_of_them_is_missing(workspace: Path) -> None:
    (zoe,) = returned("--kind", "removal")["removal_considered"]
    assert (zoe["address"], zoe["address_of"]) == ("9 Salt Lane, ZZ1 1AB", "Mr Abe Young")
    assert zoe["parents"] == ["Mr Abe Young; 9 Salt Lane, ZZ1 1AB; 01000 000002", "Mrs Bea Young"]
    assert zoe["missing"] == [
        "address of each parent",
        "telephone of each parent",
        "new address or school, where a parent told one",
    ]


def test_a_removal_is_shown_with_what_the_law_requires_first(workspace: Path) -> None:
    shown = lja("alerts", "returns", "--kind", "removal").out
    text = " ".join(shown.split())
    assert "For the local authority, as of 20 Nov 2026" in text
    assert "jointly made reasonable efforts" in text
    assert "lja only counts the days: it decides none of this." in text
    assert "not at hand address of each parent, telephone of each parent" in text
    assert all(len(line.rstrip()) <= 80 for line in shown.splitlines())


def test_returns_as_csv_have_a_row_a_pupil_and_list(workspace: Path) -> None:
    rows = list(csv.reader(StringIO(lja("alerts", "returns", "--format", "csv").out)))
    assert rows[0] == RETURN_COLUMNS
    assert [row[:2] for row in rows[1:]] == [
        ["unauthorised_return", "1001"],
        ["unauthorised_return", "1004"],
        ["sickness_return", "1003"],
        ["removal_considered", "1004"],
    ]


def test_a_return_that_was_made_is_left_out_and_counted(workspace: Path) -> None:
    assert lja("alerts", "done", "1003", "sickness_return", "--on", "2026-11-20").exit_code == 0
    assert returned("--kind", "sickness") == {"sickness_return": []}
    assert "1 more shown as reported by the ledger: --all" in lja("alerts", "returns").out
    (sian,) = returned("--kind", "sickness", "--all")["sickness_return"]
    assert (sian["status"], sian["done_on"]) == ("done", "2026-11-20")


def test_an_answer_taken_back_leaves_the_alert_to_do_again(workspace: Path) -> None:
    assert lja("alerts", "done", "1003", "sickness_return", "--on", "2026-11-20").exit_code == 0
    (sian,) = returned("--kind", "sickness", "--all")["sickness_return"]
    answer = next(row for row in listed("--all") if row["done_entry"])
    entry = answer["done_entry"]
    gone = lja("alerts", "withdraw", entry, "--reason", "another pupil's", "--on", "2026-11-20")
    assert gone.out.startswith("Taken back on 20 Nov 2026: pupil 1003, sickness_return of ")
    (again,) = returned("--kind", "sickness")["sickness_return"]
    assert (sian["status"], again["status"]) == ("done", "not_recorded")
    assert lja("alerts", "withdraw", entry, "--reason", "again").exit_code == 3
    assert lja("alerts", "done", "1003", "sickness_return", "--on", "2026-11-20").exit_code == 0

"""`lja calls`: nobody vanishes, nobody restricted is rung, and the day is told."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from lj_attendance.cli import options
from lj_attendance.ledger.events import LEAVE_DECIDED, LEAVE_REQUESTED, NewEvent
from tests.cli.test_ledger_commands import lja
from tests.ledger.entries import enter, nov

ROLL = """Arbor Student ID,Name,Year Group,Registration Form,Young Carer
1001,"Adams, Ava",Year 8,8 CRO,
1002,"Brown, Ben",Year 8,8 CRO,Yes
1003,"Clark, Cat",Year 7,7 HAR,
1004,"Dunn, Dee",Year 8,8 CRO,
1005,"Ellis, Eve",Year 9,9 PEA,
1006,"Ford, Flo",Year 7,7 HAR,
"""
CONTACTS = """Arbor Student ID,Guardian Name,Relationship,Primary Guardian,\
Emergency Contact Priority,Telephone,Access Notes,Address
1001,Mrs Z Adams,Mother,Yes,1,07700 900001,,1 High St
1001,Mr Y Adams,Father,No,2,07700 900002,no contact by court order,2 Low St
1002,Mrs B Brown,Mother,Yes,2,07700 900003,,3 High St
1002,Mr A Brown,Grandfather,No,1,07700 900004,,
"""


def marks(day: str, rows: dict[str, str]) -> str:
    """A day's rows: of each pupil AM and PM, `.` for no row, `-` for none marked."""
    lines = []
    for pupil, drawn in rows.items():
        for session, mark in zip(("AM", "PM"), drawn, strict=True):
            if mark != ".":
                lines.append(f"{pupil},{day},{session},{'' if mark == '-' else mark}")
    return "".join(line + "\n" for line in lines)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Thursday 19 and Friday 20 November 2026; it is Friday, 14:00."""
    assert lja("init", tmp_path).exit_code == 0
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(options, "today", lambda: nov(20))
    at(monkeypatch, 14)
    register = (
        "Arbor Student ID,Date,AM/PM,Mark\n"
        + marks("2026-11-19", {"1001": "NN", "1002": "/\\", "1003": "/\\", "1004": "/\\",
                               "1005": "/\\", "1006": "/\\"})
        + marks("2026-11-20", {"1001": "NN", "1002": "N\\", "1003": "/-", "1004": "..",
                               "1005": "IO", "1006": "/\\"})
    )  # fmt: skip
    (tmp_path / "exports" / "marks.csv").write_text(register, encoding="utf-8")
    (tmp_path / "exports" / "roll.csv").write_text(ROLL, encoding="utf-8")
    (tmp_path / "exports" / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    return tmp_path


def at(monkeypatch: pytest.MonkeyPatch, hour: int, minute: int = 0, day: int = 20) -> None:
    """The clock, in the school's own time whatever the machine's."""
    local = datetime(2026, 11, day, hour, minute).astimezone()
    monkeypatch.setattr(options, "now", lambda: local.astimezone(UTC))


def asked(*arguments: object) -> dict[str, Any]:
    outcome = lja("calls", *arguments, "--format", "json")
    assert outcome.exit_code == 0, outcome.err
    answer: dict[str, Any] = json.loads(outcome.out)
    return answer


def told(answer: dict[str, Any], part: str = "to_ring") -> list[tuple[str, list[list[str]]]]:
    return [(each["pupil_id"], each["sessions"]) for each in answer[part]]


def test_vulnerable_first_then_long_runs_then_the_unmarked(workspace: Path) -> None:
    assert told(asked()) == [
        ("1002", [["AM", "N"]]),  # a young carer
        ("1001", [["AM", "N"], ["PM", "N"]]),  # since Thursday
        ("1003", [["PM", "unmarked"]]),
        ("1004", [["AM", "unmarked"], ["PM", "unmarked"]]),  # no row, where the group has rows
    ]


def test_a_register_that_nobody_took_is_told_and_lists_nobody(workspace: Path) -> None:
    file = workspace / "exports" / "marks.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("1006,2026-11-20,PM,\\", "1006,2026-11-20,PM,"), encoding="utf-8")
    answer = asked()
    assert answer["not_taken"] == [
        {"registration_group": "7 HAR", "session": "PM", "pupils": 2, "is_in_exports": True}
    ]
    assert "1003" not in [pupil for pupil, _ in told(answer)]
    assert "PM register not taken: 7 HAR (2 pupils)." in lja("calls").out


def test_a_register_still_open_lists_nobody_for_it(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, 13, 4)  # the afternoon register closes at 13:05
    answer = asked()
    assert answer["open_registers"] == ["PM"]
    assert ("1003", [["PM", "unmarked"]]) not in told(answer)
    at(monkeypatch, 13, 5)
    assert asked()["open_registers"] == []
    at(monkeypatch, 8, 59)
    assert told(asked()) == []
    at(monkeypatch, 9, 0)
    assert [pupil for pupil, _ in told(asked())] == ["1002", "1001", "1004"]


def test_on_a_past_day_both_registers_are_closed(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, 7, 30)
    assert [pupil for pupil, _ in told(asked("--as-of", "2026-11-19"))] == ["1001"]


def test_a_restricted_contact_is_named_and_never_among_those_to_ring(workspace: Path) -> None:
    answer = asked()
    ava = next(each for each in answer["to_ring"] if each["pupil_id"] == "1001")
    assert [contact["telephone"] for contact in ava["contacts"]] == ["07700 900001"]
    assert ava["left_out"][0]["name"] == "Mr Y Adams"
    assert "no contact" in ava["left_out"][0]["why"]
    ben = next(each for each in answer["to_ring"] if each["pupil_id"] == "1002")
    names = [contact["name"] for contact in ben["contacts"]]
    assert names == ["Mr A Brown", "Mrs B Brown"]  # by priority; a grandfather may be rung
    shown = lja("calls").out
    assert "NOT without a decision: Mr Y Adams" in shown
    assert "07700 900002" not in shown
    assert "07700 900002" not in lja("calls", "--format", "csv").out


def test_a_family_that_was_reached_goes_to_the_end_and_one_tried_in_vain_stays(
    workspace: Path,
) -> None:
    lja("note", "1002", "call", "--outcome", "no-answer", "--with", "Mr A Brown")
    lja("note", "1001", "call", "--outcome", "reached", "--on", "2026-11-19")
    answer = asked()
    ben, ava = answer["to_ring"][:2]
    assert [made["outcome"] for made in ben["tried"]] == ["no_answer"]
    assert ava["before"]["on"] == "2026-11-19"  # reached yesterday: today is to be asked again
    lja("note", "1002", "call", "--outcome", "reached")
    answer = asked()
    assert [pupil for pupil, _ in told(answer, "reached")] == ["1002"]
    assert "1002" not in [pupil for pupil, _ in told(answer)]


def test_granted_leave_is_left_out_and_counted(workspace: Path) -> None:
    request = {"first_day": "2026-11-20", "last_day": "2026-11-20", "session": None,
               "reason": "other", "received": "2026-10-01"}  # fmt: skip
    decided = {"request": 1, "decision": "granted", "days": ["2026-11-20"], "code": "C",
               "reason": ""}  # fmt: skip
    enter(
        workspace / "ledger.db",
        NewEvent(LEAVE_REQUESTED, nov(2), "1001", request),
        NewEvent(LEAVE_DECIDED, nov(3), "1001", decided),
    )
    answer = asked()
    assert answer["left_out"] == {"granted_leave": 1, "granted_leave_sessions": 2}
    assert "1001" not in [pupil for pupil, _ in told(answer)]
    assert (
        "Left out, as their leave is granted: 1 (2 sessions of granted leave)" in lja("calls").out
    )


def test_what_is_to_be_followed_up_stands_below(workspace: Path) -> None:
    lja("note", "1005", "meeting", "--outcome", "agreed", "--follow-up", "2026-11-20",
        "--on", "2026-11-18", "--text", "ring about the bus pass")  # fmt: skip
    (follow_up,) = asked()["follow_ups"]
    assert (follow_up["pupil_id"], follow_up["follow_up"]) == ("1005", "2026-11-20")
    assert "ring about the bus pass" in lja("calls").out


def test_a_day_without_marks_and_an_afternoon_not_exported_are_told(workspace: Path) -> None:
    shown = lja("calls", "--as-of", "2026-11-18").out
    assert "The exports hold no AM mark of this day: nobody is listed for it." in shown
    assert "every absence has a reason" not in shown
    file = workspace / "exports" / "marks.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(each for each in lines if "2026-11-20,PM" not in each))
    answer = asked()
    assert answer["without_marks"] == ["PM"]
    assert [pupil for pupil, _ in told(answer)] == ["1002", "1001", "1004"]


def test_a_group_without_a_row_is_told(workspace: Path) -> None:
    file = workspace / "exports" / "marks.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(each for each in lines if not each.startswith("1005,2026-11-20")))
    assert "AM register not in the exports: 9 PEA (1 pupil)." in lja("calls").out
    assert "1005" not in [pupil for pupil, _ in told(asked())]


def test_a_pupil_whom_the_roll_does_not_name_is_listed(workspace: Path) -> None:
    with (workspace / "exports" / "marks.csv").open("a", encoding="utf-8") as file:
        file.write("1099,2026-11-20,AM,N\n")
    assert ("1099", [["AM", "N"]]) in told(asked())


def test_who_was_in_before_and_who_came_in_since(workspace: Path) -> None:
    ben, _, cat, _ = asked()["to_ring"]
    assert (ben["was_in"], ben["came_in"], ben["next_steps"]) == (False, True, [])
    assert (cat["was_in"], cat["came_in"]) == (True, False)
    assert "§11" in cat["next_steps"][0]
    shown = lja("calls").out
    assert "AM N; came in since" in shown
    assert "PM unmarked; was in before" in shown


def test_one_session_missed_before_is_no_run_and_two_are(workspace: Path) -> None:
    file = workspace / "exports" / "marks.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("1001,2026-11-19,AM,N", "1001,2026-11-19,AM,/"))
    assert [pupil for pupil, _ in told(asked())] == ["1002", "1003", "1001", "1004"]


def test_tries_of_one_absence_count_together_until_somebody_is_reached(workspace: Path) -> None:
    lja("note", "1001", "call", "--outcome", "no-answer", "--on", "2026-11-19")
    lja("note", "1001", "call", "--outcome", "left-message")
    ava = asked()["to_ring"][1]
    assert (ava["in_vain"], ava["next_steps"]) == (2, [])
    lja("note", "1001", "call", "--outcome", "no-answer")
    ava = asked()["to_ring"][1]
    assert ava["in_vain"] == 3
    assert ava["next_steps"] == ["Ring the other listed contacts; consider a home visit (§5)"]


def test_an_empty_list_says_so_only_where_the_whole_day_is_known(workspace: Path) -> None:
    file = workspace / "exports" / "marks.csv"
    text = file.read_text(encoding="utf-8")
    present = text.replace(",N", ",/").replace("1003,2026-11-20,PM,", "1003,2026-11-20,PM,\\")
    file.write_text(present + marks("2026-11-20", {"1004": "/\\"}))
    assert "every absence has a reason" in lja("calls").out


def test_a_family_spoken_to_since_the_letter_fell_due_is_told_apart(workspace: Path) -> None:
    ben = next(each for each in asked()["speak_first"] if each["pupil_id"] == "1002")
    assert (ben["stage_due"], ben["spoken_on"]) == (1, None)
    assert ben["clause"].startswith("§18")
    lja("note", "1002", "call", "--outcome", "agreed")
    assert [each["spoken_on"] for each in asked()["speak_first"] if each["pupil_id"] == "1002"] == [
        "2026-11-20"
    ]
    assert "spoken to since the letter fell due: 1" in lja("calls").out


def test_nobody_vanishes(workspace: Path) -> None:
    lja("note", "1003", "call", "--outcome", "agreed")
    answer = asked()
    listed = [pupil for part in ("to_ring", "reached") for pupil, _ in told(answer, part)]
    assert sorted(listed) == ["1001", "1002", "1003", "1004"]
    assert answer["left_out"] == {"granted_leave": 0, "granted_leave_sessions": 0}


def test_the_screen_tells_the_day_the_rule_and_fits(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "today", lambda: date(2026, 11, 23))
    shown = lja("calls").out
    assert "Calls for Friday 20 Nov 2026" in shown
    assert "Not for today, 23 Nov 2026: this is the list of another day." in shown
    assert "Parents ring by 08:30; from 09:15 staff ring" in shown
    assert "(§5)" in shown
    assert "absent since 19 Nov 2026: 4 sessions, 2 whole school days" in shown
    assert all(len(line.rstrip()) <= 80 for line in shown.splitlines())


def test_without_a_workspace_it_says_that_nothing_is_known_of_a_ledger(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    outcome = lja("calls", workspace / "exports", "--format", "csv")
    assert outcome.exit_code == 0
    assert len(outcome.out.splitlines()) == 5
    assert "No workspace here" in outcome.err
    shown = lja("calls", workspace / "exports").out
    assert "No ledger here: calls made, granted leave and letters sent are not known." in shown
    assert "Nobody reached" not in shown  # nobody can tell


def test_help_has_an_example() -> None:
    text = " ".join(lja("calls", "--help").out.split())
    assert "Example: lja calls" in text
    assert "--quiet" in text

"""`lja cases`: what is listed, what is entered and refused, the letters, and replay."""

from __future__ import annotations

import csv
import getpass
import hashlib
import json
import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lj_attendance.cli import options
from lj_attendance.cli.cases import cases_app
from lj_attendance.errors import LjaError
from lj_attendance.ledger.events import (
    CASE_HELD,
    CASE_INVITED,
    CASE_MINUTES,
    CASE_WARNING,
    LETTER_ISSUED,
    LETTER_WITHDRAWN,
    NewEvent,
)
from lj_attendance.ledger.store import Ledger
from lj_attendance.reports.answers.cases import COLUMNS, HISTORY
from lj_attendance.workflows.making import make_workspace
from tests import layouts
from tests.cli.test_ledger_commands import Outcome
from tests.ledger.entries import enter, hold
from tests.letters.documents import text_of
from tests.registers import register

TODAY = date(2026, 11, 23)
AVA = r"/\ /\ /\ /\ OO"  # eight of ten
BEN = r"/\ /\ /\ /\ /\ "
WEEKS, HALF_TERM = 11, 7  # from 7 September; the eighth week has no school
CONTACTS = """\
Arbor Student ID,Contact Name,Salutation,Relationship,Legal Guardian,Primary Guardian,\
Emergency Contact Priority,Correspondence Address,Address,Postcode,Access Notes
1001,Mrs Zoë Adams,Mrs Adams,Mother,Yes,Yes,1,Yes,"1 First Road, Exampleby",ZZ1 1ZZ,
1001,Mr Yan Adams,Mr Adams,Father,Yes,No,2,Yes,"2 Second Road, Exampleby",ZZ1 2ZZ,
1001,Mr Wil Adams,Mr Adams,Uncle,Yes,No,3,Yes,"3 Third Road, Exampleby",ZZ1 3ZZ,No contact by order
"""
COMMANDS = ["show", "invite", "held", "minutes", "warn", "review", "close", "withdraw", "letter"]


def lja(*arguments: object) -> Outcome:
    """A command of cases, ended as `lja` ends it; the group alone, which is built sooner."""
    first, *rest = [str(argument) for argument in arguments]
    assert first == "cases"
    result = CliRunner().invoke(cases_app, rest)
    if isinstance(result.exception, LjaError):
        told = result.stderr + str(result.exception)
        return Outcome(result.exception.exit_code, result.stdout, told)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


def stage_4(pupil: str, on: date = date(2026, 9, 14), **detail: Any) -> NewEvent:
    said = {"stage": 4, "how": "hand", "received": on.isoformat(), **detail}
    return NewEvent(LETTER_ISSUED, on, pupil, said)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with Ava's Stage 4 letter of 14 September, to be copied for each test."""
    folder = tmp_path_factory.mktemp("made") / "school"
    make_workspace(folder)
    (folder / "policy.toml").unlink()  # the shipped policy holds, and is read sooner
    enter(folder / "ledger.db", stage_4("1001", attended=9, possible=12, as_of="2026-09-14"))
    return folder


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register, a roll on which Ben has left in October, and contacts."""
    folder = tmp_path_factory.mktemp("exports")
    weeks = ["" if week == HALF_TERM else "{}" for week in range(WEEKS)]
    weekly = " | ".join(weeks)
    drawn = {who: weekly.replace("{}", week) for who, week in (("1001", AVA), ("1002", BEN))}
    marks = register(drawn, date(2026, 9, 7))
    kept = [mark for mark in marks if mark.pupil_id == "1001" or mark.date <= date(2026, 10, 16)]
    layouts.write(kept, "long", folder / "marks.csv")
    roll = "Arbor Student ID,Name,Year Group,Registration Form,Enrolment start date,Leaving date\n"
    roll += '1001,"Adams, Ava",Year 8,8 CRO,01 Sep 2025,\n'
    roll += '1002,"Brown, Ben",Year 8,8 CRO,01 Sep 2025,16 Oct 2026\n'
    (folder / "roll.csv").write_text(roll, encoding="utf-8")
    (folder / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    return folder


@pytest.fixture
def bare(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace without exports, on 23 November 2026."""
    folder = tmp_path / "school"
    shutil.copytree(made, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(options, "now", lambda: datetime(2026, 11, 23, 10, tzinfo=UTC))
    monkeypatch.setattr(options, "today", lambda: TODAY)
    monkeypatch.setattr(getpass, "getuser", lambda: "officer")
    return folder


@pytest.fixture
def school(bare: Path, exports: Path) -> Path:
    """The same with the exports."""
    shutil.copytree(exports, bare / "exports", dirs_exist_ok=True)
    return bare


def events(school: Path) -> Sequence[Any]:
    return Ledger(school / "ledger.db").events()


def listed(*arguments: object) -> list[dict[str, Any]]:
    outcome = lja("cases", "--format", "json", *arguments)
    assert outcome.exit_code == 0, outcome.err
    rows: list[dict[str, Any]] = json.loads(outcome.out)
    return rows


def done(*arguments: object) -> str:
    outcome = lja("cases", *arguments)
    assert outcome.exit_code == 0, outcome.err
    return outcome.out


def conference(school: Path, *targets: str, **more: Any) -> None:
    """Ava's parents invited, and a conference without them on 5 October: the entries as made."""
    invited: dict[str, Any] = {
        "meeting_on": "2026-10-05",
        "meeting_at": "14:30",
        "agencies": [],
        "letter": None,
    }
    held = {"parents_attended": False, "targets": ["95% attendance", *targets], "review_on": None,
            "present": None, "note": None} | more  # fmt: skip
    enter(
        school / "ledger.db",
        NewEvent(CASE_INVITED, date(2026, 9, 22), "1001", invited),
        NewEvent(CASE_HELD, date(2026, 10, 5), "1001", held),
    )


def warning(school: Path, word: str = "court") -> None:
    """Minutes and a decision on 6 October."""
    given = {"how": "by_hand", "of": "2026-10-05", "letter": None}
    warned = {"warning": word, "note": None, "letter": None}
    day = date(2026, 10, 6)
    enter(
        school / "ledger.db",
        NewEvent(CASE_MINUTES, day, "1001", given),
        NewEvent(CASE_WARNING, day, "1001", warned),
    )


# ---- every one of them


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_and_can_be_quiet(command: str) -> None:
    text = " ".join(lja("cases", command, "--help").out.split())
    assert f"Example: lja cases {command}" in text
    assert "--quiet" in text
    assert "--verbose" in text


def test_the_help_of_the_group_lists_them() -> None:
    text = lja("cases", "--help").out
    assert [command for command in COMMANDS if command not in text] == []


@pytest.mark.parametrize("arguments", [(), ("show", "1001"), ("close", "1001", "--why", "left")])
def test_without_a_workspace_it_is_told_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: Sequence[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = lja("cases", *arguments)
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "lja init" in outcome.err


# ---- the list


def test_a_stage_4_letter_opens_a_case_to_be_invited_within_ten_school_days(school: Path) -> None:
    (ava,) = listed("--as-of", "2026-09-28")
    assert list(ava) == list(COLUMNS)
    assert ava | {"advice": [], "to_do": []} == {
        "pupil_id": "1001", "surname": "Adams", "forename": "Ava", "year_group": "8",
        "registration_group": "8 CRO", "case": 1, "opened_on": "2026-09-14", "state": "referred",
        "next_step": "invite", "what": "Invite the parents to an Attendance Case Conference.",
        "who": "Education Welfare Officer", "due_from": "2026-09-14", "due_on": "2026-09-28",
        "is_due": True, "overdue_days": 0, "clause": "§18", "has_left": False,
        "attended": 26, "possible": 32, "attendance_percent": 81.25,
        "attended_at_conference": None, "possible_at_conference": None,
        "attended_since_conference": None, "possible_since_conference": None,
        "change": "higher", "advice": [], "targets": [], "to_do": [],
    }  # fmt: skip
    assert [row["overdue_days"] for row in listed("--as-of", "2026-09-29")] == [1]
    assert listed("--as-of", "2026-09-13") == []


def test_a_letter_withdrawn_or_of_another_stage_opens_no_case(school: Path) -> None:
    enter(
        school / "ledger.db",
        stage_4("1002"),
        NewEvent(LETTER_WITHDRAWN, date(2026, 9, 16), "1002", {"reason": "a slip"}, corrects=2),
    )
    enter(
        school / "ledger.db",
        NewEvent(LETTER_ISSUED, date(2026, 9, 15), "1002", {"stage": 3, "received": "2026-09-15"}),
    )
    assert [row["pupil_id"] for row in listed("--as-of", "2026-09-15")] == ["1001", "1002"]
    assert [row["pupil_id"] for row in listed("--as-of", "2026-09-16")] == ["1001"]


def test_the_longest_overdue_comes_first_and_due_leaves_out_what_waits(school: Path) -> None:
    enter(school / "ledger.db", stage_4("1002", date(2026, 9, 8)))
    conference(school)
    warning(school)
    day = ("--as-of", "2026-10-12")
    assert [(row["pupil_id"], row["overdue_days"]) for row in listed(*day)] == [
        ("1002", 20), ("1001", 0),
    ]  # fmt: skip
    assert [row["pupil_id"] for row in listed(*day, "--due")] == ["1002"]
    shown = done(*day)
    assert "OVERDUE 20 days, since 22 Sep 2026" in shown
    assert "From 2 Nov 2026, no later than 16 Nov 2026" in shown
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize(
    ("day", "is_due", "overdue"),
    [("2026-11-01", False, 0), ("2026-11-02", True, 0), ("2026-11-16", True, 0),
     ("2026-11-17", True, 1)],
)  # fmt: skip
def test_a_review_is_due_from_four_to_six_weeks_after(
    school: Path, day: str, is_due: bool, overdue: int
) -> None:
    conference(school)
    warning(school, "none")
    (ava,) = listed("--as-of", day)
    assert (ava["next_step"], ava["due_from"], ava["due_on"]) == (
        "review", "2026-11-02", "2026-11-16",
    )  # fmt: skip
    assert (ava["is_due"], ava["overdue_days"]) == (is_due, overdue)


def test_attendance_since_the_conference_stands_beside_its_targets(school: Path) -> None:
    conference(school, "sees the Year Manager")
    (ava,) = listed("--as-of", "2026-10-16")
    assert (ava["attended_at_conference"], ava["possible_at_conference"]) == (34, 42)
    assert (ava["attended_since_conference"], ava["possible_since_conference"]) == (14, 18)
    assert ava["change"] == "lower"  # 48 of 60 now
    assert ava["targets"] == [
        {"target": "95% attendance", "is_met": False},
        {"target": "sees the Year Manager", "is_met": None},
    ]
    assert "Since the conference: 14 of 18 sessions." in ava["advice"]


def test_a_pupil_who_has_left_is_listed_to_close(school: Path) -> None:
    enter(school / "ledger.db", stage_4("1002"))
    rows = {row["pupil_id"]: row for row in listed("--as-of", "2026-10-16")}
    assert (rows["1002"]["has_left"], rows["1002"]["next_step"]) == (False, "invite")
    rows = {row["pupil_id"]: row for row in listed("--as-of", "2026-10-17")}
    assert (rows["1002"]["has_left"], rows["1002"]["next_step"]) == (True, "close")
    assert (rows["1002"]["is_due"], rows["1002"]["overdue_days"]) == (True, 0)
    done("close", "1002", "--why", "left")
    assert [row["pupil_id"] for row in listed()] == ["1001"]
    assert [row["pupil_id"] for row in listed("--all")] == ["1001", "1002"]


def test_a_case_stays_open_across_the_first_of_august(school: Path) -> None:
    enter(school / "ledger.db", stage_4("1002", date(2026, 7, 6)))
    (ben,) = [row for row in listed("--as-of", "2026-10-01") if row["pupil_id"] == "1002"]
    assert (ben["opened_on"], ben["next_step"]) == ("2026-07-06", "invite")


def test_csv_has_the_same_keys(school: Path) -> None:
    heading, row = csv.reader(StringIO(done("--format", "csv")))
    assert heading == list(COLUMNS)
    assert row[heading.index("pupil_id")] == "1001"


def test_none_is_said(school: Path) -> None:
    assert "No case is open." in done("--as-of", "2026-09-01")
    assert "Nothing is due." in done("--as-of", "2026-09-01", "--due")


def test_without_exports_cases_are_listed_by_id_and_without_figures(bare: Path) -> None:
    (ava,) = listed()
    assert (ava["surname"], ava["attended"], ava["due_on"]) == (None, None, "2026-09-28")
    done("invite", "1001", "--meeting", "2026-10-05", "--on", "2026-09-22")
    assert listed()[0]["next_step"] == "hold"


# ---- steps entered


def test_every_step_is_entered_with_its_detail(school: Path) -> None:
    told = done(
        "invite", "adams ava", "--meeting", "2026-10-05", "--at", "9:05", "--agency", "CAMHS",
        "--agency", " ", "--on", "2026-09-22",
    )  # fmt: skip
    assert told == (
        "Entered: Adams, Ava (8 CRO), on 22 Sep 2026: invited: conference on 5 Oct 2026 at 09:05; "
        "agencies: CAMHS (entry 2)\n"
    )
    done(
        "held", "1001", "--parents-attended", "--target", "95% attendance", "--target", "rings us",
        "--review", "2026-11-09", "--present", "Mrs Adams", "--note", "calm", "--on", "2026-10-05",
    )  # fmt: skip
    done("minutes", "1001", "--how", "email", "--on", "2026-10-06")
    done("warn", "1001", "penalty-notice", "--on", "2026-10-07")
    done("review", "1001", "not-improved", "--next", "Meet again.", "--on", "2026-11-09")
    done("close", "1001", "--why", "other", "--note", "moved to the council")
    kinds = [(event.kind, event.detail, event.by) for event in events(school)[1:]]
    assert kinds == [
        ("case_invited", {"meeting_on": "2026-10-05", "meeting_at": "09:05",
                          "agencies": ["CAMHS"], "letter": None}, "officer"),
        ("case_held", {"parents_attended": True, "targets": ["95% attendance", "rings us"],
                       "review_on": "2026-11-09", "present": "Mrs Adams", "note": "calm"},
         "officer"),
        ("case_minutes", {"how": "email", "of": "2026-10-05", "letter": None}, "officer"),
        ("case_warning", {"warning": "penalty_notice", "note": None, "letter": None}, "officer"),
        ("case_reviewed", {"finding": "not_improved", "next": "Meet again.", "review_on": None,
                           "attended": 66, "possible": 82, "note": None}, "officer"),
        ("case_closed", {"why": "other", "note": "moved to the council"}, "officer"),
    ]  # fmt: skip
    assert listed() == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("minutes", "1001"), "none held by"),
        (("warn", "1001", "court"), "none held by"),
        (("review", "1001", "improved"), "none held by"),
        (("held", "1001", "--parents-attended", "--target", "x"), "no invitation"),
        (("held", "1001", "--target", "x"), "Whether the parents came"),
        (("held", "1001", "--parents-attended"), "at least one target"),
        (("held", "1001", "--parents-attended", "--target", " "), "at least one target"),
        (("invite", "1001"), "day of the conference"),
        (("invite", "1001", "--meeting", "2026-11-22"), "before its invitation"),
        (("invite", "1001", "--meeting", "2026-11-30", "--on", "2026-11-24"), "a day to come"),
        (("invite", "1001", "--meeting", "2026-10-05", "--on", "2026-09-13"), "no Stage 4 letter"),
        (("invite", "1001", "--meeting", "2026-11-30", "--at", "25:00"), "not a time"),
        (("invite", "1002", "--meeting", "2026-11-30"), "no Stage 4 letter"),
        (("invite", "nobody", "--meeting", "2026-11-30"), "No pupil is"),
        (("close", "1001"), "--why"),
        (("close", "1001", "--why", "bored"), "bored"),
        (("warn", "1001", "none", "--sent"), "No letter is sent"),
        (("letter", "1001", "invitation"), "day of the conference"),
        (("letter", "1001", "minutes"), "no conference"),
    ],
)
def test_what_is_out_of_order_or_not_told_is_refused_and_enters_nothing(
    school: Path, arguments: Sequence[str], says: str
) -> None:
    outcome = lja("cases", *arguments)
    assert (outcome.exit_code, outcome.out) == (2, "")
    assert says in " ".join(outcome.err.replace("│", " ").split())
    assert len(events(school)) == 1


def test_steps_done_earlier_are_entered_with_their_days_and_in_their_order(school: Path) -> None:
    done("invite", "1001", "--meeting", "2026-10-05", "--on", "2026-09-22")
    late = lja("cases", "held", "1001", "--parents-attended", "--target", "x", "--on", "2026-09-21")
    assert late.exit_code == 2
    assert "On 21 Sep 2026 no invitation" in late.err
    conference_day = ("--on", "2026-10-05")
    done("held", "1001", "--parents-attended", "--target", "x", *conference_day)
    assert lja("cases", "review", "1001", "improved", "--on", "2026-10-04").exit_code == 2
    done("review", "1001", "improved", "--on", "2026-11-05")
    done("warn", "1001", "court", "--on", "2026-10-07")  # remembered later
    history = json.loads(done("show", "1001", "--format", "json"))[0]["history"]
    assert [row["step"] for row in history] == [
        "stage_4_letter", "invited", "held", "warned", "reviewed",
    ]  # fmt: skip
    assert [row["entry"] for row in history] == [1, 2, 3, 5, 4]


def test_the_same_step_counts_once(school: Path) -> None:
    conference(school)
    same = ("warn", "1001", "court", "--on", "2026-10-06")
    done(*same)
    again = lja("cases", *same)
    assert (again.exit_code, again.out) == (3, "")
    assert "counts once" in again.err
    done("warn", "1001", "penalty-notice", "--on", "2026-10-06")


def test_nothing_follows_the_end_until_a_new_letter(school: Path) -> None:
    done("close", "1001", "--why", "sustained", "--on", "2026-10-01")
    refused = lja("cases", "invite", "1001", "--meeting", "2026-11-30")
    assert refused.exit_code == 2
    assert "closed on 1 Oct 2026 (entry 2)" in refused.err
    enter(school / "ledger.db", stage_4("1001", date(2026, 11, 2)))
    done("invite", "1001", "--meeting", "2026-11-30")
    assert [(row["case"], row["state"]) for row in listed("--all")] == [
        (3, "invited"), (1, "closed"),
    ]  # fmt: skip
    assert [row["case"] for row in listed("--all", "--as-of", "2026-10-15")] == [1]


def test_a_second_conference_may_follow_a_review(school: Path) -> None:
    conference(school)
    done("review", "1001", "not-improved", "--on", "2026-11-05")
    done("invite", "1001", "--meeting", "2026-11-12", "--on", "2026-11-06")
    done("held", "1001", "--parents-attended", "--target", "100%", "--on", "2026-11-12")
    (ava,) = listed()
    assert [each["step"] for each in ava["to_do"]] == ["decide_warning", "review"]
    assert (ava["attended_at_conference"], ava["targets"][0]["target"]) == (72, "100%")


def test_notes_tell_what_the_policy_means_otherwise(school: Path) -> None:
    short = lja("cases", "invite", "1001", "--meeting", "2026-09-24", "--on", "2026-09-22")
    assert "Short notice" in short.err
    closed = lja("cases", "invite", "1001", "--meeting", "2026-10-28", "--on", "2026-09-23")
    assert closed.err == "The calendar has no school on 28 Oct 2026.\n"
    held = ("held", "1001", "--no-parents-attended", "--target", "x", "--on", "2026-10-05")
    assert "No day is set for the review meeting" in lja("cases", *held).err
    posted = lja("cases", "minutes", "1001", "--how", "post", "--on", "2026-10-06")
    assert "by hand" in posted.err
    early = lja("cases", "review", "1001", "improved", "--on", "2026-11-01")
    assert "outside the weeks of the review (§18): 2 Nov 2026 to 16 Nov 2026" in early.err
    assert "Since the conference: 22 of 28 sessions." in early.err
    again = ("review", "1001", "improved", "--on", "2026-11-20", "--quiet")
    assert lja("cases", *again).err == ""


# ---- taken back, and replayed


def test_a_step_taken_back_counts_no_more_and_may_be_entered_again(school: Path) -> None:
    conference(school)
    told = done("withdraw", "3", "--reason", " the wrong day ", "--on", "2026-10-07")
    assert told == "Taken back on 7 Oct 2026: pupil 1001, held of 5 Oct 2026 (entry 3)\n"
    assert listed()[0]["state"] == "invited"
    assert listed("--as-of", "2026-10-06")[0]["state"] == "held"
    done("held", "1001", "--parents-attended", "--target", "x", "--on", "2026-10-05")
    assert listed()[0]["state"] == "held"


def test_what_others_rest_on_is_not_taken_back_before_them(school: Path) -> None:
    conference(school)
    done("minutes", "1001", "--on", "2026-10-06")
    for number, code, says in (
        ("2", 2, "rest on entry 2: 3, 4"), ("3", 2, "rest on entry 3: 4"),
        ("1", 3, "no step of a case"), ("9", 3, "no step of a case"),
    ):  # fmt: skip
        outcome = lja("cases", "withdraw", number, "--reason", "x")
        assert (outcome.exit_code, outcome.out) == (code, "")
        assert says in outcome.err
    assert lja("cases", "withdraw", "4", "--reason", " ").exit_code == 2
    done("withdraw", "4", "--reason", "x")
    again = lja("cases", "withdraw", "4", "--reason", "x")
    assert (again.exit_code, "taken back on" in again.err) == (3, True)
    done("withdraw", "3", "--reason", "x")


def test_a_case_whose_letter_was_withdrawn_after_steps_is_to_be_closed(school: Path) -> None:
    done("invite", "1001", "--meeting", "2026-10-05", "--on", "2026-09-22")
    gone = NewEvent(LETTER_WITHDRAWN, date(2026, 9, 30), "1001", {"reason": "x"}, corrects=1)
    enter(school / "ledger.db", gone)
    assert listed("--as-of", "2026-09-29")[0]["next_step"] == "hold"
    assert listed()[0]["next_step"] == "close"
    done("close", "1001", "--why", "other")
    assert listed() == []


def test_a_past_day_gives_the_answer_of_its_time(school: Path) -> None:
    days = [("--as-of", f"2026-{day}") for day in ("09-21", "10-02", "10-06", "11-03")]
    before = listed(*days[0])
    conference(school)
    middle = [listed(*day) for day in days[1:3]]
    done("review", "1001", "deteriorated", "--on", "2026-11-20")
    assert listed(*days[0]) == before
    assert [listed(*day) for day in days[1:3]] == middle
    assert [row["next_step"] for row in listed()] == ["consider_legal"]
    assert [row["clause"] for row in listed()] == ["§15, §18"]


# ---- show


def test_show_tells_every_entry_and_the_figures(school: Path) -> None:
    conference(school)
    shown = " ".join(done("show", "ava").split())
    for words in (
        "Adams, Ava (8 CRO): case opened 14 Sep 2026", "1 14 Sep 2026 stage 4 letter",
        "3 5 Oct 2026 held", "1. 95% attendance: not met", "For the review; it decides nothing",
    ):  # fmt: skip
        assert words in shown
    heading, *rows = csv.reader(StringIO(done("show", "ava", "--format", "csv")))
    assert heading == list(HISTORY)
    assert [row[1] for row in rows] == ["1", "2", "3"]


def test_who_has_no_case_is_told(school: Path) -> None:
    outcome = lja("cases", "show", "1002")
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "there is no case" in outcome.err
    assert "lja ledger import" in outcome.err


def test_a_hostile_text_cannot_move_the_cursor(school: Path) -> None:
    conference(school, "a\x1b[2Jb", note="\x1b[2J")
    assert "\x1b" not in done("show", "1001") + done()


# ---- letters


INVITATION = ("letter", "1001", "invitation", "--meeting", "2026-10-05", "--at", "14:30")


def test_a_letter_goes_to_each_household_and_the_restricted_are_named(school: Path) -> None:
    outcome = lja("cases", *INVITATION, "--date", "2026-09-21", "--as-of", "2026-09-21")
    files = [Path(line) for line in outcome.out.splitlines()]
    assert outcome.exit_code == 0, outcome.err
    assert [file.name for file in files] == [
        "Adams-Ava-1001-case-invitation.docx", "Adams-Ava-1001-case-invitation-2.docx",
    ]  # fmt: skip
    assert outcome.err == "No letter to Mr Wil Adams: marked no contact: No contact by order\n"
    texts = [text_of(file.read_bytes()) for file in files]
    assert [line in texts[0] for line in ("1 First Road", "2 Second Road")] == [True, False]
    assert [line in texts[1] for line in ("1 First Road", "2 Second Road")] == [False, True]
    for said in (
        "Monday 5 October 2026 at 2:30pm, at Laurence Jackson School, Church Lane",
        "On 14 September 2026 we wrote", "up to 21 September 2026", "4 of 22 half-day sessions",
        "not authorised: 4 sessions", "Attendance is 81.8%",
    ):  # fmt: skip
        assert said in texts[0]
    assert len(events(school)) == 1


def test_letters_sent_are_recorded_with_their_hashes(school: Path) -> None:
    outcome = lja("cases", *INVITATION, "--date", "2026-09-21")
    files = [Path(line) for line in outcome.out.splitlines()]
    files[1].write_bytes(files[1].read_bytes() + b"edited")
    done("invite", "1001", "--sent", "--on", "2026-09-22", "--agency", "CAMHS")
    detail = events(school)[1].detail
    letter = detail["letter"]
    assert (detail["meeting_on"], detail["meeting_at"]) == ("2026-10-05", "14:30")
    assert letter["documents"] == [
        {"file": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
        for file in files
    ]
    assert [home["names"] for home in letter["recipients"]] == [["Mrs Zoë Adams"], ["Mr Yan Adams"]]
    assert letter["left_out"] == ["Mr Wil Adams: marked no contact: No contact by order"]
    template = school / "templates" / "letters" / "case-invitation.docx"
    assert letter["template"] == hashlib.sha256(template.read_bytes()).hexdigest()
    again = lja("cases", "invite", "1001", "--sent", "--on", "2026-09-23")
    assert (again.exit_code, "recorded as sent already (entry 2)" in again.err) == (3, True)
    done("withdraw", "2", "--reason", "not posted")
    done("invite", "1001", "--sent", "--on", "2026-09-23")


def test_letters_not_written_or_of_another_day_are_not_recorded(school: Path) -> None:
    missing = lja("cases", "invite", "1001", "--sent")
    assert (missing.exit_code, missing.out) == (3, "")
    assert "lja cases letter WHO invitation" in missing.err
    done(*INVITATION, "--date", "2026-09-21")
    assert lja("cases", "invite", "1001", "--sent", "--on", "2026-09-20").exit_code == 3
    other = lja(
        "cases", "invite", "1001", "--sent", "--meeting", "2026-10-06", "--on", "2026-09-22"
    )
    assert (other.exit_code, "invite to 2026-10-05 at 14:30" in other.err) == (2, True)
    assert len(events(school)) == 1


def test_letters_are_not_overwritten_without_force(school: Path) -> None:
    done(*INVITATION)
    assert lja("cases", *INVITATION).exit_code == 3
    assert lja("cases", *INVITATION, "--force").exit_code == 0


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("minutes", ["95% attendance.", "no parent could come", "Present: the officer"]),
        ("court-warning", ["Nobody has decided", "2 November 2026 and 16 November 2026"]),
        ("penalty-warning", ["£160, or £80 if it is paid within 21 days", "20 such sessions"]),
    ],
)
def test_the_letters_after_a_conference_tell_what_it_set(
    school: Path, kind: str, says: list[str]
) -> None:
    conference(school, present="the officer")
    files = [Path(line) for line in done("letter", "1001", kind).splitlines()]
    assert len(files) == 2
    text = text_of(files[0].read_bytes())
    assert [words for words in says if words not in text] == []
    assert "Monday 5 October 2026" in text
    done("minutes" if kind == "minutes" else "warn", "1001",
         *({"court-warning": ["court"], "penalty-warning": ["penalty-notice"]}.get(kind, [])),
         "--sent")  # fmt: skip
    assert events(school)[-1].detail["letter"]["kind"] == kind


def test_where_nobody_can_be_written_to_the_contacts_are_to_be_corrected(school: Path) -> None:
    (school / "exports" / "contacts.csv").unlink()
    outcome = lja("cases", *INVITATION)
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "Nobody can be written to" in outcome.err
    assert not (school / "letters" / "cases").exists()


def test_a_letter_for_a_pupil_who_is_held_is_written_and_the_hold_told(school: Path) -> None:
    enter(school / "ledger.db", hold("1001", date(2026, 9, 20)))
    outcome = lja("cases", *INVITATION, "--date", "2026-09-21")
    assert outcome.exit_code == 0
    assert "This pupil is held (entry 2): bereavement" in outcome.err


def test_letters_need_exports(bare: Path) -> None:
    outcome = lja("cases", *INVITATION)
    assert (outcome.exit_code, "There are no exports" in outcome.err) == (3, True)

"""`lja truancy`: the lists, what is entered and taken back, and the letter of warning."""

from __future__ import annotations

import csv
import getpass
import hashlib
import json
import re
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from lj_attendance.cli import options
from lj_attendance.ledger.events import TAKEN_BACK, TRUANCY_SEEN, TRUANCY_WARNED
from lj_attendance.ledger.store import Ledger
from lj_attendance.reports.answers.truancy import LISTS
from tests import layouts
from tests.cli.test_ledger_commands import lja
from tests.ledger.entries import enter, hold, nov
from tests.letters.documents import text_of
from tests.registers import register

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PUPILS = {
    "1001": ("Adams, Ava", r"/\ OO /\ /\ O\ "),  # 17 and 20 November: two instances
    "1002": ("Adamson, Ben", r"/\ /\ /\ /\ /\ "),  # misses a lesson
    "1003": ("Brown, Cem", r"/\ /\ O\ /\ /\ "),
    "1004": ("Clay, Dee", r"/\ /\ /\ /\ N\ "),  # may still be explained
}
LESSON_HEADING = "Arbor Student ID,Date,Time,Class,Event Type,Teacher,Mark\n"
CONTACTS = (
    "Arbor Student ID,Contact Name,Salutation,Legal Guardian,Primary Guardian,"
    "Correspondence Address,Address,Postcode\n"
    '1001,Mrs Z Adams,Mrs Adams,Yes,Yes,Yes,"1 High Street, Guisborough",TS14 6AA\n'
    '1001,Mr Y Adams,Mr Adams,Yes,No,Yes,"2 Low Street, Guisborough",TS14 6BB\n'
    '1001,Mr X Adams,Mr Adams,No,No,Yes,"3 Far Street, Guisborough",TS14 6CC\n'
)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four pupils for a week of November 2026 with notes, contacts, roll and lessons."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(options, "now", lambda: NOW)
    monkeypatch.setattr(options, "today", lambda: nov(23))
    monkeypatch.setattr(getpass, "getuser", lambda: "officer")
    assert lja("init", "--quiet").exit_code == 0
    exports = tmp_path / "exports"
    drawn = {pupil: marks for pupil, (_, marks) in PUPILS.items()}
    rows = [
        f"{m.pupil_id},{m.date},{m.session},{m.mark},\n"
        for m in register(drawn, date(2026, 11, 16))
    ]
    heading = "Arbor Student ID,Date,Session,Mark,Note\n"
    said = "1002,2026-11-13,AM,O,dentist\n"
    (exports / "marks.csv").write_text(heading + said + "".join(rows), encoding="utf-8")
    roll = "Arbor Student ID,UPN,Name,Year Group,Registration Form,Young Carer\n" + "".join(
        f'{who},{layouts.upn_of(who)},"{name}",Year 8,8 CRO,{"Yes" if who == "1003" else "No"}\n'
        for who, (name, _) in PUPILS.items()
    )
    (exports / "roll.csv").write_text(roll, encoding="utf-8")
    (exports / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    return tmp_path


def with_lessons(workspace: Path) -> None:
    """Ben is marked present and misses Art; a row of the register cannot be read."""
    rows = (
        "1002,18 Nov 2026,09:00 - 10:00,Art: 8X,Lesson,Mrs B,/",
        "1002,18 Nov 2026,11:05 - 12:05,Art: 8X,Lesson,Mrs B,O",
        "1002,18 Nov 2026,13:40 - 14:40,Art: 8X,Lesson,Mrs B,@",
    )
    text = LESSON_HEADING + "\n".join(rows) + "\n"
    (workspace / "exports" / "lessons.csv").write_text(text, encoding="utf-8")


def answer(*arguments: object) -> dict[str, Any]:
    outcome = lja("truancy", "--format", "json", *arguments)
    assert outcome.exit_code == 0, outcome.err
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def instances(*arguments: object) -> list[tuple[Any, ...]]:
    keys = ("pupil_id", "number", "first_day", "letter", "is_provisional")
    return [tuple(row[key] for key in keys) for row in answer(*arguments)["instances"]]


def events(workspace: Path, kind: str) -> list[Any]:
    return [event for event in Ledger(workspace / "ledger.db").events() if event.kind == kind]


FIRST = ("1001", 1, "2026-11-17", "not_recorded", False)
FURTHER = ("1001", 2, "2026-11-20", "not_recorded", False)
OTHERS = [
    ("1003", 1, "2026-11-18", "not_recorded", False),
    ("1004", 1, "2026-11-20", "waiting", True),
]


# ---- the list


def test_every_instance_with_its_letter(workspace: Path) -> None:
    assert instances() == [FIRST, FURTHER, *OTHERS]


def test_new_since_shows_what_began_then(workspace: Path) -> None:
    assert instances("--new-since", "2026-11-20") == [FURTHER, OTHERS[1]]


def test_as_of_looks_at_the_days_up_to_then(workspace: Path) -> None:
    assert instances("--as-of", "2026-11-17") == [FIRST]


def test_an_instance_for_programs(workspace: Path) -> None:
    row = answer()["instances"][2]
    parts = row.pop("parts")
    assert row == {
        "pupil_id": "1003", "surname": "Brown", "forename": "Cem", "registration_group": "8 CRO",
        "number": 1, "is_further": False, "is_provisional": False, "first_day": "2026-11-18",
        "last_day": "2026-11-18", "what": "1 session missed (O), 18 Nov 2026.",
        "no_note_at_hand": False, "clause": "§10", "asks": "Send the parents a letter of warning.",
        "remarks": [
            "Involve the DSL where it may be linked to a safeguarding concern (young carer)."
        ],
        "letter": "not_recorded", "letter_on": None, "letter_entry": None,
        "groups": ["young carer"], "has_left": False, "held": None,
    }  # fmt: skip
    (part,) = parts
    assert (part["date"], part["session"], part["code"]) == ("2026-11-18", "AM", "O")
    assert (Path(part["source_file"]).name, part["source_row"]) == ("marks.csv", 27)


def test_the_table_fits_a_narrow_terminal_and_calls_nobody_names(workspace: Path) -> None:
    with_lessons(workspace)
    shown = lja("truancy").out
    assert all(len(line) <= 80 for line in shown.splitlines())
    assert "3 pupils · 4 instances" not in shown  # Ben is the fourth
    assert "4 pupils · 5 instances: 3 first, 1 further, 1 whose cause may come in" in shown
    assert "Further instances: 1" in shown
    assert "Cause may still come in: 1" in shown
    assert not re.search(r"(?i)\btruants?\b|\btruanting\b", shown)


def test_nothing_to_tell_is_said(workspace: Path) -> None:
    shown = lja("truancy", "--as-of", "2026-11-16").out
    assert "Nothing to tell." in shown
    assert "No lesson register is among the exports" in shown


@pytest.mark.parametrize("wanted", LISTS)
def test_each_list_is_a_table_for_programs(workspace: Path, wanted: str) -> None:
    with_lessons(workspace)
    outcome = lja("truancy", "--format", "csv", "--list", wanted, "--quiet")
    rows = list(csv.DictReader(StringIO(outcome.out)))
    assert {"instances": 5, "missed": 1, "subjects": 1, "classes": 1}[wanted] == len(rows)
    empty = lja("truancy", "--format", "csv", "--list", wanted, "--as-of", "2026-11-16", "-q").out
    assert empty.splitlines()[0] == outcome.out.splitlines()[0]


def test_lists_of_lessons_without_a_lesson_register_are_empty(workspace: Path) -> None:
    outcome = lja("truancy", "--format", "csv", "--list", "missed", "--quiet")
    assert outcome.out.startswith("pupil_id,date,session,starts")
    assert len(outcome.out.splitlines()) == 1
    assert answer()["lessons"] is None


# ---- lessons


def test_lessons_missed_while_in_school_are_listed_with_their_row(workspace: Path) -> None:
    with_lessons(workspace)
    lessons = answer()["lessons"]
    (row,) = lessons["missed"]
    told = {key: row[key] for key in ("pupil_id", "date", "starts", "subject", "teacher")}
    assert told == {
        "pupil_id": "1002", "date": "2026-11-18", "starts": "11:05", "subject": "Art",
        "teacher": "Mrs B",
    }  # fmt: skip
    assert row["source_row"] == 3
    assert lessons["sources"][0]["rows"] == 3
    assert (lessons["sources"][0]["used"], lessons["sources"][0]["set_aside"]) == (2, 1)
    assert [finding["source_row"] for finding in lessons["findings"]] == [4]
    assert "Adamson, Ben" in lja("truancy").out


def test_a_lesson_s_row_that_cannot_be_used_is_told_and_strict_ends_so(workspace: Path) -> None:
    with_lessons(workspace)
    outcome = lja("truancy", "--strict")
    assert outcome.exit_code == 4
    assert "lessons.csv: A lesson's row has a mark that is no code: row 4" in outcome.err
    assert "row 4" not in lja("truancy", "--quiet").err


def test_paths_may_be_given_without_a_workspace(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert instances(workspace / "exports", "--quiet")[0] == FIRST
    assert "No workspace here" in lja("truancy", workspace / "exports").err


# ---- entered and taken back


def test_what_staff_saw_is_entered_and_counts(workspace: Path) -> None:
    outcome = lja("truancy", "add", "ben", "--what", "not-back", "--on", "2026-11-19",
                  "--session", "pm", "--note", " left at lunch ")  # fmt: skip
    assert outcome.out == "Entered: Adamson, Ben (8 CRO), not back, 19 Nov 2026 PM (entry 1)\n"
    (event,) = events(workspace, TRUANCY_SEEN)
    assert (event.pupil_id, event.on, event.by) == ("1002", nov(19), "officer")
    assert event.detail == {"what": "not_back", "session": "PM", "note": "left at lunch"}
    # the record was begun on the 23rd: whether a letter went out before it, nobody knows
    assert ("1002", 1, "2026-11-19", "not_recorded", False) in instances()


def test_the_same_again_is_entered_once_until_it_is_taken_back(workspace: Path) -> None:
    add = ("truancy", "add", "1002", "--what", "seen-by-staff", "--on", "2026-11-19")
    assert lja(*add).exit_code == 0
    assert lja(*add).exit_code == 3
    assert lja(*add, "--session", "AM").exit_code == 0
    assert lja("truancy", "withdraw", "1", "--reason", "another child").exit_code == 0
    assert lja(*add).exit_code == 0


def test_a_day_to_come_is_refused(workspace: Path) -> None:
    outcome = lja("truancy", "add", "ben", "--what", "not-back", "--on", "2026-11-24")
    assert outcome.exit_code == 2
    assert not (workspace / "ledger.db").exists()


def test_what_was_taken_back_counts_no_more(workspace: Path) -> None:
    lja("truancy", "add", "ben", "--what", "not-back", "--on", "2026-11-19")
    outcome = lja("truancy", "withdraw", "1", "--reason", "had permission")
    told = "Withdrawn on 23 Nov 2026: pupil 1002, not back, 19 Nov 2026 (entry 1)\n"
    assert outcome.out == told
    (event,) = events(workspace, TAKEN_BACK)
    assert (event.corrects, event.detail) == (1, {"reason": "had permission"})
    assert "1002" in str(instances("--as-of", "2026-11-20"))  # it counted on that day
    with_later = answer("--as-of", "2026-11-23")["instances"]
    assert "1002" not in {row["pupil_id"] for row in with_later}


def test_another_kind_of_entry_is_not_withdrawn(workspace: Path) -> None:
    enter(workspace / "ledger.db", hold("1001", nov(20)))
    assert lja("truancy", "withdraw", "1", "--reason", "x").exit_code == 3
    assert lja("truancy", "withdraw", "9", "--reason", "x").exit_code == 3


# ---- the letter


def letters(workspace: Path) -> list[Path]:
    return sorted((workspace / "letters" / "truancy").rglob("*.docx"))


def test_a_letter_a_household_tells_the_first_instance(workspace: Path) -> None:
    outcome = lja("truancy", "letter", "adams ava")
    assert outcome.exit_code == 0, outcome.err
    assert sorted(outcome.out.splitlines()) == [str(file) for file in letters(workspace)]
    texts = [text_of(file.read_bytes()) for file in letters(workspace)]
    assert len(texts) == 2
    assert ["Dear Mr Adams" in text for text in texts].count(True) == 1
    for text in texts:
        assert "Tuesday 17 November 2026, all day: not in school" in text
        assert "20 November" not in text
        assert "23 November 2026" in text  # the letter's date
        assert "penalty notice" in text
        assert not re.search(r"(?i)\btruant", text)
    assert "No letter to Mr X Adams: neither parental responsibility" in outcome.err
    assert not (workspace / "ledger.db").exists()  # nothing is recorded by writing it


def test_a_lesson_missed_is_told_with_its_time_and_no_note_is_printed(workspace: Path) -> None:
    with_lessons(workspace)
    lja("truancy", "add", "ben", "--what", "not-back", "--on", "2026-11-18", "--note", "SECRET")
    contacts = workspace / "exports" / "contacts.csv"
    contacts.write_text(CONTACTS.replace("1001,Mrs Z", "1002,Mrs Z"), encoding="utf-8")
    assert lja("truancy", "letter", "1002").exit_code == 0
    (file,) = letters(workspace)
    text = text_of(file.read_bytes())
    assert "Wednesday 18 November 2026, 11:05: not in Art" in text
    assert "Wednesday 18 November 2026: did not come back after signing out" in text
    assert "SECRET" not in text


def test_a_hold_is_told_in_the_list_and_beside_the_letter(workspace: Path) -> None:
    enter(workspace / "ledger.db", hold("1001", nov(20)))
    assert "Held from letters: bereavement." in lja("truancy").out
    outcome = lja("truancy", "letter", "adams ava")
    assert outcome.exit_code == 0
    assert "The pupil is held from letters: bereavement." in outcome.err


def test_letters_are_not_overwritten_unasked(workspace: Path) -> None:
    assert lja("truancy", "letter", "adams ava").exit_code == 0
    assert lja("truancy", "letter", "adams ava").exit_code == 3
    assert lja("truancy", "letter", "adams ava", "--force", "--date", "2026-11-20").exit_code == 0
    assert "20 November 2026" in text_of(letters(workspace)[0].read_bytes())


def test_a_letter_sent_is_recorded_with_what_it_was(workspace: Path) -> None:
    lja("truancy", "letter", "adams ava")
    contents = {file.name: file.read_bytes() for file in letters(workspace)}
    outcome = lja("truancy", "letter", "adams ava", "--sent", "--on", "2026-11-21", "--by", "Mrs H")
    assert outcome.exit_code == 0, outcome.err
    assert outcome.out.count("Recorded as sent on 21 Nov 2026 (entry 1)") == 2
    (event,) = events(workspace, TRUANCY_WARNED)
    assert (event.on, event.by, event.detail["instance"]) == (nov(21), "Mrs H", "2026-11-17")
    assert {one["file"]: one["sha256"] for one in event.detail["documents"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in contents.items()
    }
    assert len(event.detail["recipients"]) == 2
    assert event.detail["sessions"] == [
        ["2026-11-17", "AM", "absent", "O", None],
        ["2026-11-17", "PM", "absent", "O", None],
    ]
    assert instances("--as-of", "2026-11-23")[0] == (*FIRST[:3], "recorded", False)


def test_it_is_recorded_once_until_it_is_taken_back(workspace: Path) -> None:
    lja("truancy", "letter", "adams ava")
    sent = ("truancy", "letter", "adams ava", "--sent")
    assert lja(*sent).exit_code == 0
    assert lja(*sent).exit_code == 3
    assert lja("truancy", "withdraw", "1", "--reason", "came back").exit_code == 0
    assert lja(*sent).exit_code == 0


@pytest.mark.parametrize("on", ["2026-11-24", "2026-11-16"])
def test_it_was_sent_neither_in_days_to_come_nor_before_the_instance(
    workspace: Path, on: str
) -> None:
    lja("truancy", "letter", "adams ava")
    assert lja("truancy", "letter", "adams ava", "--sent", "--on", on).exit_code == 2
    assert not (workspace / "ledger.db").exists()


@pytest.mark.parametrize(
    ("who", "code", "why"),
    [
        ("adamson", 2, "no instance"),
        ("clay", 2, "may still come in"),
        ("brown", 3, "Nobody can be written to"),
    ],
)
def test_no_letter_where_there_is_nothing_to_warn_of_or_nobody_to_write_to(
    workspace: Path, who: str, code: int, why: str
) -> None:
    outcome = lja("truancy", "letter", who)
    assert outcome.exit_code == code
    assert why in outcome.err
    assert letters(workspace) == []


def test_sent_before_it_is_written_is_refused(workspace: Path) -> None:
    outcome = lja("truancy", "letter", "adams ava", "--sent")
    assert outcome.exit_code == 3
    assert "lja truancy letter" in outcome.err


def test_records_need_a_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workspace: Path
) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert lja("truancy", "letter", "adams ava").exit_code == 3
    assert lja("truancy", "add", "1001", "--what", "not-back").exit_code == 3


# ---- alerts, and help


def alerts(*arguments: object) -> list[dict[str, Any]]:
    outcome = lja("alerts", "--kind", "truancy", "--all", "--format", "json", *arguments)
    assert outcome.exit_code == 0, outcome.err
    found: list[dict[str, Any]] = json.loads(outcome.out)
    return found


def test_alerts_have_one_a_pupil_with_the_number_of_instances(workspace: Path) -> None:
    ava, cem = alerts()  # Clay's may still be explained
    assert (ava["pupil_id"], ava["since"], ava["clause"]) == ("1001", "2026-11-20", "§10")
    assert ava["what"] == (
        "2 instances this academic year, the last: 1 session missed (O), 20 Nov 2026. "
        "No letter of warning is recorded."
    )
    assert len(ava["sessions"]) == 3
    assert cem["what"] == "First instance this academic year: 1 session missed (O), 18 Nov 2026."


def test_without_notes_in_the_exports_an_alert_says_that_none_is_at_hand(workspace: Path) -> None:
    file = workspace / "exports" / "marks.csv"
    rows = csv.reader(StringIO(file.read_text(encoding="utf-8")))
    file.write_text("".join(",".join(row[:4]) + "\n" for row in rows), encoding="utf-8")
    assert {alert["pupil_id"] for alert in alerts()} == {"1001", "1002", "1003"}
    assert all("No note at hand" in alert["what"] for alert in alerts())
    assert answer()["instances"][0]["no_note_at_hand"]
    assert "The exports hold no notes here" in lja("truancy", "letter", "adams ava").err


def test_a_letter_answers_a_first_instance_and_not_a_further_one(workspace: Path) -> None:
    contacts = workspace / "exports" / "contacts.csv"
    both = CONTACTS + CONTACTS.split("\n", 1)[1].replace("1001", "1003")
    contacts.write_text(both, encoding="utf-8")
    for who in ("1001", "1003"):
        assert lja("truancy", "letter", who).exit_code == 0
        assert lja("truancy", "letter", who, "--sent", "--on", "2026-11-20").exit_code == 0
    ava, cem = alerts()
    assert (cem["status"], cem["done_on"]) == ("done", "2026-11-20")
    assert ava["status"] == "not_recorded"
    assert lja("alerts", "done", "1001", "truancy", "--on", "2026-11-23").exit_code == 0
    assert alerts("--as-of", "2026-11-23")[0]["status"] == "done"


@pytest.mark.parametrize("command", ["add", "withdraw", "letter"])
def test_help_has_an_example_and_can_be_quiet(command: str) -> None:
    text = " ".join(lja("truancy", command, "--help").out.split())
    assert f"Example: lja truancy {command}" in text
    assert "--quiet" in text
    assert "--verbose" in text


def test_the_help_of_the_group_lists_them() -> None:
    text = lja("truancy", "--help").out
    assert all(command in text for command in ("add", "withdraw", "letter", "Example: lja truancy"))

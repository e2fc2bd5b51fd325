"""Batches of letters as an officer makes them: plan, drafts, review, issue, correction."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from docx import Document

from tests.cli.test_commands import Outcome, lja
from tests.registers import register

AS_OF = "2025-09-12"
PLAN = [
    "pupil_id", "surname", "forename", "registration_group", "stage", "clause", "reason",
    "recipients", "left_out", "file", "status",
]  # fmt: skip
ROLL = """\
Arbor Student ID,Legal Last Name,Legal First Name,Year Group,Registration Form
1,Adams,Ava,Year 8,8 CRO
2,Adams,Zed,Year 10,10 WHI
3,Khan,Ben,Year 8,8 CRO
4,Price,Cat,Year 8,8 CRO
5,Quinn,Dan,Year 8,8 CRO
6,Reed,Eve,Year 8,8 CRO
"""
CONTACTS = """\
Arbor Student ID,Contact Name,Salutation,Relationship,Legal Guardian,Primary Guardian,\
Correspondence Address,Address,Postcode,Unsubscribed from Communications,Access Notes
1,Mrs A Adams,Mr and Mrs Adams,Mother,Yes,Yes,Yes,"1 High Street, Eskthorpe",ZZ1 1AA,No,
1,Mr B Adams,Mr and Mrs Adams,Father,Yes,Yes,Yes,"1 High Street, Eskthorpe",ZZ1 1AA,No,
2,Mrs A Adams,Mr and Mrs Adams,Mother,Yes,Yes,Yes,"1 High Street, Eskthorpe",ZZ1 1AA,No,
3,Ms N Khan,Ms Khan,Mother,Yes,Yes,Yes,"2 Low Road, Eskthorpe",ZZ1 1AB,No,
3,Mr S Khan,Mr Khan,Father,Yes,No,Yes,"9 Far Lane, Eskthorpe",ZZ1 1ZZ,No,
4,Mrs P Price,Mr and Mrs Price,Mother,Yes,Yes,Yes,"3 Mid Way, Eskthorpe",ZZ1 1AC,No,
4,Mr Q Price,Mr and Mrs Price,Father,Yes,No,Yes,"3 Mid Way, Eskthorpe",ZZ1 1AC,No,No contact
5,Ms D Quinn,Ms Quinn,Mother,Yes,Yes,Yes,"4 End Street, Eskthorpe",ZZ1 1AD,Yes,
"""
ABSENT, HERE = r"II II /\ /\ /\ | /\ /\ /\ /\ /\ ", r"/\ /\ /\ /\ /\ | /\ /\ /\ /\ /\ "


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """Five pupils below 96% and one who is not; Ava and Zed are siblings."""
    workspace = tmp_path / "school"
    assert lja("init", workspace).exit_code == 0
    exports = workspace / "exports"
    (exports / "roll.csv").write_text(ROLL, encoding="utf-8")
    (exports / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    marks(workspace, dict.fromkeys("12345", ABSENT) | {"6": HERE})
    return workspace


def marks(workspace: Path, drawn: dict[str, str]) -> None:
    rows = [(m.pupil_id, m.date.isoformat(), m.session, m.mark) for m in register(drawn)]
    stream = StringIO()
    csv.writer(stream).writerows([("Arbor Student ID", "Date", "AM/PM", "Mark"), *rows])
    (workspace / "exports" / "marks.csv").write_text(stream.getvalue(), encoding="utf-8")


def letters(school: Path, *arguments: object, stage: int = 1, as_of: str = AS_OF) -> Outcome:
    return lja(
        *("letters", "--stage", stage, "--as-of", as_of, "--format", "csv"),
        *("--workspace", school, *arguments),
    )


def rows(done: Outcome) -> list[dict[str, str]]:
    assert done.exit_code == 0, done.err
    return list(csv.DictReader(StringIO(done.out)))


def folder(school: Path) -> Path:
    [found] = (school / "letters").iterdir()
    return found


def issue(school: Path, *arguments: object, on: str = "2025-09-15") -> Outcome:
    return lja("letters", "issue", folder(school), "--on", on, "--workspace", school, *arguments)


def log(school: Path) -> list[tuple[str, int, str | None]]:
    done = lja("letters", "list", "--format", "json", "--workspace", school)
    return [(x["pupil_id"], x["stage"], x["withdrawn_on"]) for x in json.loads(done.out)]


def text_of(file: Path) -> str:
    document = Document(str(file))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_the_plan_says_who_gets_a_letter_and_who_is_left_out_and_why(school: Path) -> None:
    plan = rows(letters(school))
    assert list(plan[0]) == PLAN
    told = {(row["pupil_id"], row["recipients"], row["status"]): row for row in plan}
    assert [(row["pupil_id"], row["recipients"], row["status"]) for row in plan] == [
        ("1", "Mrs A Adams and Mr B Adams", "draft"),
        ("2", "Mrs A Adams", "draft"),
        ("3", "Ms N Khan", "draft"),  # separated: one each
        ("3", "Mr S Khan", "draft"),
        ("4", "Mrs P Price", "draft"),  # not to the father
        ("5", "", "left out"),
    ]
    price = told["4", "Mrs P Price", "draft"]
    assert price["left_out"].startswith("Mr Q Price: ")
    assert "nobody to write to" in told["5", "", "left out"]["reason"]
    assert "6" not in {row["pupil_id"] for row in plan}
    assert (price["stage"], price["clause"], price["reason"]) == (
        "1", "§18", "attended 16 of 20 possible sessions, below 96%",
    )  # fmt: skip


def test_a_contact_who_may_not_be_written_to_is_not_greeted_either(school: Path) -> None:
    rows(letters(school))
    text = text_of(folder(school) / "Price-Cat-4-stage-1.docx")
    assert "Mr and Mrs" not in text
    assert "Dear Mrs P" in text


def test_every_letter_of_the_plan_is_there_beside_the_batch_to_print(school: Path) -> None:
    plan = rows(letters(school))
    assert {row["file"] for row in plan if row["file"]} == {
        file.name for file in folder(school).glob("*-stage-1*.docx")
    }
    names = {file.name for file in folder(school).iterdir()}
    assert {"batch.docx", "plan.csv", "batch.json"} < names
    assert (folder(school) / "plan.csv").read_text(encoding="utf-8") == letters(school).out


def test_run_again_the_same_letters_replace_the_draft(school: Path) -> None:
    rows(letters(school))
    before = {file.name: file.read_bytes() for file in folder(school).iterdir()}
    rows(letters(school))
    assert {file.name: file.read_bytes() for file in folder(school).iterdir()} == before
    assert log(school) == []


def test_a_trial_writes_nothing(school: Path) -> None:
    assert len(rows(letters(school, "--dry-run"))) == 6
    assert not list((school / "letters").iterdir())
    assert not (school / "ledger.db").exists()


def test_pupils_can_be_left_out_or_chosen(school: Path) -> None:
    plan = rows(letters(school, "--except", "3", "--dry-run"))
    assert [(row["pupil_id"], row["reason"]) for row in plan if row["status"] == "left out"] == [
        ("3", "left out of this batch with --except"),
        ("5", next(row["reason"] for row in plan if row["pupil_id"] == "5")),
    ]
    assert {row["pupil_id"] for row in rows(letters(school, "--only", "1", "--dry-run"))} == {"1"}
    assert letters(school, "--only", "99", "--dry-run").exit_code == 2


def test_an_issued_batch_is_entered_once(school: Path) -> None:
    rows(letters(school))
    assert issue(school).exit_code == 0
    assert sorted(log(school)) == [(pupil, 1, None) for pupil in "1234"]
    again = issue(school)
    assert again.exit_code == 0
    assert "0 pupils" in again.out
    assert len(log(school)) == 4
    after = rows(letters(school, as_of="2025-09-15"))
    assert [(row["pupil_id"], row["status"]) for row in after] == [("5", "left out")]


def test_the_ledger_keeps_what_a_letter_rested_on(school: Path) -> None:
    rows(letters(school))
    issue(school, "--by", "The Attendance Officer")
    done = lja("ledger", "export", "--format", "json", "--workspace", school)
    entry = next(e for e in map(json.loads, done.out.splitlines()) if e["pupil_id"] == "4")
    detail = entry["detail"]
    assert (detail["attended"], detail["possible"], detail["as_of"]) == (16, 20, AS_OF)
    assert detail["sessions"][0] == ["2025-09-01", "AM", "I"]
    assert (detail["how"], detail["received"]) == ("post", "2025-09-17")
    assert detail["recipients"][0]["names"] == ["Mrs P Price"]
    assert detail["left_out"]
    assert len(detail["documents"][0]["sha256"]) == len(detail["template"]) == 64
    assert detail["approved_by"] == "The Attendance Officer"
    assert detail["policy"]


def test_a_hold_keeps_a_pupil_out_of_the_batch_and_of_the_issue(school: Path) -> None:
    rows(letters(school))
    hold = ("--reason", "bereavement", "--on", "2025-09-10", "--workspace", school)
    assert lja("hold", "1", *hold).exit_code == 0
    done = issue(school)
    assert "held (entry 1)" in done.err
    assert "1" not in {pupil for pupil, *_ in log(school)}
    plan = rows(letters(school))
    held = next(row for row in plan if row["pupil_id"] == "1")
    assert (held["status"], held["reason"], held["file"]) == (
        "held", "held because bereavement", "",
    )  # fmt: skip


def test_a_withdrawn_letter_is_due_again_and_can_be_issued_again(school: Path) -> None:
    rows(letters(school, "--only", "1"))
    issue(school)
    done = lja(
        *("letters", "withdraw", 1, "--reason", "old address", "--on", "2025-09-16"),
        *("--workspace", school),
    )
    assert done.exit_code == 0, done.err
    assert log(school) == [("1", 1, "2025-09-16")]
    plan = rows(letters(school, "--only", "1", "--date", "2025-09-16"))
    assert [row["status"] for row in plan] == ["draft"]
    later = sorted((school / "letters").iterdir())
    assert len(later) == 2  # the issued batch stays as it was
    for batch in later:
        lja("letters", "issue", batch, "--on", "2025-09-16", "--workspace", school)
    assert log(school) == [("1", 1, "2025-09-16"), ("1", 1, None)]
    twice = ("letters", "withdraw", 1, "--reason", "again", "--workspace", school)
    assert lja(*twice).exit_code == 3


def test_a_draft_edited_in_review_is_kept_and_issued_as_it_is(school: Path) -> None:
    rows(letters(school, "--only", "1"))
    [file] = folder(school).glob("Adams-Ava*.docx")
    document = Document(str(file))
    document.add_paragraph("With a line of the head teacher's own.")
    document.save(str(file))
    refused = letters(school, "--only", "1")
    assert refused.exit_code == 3
    assert "edited" in refused.err
    assert "edited" in issue(school).err.casefold()


def test_a_letter_that_is_gone_stops_the_issue_before_anything_is_entered(school: Path) -> None:
    rows(letters(school))
    (folder(school) / "Price-Cat-4-stage-1.docx").unlink()
    done = issue(school)
    assert done.exit_code == 3
    assert "Price-Cat-4-stage-1.docx" in done.err
    assert log(school) == []
    assert issue(school, "--except", "4").exit_code == 0
    assert len(log(school)) == 3


@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (("--on", "2025-09-11"), 2, "before 2025-09-12"),
        (("--except", "99"), 2, "No letter of this batch is for 99"),
    ],
)
def test_an_issue_that_makes_no_sense_is_refused(
    school: Path, arguments: tuple[str, ...], exit_code: int, said: str
) -> None:
    rows(letters(school))
    done = lja("letters", "issue", folder(school), *arguments, "--workspace", school)
    assert (done.exit_code, said in done.err) == (exit_code, True), done.err
    assert log(school) == []


def test_a_second_stage_follows_the_first_and_never_skips_it(school: Path) -> None:
    rows(letters(school, "--only", "1"))
    issue(school)
    marks(school, dict.fromkeys("12345", ABSENT + r"| /\ /\ /\ II /\ ") | {"6": HERE})
    plan = rows(letters(school, stage=2, as_of="2025-09-19"))
    assert {row["pupil_id"] for row in plan} == {"1"}
    assert "Thu 18 Sep AM (I), PM (I)" in plan[0]["reason"]


@pytest.mark.parametrize(
    "command",
    [("letters", "--stage", "1"), ("letters", "list"), ("hold", "1", "--reason", "x")],
)
def test_without_a_workspace_it_says_how_to_make_one(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = lja(*command)
    assert done.exit_code == 3
    assert "lja init" in done.err


def test_letters_without_a_stage_ask_which() -> None:
    assert lja("letters").exit_code == 2


def test_a_fresh_workspace_writes_letters_at_once(school: Path) -> None:
    rows(letters(school, "--only", "1"))
    text = text_of(next(folder(school).glob("Adams-Ava*.docx")))
    assert "ask for the Attendance Officer" in text
    assert "email" not in text


def test_a_register_of_names_alone_finds_its_contacts_by_them(school: Path) -> None:
    named = {"1": "Adams, Ava", "6": "Reed, Eve"}
    marked = register({"1": ABSENT, "6": HERE})
    lines = [f'"{named[m.pupil_id]}",{m.date},{m.session},{m.mark}' for m in marked]
    text = "\n".join(["Name,Date,AM/PM,Mark", *lines])
    (school / "exports" / "marks.csv").write_text(text, encoding="utf-8")
    (school / "exports" / "roll.csv").unlink()
    contacts = CONTACTS.replace("Arbor Student ID,", "Arbor Student ID,Student,")
    contacts = contacts.replace("\n1,", '\n1,"Adams, Ava",').replace("\n2,", '\n2,"Adams, Zed",')
    head, *lines = contacts.splitlines(keepends=True)
    kept = [line for line in lines if line[:1] in "12"]
    (school / "exports" / "contacts.csv").write_text("".join([head, *kept]), encoding="utf-8")
    [row] = rows(letters(school, "--dry-run"))
    assert (row["recipients"], row["status"]) == ("Mrs A Adams and Mr B Adams", "draft")


def test_the_workspaces_own_mapping_and_empty_cells_are_used(school: Path) -> None:
    marks(school, dict.fromkeys("12345", ABSENT) | {"6": HERE})
    file = school / "exports" / "marks.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("Mark", "Kreuz"), encoding="utf-8")
    assert lja("stages", "--workspace", school, "--as-of", AS_OF).exit_code == 3
    (school / "mapping.toml").write_text('[columns]\nmark = "Kreuz"\n', encoding="utf-8")
    text = (school / "lja.toml").read_text(encoding="utf-8")
    text = text.replace('mapping = ""', 'mapping = "mapping.toml"')
    (school / "lja.toml").write_text(text, encoding="utf-8")
    done = lja("stages", "--workspace", school, "--as-of", AS_OF, "--format", "json")
    assert done.exit_code == 0, done.err
    assert sum(pupil["stage_due"] == 1 for pupil in json.loads(done.out)) == 5


def test_letters_issued_on_another_day_than_they_say_are_told_of(school: Path) -> None:
    rows(letters(school, "--only", "1"))
    assert "--date 2025-09-15" in issue(school).err
    assert "dated" not in issue(school, on="2025-09-12").err


def test_a_batch_of_a_past_day_leaves_out_who_has_had_the_letter_since(school: Path) -> None:
    rows(letters(school))
    issue(school)
    again = rows(letters(school))  # as of the same past day: still due on it
    assert {row["status"] for row in again} == {"left out"}
    assert any("Stage 1 was issued on 2025-09-15" in row["reason"] for row in again)


def test_a_letter_that_the_marks_no_longer_bear_out_is_shown(school: Path) -> None:
    rows(letters(school, "--only", "1"))
    issue(school)
    marks(school, dict.fromkeys("23456", ABSENT) | {"1": HERE})
    shown = lja("stages", "--as-of", "2025-09-15", "--workspace", school).out
    assert "would not have been due" in " ".join(shown.split())


def test_a_template_of_the_school_that_is_gone_is_never_replaced_by_ours(school: Path) -> None:
    (school / "templates" / "letters" / "stage-1.docx").unlink()
    done = letters(school)
    assert done.exit_code == 3
    assert "stage-1.docx" in done.err

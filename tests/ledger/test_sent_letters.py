"""Letters sent by others, entered from a file: all of them or none, and none twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import polars as pl
import pytest

from lj_attendance.errors import UnusableInput
from lj_attendance.ledger.chain import verify
from lj_attendance.ledger.replay import letters_on
from lj_attendance.ledger.store import Ledger
from lj_attendance.policy.settings import Setting, Settings
from lj_attendance.schema import ROLL
from lj_attendance.workflows.letters.sent import SentLetters, enter_sent_letters
from tests.ledger.entries import NOW, enter, hold, nov, withdrawal

SETTINGS = Settings(
    (
        Setting("delivery_days_by_post", 2, "calendar days", date(2020, 9, 1)),
        Setting("delivery_days_by_hand", 0, "calendar days", date(2020, 9, 1)),
    )
)
TODAY = nov(23)
UPN = "A823432112001"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def roll() -> pl.DataFrame:
    rows = [{"pupil_id": "1001", "upn": UPN}, {"pupil_id": "1002", "upn": None}]
    return pl.DataFrame(rows, schema=ROLL.columns)


def sent(
    ledger: Path, text: str | bytes, roll: pl.DataFrame | None = None, *, is_trial: bool = False
) -> SentLetters:
    file = ledger.with_name("sent.csv")
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return enter_sent_letters(
        ledger, file, roll, SETTINGS, today=TODAY, now=NOW, by="officer", is_trial=is_trial
    )


def told(ledger: Path, text: str, roll: pl.DataFrame | None = None) -> list[str]:
    """What is told of each bad row; nothing is entered."""
    with pytest.raises(UnusableInput) as error:
        sent(ledger, text, roll)
    assert error.value.where == str(ledger.with_name("sent.csv"))
    assert error.value.remedy
    assert not ledger.exists()
    return error.value.problem.splitlines()[1:]


def test_every_field_of_a_letter_is_kept(ledger: Path, roll: pl.DataFrame) -> None:
    text = (
        "pupil_id,upn,stage,date,how,received,attendance_percent,note\n"
        f'1001,{UPN},2,2026-11-05,post,2026-11-09,91.3%,"sent by Mrs Hall, by hand"\n'
    )
    assert sent(ledger, text, roll) == SentLetters(1, 1, 0, (), is_trial=False)
    (event,) = Ledger(ledger).events()
    digest = event.detail["source"]["sha256"]
    assert (event.kind, event.on, event.pupil_id, event.by) == (
        "letter_issued", nov(5), "1001", "officer",
    )  # fmt: skip
    assert event.key == "letter 2026/27 stage 2 no 1 pupil 1001"
    assert event.detail == {
        "stage": 2,
        "how": "post",
        "received": "2026-11-09",
        "as_of": None,
        "attended": None,
        "possible": None,
        "batch": None,
        "clause": "",
        "policy": "",
        "recipients": [],
        "left_out": [],
        "sessions": [],
        "documents": [],
        "prepared_by": "",
        "approved_by": "",
        "attendance_percent": "91.3%",
        "note": "sent by Mrs Hall, by hand",
        "source": {"file": "sent.csv", "sha256": digest, "row": 2},
    }
    assert len(digest) == 64
    assert verify([event]) == []
    (letter,) = letters_on([event], TODAY)
    assert (letter.stage, letter.received_on, letter.attended) == (2, nov(9), None)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-04", nov(4)), ("04 Nov 2026", nov(4)), ("4/11/2026", nov(4)),
        ("04.11.2026", nov(4)), ("Wed 4 November 2026", nov(4)), ("46330", nov(4)),
        ("03/11/2026", nov(3)), ("2026-11-23", TODAY),
    ],
)  # fmt: skip
def test_dates_are_read_day_first(ledger: Path, written: str, day: date) -> None:
    sent(ledger, f"pupil_id,stage,date\n1001,1,{written}\n")
    assert [event.on for event in Ledger(ledger).events()] == [day]


@pytest.mark.parametrize(
    ("how", "kept", "received"),
    [
        ("", "post", nov(6)), ("post", "post", nov(6)), ("By Post", "post", nov(6)),
        ("hand", "hand", nov(4)), ("by hand", "hand", nov(4)), ("E-mail", "hand", nov(4)),
    ],
)  # fmt: skip
def test_receipt_follows_from_how_it_went(
    ledger: Path, how: str, kept: str, received: date
) -> None:
    sent(ledger, f"pupil_id,stage,date,how\n1001,1,2026-11-04,{how}\n")
    (letter,) = letters_on(Ledger(ledger).events(), TODAY)
    assert (letter.detail["how"], letter.received_on) == (kept, received)


def test_a_upn_finds_the_pupil_s_id(ledger: Path, roll: pl.DataFrame) -> None:
    sent(ledger, f"upn,stage,date\n {UPN.lower()} ,Stage 1,2026-11-04\n", roll)
    assert [event.pupil_id for event in Ledger(ledger).events()] == ["1001"]


def test_headers_as_arbor_writes_them_in_any_order(ledger: Path) -> None:
    done = sent(ledger, "Letters so far,,,\nDATE,Note,Stage,Arbor Student ID\n4/11/2026,x,1,7\n")
    assert done.entered == 1
    assert [event.pupil_id for event in Ledger(ledger).events()] == ["7"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_any_encoding_and_delimiter_of_excel_s(ledger: Path, encoding: str) -> None:
    text = "pupil_id;stage;date;note\r\n1001;1;4/11/2026;Zoë\r\n"
    sent(ledger, text.encode(encoding))
    assert [event.detail["note"] for event in Ledger(ledger).events()] == ["Zoë"]


def test_a_workbook(ledger: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["pupil_id", "stage", "date"], [1001, 1, date(2026, 11, 4)], [1002, 2, nov(5)]):
        sheet.append(row)
    file = ledger.with_name("sent.xlsx")
    book.save(file)
    done = enter_sent_letters(ledger, file, None, SETTINGS, today=TODAY, now=NOW, by="")
    assert done.entered == 2
    events = Ledger(ledger).events()
    assert [(event.pupil_id, event.on) for event in events] == [("1001", nov(4)), ("1002", nov(5))]


def test_every_bad_row_is_told_at_once_and_nothing_is_entered(
    ledger: Path, roll: pl.DataFrame
) -> None:
    text = (
        "pupil_id,upn,stage,date,how,received\n"
        "1001,,1,2026-11-04,,\n"
        "1001,,5,31/11/2026,,\n"
        ",,1,2026-11-04,,\n"
        ",X1,1,2026-11-04,,\n"
        f"1002,{UPN},1,2026-11-04,,\n"
        '"Adams, Ava",,1,2026-11-04,,\n'
        "1002,,,2026-11-24,pigeon,\n"
        "1002,,1,2026-11-04,post,2026-11-03\n"
        "1001,,1,2026-11-05,,\n"
        "1002,,2,2026-11-04,post,soon\n"
        "1002,,3,2026-11-04,post,,no,dear\n"
    )
    overlong = "more cells than the header; a text with a comma needs quotation marks."
    assert told(ledger, text, roll) == [
        "- sent.csv, row 3: '5' is no stage from 1 to 4.",
        "- sent.csv, row 3: '31/11/2026' in date is no day such as 2026-11-20 or 20/11/2026.",
        "- sent.csv, row 4: no pupil_id and no upn.",
        "- sent.csv, row 5: no pupil of the roll in exports/ has this upn; give the pupil_id.",
        "- sent.csv, row 6: pupil_id and upn are two pupils'.",
        "- sent.csv, row 7: what stands in pupil_id is no ID.",
        "- sent.csv, row 8: '' is no stage from 1 to 4.",
        "- sent.csv, row 8: 'pigeon' in how is neither post nor hand.",
        "- sent.csv, row 8: the date 2026-11-24 is still to come.",
        "- sent.csv, row 9: received on 2026-11-03, before it was sent on 2026-11-04.",
        "- sent.csv, row 10: the same pupil, year and stage as row 2.",
        "- sent.csv, row 11: 'soon' in received is no day such as 2026-11-20 or 20/11/2026.",
        f"- sent.csv, row 12: {overlong}",
    ]


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("pupil_id,stage", "no column date"),
        ("pupil_id,date", "no column stage"),
        ("stage,date", "no column pupil_id"),
        ("name,note", "no column pupil_id and no column stage and no column date"),
        ("pupil_id,stage,date,Date", "headed as 'date'"),
    ],
)
def test_columns_that_are_missing_or_twice_are_told(
    ledger: Path, header: str, missing: str
) -> None:
    row = ",".join("1" for _ in header.split(","))
    with pytest.raises(UnusableInput, match=missing) as error:
        sent(ledger, f"{header}\n{row}\n")
    assert error.value.remedy


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"<!DOCTYPE html>", b"just words\n"])
def test_a_file_of_another_kind_is_told(ledger: Path, content: bytes) -> None:
    with pytest.raises(UnusableInput) as error:
        sent(ledger, content)
    assert "pupil_id (or upn), stage and date" in error.value.remedy
    assert not ledger.exists()


def test_a_second_time_adds_nothing_and_says_so(ledger: Path) -> None:
    text = "pupil_id,stage,date\n1001,1,2026-11-04\n1001,2,2026-11-12\n1002,1,2026-11-04\n"
    assert sent(ledger, text) == SentLetters(3, 3, 0, (), is_trial=False)
    before = Ledger(ledger).events()
    assert sent(ledger, text) == SentLetters(3, 0, 3, (), is_trial=False)
    assert Ledger(ledger).events() == before
    more = sent(ledger, text + "1002,2,2026-11-13\n")
    assert (more.entered, more.already) == (1, 3)
    assert len(Ledger(ledger).events()) == 4


def test_the_same_stage_of_another_year_is_another_letter(ledger: Path) -> None:
    text = "pupil_id,stage,date\n1001,1,2026-07-31\n1001,1,2026-08-01\n"
    assert sent(ledger, text).entered == 2
    assert [event.key for event in Ledger(ledger).events()] == [
        "letter 2025/26 stage 1 no 1 pupil 1001",
        "letter 2026/27 stage 1 no 1 pupil 1001",
    ]


def test_another_date_than_the_ledger_s_is_told_and_left(ledger: Path) -> None:
    sent(ledger, "pupil_id,stage,date\n1001,1,2026-11-04\n")
    done = sent(ledger, "pupil_id,stage,date\n1001,1,2026-11-05\n")
    assert (done.entered, done.already) == (0, 1)
    assert done.notes == (
        "Row 2 is entry 1, which has the date 2026-11-04, and the file 2026-11-05: left as it is.",
    )


def test_a_withdrawn_letter_is_not_entered_again_by_the_same_file(ledger: Path) -> None:
    text = "pupil_id,stage,date\n1001,1,2026-11-04\n"
    sent(ledger, text)
    enter(ledger, withdrawal("1001", 1, nov(10)))
    done = sent(ledger, text)
    assert (done.entered, done.already) == (0, 1)
    assert done.notes == ("Row 2 is entry 1, withdrawn since: not entered again.",)


def test_after_a_withdrawal_a_letter_of_another_day_is_entered(ledger: Path) -> None:
    sent(ledger, "pupil_id,stage,date\n1001,1,2026-11-04\n")
    enter(ledger, withdrawal("1001", 1, nov(10)))
    assert sent(ledger, "pupil_id,stage,date\n1001,1,2026-11-11\n").entered == 1
    events = Ledger(ledger).events()
    assert events[-1].key == "letter 2026/27 stage 1 no 2 pupil 1001"
    assert [letter.number for letter in letters_on(events, TODAY)] == [3]


def test_a_trial_run_enters_nothing_and_makes_no_ledger(ledger: Path) -> None:
    text = "pupil_id,stage,date\n1001,1,2026-11-04\n"
    assert sent(ledger, text, is_trial=True) == SentLetters(1, 1, 0, (), is_trial=True)
    assert not ledger.exists()
    enter(ledger, hold("1001", nov(2)))
    assert sent(ledger, text, is_trial=True).entered == 1
    assert len(Ledger(ledger).events()) == 1


def test_a_file_without_letters_makes_no_ledger(ledger: Path) -> None:
    assert sent(ledger, "pupil_id,stage,date\n") == SentLetters(0, 0, 0, (), is_trial=False)
    assert not ledger.exists()


def test_pupils_not_on_the_roll_and_columns_not_used_are_told(
    ledger: Path, roll: pl.DataFrame
) -> None:
    text = "pupil_id,stage,date,recieved\n1001,1,4/11/2026,\n77,1,4/11/2026,\n78,1,4/11/2026,\n"
    assert sent(ledger, text, roll).notes == (
        "Columns not used: recieved.",
        "Not on the roll in exports/, but entered as they are: rows 3, 4.",
    )

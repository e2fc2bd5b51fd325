"""Files that are damaged, or something else: named with a remedy, and never half read."""

from __future__ import annotations

import csv
import json
import os
from io import BytesIO, StringIO
from random import Random
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from lj_attendance.cli.app import app
from tests.ingest import LONG, found, long, marks, read, read_as, refusal, save, set_aside, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

NOISE = Random(1).randbytes(5_000)
A_ROW = '1001,"Adams, Ava",2025-09-01,AM,/'
GOOD = long(A_ROW, '1001,"Adams, Ava",2025-09-01,PM,\\')
GOOD_MARKS = {"1001 2025-09-01 AM": "/", "1001 2025-09-01 PM": "\\"}
SHEET = workbook({"Marks": [LONG, (1001, "Adams, Ava", "2025-09-01", "AM", "/")]})


def archive(name: str, content: str) -> bytes:
    """A zip file that is no workbook."""
    packed = BytesIO()
    with ZipFile(packed, "w") as parts:
        parts.writestr(name, content)
    return packed.getvalue()


def encrypted() -> bytes:
    """A workbook's archive with every part marked as encrypted."""
    content = bytearray(SHEET)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + flags] |= 1
            place = content.find(signature, place + 4)
    return bytes(content)


def without_part(name: str) -> bytes:
    """A workbook from which a part is missing."""
    packed = BytesIO()
    with ZipFile(BytesIO(SHEET)) as parts, ZipFile(packed, "w") as kept:
        for part in parts.namelist():
            if part != name:
                kept.writestr(part, parts.read(part))
    return packed.getvalue()


# name: the file's name, what is in it, and a word that tells the problem
DAMAGED: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.csv", b"", "empty"),
    "only a byte order mark": ("a.csv", b"\xef\xbb\xbf", "empty"),
    "only spaces": ("a.csv", b"   \r\n \t \r\n", "empty"),
    "only separators": ("a.csv", b",,,\r\n,,,\r\n", "empty"),
    "a great many spaces": ("a.csv", b" " * 100_000, "empty"),
    "only zero bytes": ("a.csv", b"\0" * 200_000, ""),
    "binary noise": ("a.csv", NOISE, ""),
    "binary noise in a workbook's name": ("a.xlsx", NOISE, ""),
    "noise after UTF-16's mark": ("a.csv", b"\xff\xfe" + NOISE, "not text"),
    "half a character of UTF-16": (
        "a.csv", b"\xff\xfe" + GOOD.encode("utf-16-le")[:-1], "not text",
    ),
    "no letter of Windows-1252": ("a.csv", GOOD.encode() + b"\x81\x8d,,,,\n", "not text"),
    "a zero byte": ("a.csv", GOOD.replace("AM", "A\0M").encode(), "zero bytes"),
    "a zero byte in UTF-16": ("a.csv", GOOD.replace("AM", "A\0M").encode("utf-16"), "zero bytes"),
    "cut short in a date": ("a.csv", (GOOD + '1001,"Adams, Ava",2025-0').encode(), "cut short"),
    "cut short in a name": ("a.csv", (GOOD + '1001,"Ada').encode(), "cut short"),
    "cut short in UTF-16": ("a.csv", (GOOD + "1001,Adams,20").encode("utf-16"), "cut short"),
    "a workbook's first half": ("a.xlsx", SHEET[: len(SHEET) // 2], "workbook"),
    "a workbook but its last byte": ("a.xlsx", SHEET[:-1], "workbook"),
    "a workbook's first bytes": ("a.xlsx", SHEET[:10], "workbook"),
    "an encrypted archive": ("a.xlsx", encrypted(), "workbook"),
    "a workbook without its sheet": ("a.xlsx", without_part("xl/worksheets/sheet1.xml"), ""),
    "an archive that is no workbook": ("a.xlsx", archive("a.txt", "hello"), "workbook"),
    "an archive in a CSV's name": ("a.csv", archive("a.csv", GOOD), ""),
    "a workbook with an empty sheet": ("a.xlsx", workbook({"Sheet1": []}), "no cells"),
}  # fmt: skip

# a file that holds no table, and what it is
NO_TABLE: dict[str, tuple[str, bytes, str]] = {
    "a PDF": ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + NOISE, "PDF"),
    "a PDF in a CSV's name": ("a.csv", b"%PDF-1.7\n" + NOISE, "PDF"),
    "a picture": ("a.csv", b"\x89PNG\r\n\x1a\n" + NOISE, "picture"),
    "an old workbook": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, "xls"),
    "an old workbook in a new one's name": (
        "a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, "xls",
    ),
    "a web page": ("a.csv", b"<!DOCTYPE html>\n<html><body>Log in</body></html>", "web page"),
    "a web page after a blank line": ("a.csv", b"\xef\xbb\xbf\r\n<HTML><table>", "web page"),
}  # fmt: skip

# a table that holds no marks which can be counted, and what it is
SOMETHING_ELSE: dict[str, tuple[str, str, str]] = {
    "Arbor's Daily Attendance list": (
        "daily.csv",
        long(
            '"09:00 - 10:00",8CRO/Ma1,"Year 8",Lesson,"Mr Crow","Present: 26 Absent: 1 Late: 0"',
            heading='Time,Lesson/Event,"Year Group","Event Type",Teacher,Marks',
        ),
        "Daily Attendance",
    ),
    "Bromcom's totals": (
        "bromcom.csv",
        "SchoolStudentID,Week,AttendanceCode,AttendanceMeaning,Count\n77,2025-09-01,/,P,5\n",
        "Bromcom",
    ),
    "percentages alone": ("percent.csv", 'Name,Attendance\n"Adams, Ava",97.9%\n', "percentages"),
    "percentages by Arbor's own header": (
        "percent.csv",
        'Name,Statutory/Roll Call Attendance (Present) this academic year\n"Adams, Ava",100%\n',
        "percentages",
    ),
    "marks without dates": (
        "undated.csv", 'Arbor Student ID,Session,Mark\n1001,AM,/\n', "without dates",
    ),
    "another system's table": ("other.csv", "Colour,Weight\nred,12\ngreen,14\n", "not an export"),
}  # fmt: skip


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_file_is_refused_with_problem_place_and_remedy(tmp_path: Path, case: str) -> None:
    name, content, word = DAMAGED[case]
    error = refusal(save(tmp_path, name, content))
    assert (error.exit_code, name in error.where) == (3, True)
    assert word in error.problem
    assert error.remedy.endswith(".")


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_file_stops_the_run_beside_good_ones_too(tmp_path: Path, case: str) -> None:
    name, content, _ = DAMAGED[case]
    save(tmp_path, "good.csv", GOOD)
    error = refusal(save(tmp_path, name, content).parent)
    assert (error.exit_code, name in error.where) == (3, True)


@pytest.mark.parametrize("case", NO_TABLE)
def test_a_file_that_is_no_table_is_named_for_what_it_is(tmp_path: Path, case: str) -> None:
    name, content, word = NO_TABLE[case]
    error = refusal(save(tmp_path, name, content))
    assert (error.exit_code, name in error.where, word in error.problem) == (3, True, True)
    assert error.remedy.endswith(".")


@pytest.mark.parametrize("case", SOMETHING_ELSE)
def test_a_table_without_marks_is_refused_when_it_stands_alone(tmp_path: Path, case: str) -> None:
    name, content, word = SOMETHING_ELSE[case]
    error = refusal(save(tmp_path, name, content))
    assert (error.exit_code, name in error.where, word in error.problem) == (3, True, True)
    assert "Arbor" in error.remedy


@pytest.mark.parametrize("case", SOMETHING_ELSE)
def test_a_table_without_marks_is_named_and_skipped_beside_marks(tmp_path: Path, case: str) -> None:
    name, content, word = SOMETHING_ELSE[case]
    save(tmp_path, "good.csv", GOOD)
    reading = read(save(tmp_path, name, content).parent)
    assert marks(reading) == GOOD_MARKS
    assert word in read_as(reading)[name]
    (finding,) = found(reading)
    assert (finding.severity, finding.check, finding.file) == ("error", "unusable_file", name)
    assert word in finding.message


def test_several_tables_without_marks_are_all_named(tmp_path: Path) -> None:
    for name, content, _ in SOMETHING_ELSE.values():
        save(tmp_path, name, content)
    error = refusal(tmp_path)
    assert error.exit_code == 3
    assert [name for name, _, _ in SOMETHING_ELSE.values() if name not in str(error)] == []
    assert error.remedy


def test_several_damaged_files_are_all_named_at_once(tmp_path: Path) -> None:
    save(tmp_path, "first.csv", b"")
    save(tmp_path, "second.csv", GOOD.replace("AM", "A\0M"))
    error = refusal(tmp_path)
    assert error.exit_code == 3
    assert "first.csv" in str(error)
    assert "second.csv" in str(error)
    assert error.remedy


def test_the_headers_of_an_unknown_table_are_told(tmp_path: Path) -> None:
    error = refusal(save(tmp_path, "a.csv", "Colour,Weight\nred,12\ngreen,14\n"))
    assert "'Colour', 'Weight'" in error.remedy


def test_marks_without_dates_say_that_dates_are_missing(tmp_path: Path) -> None:
    error = refusal(save(tmp_path, "a.csv", "Arbor Student ID,Session,Mark\n1001,AM,/\n"))
    assert "date" in error.remedy


def test_a_file_of_only_a_header_has_no_day_to_judge_by(tmp_path: Path) -> None:
    error = refusal(save(tmp_path, "a.csv", long()))
    assert (error.exit_code, "a.csv" in error.where) == (3, True)
    assert error.remedy


def test_a_file_of_only_a_header_is_no_harm_beside_marks(tmp_path: Path) -> None:
    save(tmp_path, "good.csv", GOOD)
    reading = read(save(tmp_path, "a.csv", long()).parent)
    assert marks(reading) == GOOD_MARKS
    assert [source.rows for source in reading.sources] == [0, 2]


@pytest.mark.parametrize("line_end", ["\r", "\n\r"])
def test_other_line_ends_are_read_or_refused_and_never_a_fault(
    tmp_path: Path, line_end: str
) -> None:
    path = save(tmp_path, "a.csv", GOOD.replace("\n", line_end))
    outcome = run("check", path)
    assert outcome.exit_code in (0, 3)


# An opening quotation mark without its fellow: the reader would take all up to the next one, or to
# the end, for one cell.
OPEN_QUOTES = {
    "in the first cell": ("1002,", '"1002,'),
    "in the name": ('"Brown, Ben"', '"Brown, Ben'),
    "in the mark": (",AM,N", ',AM,"N'),
}
WIDE = (
    "Arbor Student ID,Name,01 Sep 2025 AM,01 Sep 2025 PM\n"
    '1001,"Adams, Ava",/,\\\n1002,"Brown, Ben",N,N\n1003,"Cole, Cat",/,\\\n'
)
ROWS = ('1002,"Brown, Ben",2025-09-01,AM,N', '1003,"Cole, Cat",2025-09-01,AM,/')


@pytest.mark.parametrize("place", ["first", "middle", "last"])
@pytest.mark.parametrize("cell", OPEN_QUOTES)
def test_a_quotation_mark_left_open_stops_the_run(tmp_path: Path, cell: str, place: str) -> None:
    torn, whole = ROWS[0].replace(*OPEN_QUOTES[cell]), [A_ROW, *ROWS[1:]]
    number = {"first": 0, "middle": 1, "last": 2}[place]
    rows = [*whole[:number], torn, *whole[number:]]
    error = refusal(save(tmp_path, "a.csv", long(*rows)))
    assert (error.exit_code, "a.csv" in error.where) == (3, True)
    assert error.remedy


@pytest.mark.parametrize("pupil", ["Adams, Ava", "Brown, Ben", "Cole, Cat"])
def test_a_quotation_mark_left_open_stops_the_run_in_a_wide_file_too(
    tmp_path: Path, pupil: str
) -> None:
    error = refusal(save(tmp_path, "a.csv", WIDE.replace(f'"{pupil}"', f'"{pupil}')))
    assert (error.exit_code, "a.csv" in error.where) == (3, True)


def test_a_quotation_mark_left_open_far_down_stops_the_run(tmp_path: Path) -> None:
    rows = [f'{pupil},"Adams, Ava",2025-09-01,AM,/' for pupil in range(1000, 3000)]
    rows[1500] = rows[1500].replace('Ava"', "Ava")
    error = refusal(save(tmp_path, "a.csv", long(*rows)))
    assert (error.exit_code, "a.csv" in error.where) == (3, True)


def test_doubled_quotation_marks_are_part_of_a_cell(tmp_path: Path) -> None:
    rows = ('1001,"Adams, Ava ""Birdie""",2025-09-01,AM,"/"', '1002,"""Bo""",2025-09-01,AM,N')
    assert marks(read(save(tmp_path, "a.csv", long(*rows)))) == {
        "1001 2025-09-01 AM": "/",
        "1002 2025-09-01 AM": "N",
    }


def test_a_line_break_in_the_last_cell_is_not_a_file_cut_short(tmp_path: Path) -> None:
    heading = "Arbor Student ID,Note,Date,Session,Mark"
    text = long(heading=heading) + '1001,"rang,\nunwell",2025-09-01,AM,I'
    assert marks(read(save(tmp_path, "a.csv", text))) == {"1001 2025-09-01 AM": "I"}


def test_a_last_row_without_a_line_end_is_whole_when_its_cells_are(tmp_path: Path) -> None:
    assert marks(read(save(tmp_path, "a.csv", GOOD.removesuffix("\n")))) == GOOD_MARKS


MONSTERS = {
    "a hundred thousand columns": ",".join(["x"] * 100_000) + "\n" + ",".join(["1"] * 100_000),
    "a hundred thousand dates": "Name," + ",".join(["04 Sep 2025 AM"] * 100_000) + "\n",
    "a row of a hundred thousand cells far down": (
        long(*[A_ROW] * 80) + ",".join(["1"] * 100_000) + "\n"
    ),
    "one line of 50 MB": "x" * 50_000_000,
    "one line of 50 MB of cells": "x," * 25_000_000,
    "a line of 50 MB after good ones": GOOD + "x" * 50_000_000,
}


@pytest.mark.parametrize("case", MONSTERS)
def test_a_file_no_register_can_be_is_refused(tmp_path: Path, case: str) -> None:
    error = refusal(save(tmp_path, "a.csv", MONSTERS[case]))
    assert (error.exit_code, "a.csv" in error.where) == (3, True)
    assert error.remedy
    assert len(str(error)) < 1_000


def test_a_cell_too_long_for_a_register_is_told_in_plain_words(tmp_path: Path) -> None:
    for content in (
        f"{'x' * 200_000},1\n2,3\n",
        GOOD + f'1001,"{"x" * 200_000}",,,\n1,2,3,4,5,6\n',
    ):
        error = refusal(save(tmp_path, "a.csv", content))
        assert "one cell holds more than 131,072 characters" in error.problem
        assert "field" not in error.problem


NOTHING_COUNTS = {
    "no date": (["1001,A,soon,AM,/", "1001,A,,AM,/"], "2 without a date that can be read", 2),
    "no pupil": ([",,2025-09-01,AM,/"], "1 without a pupil", 2),
    "no session": (["1001,A,2025-09-01,late,/"], "1 of neither AM nor PM", 2),
    "no code": (["1001,A,2025-09-01,AM,@"], "1 with a mark that is no code", 2),
    "no mark": (["1001,A,2025-09-01,AM,-"], "1 without a mark", 2),
    "not yet": (["1001,A,2026-08-01,AM,/"], "1 of a day after today", 2),
    "the commonest of several": (
        ["1001,A,2025-09-01,AM,@", "1001,A,soon,AM,/", "1001,A,soon,PM,/"],
        "of 3 read, 2 without a date that can be read (first: {}, row 3); 1 with a mark",
        2,
    ),
}


@pytest.mark.parametrize("case", NOTHING_COUNTS)
def test_why_not_one_mark_counts_is_told_with_the_first_row(tmp_path: Path, case: str) -> None:
    rows, words, row = NOTHING_COUNTS[case]
    path = save(tmp_path, "a.csv", long(*rows))
    error = refusal(path)
    assert (error.exit_code, error.where) == (3, str(path))
    assert words.format(path) in error.problem
    assert f"(first: {path}, row {row})" in error.problem


def test_no_more_than_three_reasons_are_told(tmp_path: Path) -> None:
    rows = [
        row
        for name in ("no date", "no pupil", "no session", "no code")
        for row in NOTHING_COUNTS[name][0]
    ]
    assert refusal(save(tmp_path, "a.csv", long(*rows))).problem.count("first: ") == 3


# ---- files of other kinds in a folder

UNOPENED = {"week.zip": "Unpack", "a.ods": "CSV or XLSX", "b.Numbers": "CSV", "c.docx": "CSV"}


@pytest.mark.parametrize("name", UNOPENED)
def test_a_file_that_may_hold_an_export_is_told_beside_marks(tmp_path: Path, name: str) -> None:
    save(tmp_path, "good.csv", GOOD)
    for other in (name, "notes.json", "picture.png", "readme.md", "~$c.docx"):
        save(tmp_path, other, b"PK")
    reading = read(tmp_path)
    assert marks(reading) == GOOD_MARKS
    (finding,) = found(reading)
    assert finding[:4] == ("notice", "unused_file", name, None)
    assert UNOPENED[name] in finding.message


def test_files_of_one_kind_in_one_folder_are_told_once(tmp_path: Path) -> None:
    save(tmp_path, "good.csv", GOOD)
    for name in ("letters/a.docx", "letters/b.docx", "letters/c.zip", "d.docx"):
        save(tmp_path, name, b"PK")
    told = found(read(tmp_path))
    assert [finding.file for finding in told] == ["d.docx", "a.docx", "c.zip"]
    assert "(2 .docx files in this folder.)" in told[1].message


def test_a_folder_of_an_archive_alone_says_to_unpack_it(tmp_path: Path) -> None:
    error = refusal(save(tmp_path, "week.zip", b"PK").parent)
    assert (error.exit_code, error.where) == (3, str(tmp_path))
    assert "week.zip: " in error.remedy
    assert "Unpack it" in error.remedy


def test_an_archive_beside_a_roll_alone_says_to_unpack_it(tmp_path: Path) -> None:
    save(tmp_path, "week.zip", b"PK")
    save(tmp_path, "roll.csv", "Arbor Student ID,Year Group\n1,8\n")
    assert "Unpack it" in refusal(tmp_path).remedy


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    error = refusal(tmp_path / "not there.csv")
    assert (error.exit_code, error.where) == (3, str(tmp_path / "not there.csv"))
    assert error.remedy


def test_a_missing_path_stops_the_run_beside_good_ones(tmp_path: Path) -> None:
    error = refusal(save(tmp_path, "good.csv", GOOD), tmp_path / "not there.csv")
    assert (error.exit_code, error.where) == (3, str(tmp_path / "not there.csv"))


@pytest.mark.parametrize("other", [None, "readme.docx", ".hidden.csv", "~$marks.xlsx"])
def test_a_folder_without_a_table_is_named_with_what_to_put_there(
    tmp_path: Path, other: str | None
) -> None:
    if other:
        save(tmp_path, other, GOOD)
    error = refusal(tmp_path)
    assert (error.exit_code, error.where) == (3, str(tmp_path))
    assert "Arbor" in error.remedy


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything"
)
@pytest.mark.parametrize("closed", ["folder", "folder/a.csv"])
def test_what_may_not_be_read_is_named(tmp_path: Path, closed: str) -> None:
    save(tmp_path, "folder/a.csv", GOOD)
    place = tmp_path / closed
    mode = place.stat().st_mode
    place.chmod(0)
    try:
        error = refusal(tmp_path / "folder")
    finally:
        place.chmod(mode)
    assert (error.exit_code, "folder" in error.where) == (3, True)
    assert error.remedy


def run(*arguments: object) -> Result:
    """A command in this process; an error that stops it gives its own exit code."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    result.exit_code = getattr(result.exception, "exit_code", result.exit_code)
    return result


def test_no_command_answers_anything_for_a_broken_file(tmp_path: Path) -> None:
    path = save(tmp_path, "a.csv", DAMAGED["cut short in a date"][1])
    for command in ("analyse", "check", "import"):
        result = run(command, path)
        assert (command, result.exit_code, result.stdout) == (command, 3, "")


# What is wrong in a file that is otherwise good is a finding, with its row; all else is counted.
FAULTS_OF_A_ROW = {
    "31 Sep 2025,AM,/": ("impossible_date", "no such date", "31 Sep 2025"),
    "29 Feb 2026,AM,/": ("impossible_date", "no such date", "29 Feb 2026"),
    "2025-13-01,AM,/": ("impossible_date", "no such date", "2025-13-01"),
    "00/09/2025,AM,/": ("impossible_date", "no such date", "00/09/2025"),
    "soon,AM,/": ("impossible_date", "no such date", "4 characters"),
    ",AM,/": ("impossible_date", "no such date", "empty"),
    "2025-09-02,AM,@": ("unknown_mark", "unknown mark", "'@'"),
    "2025-09-02,AM,\x1b[31mA": ("unknown_mark", "unknown mark", "A"),
    "2025-09-02,EVE,/": ("no_session", "no session", "'/'"),
    "2025-09-02,,P": ("no_session", "no session", "'P'"),
}


@pytest.mark.parametrize("row", FAULTS_OF_A_ROW)
def test_a_faulty_row_is_a_finding_and_the_rest_is_counted(tmp_path: Path, row: str) -> None:
    check, reason, shown = FAULTS_OF_A_ROW[row]
    path = save(tmp_path, "a.csv", long(A_ROW, f'1001,"Adams, Ava",{row}', ROWS[1]))
    reading = read(path)
    assert marks(reading) == {"1001 2025-09-01 AM": "/", "1003 2025-09-01 AM": "/"}
    assert set_aside(reading) == {reason: 1}
    (finding,) = found(reading)
    assert finding[:4] == ("error", check, "a.csv", 3)
    assert shown in finding.message
    assert "\x1b" not in finding.message


def test_an_impossible_date_above_a_column_is_a_finding_too(tmp_path: Path) -> None:
    text = (
        "Arbor Student ID,30 Sep 2025 AM,30 Sep 2025 PM,31 Sep 2025 AM,31 Sep 2025 PM\n"
        "1001,/,\\,N,N\n"
    )
    reading = read(save(tmp_path, "a.csv", text))
    assert marks(reading) == {"1001 2025-09-30 AM": "/", "1001 2025-09-30 PM": "\\"}
    assert "31 Sep 2025" in " ".join(finding.message for finding in found(reading))


def test_an_impossible_date_above_am_and_pm_is_a_finding_too(tmp_path: Path) -> None:
    text = ",30 Sep 2025,,31 Sep 2025,\nArbor Student ID,AM,PM,AM,PM\n1001,/,\\,N,N\n"
    reading = read(save(tmp_path, "a.csv", text))
    assert marks(reading) == {"1001 2025-09-30 AM": "/", "1001 2025-09-30 PM": "\\"}
    assert "31 Sep 2025" in " ".join(finding.message for finding in found(reading))


STRANGE_NAMES = {
    "a formula": "=cmd|'/c calc'!A1",
    "another formula": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a sign": "+44 20 7946 0000",
    "colours of a terminal": "\x1b[31mRed\x1b[0m",
    "a title of a terminal": "\x1b]0;owned\x07Ava",
    "markup": "[red]Ava[/red] [link=http://example.com]here[/link]",
    "markup that is not closed": "[/bold]",
    "right to left": "\u202eavA\u202c \u200fAdams",
    "a tab": "\tAva",
}


def absent_all_week(name: str) -> str:
    """A register in which the pupil of that name is shown wherever pupils are shown."""
    days = [f"2025-09-{day:02}" for day in range(1, 6)]
    quoted = '"' + name.replace('"', '""') + '"'
    return long(
        *(f"1001,{quoted},8,{day},{half},O" for day in days for half in ("AM", "PM")),
        *(f"1002,Ben,8,{day},AM,/" for day in days),
        heading="Arbor Student ID,Surname,Year Group,Date,Session,Mark",
    )


@pytest.mark.parametrize("kind", STRANGE_NAMES)
def test_a_strange_name_is_only_a_name_on_the_terminal(tmp_path: Path, kind: str) -> None:
    path = save(tmp_path, "a.csv", absent_all_week(STRANGE_NAMES[kind]))
    result = run("analyse", path, "--as-of", "2025-09-05", "--verbose")
    assert result.exit_code == 0
    assert not set(result.output) & set("\x1b\x07\u202e\u202c\u200f\t")
    if kind.startswith("markup"):
        folded = "".join(result.stdout.split())
        assert "".join(STRANGE_NAMES[kind].split())[:12] in folded


@pytest.mark.parametrize("kind", STRANGE_NAMES)
def test_a_strange_name_is_no_formula_in_a_file(tmp_path: Path, kind: str) -> None:
    path = save(tmp_path, "a.csv", absent_all_week(STRANGE_NAMES[kind]))
    out = tmp_path / "out"
    result = run("analyse", path, "--as-of", "2025-09-05", "--out", out, "--quiet")
    assert result.exit_code == 0
    for file in ("pupils.csv", "groups.csv", "findings.csv"):
        text = (out / file).read_text(encoding="utf-8")
        cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
        assert [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\x1b"))] == []


@pytest.mark.parametrize("kind", STRANGE_NAMES)
def test_a_program_gets_a_strange_name_as_it_stands(tmp_path: Path, kind: str) -> None:
    path = save(tmp_path, "a.csv", absent_all_week(STRANGE_NAMES[kind]))
    result = run("analyse", path, "--as-of", "2025-09-05", "--format", "json")
    surnames = {
        pupil["pupil_id"]: pupil["surname"] for pupil in json.loads(result.stdout)["pupils"]
    }
    assert surnames["1001"].strip() == STRANGE_NAMES[kind].strip()


def test_a_name_in_a_file_s_own_name_cannot_colour_the_terminal(tmp_path: Path) -> None:
    path = save(tmp_path, "\x1b[31m.csv", long(A_ROW, ROWS[1].replace(",/", ",@")))
    result = run("check", path)
    assert result.exit_code == 0
    assert "\x1b" not in result.output

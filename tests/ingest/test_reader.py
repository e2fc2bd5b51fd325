"""Files in, marks out: every shape in every dress, overlapping, with a roll, through a mapping."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Literal

import polars as pl
import pytest

from lj_attendance.errors import UnusableInput
from lj_attendance.ingest.headers import normal
from lj_attendance.ingest.mapping import read_mapping
from lj_attendance.workflows.explain import explain
from tests import layouts
from tests.ingest import (
    LONG,
    SETTINGS,
    TODAY,
    found,
    long,
    marks,
    places,
    read,
    read_as,
    refusal,
    save,
    set_aside,
    workbook,
)
from tests.registers import register

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.layouts import Shape

REGISTER = register({"1001": r"/\ II | /\ LN", "1002": r"/\ ## | UG /C"})
AS_DRAWN = {
    "1001 2025-09-01 AM": "/", "1001 2025-09-01 PM": "\\",
    "1001 2025-09-02 AM": "I", "1001 2025-09-02 PM": "I",
    "1001 2025-09-08 AM": "/", "1001 2025-09-08 PM": "\\",
    "1001 2025-09-09 AM": "L", "1001 2025-09-09 PM": "N",
    "1002 2025-09-01 AM": "/", "1002 2025-09-01 PM": "\\",
    "1002 2025-09-02 AM": "#", "1002 2025-09-02 PM": "#",
    "1002 2025-09-08 AM": "U", "1002 2025-09-08 PM": "G",
    "1002 2025-09-09 AM": "/", "1002 2025-09-09 PM": "C",
}  # fmt: skip
READ_AS = {
    "long": "marks, long",
    "wide": "marks, wide",
    "wide_two_header_rows": "marks, wide, two header rows",
    "bi_table": "marks, Arbor BI table",
    "mark_string": "marks, a string from a start date",
}
A, B = '1001,"Adams, Ava"', '1002,"Brown, Ben"'
MONDAY, TUESDAY = date(2025, 9, 1), date(2025, 9, 2)


def at(day: date, clock: time = time.min) -> datetime:
    """A moment as a workbook's cell holds it: of no zone."""
    return datetime.combine(day, clock)


def drawn_marks(reading_marks: dict[str, str]) -> dict[str, str]:
    """Without the days that only a string of marks has to have: they are unmarked."""
    return {place: code for place, code in reading_marks.items() if code != "-"}


# ---- shapes 1 to 5, and item 1 of what a reader survives


@pytest.mark.parametrize("shape", layouts.SHAPES)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8 with its mark", "cp1252", "utf-16"])
def test_every_shape_is_read_in_every_dress(
    tmp_path: Path, shape: Shape, delimiter: str, line_end: str, encoding: str
) -> None:
    path = tmp_path / "a.csv"
    plain, bom = encoding.split(maxsplit=1)[0], "mark" in encoding
    layouts.write(
        REGISTER, shape, path, delimiter=delimiter, line_end=line_end, encoding=plain, bom=bom
    )
    reading = read(path)
    assert read_as(reading) == {"a.csv": READ_AS[shape]}
    assert drawn_marks(marks(reading)) == AS_DRAWN
    assert "Brontë" in reading.roll["surname"].to_list() or shape in ("bi_table", "mark_string")


@pytest.mark.parametrize("shape", layouts.SHAPES)
@pytest.mark.parametrize("quoting", ["php", "least", "all"])
def test_every_shape_is_read_however_its_cells_are_quoted(
    tmp_path: Path, shape: Shape, quoting: Literal["php", "least", "all"]
) -> None:
    path = tmp_path / "a.csv"
    layouts.write(REGISTER, shape, path, quoting=quoting)
    assert drawn_marks(marks(read(path))) == AS_DRAWN


@pytest.mark.parametrize("shape", ["long", "wide", "wide_two_header_rows", "mark_string"])
def test_every_shape_that_may_have_a_upn_is_read_by_it(tmp_path: Path, shape: Shape) -> None:
    path = tmp_path / "a.csv"
    layouts.write(REGISTER, shape, path, identity="upn")
    upns = {pupil: layouts.upn_of(pupil) for pupil in ("1001", "1002")}
    assert drawn_marks(marks(read(path))) == {
        place.replace(place[:4], upns[place[:4]]): code for place, code in AS_DRAWN.items()
    }


@pytest.mark.parametrize("labels_in_row", [1, 2])
def test_the_pupil_s_columns_may_be_named_in_either_of_two_header_rows(
    tmp_path: Path, labels_in_row: Literal[1, 2]
) -> None:
    path = tmp_path / "a.csv"
    layouts.write(REGISTER, "wide_two_header_rows", path, labels_in_row=labels_in_row)
    assert marks(read(path)) == AS_DRAWN


@pytest.mark.parametrize(
    ("am", "pm"),
    [
        ("AM", "PM"), ("Morning", "Afternoon"), ("MORNING", "AFTERNOON"), ("1", "2"),
        ("Roll call AM", "Roll call PM"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("dates", ["01 Sep 2025,,02 Sep 2025,", '"Mon, 01 Sep 2025",,2025-09-02,'])
def test_two_header_rows_with_sessions_in_any_form(
    tmp_path: Path, dates: str, am: str, pm: str
) -> None:
    text = f",,{dates}\nArbor Student ID,Name,{am},{pm},{am},{pm}\n{A},/,\\,I,N\n"
    assert marks(read(save(tmp_path, "a.csv", text))) == {
        "1001 2025-09-01 AM": "/",
        "1001 2025-09-01 PM": "\\",
        "1001 2025-09-02 AM": "I",
        "1001 2025-09-02 PM": "N",
    }


def test_two_header_rows_of_a_single_day(tmp_path: Path) -> None:
    text = f",,01 Sep 2025,\nArbor Student ID,Name,AM,PM\n{A},/,N\n"
    assert marks(read(save(tmp_path, "a.csv", text))) == {
        "1001 2025-09-01 AM": "/",
        "1001 2025-09-01 PM": "N",
    }


def test_a_long_file_s_columns_may_stand_in_any_order_with_others_between(tmp_path: Path) -> None:
    heading = "Recorded by,Mark,Colour,Date,UPN,Minutes Late,AM/PM,Arbor Student ID,Note"
    rows = (
        "Mr Crow,L,red,04 Sep 2025,A801200001001,12,AM,1001,bus",
        "Mr Crow,U,red,04 Sep 2025,A801200001001,95 mins,PM,1001,",
        "Mr Crow,L,red,05 Sep 2025,A801200001001,,AM,1001,",
    )
    reading = read(save(tmp_path, "a.csv", long(*rows, heading=heading)))
    columns = ("pupil_id", "date", "session", "code", "minutes_late", "source_row")
    assert reading.marks.select(columns).rows() == [
        ("1001", date(2025, 9, 4), "AM", "L", 12, 2),
        ("1001", date(2025, 9, 4), "PM", "U", 95, 3),
        ("1001", date(2025, 9, 5), "AM", "L", None, 4),
    ]


def test_one_column_of_a_file_may_mix_its_styles_of_date(tmp_path: Path) -> None:
    days = (
        "01 Sep 2025", '"Tue, 02 Sep 2025"', "2025-09-03", "04/09/2025", "05-Sep-25",
        "2025-09-08 08:30:00", '"Tue, 09 Sep 2025, 11:20"', "10 Sept 2025", "11\u00a0Sep\u00a02025",
    )  # fmt: skip
    reading = read(save(tmp_path, "a.csv", long(*(f"{A},{day},AM,/" for day in days))))
    read_days = [1, 2, 3, 4, 5, 8, 9, 10, 11]
    assert [*marks(reading)] == [f"1001 2025-09-{day:02} AM" for day in read_days]
    assert found(reading, "impossible_date", "ambiguous_date") == []


def test_a_session_may_be_a_time_of_day_in_a_column_of_its_own(tmp_path: Path) -> None:
    heading = "Arbor Student ID,Date,Time,Mark"
    rows = ("1001,2025-09-01,08:45,/", "1001,2025-09-01,13:00,\\", "1001,2025-09-02,12:04,N")
    assert marks(read(save(tmp_path, "a.csv", long(*rows, heading=heading)))) == {
        "1001 2025-09-01 AM": "/",
        "1001 2025-09-01 PM": "\\",
        "1001 2025-09-02 AM": "N",
    }


def test_a_session_may_be_the_time_beside_the_date(tmp_path: Path) -> None:
    heading = "Arbor Student ID,Date,Mark"
    rows = ('1001,"Mon, 01 Sep 2025, 08:45",/', '1001,"Mon, 01 Sep 2025, 13:05",N')
    assert marks(read(save(tmp_path, "a.csv", long(*rows, heading=heading)))) == {
        "1001 2025-09-01 AM": "/",
        "1001 2025-09-01 PM": "N",
    }


def test_a_session_may_stand_in_the_mark_s_own_words(tmp_path: Path) -> None:
    heading = "Arbor Student ID,Date,Mark"
    rows = ("1001,2025-09-01,Present AM", "1001,2025-09-01,Present PM")
    assert marks(read(save(tmp_path, "a.csv", long(*rows, heading=heading)))) == {
        "1001 2025-09-01 AM": "/",
        "1001 2025-09-01 PM": "\\",
    }


def test_a_code_never_stands_for_a_session(tmp_path: Path) -> None:
    reading = read(save(tmp_path, "a.csv", long(f"{A},2025-09-01,AM,/", f"{A},2025-09-02,,P")))
    assert marks(reading) == {"1001 2025-09-01 AM": "/"}
    assert set_aside(reading) == {"no session": 1}


def test_an_early_row_with_a_faulty_date_is_no_header(tmp_path: Path) -> None:
    rows = (f"{A},2025-09-01,AM,/", f"{A},31 Sep 2025,AM,P", f"{A},2025-09-02,AM,N")
    reading = read(save(tmp_path, "a.csv", long(*rows)))
    assert marks(reading) == {"1001 2025-09-01 AM": "/", "1001 2025-09-02 AM": "N"}
    assert set_aside(reading) == {"no such date": 1}


BI = "ATTENDANCE_ROLL_CALL_RECORD_ID,STUDENT_ID,RAW_MARK,MARK_CODE,MINUTES_LATE,PERIOD,DATE"


def test_the_raw_mark_of_a_bi_table_wins_over_the_word_beside_it(tmp_path: Path) -> None:
    rows = (
        "1,1001,/,PRESENT,,MORNING,2025-09-01",
        "2,1001,L,PRESENT,7,AFTERNOON,2025-09-01",
        "3,1001,I,ILLNESS,,MORNING,2025-09-02",
    )
    reading = read(save(tmp_path, "a.csv", long(*rows, heading=BI)))
    assert read_as(reading) == {"a.csv": "marks, Arbor BI table"}
    assert marks(reading) == {
        "1001 2025-09-01 AM": "/",
        "1001 2025-09-01 PM": "L",
        "1001 2025-09-02 AM": "I",
    }


def test_a_bi_table_without_raw_marks_is_read_by_its_words(tmp_path: Path) -> None:
    rows = (
        "1,1001,PRESENT,,MORNING,2025-09-01",
        "2,1001,PRESENT,,AFTERNOON,2025-09-01",
        "3,1001,LATE,7,MORNING,2025-09-02",
        "4,1001,LATE_AFTER_REGISTER_CLOSES,99,AFTERNOON,2025-09-02",
    )
    heading = BI.replace("RAW_MARK,", "")
    assert [*marks(read(save(tmp_path, "a.csv", long(*rows, heading=heading)))).values()] == [
        "/", "\\", "L", "U",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "heading",
    ["UPN,Start Date,Attendance marks", "UPN,Attendance start date,Marks", "UPN,Date,Mark", ""],
)
def test_a_string_of_marks_runs_over_weekdays_from_its_start_date(
    tmp_path: Path, heading: str
) -> None:
    # a Thursday: over the weekend to Monday
    text = (heading + "\n" if heading else "") + "A801200001001,2025-09-04,/\\/NI-\n"
    assert marks(read(save(tmp_path, "a.csv", text))) == {
        "A801200001001 2025-09-04 AM": "/",
        "A801200001001 2025-09-04 PM": "\\",
        "A801200001001 2025-09-05 AM": "/",
        "A801200001001 2025-09-05 PM": "N",
        "A801200001001 2025-09-08 AM": "I",
        "A801200001001 2025-09-08 PM": "-",
    }


def test_each_string_of_marks_has_its_own_start_and_length(tmp_path: Path) -> None:
    text = "UPN,Start Date,Marks\nA801200001001,2025-09-04,/\\//\nB801200001002,2025-09-05,NN\n"
    assert marks(read(save(tmp_path, "a.csv", text))) == {
        "A801200001001 2025-09-04 AM": "/",
        "A801200001001 2025-09-04 PM": "\\",
        "A801200001001 2025-09-05 AM": "/",
        "A801200001001 2025-09-05 PM": "/",
        "B801200001002 2025-09-05 AM": "N",
        "B801200001002 2025-09-05 PM": "N",
    }


# ---- item 2: the backslash

EXACT = 'Arbor Student ID,Mark,Date,Session\n1001,"\\",2025-09-01,PM\n1002,"\\",2025-09-01,PM\n'
BACKSLASHES = {
    "in the middle of a row": EXACT,
    "at the end of every row": (
        'Arbor Student ID,Date,Session,Mark\n1001,2025-09-01,PM,"\\"\n1002,2025-09-01,PM,"\\"\n'
    ),
    "with every cell in quotation marks": (
        '"Arbor Student ID","Date","Session","Mark"\r\n'
        '"1001","2025-09-01","PM","\\"\r\n"1002","2025-09-01","PM","\\"\r\n'
    ),
    "bare": "Arbor Student ID,Date,Session,Mark\n1001,2025-09-01,PM,\\\n1002,2025-09-01,PM,\\\n",
    "as the very last character": (
        "Arbor Student ID,Date,Session,Mark\n1001,2025-09-01,PM,\\\n1002,2025-09-01,PM,\\"
    ),
    "before a semicolon": EXACT.replace(",", ";"),
    "before a tab": EXACT.replace(",", "\t"),
}
BOTH_PRESENT = {"1001 2025-09-01 PM": "\\", "1002 2025-09-01 PM": "\\"}


@pytest.mark.parametrize("where", BACKSLASHES)
def test_a_backslash_in_quotation_marks_is_one_mark_and_no_escape(
    tmp_path: Path, where: str
) -> None:
    reading = read(save(tmp_path, "a.csv", BACKSLASHES[where]))
    assert marks(reading) == BOTH_PRESENT
    assert found(reading, "unknown_mark", "wrong_session", "no_pupil") == []


@pytest.mark.parametrize("where", ["in the middle of a row", "at the end of every row"])
def test_a_backslash_is_no_escape_to_the_forgiving_reader_either(
    tmp_path: Path, where: str
) -> None:
    # a row with more cells than any of the first makes Polars refuse the file
    ragged = "1003,,,,,,,\n"
    reading = read(save(tmp_path, "a.csv", BACKSLASHES[where] + "1002,,,\n" * 70 + ragged))
    assert marks(reading) == BOTH_PRESENT


def test_polars_itself_takes_a_backslash_for_one_character() -> None:
    frame = pl.read_csv(EXACT.encode(), infer_schema=False)
    assert frame["Mark"].to_list() == ["\\", "\\"]


@pytest.mark.parametrize("shape", layouts.SHAPES)
def test_no_shape_takes_the_backslash_for_an_escape(tmp_path: Path, shape: Shape) -> None:
    path = tmp_path / "a.csv"
    all_present = register({"1001": r"\\ \\ \\ ", "1002": r"\\ \\ \\ "})
    layouts.write(all_present, shape, path, quoting="all")
    assert [*drawn_marks(marks(read(path))).values()] == ["\\"] * 12


# ---- item 3: title rows, blank rows, repeated headers, totals, duplicate names


PREAMBLE = "Laurence Jackson School\n\nRaw marks,01 Sep 2025 - 05 Sep 2025\n\n"


def test_what_stands_above_below_and_between_the_rows_is_no_mark(tmp_path: Path) -> None:
    body = long(f"{A},2025-09-01,AM,/", "", f"{B},2025-09-01,AM,N")
    again = long(f"{A},2025-09-02,AM,/")
    text = PREAMBLE + body + "\n" + again + "\nTotal,,,,3\n,Total,,,3\nGrand total:,,,,3\n"
    reading = read(save(tmp_path, "a.csv", text))
    assert marks(reading) == {
        "1001 2025-09-01 AM": "/",
        "1001 2025-09-02 AM": "/",
        "1002 2025-09-01 AM": "N",
    }
    assert set_aside(reading) == {"no pupil": 4}
    rows = [(finding.severity, finding.row) for finding in found(reading, "no_pupil")]
    assert rows == [("warning", 10), ("warning", 13), ("warning", 14), ("warning", 15)]


def test_a_wide_file_may_have_titles_a_repeated_header_and_totals(tmp_path: Path) -> None:
    heading = "Arbor Student ID,Name,01 Sep 2025 AM,01 Sep 2025 PM\n"
    text = PREAMBLE + heading + f"{A},/,\\\n" + heading + f"{B},N,N\n\nTotal,,1,1\n"
    reading = read(save(tmp_path, "a.csv", text))
    assert [*marks(reading).values()] == ["/", "\\", "N", "N"]
    assert set_aside(reading) == {"no pupil": 4}


def test_a_pupil_may_be_called_what_totals_are_called(tmp_path: Path) -> None:
    names = ("Total", "Mean", "Sum", "Count", "Average")
    rows = [f'{number},"{name}, Wei",2025-09-01,AM,/' for number, name in enumerate(names)]
    heading = "Arbor Student ID,Surname,Forename,Date,Session,Mark"
    apart = [f"{number},{name},Wei,2025-09-01,AM,/" for number, name in enumerate(names)]
    for text in (long(*rows), long(*apart, heading=heading)):
        reading = read(save(tmp_path, "a.csv", text))
        assert (reading.marks.height, reading.roll["surname"].to_list()) == (5, [*names])


def test_the_same_header_may_stand_twice(tmp_path: Path) -> None:
    heading = "Arbor Student ID,Name,Name,Date,Session,Mark,Mark"
    rows = ("1001,,Adams,2025-09-01,AM,/,", "1002,Brown,,2025-09-01,AM,,N")
    reading = read(save(tmp_path, "a.csv", long(*rows, heading=heading)))
    assert marks(reading) == {"1001 2025-09-01 AM": "/", "1002 2025-09-01 AM": "N"}
    assert reading.roll["surname"].to_list() == ["Adams", "Brown"]


def test_a_row_cut_off_in_the_middle_of_a_file_is_counted_as_set_aside(tmp_path: Path) -> None:
    rows = (f"{A},2025-09-01,AM,/", f"{A},2025-09-01", f"{A},2025-09-02,AM,/")
    reading = read(save(tmp_path, "a.csv", long(*rows)))
    assert [*marks(reading)] == ["1001 2025-09-01 AM", "1001 2025-09-02 AM"]
    assert set_aside(reading) == {"no session": 1}


def test_a_name_whose_comma_was_not_quoted_is_a_finding_and_not_a_mark(tmp_path: Path) -> None:
    rows = (f"{A},2025-09-01,AM,/", "1002,Brown, Ben,2025-09-01,AM,/")
    reading = read(save(tmp_path, "a.csv", long(*rows)))
    assert marks(reading) == {"1001 2025-09-01 AM": "/"}
    dates = found(reading, "impossible_date")
    assert [finding[:4] for finding in dates] == [("error", "impossible_date", "a.csv", 3)]


# ---- item 4: blank cells

ICONS = "Arbor Student ID,01 Sep 2025 AM,01 Sep 2025 PM,02 Sep 2025 AM,02 Sep 2025 PM\n"
ALL_BLANK = ICONS + "1001,,,,\n1002,,N,,\n1003,I,,,L\n"


def test_many_blanks_and_no_present_mark_have_to_be_explained(tmp_path: Path) -> None:
    error = refusal(save(tmp_path, "a.csv", ALL_BLANK))
    assert (error.exit_code, "a.csv" in error.where) == (3, True)
    assert "--blank-means present" in error.remedy
    assert "--blank-means unmarked" in error.remedy


def test_blanks_may_mean_present(tmp_path: Path) -> None:
    codes = marks(read(save(tmp_path, "a.csv", ALL_BLANK), blank_means="present"))
    assert "".join(codes.values()) == "/\\/\\" + "/N/\\" + "I\\/L"


def test_blanks_may_mean_unmarked(tmp_path: Path) -> None:
    codes = marks(read(save(tmp_path, "a.csv", ALL_BLANK), blank_means="unmarked"))
    assert "".join(codes.values()) == "----" + "-N--" + "I--L"


@pytest.mark.parametrize("present", ["/", "\\", "Present", "Present AM"])
def test_blanks_are_unmarked_where_any_cell_says_present(tmp_path: Path, present: str) -> None:
    reading = read(save(tmp_path, "a.csv", ICONS + f"1001,{present},,,\n1002,,N,,I\n"))
    assert [*marks(reading).values()].count("-") == 5


def test_a_dash_is_unmarked_even_where_blanks_mean_present(tmp_path: Path) -> None:
    text = ICONS + "1001,,-,No Mark,\n1002,I,,,N\n"
    codes = marks(read(save(tmp_path, "a.csv", text), blank_means="present"))
    assert "".join(codes.values()) == "/--\\" + "I\\/N"


def test_blanks_mean_present_up_to_the_last_day_with_a_mark_and_not_at_weekends(
    tmp_path: Path,
) -> None:
    heading = "Arbor Student ID,05 Sep 2025 AM,06 Sep 2025 AM,08 Sep 2025 AM,09 Sep 2025 AM\n"
    reading = read(
        save(tmp_path, "a.csv", heading + "1001,,,,\n1002,,,I,\n"), blank_means="present"
    )
    assert marks(reading) == {
        "1001 2025-09-05 AM": "/", "1001 2025-09-06 AM": "-", "1001 2025-09-08 AM": "/",
        "1002 2025-09-05 AM": "/", "1002 2025-09-06 AM": "-", "1002 2025-09-08 AM": "I",
    }  # fmt: skip
    assert reading.as_of == date(2025, 9, 8)


def test_blanks_of_one_file_say_nothing_of_another(tmp_path: Path) -> None:
    save(tmp_path, "a.csv", long(f"{A},2025-09-01,AM,/"))
    save(tmp_path, "b.csv", ALL_BLANK)
    assert "b.csv" in refusal(tmp_path).where


# ---- item 5: the roll (shape 7), leavers, starters, test pupils

ROLL = "Arbor Student ID,UPN,Name,Year Group,Registration Form\n"
AVA, BEN = layouts.upn_of("1001"), layouts.upn_of("1002")


def with_roll(folder: Path, roll: str, *rows: str, heading: str = ",".join(LONG)) -> Path:
    """A folder of two files: a roll, and marks."""
    save(folder, "roll.csv", roll)
    save(folder, "marks.csv", long(*rows, heading=heading))
    return folder


def test_marks_and_roll_are_told_apart_and_joined_by_arbor_s_id(tmp_path: Path) -> None:
    roll = ROLL + f'1001,{AVA},"Adams, Ava",Year 8,8 CRO\n'
    reading = read(with_roll(tmp_path, roll, '1001,"ADAMS, Av",2025-09-01,AM,/'))
    assert read_as(reading) == {"marks.csv": "marks, long", "roll.csv": "roll"}
    columns = ("pupil_id", "upn", "surname", "forename", "year_group", "registration_group")
    assert reading.roll.select(*columns, "is_on_roll").rows() == [
        ("1001", AVA, "Adams", "Ava", "8", "8 CRO", True)
    ]
    assert marks(reading) == {"1001 2025-09-01 AM": "/"}


def test_marks_with_a_upn_alone_find_the_pupil_of_the_roll(tmp_path: Path) -> None:
    roll = ROLL + f'1001,{AVA},"Adams, Ava",Year 8,8 CRO\n'
    row, heading = f"{AVA.lower()},2025-09-01,AM,/", "UPN,Date,Session,Mark"
    reading = read(with_roll(tmp_path, roll, row, heading=heading))
    assert marks(reading) == {"1001 2025-09-01 AM": "/"}
    assert reading.roll.height == 1


@pytest.mark.parametrize("written", ["Adams, Ava", "ADAMS, AVA", "Adams,  Ava ", "Ava Adams"])
def test_marks_with_a_name_alone_find_the_only_pupil_who_has_it(
    tmp_path: Path, written: str
) -> None:
    roll = ROLL + f'1001,{AVA},"Adams, Ava",8,8 CRO\n1002,{BEN},"Brown, Ben",8,8 CRO\n'
    row, heading = f'"{written}",2025-09-01,AM,/', "Name,Date,Session,Mark"
    reading = read(with_roll(tmp_path, roll, row, heading=heading))
    assert marks(reading) == {"1001 2025-09-01 AM": "/"}
    assert reading.roll.height == 2


def test_a_name_of_two_pupils_is_set_aside_with_an_error(tmp_path: Path) -> None:
    roll = ROLL + f'1001,{AVA},"Adams, Ava",8,8 CRO\n1002,{BEN},"Adams, Ava",9,9 RAS\n'
    heading = "Name,Date,Session,Mark"
    rows = ('"Adams, Ava",2025-09-01,AM,N', '"Cole, Cat",2025-09-01,AM,/')
    reading = read(with_roll(tmp_path, roll, *rows, heading=heading))
    assert marks(reading) == {"Cole, Cat 2025-09-01 AM": "/"}
    assert set_aside(reading) == {"name of several pupils": 1}
    (finding,) = found(reading, "name_of_several_pupils")
    assert finding[:4] == ("error", "name_of_several_pupils", "marks.csv", 2)


def test_two_pupils_of_one_name_are_told_apart_by_their_ids(tmp_path: Path) -> None:
    roll = ROLL + f'1001,{AVA},"Adams, Ava",8,8 CRO\n1002,{BEN},"Adams, Ava",9,9 RAS\n'
    rows = ('1001,"Adams, Ava",2025-09-01,AM,N', '1002,"Adams, Ava",2025-09-01,AM,/')
    assert marks(read(with_roll(tmp_path, roll, *rows))) == {
        "1001 2025-09-01 AM": "N",
        "1002 2025-09-01 AM": "/",
    }


def test_a_roll_without_ids_is_joined_to_marks_with_ids_by_the_unique_name(tmp_path: Path) -> None:
    roll = f'UPN,Name,Year Group\n{AVA},"Adams, Ava",8\n'
    reading = read(with_roll(tmp_path, roll, f"{A},2025-09-01,AM,/"))
    assert reading.roll.select("surname", "year_group", "is_on_roll").rows() == [
        ("Adams", "8", True)
    ]
    assert found(reading, "pupil_without_marks", "pupil_not_on_roll") == []


def test_a_roll_of_names_alone_is_joined_to_marks_by_the_unique_name(tmp_path: Path) -> None:
    roll = 'Name,Year Group\n"Adams, Ava",8\n"Brown, Ben",9\n'
    rows = (f"{A},2025-09-01,AM,/", f"{B},2025-09-01,AM,/")
    reading = read(with_roll(tmp_path, roll, *rows))
    assert reading.roll.select("pupil_id", "year_group").rows() == [("1001", "8"), ("1002", "9")]


@pytest.mark.parametrize(
    "spelt", ["ZOË BRONTË", "Brontë,  Zoë", "brontë, zoë", "Bronte\u0308, Zoe\u0308", "Zoë Brontë"]
)
def test_a_pupil_known_by_name_alone_is_one_pupil_however_it_is_spelt(
    tmp_path: Path, spelt: str
) -> None:
    rows = ('"Brontë, Zoë",2025-09-01,AM,/', f'"{spelt}",2025-09-02,AM,N')
    reading = read(save(tmp_path, "a.csv", long(*rows, heading="Name,Date,Session,Mark")))
    assert (reading.roll.height, [*marks(reading).values()]) == (1, ["/", "N"])


def test_two_marks_files_that_name_a_pupil_differently_are_of_one_pupil(tmp_path: Path) -> None:
    save(tmp_path, "a.csv", f"Arbor Student ID,UPN,Date,Session,Mark\n1001,{AVA},2025-09-01,AM,/\n")
    save(tmp_path, "b.csv", f"UPN,Date,Session,Mark\n{AVA},2025-09-02,AM,N\n")
    assert marks(read(tmp_path)) == {"1001 2025-09-01 AM": "/", "1001 2025-09-02 AM": "N"}


def test_a_pupil_on_several_rows_of_the_roll_is_one_pupil(tmp_path: Path) -> None:
    heading = "Arbor Student ID,Name,Year Group,SEN status,Pupil Premium Recipient,Guardian's car\n"
    rows = f"{A},8,K,No,red\n{A},8,K,Yes,blue\n{A},8,,No,\n{B},8,,No,\n"
    reading = read(with_roll(tmp_path, heading + rows, f"{A},2025-09-01,AM,/"))
    assert reading.roll.select("pupil_id", "sen_status", "pupil_premium").rows() == [
        ("1001", "SEN support", "Yes"),
        ("1002", "None", "No"),
    ]
    assert marks(reading) == {"1001 2025-09-01 AM": "/"}


def test_a_roll_may_have_titles_blank_rows_and_a_total(tmp_path: Path) -> None:
    roll = "Pupils on roll\n\n" + ROLL + f'1001,{AVA},"Adams, Ava",8,8 CRO\n\nTotal,,,,1\n'
    reading = read(with_roll(tmp_path, roll, f"{A},2025-09-01,AM,/"))
    assert reading.roll.select("pupil_id", "source_row").rows() == [("1001", 4)]


SPELLS = "Arbor Student ID,Name,Year Group,Enrolment start date,Leaving date\n"


def test_marks_outside_the_dates_on_roll_are_set_aside_with_a_finding(tmp_path: Path) -> None:
    roll = SPELLS + f"{A},8,02 Sep 2025,04 Sep 2025\n"
    days = [f"{A},2025-09-0{day},AM,/" for day in range(1, 6)]
    reading = read(with_roll(tmp_path, roll, *days, f"{B},2025-09-05,AM,/"))
    # the first and the last day on roll are days on roll
    assert [*marks(reading)] == [
        "1001 2025-09-02 AM", "1001 2025-09-03 AM", "1001 2025-09-04 AM", "1002 2025-09-05 AM",
    ]  # fmt: skip
    assert set_aside(reading) == {"outside dates on roll": 2}
    rows = [(finding.severity, finding.row) for finding in found(reading, "outside_enrolment")]
    assert rows == [("warning", 2), ("warning", 6)]


def test_a_pupil_without_a_leaving_date_is_still_on_roll(tmp_path: Path) -> None:
    roll = SPELLS + f"{A},8,02 Sep 2020,\n"
    assert marks(read(with_roll(tmp_path, roll, f"{A},2025-09-05,AM,/"))) == {
        "1001 2025-09-05 AM": "/"
    }


def test_a_pupil_who_left_and_came_back_is_on_roll_in_both_spells(tmp_path: Path) -> None:
    roll = SPELLS + f"{A},8,02 Sep 2024,04 Oct 2024\n{A},8,01 Sep 2025,\n"
    rows = (f"{A},2024-10-04,AM,/", f"{A},2025-09-01,AM,/")
    assert [*marks(read(with_roll(tmp_path, roll, *rows)))] == [
        "1001 2024-10-04 AM",
        "1001 2025-09-01 AM",
    ]


def test_a_test_pupil_is_a_finding(tmp_path: Path) -> None:
    roll = ROLL + f'1001,{AVA},"Adams, Ava",8,8 CRO\n9999,,"Test, Pupil",8,8 CRO\n'
    rows = (f"{A},2025-09-01,AM,/", '9999,"Test, Pupil",2025-09-01,AM,/')
    reading = read(with_roll(tmp_path, roll, *rows))
    assert {finding.row for finding in found(reading)} == {3}


def test_a_later_roll_has_the_last_word(tmp_path: Path) -> None:
    save(tmp_path, "z.csv", ROLL + f'1001,{AVA},"Adams, Ava",7,7 CRO\n', saved="2025-07-01")
    save(tmp_path, "a.csv", ROLL + f'1001,{AVA},"Adams-Bell, Ava",8,8 CRO\n', saved="2025-09-01")
    save(tmp_path, "marks.csv", long(f"{A},2025-09-01,AM,/"))
    columns = ("surname", "year_group", "registration_group")
    assert read(tmp_path).roll.select(columns).rows() == [("Adams-Bell", "8", "8 CRO")]


# ---- item 6: exports that overlap

MON = f"{A},2025-09-01,AM,"
OLD, NEW = "2025-09-05", "2025-09-12"


def two_exports(
    folder: Path,
    old: Sequence[str],
    new: Sequence[str],
    saved: tuple[str, str] = (OLD, NEW),
    names: tuple[str, str] = ("old.csv", "new.csv"),
) -> Path:
    save(folder, names[0], long(*old), saved=saved[0])
    save(folder, names[1], long(*new), saved=saved[1])
    return folder


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("b.csv", "a.csv"), ("x/m.csv", "m.csv")])
def test_the_later_export_wins_whatever_the_files_are_called(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    folder = two_exports(tmp_path, [MON + "N"], [MON + "I"], names=names)
    reading = read(folder)
    assert marks(reading) == {"1001 2025-09-01 AM": "I"}
    assert set_aside(reading) == {"replaced by a later export": 1}


@pytest.mark.parametrize(("old", "new"), [("/", "N"), ("N", "/"), ("I", "#"), ("L", "U")])
def test_the_later_mark_wins_be_it_better_or_worse(tmp_path: Path, old: str, new: str) -> None:
    reading = read(two_exports(tmp_path, [MON + old], [MON + new]))
    assert marks(reading) == {"1001 2025-09-01 AM": new}


def test_a_changed_mark_is_reported_with_both_files_and_rows(tmp_path: Path) -> None:
    folder = two_exports(
        tmp_path, [f"{B},2025-09-01,AM,/", MON + "N"], [MON + "I", f"{B},2025-09-01,AM,/"]
    )
    (finding,) = found(read(folder), "changed_between_exports")
    assert finding[:4] == ("warning", "changed_between_exports", "old.csv", 3)
    for words in ("'N'", "'I'", "Mon 1 Sep 2025 AM", "new.csv", "row 2"):
        assert words in finding.message


def test_a_mark_that_stays_the_same_is_counted_once_without_a_warning(tmp_path: Path) -> None:
    folder = two_exports(tmp_path, [MON + "I"], [MON + "I", f"{A},2025-09-02,AM,/"])
    reading = read(folder)
    assert marks(reading) == {"1001 2025-09-01 AM": "I", "1001 2025-09-02 AM": "/"}
    assert [(finding.severity, finding.file) for finding in found(reading)] == [
        ("notice", "old.csv")
    ]


def test_the_code_counts_and_not_how_it_is_written(tmp_path: Path) -> None:
    reading = read(two_exports(tmp_path, [MON + "i"], [MON + "Illness (I)"]))
    assert found(reading, "changed_between_exports") == []


@pytest.mark.parametrize("empty", ["", " ", '""'])
def test_an_empty_cell_of_a_later_export_never_erases_a_mark(tmp_path: Path, empty: str) -> None:
    folder = two_exports(tmp_path, [MON + "I"], [MON + empty, f"{A},2025-09-02,AM,/"])
    reading = read(folder)
    assert marks(reading)["1001 2025-09-01 AM"] == "I"
    assert places(reading)["1001 2025-09-01 AM"] == ("old.csv", 2)


def test_no_finding_takes_the_earlier_export_for_the_later(tmp_path: Path) -> None:
    reading = read(two_exports(tmp_path, [MON + "I"], [MON, f"{A},2025-09-02,AM,/"]))
    assert "replaced by a later export" not in set_aside(reading)
    assert [finding for finding in found(reading) if "later export" in finding.message] == []


@pytest.mark.parametrize("unmarked", ["-", "No Mark"])
def test_a_mark_taken_back_in_a_later_export_is_taken_back(tmp_path: Path, unmarked: str) -> None:
    folder = two_exports(tmp_path, [MON + "I"], [MON + unmarked, f"{A},2025-09-02,AM,/"])
    reading = read(folder)
    assert marks(reading)["1001 2025-09-01 AM"] == "-"
    assert [finding.file for finding in found(reading, "changed_between_exports")] == ["old.csv"]


def test_an_unknown_mark_of_a_later_export_never_erases_a_mark(tmp_path: Path) -> None:
    reading = read(two_exports(tmp_path, [MON + "I"], [MON + "@"]))
    assert marks(reading) == {"1001 2025-09-01 AM": "I"}
    assert [finding.file for finding in found(reading, "unknown_mark")] == ["new.csv"]


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
def test_of_files_saved_at_one_moment_the_one_that_reaches_further_is_later(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    folder = two_exports(
        tmp_path, [MON + "N"], [MON + "I", f"{A},2025-09-08,AM,/"], (OLD, OLD), names
    )
    reading = read(folder)
    assert marks(reading)["1001 2025-09-01 AM"] == "I"


def test_the_last_of_three_exports_wins(tmp_path: Path) -> None:
    two_exports(tmp_path, [MON + "N"], [MON + "I"])
    save(tmp_path, "newest.csv", long(MON + "M"), saved="2025-09-19")
    reading = read(tmp_path)
    assert marks(reading) == {"1001 2025-09-01 AM": "M"}
    changed = found(reading, "changed_between_exports")
    assert {finding.file for finding in changed} == {"old.csv", "new.csv"}
    assert all("newest.csv" in finding.message for finding in changed)


def test_exports_of_different_shapes_overlap_too(tmp_path: Path) -> None:
    save(tmp_path, "old.csv", long(MON + "N", f"{A},2025-09-01,PM,N"), saved=OLD)
    save(
        tmp_path,
        "new.csv",
        "Arbor Student ID,01 Sep 2025 AM,01 Sep 2025 PM\n1001,I,\\\n",
        saved=NEW,
    )
    assert [*marks(read(tmp_path)).values()] == ["I", "\\"]


def test_a_file_already_read_is_recognised_by_its_content(tmp_path: Path) -> None:
    text = long(MON + "N")
    save(tmp_path, "a.csv", text, saved=OLD)
    save(tmp_path, "copy/b.csv", text, saved=NEW)
    reading = read(tmp_path)
    assert marks(reading) == {"1001 2025-09-01 AM": "N"}
    assert sorted(source.rows for source in reading.sources) == [0, 1]
    (finding,) = found(reading)
    assert finding[:2] == ("notice", "repeated_file")


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = save(tmp_path, "a.csv", long(MON + "N"))
    assert len(read(path, path, tmp_path).sources) == 1


def test_two_marks_of_one_file_keep_the_best_and_show_both_rows(tmp_path: Path) -> None:
    reading = read(save(tmp_path, "a.csv", long(MON + "N", MON + "B", MON + "I")))
    assert marks(reading) == {"1001 2025-09-01 AM": "B"}
    conflicts = found(reading, "conflicting_marks")
    assert [(finding.severity, finding.row) for finding in conflicts] == [
        ("error", 2),
        ("error", 4),
    ]
    assert all("row 3" in finding.message for finding in conflicts)


@pytest.mark.parametrize(
    ("better", "worse"), [("/", "B"), ("L", "V"), ("B", "I"), ("I", "N"), ("O", "#"), ("N", "Y4")]
)
@pytest.mark.parametrize("order", [1, -1])
def test_the_best_mark_is_arbor_s_best(tmp_path: Path, better: str, worse: str, order: int) -> None:
    rows = [MON + better, MON + worse][::order]
    assert marks(read(save(tmp_path, "a.csv", long(*rows)))) == {"1001 2025-09-01 AM": better}


def test_two_equal_marks_of_one_file_collapse(tmp_path: Path) -> None:
    reading = read(save(tmp_path, "a.csv", long(MON + "N", MON + "N")))
    assert marks(reading) == {"1001 2025-09-01 AM": "N"}
    assert set_aside(reading) == {"same mark twice": 1}
    assert [finding.severity for finding in found(reading)] == ["notice"]


# ---- items 7 and 8, folders, and the as-of date


def test_a_pupil_of_the_roll_without_marks_is_reported_at_the_roll_s_row(tmp_path: Path) -> None:
    roll = ROLL + f'1001,{AVA},"Adams, Ava",8,8 CRO\n1002,{BEN},"Brown, Ben",9,9 RAS\n'
    reading = read(with_roll(tmp_path, roll, f"{A},2025-09-01,AM,/"))
    (finding,) = found(reading, "pupil_without_marks")
    assert finding[:4] == ("warning", "pupil_without_marks", "roll.csv", 3)
    assert reading.roll["pupil_id"].to_list() == ["1001", "1002"]


def test_future_dates_are_ignored_and_counted_as_such(tmp_path: Path) -> None:
    rows = (f"{A},2025-09-01,AM,/", f"{A},2025-09-02,AM,", f"{A},2025-09-03,AM,C")
    reading = read(save(tmp_path, "a.csv", long(*rows)), today=TUESDAY)
    assert reading.as_of == MONDAY
    assert marks(reading) == {"1001 2025-09-01 AM": "/"}
    assert set_aside(reading) == {"after the as-of date": 2}
    (finding,) = found(reading)  # the empty future day is nobody's fault
    assert finding[:3] == ("notice", "after_as_of_date", "a.csv")


@pytest.mark.parametrize(
    ("today", "as_of"),
    [(TUESDAY, TUESDAY), (date(2025, 9, 30), date(2025, 9, 3)), (MONDAY, MONDAY)],
)
def test_the_as_of_date_is_the_latest_date_with_a_mark_on_or_before_today(
    tmp_path: Path, today: date, as_of: date
) -> None:
    days = [f"{A},2025-09-0{day},AM,/" for day in (1, 2, 3)]
    path = save(tmp_path, "a.csv", long(*days, f"{A},2025-09-04,AM,-"))
    assert read(path, today=today).as_of == as_of


def test_nothing_on_or_before_today_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path, "a.csv", long(f"{A},2025-09-01,AM,/"))
    with pytest.raises(UnusableInput) as refused:
        read(path, today=date(2025, 8, 31))
    assert "a.csv" in refused.value.where


def test_a_folder_is_read_with_all_below_it(tmp_path: Path) -> None:
    save(tmp_path, "autumn/week 1/marks.csv", long(f"{A},2025-09-01,AM,/"))
    save(tmp_path, "autumn/week 2/marks.csv", long(f"{A},2025-09-08,AM,N"))
    save(tmp_path, "roll.tsv", "Arbor Student ID\tYear Group\n1001\t8\n")
    save(tmp_path, "autumn/notes.docx", "not ours")
    reading = read(tmp_path)
    assert marks(reading) == {"1001 2025-09-01 AM": "/", "1001 2025-09-08 AM": "N"}
    assert len({source.path for source in reading.sources}) == 3
    assert set(reading.marks["source_file"].to_list()) == {
        str(tmp_path / "autumn" / week / "marks.csv") for week in ("week 1", "week 2")
    }


# ---- XLSX


TEXT_ROWS = [LONG, (1001, "Adams, Ava", "01 Sep 2025", "AM", "/")]


@pytest.mark.parametrize(
    "day", [MONDAY, at(MONDAY), at(MONDAY, time(8, 45)), "01 Sep 2025", 45901, 45901.36]
)  # fmt: skip
def test_a_workbook_s_dates_may_be_dates_texts_or_serial_numbers(
    tmp_path: Path, day: object
) -> None:
    rows = [LONG, (1001, "Adams, Ava", day, "AM", "/"), (1001, "Adams, Ava", day, "PM", "\\")]
    assert marks(read(save(tmp_path, "a.xlsx", workbook({"Marks": rows})))) == {
        "1001 2025-09-01 AM": "/",
        "1001 2025-09-01 PM": "\\",
    }


def test_a_workbook_may_mix_its_dates_and_its_numbers(tmp_path: Path) -> None:
    rows = [
        LONG,
        (1001, "Adams, Ava", date(2025, 9, 1), "AM", "/"),
        (1001.0, "Adams, Ava", 45902, "AM", "P"),
        ("1001", "Adams, Ava", "2025-09-03", 1, "L"),
        ("1001", "Adams, Ava", "Thu, 04 Sep 2025", time(13, 5), "C1"),
    ]
    assert marks(read(save(tmp_path, "a.xlsx", workbook({"Marks": rows})))) == {
        "1001 2025-09-01 AM": "/",
        "1001 2025-09-02 AM": "P",
        "1001 2025-09-03 AM": "L",
        "1001 2025-09-04 PM": "C1",
    }


@pytest.mark.parametrize("first_row", [1, 4])
def test_a_workbook_s_rows_are_numbered_as_the_spreadsheet_shows_them(
    tmp_path: Path, first_row: int
) -> None:
    rows = [
        ("Raw marks",), (), LONG, (), (1001, "Adams, Ava", MONDAY, "AM", "/"), (),
        (1001, "Adams, Ava", MONDAY, "PM", "@"),
    ]  # fmt: skip
    path = save(tmp_path, "a.xlsx", workbook({"Marks": rows}, first_row=first_row))
    reading = read(path)
    assert places(reading) == {"1001 2025-09-01 AM": ("a.xlsx", first_row + 4)}
    (finding,) = found(reading, "unknown_mark")
    assert finding.row == first_row + 6


@pytest.mark.parametrize(
    "days",
    [
        (MONDAY, TUESDAY),
        (at(MONDAY), at(TUESDAY)),
        ("01 Sep 2025", "02 Sep 2025"),
        ("Mon, 01 Sep 2025", "Tue, 02 Sep 2025"),
    ],
)  # fmt: skip
def test_a_workbook_s_two_header_rows_may_have_real_dates(
    tmp_path: Path, days: tuple[object, object]
) -> None:
    rows = [
        (None, None, days[0], None, days[1], None),
        ("Arbor Student ID", "Name", "AM", "PM", "AM", "PM"),
        (1001, "Adams, Ava", "/", "\\", "I", "N"),
    ]
    assert marks(read(save(tmp_path, "a.xlsx", workbook({"Marks": rows})))) == {
        "1001 2025-09-01 AM": "/",
        "1001 2025-09-01 PM": "\\",
        "1001 2025-09-02 AM": "I",
        "1001 2025-09-02 PM": "N",
    }


def test_a_wide_workbook_is_read(tmp_path: Path) -> None:
    rows = [
        ("Arbor Student ID", "Name", "01 Sep 2025 AM", "01 Sep 2025 PM"),
        (1001, "Adams, Ava", "/", None),
    ]
    assert marks(read(save(tmp_path, "a.xlsx", workbook({"Marks": rows})))) == {
        "1001 2025-09-01 AM": "/",
        "1001 2025-09-01 PM": "-",
    }


def test_the_marks_may_be_on_any_sheet(tmp_path: Path) -> None:
    cover: Sequence[Sequence[object]] = [("Laurence Jackson School",), ("Printed", "today")]
    sheets = {"Cover": cover, "Raw": TEXT_ROWS}
    reading = read(save(tmp_path, "a.xlsx", workbook(sheets)))
    assert marks(reading) == {"1001 2025-09-01 AM": "/"}
    assert places(reading) == {"1001 2025-09-01 AM": ("a.xlsx [Raw]", 2)}


def test_the_roll_and_several_weeks_may_be_sheets_of_one_workbook(tmp_path: Path) -> None:
    sheets: dict[str, Sequence[Sequence[object]]] = {
        "Week 1": TEXT_ROWS,
        "Week 2": [LONG, (1001, "Adams, Ava", date(2025, 9, 8), "AM", "N")],
        "Empty": [],
        "Roll": [("Arbor Student ID", "Name", "Year Group"), (1001, "Adams, Ava", "Year 8")],
    }
    reading = read(save(tmp_path, "a.xlsx", workbook(sheets)))
    assert marks(reading) == {"1001 2025-09-01 AM": "/", "1001 2025-09-08 AM": "N"}
    assert reading.roll["year_group"].to_list() == ["8"]
    assert read_as(reading) == {
        "a.xlsx [Week 1]": "marks, long",
        "a.xlsx [Week 2]": "marks, long",
        "a.xlsx [Roll]": "roll",
    }


def test_a_workbook_and_a_csv_of_one_week_overlap(tmp_path: Path) -> None:
    save(tmp_path, "a.xlsx", workbook({"Marks": TEXT_ROWS}), saved=OLD)
    save(tmp_path, "a.csv", long(MON + "N"), saved=NEW)
    assert marks(read(tmp_path)) == {"1001 2025-09-01 AM": "N"}


def test_a_roll_s_workbook_may_have_real_dates(tmp_path: Path) -> None:
    rows = [("Arbor Student ID", "Year Group", "Leaving date"), (1001, "Year 8", date(2026, 1, 9))]
    save(tmp_path, "roll.xlsx", workbook({"Roll": rows}))
    save(tmp_path, "marks.csv", long(MON + "N"))
    assert read(tmp_path).roll["on_roll_until"].to_list() == [date(2026, 1, 9)]


# ---- where a mark stands: the row as a spreadsheet shows it, 1 being the file's first line


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_long_file_s_rows_are_numbered_from_its_first_line(tmp_path: Path, line_end: str) -> None:
    text = PREAMBLE + long(f"{A},2025-09-01,AM,/", "", "", f"{A},2025-09-02,AM,@")
    reading = read(save(tmp_path, "a.csv", text.replace("\n", line_end)))
    assert places(reading) == {"1001 2025-09-01 AM": ("a.csv", 6)}
    (finding,) = found(reading)
    assert finding[:4] == ("error", "unknown_mark", "a.csv", 9)


def test_a_line_break_in_a_cell_is_within_one_row(tmp_path: Path) -> None:
    heading = '"Arbor\nStudent ID",Note,Date,Session,Mark'
    rows = ('1001,"rang,\nunwell\n",2025-09-01,AM,I', "1001,,2025-09-02,AM,@")
    reading = read(save(tmp_path, "a.csv", long(*rows, heading=heading)))
    assert places(reading) == {"1001 2025-09-01 AM": ("a.csv", 2)}
    assert [finding.row for finding in found(reading)] == [3]


def test_the_forgiving_reader_numbers_rows_alike(tmp_path: Path) -> None:
    rows = [f"{A},2025-09-01,AM,/", "", *[f"{A},2025-09-02,AM,@"] * 70, f"{A},2025-09-03,AM,@,,,,"]
    reading = read(save(tmp_path, "a.csv", PREAMBLE + long(*rows)))
    assert places(reading) == {"1001 2025-09-01 AM": ("a.csv", 6)}
    assert [finding.row for finding in found(reading)] == [*range(8, 79)]


@pytest.mark.parametrize(
    ("shape", "first"),
    [("long", 2), ("wide", 2), ("wide_two_header_rows", 3), ("bi_table", 2), ("mark_string", 2)],
)
@pytest.mark.parametrize("above", ["", PREAMBLE])
def test_every_shape_knows_its_rows(tmp_path: Path, shape: Shape, first: int, above: str) -> None:
    path = tmp_path / "a.csv"
    layouts.write(REGISTER, shape, path)
    path.write_bytes(above.encode() + path.read_bytes())
    found_rows = places(read(path))
    rows = [found_rows[place][1] for place in AS_DRAWN]  # 1001's eight marks, then 1002's
    one_each = shape in ("long", "bi_table")
    expected = range(16) if one_each else [0] * 8 + [1] * 8
    assert rows == [above.count("\n") + first + number for number in expected]


# ---- other systems, by themselves or through a mapping


def test_sims_is_read_as_it_is(tmp_path: Path) -> None:
    heading = "Legal Surname,Legal Forename,Reg Group,Year Group,Adno,Date,Session Name,Mark"
    rows = (
        "Adams,Ava,8C,Year 8,001001,01/09/2025,AM,/",
        "Adams,Ava,8C,Year 8,001001,01/09/2025,PM,N",
    )
    reading = read(save(tmp_path, "a.csv", long(*rows, heading=heading)))
    assert marks(reading) == {"001001 2025-09-01 AM": "/", "001001 2025-09-01 PM": "N"}
    columns = ("surname", "forename", "registration_group", "year_group")
    assert reading.roll.select(columns).rows() == [("Adams", "Ava", "8C", "8")]


def test_wonde_is_read_as_it_is(tmp_path: Path) -> None:
    heading = "student_id,date,session,attendance code,comment,minutes late"
    rows = ("A1B2,2025-09-01,AM,L,bus,7", "A1B2,2025-09-01,PM,\\,,")
    reading = read(save(tmp_path, "a.csv", long(*rows, heading=heading)))
    assert marks(reading) == {"A1B2 2025-09-01 AM": "L", "A1B2 2025-09-01 PM": "\\"}
    assert reading.marks["minutes_late"].to_list() == [7, None]


OWN = "Number,Day,Half,Sign"
MAPPING = """
[columns]
pupil_id = "Number"
date = "Day"
session = "Half"
mark = "Sign"
"""


def mapped(folder: Path, mapping: str, *rows: str, heading: str = OWN) -> dict[str, str]:
    """The marks of a file of another system, read through a mapping."""
    path = save(folder, "a.csv", long(*rows, heading=heading))
    return marks(read(path, mapping=save(folder, "mapping.toml", mapping)))


def test_a_mapping_makes_another_system_readable(tmp_path: Path) -> None:
    rows = ("77,2025-09-01,AM,/", "77,2025-09-01,PM,N")
    assert "Number" in refusal(save(tmp_path, "a.csv", long(*rows, heading=OWN))).remedy
    assert mapped(tmp_path, MAPPING, *rows) == {"77 2025-09-01 AM": "/", "77 2025-09-01 PM": "N"}


@pytest.mark.parametrize("header", ["number", " NUMBER ", "Number?", "Number\u00a0"])
def test_a_mapping_s_headers_are_compared_as_all_headers_are(tmp_path: Path, header: str) -> None:
    mapping = MAPPING.replace('"Number"', f'"{header}"')
    assert mapped(tmp_path, mapping, "77,2025-09-01,AM,/") == {"77 2025-09-01 AM": "/"}


def test_a_mapping_s_header_wins_over_a_known_one(tmp_path: Path) -> None:
    mapping = '[columns]\npupil_id = "Internal no"\nmark = "Statutory sign"\n'
    heading = "Student ID,Internal no,Date,Session,Mark,Statutory sign"
    assert mapped(tmp_path, mapping, "5,77,2025-09-01,AM,N,/", heading=heading) == {
        "77 2025-09-01 AM": "/"
    }


@pytest.mark.parametrize(
    ("date_format", "text"),
    [("%m/%d/%Y", "09/01/2025"), ("%Y%m%d", "20250901"), ("%d.%m.%y", "01.09.25")],
)
def test_a_mapping_may_have_a_date_format(tmp_path: Path, date_format: str, text: str) -> None:
    mapping = MAPPING + f'[values]\ndate_format = "{date_format}"\n'
    assert mapped(tmp_path, mapping, f"77,{text},AM,/") == {"77 2025-09-01 AM": "/"}


@pytest.mark.parametrize("heading", ["Number,{0} AM,{0} PM", ",{0},\nNumber,AM,PM"])
def test_a_mapping_s_date_format_holds_for_the_headers_of_a_wide_file(
    tmp_path: Path, heading: str
) -> None:
    mapping = '[columns]\npupil_id = "Number"\n[values]\ndate_format = "%m/%d/%Y"\n'
    for text, day in (("09/02/2025", "2025-09-02"), ("09/15/2025", "2025-09-15")):
        assert mapped(tmp_path, mapping, "77,/,N", heading=heading.format(text)) == {
            f"77 {day} AM": "/",
            f"77 {day} PM": "N",
        }


def test_a_date_that_does_not_fit_the_mapping_s_format_is_a_finding(tmp_path: Path) -> None:
    mapping = save(tmp_path, "m.toml", MAPPING + '[values]\ndate_format = "%m/%d/%Y"\n')
    rows = ("77,09/01/2025,AM,/", "77,13/01/2025,AM,/")
    reading = read(save(tmp_path, "a.csv", long(*rows, heading=OWN)), mapping=mapping)
    assert marks(reading) == {"77 2025-09-01 AM": "/"}
    assert [finding[:4] for finding in found(reading)] == [("error", "impossible_date", "a.csv", 3)]


def test_a_mapping_may_say_what_marks_mean(tmp_path: Path) -> None:
    mapping = MAPPING + '[marks]\n"ill" = "I"\n"P" = "/"\n"1" = "\\\\"\n"none" = "-"\n'
    rows = (
        "77,2025-09-01,AM,P",
        "77,2025-09-01,PM,1",
        "77,2025-09-02,AM, ill ",
        "77,2025-09-02,PM,none",
    )
    assert [*mapped(tmp_path, mapping, *rows).values()] == ["/", "\\", "I", "-"]


def test_a_mapping_may_say_that_one_character_stands_for_two(tmp_path: Path) -> None:
    signs = {"<": "C1", ">": "C2", "?": "J1", "$": "Y1", "a": "Y2", "%": "Y3", "`": "Y4", ":": "Y5"}
    signs |= {"|": "Y6", "_": "Y7", "/": "/", "I": "I"}
    mapping = MAPPING + "[values]\none_character_codes = true\n"
    rows = [f"77,2025-09-{day:02},AM,{sign}" for day, sign in enumerate(signs, start=1)]
    assert [*mapped(tmp_path, mapping, *rows).values()] == [*signs.values()]


def test_a_string_of_marks_may_hold_one_character_for_two(tmp_path: Path) -> None:
    mapping = "[values]\none_character_codes = true\n"
    text = "A801200001001,2025-09-01,/\\/\\/\\/\\<>"
    heading = "UPN,Start Date,Marks"
    codes = [*mapped(tmp_path, mapping, text, heading=heading).values()]
    assert codes == ["/", "\\"] * 4 + ["C1", "C2"]


WRONG_MAPPINGS = {
    "columns.markk is not a field (did you mean mark?)": '[columns]\nmarkk = "Sign"\n',
    "columns.colour is not a field": '[columns]\ncolour = "Colour"\n',
    "columns.mark has to be their header": "[columns]\nmark = 5\n",
    "[collumns]": '[collumns]\nmark = "Sign"\n',
    "values.date_fromat is not a setting (did you mean date_format?)": (
        '[values]\ndate_fromat = "%d"\n'
    ),
    "values.date_format has to be": "[values]\ndate_format = 5\n",
    "values.one_character_codes has to be": '[values]\none_character_codes = "yes"\n',
    "marks.Ill has to be a code": "[marks]\nIll = 5\n",
    "[columns] has to be a section": 'columns = "x"\n',
}


@pytest.mark.parametrize("words", WRONG_MAPPINGS)
def test_a_wrong_key_or_value_of_a_mapping_is_named(tmp_path: Path, words: str) -> None:
    mapping = save(tmp_path, "mapping.toml", WRONG_MAPPINGS[words])
    path = save(tmp_path, "a.csv", long(MON + "N"))
    error = refusal(path, mapping=mapping)
    assert (error.exit_code, error.where) == (3, str(mapping))
    assert words in error.remedy


def test_all_that_is_wrong_in_a_mapping_is_named_at_once(tmp_path: Path) -> None:
    text = '[columns]\nmarkk = "Sign"\ndaet = "Day"\n[values]\nformat = "%d"\n[more]\nx = 1\n'
    error = refusal(
        save(tmp_path, "a.csv", long(MON + "N")), mapping=save(tmp_path, "mapping.toml", text)
    )
    assert [word for word in ("markk", "daet", "format", "more") if word not in error.remedy] == []


@pytest.mark.parametrize("content", [b"[columns\n", b"\xff\xfe[columns]", None])
def test_a_mapping_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    mapping = tmp_path / "mapping.toml"
    if content is not None:
        save(tmp_path, "mapping.toml", content)
    error = refusal(save(tmp_path, "a.csv", long(MON + "N")), mapping=mapping)
    assert (error.exit_code, error.where) == (3, str(mapping))
    assert "lja import --explain" in error.remedy


@pytest.mark.parametrize(
    "heading", [OWN, ",".join(LONG), '"Say ""what""",back\\slash,Date,Session,Mark,"new\nline"']
)
def test_the_mapping_offered_for_a_file_can_be_read_back(tmp_path: Path, heading: str) -> None:
    row = ",".join(["1"] * (heading.count(",") + 1))
    path = save(tmp_path, "a.csv", long(row, row, heading=heading))
    (explanation,) = explain(path, SETTINGS, TODAY)
    offered = read_mapping(save(tmp_path, "mapping.toml", explanation.mapping))
    assert (offered.date_format, offered.marks) == ("", {})
    assert all(header in normal(heading.replace('""', '"')) for header in offered.fields)


def test_the_mapping_offered_for_an_unknown_file_names_its_headers(tmp_path: Path) -> None:
    path = save(tmp_path, "a.csv", long("77,2025-09-01,AM,/", heading=OWN))
    (explanation,) = explain(path, SETTINGS, TODAY)
    assert [header for header in OWN.split(",") if header not in explanation.mapping] == []

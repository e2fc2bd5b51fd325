"""One cell at a time: dates, sessions, marks, and what a roll says of a pupil."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lj_attendance.ingest.mark_texts import PRESENT, is_unmarked, read_mark
from lj_attendance.ingest.roll import read_flag, read_sen, read_sex
from lj_attendance.ingest.values import (
    could_be_month_first,
    looks_month_first,
    read_date,
    read_day_and_session,
    read_session,
    read_time,
    translate,
)
from tests.ingest import long, marks, read, save

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NBSP, NARROW = "\u00a0", "\u202f"
PM_OPENS = time(12, 5)
FOURTH = date(2024, 9, 4)  # a Wednesday
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
LONG_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
LONG_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
EXCEL_DAY_0 = date(1899, 12, 30)

# ---- dates

DATES = [
    "04 Sep 2024", "4 Sep 2024", "04 Sept 2024", "04 September 2024", "04 SEP 2024", "04 sep 2024",
    "Wed, 04 Sep 2024", "Wed, 04 Sep 2024, 11:20", "Wed 04 Sep 2024", "Wednesday, 4 September 2024",
    "2024-09-04", "2024-09-04 08:30:00", "2024-09-04T08:30:00", "2024-09-04 00:00:00.000",
    "04/09/2024", "4/9/2024", "04/09/2024 08:30", "04/09/24", "04-Sep-24", "04-Sep-2024",
    "4-Sept-24",
    f"04{NBSP}Sep{NBSP}2024", f"Wed,{NBSP}04{NARROW}Sep{NBSP}2024,{NBSP}11:20", "  04 Sep 2024\t",
    "04-09-2024", "04.09.2024", "2024/09/04",
]  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_every_style_of_date_is_the_same_day(text: str) -> None:
    assert read_date(text) == FOURTH
    assert read_date(text, excel=True) == FOURTH


@pytest.mark.parametrize(
    "text",
    [
        None, "", " ", "-", "soon", "31 Sep 2024", "31/09/2024", "2024-09-31", "29 Feb 2025",
        "2025-02-29", "00/09/2024", "0 Sep 2024", "04/13/2024", "04 Foo 2024", "04 Se 2024",
        "2024-09", "Sep 2024", "04 Sep", "20240904x", "4 Sep 20244", "04/09", "1001", "A1",
        "0000-01-01",
        "04 Sep 2024 and 05 Sep 2024", "04/09/2024 to 05/09/2024",
    ],
)  # fmt: skip
def test_what_is_no_day_is_none(text: str | None) -> None:
    assert read_date(text) is None


def test_the_day_comes_before_the_month_always() -> None:
    assert read_date("01/02/2025") == date(2025, 2, 1)
    assert read_date("12/11/2025") == date(2025, 11, 12)
    assert read_date("09/13/2025") is None  # never turned round


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        ("45539", FOURTH), ("45539.0", FOURTH), ("45539.354166", FOURTH),
        ("45658", date(2025, 1, 1)), ("36526", date(2000, 1, 1)),
    ],
)  # fmt: skip
def test_a_workbook_s_serial_number_is_a_day_there_alone(serial: str, day: date) -> None:
    assert read_date(serial, excel=True) == day
    assert read_date(serial) is None


STYLES: dict[str, Callable[[date], str]] = {
    "Arbor": lambda day: f"{day.day:02} {MONTHS[day.month - 1]} {day.year}",
    "Arbor with its weekday": lambda day: (
        f"{WEEKDAYS[day.weekday()]}, {day.day:02} {MONTHS[day.month - 1]} {day.year}"
    ),
    "Arbor with a time": lambda day: (
        f"{WEEKDAYS[day.weekday()]}, {day.day:02} {MONTHS[day.month - 1]} {day.year}, 11:20"
    ),
    "Arbor with no-break spaces": lambda day: (
        f"{day.day:02}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"
    ),
    "ISO": date.isoformat,
    "ISO with a time": lambda day: f"{day.isoformat()} 08:30:00",
    "slashes": lambda day: f"{day.day:02}/{day.month:02}/{day.year}",
    "slashes, short": lambda day: f"{day.day}/{day.month}/{day.year}",
    "two digits of the year": lambda day: (
        f"{day.day:02}-{MONTHS[day.month - 1]}-{day.year % 100:02}"
    ),
    "in full": lambda day: (
        f"{LONG_WEEKDAYS[day.weekday()]} {day.day} {LONG_MONTHS[day.month - 1]} {day.year}"
    ),
    "Sept": lambda day: f"{day.day} {MONTHS[day.month - 1].replace('Sep', 'Sept')} {day.year}",
}


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from([*STYLES]))
def test_a_date_reads_back_as_itself(day: date, style: str) -> None:
    assert read_date(STYLES[style](day)) == day
    assert read_date(STYLES[style](day), excel=True) == day


@given(st.dates(date(1930, 1, 1), date(2099, 12, 31)))
def test_a_serial_number_reads_back_as_its_day(day: date) -> None:
    assert read_date(str((day - EXCEL_DAY_0).days), excel=True) == day


ODD_TEXTS = st.one_of(
    st.text(),
    st.from_regex(r"\d{1,5}[-/. ]\w{1,9}[-/. ]\d{1,5}([ T,]+\d{1,2}:\d{2})?"),
    st.text("0123456789-/. :,TZapmAPM\u00a0\u0661\u0969²½SepOct", max_size=24),
)


@given(ODD_TEXTS, st.booleans())
@example("٠٤/٠٩/٢٠٢٤", False)
@example("²²/²²/²⁰²⁴", False)
@example("99999", True)
@example("00000", True)
@example("04 ſep 2024", False)
@example("10 \u212aan 2024", False)
def test_no_text_makes_the_reading_of_dates_fail(text: str, excel: bool) -> None:
    assert read_date(text, excel=excel) is None or isinstance(read_date(text, excel=excel), date)


@given(ODD_TEXTS)
def test_no_text_makes_any_other_reader_fail(text: str) -> None:
    assert read_session(text, PM_OPENS) in (None, "AM", "PM")
    assert isinstance(read_time(text), time | None)
    assert isinstance(read_day_and_session(text, PM_OPENS), tuple | None)
    assert read_mark(text) is None or not is_unmarked(text)
    assert read_mark(text, one_character_codes=True) is None or read_mark(text) != ""
    assert looks_month_first(text) in (True, False)
    assert could_be_month_first(text) in (True, False)
    assert read_flag(text) in ("Yes", "No")
    assert read_sen(text) != ""


@pytest.mark.parametrize(
    ("text", "only", "perhaps"),
    [
        ("09/13/2025", True, False),
        ("13/09/2025", False, False),
        ("09/10/2025", False, True),
        ("10/10/2025", False, False),  # the same day either way
        ("2025-09-10", False, False),
        ("09 Oct 2025", False, False),
        ("32/13/2025", False, False),
        ("09/32/2025", False, False),
        (None, False, False),
    ],
)
def test_a_date_with_the_month_first_gives_itself_away(
    text: str | None, only: bool, perhaps: bool
) -> None:
    assert (looks_month_first(text), could_be_month_first(text)) == (only, perhaps)


# ---- sessions


@pytest.mark.parametrize(
    ("am", "pm"),
    [
        ("AM", "PM"), ("am", "pm"), (" AM ", "PM\t"), (f"AM{NBSP}", f"{NBSP}PM"),
        ("MORNING", "AFTERNOON"), ("Morning", "Afternoon"), ("1", "2"), ("1.0", "2.0"),
        ("Roll call AM", "Roll call PM"), ("Roll Call AM", "ROLL CALL PM"),
        ("Present AM", "Present PM"), ("A.M.", "P.M."),
        ("08:45", "12:05"), ("8:45", "13:05"), ("09:00 - 10:00", "14:00 - 15:00"),
        ("12:04", "12:30"),
        ("8:45 am", "1:05 pm"), ("11:59", "23:00"),
    ],
)  # fmt: skip
def test_every_form_of_a_session_is_told(am: str, pm: str) -> None:
    assert (read_session(am, PM_OPENS), read_session(pm, PM_OPENS)) == ("AM", "PM")


@pytest.mark.parametrize(
    "text", [None, "", "-", "3", "0", "Both", "AM/PM", "AM and PM", "25:00", "/"]
)
def test_what_tells_no_session_is_none(text: str | None) -> None:
    assert read_session(text, PM_OPENS) is None


def test_the_register_times_decide_for_a_time_of_day() -> None:
    assert read_session("12:30", time(12, 5)) == "PM"
    assert read_session("12:30", time(13, 0)) == "AM"


@pytest.mark.parametrize("day", [text for text in DATES if ":" not in text])
@pytest.mark.parametrize(
    ("words", "session"),
    [
        ("AM", "AM"),
        ("PM", "PM"),
        ("pm", "PM"),
        ("Morning", "AM"),
        ("AFTERNOON", "PM"),
        ("(AM)", "AM"),
    ],
)
def test_a_column_s_header_names_a_day_and_a_session(day: str, words: str, session: str) -> None:
    assert read_day_and_session(f"{day} {words}", PM_OPENS) == (FOURTH, session)


@pytest.mark.parametrize(
    ("header", "session"),
    [
        ("04 Sep 2024 08:45", "AM"),
        ("Wed, 04 Sep 2024, 13:05", "PM"),
        ("AM 04 Sep 2024", "AM"),
        ("04 Sep 2024 - PM", "PM"),
        ("2024-09-04 00:00:00 AM", "AM"),
        ("2024-09-04 00:00:00 PM", "PM"),
    ],
)
def test_a_column_s_header_may_name_them_otherwise(header: str, session: str) -> None:
    assert read_day_and_session(header, PM_OPENS) == (FOURTH, session)


@pytest.mark.parametrize(
    "header",
    [None, "", "Name", "AM", "04 Sep 2024", "Mark 04 Sep AM", "Period 1 AM"],
)
def test_other_headers_name_no_session(header: str | None) -> None:
    assert read_day_and_session(header, PM_OPENS) is None


def test_a_header_of_no_such_day_is_a_session_without_a_day() -> None:
    assert read_day_and_session("31 Sep 2024 AM", PM_OPENS) == (None, "AM")


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("09:00", time(9)), ("9:05", time(9, 5)), ("09:00 - 10:00", time(9)),
        ("13:05:59", time(13, 5)),
        ("Wed, 04 Sep 2024, 11:20", time(11, 20)), ("12:10 AM", time(0, 10)),
        ("12:10 pm", time(12, 10)),
        ("24:00", None), ("09:60", None), ("0900", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_times_of_day(text: str | None, clock: time | None) -> None:
    assert read_time(text) == clock


# ---- marks

CODES = [
    "/", "\\", "L", "B", "K", "J", "P", "V", "W", "C", "C1", "C2", "E", "F", "H", "I", "J1", "M",
    "R",
    "S", "T", "G", "N", "O", "U", "D", "Q", "X", "Y", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "Z",
    "#",
]  # fmt: skip
ONE_CHARACTER = {
    "<": "C1", ">": "C2", "?": "J1", "$": "Y1", "a": "Y2", "%": "Y3", "`": "Y4", ":": "Y5",
    "|": "Y6",
    "_": "Y7",
}  # fmt: skip
SUB_CODES = {"I01": "I", "I02": "I"} | {f"X0{number}": "X" for number in range(1, 10)}

# Words on Arbor's pages and in its BI tables, and the names of the codes in the DfE's guidance
# "Working together to improve school attendance" (2024).
WORDS = {
    "Present": PRESENT, "PRESENT": PRESENT, "Present AM": "/", "Present PM": "\\",
    "Late": "L", "LATE": "L", "Late after registers closed": "U", "LATE_AFTER_REGISTER_CLOSES": "U",
    "Any Other Unavoidable Cause": "Y7",
    "Late arrival before the register is closed": "L",
    "Attending education provision arranged by the local authority": "K",
    "Attending an educational visit or trip": "V",
    "Participating in a sporting activity": "P",
    "Attending work experience": "W",
    "Attending any other approved educational activity": "B",
    "Dual registered at another school": "D",
    "Leave of absence for the purpose of participating in a regulated performance or undertaking "
    "regulated employment abroad": "C1",
    "Leave of absence for the purpose of attending a medical or dental appointment": "M",
    "Leave of absence for the purpose of attending an interview for employment or for admission to "
    "another educational institution": "J1",
    "Leave of absence for the purpose of studying for a public examination": "S",
    "Non-compulsory school age pupil not required to attend school": "X",
    "Leave of absence for a compulsory school age pupil subject to a part-time timetable": "C2",
    "Leave of absence for exceptional circumstance": "C",
    "Parent travelling for occupational purposes": "T",
    "Religious observance": "R",
    "Illness (not medical or dental appointment)": "I",
    "Suspended or permanently excluded and no alternative provision made": "E",
    "Unable to attend the school because of a lack of access arrangements": "Q",
    "Unable to attend due to transport normally provided not being available": "Y1",
    "Unable to attend due to widespread disruption to travel": "Y2",
    "Unable to attend due to part of the school premises being closed": "Y3",
    "Unable to attend due to the whole school site being unexpectedly closed": "Y4",
    "Unable to attend as pupil is in criminal justice detention": "Y5",
    "Unable to attend in accordance with public health guidance or law": "Y6",
    "Unable to attend because of any other unavoidable cause": "Y7",
    "Holiday not granted by the school": "G",
    "Reason for absence not yet established": "N",
    "Absent in other or unknown circumstances": "O",
    "Arrived in school after registration closed": "U",
    "Prospective pupil not on admission register": "Z",
    "Planned whole school closure": "#",
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_read_in_any_case_and_between_spaces(code: str) -> None:
    for text in (code, code.lower(), f"  {code} ", f"{NBSP}{code}\t", f"{code}\r"):
        assert read_mark(text) == code


@pytest.mark.parametrize("text", SUB_CODES)
def test_old_sub_codes_are_their_code(text: str) -> None:
    assert (read_mark(text), read_mark(text.lower())) == (SUB_CODES[text],) * 2


@pytest.mark.parametrize("text", WORDS)
def test_words_are_their_code_in_any_case(text: str) -> None:
    for written in (text, text.upper(), text.lower(), f" {text}  ", text.replace(" ", NBSP)):
        assert read_mark(written) == WORDS[text]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("L (Late)", "L"), ("Late - L", "L"), ("L - Late", "L"), ("Illness (I)", "I"),
        ("I (Illness)", "I"), ("I - Illness", "I"), ("illness (i)", "I"), ("Illness [I]", "I"),
        ("Late (L)", "L"), ("Late after registers closed (U)", "U"), ("Present (/)", "/"),
        ("Present PM (\\)", "\\"), ("/ (Present AM)", "/"), ("\\ - Present", "\\"),
        ("Y7 - Any Other Unavoidable Cause", "Y7"), ("Any Other Unavoidable Cause (Y7)", "Y7"),
        (f"L{NBSP}(Late)", "L"), ("Holiday not granted by the school - G", "G"),
    ],
)  # fmt: skip
def test_a_code_beside_its_words_is_that_code(text: str, code: str) -> None:
    assert read_mark(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "@", "A", "QQ", "ZZ", "//", "/\\", "LL", "Y8", "Y0", "C3", "J2", "I03", "X10", "X00", "1",
        "0", "26",
        "Ill", "ill today", "dentist", "?", "<", "%", "$", "*", "!", "N/O", "I/M", "L,U",
        "Late (I)",
        "Illness (M)", "I - Late", "L - Illness", "Illness or M", "()", "( )", "(L", "unknown",
        "I (L)", "L (I)", "I - M", "/ - L", "N or O", "Present: 26 Absent: 1 Late: 0",
    ],
)  # fmt: skip
def test_an_unknown_mark_is_never_guessed(text: str) -> None:
    assert read_mark(text) is None
    assert not is_unmarked(text)


@pytest.mark.parametrize(
    "text",
    [None, "", " ", "\t", NBSP, "-", " - ", "No Mark", "NO MARK", "no mark", f"No{NBSP}Mark"],
)
def test_what_says_that_there_is_no_mark_is_unmarked(text: str | None) -> None:
    assert is_unmarked(text)
    assert read_mark(text) is None


@pytest.mark.parametrize("text", ONE_CHARACTER)
def test_one_character_stands_for_two_only_where_the_layout_says_so(text: str) -> None:
    assert read_mark(text, one_character_codes=True) == ONE_CHARACTER[text]
    assert read_mark(text) is None


@pytest.mark.parametrize("code", CODES)
def test_codes_stay_what_they_are_where_one_character_stands_for_two(code: str) -> None:
    assert read_mark(code, one_character_codes=True) == code


@given(st.lists(st.none() | st.sampled_from(["/", "I", "", "-", "@", " L ", "Present", "ümlaut"])))
def test_each_distinct_text_is_read_once_and_stands_in_its_place(texts: list[str | None]) -> None:
    seen: list[str | None] = []

    def reader(text: str | None) -> str | None:
        seen.append(text)
        return read_mark(text)

    translated = translate(pl.Series(texts, dtype=pl.String), reader, pl.String)
    assert translated.to_list() == [read_mark(text) for text in texts]
    named = [text for text in seen if text is not None]
    assert len(named) == len(set(named))


# ---- identity, years and flags, as a roll or a register gives them


def upns_read(folder: Path, *texts: str) -> list[str | None]:
    heading = "UPN,Date,Session,Mark"
    rows = (f"{text},2025-09-01,AM,/" for text in texts)
    return read(save(folder, "a.csv", long(*rows, heading=heading))).roll["upn"].to_list()


@pytest.mark.parametrize(
    "text",
    [
        "A801200001001",
        "a801200001001",
        " A801200001001 ",
        "A801 2000 01001",
        f"A801{NBSP}200001001",
    ],
)
def test_a_upn_is_one_however_it_is_written(tmp_path: Path, text: str) -> None:
    assert upns_read(tmp_path, text, "A801200001001") == ["A801200001001"]


@pytest.mark.parametrize("text", ["1224", "1224.0", "1224.00", " 1224 ", f"1224{NBSP}"])
def test_a_number_that_a_spreadsheet_wrote_with_decimals_is_the_number(
    tmp_path: Path, text: str
) -> None:
    heading = "Arbor Student ID,Date,Session,Mark"
    rows = (f"{text},2025-09-01,AM,/", "1224,2025-09-02,AM,/")
    assert [*marks(read(save(tmp_path, "a.csv", long(*rows, heading=heading))))] == [
        "1224 2025-09-01 AM",
        "1224 2025-09-02 AM",
    ]


def test_leading_zeros_of_a_number_are_kept(tmp_path: Path) -> None:
    heading = "Arbor Student ID,Date,Session,Mark"
    rows = ("0103,2025-09-01,AM,/", "103,2025-09-01,AM,N")
    assert marks(read(save(tmp_path, "a.csv", long(*rows, heading=heading)))) == {
        "0103 2025-09-01 AM": "/",
        "103 2025-09-01 AM": "N",
    }


def of_one_pupil(folder: Path, header: str, cell: str) -> dict[str, object]:
    """The pupil's row of the roll with one cell of it given."""
    save(folder, "marks.csv", long('1001,"Adams, Ava",2025-09-01,AM,/'))
    quoted = '"' + cell.replace('"', '""') + '"'
    save(folder, "roll.csv", f"Arbor Student ID,Sex,{header}\n1001,F,{quoted}\n")
    return read(folder).roll.row(0, named=True)


@pytest.mark.parametrize(
    "text",
    ["Year 7", "7", "Y7", "Year 07", "year 7", "YEAR 7", "07", "Yr 7", f"Year{NBSP}7", "7.0"],
)
def test_a_year_group_is_one_however_it_is_written(tmp_path: Path, text: str) -> None:
    assert of_one_pupil(tmp_path, "Year Group", text)["year_group"] == "7"


def test_other_years_stay_as_they_are(tmp_path: Path) -> None:
    assert of_one_pupil(tmp_path, "Year Group", "Reception")["year_group"] == "Reception"
    assert of_one_pupil(tmp_path, "Year Group", "Year 11")["year_group"] == "11"


@pytest.mark.parametrize("text", ["8 CRO", "10 RAS/SAW", "7É", f"{NBSP}8 CRO "])
def test_a_registration_group_is_text(tmp_path: Path, text: str) -> None:
    expected = " ".join(text.split())
    row = of_one_pupil(tmp_path, "Registration form(s) this academic year", text)
    assert row["registration_group"] == expected


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Yes", "Yes"), ("yes", "Yes"), ("Y", "Yes"), ("TRUE", "Yes"), ("True", "Yes"),
        ("1", "Yes"),
        ("1.0", "Yes"), ("No", "No"), ("N", "No"), ("FALSE", "No"), ("0", "No"), ("", "No"),
        (" ", "No"),
        (None, "No"), ("Eligible", "Yes"), ("Fostered", "Yes"), (f"{NBSP}Yes", "Yes"),
    ],
)  # fmt: skip
def test_flags(text: str | None, flag: str) -> None:
    assert read_flag(text) == flag


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("SEN Support", "SEN support"), ("K", "SEN support"), ("k", "SEN support"),
        ("Education, Health and Care Plan", "EHCP"), ("E", "EHCP"), ("", None), ("N", "None"),
        (None, None), ("Yes", "SEN support"), ("No", "None"),
        ("Being assessed", "Being assessed"),
    ],
)  # fmt: skip
def test_the_status_of_special_needs(text: str | None, status: str | None) -> None:
    assert read_sen(text) == status


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("F", "Female"),
        ("Female", "Female"),
        ("m", "Male"),
        ("MALE", "Male"),
        ("", None),
        (None, None),
    ],
)
def test_sex(text: str | None, sex: str | None) -> None:
    assert read_sex(text) == sex


@pytest.mark.parametrize(
    ("header", "field", "text"),
    [
        ("Looked After (In Care) Status", "in_care", "Fostered"),
        ("Looked After (In Care) Status", "in_care", "Other/In Care"),
        (
            "Looked After (In Care) Status", "in_care",
            "Left care through special guardianship order (SGO)",
        ),
        ("Child Protection Status", "child_protection", "Child protection plan"),
        ("Child Protection Status", "child_protection", "Early Help"),
    ],
)  # fmt: skip
def test_a_status_is_kept_in_its_own_words(
    tmp_path: Path, header: str, field: str, text: str
) -> None:
    assert of_one_pupil(tmp_path, header, text)[field] == text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("01 Sep 2025", date(2025, 9, 1)), ("2025-09-01", date(2025, 9, 1)),
        ("01/09/2025", date(2025, 9, 1)), ("", None),
    ],
)  # fmt: skip
def test_the_dates_on_roll(tmp_path: Path, text: str, day: date | None) -> None:
    assert of_one_pupil(tmp_path, "Leaving date", text)["on_roll_until"] == day
    first = day + timedelta(days=0) if day else None
    assert of_one_pupil(tmp_path, "Enrolment start date", text)["on_roll_from"] == first


@pytest.mark.parametrize(
    ("cell", "surname", "forename"),
    [
        ("Adams, Ava", "Adams", "Ava"),
        ("Ava Adams", "Adams", "Ava"),
        ("O'Brien-Smith, Mary Kate", "O'Brien-Smith", "Mary Kate"),
        ("Brontë, Zoë", "Brontë", "Zoë"),
        ("  Adams ,  Ava ", "Adams", "Ava"),
        ("Adams", "Adams", None),
        ("de la Cruz, Ana", "de la Cruz", "Ana"),
        ("Nguyễn, Ánh", "Nguyễn", "Ánh"),
    ],
)
def test_a_name_in_one_cell_is_a_surname_and_a_forename(
    tmp_path: Path, cell: str, surname: str, forename: str | None
) -> None:
    row = read(save(tmp_path, "a.csv", long(f'1001,"{cell}",2025-09-01,AM,/'))).roll.row(
        0, named=True
    )
    assert (row["surname"], row["forename"]) == (surname, forename)


@pytest.mark.parametrize(
    "heading", ["Legal Last Name,Legal First Name", "Surname,Forename", "Last Name,First Name"]
)
def test_a_name_in_two_cells_is_the_same_name(tmp_path: Path, heading: str) -> None:
    text = f"Arbor Student ID,{heading},Date,Session,Mark\n1001,Adams,Ava,2025-09-01,AM,/\n"
    row = read(save(tmp_path, "a.csv", text)).roll.row(0, named=True)
    assert (row["surname"], row["forename"]) == ("Adams", "Ava")

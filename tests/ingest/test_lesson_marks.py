"""Lesson registers: read when asked, each row used or set aside with its file and row."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lj_attendance.errors import UnusableInput
from lj_attendance.ingest.lesson_marks import read_period, read_subject
from lj_attendance.workflows.truancy.lessons import Lessons, lessons_of
from tests.ingest import SETTINGS, found, long, read, read_as, save, workbook

if TYPE_CHECKING:
    from lj_attendance.workflows.reading import Reading

HEADING = "Student ID,Date,Time,Class,Event Type,Teacher,Mark,Minutes Late,Note"
MORNING = "1001,01 Sep 2025,09:00 - 10:00,Mathematics: Year 8: 8X/Ma1,Lesson,Mrs B,{},,"


def register(*marks: str, day: str = "2025-09-01") -> str:
    """Sessions of pupil 1001: AM, then PM, a day."""
    rows = (
        f"1001,{day[:8]}{1 + place // 2:02d},{'AP'[place % 2]}M,{mark}"
        for place, mark in enumerate(marks)
    )
    return long(*rows, heading="Arbor Student ID,Date,Session,Mark")


def school(
    folder: Path, *rows: str, heading: str = HEADING, marks: tuple[str, ...] = ("/", "\\")
) -> Reading:
    save(folder, "marks.csv", register(*marks))
    save(folder, "lessons.csv", long(*rows, heading=heading))
    return read(folder)


def lessons(reading: Reading, blank_means: str | None = None) -> Lessons:
    """The lessons, of which nothing may be lost."""
    of = lessons_of(reading, SETTINGS, blank_means)
    assert of is not None
    assert all(source.rows == source.used + source.set_aside for source in of.sources)
    return of


def missed(of: Lessons, *columns: str) -> list[tuple[Any, ...]]:
    return of.missed.select(columns).rows()


def faults(of: Lessons) -> list[tuple[str, str, int]]:
    """Each finding: severity, the file's name, and the first row."""
    rows = of.findings.select("severity", "source_file", "source_row").rows()
    return [(severity, Path(file).name, row) for severity, file, row in rows]


def test_one_lesson_is_read_with_all_it_tells(tmp_path: Path) -> None:
    row = '1001,"Mon, 01 Sep 2025",12:05 - 13:05,"English: Year 8: 8X/En2",Lesson,Mr C,O,,left'
    (told,) = lessons(school(tmp_path, row)).missed.rows(named=True)
    assert Path(told.pop("source_file")).name == "lessons.csv"
    assert told == {
        "pupil_id": "1001", "date": date(2025, 9, 1), "session": "PM", "starts": time(12, 5),
        "period": None, "class_name": "English: Year 8: 8X/En2", "subject": "English",
        "teacher": "Mr C", "event_type": "Lesson", "code": "O", "category": "unauthorised",
        "is_possible": True, "is_absent": True, "is_authorised": False, "minutes_late": None,
        "note": "left", "source_row": 2, "session_code": "\\", "session_minutes": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "day", ["01 Sep 2025", "2025-09-01", "01/09/2025", '"Mon, 01 Sep 2025"', "01-Sep-25"]
)
def test_dates_are_read_in_every_style(tmp_path: Path, day: str) -> None:
    row = MORNING.format("N").replace("01 Sep 2025", day)
    assert missed(lessons(school(tmp_path, row)), "date") == [(date(2025, 9, 1),)]


@pytest.mark.parametrize(
    ("starts", "session"),
    [
        ("08:50 - 09:50", "AM"),
        ("12:04 - 13:05", "AM"),
        ("12:05 - 13:05", "PM"),  # when the afternoon register opens
        ("1:40pm", "PM"),
    ],
)
def test_a_lesson_is_of_the_half_of_the_day_in_which_it_starts(
    tmp_path: Path, starts: str, session: str
) -> None:
    row = MORNING.format("N").replace("09:00 - 10:00", starts)
    assert missed(lessons(school(tmp_path, row)), "session") == [(session,)]


@pytest.mark.parametrize(
    ("period", "session"), [("1", "AM"), ("P3", "AM"), ("Period 4", "PM"), ("Mon:5", "PM")]
)
def test_without_a_time_the_lesson_s_number_tells_the_half(
    tmp_path: Path, period: str, session: str
) -> None:
    rows = (f"1001,2025-09-01,{period},8X/Ma1,N", "1001,2025-09-01,6,8X/Fr1,/")
    reading = school(tmp_path, *rows, heading="Student ID,Date,Period,Class,Mark")
    assert read_as(reading)["lessons.csv"] == "lesson marks"
    assert missed(lessons(reading), "session", "starts") == [(session, None)]


def test_a_workbook_of_lessons_is_read_too(tmp_path: Path) -> None:
    save(tmp_path, "marks.csv", register("/", "\\"))
    cells = ["1001", date(2025, 9, 1), "09:00 - 10:00", "8X/Ma1", "Lesson", "Mrs B", "N"]
    rows: list[list[object]] = [[*HEADING.split(",")], [*cells, None, None]]
    save(tmp_path, "lessons.xlsx", workbook({"Lessons": rows}))
    assert missed(lessons(read(tmp_path)), "date", "session", "source_row") == [
        (date(2025, 9, 1), "AM", 2)
    ]


@pytest.mark.parametrize(
    ("row", "severity"),
    [
        (",01 Sep 2025,09:00,8X/Ma1,Lesson,Mrs B,N,,", "error"),  # no pupil
        ("1001,31 Feb 2025,09:00,8X/Ma1,Lesson,Mrs B,N,,", "error"),
        ("1001,01 Sep 2025,,8X/Ma1,Lesson,Mrs B,N,,", "error"),  # neither time nor number
        ("1001,01 Sep 2025,09:00,8X/Ma1,Lesson,Mrs B,@,,", "error"),
        ("1001,02 Sep 2025,09:00,8X/Ma1,Lesson,Mrs B,N,,", "notice"),  # after the as-of date
        ("1001,01 Sep 2025,08:30,8 CRO,Registration Form,Mrs B,N,,", "notice"),
    ],
)
def test_a_row_that_cannot_be_used_is_a_finding(tmp_path: Path, row: str, severity: str) -> None:
    of = lessons(school(tmp_path, MORNING.format("/"), row))
    assert of.sources[0][1:] == (2, 1, 1)
    assert faults(of) == [(severity, "lessons.csv", 3)]
    assert missed(of, "code") == []


def test_findings_name_rows_and_never_pupils(tmp_path: Path) -> None:
    rows = ["1001,01 Sep 2025,09:00,8X/Ma1,Lesson,Mrs B,@,,"] * 7
    (finding,) = lessons(school(tmp_path, *rows)).findings["message"]
    assert finding.endswith("rows 2, 3, 4, 5, 6 and 2 more, set aside.")


def test_lessons_outside_the_dates_on_roll_are_set_aside(tmp_path: Path) -> None:
    roll = "Arbor Student ID,Name,Enrolment start date,Leaving date\n"
    save(tmp_path, "roll.csv", roll + '1001,"Adams, Ava",2025-09-02,2025-09-03\n')
    days = ("01 Sep 2025", "02 Sep 2025", "03 Sep 2025", "04 Sep 2025")
    rows = [MORNING.format("N").replace("01 Sep 2025", day) for day in days]
    of = lessons(school(tmp_path, *rows, marks=("/", "\\") * 4))
    assert [day for (day,) in missed(of, "date")] == [date(2025, 9, 2), date(2025, 9, 3)]
    assert faults(of) == [("warning", "lessons.csv", 2)]


@pytest.mark.parametrize(
    ("first", "second", "kept", "severity"),
    [("N", "N", 1, "notice"), ("N", "/", 0, "warning"), ("N", "", 1, "warning")],
)
def test_of_two_marks_of_one_lesson_the_best_is_kept(
    tmp_path: Path, first: str, second: str, kept: int, severity: str
) -> None:
    of = lessons(school(tmp_path, MORNING.format(first), MORNING.format(second)))
    assert len(missed(of, "code")) == kept
    assert [row[0] for row in faults(of)] == [severity]


def test_of_two_exports_the_later_one_holds(tmp_path: Path) -> None:
    save(tmp_path, "marks.csv", register("/", "\\"))
    for name, mark, saved in (("a", "N", "2025-09-02"), ("b", "M", "2025-09-03")):
        text = long(MORNING.format(mark), heading=HEADING)
        save(tmp_path, f"{name}.csv", text, saved=f"{saved}T12:00:00")
    of = lessons(read(tmp_path))
    assert missed(of, "code") == []
    assert [source[1:] for source in of.sources] == [(1, 0, 1), (1, 1, 0)]


@pytest.mark.parametrize("mark", ["", "-", "No Mark", "M", "I", "/", "L", "B", "U", "G"])
def test_only_an_absence_without_a_reason_is_a_lesson_missed(tmp_path: Path, mark: str) -> None:
    rows = [MORNING.format(mark), MORNING.format("/").replace("09:00", "11:05")]
    assert missed(lessons(school(tmp_path, *rows)), "code") == []


@pytest.mark.parametrize(
    ("session", "number"), [("/", 1), ("L", 1), ("B", 0), ("V", 0), ("I", 0), ("O", 0), ("-", 0)]
)
def test_a_lesson_is_missed_by_who_was_present_for_its_session(
    tmp_path: Path, session: str, number: int
) -> None:
    of = lessons(school(tmp_path, MORNING.format("N"), marks=(session, "\\")))
    assert len(missed(of, "code")) == number


def test_who_was_in_another_lesson_at_the_time_missed_none(tmp_path: Path) -> None:
    elsewhere = MORNING.format("/").replace("Mathematics", "Catch-up")
    assert missed(lessons(school(tmp_path, MORNING.format("N"), elsewhere)), "code") == []


def test_mostly_empty_marks_have_to_be_explained(tmp_path: Path) -> None:
    reading = school(tmp_path, MORNING.format(""), MORNING.format("N").replace("09:00", "11:05"),
                     MORNING.format("").replace("09:00", "10:00"))  # fmt: skip
    with pytest.raises(UnusableInput, match="cells are empty"):
        lessons_of(reading, SETTINGS)
    assert missed(lessons(reading, "unmarked"), "starts") == [(time(11, 5),)]


def test_nothing_but_truancy_reads_them(tmp_path: Path) -> None:
    reading = school(tmp_path, MORNING.format("@"))
    assert [finding.check for finding in found(reading)] == ["unused_file"]


def test_without_a_lesson_register_there_is_none(tmp_path: Path) -> None:
    save(tmp_path, "marks.csv", register("/", "\\"))
    assert lessons_of(read(tmp_path), SETTINGS) is None


# ---- lesson attendance


def rates(of: Lessons, list_: str = "classes") -> dict[str, tuple[Any, ...]]:
    frame = of.subjects if list_ == "subjects" else of.classes
    columns = ("pupils", "possible_lessons", "attended_lessons", "is_low", "is_small")
    return {row[0]: row[1:] for row in frame.select(frame.columns[0], *columns).rows()}


def class_of(pupils: int, absences: int, name: str = "Art: 8X", lessons_each: int = 2) -> list[str]:
    """Rows of a class, each pupil with as many lessons; the first ones are missed."""
    cells = [(1001 + number, 9 + hour) for number in range(pupils) for hour in range(lessons_each)]
    marks = ["I"] * absences + ["/"] * (len(cells) - absences)
    return [
        f"{pupil},01 Sep 2025,{hour:02d}:00,{name},Lesson,Mrs B,{mark},,"
        for (pupil, hour), mark in zip(cells, marks, strict=True)
    ]


@pytest.mark.parametrize(("absences", "is_low"), [(1, False), (2, True)])
def test_exactly_the_level_is_not_low(tmp_path: Path, absences: int, is_low: bool) -> None:
    of = lessons(school(tmp_path, *class_of(5, absences)))  # 9 of 10 is 90 percent
    assert rates(of) == {"Art: 8X": (5, 10, 10 - absences, is_low, False)}
    assert rates(of, "subjects") == {"Art": (5, 10, 10 - absences, is_low, False)}


@pytest.mark.parametrize(("pupils", "is_small"), [(4, True), (5, False)])
def test_a_class_of_fewer_than_five_pupils_is_not_ranked(
    tmp_path: Path, pupils: int, is_small: bool
) -> None:
    of = lessons(school(tmp_path, *class_of(pupils, pupils)))
    assert rates(of) == {"Art: 8X": (pupils, pupils * 2, pupils, not is_small, is_small)}


def test_a_subject_s_rate_is_the_ratio_of_sums_over_its_classes(tmp_path: Path) -> None:
    rows = [*class_of(5, 5, "Art: 8X"), *class_of(6, 0, "Art: 8Y", lessons_each=5)]
    of = lessons(school(tmp_path, *rows))
    assert of.subjects["attendance_percent"].to_list() == [100 * 35 / 40]


def test_a_lesson_without_a_mark_is_not_possible(tmp_path: Path) -> None:
    rows = [*class_of(5, 0), "1001,01 Sep 2025,14:00,Art: 8X,Lesson,Mrs B,,,"]
    of = lessons(school(tmp_path, *rows))
    assert rates(of) == {"Art: 8X": (5, 10, 10, False, False)}
    assert of.classes["unmarked_lessons"].to_list() == [1]


def test_a_subject_that_nothing_tells_is_not_guessed(tmp_path: Path) -> None:
    of = lessons(school(tmp_path, *class_of(5, 5, "8X/Ma1")))
    assert rates(of, "subjects") == {}
    assert list(rates(of)) == ["8X/Ma1"]


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("Mathematics: Year 8: 8X/Ma1", "Mathematics"),
        ("Design & Technology: 9A", "Design & Technology"),
        ("8X/Ma1", None),
        (": 8X", None),
        ("", None),
    ],
)
def test_the_subject_stands_before_the_colon(name: str, subject: str | None) -> None:
    assert read_subject(name) == subject


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", "3"), ("P3", "3"), ("Period 03", "3"), ("Mon:3", "3"), ("3.0", "3"),
     ("AM", None), ("09:00", None), ("", None), ("8X3", None)],
)  # fmt: skip
def test_a_lesson_s_number_is_read(text: str, number: str | None) -> None:
    assert read_period(text) == number

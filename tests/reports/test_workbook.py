from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from time import perf_counter
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import openpyxl  # type: ignore[import-untyped]
import polars as pl
import pytest

from lj_attendance.reports.workbook import workbook
from lj_attendance.workflows.analyse import Analysis, analyse
from lj_attendance.workflows.reading import ReadRequest
from lj_attendance.workspace import Workspace
from tests.registers import register

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TODAY, START = date(2026, 11, 23), date(2026, 9, 7)
BANDS, PENALTY, WEEKS = [90, 93, 96], 10, 4
ROLL = (
    "Arbor Student ID", "UPN", "Legal Last Name", "Legal First Name", "Year group(s)",
    "Registration form(s)", "Looked After (In Care) Status",
)  # fmt: skip
FULL_WEEK = r"/\ /\ /\ /\ /\ "


def drawn(*weeks: str) -> str:
    return " | ".join(weeks)


REGISTERS = {
    # 99 possible, 4 missed: 95.9596 %
    "101": drawn(*[FULL_WEEK] * 8, r"II II /\ /\ /\ ", r"/\ /\ /\ /\ /."),
    # 20 missed of 100: persistently absent, severely not; 12 unauthorised within 10 weeks
    "102": drawn(
        r"OO OO OO OO OO", r"O{U:5} II II II II", *[FULL_WEEK] * 7, r"/\ /\ /\ /\ {L:7}\ "
    ),
    "103": drawn(*[FULL_WEEK] * 9, r"## ## ## ## NN"),
    "104": drawn(*["## ## ## ## ##"] * 10),
}
PUPILS = {
    "101": ("A999200516001", "Adams", "Ava", "Year 7", "7 ONE", ""),
    "102": ("B999200516002", "Brown", "Ben", "Year 10", "10 TWO", "Yes"),
    "103": ("C999200516003", "Cole", "Cat", "Year 7", "7 ONE", ""),
    "104": ("D999200516004", "Dunn", "Dev", "Year 7", "7 ONE", ""),
}


def analysed(
    folder: Path,
    registers: Mapping[str, str] = REGISTERS,
    pupils: Mapping[str, tuple[str, ...]] = PUPILS,
    **options: Any,
) -> Analysis:
    """What `lja analyse` makes of a register and, where there are pupils, a roll."""
    marks = register(registers, START)
    write(
        folder / "register.csv",
        ("Arbor Student ID", "Date", "Session", "Mark", "Minutes Late"),
        [(m.pupil_id, m.date.isoformat(), m.session, m.mark, m.minutes or "") for m in marks],
    )
    if pupils:
        write(folder / "roll.csv", ROLL, [(name, *facts) for name, facts in pupils.items()])
    return analyse(ReadRequest((folder,), Workspace(None).settings(), TODAY), **options)


def write(file: Path, header: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])


def opened(analysis: Analysis) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook(analysis, BANDS, PENALTY, WEEKS)))


def rows_of(sheet: Any, top: int = 1) -> list[dict[str, Any]]:
    """The rows below a header, as dictionaries with plain dates, up to an empty one."""
    header, *rows = sheet.iter_rows(min_row=top, values_only=True)
    names = [name for name in header if name is not None]
    filled = []
    for row in rows:
        if not any(value is not None for value in row):
            break
        plain = [value.date() if isinstance(value, datetime) else value for value in row]
        filled.append(dict(zip(names, plain, strict=False)))
    return filled


def row_of(sheet: Any, text: str) -> int:
    """The row whose first cell holds a text."""
    texts = [cell.value for cell in sheet["A"]]
    return texts.index(text) + 1


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    folder = tmp_path_factory.mktemp("exports")
    return analysed(folder, since=date(2026, 11, 6))


@pytest.fixture(scope="module")
def book(analysis: Analysis) -> Any:
    return opened(analysis)


def test_a_pupil_is_one_whole_row(book: Any) -> None:
    ben = rows_of(book["Pupils"])[1]
    assert ben == {
        "Surname": "Brown",
        "Forename": "Ben",
        "Year": 10,
        "Reg. group": "10 TWO",
        "Arbor ID": "102",
        "UPN": "B999200516002",
        "Attendance %": 80.0,
        "PA or severe": "PA",
        "Below 96% since": date(2026, 9, 7),
        "Persistently absent since": date(2026, 9, 7),
        "Change since 6 Nov 2026 (points)": 2.2,  # from 70 of 90
        "Possible sessions": 100,
        "Attended sessions": 80,
        "Authorised absence": 8,
        "Unauthorised absence": 12,
        "Illness days": 4,
        "Late before close (L)": 1,
        "Late after close (U)": 1,
        "Minutes late": 12,
        "Unmarked sessions": 0,
        "Unauthorised in any 10 weeks": 12,
        "The same without N": 12,
        "Longest absence, sessions": 20,
        "Longest absence, days": 10,
        "Current absence, sessions": 0,
        "Current absence, days": 0,
        "Absent since": None,
        "Codes of current absence": None,
        "Last 4 school weeks %": 100.0,
        "The 4 school weeks before %": 100.0,
        "Last weeks on those before (points)": 0.0,
        "Broken weeks": 0,
        "Absent beside a weekend or holiday": 6,
        "Absent beside a holiday": 0,
    }


def test_a_figure_shown_never_contradicts_the_decision_beside_it(book: Any) -> None:
    ava = rows_of(book["Pupils"])[0]
    assert ava["Attendance %"] == 95.9  # 95 of 99 is 95.9596, and she is below 96
    assert ava["Below 96% since"] == date(2026, 11, 3)
    cell = book["Pupils"]["G2"]
    assert (cell.number_format, book["Pupils"]["I2"].number_format) == ("0.0", "dd mmm yyyy")


def test_a_pupil_just_out_of_persistent_absence_is_not_shown_at_90(analysis: Analysis) -> None:
    pupils = analysis.pupils.with_columns(
        attended_sessions=pl.lit(181), possible_sessions=pl.lit(201), overall_absence=pl.lit(20)
    )  # 90.0498 %
    shown = rows_of(opened(replace(analysis, pupils=pupils))["Pupils"])
    assert {row["Attendance %"] for row in shown} == {90.1}


def test_a_pupil_without_a_possible_session_has_a_dash(book: Any) -> None:
    dev = rows_of(book["Pupils"])[3]
    assert (dev["Attendance %"], dev["Possible sessions"], dev["PA or severe"]) == ("–", 0, None)
    assert dev["Last 4 school weeks %"] == "–"


def test_the_current_absence_says_since_when_and_with_which_codes(book: Any) -> None:
    cat = rows_of(book["Pupils"])[2]
    assert cat["Absent since"] == date(2026, 11, 13)
    assert cat["Codes of current absence"] == "N"
    assert (cat["Unauthorised in any 10 weeks"], cat["The same without N"]) == (2, 0)


def test_groups_have_readable_names_and_the_school_comes_first(book: Any) -> None:
    groups = rows_of(book["Groups"])
    names = [(row["Group"], row["Value"]) for row in groups]
    assert names[:3] == [
        ("Whole school", "all pupils"),
        ("Year group", "Year 7"),
        ("Year group", "Year 10"),
    ]
    assert not [name for name, _ in names if "_" in name]
    looked_after = groups[names.index(("Looked after", "Yes"))]
    assert looked_after == {
        "Group": "Looked after",
        "Value": "Yes",
        "Pupils": 1,
        "Attendance %": 80.0,
        "Overall absence %": 20.0,
        "Authorised absence %": 8.0,
        "Unauthorised absence %": 12.0,
        "PA % of pupils": 100.0,
        "Severely absent % of pupils": 0.0,
        "Change since 6 Nov 2026 (points)": 2.2,
        "Possible sessions": 100,
        "Attended sessions": 80,
        "Authorised absence": 8,
        "Unauthorised absence": 12,
        "Overall absence": 20,
        "PA pupils": 1,
        "Severely absent pupils": 0,
        "Late before close (L)": 1,
        "Late after close (U)": 1,
        "Unmarked sessions": 0,
    }


def test_a_group_of_the_schools_own_has_its_header_as_name(analysis: Analysis) -> None:
    groups = analysis.groups.with_columns(group=pl.lit("own: House"))
    shown = rows_of(opened(replace(analysis, groups=groups))["Groups"])
    assert {row["Group"] for row in shown[1:]} == {"House"}


def test_the_school_is_shown_now_then_and_between(book: Any) -> None:
    sheet = book["School"]
    assert sheet["B2"].value.date() == date(2026, 11, 13)
    assert sheet["B3"].value == "2026/27, year to date"
    rates = rows_of(sheet, row_of(sheet, "Rates"))
    assert rates[0] == {
        "Rates": "Attendance %",
        "To 13 Nov 2026": 91.1,  # 265 of 291
        "To 6 Nov 2026": 91.1,  # 246 of 270
        "Change (points)": 0.0,  # 91.07 less 91.11
    }
    counts = rows_of(sheet, row_of(sheet, "Pupils and sessions"))
    possible = next(row for row in counts if row["Pupils and sessions"] == "Possible sessions")
    assert list(possible.values()) == ["Possible sessions", 291, 270, 21]
    assert rows_of(sheet, row_of(sheet, "Trend"))[0]["Last 4 school weeks %"] == 94.6
    files = rows_of(sheet, row_of(sheet, "File"))
    assert [row["Read as"] for row in files] == ["marks, long", "roll"]


def test_patterns_show_weekdays_codes_and_lateness(book: Any) -> None:
    sheet = book["Patterns"]
    weekdays = rows_of(sheet, row_of(sheet, "Absence %"))
    assert [row["Absence %"] for row in weekdays] == ["Whole school", "Year 7", "Year 10"]
    assert list(weekdays[0])[1:] == [
        f"{day} {session}"
        for day in ("Mon", "Tue", "Wed", "Thu", "Fri")
        for session in ("AM", "PM")
    ]
    assert weekdays[2]["Mon AM"] == 20.0
    codes = rows_of(sheet, row_of(sheet, "Code, whole school"))
    assert {"Code, whole school": "U", "Sessions": 1, "Per 100 possible sessions": 0.3} in codes
    lateness = rows_of(sheet, row_of(sheet, "Lateness"))
    assert [row["Lateness"] for row in lateness] == ["Mon", "Fri"]


def test_findings_are_readable_and_worst_first(tmp_path: Path) -> None:
    sheet = opened(analysed(tmp_path, {"101": r"/\ /@ /\ "}))["Findings"]
    findings = rows_of(sheet)
    assert (findings[0]["Severity"], findings[0]["Check"]) == ("Error", "Unknown mark")
    assert findings[0]["Row"] == 5
    order = ["Error", "Warning", "Notice"]
    severities = [order.index(row["Severity"]) for row in findings]
    assert severities == sorted(severities)
    assert all("_" not in row["Check"] for row in findings)


def test_every_sheet_can_be_filtered_and_printed(book: Any) -> None:
    assert book.sheetnames == ["School", "Groups", "Pupils", "Findings", "Patterns"]
    frozen = {"School": "B7", "Groups": "C2", "Pupils": "C2", "Findings": "A2", "Patterns": "B5"}
    for sheet in book:
        assert sheet.freeze_panes == frozen[sheet.title]
        assert all(table.autoFilter is not None for table in sheet.tables.values())
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)
        header = int(frozen[sheet.title][1:]) - 1
        assert sheet.print_title_rows == f"$1:${header}"
        assert "13 Nov 2026" in sheet.oddHeader.center.text
        assert "13 Nov 2026" in sheet.oddFooter.center.text
        assert sheet.oddFooter.right.text == "Page &P of &N"


def test_colours_follow_the_bands_and_the_legal_numbers(book: Any) -> None:
    colours = {
        str(ranges.sqref): [(rule.operator, rule.formula) for rule in ranges.rules]
        for ranges in book["Pupils"].conditional_formatting
    }
    assert colours == {
        "G2:G5": [("lessThan", ["90"]), ("lessThan", ["93"]), ("lessThan", ["96"])],
        "H2:H5": [("equal", ['"Severe"']), ("equal", ['"PA"'])],
        "U2:U5": [("greaterThanOrEqual", ["10"]), ("greaterThanOrEqual", ["7"])],
    }


def test_without_the_legal_number_only_those_near_it_are_coloured(analysis: Analysis) -> None:
    sheet = openpyxl.load_workbook(BytesIO(workbook(analysis, BANDS)))["Pupils"]
    rules = [rule for ranges in sheet.conditional_formatting for rule in ranges.rules]
    assert [rule.formula for rule in rules if rule.operator == "greaterThanOrEqual"] == [["7"]]
    assert "Last school weeks %" in rows_of(sheet)[0]


@pytest.mark.parametrize(
    "name",
    [
        "=cmd|'/c calc'!A1", "+1", "-1", "@x", "{=1}", "http://x.y", "internal:Sheet1!A1",
        "mailto:a@b.c", "1e5", "007", "O'Brien & <Sons>", "_x0041_", "Zoë", "#REF!", "TRUE",
    ],
)  # fmt: skip
def test_a_name_is_text_whatever_it_looks_like(analysis: Analysis, name: str) -> None:
    pupils = analysis.pupils.with_columns(surname=pl.lit(name), registration_group=pl.lit(name))
    groups = analysis.groups.with_columns(group=pl.lit("sex"), value=pl.lit(name))
    findings = analysis.findings.head(1).with_columns(
        source_file=pl.lit(name), message=pl.lit(name)
    )
    changed = opened(replace(analysis, pupils=pupils, groups=groups, findings=findings))
    places = {"Pupils": ["A2", "D2"], "Groups": ["B3"], "Findings": ["C2", "E2"]}
    cells = [changed[sheet][place] for sheet, names in places.items() for place in names]
    literal = (name, "s", None)
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [literal] * 5


def test_characters_that_xml_cannot_hold_are_left_out(analysis: Analysis) -> None:
    name = "A" + "".join(map(chr, range(0x20))) + "b\x7f\x85\ufffe\uffffc"
    pupils = analysis.pupils.with_columns(surname=pl.lit(name))
    sheet = opened(replace(analysis, pupils=pupils))["Pupils"]
    assert sheet["A2"].value == "A  bc"


def test_a_sheet_without_rows_has_its_header(analysis: Analysis) -> None:
    sheet = opened(replace(analysis, findings=analysis.findings.clear()))["Findings"]
    assert [cell.value for cell in sheet[1]] == [
        "Severity", "Check", "File", "Row", "What was found",
    ]  # fmt: skip
    assert rows_of(sheet) == []


def test_without_patterns_their_columns_and_sheet_are_left_out(tmp_path: Path) -> None:
    book = opened(analysed(tmp_path, with_patterns=False))
    assert book.sheetnames == ["School", "Groups", "Pupils", "Findings"]
    assert list(rows_of(book["Pupils"])[0])[-1] == "Current absence, days"
    assert not [name for name in rows_of(book["Pupils"])[0] if name.startswith("Change")]


def test_without_a_roll_pupils_are_known_by_their_id(tmp_path: Path) -> None:
    sheet = opened(analysed(tmp_path, {"101": r"/\ II /\ "}, {}))["Pupils"]
    assert sheet.freeze_panes == "F2"
    (pupil,) = rows_of(sheet)
    assert (pupil["Surname"], pupil["Year"], pupil["Arbor ID"]) == (None, None, "101")
    assert pupil["Attendance %"] == 66.7


def test_a_school_that_was_closed_throughout_still_opens(tmp_path: Path) -> None:
    book = opened(analysed(tmp_path, {"101": "## ## "}, since=date(2026, 9, 7)))
    assert rows_of(book["Groups"])[0]["Attendance %"] == "–"
    assert book["School"]["B8"].value == "–"
    assert book["Patterns"]["A4"].value == "Absence %"


def test_the_same_analysis_gives_the_same_bytes(analysis: Analysis) -> None:
    content = workbook(analysis, BANDS, PENALTY, WEEKS)
    assert workbook(analysis, BANDS, PENALTY, WEEKS) == content
    properties = openpyxl.load_workbook(BytesIO(content)).properties
    assert properties.title == "Attendance to 13 Nov 2026"
    assert properties.created.date() == date(2026, 11, 13)
    assert not properties.creator
    assert not properties.lastModifiedBy


def test_no_link_and_no_formula_is_in_the_file(analysis: Analysis) -> None:
    with ZipFile(BytesIO(workbook(analysis, BANDS, PENALTY, WEEKS))) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 5
        assert not any(b"<f>" in parts.read(name) for name in sheets)
        assert not any(b"<hyperlink" in parts.read(name) for name in sheets)


def test_a_whole_school_takes_about_a_second(analysis: Analysis) -> None:
    assert analysis.patterns is not None
    assert analysis.change is not None

    def many(frame: pl.DataFrame) -> pl.DataFrame:
        numbers = pl.DataFrame({"number": range(313)})
        return (
            numbers.join(frame, how="cross")
            .with_columns(pl.format("{}{}", "number", "pupil_id").alias("pupil_id"))
            .drop("number")
        )

    school = replace(
        analysis,
        pupils=many(analysis.pupils),
        patterns=replace(analysis.patterns, pupils=many(analysis.patterns.pupils)),
        change=replace(analysis.change, pupils=many(analysis.change.pupils)),
    )
    start = perf_counter()
    content = workbook(school, BANDS, PENALTY, WEEKS)
    assert timedelta(seconds=perf_counter() - start) < timedelta(seconds=5)  # a slow machine's
    assert len(rows_of(openpyxl.load_workbook(BytesIO(content))["Pupils"])) == 1252

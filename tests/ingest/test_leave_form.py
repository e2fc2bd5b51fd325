"""An online form's answers to requests: invented forms as Microsoft Forms and schools give them."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lj_attendance.errors import NotATable, UnusableInput
from lj_attendance.ingest.leave_columns import ColumnMapping
from lj_attendance.ingest.leave_file import read_leave_file
from lj_attendance.ingest.leave_form import FormRequest, LeaveForm
from tests.ingest import save, workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FORMS = {
    "ID": "1",
    "Start time": "11/13/25 9:15:02",
    "Completion time": "11/13/25 9:19:40",
    "Email": "parent@example.org",
    "Name": "Olive Parent",
    "Last modified time": "",
    "Your child's full name": "Adams, Ava",
    "Year group": "Year 8",
    "First day of absence": "2026-01-19",
    "Last day of absence": "2026-01-21",
    "Reason for the request": "Family holiday",
    "Is the holiday in term time because of cost?": "Yes",
    "Are there any exceptional circumstances?": "No",
}
"""One answer by question, as Microsoft Forms writes them."""
PLAIN = {
    "Pupil": "Ben Brown",
    "From": "19/01/2026",
    "To": "20/01/2026",
    "Reason": "Dentist",
}


def table(*rows: Mapping[str, str], delimiter: str = ",") -> str:
    """A CSV of answers whose headers are the first row's questions."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(rows[0])
    writer.writerows([row.get(header, "") for header in rows[0]] for row in rows)
    return text.getvalue()


def cells(*rows: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def read(folder: Path, content: str | bytes, own: ColumnMapping | None = None) -> LeaveForm:
    return read_leave_file(save(folder, "leave.csv", content), own)


def one(folder: Path, **answers: str) -> FormRequest:
    """The request of a plain form with these answers besides."""
    form = read(folder, table({**PLAIN, **answers}))
    assert form.faults == ()
    (request,) = form.requests
    return request


def fault(folder: Path, **answers: str) -> str:
    """The one fault of a plain form with these answers besides, which repeats none of them."""
    form = read(folder, table({**PLAIN, **answers}))
    assert form.requests == ()
    (found,) = form.faults
    assert found.row == 2
    assert "Brown" not in found.problem + found.remedy
    return f"{found.problem} {found.remedy}"


def refusal(path: Path, own: ColumnMapping | None = None) -> UnusableInput:
    with pytest.raises(UnusableInput) as caught:
        read_leave_file(path, own)
    return caught.value


# ---- what Microsoft Forms gives


def test_a_row_of_microsoft_forms_is_a_request(tmp_path: Path) -> None:
    form = read(tmp_path, table(FORMS))
    place = str(tmp_path / "leave.csv")
    assert form.requests == (
        FormRequest(
            file=place,
            row=2,
            who="Adams, Ava",
            first_day=date(2026, 1, 19),
            last_day=date(2026, 1, 21),
            reason="holiday",
            received=date(2025, 11, 13),
            exceptional="",
            because_of_cost=True,
            year_group_told="8",
        ),
    )
    assert form.faults == ()
    assert form.columns == {
        "pupil": "Your child's full name",
        "year_group": "Year group",
        "from": "First day of absence",
        "to": "Last day of absence",
        "reason": "Reason for the request",
        "because_of_cost": "Is the holiday in term time because of cost?",
        "exceptional": "Are there any exceptional circumstances?",
        "received": "Completion time",
    }
    assert form.unused == ("ID", "Start time", "Email", "Name", "Last modified time")


def test_the_workbook_of_microsoft_forms_has_real_dates(tmp_path: Path) -> None:
    answers: dict[str, object] = {
        **FORMS,
        "ID": 1,
        "Start time": datetime(2025, 11, 3, 9, 15, 2),  # noqa: DTZ001 a cell has no zone
        "Completion time": datetime(2025, 11, 3, 15, 19, 40),  # noqa: DTZ001
        "First day of absence": date(2026, 1, 5),
        "Last day of absence": datetime(2026, 1, 7),  # noqa: DTZ001
        "Year group": 8,
    }
    path = save(tmp_path, "l.xlsx", workbook({"Sheet1": [list(answers), list(answers.values())]}))
    form = read_leave_file(path)
    (request,) = form.requests
    assert (request.first_day, request.last_day) == (date(2026, 1, 5), date(2026, 1, 7))
    assert (request.received, request.year_group_told) == (date(2025, 11, 3), "8")
    assert form.notes == ()


def test_the_name_of_who_filled_it_in_is_never_the_pupils(tmp_path: Path) -> None:
    without = {name: text for name, text in FORMS.items() if "full name" not in name}
    error = refusal(save(tmp_path, "leave.csv", table(without)))
    assert error.problem == "No column tells the pupil."
    assert "'Name'" in error.remedy
    assert "lja leave form FILE" in error.remedy
    assert "Olive" not in str(error)
    trimmed = {name: text for name, text in without.items() if "time" not in name}
    assert "the pupil" in refusal(save(tmp_path, "leave.csv", table(trimmed))).problem


def test_a_name_is_the_pupils_where_nothing_says_who_filled_it_in(tmp_path: Path) -> None:
    answers = {"Name" if name == "Pupil" else name: text for name, text in PLAIN.items()}
    (request,) = read(tmp_path, table(answers)).requests
    assert request.who == "Ben Brown"


def test_the_parents_name_is_not_the_childs(tmp_path: Path) -> None:
    answers = {"Parent's name": "Olive Parent", "Name of your child": "Ben Brown", **PLAIN}
    del answers["Pupil"]
    (request,) = read(tmp_path, table(answers)).requests
    assert request.who == "Ben Brown"


def test_a_name_in_two_columns_is_put_together(tmp_path: Path) -> None:
    answers = {"Child's first name": "Ben", "Child's surname": "Brown", **PLAIN}
    del answers["Pupil"]
    (request,) = read(tmp_path, table(answers)).requests
    assert request.who == "Brown, Ben"
    answers["Child's surname"] = " "
    (found,) = read(tmp_path, table(answers)).faults
    assert "the pupil is not named" in found.problem


def test_an_identity_comes_before_a_name(tmp_path: Path) -> None:
    assert one(tmp_path, UPN="A123456789012").who == "A123456789012"
    assert one(tmp_path, UPN="").who == "Ben Brown"


def test_a_column_that_says_when_comes_before_the_forms_own_times(tmp_path: Path) -> None:
    form = read(tmp_path, table({**FORMS, "Date received": "01/12/2025"}))
    assert form.requests[0].received == date(2025, 12, 1)
    assert form.columns["received"] == "Date received"


def test_the_start_time_stands_in_for_the_completion_time(tmp_path: Path) -> None:
    without = {name: text for name, text in FORMS.items() if name != "Completion time"}
    form = read(tmp_path, table(without))
    assert form.requests[0].received == date(2025, 11, 13)
    assert form.columns["received"] == "Start time"


def test_a_question_asked_twice_is_answered_in_either_place(tmp_path: Path) -> None:
    head = [*PLAIN, "Reason2", "To"]
    rows = [
        [*PLAIN.values(), "", ""],
        ["Cal Cole", "19/01/2026", "", "", "Eid", "21/01/2026"],
        ["Dee Dale", "19/01/2026", "20/01/2026", "Eid", "Dentist", ""],
    ]
    form = read(tmp_path, cells(head, *rows))
    assert [(each.row, each.reason, each.last_day.day) for each in form.requests] == [
        (2, "medical", 20),
        (3, "religious", 21),
    ]
    (found,) = form.faults
    assert found.row == 4
    assert "answered twice" in found.problem


# ---- dates


def received(folder: Path, *times: str) -> tuple[list[date | None], tuple[str, ...]]:
    form = read(folder, table(*({**FORMS, "Completion time": text} for text in times)))
    assert form.faults == ()
    return [each.received for each in form.requests], form.notes


def test_times_are_month_first_where_one_demands_it(tmp_path: Path) -> None:
    days, (note,) = received(tmp_path, "11/3/25 9:15:00", "11/13/25 14:02:11", "")
    assert days == [date(2025, 11, 3), date(2025, 11, 13), None]
    assert "'Completion time': dates are read month first" in note


def test_times_that_could_be_either_are_day_first_and_told(tmp_path: Path) -> None:
    days, (note,) = received(tmp_path, "11/3/25 9:15:00", "10/10/25 14:02:11", "2025-11-25 08:00")
    assert days == [date(2025, 3, 11), date(2025, 10, 10), date(2025, 11, 25)]
    assert "'Completion time': dates are ambiguous" in note


def test_times_that_cannot_be_month_first_are_day_first(tmp_path: Path) -> None:
    assert received(tmp_path, "3/11/25 9:15:00", "13/11/25 14:02:11") == (
        [date(2025, 11, 3), date(2025, 11, 13)],
        (),
    )


def test_each_column_is_judged_by_itself(tmp_path: Path) -> None:
    answers = {**FORMS, "First day of absence": "05/01/2026", "Last day of absence": "06/01/2026"}
    form = read(tmp_path, table(answers))
    assert form.requests[0].first_day == date(2026, 1, 5)
    assert [note.split(":")[0] for note in form.notes] == [
        "Column 'First day of absence'",
        "Column 'Last day of absence'",
        "Column 'Completion time'",
    ]


def test_a_column_of_both_orders_is_day_first_and_told(tmp_path: Path) -> None:
    rows = [{**PLAIN, "From": day, "To": "30/06/2026"} for day in ("25/02/2026", "02/25/2026")]
    form = read(tmp_path, table(*rows))
    assert [each.row for each in form.requests] == [2]
    assert [(each.row, each.problem) for each in form.faults] == [
        (3, "Column 'From': there is no such day, read day first.")
    ]
    assert form.notes == (
        "Column 'From': dates are read day first, but 1 can only be month first.",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("30/02/2026", "no such day"),
        ("next week", "not a date"),
        ("19/01/2026 - 21/01/2026", "not a date"),
        ("46041", "not a date"),
        ("", "blank"),
        ("  ", "blank"),
    ],
)
def test_what_is_no_day_is_a_fault_of_its_row(tmp_path: Path, text: str, told: str) -> None:
    assert told in fault(tmp_path, From=text)
    assert told in fault(tmp_path, To=text)


@pytest.mark.parametrize(
    "text",
    [
        "19/01/2026",
        "19.1.26",
        "2026-01-19",
        "2026-01-19T00:00:00",
        "Mon 19 Jan 2026",
        "19th January 2026",
        "19-Jan-26",
        "19/01/2026 00:00",
        "\u00a019/01/2026 ",
    ],
)
def test_dates_are_read_as_everywhere(tmp_path: Path, text: str) -> None:
    assert one(tmp_path, From=text).first_day == date(2026, 1, 19)


def test_the_schools_own_form_of_dates(tmp_path: Path) -> None:
    own = ColumnMapping(date_format="%m/%d/%Y")
    rows = {**FORMS, "First day of absence": "1/5/2026", "Last day of absence": "1/6/2026"}
    form = read(tmp_path, table({**rows, "Completion time": "11/3/25 9:15:00"}), own)
    (request,) = form.requests
    assert (request.first_day, request.received) == (date(2026, 1, 5), date(2025, 11, 3))
    assert form.notes == ()


def test_a_last_day_before_the_first_is_a_fault(tmp_path: Path) -> None:
    assert "before the first" in fault(tmp_path, To="18/01/2026")


def test_half_a_day_of_several_is_a_fault(tmp_path: Path) -> None:
    assert "Half a day" in fault(tmp_path, Session="AM")
    assert one(tmp_path, Session="Morning", To="19/01/2026").session == "AM"
    assert one(tmp_path, Session="Full day").session is None


# ---- what a row says


def test_every_fault_of_a_row_is_told(tmp_path: Path) -> None:
    form = read(tmp_path, table({"Pupil": "", "From": "x", "To": "", "Reason": "trip", "UPN": ""}))
    assert [each.problem for each in form.faults] == [
        "Column 'UPN', 'Pupil': the pupil is not named.",
        "Column 'From': this is not a date.",
        "Column 'To': this cell is blank.",
        "Column 'Reason': the words name no reason that lja knows.",
    ]


def test_the_words_of_an_exceptional_reason_are_kept(tmp_path: Path) -> None:
    request = one(tmp_path, Reason="Grandfather's funeral in Cork")
    assert (request.reason, request.exceptional) == (
        "exceptional",
        "Grandfather's funeral in Cork",
    )
    told = one(tmp_path, Reason="Funeral", **{"Exceptional circumstances": "My father died"})
    assert told.exceptional == "My father died"
    assert one(tmp_path, Reason="Exceptional circumstances").exceptional is None
    assert "none is declared" in fault(
        tmp_path, Reason="Funeral", **{"Exceptional circumstances": "None"}
    )


def test_the_schools_own_words_for_a_reason(tmp_path: Path) -> None:
    own = ColumnMapping(reasons={"Wedding": "exceptional", "Visit": "relative"})
    rows = [{**PLAIN, "Reason": text} for text in ("My sister's wedding!", "VISIT", "trip")]
    form = read(tmp_path, table(*rows), own)
    assert [each.reason for each in form.requests] == ["exceptional", "relative"]
    assert [each.row for each in form.faults] == [4]
    assert "[reasons] of leave-form.toml" in form.faults[0].remedy


def test_documents_that_were_sent_leave_the_evidence_unknown(tmp_path: Path) -> None:
    rows = [{**PLAIN, "Evidence": text} for text in ("https://example.org/a.pdf", "Yes", "")]
    form = read(tmp_path, table(*rows))
    assert [each.evidence for each in form.requests] == [None, True, None]
    assert "documents were sent with 1" in form.notes[0]


def test_a_question_not_asked_is_unknown(tmp_path: Path) -> None:
    request = one(tmp_path)
    assert request.exceptional is None
    assert request.because_of_cost is None
    assert request.received is None


# ---- what stands in files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"], ids=str)
def test_any_encoding(tmp_path: Path, encoding: str) -> None:
    content = table({**PLAIN, "Pupil": "Zoë O’Brien", "Child’s year group": "Year 8"})
    (request,) = read(tmp_path, content.encode(encoding)).requests
    assert (request.who, request.year_group_told) == ("Zoë O’Brien", "8")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_any_delimiter(tmp_path: Path, delimiter: str) -> None:
    path = save(tmp_path, "leave.tsv", table(PLAIN, PLAIN, delimiter=delimiter))
    assert len(read_leave_file(path).requests) == 2


def test_answers_of_several_choices_and_lines_do_not_hide_the_comma(tmp_path: Path) -> None:
    rows = [{**FORMS, "Which days?": "Monday;\nTuesday;\n" * 3, "Why": "\na;b;\n"}] * 3
    assert len(read(tmp_path, table(*rows)).requests) == 3


def test_a_download_that_broke_off_stops_it(tmp_path: Path) -> None:
    error = refusal(save(tmp_path, "leave.csv", table(PLAIN) + "Cal Cole,19/01"))
    assert "cut short" in error.problem
    stray = table(PLAIN) + '"Cal Cole,19/01/2026,20/01/2026,holiday\n' * 3
    assert "quotation mark" in refusal(save(tmp_path, "leave.csv", stray)).problem


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    content = (
        "Requests this term\n\nPupil,From,To,Reason\n"
        '"Ben Brown",19/01/2026,20/01/2026,"Family\nholiday"\n'
        "\n"
        ' , ,"",\n'
        "Cal Cole,19/01/2026,20/01/2026,dentist\n"
    )
    form = read(tmp_path, content)
    assert [(each.row, each.reason) for each in form.requests] == [(4, "holiday"), (7, "medical")]
    assert form.faults == ()


def test_a_question_of_several_lines(tmp_path: Path) -> None:
    answers = {"Your child's\r\nfull name:\xa0": "Ben Brown", **PLAIN}
    del answers["Pupil"]
    form = read(tmp_path, table(answers))
    assert form.columns["pupil"] == "Your child's full name:"


def test_zero_bytes_stop_it(tmp_path: Path) -> None:
    error = refusal(save(tmp_path, "leave.csv", table(PLAIN).replace("Ben", "B\0n")))
    assert "zero bytes" in error.problem
    assert "register" not in error.remedy
    assert "Arbor" not in str(error)


@pytest.mark.parametrize("content", [b"%PDF-1.7 x", b"<html><body>Sign in</body></html>"])
def test_what_is_no_table_stops_it(tmp_path: Path, content: bytes) -> None:
    error = refusal(save(tmp_path, "leave.csv", content))
    assert isinstance(error, NotATable)
    assert "Microsoft Forms" in error.remedy or "PDF" in error.problem


def test_a_broken_workbook_and_an_empty_file_stop_it(tmp_path: Path) -> None:
    assert "damaged" in refusal(save(tmp_path, "leave.xlsx", b"PK\x03\x04no")).problem
    assert "empty" in refusal(save(tmp_path, "leave.csv", b"\n\n")).problem
    assert "neither TOML" in refusal(save(tmp_path, "leave.docx", b"x")).problem


def test_a_formula_is_text(tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://example.org","x")'
    assert one(tmp_path, Pupil=formula).who == formula
    told = one(tmp_path, **{"Exceptional circumstances": "=1+1"})
    assert told.exceptional == "=1+1"


def test_a_row_longer_than_the_headers_is_a_fault(tmp_path: Path) -> None:
    content = table(PLAIN) + "Brown, Ben,19/01/2026,20/01/2026,holiday\n"
    form = read(tmp_path, content)
    assert [each.row for each in form.requests] == [2]
    (found,) = form.faults
    assert (found.row, found.problem) == (3, "This row has more cells than there are headers.")


def test_a_form_without_answers_says_so(tmp_path: Path) -> None:
    form = read(tmp_path, "Pupil,From,To,Reason\n")
    assert form.requests == ()
    assert form.notes == ("There is no answer below the headers.",)


def test_what_has_no_column_is_named_with_the_headers_found(tmp_path: Path) -> None:
    error = refusal(save(tmp_path, "leave.csv", "Pupil,Reason,When\nBen Brown,holiday,x\n"))
    assert error.problem == "No column tells the first day, the last day."
    assert "'Pupil', 'Reason', 'When'" in error.remedy
    assert "Brown" not in str(error)


def test_a_file_without_headers_is_refused_without_its_names(tmp_path: Path) -> None:
    error = refusal(save(tmp_path, "leave.csv", "Ben Brown,19/01/2026,20/01/2026,trip\n"))
    assert "Brown" not in str(error)


def test_different_questions_for_one_thing_are_refused(tmp_path: Path) -> None:
    path = save(tmp_path, "leave.csv", table({**PLAIN, "Start date": "19/01/2026"}))
    error = refusal(path)
    assert "from: 'From', 'Start date'" in error.problem
    form = read_leave_file(path, ColumnMapping({"from": "Start date"}))
    assert form.columns["from"] == "Start date"


def test_a_mapping_names_any_header_and_leaves_out_any(tmp_path: Path) -> None:
    own = ColumnMapping({"pupil": "Enw", "from": "O", "to": "Hyd", "reason": "PAM", "evidence": ""})
    content = "Enw,O,Hyd,Pam,Evidence\nBen Brown,19/01/2026,20/01/2026,Eid,perhaps\n"
    form = read(tmp_path, content, own)
    (request,) = form.requests
    assert (request.who, request.reason, request.evidence) == ("Ben Brown", "religious", None)
    assert form.unused == ("Evidence",)


def test_a_header_that_the_mapping_names_in_vain_is_told(tmp_path: Path) -> None:
    own = ColumnMapping({"session": "Half"})
    form = read(tmp_path, table(PLAIN), own)
    assert form.notes == ("The mapping's session is 'Half', a header that the form does not have.",)
    error = refusal(tmp_path / "leave.csv", ColumnMapping({"from": "Fram"}))
    assert "No column tells the first day." in error.problem
    assert "'Fram'" in error.remedy


def test_the_sheet_with_requests_is_read(tmp_path: Path) -> None:
    answers = [list(PLAIN), list(PLAIN.values())]
    notes = [["Notes", "x"], ["a", "b"]]
    path = save(tmp_path, "leave.xlsx", workbook({"Notes": notes, "Form1": answers}))
    form = read_leave_file(path)
    assert len(form.requests) == 1
    assert form.file.endswith("[Form1]")
    assert "[Notes] holds no requests" in form.notes[0]
    both = save(tmp_path, "leave.xlsx", workbook({"A": answers, "B": answers}))
    assert "2 sheets" in refusal(both).problem


# ---- what can never happen

_TEXT = st.sampled_from([
    *("", " ", "Ben Brown", "Yes", "no", "Not sure", "19/01/2026", "01/19/2026", "2026-01-20"),
    *("31/02/2026", "Family holiday", "Eid", "funeral", "dentist", "AM", "=1", "a\nb", '"', ",,"),
    *("Visiting a relative;Holiday;", "https://example.org", "11/3/25 9:15:00", "None"),
])  # fmt: skip
_HEADERS = [*FORMS, "Morning or afternoon?", "Do you have evidence?", "Do you hold a licence?"]
_ROW = st.fixed_dictionaries(dict.fromkeys(_HEADERS, _TEXT))
_LIMITS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_LIMITS
@given(st.lists(_ROW, min_size=1, max_size=6))
def test_every_row_is_a_request_or_a_fault(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    form = read(tmp_path, table(*rows))
    asked = {each.row for each in form.requests}
    faulty = {each.row for each in form.faults}
    told = {
        number
        for number, row in enumerate(rows, start=2)
        if any(text.strip() for text in row.values())
    }
    assert asked | faulty == told
    assert not asked & faulty
    assert len(form.requests) == len(asked)


@_LIMITS
@given(st.lists(_ROW, min_size=1, max_size=4), st.permutations(_HEADERS))
def test_the_order_of_columns_never_matters(
    tmp_path: Path, rows: list[dict[str, str]], order: list[str]
) -> None:
    turned = [{header: row[header] for header in order} for row in rows]
    first, second = read(tmp_path, table(*rows)), read(tmp_path, table(*turned))
    assert first.requests == second.requests
    assert first.faults == second.faults
    assert first.columns == second.columns
    assert first.notes == second.notes

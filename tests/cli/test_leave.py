"""`lja leave`: a request judged, entered, decided, answered, listed."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.cli.test_commands import Outcome, lja

RULES = [
    "notice", "retrospective", "year_7", "september", "earlier_warning", "cost", "relative",
    "assessment", "length", "second_holiday", "family_holiday", "religious", "traveller",
    "performance", "sport", "medical", "interview", "previous_record",
]  # fmt: skip
KEYS = [
    "pupil_id", "first_day", "last_day", "school_days", "sessions", "received", "notice_days",
    "reason", "recommendation", "rules", "needs", "code_if_granted", "code_if_not",
    "attendance_previous_12_months_percent",
]  # fmt: skip
ROLL = """\
Arbor Student ID,Legal Last Name,Legal First Name,Year Group,Registration Form
1,Adams,Ava,Year 8,8 CRO
2,Adams,Zed,Year 8,8 CRO
3,Khan,Ben,Year 7,7 WHI
4,Price,Cat,Year 11,11 PRI
"""
CONTACTS = """\
Arbor Student ID,Contact Name,Salutation,Relationship,Legal Guardian,Primary Guardian,\
Correspondence Address,Address,Postcode,Unsubscribed from Communications,Access Notes
1,Mrs A Adams,Mrs Adams,Mother,Yes,Yes,Yes,"1 High Street, Eskthorpe",ZZ1 1AA,No,
1,Mr B Adams,Mr Adams,Father,Yes,No,Yes,"9 Far Lane, Eskthorpe",ZZ1 1AB,No,
4,Ms C Price,Ms Price,Mother,Yes,Yes,Yes,"2 Low Road, Eskthorpe",ZZ1 1AC,Yes,
"""
HOLIDAY = ("--from", "2026-12-07", "--to", "2026-12-11", "--reason", "holiday")
GOOD = (*HOLIDAY, "--received", "2026-11-09", "--exceptional", "a funeral", "--no-because-of-cost")


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """Four pupils from 2 September to 20 November 2026; Ava misses the first of twenty weeks."""
    workspace = tmp_path / "school"
    assert lja("init", workspace).exit_code == 0
    exports = workspace / "exports"
    (exports / "roll.csv").write_text(ROLL, encoding="utf-8")
    (exports / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    rows: list[tuple[object, ...]] = [("Arbor Student ID", "Date", "AM/PM", "Mark")]
    day = date(2026, 9, 2)
    while day <= date(2026, 11, 20):
        is_open = day.weekday() < 5 and not date(2026, 10, 26) <= day <= date(2026, 11, 2)
        for pupil in "1234" if is_open else "":
            mark = "I" if (pupil, day) < ("1", date(2026, 9, 9)) and pupil == "1" else None
            rows += [(pupil, day, "AM", mark or "/"), (pupil, day, "PM", mark or "\\")]
        day += timedelta(days=1)
    stream = StringIO()
    csv.writer(stream).writerows(rows)
    (exports / "marks.csv").write_text(stream.getvalue(), encoding="utf-8")
    return workspace


def leave(school: Path, *arguments: object) -> Outcome:
    return lja("leave", *arguments, "--workspace", school)


def check(school: Path, who: str, *arguments: object) -> dict[str, Any]:
    done = leave(school, "check", who, *arguments, "--as-of", "2026-11-20", "--format", "json")
    assert done.exit_code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def outcomes(found: dict[str, Any]) -> dict[str, str]:
    return {rule["rule"]: rule["outcome"] for rule in found["rules"]}


def test_the_answer_has_the_contracts_keys_and_every_rule(school: Path) -> None:
    found = check(school, "1", *GOOD)
    assert list(found)[: len(KEYS)] == KEYS
    assert list(outcomes(found)) == RULES
    assert found["pupil_id"] == "1"
    assert (found["first_day"], found["last_day"]) == ("2026-12-07", "2026-12-11")
    assert (found["school_days"], found["sessions"]) == (5, 10)
    assert (found["received"], found["notice_days"]) == ("2026-11-09", 28)
    assert found["recommendation"] == "may_grant"
    assert (found["code_if_granted"], found["code_if_not"]) == ("C", "G")
    assert found["needs"] == []
    assert all(rule["clause"].startswith("§") and rule["explanation"] for rule in found["rules"])


def test_the_twelve_months_are_those_of_the_register(school: Path) -> None:
    found = check(school, "1", *GOOD)
    days = [d for n in range(80) if (d := date(2026, 9, 2) + timedelta(n)) <= date(2026, 11, 20)]
    open_days = [
        d for d in days if d.weekday() < 5 and not date(2026, 10, 26) <= d <= date(2026, 11, 2)
    ]
    missed = [d for d in open_days if d < date(2026, 9, 9)]
    assert found["attendance_previous_12_months_percent"] == pytest.approx(
        100 * (len(open_days) - len(missed)) / len(open_days)
    )
    assert found["record_from"] == "2026-09-02"
    assert found["record_reaches_back"] is False


def test_a_day_less_of_notice_is_refused(school: Path) -> None:
    late = [*GOOD[: GOOD.index("2026-11-09")], "2026-11-10", *GOOD[GOOD.index("2026-11-09") + 1 :]]
    found = check(school, "1", *late)
    assert found["notice_days"] == 27
    assert outcomes(found)["notice"] == "against"
    assert found["recommendation"] == "refuse"


def test_unknown_facts_are_named_and_nothing_is_assumed(school: Path) -> None:
    found = check(school, "1", *HOLIDAY)
    told = outcomes(found)
    assert (told["notice"], told["family_holiday"], told["cost"]) == ("needs", "needs", "needs")
    assert found["recommendation"] == "refer"
    assert len(found["needs"]) == 3
    assert found["received"] is None
    assert found["notice_days"] is None


def test_without_a_terminal_it_says_what_it_needs(school: Path) -> None:
    done = leave(school, "check", "1", *HOLIDAY)
    assert done.exit_code == 0
    assert "Refer to the head teacher" in done.out
    assert "Still needed" in done.out


def test_year_7_and_year_8_differ(school: Path) -> None:
    plain = (*HOLIDAY, "--received", "2026-10-01", "--no-exceptional", "--no-because-of-cost")
    assert outcomes(check(school, "3", *plain))["year_7"] == "against"
    assert outcomes(check(school, "3", *GOOD))["year_7"] == "met"
    assert outcomes(check(school, "1", *plain))["year_7"] == "not_applicable"


def test_next_years_leave_finds_the_pupil_a_year_older(school: Path) -> None:
    file = school / "lja.toml"
    text = file.read_text(encoding="utf-8")
    term = '[[calendar.term]]\nname = "Autumn 2027"\nfirst = 2027-09-01\nlast = 2027-12-17\n\n'
    marker = "# Days of a term on which"
    file.write_text(text.replace(marker, term + marker), encoding="utf-8")
    found = check(
        school, "3", "--from", "2027-11-08", "--to", "2027-11-12", "--reason", "holiday",
        "--received", "2026-11-09",
    )  # fmt: skip
    assert outcomes(found)["year_7"] == "not_applicable"


def test_mock_examinations_are_against_for_year_11_alone(school: Path) -> None:
    assert outcomes(check(school, "4", *GOOD))["assessment"] == "against"
    assert outcomes(check(school, "1", *GOOD))["assessment"] == "met"


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (("9", *HOLIDAY), 2, "No pupil is '9'"),
        (("adams", *HOLIDAY), 2, "2 pupils could be 'adams'"),
        (("1", "--from", "2026-12-11", "--to", "2026-12-07", "--reason", "holiday"), 2, ""),
        (("1", "--from", "2031-12-07", "--to", "2031-12-08", "--reason", "holiday"), 3, "calendar"),
        (("1", *HOLIDAY, "--set-apart-day"), 2, "--set-apart-day"),
        (("1", *HOLIDAY, "--licence", "dated"), 2, "--licence"),
        (("1", *HOLIDAY, "--exceptional", "x", "--no-exceptional"), 2, "--no-exceptional"),
        (("1", *HOLIDAY, "--exceptional", " "), 2, "--exceptional"),
        (("1", *HOLIDAY, "--session", "AM"), 2, "--session"),
        (("1", "--from", "2026-12-07", "--reason", "holiday"), 2, "--to"),
        (("1", "--from", "7 December", "--to", "2026-12-07", "--reason", "holiday"), 2, ""),
        (("1", "--from", "2026-12-07", "--to", "2026-12-07", "--reason", "skiing"), 2, ""),
    ],
)
def test_what_cannot_be_judged_is_said_plainly(
    school: Path, arguments: tuple[str, ...], code: int, problem: str
) -> None:
    done = leave(school, "check", *arguments)
    assert done.exit_code == code
    assert done.out == ""
    assert problem in done.err


def test_a_request_in_a_holiday_needs_no_leave(school: Path) -> None:
    found = check(school, "1", "--from", "2026-10-26", "--to", "2026-10-30", "--reason", "holiday")
    assert (found["school_days"], found["sessions"]) == (0, 0)
    assert found["recommendation"] == "may_grant"
    assert found["code_if_granted"] is None
    assert "no leave is needed" in found["grounds"].lower()
    assert set(outcomes(found).values()) == {"not_applicable"}


def enter(school: Path, *arguments: object, who: str = "1") -> int:
    found = check(school, who, *arguments, "--record")
    number = found["request"]
    assert isinstance(number, int)
    return number


def test_nothing_is_entered_unless_asked(school: Path) -> None:
    check(school, "1", *GOOD)
    assert not (school / "ledger.db").exists()
    assert leave(school, "list").out == "No request.\n"


def test_the_same_request_is_entered_once_and_other_facts_correct_it(school: Path) -> None:
    first = enter(school, *HOLIDAY)
    assert enter(school, *HOLIDAY) == first
    assert enter(school, *GOOD) == first
    [listed] = json.loads(leave(school, "list", "--format", "json").out)
    assert listed["request"] == first
    assert listed["received"] == "2026-11-09"
    assert listed["recommendation"] == "may_grant"
    kept = lja("ledger", "export", "--format", "json", "--workspace", school).out.splitlines()
    assert len(kept) == 2  # as first told, and as told again


def test_a_second_holiday_in_the_year_is_against_and_in_the_next_is_not(school: Path) -> None:
    number = enter(school, *GOOD)
    done = leave(school, "decide", number, "--grant", "--reason", "funeral", "--on", "2026-11-20")
    assert done.exit_code == 0, done.err
    second = (
        "--from", "2027-01-11", "--to", "2027-01-12", "--reason", "holiday",
        "--received", "2026-11-20", "--exceptional", "wedding", "--no-because-of-cost",
    )  # fmt: skip
    found = check(school, "1", *second)
    assert outcomes(found)["second_holiday"] == "against"
    assert outcomes(check(school, "2", *second))["second_holiday"] == "met"  # another pupil


def test_a_decision_of_a_part_is_listed_with_its_days_and_code(school: Path) -> None:
    number = enter(school, *GOOD)
    done = leave(
        school, "decide", number, "--grant", "--to", "2026-12-08", "--reason", "two days",
        "--on", "2026-11-20", "--by", "Mrs Head",
    )  # fmt: skip
    assert done.out == (
        f"Request {number}: granted, 7 Dec 2026 to 8 Dec 2026, 2 school days, to be marked C.\n"
    )
    [row] = json.loads(leave(school, "list", "--status", "granted", "--format", "json").out)
    assert (row["days_granted"], row["code"], row["decided_by"]) == (2, "C", "Mrs Head")
    assert row["last_day_granted"] == "2026-12-08"
    assert leave(school, "list", "--status", "refused").out == "No request.\n"


def test_refusals_are_kept_and_a_decision_anew_says_so(school: Path) -> None:
    number = enter(school, *HOLIDAY)
    refuse = ("decide", number, "--refuse", "--reason", "term time", "--on", "2026-11-20")
    assert leave(school, *refuse).exit_code == 0
    again = leave(school, *refuse)
    assert again.exit_code == 3
    assert "already" in again.err
    granted = leave(school, "decide", number, "--grant", "--reason", "appeal", "--on", "2026-11-20")
    assert granted.exit_code == 0
    assert "Decided anew" in granted.err
    assert "recommendation was another" in granted.err
    kept = lja("ledger", "export", "--format", "json", "--workspace", school).out.splitlines()
    assert [json.loads(line)["kind"] for line in kept] == [
        "leave_requested", "leave_decided", "leave_decided",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--reason", "x"), "Granted, or refused?"),
        (("--grant", "--reason", " "), "A reason is needed"),
        (("--grant", "--reason", "x", "--to", "2026-12-18"), "days granted"),
        (("--grant", "--reason", "x", "--from", "2026-12-12", "--to", "2026-12-13"), "days gr"),
        (("--refuse", "--reason", "x", "--to", "2026-12-08"), "refusal"),
        (("--grant", "--reason", "x", "--on", "2026-11-01"), "before"),
    ],
)
def test_a_decision_that_makes_no_sense_is_not_entered(
    school: Path, arguments: tuple[str, ...], problem: str
) -> None:
    number = enter(school, *HOLIDAY)
    done = leave(school, "decide", number, *arguments)
    assert done.exit_code == 2
    assert problem in done.err
    assert leave(school, "list", "--status", "open").out != "No request.\n"


def test_a_refused_holiday_is_answered_at_each_address(school: Path) -> None:
    number = enter(school, *HOLIDAY)
    leave(
        school, "decide", number, "--refuse", "--reason", "It is term time.", "--on", "2026-11-20"
    )
    done = leave(school, "letter", number, "--date", "2026-11-23")
    assert done.exit_code == 0, done.err
    files = [Path(line) for line in done.out.splitlines()]
    assert [file.name for file in files] == [
        f"Adams-Ava-1-leave-{number}-refused.docx", f"Adams-Ava-1-leave-{number}-refused-2.docx",
    ]  # fmt: skip
    for file in files:
        document = Document(str(file))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        text = "\n".join([*(p.text for p in document.paragraphs), *cells])
        assert "It is term time." in text
        assert "23 November 2026" in text
    again = leave(school, "letter", number, "--date", "2026-11-23")
    assert again.exit_code == 3
    sent = leave(school, "letter", number, "--sent", "--on", "2026-11-23")
    assert sent.exit_code == 0, sent.err
    assert len(sent.out.splitlines()) == 2
    assert leave(school, "letter", number, "--sent", "--on", "2026-11-23").exit_code == 3
    [row] = json.loads(leave(school, "list", "--format", "json").out)
    assert row["answered"] == "2026-11-23"


def test_an_open_request_is_answered_with_what_is_needed(school: Path) -> None:
    number = enter(school, *HOLIDAY)
    done = leave(school, "letter", number, "--date", "2026-11-23")
    assert done.exit_code == 0, done.err
    first = Path(done.out.splitlines()[0])
    assert "more-information" in first.name
    assert leave(school, "letter", number, "--kind", "granted").exit_code == 2


def test_nobody_is_written_to_who_must_not_be(school: Path) -> None:
    number = enter(school, *HOLIDAY, who="4")
    done = leave(school, "letter", number)
    assert done.exit_code == 3
    assert "Nobody can be written to" in done.err


def test_a_religious_day_has_a_reply_of_its_own(school: Path) -> None:
    number = enter(
        school, "--from", "2026-12-07", "--to", "2026-12-07", "--reason", "religious",
        "--received", "2026-11-01", "--set-apart-day",
    )  # fmt: skip
    done = leave(school, "decide", number, "--grant", "--reason", "holy day", "--on", "2026-11-20")
    assert done.out.endswith("to be marked R.\n")
    written = leave(school, "letter", number, "--date", "2026-11-23")
    assert "religious" in written.out


def test_a_file_of_requests_is_judged_row_by_row(school: Path, tmp_path: Path) -> None:
    form = tmp_path / "answers.csv"
    form.write_text(
        "ID,Start time,Completion time,Email,Name,Child's full name,First day of absence,"
        "Last day of absence,Reason for the request\r\n"
        "1,,09/11/2026,a@example.org,Mrs Adams,Ava Adams,07/12/2026,11/12/2026,Family holiday\r\n"
        "2,,30/10/2026,b@example.org,Mr Khan,Ben Khan,14/12/2026,14/12/2026,Dentist\r\n"
        "3,,30/10/2026,c@example.org,Mrs Nobody,Nobody Here,14/12/2026,14/12/2026,Dentist\r\n",
        encoding="utf-8",
    )
    done = leave(school, "check", "--file", form, "--format", "json", "--as-of", "2026-11-20")
    assert done.exit_code == 3
    assert "row 4" in done.err
    assert "Nobody" not in done.err
    found = json.loads(done.out)
    assert [(each["pupil_id"], each["reason"]) for each in found] == [
        ("1", "holiday"), ("3", "medical"),
    ]  # fmt: skip
    assert found[0]["notice_days"] == 28


def test_a_request_file_in_toml_is_judged(school: Path, tmp_path: Path) -> None:
    file = tmp_path / "request.toml"
    file.write_text(
        'pupil = "ava adams"\nfrom = 2026-12-07\nto = 2026-12-07\nreason = "medical"\n'
        'session = "AM"\nreceived = 2026-11-20\nevidence = true\n',
        encoding="utf-8",
    )
    done = leave(school, "check", "--file", file, "--format", "csv")
    assert done.exit_code == 0, done.err
    [row] = csv.DictReader(StringIO(done.out))
    assert (row["recommendation"], row["sessions"], row["rule_medical"]) == (
        "may_grant",
        "1",
        "met",
    )


def test_a_workspace_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = lja("leave", "check", "1", *HOLIDAY)
    assert done.exit_code == 3
    assert "lja init" in done.err

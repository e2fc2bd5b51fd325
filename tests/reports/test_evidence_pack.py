"""The evidence pack: what it holds, what it says of itself, what it keeps to itself."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from lj_attendance.errors import WrongUsage
from lj_attendance.ledger.events import (
    AMENDMENT,
    CASE_HELD,
    CASE_WARNING,
    CONTACT,
    HOLD,
    LETTER_WITHDRAWN,
    PENALTY_NOTICE,
    TAKEN_BACK,
    NewEvent,
)
from lj_attendance.reports.evidence_pack.document import as_docx
from tests import layouts
from tests.ledger.entries import letter, tamper
from tests.registers import parse_register
from tests.reports.evidence_school import (
    AVA,
    AVA_ON_ROLL,
    CALL,
    DOCUMENTS,
    ENOUGH,
    HASH,
    LETTER,
    MONDAY,
    MOTHER,
    SEEN,
    SUPPORT,
    WHOLE,
    document_of,
    pack_of,
    rows_under,
    school,
    table,
    text_of,
)

AS_OF = date(2026, 11, 20)
CHANGED = WHOLE.replace("OO", "NO")
AMENDED = NewEvent(
    AMENDMENT,
    date(2026, 11, 12),
    AVA,
    {"date": "2026-11-09", "session": "AM", "original": "N", "amended": "O",
     "reason": "none was established", "made_on": "2026-11-12", "made_by": "Mrs B Cole",
     "role": "attendance officer"},
)  # fmt: skip


def without(cell: int) -> list[str]:
    return ["" if place == cell else text for place, text in enumerate(AVA_ON_ROLL)]


# ---- complete, and each thing missing


def test_a_complete_record_says_so_on_each_page(tmp_path: Path) -> None:
    pack = pack_of(school(tmp_path))
    assert pack.missing == ()
    document = document_of(pack)
    said = "Complete as of Fri 20 Nov 2026 by what lja can see"
    assert said in [each.text for each in document.paragraphs[:4]]
    assert said in document.sections[0].footer.paragraphs[0].text
    assert "NOT COMPLETE" not in text_of(document)


@pytest.mark.parametrize(
    ("spoilt", "kinds"),
    [
        ({"drawn": WHOLE.replace("OO", "NO")}, ["open_n"]),
        ({"drawn": WHOLE.replace("L\\", "-\\")}, ["unmarked"]),
        ({"drawn": WHOLE.replace("L\\", "?\\")}, ["error"]),
        ({"drawn": WHOLE.replace("L\\", "..")}, ["gap"]),
        ({"earlier": CHANGED}, ["change"]),
        ({"earlier": CHANGED, "entries": (*ENOUGH, AMENDED)}, []),
        (
            {"earlier": CHANGED, "entries": (*ENOUGH, replace(AMENDED, detail={
                **AMENDED.detail, "role": " "}))},
            ["amendment_lacks", "change"],
        ),
        ({"drawn": CHANGED, "entries": (*ENOUGH, AMENDED)}, ["open_n", "amendment_not_made"]),
        ({"earlier": WHOLE.replace("OO", "-O")}, []),  # marked late: nothing was amended
        ({"ava": without(4)}, ["detail"]),
        ({"ava": without(8)}, []),  # the mother's address is taken
        ({"ava": without(8), "contacts": ()}, ["detail", "no_parent"]),
        ({"contacts": ()}, ["no_parent"]),
        ({"entries": (LETTER, SUPPORT, SEEN)}, ["no_contact"]),
        ({"entries": (LETTER, CALL, SEEN)}, ["no_support"]),
        ({"entries": (replace(LETTER, detail={"stage": 1}), CALL, SUPPORT)}, ["no_hash"]),
        ({"entries": ()}, ["no_contact", "no_support"]),
        (
            {"entries": (*ENOUGH, NewEvent(PENALTY_NOTICE, AS_OF, AVA, {"parent": None}))},
            ["notice_without_parent"],
        ),
    ],
)  # fmt: skip
def test_each_thing_missing_is_on_the_first_page(
    tmp_path: Path, spoilt: dict[str, Any], kinds: list[str]
) -> None:
    pack = pack_of(school(tmp_path, **spoilt))
    assert [each.kind for each in pack.missing] == kinds
    assert pack.is_complete is not bool(kinds)
    document = document_of(pack)
    assert ("NOT COMPLETE" in document.paragraphs[2].text) is bool(kinds)
    if kinds:
        told = rows_under(document, "No.")[1:]
        assert [row[1] for row in told] == [each.what for each in pack.missing]
        assert "\n".join(row[2] for row in told).count(str(tmp_path)) == 0


def test_absence_after_the_stage_2_letter_needs_evidence(tmp_path: Path) -> None:
    second = letter(AVA, 2, date(2026, 11, 12), documents=DOCUMENTS)
    entries = (LETTER, CALL, SUPPORT, second)
    (one, other) = pack_of(school(tmp_path / "a", entries=entries)).missing
    assert (one.kind, other.kind) == ("no_evidence", "no_evidence")
    assert "Tue 17 Nov 2026 AM" in one.what
    assert pack_of(school(tmp_path / "b", entries=(*entries, SEEN))).is_complete
    on_the_day = letter(AVA, 2, date(2026, 11, 17), documents=DOCUMENTS)
    assert pack_of(school(tmp_path / "c", entries=(*entries[:3], on_the_day))).is_complete


def test_targets_of_a_conference_are_support_and_a_meeting_alone_is_none(tmp_path: Path) -> None:
    held = NewEvent(CASE_HELD, AS_OF, AVA, {"parents_attended": True, "targets": ["every day"]})
    meeting = replace(SUPPORT, detail={**SUPPORT.detail, "means": "meeting"})
    assert pack_of(school(tmp_path / "a", entries=(CALL, held))).is_complete
    alone = pack_of(school(tmp_path / "b", entries=(CALL, meeting)))
    assert [each.kind for each in alone.missing] == ["no_support"]
    assert [each.number for each in alone.sections["support"]] == [2]


def test_a_ledger_that_does_not_hold_comes_first(tmp_path: Path) -> None:
    folder = school(tmp_path, drawn=CHANGED)
    tamper(folder / "ledger.db", "UPDATE entry SET entered_by = 'another' WHERE number = 2")
    pack = pack_of(folder)
    assert [each.kind for each in pack.missing] == ["ledger_fault", "open_n"]
    assert "NO: Entry 2 is not as it was entered" in text_of(document_of(pack))


@pytest.mark.parametrize(("other", "kinds"), [("Adams, Ava", ["error"]), ("Adams, Avy", [])])
def test_rows_that_may_be_a_namesake_s_are_told(
    tmp_path: Path, other: str, kinds: list[str]
) -> None:
    folder = school(tmp_path)
    exports = folder / "exports"
    table(exports / "more.csv", ("Arbor Student ID", "Name", "Year Group"),
          ("1009", other, "Year 8"))  # fmt: skip
    table(exports / "names.csv", ("Name", "Date", "Session", "Mark"),
          ("Adams, Ava", "02 Nov 2026", "AM", "/"))  # fmt: skip
    assert [each.kind for each in pack_of(folder).missing] == kinds


def test_a_file_of_no_use_may_hide_marks(tmp_path: Path) -> None:
    folder = school(tmp_path)
    (folder / "exports" / "page.csv").write_text("<html><body>x</body></html>", encoding="utf-8")
    (told,) = pack_of(folder).missing
    assert (told.kind, told.where) == ("error", "page.csv")


def test_the_calendar_knows_days_of_which_no_export_tells(tmp_path: Path) -> None:
    term = '[[calendar.term]]\nname = "Autumn"\nfirst = 2026-10-30\nlast = 2026-12-18\n'
    (told,) = pack_of(school(tmp_path, lja_toml=term)).missing
    assert told.kind == "gap"
    assert "2 sessions, Fri 30 Oct 2026 AM to Fri 30 Oct 2026 PM" in told.what


def test_days_before_the_pupil_came_are_no_gap(tmp_path: Path) -> None:
    late = [*AVA_ON_ROLL]
    late[7] = "09 Nov 2026"
    drawn = r".. .. .. .. .. " + WHOLE[WHOLE.index("|") :]
    assert pack_of(school(tmp_path / "a", drawn, ava=late)).is_complete
    (told,) = pack_of(school(tmp_path / "b", drawn)).missing
    assert "10 sessions, Mon 2 Nov 2026 AM to Fri 6 Nov 2026 PM" in told.what


CHANGES = ("Arbor Student ID", "Date", "Session", "Original Mark", "New Mark", "Reason for change",
           "Changed on", "Changed by", "Role")  # fmt: skip
CHANGE = (AVA, "09 Nov 2026", "AM", "N", "O (Unauthorised)", "none was established",
          "12 Nov 2026", "Mrs B Cole", "attendance officer")  # fmt: skip


@pytest.mark.parametrize(
    ("row", "kinds"),
    [
        (CHANGE, []),
        ((*CHANGE[:8], ""), ["amendment_lacks", "change"]),
        ((*CHANGE[:6], "21 Nov 2026", *CHANGE[7:]), ["change"]),  # made after the as-of date
        (("1002", *CHANGE[1:]), ["change"]),
        ((*CHANGE[:2], "PM", *CHANGE[3:]), ["change"]),
        ((*CHANGE[:3], "No mark", *CHANGE[4:]), ["change"]),  # the first mark, no change of one
    ],
)
def test_an_export_of_mark_changes_accounts_for_them(
    tmp_path: Path, row: Sequence[str], kinds: list[str]
) -> None:
    folder = school(tmp_path, earlier=CHANGED)
    table(folder / "exports" / "changes.csv", CHANGES, row)
    pack = pack_of(folder)
    assert [each.kind for each in pack.missing] == kinds
    assert len(pack.page.marks) == 30
    told = [each.source for each in pack.amendments]
    is_told = row[0] == AVA and row[3] == "N" and row[6].startswith("12")
    assert told == (["changes.csv, row 2"] if is_told else [])


# ---- what it holds


def test_every_mark_is_in_the_weeks_exactly_once(tmp_path: Path) -> None:
    drawn = WHOLE.replace("L\\", "-\\") + " /. .\\"  # a weekend, and a session without a row
    pack = pack_of(school(tmp_path, drawn))
    heading, *rows = rows_under(document_of(pack), "Week of")
    assert heading[1:15:2] == [f"{day} AM" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
                                                       "Sun")]  # fmt: skip
    shown = {
        (MONDAY + timedelta(weeks=week, days=place // 2), ("AM", "PM")[place % 2]): text
        for week, row in enumerate(rows)
        for place, text in enumerate(row[1:15])
        if text
    }
    marks = parse_register(drawn, MONDAY)
    assert shown == {
        (mark.date, mark.session): "–" if mark.mark == "-" else mark.mark for mark in marks
    }
    assert sum(map(len, (week.marks for week in pack.weeks))) == len(marks)


def test_weekends_take_no_room_without_marks(tmp_path: Path) -> None:
    heading = rows_under(document_of(pack_of(school(tmp_path))), "Week of")[0]
    assert heading[9:] == ["Fri AM", "Fri PM", "Poss", "Att", "Auth", "Unau"]


def test_the_weeks_sum_to_the_figures(tmp_path: Path) -> None:
    pack = pack_of(school(tmp_path))
    document = document_of(pack)
    weeks = rows_under(document, "Week of")[1:]
    sums = [sum(int(row[place]) for row in weeks) for place in range(11, 15)]
    ytd = rows_under(document, "Days")[1]
    assert [int(text) for text in ytd[1:5]] == sums == [30, 25, 2, 3]
    assert ytd[5:] == ["83.3%", "1", "1", "0"]
    page = pack.page.figures
    names = ("possible_sessions", "attended_sessions", "authorised_absence", "unauthorised_absence")
    assert sums == [page[name] for name in names]


def test_unauthorised_sessions_have_file_and_row(tmp_path: Path) -> None:
    rows = rows_under(document_of(pack_of(school(tmp_path))), "Day", "Session")
    assert [row[:3] for row in rows[1:]] == [
        ["Mon 9 Nov 2026", "AM", "O"], ["Mon 9 Nov 2026", "PM", "O"], ["Fri 20 Nov 2026", "PM", "U"]
    ]  # fmt: skip
    assert rows[1][4] == "marks.csv, row 12"


def test_the_codes_used_have_their_meaning(tmp_path: Path) -> None:
    rows = rows_under(document_of(pack_of(school(tmp_path))), "Code")
    counted = Counter(mark.mark for mark in parse_register(WHOLE))
    assert {row[0]: int(row[3]) for row in rows[1:]} == counted
    assert all(row[1] for row in rows)


def test_half_terms_are_those_of_the_calendar(tmp_path: Path) -> None:
    term = (
        '[[calendar.term]]\nname = "Autumn"\nfirst = 2026-11-02\nlast = 2026-12-18\n'
        "half_term = { first = 2026-11-09, last = 2026-11-13 }\n"
    )
    rows = rows_under(document_of(pack_of(school(tmp_path, lja_toml=term))), "Days")
    assert [row[1] for row in rows[1:]] == ["30", "10", "10"]
    assert "Mon 2 Nov 2026 to Fri 6 Nov 2026" in rows[2][0]
    assert "Mon 16 Nov 2026 to Fri 20 Nov 2026" in rows[3][0]


def test_the_penalty_window_is_shown_with_and_without_n(tmp_path: Path) -> None:
    pack = pack_of(school(tmp_path, drawn=CHANGED))
    assert len(pack.penalty.sessions) == 3
    assert pack.penalty.without_n == 2
    assert "3 sessions unauthorised, 2 without the provisional N" in text_of(document_of(pack))


def test_the_window_reaches_into_the_year_before(tmp_path: Path) -> None:
    folder = school(tmp_path)
    summer = date(2026, 7, 13)
    drawn = parse_register(r"OO /\ /\ /\ /\ ", summer, AVA)
    layouts.write(drawn, "long", folder / "exports" / "summer.csv")
    pack = pack_of(folder)
    assert pack.first == summer
    assert [each.name for each in pack.figures] == [
        "Year to date, 2026/27", "All days of this record"
    ]  # fmt: skip
    assert [each.figures["possible_sessions"] for each in pack.figures] == [30, 40]
    assert len(pack.weeks) == 4
    assert pack_of(folder, first=MONDAY).first == MONDAY
    assert len(pack_of(folder, first=date(2026, 11, 16)).weeks) == 1
    with pytest.raises(WrongUsage):
        pack_of(folder, first=date(2026, 11, 21))


def test_every_entry_of_the_pupil_is_in_it_with_its_number(tmp_path: Path) -> None:
    more = (
        NewEvent(HOLD, date(2026, 11, 12), AVA, {"reason": "bereavement", "until": None}),
        NewEvent(CASE_WARNING, date(2026, 11, 13), AVA, {"warning": "court", "letter":
                 {"documents": DOCUMENTS}, "note": None, "unheard_of": "a new part"}),
        AMENDED,
        NewEvent(CONTACT, date(2026, 11, 14), "1002", {"means": "call", "note": "another's"}),
        NewEvent(CONTACT, date(2026, 11, 21), AVA, {"means": "call", "note": "too late"}),
    )  # fmt: skip
    pack = pack_of(school(tmp_path, entries=(*ENOUGH, *more)))
    shown = {entry.number for entries in pack.sections.values() for entry in entries}
    assert shown == {1, 2, 3, 4, 5, 6, 7}
    assert pack.ledger.later == 1
    text = text_of(document_of(pack))
    for words in ("will ring back", "GP letter", "bereavement", "a new part", HASH, "Mrs B Cole",
                  "none was established", pack.ledger.head):  # fmt: skip
        assert words in text
    for words in ("another's", "too late"):
        assert words not in text


def test_a_withdrawn_letter_stays_and_an_entry_taken_back_loses_its_words(tmp_path: Path) -> None:
    mistake = replace(CALL, detail={**CALL.detail, "note": "of another family"})
    entries = (
        *ENOUGH,
        mistake,
        NewEvent(LETTER_WITHDRAWN, AS_OF, AVA, {"reason": "wrong day", "stage": 1}, corrects=1),
        NewEvent(TAKEN_BACK, AS_OF, AVA, {"reason": "wrong pupil"}, corrects=5),
    )
    text = text_of(document_of(pack_of(school(tmp_path, entries=entries))))
    assert "Withdrawn on 20 Nov 2026, by A. Officer: wrong day (entry 6)" in text
    assert "Stage 1 letter, Tue 10 Nov 2026 (entry 1)" in text
    assert "Taken back on 20 Nov 2026, by A. Officer: wrong pupil (entry 7)" in text
    assert "of another family" not in text


@pytest.mark.parametrize(
    ("attended", "sessions", "words"),
    [
        (8, [["2026-11-09", "AM", "O"], ["2026-11-09", "PM", "O"]], "are as they were"),
        (9, [], "9 of 10 sessions attended then, 8 of 10 by the register now"),
        (8, [["2026-11-09", "AM", "N"]], "9 Nov 2026 AM was N"),
    ],
)
def test_each_letter_tells_whether_its_marks_changed(
    tmp_path: Path, attended: int, sessions: Sequence[Sequence[str]], words: str
) -> None:
    told = {"attended": attended + 2, "possible": 12, "as_of": "2026-11-09", "sessions": sessions}
    entries = (replace(LETTER, detail={**LETTER.detail, **told}), *ENOUGH[1:])
    words = words.replace("9 of 10", "11 of 12").replace("8 of 10", "10 of 12")
    (entry,) = pack_of(school(tmp_path, entries=entries)).sections["letters"]
    assert words.replace("9 Nov 2026", "2026-11-09") in entry.notes[0]


def test_sources_have_their_hashes_and_no_path_of_this_computer(tmp_path: Path) -> None:
    pack = pack_of(school(tmp_path))
    assert [each.file for each in pack.sources] == ["contacts.csv", "marks.csv", "roll.csv"]
    text = text_of(document_of(pack))
    assert all(each.sha256 in text for each in pack.sources)
    assert str(tmp_path) not in text


# ---- what it keeps to itself


def test_of_somebody_not_to_be_contacted_there_is_no_address(tmp_path: Path) -> None:
    father = [*MOTHER]
    father[1], father[2], father[4], father[5] = "Mr Q Adams", "Father", "No", "2"
    father[7:11] = "9 Secret Lane", "ZZ1 1ZZ", "01632 960999", "court order: no contact, secret"
    sent = [
        {"names": ["Mr Q Adams"], "address_block": ["Mr Q Adams", "9 Secret Lane"]},
        {"names": ["Mrs Zoë Adams"], "address_block": ["Mrs Zoë Adams", "1 High Street"]},
    ]
    said = {"recipients": sent, "left_out": ["Mr Q Adams: access note: secret"]}
    entries = (replace(LETTER, detail={**LETTER.detail, **said}), *ENOUGH[1:])
    pack = pack_of(school(tmp_path, contacts=(MOTHER, father), entries=entries))
    text = text_of(document_of(pack))
    assert "not to be contacted (marked no contact)" in text
    assert "Mr Q Adams (address withheld); Mrs Zoë Adams, 1 High Street" in text
    for secret in ("Secret Lane", "ZZ1 1ZZ", "960999", "secret"):
        assert secret not in text
    assert "01632 960001" in text


def test_an_address_is_never_taken_from_somebody_not_to_be_contacted(tmp_path: Path) -> None:
    only = [*MOTHER[:10], "no contact"]
    pack = pack_of(school(tmp_path, ava=without(8), contacts=(only,)))
    assert pack.pupil.address is None
    assert [each.what for each in pack.missing] == ["The pupil's address is not known."]


@pytest.mark.parametrize("name", ["O'Neill & <b>Sons</b>", "{{ config }}", "{% raw %}", "Łukasz"])
def test_a_name_is_text(tmp_path: Path, name: str) -> None:
    row = [*AVA_ON_ROLL]
    row[2] = name
    document = document_of(pack_of(school(tmp_path, ava=row)))
    assert document.core_properties.title == f"Attendance record of Ava {name}: evidence"
    assert f"Ava {name}" in text_of(document)


# ---- the file


def test_a_pupil_with_nothing_at_all_has_a_record(tmp_path: Path) -> None:
    folder = school(tmp_path, entries=(), contacts=())
    table(folder / "exports" / "new.csv", ("Arbor Student ID", "Name", "Year Group"),
          ("1003", "Nobody, New", "Year 7"))  # fmt: skip
    pack = pack_of(folder, "1003")
    kinds = Counter(each.kind for each in pack.missing)
    assert kinds == {"gap": 1, "detail": 3, "no_parent": 1, "no_contact": 1, "no_support": 1}
    assert "NOT COMPLETE: 7 things are missing" in text_of(document_of(pack))


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    pack = pack_of(school(tmp_path))
    assert as_docx(pack) == as_docx(pack)


def test_the_file_is_slim_and_says_who_made_it_and_no_hour(tmp_path: Path) -> None:
    content = as_docx(pack_of(school(tmp_path, lja_toml='[school]\nname = "A & B School"\n')))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        sizes = {each.filename: each.file_size for each in archive.infolist()}
        core = archive.read("docProps/core.xml").decode()
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert sizes["word/styles.xml"] < 20_000
    assert not any("thumbnail" in name or "customXml" in name for name in sizes)
    assert "A &amp; B School" in core
    assert re.findall(r"20\d\d-\d\d-\d\dT[\d:]+Z", core) == ["2026-11-20T00:00:00Z"] * 2
    assert "python" not in core


def test_tables_repeat_their_header_and_split_no_row(tmp_path: Path) -> None:
    for each in document_of(pack_of(school(tmp_path))).tables:
        rows = [row._tr.xml for row in each.rows]
        assert "tblHeader" in rows[0]
        assert all("cantSplit" in row for row in rows)
        assert all(cell.text for cell in each.rows[0].cells)

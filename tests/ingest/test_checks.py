"""Each check: a case in which it speaks, with its severity, file, row and words, and one beside it
in which it has to be silent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from lj_attendance.ingest.checks import CHECKS
from tests import layouts
from tests.ingest import found, long, marks, read, save

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from lj_attendance.workflows.reading import Reading

Files = dict[str, str]  # a file's name, and perhaps `@` and its time of saving, to its content

# Pupils whose names, numbers and UPNs are like nothing else that a message may hold.
XAN, WIN, ZED = "70001", "70002", "70003"
NAMES = {XAN: "Quillfeather, Xanthippe", WIN: "Quillfeather, Winifred", ZED: "Oddington, Zebedee"}
UPNS = {pupil: layouts.upn_of(pupil) for pupil in NAMES}
ROLL = "Arbor Student ID,UPN,Name,Year Group,Registration Form,Enrolment start date,Leaving date\n"
EVERYWHERE = "all files together"


def row(pupil: str, day: str, session: str, mark: str) -> str:
    """A row of a long file."""
    return f'{pupil},"{NAMES[pupil]}",{day},{session},{mark}'


def file(*rows: tuple[str, str, str, str]) -> str:
    """A long file."""
    return long(*(row(*cells) for cells in rows))


def listed(pupil: str, form: str = "8 CRO", first: str = "", last: str = "", upn: str = "") -> str:
    """A row of a roll."""
    return f'{pupil},{upn or UPNS[pupil]},"{NAMES[pupil]}",8,{form},{first},{last}\n'


@dataclass(frozen=True)
class Case:
    """Files in which a check speaks once, what it says, and files in which it is silent."""

    check: str
    speaks: Files
    says: tuple[str, str, int | None]  # severity, file, row
    words: str  # all of these, between bars, stand in the message
    silent: Files
    options: Mapping[str, Any] = field(default_factory=dict)


MON, TUE, WED = "2025-09-01", "2025-09-02", "2025-09-03"
SCHOOL_DAYS = [f"2025-09-{day:02}" for day in (1, 2, 3, 4, 5, 8, 9)]


def present(days: Iterable[str], pupil: str = WIN) -> list[tuple[str, str, str, str]]:
    """A pupil there in the mornings of those days."""
    return [(pupil, day, "AM", "/") for day in days]


def strangers(number: int, mark: str) -> str:
    """Rows of so many other pupils with that mark on Monday morning."""
    return "".join(f"{80_000 + place},,{MON},AM,{mark}\n" for place in range(number))


def crowd(sizes: Mapping[str, int]) -> str:
    """A long file with so many pupils present in the morning of each day."""
    rows = [
        f"{80_000 + number},,{day},AM,/" for day, size in sizes.items() for number in range(size)
    ]
    return long(*rows)


def forms(*silent: str, mark: str = "/") -> Files:
    """Two registration groups of six over two days; the second has `silent` on Tuesday morning."""
    pupils = {80_000 + number: "8 CRO" if number < 6 else "9 RAS" for number in range(12)}
    roll = "Arbor Student ID,Registration Form\n"
    rows = []
    for pupil, form in pupils.items():
        roll += f"{pupil},{form}\n"
        for day in (MON, TUE, WED):
            is_silent = form in silent and day == TUE
            rows += (
                []
                if is_silent and not mark
                else [f"{pupil},,{day},AM,{mark if is_silent else '/'}"]
            )
    return {"m.csv": long(*rows), "r.csv": roll}


def icons(pupils: int, first_day: str) -> str:
    """A wide file of two days, blank but for one mark on the second; the first pupil's as given."""
    heading = "Arbor Student ID,01 Sep 2025 AM,02 Sep 2025 AM\n"
    rows = [f"{80_000 + number},{'' if number else first_day},\n" for number in range(pupils)]
    return heading + "".join(rows) + "90000,,I\n"


CASES = {
    "a sign that is no code": Case(
        "unknown_mark",
        {"m.csv": file((XAN, MON, "AM", "/"), (XAN, MON, "PM", "@"))},
        ("error", "m.csv", 3), "'@'|Mon 1 Sep 2025 PM|not an attendance code|not counted",
        {"m.csv": file((XAN, MON, "AM", "/"), (XAN, MON, "PM", "i"))},
    ),
    "a code with a digit too many": Case(
        "unknown_mark",
        {"m.csv": file((XAN, MON, "AM", "/"), (XAN, MON, "PM", "Y8"))},
        ("error", "m.csv", 3), "'Y8'",
        {"m.csv": file((XAN, MON, "AM", "/"), (XAN, MON, "PM", "Y7"))},
    ),
    "two marks for a session": Case(
        "conflicting_marks",
        {"m.csv": file((XAN, MON, "AM", "N"), (XAN, MON, "AM", "I"))},
        ("error", "m.csv", 2), "'N'|'I'|row 3|Mon 1 Sep 2025 AM|'I' is counted",
        {"m.csv": file((XAN, MON, "AM", "I"), (XAN, MON, "AM", "i"))},
    ),
    "a mark and none for a session": Case(
        "conflicting_marks",
        {"m.csv": file((XAN, MON, "AM", "-"), (XAN, MON, "AM", "I"))},
        ("warning", "m.csv", 2), "no mark|'I'|row 3",
        {"m.csv": file((XAN, MON, "AM", "-"), (XAN, MON, "PM", "I"))},
    ),
    "one mark twice": Case(
        "duplicate_mark",
        {"m.csv": file((XAN, MON, "AM", "I"), (XAN, MON, "AM", "I"))},
        ("notice", "m.csv", 3), "'I'|row 2|once",
        {"m.csv": file((XAN, MON, "AM", "I"), (XAN, MON, "PM", "I"), (WIN, MON, "AM", "I"))},
    ),
    "a mark that changed": Case(
        "changed_between_exports",
        {
            "old.csv@2025-09-05": file((WIN, MON, "AM", "/"), (XAN, MON, "AM", "N")),
            "new.csv@2025-09-06": file((XAN, MON, "AM", "M")),
        },
        ("warning", "old.csv", 3), "'N'|'M'|new.csv|row 2|Mon 1 Sep 2025 AM",
        {
            "old.csv@2025-09-05": file((WIN, MON, "AM", "/"), (XAN, MON, "AM", "N")),
            "new.csv@2025-09-06": file((XAN, MON, "AM", "N")),
        },
    ),
    "a mark entered at last": Case(
        "changed_between_exports",
        {
            "old.csv@2025-09-05": file((XAN, MON, "AM", "-")),
            "new.csv@2025-09-06": file((XAN, MON, "AM", "I")),
        },
        ("notice", "old.csv", 2), "no mark|'I'|new.csv",
        {
            "old.csv@2025-09-05": file((XAN, MON, "AM", "-")),
            "new.csv@2025-09-06": file((XAN, MON, "PM", "I")),
        },
    ),
    "an export that repeats another": Case(
        "repeated_in_exports",
        {
            "old.csv@2025-09-05": file((XAN, MON, "AM", "N"), (XAN, MON, "PM", "N")),
            "new.csv@2025-09-06": file(
                (XAN, MON, "AM", "N"), (XAN, MON, "PM", "N"), (XAN, TUE, "AM", "/")
            ),
        },
        ("notice", "old.csv", 2), "2 marks|once",
        {
            "old.csv@2025-09-05": file((XAN, MON, "AM", "N")),
            "new.csv@2025-09-06": file((XAN, TUE, "AM", "N")),
        },
    ),
    "a row of totals": Case(
        "no_pupil",
        {"m.csv": file((XAN, MON, "AM", "/")) + "Total,,,,1\n"},
        ("warning", "m.csv", 3), "names no pupil|not counted",
        {"m.csv": file((XAN, MON, "AM", "/")) + f'70009,"Total, Ann",{MON},AM,/\n'},
    ),
    "a row without a name": Case(
        "no_pupil",
        {"m.csv": file((XAN, MON, "AM", "/")) + f",,{MON},AM,N\n"},
        ("warning", "m.csv", 3), "names no pupil",
        {"m.csv": file((XAN, MON, "AM", "/")) + ",,,,\n"},
    ),
    "a name that two pupils have": Case(
        "name_of_several_pupils",
        {
            "m.csv": f'Name,Date,Session,Mark\n"{NAMES[XAN]}",{MON},AM,N\nA,{MON},AM,/\n',
            "r.csv": ROLL + listed(XAN) + listed(WIN).replace(NAMES[WIN], NAMES[XAN]),
        },
        ("error", "m.csv", 2), "Several pupils|not counted|Arbor Student ID",
        {
            "m.csv": f'Name,Date,Session,Mark\n"{NAMES[XAN]}",{MON},AM,N\nA,{MON},AM,/\n',
            "r.csv": ROLL + listed(XAN) + listed(WIN),
        },
    ),
    "the last day of September and one": Case(
        "impossible_date",
        {"m.csv": file((XAN, MON, "AM", "/"), (XAN, "31 Sep 2025", "AM", "/"))},
        ("error", "m.csv", 3), "'31 Sep 2025'|not a date|not counted",
        {"m.csv": file((XAN, MON, "AM", "/"), (XAN, "30 Sep 2025", "AM", "/"))},
    ),
    "the end of February": Case(
        "impossible_date",
        {"m.csv": file((XAN, MON, "AM", "/"), (XAN, "29/02/2025", "AM", "/"))},
        ("error", "m.csv", 3), "'29/02/2025'",
        {"m.csv": file((XAN, MON, "AM", "/"), (XAN, "29/02/2024", "AM", "/"))},
    ),
    "no date at all": Case(
        "impossible_date",
        {"m.csv": file((XAN, MON, "AM", "/"), (XAN, "", "AM", "/"))},
        ("error", "m.csv", 3), "empty",
        {"m.csv": file((XAN, MON, "AM", "/"), (XAN, TUE, "AM", "/"))},
    ),
    "dates with the month first": Case(
        "ambiguous_date",
        {"m.csv": file((XAN, "09/10/2025", "AM", "/"), (XAN, "09/15/2025", "AM", "/"))},
        ("error", "m.csv", 2), "'09/10/2025'|day first|month first",
        {"m.csv": file((XAN, "09/10/2025", "AM", "/"), (XAN, "15/09/2025", "AM", "/"))},
    ),
    "a date that is the same either way": Case(
        "ambiguous_date",
        {"m.csv": file((XAN, "10/09/2025", "AM", "/"), (XAN, "09/13/2025", "AM", "/"))},
        ("error", "m.csv", 2), "'10/09/2025'",
        {"m.csv": file((XAN, "09/09/2025", "AM", "/"), (XAN, "09/13/2025", "AM", "/"))},
    ),
    "dates of two files": Case(
        "ambiguous_date",
        {"m.csv": file((XAN, "09/10/2025", "AM", "/"), (XAN, "09/15/2025", "AM", "/"))},
        ("error", "m.csv", 2), "'09/10/2025'",
        {
            "m.csv": file((XAN, "09/10/2025", "AM", "/")),
            "n.csv": file((XAN, "09/15/2025", "AM", "/")),
        },
    ),
    "a session that is none": Case(
        "no_session",
        {"m.csv": file((XAN, MON, "AM", "/"), (XAN, TUE, "EVE", "N"))},
        ("error", "m.csv", 3), "'N'|Tue 2 Sep 2025|neither AM nor PM|not counted",
        {"m.csv": file((XAN, MON, "AM", "/"), (XAN, TUE, "08:45", "N"))},
    ),
    "an empty mark of no session": Case(
        "no_session",
        {"m.csv": file((XAN, MON, "AM", "/"), (XAN, TUE, "", "N"))},
        ("error", "m.csv", 3), "'N'",
        {"m.csv": file((XAN, MON, "AM", "/"), (XAN, TUE, "", ""))},
    ),
    "a mark before the first day on roll": Case(
        "outside_enrolment",
        {"m.csv": file(*present([MON, TUE], XAN)), "r.csv": ROLL + listed(XAN, first=TUE)},
        ("warning", "m.csv", 2), "'/'|Mon 1 Sep 2025 AM|dates on roll|not counted",
        {"m.csv": file(*present([MON, TUE], XAN)), "r.csv": ROLL + listed(XAN, first=MON)},
    ),
    "a mark after the last day on roll": Case(
        "outside_enrolment",
        {"m.csv": file(*present([MON, TUE], XAN)), "r.csv": ROLL + listed(XAN, last=MON)},
        ("warning", "m.csv", 3), "'/'|Tue 2 Sep 2025 AM|dates on roll",
        {"m.csv": file(*present([MON, TUE], XAN)), "r.csv": ROLL + listed(XAN, last=TUE)},
    ),
    "a mark after the as-of date": Case(
        "after_as_of_date",
        {"m.csv": file(*present([MON, TUE, WED]))},
        ("notice", "m.csv", 4), "1 mark|Tue 2 Sep 2025|ignored",
        {"m.csv": file(*present([MON, TUE]))},
        {"as_of": date(2025, 9, 2)},
    ),
    "no mark after the as-of date": Case(
        "after_as_of_date",
        {"m.csv": file(*present([MON, TUE, WED, "2025-09-04"]))},
        ("notice", "m.csv", 4), "2 marks|are ignored",
        {"m.csv": file(*present([MON, TUE]), (WIN, WED, "AM", ""))},
        {"as_of": date(2025, 9, 2)},
    ),
    "a code withdrawn the day before": Case(
        "withdrawn_code",
        {"m.csv": file((XAN, "2024-08-19", "AM", "H"))},
        ("warning", "m.csv", 2), "H|Mon 19 Aug 2024 AM|use C.",
        {"m.csv": file((XAN, "2024-08-18", "AM", "H"))},
    ),
    "an interview after it became leave": Case(
        "withdrawn_code",
        {"m.csv": file((XAN, "2024-08-19", "AM", "J"))},
        ("warning", "m.csv", 2), "'J' is|use J1.",
        {"m.csv": file((XAN, "2024-08-19", "AM", "J1"))},
    ),
    "unable to attend after it was divided": Case(
        "withdrawn_code",
        {"m.csv": file((XAN, "2024-08-19", "AM", "Y"))},
        ("warning", "m.csv", 2), "use Y1 to Y7",
        {"m.csv": file((XAN, "2024-08-18", "AM", "Y"))},
    ),
    "the extended holiday of old": Case(
        "withdrawn_code",
        {"m.csv": file((XAN, "2014-09-01", "AM", "F"))},
        ("warning", "m.csv", 2), "'F' is|use ",
        {"m.csv": file((XAN, "2014-08-31", "AM", "F"))},
    ),
    "a code on the day before its first": Case(
        "not_yet_valid_code",
        {"m.csv": file((XAN, "2024-08-18", "AM", "C1"))},
        ("warning", "m.csv", 2), "C1|Sun 18 Aug 2024 AM|use C.",
        {"m.csv": file((XAN, "2024-08-19", "AM", "C1"))},
    ),
    "dual registration before it had a code": Case(
        "not_yet_valid_code",
        {"m.csv": file((XAN, "2011-08-31", "AM", "D"))},
        ("warning", "m.csv", 2), "'D' was|use ",
        {"m.csv": file((XAN, "2011-09-01", "AM", "D"))},
    ),
    "an afternoon's mark in the morning": Case(
        "wrong_session",
        {"m.csv": file((XAN, MON, "AM", "\\"))},
        ("warning", "m.csv", 2), "'\\'|Mon 1 Sep 2025 AM|present",
        {"m.csv": file((XAN, MON, "AM", "/"))},
    ),
    "a morning's mark in the afternoon": Case(
        "wrong_session",
        {"m.csv": file((XAN, MON, "PM", "/"))},
        ("warning", "m.csv", 2), "'/'|Mon 1 Sep 2025 PM|present",
        {"m.csv": file((XAN, MON, "PM", "\\"), (XAN, MON, "AM", "L"), (XAN, TUE, "PM", "L"))},
    ),
    "one pupil without a mark": Case(
        "unmarked",
        {"m.csv": file((WIN, MON, "AM", "/"), (XAN, MON, "AM", "-"))},
        ("warning", "m.csv", 3), "1 pupil has no mark|Mon 1 Sep 2025 AM|(row 3)",
        {"m.csv": file((WIN, MON, "AM", "/"), (XAN, MON, "AM", "#"))},
    ),
    "five pupils without a mark": Case(
        "unmarked",
        {"m.csv": file(*present([MON])) + strangers(5, "No Mark")},
        ("warning", "m.csv", 3), "5 pupils have no mark|(rows 3, 4, 5 and 2 more)",
        {"m.csv": file(*present([MON])) + strangers(5, "N")},
    ),
    "a day on which every cell is empty": Case(
        "nobody_marked",
        {"m.csv": icons(40, "")},
        ("warning", "m.csv", 2), "Mon 1 Sep 2025 AM|empty|read as present",
        {"m.csv": icons(40, "/")},
        {"blank_means": "present"},
    ),
    "a very small school with every cell empty": Case(
        "nobody_marked",
        {"m.csv": icons(40, "")},
        ("warning", "m.csv", 2), "41 cells",
        {"m.csv": icons(2, "")},
        {"blank_means": "present"},
    ),
    "marks on a Saturday": Case(
        "weekend_marks",
        {"m.csv": file((XAN, "2025-09-05", "AM", "/"), (XAN, "2025-09-06", "AM", "/"))},
        ("warning", "m.csv", 3), "1 mark on Sat 6 Sep 2025 AM|weekend",
        {"m.csv": file((XAN, "2025-09-05", "AM", "/"), (XAN, "2025-09-06", "AM", "#"))},
    ),
    "marks on a Sunday": Case(
        "weekend_marks",
        {"m.csv": file((XAN, "2025-09-05", "AM", "/"), (XAN, "2025-09-07", "PM", "N"))},
        ("warning", "m.csv", 3), "Sun 7 Sep 2025 PM",
        {"m.csv": file((XAN, "2025-09-05", "AM", "/"), (XAN, "2025-09-08", "PM", "N"))},
    ),
    "a day with fewer than a tenth of the usual marks": Case(
        "quiet_day",
        {"m.csv": crowd({MON: 100, TUE: 100, WED: 100, "2025-09-04": 9})},
        ("warning", "m.csv", 302), "9 pupils|Thu 4 Sep 2025|100 is usual",
        {"m.csv": crowd({MON: 100, TUE: 100, WED: 100, "2025-09-04": 10})},
    ),
    "a weekend is not a quiet day": Case(
        "quiet_day",
        {"m.csv": crowd({MON: 100, TUE: 100, WED: 100, "2025-09-05": 1})},
        ("warning", "m.csv", 302), "1 pupil|Fri 5 Sep 2025",
        {"m.csv": crowd({MON: 100, TUE: 100, WED: 100, "2025-09-06": 1})},
    ),
    "a day of which nothing is known": Case(
        "day_without_marks",
        {"m.csv": file(*present([MON, WED]))},
        ("warning", EVERYWHERE, None), "Tue 2 Sep 2025|training day or holiday",
        {"m.csv": file(*present([MON, WED]), (WIN, TUE, "AM", "#"))},
    ),
    "a holiday is not a missing day": Case(
        "day_without_marks",
        {"m.csv": file(*present([d for d in SCHOOL_DAYS if d != "2025-09-08"]))},
        ("warning", EVERYWHERE, None), "Mon 8 Sep 2025",
        # a weekend, a whole week away, and the days before the first and after the last
        {"m.csv": file(*present(["2025-09-04", "2025-09-05", "2025-09-15", "2025-09-16"]))},
    ),
    "a register that was not taken": Case(
        "group_without_marks",
        forms("9 RAS", mark=""),
        ("warning", EVERYWHERE, None), "9 RAS|Tue 2 Sep 2025 AM",
        forms("9 RAS", mark="#"),
    ),
    "a register of empty cells": Case(
        "group_without_marks",
        forms("9 RAS", mark="-"),
        ("warning", EVERYWHERE, None), "9 RAS|Tue 2 Sep 2025 AM",
        forms("8 CRO", "9 RAS", mark=""),  # then nobody was at school
    ),
    "no reason after six school days": Case(
        "old_unexplained_absence",
        {"m.csv": file((XAN, MON, "AM", "N"), *present(SCHOOL_DAYS[1:]))},  # to Tue 9 September
        ("warning", "m.csv", 2), "N|Mon 1 Sep 2025 AM|6 school days|O if none",
        {"m.csv": file((XAN, MON, "AM", "N"), *present(SCHOOL_DAYS[1:-1]))},
    ),
    "no reason over a holiday": Case(
        "old_unexplained_absence",
        {"m.csv": file((XAN, MON, "AM", "N"), *present(SCHOOL_DAYS[1:]))},
        ("warning", "m.csv", 2), "N",
        {"m.csv": file((XAN, MON, "AM", "N"), *present([*SCHOOL_DAYS[1:5], "2026-01-05"]))},
    ),
    "a reason given at last": Case(
        "old_unexplained_absence",
        {"m.csv": file((XAN, MON, "AM", "N"), *present(SCHOOL_DAYS[1:]))},
        ("warning", "m.csv", 2), "N",
        {"m.csv": file((XAN, MON, "AM", "O"), *present(SCHOOL_DAYS[1:]))},
    ),
    "closed for one and open for another": Case(
        "partial_closure",
        {"m.csv": file((WIN, MON, "AM", "/"), (XAN, MON, "AM", "#"))},
        ("notice", "m.csv", 3), "# for 1 pupil|Mon 1 Sep 2025 AM|1 has",
        {"m.csv": file((WIN, MON, "AM", "#"), (XAN, MON, "AM", "#"), (WIN, MON, "PM", "\\"))},
    ),
    "closed for one while another is not expected": Case(
        "partial_closure",
        {"m.csv": file((WIN, MON, "AM", "/"), (XAN, MON, "AM", "#"))},
        ("notice", "m.csv", 3), "#",
        {"m.csv": file((WIN, MON, "AM", "X"), (XAN, MON, "AM", "#"), (ZED, TUE, "AM", "/"))},
    ),
    "a pupil of whom there is nothing": Case(
        "pupil_without_marks",
        {"m.csv": file(*present([MON])), "r.csv": ROLL + listed(WIN) + listed(XAN)},
        ("warning", "r.csv", 3), "on the roll|no marks",
        {"m.csv": file(*present([MON]), (XAN, MON, "AM", "N")),
         "r.csv": ROLL + listed(WIN) + listed(XAN)},
    ),
    "a pupil on roll for the last day": Case(
        "pupil_without_marks",
        {"m.csv": file(*present([MON, TUE])), "r.csv": ROLL + listed(WIN) + listed(XAN, last=TUE)},
        ("warning", "r.csv", 3), "on the roll",
        {"m.csv": file(*present([MON, TUE])), "r.csv": ROLL + listed(WIN) + listed(XAN, last=MON)},
    ),
    "a pupil on roll from the last day": Case(
        "pupil_without_marks",
        {"m.csv": file(*present([MON, TUE])), "r.csv": ROLL + listed(WIN) + listed(XAN, first=TUE)},
        ("warning", "r.csv", 3), "on the roll",
        {"m.csv": file(*present([MON, TUE])), "r.csv": ROLL + listed(WIN) + listed(XAN, first=WED)},
    ),
    "a pupil whom the roll does not know": Case(
        "pupil_not_on_roll",
        {"m.csv": file(*present([MON]), (XAN, MON, "AM", "N")), "r.csv": ROLL + listed(WIN)},
        ("warning", "m.csv", 3), "on no roll|1 mark is counted",
        {"m.csv": file(*present([MON]), (XAN, MON, "AM", "N")),
         "r.csv": ROLL + listed(WIN) + listed(XAN)},
    ),
    "no roll at all": Case(
        "pupil_not_on_roll",
        {"m.csv": file(*present([MON]), (XAN, MON, "AM", "N"), (XAN, MON, "PM", "N")),
         "r.csv": ROLL + listed(WIN)},
        ("warning", "m.csv", 3), "2 marks are counted",
        {"m.csv": file(*present([MON]), (XAN, MON, "AM", "N"))},
    ),
    "a stranger's mark that does not count": Case(
        "pupil_not_on_roll",
        {"m.csv": file(*present([MON]), (XAN, MON, "AM", "N"), (XAN, MON, "PM", "@")),
         "r.csv": ROLL + listed(WIN)},
        ("warning", "m.csv", 3), "1 mark is counted",
        {"m.csv": file(*present([MON])), "r.csv": ROLL + listed(WIN)},
    ),
    "a pupil made up to try things": Case(
        "test_pupil",
        {"m.csv": file(*present([MON])),
         "r.csv": ROLL + listed(WIN) + listed(XAN).replace(NAMES[XAN], "Test, Pupil")},
        ("warning", "r.csv", 3), "test pupil|counted",
        {"m.csv": file(*present([MON])),
         "r.csv": ROLL + listed(WIN) + listed(XAN).replace(NAMES[XAN], "Test, Xanthippe")},
    ),
    "an empty cell of a later export": Case(
        "empty_beside_a_mark",
        {"old.csv@2025-09-05": file((XAN, MON, "AM", "I")),
         "new.csv@2025-09-06": file((XAN, MON, "AM", ""), (XAN, TUE, "AM", "/"))},
        ("notice", "new.csv", 2), "1 cell is empty|row 2|counted",
        {"old.csv@2025-09-05": file((XAN, MON, "AM", "I")),
         "new.csv@2025-09-06": file((XAN, MON, "PM", ""), (XAN, TUE, "AM", "/"))},
    ),
    "two rows of one pupil that disagree": Case(
        "roll_rows_disagree",
        {"m.csv": file(*present([MON])),
         "r.csv": ROLL + listed(WIN) + listed(WIN).replace(NAMES[WIN], "Other, Name")},
        ("warning", "r.csv", 2), "several rows|is used",
        {"m.csv": file(*present([MON])), "r.csv": ROLL + listed(WIN) + listed(WIN)},
    ),
    "a leaving date before the first day": Case(
        "leaves_before_start",
        {"m.csv": file(*present([MON])),
         "r.csv": ROLL + listed(WIN, first="02 Sep 2025", last="01 Sep 2025")},
        ("error", "r.csv", 2), "before its start date",
        {"m.csv": file(*present([MON])),
         "r.csv": ROLL + listed(WIN, first="01 Sep 2025", last="01 Sep 2025")},
    ),
    "a day before the first mark": Case(
        "as_of_without_marks",
        {"m.csv": file(*present([MON, TUE]))},
        ("warning", EVERYWHERE, None),
        "between 1 Aug 2025 and 31 Aug 2025|from 1 Sep 2025 to 2 Sep 2025|--as-of|2025/26",
        {"m.csv": file(*present(["2025-08-31", MON]))},
        {"as_of": date(2025, 8, 31)},
    ),
    "the first day of a year without marks": Case(
        "as_of_without_marks",
        {"m.csv": file(*present([MON, "2026-07-31"]))},
        ("warning", EVERYWHERE, None),
        "between 1 Aug 2026 and 1 Aug 2026|from 1 Sep 2025 to 31 Jul 2026|2026/27",
        {"m.csv": file(*present([MON]), (WIN, "2026-08-01", "AM", "X"))},
        {"as_of": date(2026, 8, 1)},
    ),
    "a day of no mark at all": Case(
        "as_of_without_marks",
        {"m.csv": file((XAN, MON, "AM", "@"))},
        ("warning", EVERYWHERE, None), "no mark here of any day",
        {"m.csv": file((XAN, MON, "AM", "/"))},
        {"as_of": date(2025, 9, 2)},
    ),
    "a UPN whose check letter is one off": Case(
        "invalid_upn",
        {"m.csv": file(*present([MON])),
         "r.csv": ROLL + listed(WIN, upn=chr(ord(UPNS[WIN][0]) + 1) + UPNS[WIN][1:])},
        ("warning", "r.csv", 2), "UPN|check letter|mistyped",
        {"m.csv": file(*present([MON])), "r.csv": ROLL + listed(WIN)},
    ),
    "a UPN with a digit too few": Case(
        "invalid_upn",
        {"m.csv": file(*present([MON])), "r.csv": ROLL + listed(WIN, upn=UPNS[WIN][:-1])},
        ("warning", "r.csv", 2), "UPN|a letter and 12 digits",
        {"m.csv": file(*present([MON])), "r.csv": ROLL + listed(WIN, upn=UPNS[WIN].lower())},
    ),
    "a UPN with two digits changed over": Case(
        "invalid_upn",
        {"m.csv": file(*present([MON])), "r.csv": ROLL + listed(WIN, upn="A320200001001")},
        ("warning", "r.csv", 2), "UPN",
        {"m.csv": file(*present([MON])), "r.csv": ROLL + listed(WIN, upn=" ")},
    ),
    "a leaving date that is no date": Case(
        "unreadable_roll_date",
        {"m.csv": file(*present([MON])), "r.csv": ROLL + listed(WIN, last="31 Sep 2025")},
        ("error", "r.csv", 2), "date on roll|left out",
        {"m.csv": file(*present([MON])), "r.csv": ROLL + listed(WIN, last="30 Sep 2025")},
    ),
    "an entry date that is no date": Case(
        "unreadable_roll_date",
        {"m.csv": file(*present([MON])), "r.csv": ROLL + listed(WIN, first="soon")},
        ("error", "r.csv", 2), "date on roll",
        {"m.csv": file(*present([MON])), "r.csv": ROLL + listed(WIN)},
    ),
}  # fmt: skip

# Two pupils of one name are told at both their rows, so this check speaks twice.
NAMESAKES = {
    "m.csv": file(*present([MON]), (XAN, MON, "AM", "/")),
    "r.csv": ROLL + listed(WIN) + listed(XAN).replace(NAMES[XAN], NAMES[WIN].upper()),
}


def read_files(folder: Path, files: Files, options: Mapping[str, Any]) -> Reading:
    for name, content in files.items():
        plain, _, saved = name.partition("@")
        save(folder, plain, content, saved=saved)
    return read(folder, **options)


@pytest.mark.parametrize("name", CASES)
def test_the_check_speaks(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    (finding,) = found(read_files(tmp_path, case.speaks, case.options), case.check)
    assert (finding.severity, finding.file, finding.row) == case.says
    assert [words for words in case.words.split("|") if words not in finding.message] == []
    assert finding.message.endswith((".", "?"))


@pytest.mark.parametrize("name", CASES)
def test_the_check_is_silent_beside_it(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    assert found(read_files(tmp_path, case.silent, case.options), case.check) == []


def test_pupils_of_one_name_are_told_at_both_rows(tmp_path: Path) -> None:
    told = found(read_files(tmp_path, NAMESAKES, {}), "same_name")
    assert [finding[:4] for finding in told] == [
        ("notice", "same_name", "r.csv", 2),
        ("notice", "same_name", "r.csv", 3),
    ]


def test_pupils_of_one_family_name_are_not_told(tmp_path: Path) -> None:
    files = NAMESAKES | {"r.csv": ROLL + listed(WIN) + listed(XAN)}
    assert found(read_files(tmp_path, files, {}), "same_name") == []


def test_one_upn_on_two_pupils_is_told_at_both_rows(tmp_path: Path) -> None:
    files = {
        "m.csv": file(*present([MON])),
        "r.csv": ROLL + listed(WIN) + listed(XAN, upn=UPNS[WIN]),
    }
    told = found(read_files(tmp_path, files, {}), "shared_upn")
    assert [finding[:4] for finding in told] == [
        ("error", "shared_upn", "r.csv", 2),
        ("error", "shared_upn", "r.csv", 3),
    ]
    apart = files | {"r.csv": ROLL + listed(WIN) + listed(XAN)}
    assert found(read_files(tmp_path / "apart", apart, {}), "shared_upn") == []


def test_every_check_has_a_case() -> None:
    covered = {case.check for case in CASES.values()} | {"same_name", "shared_upn"}
    assert covered == {check.__name__ for check in CHECKS}


def test_a_good_register_has_no_findings(tmp_path: Path) -> None:
    rows = [
        (pupil, day, session, mark)
        for pupil in NAMES
        for day in SCHOOL_DAYS
        for session, mark in (("AM", "/"), ("PM", "\\"))
    ]
    files = {"m.csv": file(*rows), "r.csv": ROLL + "".join(listed(pupil) for pupil in NAMES)}
    assert found(read_files(tmp_path, files, {})) == []


@pytest.mark.parametrize(
    "text",
    [
        f"Arbor Student ID,09/10/2025 AM,09/15/2025 AM\n{XAN},/,/\n",
        f",09/10/2025,,09/15/2025,\nArbor Student ID,AM,PM,AM,PM\n{XAN},/,N,/,N\n",
    ],
)
def test_dates_with_the_month_first_above_columns_are_told_too(tmp_path: Path, text: str) -> None:
    reading = read(save(tmp_path, "m.csv", text))
    told = [finding.severity for finding in found(reading) if "09/10/2025" in finding.message]
    assert told == ["error"]


# ---- the place a finding names is a place where what it speaks of stands


def test_a_weekend_s_finding_names_a_row_of_that_weekend(tmp_path: Path) -> None:
    files = {
        "a.csv": file(*present([MON, TUE, "2025-09-06"])),
        "b.csv": file((XAN, "2025-09-06", "AM", "/")),
    }
    (finding,) = found(read_files(tmp_path, files, {}), "weekend_marks")
    assert (finding.file, finding.row) in {("a.csv", 4), ("b.csv", 2)}


def test_a_closure_s_finding_names_a_row_of_the_closure(tmp_path: Path) -> None:
    files = {
        "a.csv": file(*present([TUE, WED]), (WIN, MON, "AM", "#")),
        "b.csv": file((XAN, MON, "AM", "#"), (ZED, MON, "AM", "/")),
    }
    (finding,) = found(read_files(tmp_path, files, {}), "partial_closure")
    assert (finding.file, finding.row) in {("a.csv", 4), ("b.csv", 2)}


def test_a_quiet_day_s_finding_names_a_row_of_that_day(tmp_path: Path) -> None:
    files = {
        "a.csv": crowd({MON: 100, TUE: 100, WED: 100, "2025-09-04": 1}),
        "b.csv": file((XAN, "2025-09-04", "AM", "/")),
    }
    (finding,) = found(read_files(tmp_path, files, {}), "quiet_day")
    assert (finding.file, finding.row) in {("a.csv", 302), ("b.csv", 2)}


def test_a_stranger_s_finding_names_a_row_of_the_stranger(tmp_path: Path) -> None:
    files = {
        "a.csv": file(*present([MON, TUE]), (XAN, MON, "AM", "N")),
        "b.csv": file((XAN, TUE, "AM", "N")),
        "r.csv": ROLL + listed(WIN),
    }
    (finding,) = found(read_files(tmp_path, files, {}), "pupil_not_on_roll")
    assert (finding.file, finding.row) in {("a.csv", 4), ("b.csv", 2)}


# ---- messages name places, never pupils


SECRETS = (
    {part for name in NAMES.values() for part in name.split(", ")} | {*NAMES} | {*UPNS.values()}
)


def assert_tells_nobody(reading: Reading) -> None:
    for finding in found(reading):
        assert [secret for secret in SECRETS if secret.upper() in finding.message.upper()] == []


@pytest.mark.parametrize("name", CASES)
def test_no_message_tells_who_it_is_about(tmp_path: Path, name: str) -> None:
    assert_tells_nobody(read_files(tmp_path, CASES[name].speaks, CASES[name].options))


def test_no_message_tells_who_has_a_namesake(tmp_path: Path) -> None:
    assert_tells_nobody(read_files(tmp_path, NAMESAKES, {}))


SLIPPED = {
    "into the date": f"{XAN},Quillfeather, Xanthippe,{MON},AM,/",
    "into the session": f"{XAN},,{MON},Quillfeather,N",
    "into the mark": f"{XAN},,{MON},AM,Xanthippe",
    "a UPN into the mark": f"{XAN},,{MON},AM,{UPNS[XAN]}",
    "a UPN into the date": f"{XAN},,{UPNS[XAN]},AM,/",
}


@pytest.mark.parametrize("where", SLIPPED)
def test_no_message_tells_a_name_that_slipped_into_another_cell(tmp_path: Path, where: str) -> None:
    text = file(*present([MON])) + SLIPPED[where] + "\n"
    reading = read(save(tmp_path, "m.csv", text))
    assert marks(reading) == {f"{WIN} {MON} AM": "/"}
    assert {finding.row for finding in found(reading)} >= {3}
    assert_tells_nobody(reading)

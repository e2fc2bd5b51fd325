from __future__ import annotations

import csv
import hashlib
import os
import stat
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lj_attendance import sample
from lj_attendance.errors import LjaError, UnusableInput
from lj_attendance.sample import half_terms, half_terms_between, write_school
from lj_attendance.sample.identity import check_letter, upn
from lj_attendance.sample.terms import easter_sunday
from lj_attendance.sample.year_plan import plan_year
from lj_attendance.workflows import sample as workflow
from lj_attendance.workflows.sample import SampleMade, make_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

AUTUMN, CHRISTMAS, SUMMER = date(2026, 9, 1), date(2026, 12, 31), date(2027, 7, 31)
NO_BREAK = "\u00a0"
Row = dict[str, str]
Key = tuple[str, date, str]
Mark = tuple[str, date, str, str, tuple[str, ...]]  # the last: minutes late, note


@dataclass(frozen=True)
class School:
    """A written school, read back with the standard library alone."""

    files: tuple[Path, ...]

    @cached_property
    def roll(self) -> dict[str, Row]:
        return {row["Arbor Student ID"]: row for row in read(self.files[0])}

    @cached_property
    def contacts(self) -> list[Row]:
        return read(self.files[1])

    @cached_property
    def marks(self) -> list[Mark]:
        days: dict[str, date] = {}
        marks = []
        for file in self.files[2:]:
            with file.open(encoding="utf-8", newline="") as lines:
                for pupil, day, session, mark, *more in list(csv.reader(lines))[1:]:
                    if day not in days:
                        days[day] = day_of(day)
                    marks.append((pupil, days[day], session, mark, tuple(more)))
        return marks

    def rates(self, pupils: Iterable[str]) -> tuple[float, float, float]:
        """Overall absence, persistently absent and severely absent, in percent."""
        counts = [self.counts[p] for p in pupils if p in self.counts and self.counts[p][1]]
        absent, possible = (sum(column) for column in zip(*counts, strict=True))
        persistent = sum(a * 10 >= p for a, p in counts)
        severe = sum(a * 2 >= p for a, p in counts)
        return tuple(  # type: ignore[return-value]
            100 * part / of
            for part, of in ((absent, possible), (persistent, len(counts)), (severe, len(counts)))
        )

    @cached_property
    def counts(self) -> dict[str, tuple[int, int]]:
        """Absent and possible sessions, by pupil."""
        absent: Counter[str] = Counter()
        possible: Counter[str] = Counter()
        for pupil, _, _, mark, _ in self.marks:
            category = CATEGORIES.get(mark)
            possible[pupil] += category in POSSIBLE
            absent[pupil] += category in ("authorised", "unauthorised")
        return {pupil: (absent[pupil], possible[pupil]) for pupil in possible}

    def pupils_where(self, column: str, holds: Callable[[str], bool]) -> list[str]:
        header = next(h for h in next(iter(self.roll.values())) if h.startswith(column))
        return [pupil for pupil, row in self.roll.items() if holds(row[header])]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day_of(text: str) -> date:
    return datetime.strptime(text, "%d %b %Y").replace(tzinfo=None).date()  # noqa: DTZ007


def write(
    folder: Path,
    pupils: int,
    seed: int = 1,
    first_day: date = AUTUMN,
    last_day: date = SUMMER,
    sessions: int | None = None,
) -> School:
    folder.mkdir(parents=True, exist_ok=True)
    return School(
        tuple(
            write_school(
                folder,
                pupils=pupils,
                seed=seed,
                first_day=first_day,
                last_day=last_day,
                sessions=sessions,
            )
        )
    )


def contents(school: School) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in school.files}


CODES = read(Path(sample.__file__).parents[1] / "data" / "codes.csv")
CATEGORIES = {row["code"]: row["category"] for row in CODES}
POSSIBLE = ("present", "approved_educational_activity", "authorised", "unauthorised")


@cache
def in_force(code: str, day: date) -> bool:
    return any(
        row["code"] == code
        and (row["in_force_from"] or "0000") <= day.isoformat() <= (row["in_force_until"] or "9999")
        for row in CODES
    )


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> School:
    """1,000 pupils over an academic year."""
    return write(tmp_path_factory.mktemp("large"), 1000)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> School:
    """120 pupils over an autumn term."""
    return write(tmp_path_factory.mktemp("small"), 120, last_day=CHRISTMAS)


# The same bytes


def test_the_same_arguments_give_the_same_bytes_and_another_seed_gives_others(
    tmp_path: Path,
) -> None:
    first = contents(write(tmp_path / "1", 40, seed=5, last_day=CHRISTMAS))
    again = contents(write(tmp_path / "2", 40, seed=5, last_day=CHRISTMAS))
    other = contents(write(tmp_path / "3", 40, seed=6, last_day=CHRISTMAS))
    assert first == again
    assert all(first[name] != other[name] for name in first)


def test_the_bytes_are_these_on_every_platform_and_version(tmp_path: Path) -> None:
    """The digest changes only with the room itself; then every sample ever shown changes too."""
    digest = hashlib.sha256()
    for name, text in contents(write(tmp_path, 60, seed=2026, last_day=CHRISTMAS)).items():
        digest.update(name.encode() + text)
    assert digest.hexdigest() == (
        "0108cef4fc7d57be75205e609ceb74c7e5015897c359a0d39c113006628f680c"
    )


def test_neither_hash_seed_nor_locale_nor_clock_reaches_the_bytes(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib, datetime\n"
        "from lj_attendance.sample import write_school\n"
        "write_school(pathlib.Path(sys.argv[1]), pupils=30, seed=3,"
        " first_day=datetime.date(2026, 9, 1), last_day=datetime.date(2026, 10, 1))\n"
    )
    written = []
    for name, hash_seed, zone in (("1", "1", "UTC"), ("2", "77", "Pacific/Auckland")):
        folder = tmp_path / name
        folder.mkdir()
        surroundings = {
            **os.environ,
            "PYTHONHASHSEED": hash_seed,
            "TZ": zone,
            "PYTHONPATH": str(Path(sample.__file__).parents[2]),
        }
        subprocess.run([sys.executable, "-c", script, folder], check=True, env=surroundings)
        written.append({file.name: file.read_bytes() for file in folder.iterdir()})
    assert len(written[0]) == 3
    assert written[0] == written[1]


def test_a_later_last_day_adds_marks_and_changes_none_but_reasons_slips_and_movers(
    tmp_path: Path,
) -> None:
    earlier = write(tmp_path / "1", 150, last_day=date(2026, 11, 20))
    later = write(tmp_path / "2", 150, last_day=date(2026, 12, 18))
    now = {(p, d, s): mark for p, d, s, mark, _ in later.marks}
    changed = Counter(
        pupil
        for pupil, day, session, mark, _ in earlier.marks
        if mark in CATEGORIES and mark != "N" and now.get((pupil, day, session)) != mark
    )
    # Four pupils join or leave in either; the slips fall on one session each but for one group.
    assert len(changed) <= 60
    assert sum(count > 3 for count in changed.values()) <= 8


# Rates


def test_a_large_school_has_the_rates_of_the_census(large: School) -> None:
    overall, persistent, severe = large.rates(large.roll)
    assert 7 < overall < 11
    assert 18 < persistent < 32
    assert 2 < severe < 6.5


@pytest.mark.parametrize(
    ("code", "low", "high"),
    [
        *(("I", 3.0, 4.8), ("O", 2.1, 4.2), ("M", 0.25, 0.5), ("E", 0.15, 0.9), ("C", 0.25, 0.55)),
        *(("C2", 0.1, 0.4), ("S", 0.05, 0.16), ("R", 0.01, 0.2), ("J1", 0.005, 0.04)),
        *(("G", 0.25, 0.6), ("U", 0.2, 0.5), ("N", 0.01, 0.08), ("L", 2.2, 3.7)),
        *(("B", 0.05, 0.5), ("V", 0.2, 0.8), ("P", 0.03, 0.2)),
    ],
)
def test_each_code_is_about_as_common_as_the_daily_figures_have_it(
    large: School, code: str, low: float, high: float
) -> None:
    used = sum(mark == code for _, _, _, mark, _ in large.marks)
    possible = sum(possible for _, possible in large.counts.values())
    assert low < 100 * used / possible < high


def test_groups_differ_as_published(large: School) -> None:
    def persistent(column: str, holds: Callable[[str], bool]) -> float:
        return large.rates(large.pupils_where(column, holds))[1]

    fsm = "Ever 6 FSM"
    assert persistent(fsm, "Yes".__eq__) > 1.5 * persistent(fsm, "No".__eq__)
    assert persistent("SEN status", bool) > 1.2 * persistent("SEN status", lambda text: not text)
    year = "Year group(s)"
    assert persistent(year, "Year 7".__eq__) < persistent(year, lambda text: text != "Year 7") - 4
    assert persistent(year, "Year 11".__eq__) > persistent(year, lambda text: text != "Year 11")


def test_fridays_are_worst(large: School) -> None:
    absent: Counter[int] = Counter()
    possible: Counter[int] = Counter()
    for _, day, _, mark, _ in large.marks:
        category = CATEGORIES.get(mark)
        possible[day.weekday()] += category in POSSIBLE
        absent[day.weekday()] += category in ("authorised", "unauthorised")
    rates = [absent[weekday] / possible[weekday] for weekday in range(5)]
    assert set(possible) == set(range(5))
    assert rates[4] > 1.06 * max(rates[:4])


def test_lates_carry_minutes_that_fit_their_code(large: School) -> None:
    minutes = defaultdict(list)
    mornings = Counter(session for _, _, session, mark, _ in large.marks if mark in ("L", "U"))
    for _, _, _, mark, more in large.marks:
        minutes[mark].append(more[0])
    told = {code: [int(text) for text in minutes[code] if text] for code in ("L", "U")}
    assert 1 <= min(told["L"]) <= max(told["L"]) <= 25
    assert 31 <= min(told["U"]) <= max(told["U"]) <= 90
    assert 0.9 < len(told["L"]) / len(minutes["L"]) < 1
    assert mornings["AM"] > 3 * mornings["PM"]
    assert not any(text for code, texts in minutes.items() if code not in told for text in texts)


def test_illness_and_appointments_carry_notes_and_long_absences_are_runs(large: School) -> None:
    notes = defaultdict(set)
    register: dict[str, list[str]] = defaultdict(list)
    for pupil, _, _, mark, more in large.marks:
        notes[mark].add(more[1])
        register[pupil].append("O" if mark == "N" else mark)
    assert {"unwell", "cold", "stomach bug", ""} <= notes["I"]
    assert "dentist" in notes["M"]
    assert not notes["/"] - {""}
    longest = {code: max(longest_run(marks, code) for marks in register.values()) for code in "IO"}
    assert longest["I"] >= 20  # sessions: ten days
    assert longest["O"] >= 40


def longest_run(marks: list[str], code: str) -> int:
    longest = run = 0
    for mark in marks:
        run = run + 1 if mark == code else 0
        longest = max(longest, run)
    return longest


def test_most_marks_n_are_of_the_last_days_and_a_handful_are_old(small: School) -> None:
    days = sorted({day for _, day, _, _, _ in small.marks})
    ages = [len(days) - 1 - days.index(day) for _, day, _, mark, _ in small.marks if mark == "N"]
    assert sum(age < 3 for age in ages) > len(ages) / 2
    assert 1 <= sum(age > 5 for age in ages) <= 5
    assert not [age for age in ages if 3 <= age <= 5]


# The roll


def has_a_right_upn(text: str) -> bool:
    """Written out anew: the letter is the 23-letter alphabet at the weighted sum of the digits."""
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    if len(text) != 13 or not text[1:].isdecimal():
        return False
    total = sum(int(digit) * (place + 2) for place, digit in enumerate(text[1:]))
    return text[0] == letters[total % 23]


def test_every_upn_is_right_but_the_deliberate_one(large: School) -> None:
    upns = [row["UPN"] for row in large.roll.values()]
    assert len(set(upns)) == 1000
    assert len([text for text in upns if not has_a_right_upn(text)]) == 1


def test_a_check_letter_worked_by_hand() -> None:
    # 2*8+3*2+4*3+5*2+6*0+7*0+8*1+9*9+10*5+11*0+12*0+13*1 = 196 = 8*23 + 12; A is 0, so N is 12.
    assert check_letter("823200195001") == "N"
    assert has_a_right_upn("N823200195001")
    assert not has_a_right_upn("P823200195001")


def test_upns_stay_apart_in_a_year_with_more_than_one_school_can_number() -> None:
    upns = [upn(2019, place) for place in range(20_000)]
    assert len(set(upns)) == 20_000
    assert all(map(has_a_right_upn, upns[::997]))


def test_identifiers_are_distinct_and_of_four_or_five_digits(large: School) -> None:
    assert len(read(large.files[0])) == len(large.roll) == 1000
    assert all(1_000 < int(pupil) < 99_999 for pupil in large.roll)


def test_year_groups_are_equal_and_registration_groups_hold_about_25(large: School) -> None:
    years = Counter(row["Year group(s) for this academic year"] for row in large.roll.values())
    groups = Counter(
        (row["Registration form(s) this academic year"]) for row in large.roll.values()
    )
    assert years == {f"Year {year}": 200 for year in range(7, 12)}
    assert all(20 <= size <= 30 for size in groups.values())
    assert len([group for group in groups if "/" in group]) == 1
    for row in large.roll.values():
        year = row["Year group(s) for this academic year"].removeprefix("Year ")
        assert row["Registration form(s) this academic year"].startswith(f"{year} ")


def test_year_groups_are_the_age_they_should_be(large: School) -> None:
    for row in large.roll.values():
        year = int(row["Year group(s) for this academic year"].removeprefix("Year "))
        born = day_of(row["Date of Birth"])
        assert date(2021 - year, 9, 1) <= born <= date(2022 - year, 8, 31)


def test_brothers_and_sisters_share_surname_and_address(large: School) -> None:
    homes = defaultdict(list)
    for row in large.roll.values():
        homes[row["Address"], row["Postcode"]].append(row)
    siblings = [rows for rows in homes.values() if len(rows) > 1]
    assert 0.18 < sum(map(len, siblings)) / 1000 < 0.34
    for rows in siblings:
        assert len({row["Legal Last Name"] for row in rows}) == 1
        assert len({row["Legal First Name"] for row in rows}) == len(rows)
        births = sorted({day_of(row["Date of Birth"]) for row in rows})
        gaps = [later - earlier for earlier, later in pairwise(births)]
        assert all(gap > timedelta(days=280) for gap in gaps)


def test_two_pupils_have_one_name_and_nobody_else_does(small: School) -> None:
    names = Counter((r["Legal Last Name"], r["Legal First Name"]) for r in small.roll.values())
    assert sorted(names.values())[-2:] == [1, 2]


def test_names_are_those_of_england_today(large: School) -> None:
    letters = set(
        "".join(r["Legal Last Name"] + r["Legal First Name"] for r in large.roll.values())
    )
    assert {"'", "-", "ë"} <= letters
    assert len({row["Ethnicity"] for row in large.roll.values()}) > 10


def test_flags_and_texts_are_arbors(large: School) -> None:
    rows = list(large.roll.values())
    assert {row["SEN status"] for row in rows} == {
        *("SEN Support", "Education, Health and Care Plan", "")
    }
    assert {row["Looked After (In Care) Status"] for row in rows} <= {
        *("Fostered", "Other/In Care", ""),
        "Left care through special guardianship order (SGO)",
    }
    assert {row["Child Protection Status"] for row in rows} == {
        *("Child protection plan", "Child in need", "Early Help", "Monitoring", "")
    }
    for header in rows[0]:
        if header.endswith("?"):
            assert {row[header] for row in rows} == {"Yes", "No"}


# Contacts


def test_every_pupil_has_contacts_whose_details_belong_to_nobody(large: School) -> None:
    assert {row["Arbor Student ID"] for row in large.contacts} == set(large.roll)
    for row in large.contacts:
        telephone = row["Telephone"].replace(" ", "")
        assert telephone.startswith(("01632960", "07700900", "01914980"))
        assert len(telephone) == 11
        assert not row["Email Address (Main)"] or row["Email Address (Main)"].endswith(
            "@example.org"
        )
        assert not row["Email Address (Main)"] or row["Email Address (Main)"].isascii()
        assert not row["Postcode"] or row["Postcode"].startswith("ZZ")


def test_some_contacts_are_restricted_and_one_pupil_has_nobody_to_write_to(small: School) -> None:
    rows = small.contacts
    assert any(row["Access Notes"] for row in rows)
    assert any(row["Unsubscribed from Communications"] == "Yes" for row in rows)
    assert any(not row["Address"] for row in rows)
    usable = {
        row["Arbor Student ID"]
        for row in rows
        if row["Legal Guardian"] == "Yes"
        and row["Address"]
        and row["Unsubscribed from Communications"] == "No"
        and not row["Access Notes"]
    }
    fostered = small.pupils_where("Looked After", bool)
    assert 1 <= len(set(small.roll) - usable - set(fostered)) <= 3


def test_parents_together_share_a_salutation_and_separated_ones_an_address_less(
    small: School,
) -> None:
    by_pupil = defaultdict(list)
    for row in small.contacts:
        by_pupil[row["Arbor Student ID"]].append(row)
    parents = [
        rows[:2] for rows in by_pupil.values() if rows[1:] and "ather" in rows[1]["Relationship"]
    ]
    together = [rows for rows in parents if rows[0]["Address"] == rows[1]["Address"]]
    apart = [rows for rows in parents if rows[0]["Address"] != rows[1]["Address"]]
    assert all(first["Salutation"] == second["Salutation"] for first, second in together)
    assert all(first["Salutation"] != second["Salutation"] for first, second in apart)
    assert any(first["Salutation"].startswith("Mr and Mrs ") for first, _ in together)
    assert len(together) > len(apart) > 5


# The register


@pytest.mark.parametrize("first_day", [date(2023, 9, 1), date(2026, 9, 1)])
def test_every_mark_is_a_code_in_force_or_a_deliberate_slip(
    tmp_path: Path, first_day: date
) -> None:
    school = write(tmp_path, 300, first_day=first_day, last_day=first_day + timedelta(days=330))
    odd = Counter(mark for _, day, _, mark, _ in school.marks if not in_force(mark, day))
    unmarked = odd.pop("", 0) + odd.pop("-", 0)
    assert odd == ({"@": 1, "H": 2} if first_day.year == 2026 else {"@": 1})
    assert 5 < unmarked <= 5 + 30


def test_before_august_2024_the_codes_are_those_of_the_time(tmp_path: Path) -> None:
    school = write(tmp_path, 300, first_day=date(2023, 9, 1), last_day=date(2024, 7, 31))
    used = {mark for *_, mark, _ in school.marks}
    assert {"J", "Y", "C"} <= used
    assert not {"J1", "C2", "Y1", "Y3", ""} & used - {""}


def test_marks_lie_within_the_dates_on_the_roll_but_for_the_deliberate_one(small: School) -> None:
    outside = []
    for pupil, day, _, mark, _ in small.marks:
        row = small.roll[pupil]
        left = day_of(row["Leaving date"]) if row["Leaving date"] else date.max
        if not day_of(row["Enrolment start date"]) <= day <= left:
            outside.append((pupil, day, mark))
    assert len(outside) == 1
    pupil, day, mark = outside[0]
    assert day > day_of(small.roll[pupil]["Leaving date"])
    assert mark in ("/", "\\")


def test_joiners_and_leavers_have_marks_from_and_until_their_dates(small: School) -> None:
    days = defaultdict(set)
    for pupil, day, _, _, _ in small.marks:
        days[pupil].add(day)
    joined = {
        pupil: start
        for pupil, row in small.roll.items()
        if AUTUMN < (start := day_of(row["Enrolment start date"])) <= CHRISTMAS
    }
    left = {p: day_of(row["Leaving date"]) for p, row in small.roll.items() if row["Leaving date"]}
    assert len(joined) == len(left) == 2
    assert all(min(days[pupil]) == start for pupil, start in joined.items())
    assert all(end in days[pupil] for pupil, end in left.items())


def test_one_future_starter_is_on_the_roll_without_a_mark(small: School) -> None:
    marked = {pupil for pupil, *_ in small.marks}
    (starter,) = set(small.roll) - marked
    assert day_of(small.roll[starter]["Enrolment start date"]) > CHRISTMAS


def test_one_pupil_is_dual_registered_and_one_comes_mornings_only(small: School) -> None:
    dual = {(pupil, day.weekday()) for pupil, day, _, mark, _ in small.marks if mark == "D"}
    assert len({pupil for pupil, _ in dual}) == 1
    assert {weekday for _, weekday in dual} == {0, 1, 2}
    part_time = Counter(p for p, _, _, mark, _ in small.marks if mark == "C2")
    (pupil,) = part_time
    afternoons = [mark for p, _, session, mark, _ in small.marks if (p, session) == (pupil, "PM")]
    assert part_time[pupil] >= len(afternoons) - 5


def test_study_leave_and_interviews_are_year_11s_alone(large: School) -> None:
    used = {
        (large.roll[pupil]["Year group(s) for this academic year"], mark, day.month)
        for pupil, day, _, mark, _ in large.marks
        if mark in ("S", "J1")
    }
    assert {year for year, _, _ in used} == {"Year 11"}
    assert {month for _, mark, month in used if mark == "S"} == {6}


def test_a_household_takes_its_holiday_together(large: School) -> None:
    away = defaultdict(set)
    for pupil, day, _, mark, _ in large.marks:
        if mark == "G":
            row = large.roll[pupil]
            away[row["Address"], row["Postcode"]].add((pupil, day))
    homes = Counter((row["Address"], row["Postcode"]) for row in large.roll.values())
    shared = [days for home, days in away.items() if homes[home] > 1]
    assert len(shared) > 5
    together = [days for days in shared if len({pupil for pupil, _ in days}) > 1]
    assert len(together) > len(shared) / 2


def test_every_slip_is_there_once_or_a_few_times(small: School) -> None:
    rows = Counter((p, d, s) for p, d, s, _, _ in small.marks)
    marks = defaultdict(list)
    for pupil, day, session, mark, _ in small.marks:
        marks[pupil, day, session].append(mark)
    twice = [marks[key] for key, count in rows.items() if count > 1]
    assert max(rows.values()) == 2
    assert sorted(len(set(pair)) for pair in twice) == [1, 2]
    assert sum(mark == "\\" for _, _, session, mark, _ in small.marks if session == "AM") == 1
    assert sum(mark == "-" for *_, mark, _ in small.marks) == 2
    assert sum(mark == "@" for *_, mark, _ in small.marks) == 1
    assert sum(mark == "H" for *_, mark, _ in small.marks) == 2


def test_one_registration_group_is_wholly_unmarked_for_one_session(small: School) -> None:
    marks = defaultdict(list)
    for pupil, day, session, mark, _ in small.marks:
        group = small.roll[pupil]["Registration form(s) this academic year"]
        marks[group, day, session].append(mark)
    unmarked = [key for key, group in marks.items() if len(group) > 5 and not any(group)]
    assert len(unmarked) == 1


def test_a_school_of_fewer_than_20_pupils_has_no_slips(tmp_path: Path) -> None:
    school = write(tmp_path, 19)
    assert all(in_force(mark, day) for _, day, _, mark, _ in school.marks)
    assert all(has_a_right_upn(row["UPN"]) for row in school.roll.values())
    keys: list[Key] = [(p, d, s) for p, d, s, _, _ in school.marks]
    assert len(keys) == len(set(keys)) == 19 * 380


def test_rows_are_sorted_by_date_then_session_then_the_order_of_the_roll(small: School) -> None:
    place = {pupil: number for number, pupil in enumerate(small.roll)}
    keys = [(day, session, place[pupil]) for pupil, day, session, _, _ in small.marks]
    assert keys == sorted(keys)


# The calendar


def test_no_marks_at_weekends_or_in_holidays(large: School) -> None:
    days = {day for _, day, _, _, _ in large.marks}
    assert len(days) == 190
    assert all(day.weekday() < 5 for day in days)
    assert min(days) == date(2026, 9, 2)  # Tuesday the 1st is an INSET day
    for closed in (
        *(date(2026, 10, 26), date(2026, 10, 30), date(2026, 12, 21), date(2027, 1, 1)),
        *(date(2027, 2, 15), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3)),
        *(date(2027, 5, 31), date(2027, 6, 4)),
    ):
        assert closed not in days


def test_every_academic_year_has_190_days_in_six_half_terms_and_ends_in_july() -> None:
    for academic_year in range(2010, 2060):
        parts = half_terms(academic_year)
        days = [day for part in parts for day in part.days]
        assert [part.label[8:] for part in parts] == [
            *("autumn-1", "autumn-2", "spring-1", "spring-2", "summer-1", "summer-2")
        ]
        assert len(days) == 190
        assert days == sorted(set(days))
        assert date(academic_year + 1, 7, 17) <= days[-1] <= date(academic_year + 1, 7, 27)
        assert plan_year(1, academic_year).june.start > 0


def test_easter_and_eid_fall_where_the_calendars_have_them() -> None:
    assert [easter_sunday(year) for year in (2024, 2025, 2026, 2027, 2038)] == [
        *(date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28)),
        date(2038, 4, 25),
    ]
    plan = plan_year(1, 2026)
    assert [plan.days[place] for place in plan.eids] == [date(2027, 3, 10), date(2027, 5, 17)]
    plan = plan_year(1, 2025)
    assert [plan.days[place] for place in plan.eids] == [date(2026, 3, 20)]  # May's is half term


def test_a_range_is_cut_by_days_and_by_sessions() -> None:
    week = half_terms_between(date(2026, 9, 5), date(2026, 9, 13))
    assert [part.days for part in week] == [tuple(date(2026, 9, day) for day in range(7, 12))]
    assert sum(len(p.days) for p in half_terms_between(AUTUMN, SUMMER, sessions=77)) == 39
    assert half_terms_between(date(2027, 8, 1), date(2027, 8, 20)) == ()


# Sizes


@pytest.mark.parametrize("pupils", [1, 2, 5, 20, 30])
def test_small_schools_are_made_whole(tmp_path: Path, pupils: int) -> None:
    for seed in range(3):
        school = write(tmp_path / str(seed), pupils, seed=seed)
        assert len(school.roll) == pupils
        assert [file.name for file in school.files] == sample.file_names(AUTUMN, SUMMER)
        assert {pupil for pupil, *_ in school.marks} <= set(school.roll)
        assert len({(day, session) for _, day, session, _, _ in school.marks}) == 380


@pytest.mark.parametrize(("sessions", "made"), [(1, 1), (7, 7), (380, 380), (10_000, 380)])
def test_sessions_caps_what_is_made(tmp_path: Path, sessions: int, made: int) -> None:
    school = write(tmp_path, 25, sessions=sessions)
    assert len({(day, session) for _, day, session, _, _ in school.marks}) == made


def test_a_range_without_a_school_day_still_has_a_roll(tmp_path: Path) -> None:
    school = write(tmp_path, 25, first_day=date(2027, 7, 31), last_day=date(2027, 7, 31))
    assert [file.name for file in school.files] == ["roll.csv", "contacts.csv"]
    assert len(school.roll) == 25


def test_two_academic_years_have_one_roll_and_this_years_year_7_only_in_the_second(
    tmp_path: Path,
) -> None:
    school = write(tmp_path, 60, first_day=date(2025, 9, 1))
    years = defaultdict(set)
    for pupil, day, _, _, _ in school.marks:
        years[day < date(2026, 8, 1)].add(
            school.roll[pupil]["Year group(s) for this academic year"]
        )
    assert years[True] == {"Year 8", "Year 9", "Year 10", "Year 11"}
    assert years[False] == years[True] | {"Year 7"}
    assert len(school.files) == 2 + 12


# The shape of the files


def test_files_are_as_arbor_writes_them(small: School) -> None:
    for file in small.files:
        text = file.read_bytes()
        assert not text.startswith(b"\xef\xbb\xbf")
        assert text.count(b"\n") == text.count(b"\r\n") > 1
    assert [file.name for file in small.files] == [
        *("roll.csv", "contacts.csv"),
        *("register-2026-27-autumn-1.csv", "register-2026-27-autumn-2.csv"),
    ]
    register = small.files[2].read_bytes()
    assert register.startswith(b"Arbor Student ID,Date,Session,Mark,Minutes Late,Note\r\n")
    assert b",02 Sep 2026,PM,\\,," in register


def test_the_roll_has_the_headers_of_a_custom_report(small: School) -> None:
    period = "between 01~Aug~2021 and 30~Aug~2027?".replace("~", NO_BREAK)
    assert small.files[0].read_text(encoding="utf-8").splitlines()[0].split(",") == [
        *("Arbor Student ID", "UPN", "Legal Last Name", "Legal First Name", "Sex"),
        *("Date of Birth", "Year group(s) for this academic year"),
        *("Registration form(s) this academic year", "Enrolment start date", "Leaving date"),
        *("Ethnicity", "EAL at any time this academic year?", "SEN status"),
        f"Ever 6 FSM at any time {period}",
        f"Pupil Premium Recipient at any time {period}",
        *("Looked After (In Care) Status", "Child Protection Status"),
        *("Young Carer at any time this academic year?", "Address", "Postcode"),
    ]


# The workflow


def make(folder: Path, *, force: bool = False, last_day: date = date(2026, 9, 11)) -> SampleMade:
    return make_sample(folder, pupils=25, first_day=AUTUMN, last_day=last_day, force=force)


def test_a_sample_is_made_in_a_new_folder_and_named_file_by_file(tmp_path: Path) -> None:
    made = make(tmp_path / "new" / "school")
    assert [file.name for file in made.files] == [
        *("roll.csv", "contacts.csv", "register-2026-27-autumn-1.csv")
    ]
    assert sorted(made.folder.iterdir()) == sorted(made.files)
    assert (made.pupils, made.sessions, made.seed) == (25, 16, workflow.SEED)
    assert made.left_over == ()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no owner-only bits")
def test_the_files_are_their_owners_alone(tmp_path: Path) -> None:
    made = make(tmp_path)
    assert {stat.S_IMODE(file.stat().st_mode) for file in made.files} == {0o600}


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    kept = tmp_path / "contacts.csv"
    kept.write_text("mine")
    with pytest.raises(LjaError) as refusal:
        make(tmp_path)
    assert "contacts.csv" in refusal.value.problem
    assert str(tmp_path) in refusal.value.where
    assert [file.name for file in tmp_path.iterdir()] == ["contacts.csv"]
    assert kept.read_text() == "mine"
    make(tmp_path, force=True)
    assert kept.read_text(encoding="utf-8").startswith("Arbor Student ID")


def test_registers_of_an_earlier_sample_are_left_alone_and_named(tmp_path: Path) -> None:
    make(tmp_path, last_day=CHRISTMAS)
    made = make(tmp_path, force=True)
    assert [file.name for file in made.left_over] == ["register-2026-27-autumn-2.csv"]
    assert made.left_over[0].exists()


def test_a_disk_that_fails_midway_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(folder: Path, **_: object) -> list[Path]:
        (folder / "roll.csv").write_text("half of i")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(workflow, "write_school", fails)
    with pytest.raises(UnusableInput, match="cannot be written") as failure:
        make(tmp_path)
    assert "No space left" in failure.value.where
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "school").write_text("a file")
    with pytest.raises(UnusableInput):
        make(tmp_path / "school")


@pytest.mark.parametrize(
    "wrong", [{"pupils": 0}, {"pupils": 100_000}, {"last_day": date(2026, 8, 1)}, {"sessions": 0}]
)
def test_arguments_without_meaning_are_refused_before_anything_is_made(
    tmp_path: Path, wrong: dict[str, object]
) -> None:
    arguments: dict[str, object] = {"first_day": AUTUMN, "last_day": CHRISTMAS, **wrong}
    with pytest.raises(LjaError):
        make_sample(tmp_path / "school", **arguments)  # type: ignore[arg-type]
    assert not (tmp_path / "school").exists()

"""Hypothesis strategies for registers that press on runs, thresholds and ten-week windows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume
from hypothesis import strategies as st

from tests.reference import CODES, UNMARKED
from tests.registers import Mark

Slot = tuple[date, str]  # a date and AM or PM
Drawing = list[str]  # one mark a slot

PUPILS = ("1001", "1002", "0103", "1004", "1005", "1006")
PRESENT = "present"  # drawn as / in the morning and \ in the afternoon
NO_ROW = "no row"
UNKNOWN_MARKS = ("@", "QQ")
UNAUTHORISED = tuple(code for code in CODES if CODES[code].category == "unauthorised")
USUAL_ABSENCES = ("I", "M", "N", "O", "U", "G", "C", "E")

# The first takes a register into an ordinary autumn; from each June or July sixteen weeks cross
# 31 July, into new codes (2024), into the coronavirus meaning of X (2020) and out of it (2022).
MONDAYS = (
    date(2025, 9, 1),
    date(2025, 9, 1),
    date(2025, 6, 16),
    date(2026, 6, 29),
    date(2024, 6, 17),
    date(2020, 7, 6),
    date(2022, 6, 13),
)
SUMMER_HOLIDAY_WEEKS = range(30, 36)  # by ISO week: late July to the end of August


def codes(*, one_character: bool = False, unknown: bool = True) -> st.SearchStrategy[str]:
    """Any mark: codes old and new, now and then unmarked or unknown."""
    known = [code for code in CODES if code not in "/\\" and (len(code) == 1 or not one_character)]
    strange = [mark for mark in UNKNOWN_MARKS if len(mark) == 1 or not one_character]
    return st.one_of(
        st.just(PRESENT),
        st.sampled_from(USUAL_ABSENCES),
        st.sampled_from(USUAL_ABSENCES),
        st.sampled_from(known),
        st.sampled_from(["/", "\\", UNMARKED, *(strange if unknown else [])]),
    )


@st.composite
def registers(
    draw: st.DrawFn,
    *,
    most_pupils: int = 6,
    most_weeks: int = 16,
    one_character: bool = False,
    unknown: bool = True,
    duplicates: bool = True,
    minutes: bool = True,
    weekends: bool = True,
    any_case: bool = False,
) -> list[Mark]:
    """The rows of a few pupils over some weeks, never none.

    The options leave out what a layout or a measure under test does not take: marks of more than
    one character, unknown marks, a second row for a session, minutes on L and U, a Saturday.
    `any_case` draws some codes in lower case.
    """
    slots = draw(timetables(most_weeks=most_weeks, weekends=weekends))
    has_duplicates = duplicates and draw(st.booleans())
    marks: list[Mark] = []
    for pupil in PUPILS[: draw(st.integers(1, min(most_pupils, len(PUPILS))))]:
        some_code = codes(one_character=one_character, unknown=unknown)
        drawing = draw(drawings(slots, some_code))
        late = draw(st.lists(st.none() | st.integers(1, 180), min_size=1, max_size=4))
        rows = _rows(pupil, slots, drawing, late if minutes else [None])
        if has_duplicates and rows:
            rows = draw(with_duplicates(rows, some_code, late[0] if minutes else None))
        marks += rows
    if any_case and draw(st.booleans()):
        marks = [replace(mark, mark=mark.mark.lower()) for mark in marks]
    assume(marks)
    return marks


@st.composite
def as_of_dates(draw: st.DrawFn, marks: Sequence[Mark]) -> date:
    """A date to judge by: most often the last one, else any other, a fortnight on at most."""
    days = sorted({mark.date for mark in marks})
    return draw(
        st.one_of(
            st.just(days[-1]),
            st.just(days[-1]),
            st.sampled_from(days),
            st.dates(days[0], days[-1] + timedelta(days=14)),
        )
    )


@st.composite
def registers_as_of(
    draw: st.DrawFn,
    register_strategy: st.SearchStrategy[list[Mark]] | None = None,
) -> tuple[list[Mark], date]:
    """A register with an as-of date."""
    marks = draw(registers() if register_strategy is None else register_strategy)
    return marks, draw(as_of_dates(marks))


@st.composite
def timetables(draw: st.DrawFn, *, most_weeks: int = 16, weekends: bool = True) -> list[Slot]:
    """The sessions for which a school has rows, with holidays of whole weeks left out."""
    start = draw(st.sampled_from(MONDAYS))
    few, many = st.integers(1, min(4, most_weeks)), st.integers(min(10, most_weeks), most_weeks)
    length = draw(st.one_of(few, many, many))
    holidays = draw(st.sets(st.integers(1, most_weeks), max_size=3))
    has_summer = draw(st.booleans())
    saturday = draw(st.sampled_from([None, None, None, 0, 1])) if weekends else None
    slots = []
    for week in range(length):
        monday = start + timedelta(weeks=week)
        is_summer = has_summer and monday.isocalendar().week in SUMMER_HOLIDAY_WEEKS
        if week and (week in holidays or is_summer):
            continue
        for ahead in range(6 if week == saturday else 5):
            slots += [(monday + timedelta(days=ahead), session) for session in ("AM", "PM")]
    return slots


@st.composite
def drawings(draw: st.DrawFn, slots: Sequence[Slot], some_code: st.SearchStrategy[str]) -> Drawing:
    """What one pupil has in each slot: a pattern, a few odd sessions, perhaps a late start."""
    patterns = (
        stretches(slots, some_code),
        near_a_share(slots),
        near_a_share(slots),
        sprinkled(slots),
        half_days(slots, some_code),
        cycled(slots, some_code),
    )
    drawing = draw(st.one_of(patterns))
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2, 4]))):
        drawing[draw(st.integers(0, len(slots) - 1))] = draw(st.just(NO_ROW) | some_code)
    if draw(st.integers(0, 7)) == 7:
        joined = draw(st.integers(0, len(slots) - 1))
        drawing[:joined] = [NO_ROW] * joined
    if draw(st.integers(0, 7)) == 7:
        left = draw(st.integers(1, len(slots)))
        drawing[left:] = [NO_ROW] * (len(slots) - left)
    return drawing


@st.composite
def stretches(draw: st.DrawFn, slots: Sequence[Slot], some_code: st.SearchStrategy[str]) -> Drawing:
    """Long attendance with absences of a few days in it, some across a closed day."""
    drawing: Drawing = []
    while len(drawing) < len(slots):
        drawing += [PRESENT] * draw(st.integers(0, 40))
        code = draw(some_code)
        drawing += [code] * draw(st.integers(1, 12))
        if draw(st.booleans()):
            pause = draw(st.sampled_from(["#", UNMARKED, "X", NO_ROW]))
            drawing += [pause] * draw(st.integers(1, 4))
            drawing += [draw(st.just(code) | some_code)] * draw(st.integers(1, 6))
    return drawing[: len(slots)]


@st.composite
def near_a_share(draw: st.DrawFn, slots: Sequence[Slot]) -> Drawing:
    """Absence of 4, 10 or 50 per cent, or one session to either side of it.

    The school is closed for the sessions left over, so that the share can be exact.
    """
    percent, unit = draw(st.sampled_from([(4, 25), (4, 25), (10, 10), (50, 2)]))
    closed = len(slots) % unit if len(slots) >= unit else 0
    expected = slots[closed:]
    missed = len(expected) * percent // 100 + draw(st.sampled_from([0, 0, -1, 1]))
    return ["#"] * closed + draw(_placed(expected, missed, st.sampled_from(USUAL_ABSENCES)))


@st.composite
def sprinkled(draw: st.DrawFn, slots: Sequence[Slot]) -> Drawing:
    """Some ten unauthorised sessions, in one place or over many weeks."""
    return draw(_placed(slots, draw(st.integers(8, 13)), st.sampled_from(UNAUTHORISED)))


@st.composite
def half_days(draw: st.DrawFn, slots: Sequence[Slot], some_code: st.SearchStrategy[str]) -> Drawing:
    """Mornings, or afternoons, missed for a time."""
    session = draw(st.sampled_from(["AM", "PM"]))
    code = draw(some_code)
    first, last = sorted(draw(st.tuples(*[st.integers(0, len(slots))] * 2)))
    return [
        code if first <= place < last and slot[1] == session else PRESENT
        for place, slot in enumerate(slots)
    ]


@st.composite
def cycled(draw: st.DrawFn, slots: Sequence[Slot], some_code: st.SearchStrategy[str]) -> Drawing:
    """A short disorderly sequence, over and over; of one code, at its shortest."""
    sequence = draw(st.lists(some_code, min_size=1, max_size=12))
    return [sequence[place % len(sequence)] for place in range(len(slots))]


@st.composite
def _placed(
    draw: st.DrawFn, slots: Sequence[Slot], missed: int, absences: st.SearchStrategy[str]
) -> Drawing:
    """Attendance with so many sessions missed, in one block or evenly spread over a stretch."""
    total = len(slots)
    missed = max(0, min(missed, total))
    first = draw(st.integers(0, total - missed))
    stretch = draw(st.one_of(st.just(missed), st.just(total - first), st.integers(missed, total)))
    stretch = min(stretch, total - first)
    sequence = draw(st.lists(absences, min_size=1, max_size=4))
    drawing = [PRESENT] * total
    for number in range(missed):
        drawing[first + number * stretch // missed] = sequence[number % len(sequence)]
    return drawing


@st.composite
def with_duplicates(
    draw: st.DrawFn, rows: Sequence[Mark], some_code: st.SearchStrategy[str], minutes: int | None
) -> list[Mark]:
    """The rows and, for a few sessions, a second row: the same one again or another mark.

    Two rows of one mark never differ in their minutes: the specification does not say which wins.
    """
    doubled = draw(st.lists(st.integers(0, len(rows) - 1), max_size=4, unique=True))
    added = []
    for place in doubled:
        row = rows[place]
        code = _in_session(draw(some_code), row.session)
        if draw(st.integers(0, 2)) and code not in (row.mark, NO_ROW):
            row = replace(row, mark=code, minutes=minutes if code in ("L", "U") else None)
        added.append((draw(st.integers(0, len(rows))), row))
    held = list(rows)
    for place, row in added:
        held.insert(place, row)
    return held


def _rows(
    pupil: str, slots: Sequence[Slot], drawing: Drawing, minutes: Sequence[int | None]
) -> list[Mark]:
    return [
        Mark(
            pupil_id=pupil,
            date=day,
            session=session,
            mark=_in_session(mark, session),
            minutes=minutes[place % len(minutes)] if mark in ("L", "U") else None,
        )
        for place, ((day, session), mark) in enumerate(zip(slots, drawing, strict=True))
        if mark != NO_ROW
    ]


def _in_session(mark: str, session: str) -> str:
    return {"AM": "/", "PM": "\\"}[session] if mark == PRESENT else mark

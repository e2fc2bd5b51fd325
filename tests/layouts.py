"""The same marks written as the CSV files of different shapes.

Shapes 1 to 5 of the specification of exports. Headers are inferred, not copied from a real export.
What a shape cannot carry is refused, or, where a file would only say less, left out: `as_read`
gives the marks as the file then holds them.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Literal
from zlib import crc32

from tests.reference import CODES, UNMARKED, academic_year_start, code_of
from tests.registers import Mark

Shape = Literal["long", "wide", "wide_two_header_rows", "bi_table", "mark_string"]
DateStyle = Literal["arbor", "iso", "slash", "mixed"]
Identity = Literal["id", "upn"]
Quoting = Literal["php", "least", "all"]
Rows = list[list[str]]

SHAPES: tuple[Shape, ...] = ("long", "wide", "wide_two_header_rows", "bi_table", "mark_string")
SHAPES_OF_ONE_MARK_A_SESSION: tuple[Shape, ...] = ("wide", "wide_two_header_rows", "mark_string")
SHAPES_WITHOUT_MINUTES = SHAPES_OF_ONE_MARK_A_SESSION
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
BI_WORDS = {"/": "PRESENT", "\\": "PRESENT", "L": "LATE", "U": "LATE_AFTER_REGISTER_CLOSES"}
BI_HEADING = (
    "ATTENDANCE_ROLL_CALL_RECORD_ID",
    "STUDENT_ID",
    "RAW_MARK",
    "MARK_CODE",
    "MINUTES_LATE",
    "PERIOD",
    "DATE",
    "IS_PRESENT",
    "IS_AUTHORIZED_ABSENT",
    "IS_UNAUTHORIZED_ABSENT",
    "IS_POSSIBLE_ATTENDANCE",
    "ACADEMIC_YEAR_NAME",
)
BI_PERIODS = {"AM": "MORNING", "PM": "AFTERNOON"}
UPN_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def write(
    marks: Sequence[Mark],
    shape: Shape,
    path: Path,
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    line_end: str = "\r\n",
    bom: bool = False,
    quoting: Quoting = "php",
    date_style: DateStyle = "arbor",
    identity: Identity = "id",
    labels_in_row: Literal[1, 2] = 2,
    shuffle_rows: Random | None = None,
    shuffle_columns: Random | None = None,
) -> None:
    """Write the marks to a file; UTF-16 always begins with its byte order mark."""
    if bom and encoding != "utf-8":
        raise ValueError(f"a byte order mark is written for utf-8 only, not {encoding}")
    lines = [
        delimiter.join(_quoted(cell, delimiter, quoting) for cell in row) + line_end
        for row in cells(
            marks,
            shape,
            date_style=date_style,
            identity=identity,
            labels_in_row=labels_in_row,
            shuffle_rows=shuffle_rows,
            shuffle_columns=shuffle_columns,
        )
    ]
    path.write_bytes("".join(lines).encode("utf-8-sig" if bom else encoding))


def cells(
    marks: Sequence[Mark],
    shape: Shape,
    *,
    date_style: DateStyle = "arbor",
    identity: Identity = "id",
    labels_in_row: Literal[1, 2] = 2,
    shuffle_rows: Random | None = None,
    shuffle_columns: Random | None = None,
) -> Rows:
    """The cells of the file, header rows first; `labels_in_row` is for two header rows only."""
    if date_style != "arbor" and shape != "long":
        raise ValueError(f"the shape {shape} has one style of date")
    if identity == "upn" and shape == "bi_table":
        raise ValueError("the shape bi_table has no UPN")
    refuse_what_does_not_fit(marks, shape)
    if shape == "long":
        table = _long(marks, identity, date_style)
    elif shape == "bi_table":
        table = _bi_table(marks)
    elif shape == "mark_string":
        table = _mark_string(marks, identity)
    else:
        table = _wide(marks, identity)
    heading, *body = table
    if shuffle_rows:
        shuffle_rows.shuffle(body)
    table = [heading, *body]
    if shuffle_columns:
        table = _with_columns_shuffled(table, shape, shuffle_columns)
    if shape == "wide_two_header_rows":
        table = _with_two_header_rows(table, labels_in_row)
    return table


def as_read(marks: Sequence[Mark], shape: Shape, identity: Identity = "id") -> list[Mark]:
    """The marks a file of that shape holds, in order of pupil and time where it has no row a mark.

    Adds an unmarked row for each blank cell; drops minutes that have no column; names pupils by
    what identifies them in the file.
    """
    refuse_what_does_not_fit(marks, shape)
    held = list(marks)
    if shape in SHAPES_OF_ONE_MARK_A_SESSION:
        pupils, places = _pupils(marks), _places(marks, shape)
        known = {(mark.pupil_id, mark.date, mark.session): mark for mark in marks}
        held = [
            known.get((pupil, day, session), Mark(pupil, day, session, UNMARKED))
            for pupil in pupils
            for day, session in places
        ]
    if shape in SHAPES_WITHOUT_MINUTES:
        held = [replace(mark, minutes=None) for mark in held]
    if identity == "upn":
        held = [replace(mark, pupil_id=upn_of(mark.pupil_id)) for mark in held]
    return held


def refuse_what_does_not_fit(marks: Sequence[Mark], shape: Shape) -> None:
    """Raise ValueError for marks that a file of that shape cannot hold."""
    if shape in SHAPES_OF_ONE_MARK_A_SESSION:
        seen = set()
        for mark in marks:
            place = (mark.pupil_id, mark.date, mark.session)
            if place in seen:
                raise ValueError(f"the shape {shape} holds one mark a session: {place}")
            seen.add(place)
    if shape == "mark_string":
        for mark in marks:
            if len(_mark_cell(mark) or UNMARKED) != 1:
                raise ValueError(f"the shape mark_string holds one character a mark: {mark}")
            if mark.date.weekday() > 4:
                raise ValueError(f"the shape mark_string has no weekends: {mark}")


def name_of(pupil_id: str) -> str:
    """An invented name, one for each pupil, with a letter that tells encodings apart."""
    letters = pupil_id.translate(str.maketrans("0123456789", "abcdefghij"))
    return f"Brontë, {letters.title()}"


def upn_of(pupil_id: str) -> str:
    """An invented unique pupil number with a true check letter.

    Source: DfE, A guide to unique pupil numbers: digits weighted 2 to 13, modulo 23.
    """
    digits = f"{crc32(pupil_id.encode()):012}"
    total = sum(weight * int(digit) for weight, digit in enumerate(digits, start=2))
    return UPN_CHECK_LETTERS[total % 23] + digits


def arbor_date(day: date) -> str:
    """A date as Arbor shows it, `04 Sep 2024`, in any locale."""
    return f"{day.day:02} {MONTHS[day.month - 1]} {day.year}"


def slash_date(day: date) -> str:
    """A date as `04/09/2024`, day first."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


DATE_STYLES: dict[str, Callable[[date], str]] = {
    "arbor": arbor_date,
    "iso": date.isoformat,
    "slash": slash_date,
}


def _long(marks: Sequence[Mark], identity: Identity, date_style: DateStyle) -> Rows:
    identity_columns = ["UPN", "Name"] if identity == "upn" else ["Arbor Student ID", "UPN", "Name"]
    rows = [[*identity_columns, "Date", "Session", "Mark", "Minutes Late"]]
    for number, mark in enumerate(marks):
        style = [*DATE_STYLES][number % len(DATE_STYLES)] if date_style == "mixed" else date_style
        who = [mark.pupil_id, upn_of(mark.pupil_id), name_of(mark.pupil_id)]
        rows.append(
            [
                *who[-len(identity_columns) :],
                DATE_STYLES[style](mark.date),
                mark.session,
                mark.mark,
                _minutes_cell(mark),
            ]
        )
    return rows


def _bi_table(marks: Sequence[Mark]) -> Rows:
    rows = [[*BI_HEADING]]
    for number, mark in enumerate(marks, start=1):
        year = academic_year_start(mark.date).year
        rows.append(
            [
                str(number),
                mark.pupil_id,
                _mark_cell(mark),
                BI_WORDS.get(_mark_cell(mark).upper(), _mark_cell(mark)),
                _minutes_cell(mark),
                BI_PERIODS[mark.session],
                mark.date.isoformat(),
                *_bi_flags(mark),
                f"{year}/{year + 1}",
            ]
        )
    return rows


def _bi_flags(mark: Mark) -> list[str]:
    code = code_of(mark.mark)
    category = CODES[code].category if code in CODES else ""
    attended = category in ("present", "approved_educational_activity")
    flags = (attended, category == "authorised", category == "unauthorised")
    return [str(flag).upper() for flag in (*flags, any(flags))]


def _wide(marks: Sequence[Mark], identity: Identity) -> Rows:
    places = _places(marks, "wide")
    held = {(mark.pupil_id, mark.date, mark.session): _mark_cell(mark) for mark in marks}
    heading = [*_pupil_heading(identity), *(f"{arbor_date(day)} {name}" for day, name in places)]
    rows = [
        [
            _identity_cell(pupil, identity),
            name_of(pupil),
            *(held.get((pupil, day, session), "") for day, session in places),
        ]
        for pupil in _pupils(marks)
    ]
    return [heading, *rows]


def _with_two_header_rows(table: Rows, labels_in_row: int) -> Rows:
    """Dates over AM and PM; a date repeated from its left neighbour is a merged, blank cell.

    The labels of the pupil columns stand beside the dates or, as usual, beside AM and PM.
    """
    heading, *body = table
    parts = [label.rpartition(" ") for label in heading[2:]]
    dates = [day for day, _, _ in parts]
    merged = ["" if place and day == dates[place - 1] else day for place, day in enumerate(dates)]
    labels, blanks = heading[:2], ["", ""]
    above, below = (labels, blanks) if labels_in_row == 1 else (blanks, labels)
    return [[*above, *merged], [*below, *(session for _, _, session in parts)], *body]


def _mark_string(marks: Sequence[Mark], identity: Identity) -> Rows:
    rows = [[_pupil_heading(identity)[0], "Start Date", "Marks"]]
    places = _places(marks, "mark_string")
    held = {(mark.pupil_id, mark.date, mark.session): _mark_cell(mark) for mark in marks}
    for pupil in _pupils(marks):
        drawn = [held.get((pupil, day, session)) or UNMARKED for day, session in places]
        start = places[0][0].isoformat()
        rows.append([_identity_cell(pupil, identity), start, "".join(drawn)])
    return rows


def _places(marks: Sequence[Mark], shape: Shape) -> list[tuple[date, str]]:
    """The dates and sessions that a file with a place for each holds, in order of time.

    A mark string runs from the first Monday to the last Friday; elsewhere a date with any row has
    both its sessions.
    """
    days = sorted({mark.date for mark in marks})
    if shape == "mark_string" and days:
        first = days[0] - timedelta(days=days[0].weekday())
        last = days[-1] + timedelta(days=4 - days[-1].weekday())
        every_day = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
        days = [day for day in every_day if day.weekday() < 5]
    return [(day, session) for day in days for session in ("AM", "PM")]


def _with_columns_shuffled(table: Rows, shape: Shape, random: Random) -> Rows:
    if shape == "wide_two_header_rows":  # a merged cell binds the two columns of a date
        groups = [[0, 1], *([first, first + 1] for first in range(2, len(table[0]), 2))]
        dates = groups[1:]
        random.shuffle(dates)
        order = [column for group in [groups[0], *dates] for column in group]
    else:
        order = list(range(len(table[0])))
        random.shuffle(order)
    return [[row[column] for column in order] for row in table]


def _pupils(marks: Sequence[Mark]) -> list[str]:
    return list(dict.fromkeys(mark.pupil_id for mark in marks))


def _pupil_heading(identity: Identity) -> list[str]:
    return ["UPN" if identity == "upn" else "Arbor Student ID", "Name"]


def _identity_cell(pupil_id: str, identity: Identity) -> str:
    return upn_of(pupil_id) if identity == "upn" else pupil_id


def _mark_cell(mark: Mark) -> str:
    """The mark as typed, blank when unmarked."""
    return "" if code_of(mark.mark) == UNMARKED else mark.mark


def _minutes_cell(mark: Mark) -> str:
    return "" if mark.minutes is None else str(mark.minutes)


def _quoted(cell: str, delimiter: str, quoting: Quoting) -> str:
    """The cell in quotes where the writer would use them.

    PHP, and it seems Arbor, quotes a cell that holds a space or a backslash: `"\\"` is one
    backslash, and not the start of an escape.
    """
    triggers = {"php": f'{delimiter}"\r\n\\\t ', "least": f'{delimiter}"\r\n', "all": ""}[quoting]
    if quoting == "all" or any(character in cell for character in triggers):
        return '"' + cell.replace('"', '""') + '"'
    return cell

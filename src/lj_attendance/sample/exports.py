"""The invented school as CSV in the shape of Arbor's exports: roll, contacts, registers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from lj_attendance.sample.adults import Adult
    from lj_attendance.sample.pupils import Pupil
    from lj_attendance.sample.register import Register

Row = Sequence[object]

# Not strftime, whose month names follow the machine's language.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NO_BREAK_SPACE = "\u00a0"
_REGISTER_HEADERS = ("Arbor Student ID", "Date", "Session", "Mark", "Minutes Late", "Note")


def write_rows(path: Path, headers: Row, rows: Iterable[Row]) -> Path:
    """Writes one export as Arbor does: UTF-8 without a byte order mark, lines ended CR LF."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(headers)
        writer.writerows(rows)
    return path


def arbor_date(day: date) -> str:
    """Such as 04 Sep 2026."""
    return f"{day.day:02} {_MONTHS[day.month - 1]} {day.year}"


def roll_headers(academic_year: int) -> tuple[str, ...]:
    """The headers of a custom report, whose six-year flags end with this academic year.

    The dates in a header hold no-break spaces, as in a real export; those in a cell plain ones.
    """
    since, until = f"01 Aug {academic_year - 5}", f"30 Aug {academic_year + 1}"
    period = f"between {since.replace(' ', _NO_BREAK_SPACE)} and "
    period += until.replace(" ", _NO_BREAK_SPACE)
    return (
        *("Arbor Student ID", "UPN", "Legal Last Name", "Legal First Name", "Sex"),
        *("Date of Birth", "Year group(s) for this academic year"),
        *("Registration form(s) this academic year", "Enrolment start date", "Leaving date"),
        *("Ethnicity", "EAL at any time this academic year?", "SEN status"),
        f"Ever 6 FSM at any time {period}?",
        f"Pupil Premium Recipient at any time {period}?",
        *("Looked After (In Care) Status", "Child Protection Status"),
        *("Young Carer at any time this academic year?", "Address", "Postcode"),
    )


def roll_row(pupil: Pupil) -> Row:
    """One pupil as a row under `roll_headers`."""
    needs, home = pupil.needs, pupil.household.home
    return (
        *(pupil.pupil_id, pupil.upn, pupil.surname, pupil.forename, pupil.sex),
        *(arbor_date(pupil.date_of_birth), f"Year {pupil.year_group}"),
        *(pupil.registration_group, arbor_date(pupil.on_roll_from)),
        arbor_date(pupil.on_roll_until) if pupil.on_roll_until else "",
        *(pupil.ethnicity, _flag(needs.additional_language), needs.sen_status),
        *(_flag(needs.free_meals), _flag(needs.pupil_premium)),
        *(needs.in_care, needs.child_protection, _flag(needs.young_carer)),
        *(home.address, home.postcode),
    )


CONTACT_HEADERS = (
    *("Arbor Student ID", "Student", "Contact Name", "Salutation", "Relationship"),
    *("Legal Guardian", "Primary Guardian", "Emergency Contact Priority"),
    *("Correspondence Address", "Address", "Postcode", "Email Address (Main)", "Telephone"),
    *("Unsubscribed from Communications", "Access Notes"),
)


def contact_rows(pupils: Iterable[Pupil]) -> Iterator[Row]:
    """One row a pupil and contact, in the order in which the contacts are rung."""
    for pupil in pupils:
        for priority, adult in enumerate(pupil.household.adults, start=1):
            yield _contact_row(pupil, adult, priority)


def register_rows(register: Register, first: int, stop: int) -> Iterator[Row]:
    """The marks of some sessions, by date, session and the order of the roll."""
    ids = [pupil.pupil_id for pupil in register.pupils]
    whole = [(c.marks, c.minutes, c.notes) for c in register.columns]
    for session in range(first, stop):
        day, half = register.sessions[session]
        date_text, again = arbor_date(day), dict(register.extra.get(session, ()))
        for place, (marks, minutes, notes) in enumerate(whole):
            mark = marks[session]
            if mark is None:
                continue
            late, note = minutes.get(session, ""), notes.get(session, "")
            yield ids[place], date_text, half, mark, late, note
            if place in again:
                yield ids[place], date_text, half, again[place], "", ""


def write_register(path: Path, register: Register, first: int, stop: int) -> Path:
    """Writes the marks of the sessions from first to before stop."""
    return write_rows(path, _REGISTER_HEADERS, register_rows(register, first, stop))


def _contact_row(pupil: Pupil, adult: Adult, priority: int) -> Row:
    home = adult.home
    return (
        *(pupil.pupil_id, f"{pupil.surname}, {pupil.forename}"),
        *(f"{adult.title} {adult.forename} {adult.surname}", adult.salutation),
        *(adult.relationship, _flag(adult.legal_guardian), _flag(adult.primary_guardian)),
        *(priority, _flag(adult.gets_letters)),
        *((home.address, home.postcode) if home else ("", "")),
        *(adult.email, adult.telephone, _flag(adult.unsubscribed), adult.access_note),
    )


def _flag(holds: bool) -> str:
    return "Yes" if holds else "No"

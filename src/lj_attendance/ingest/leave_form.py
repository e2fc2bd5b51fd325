"""An online form's answers to requests for leave: each row is a request, or faults of that row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lj_attendance.ingest import leave_values as values
from lj_attendance.ingest.leave_columns import ColumnMapping
from lj_attendance.ingest.leave_table import FormTable, read_form_table
from lj_attendance.ingest.leave_values import DateColumn, Unreadable
from lj_attendance.ingest.values import tidy

_READERS: Mapping[str, Callable[[str], Any]] = {
    "session": values.read_half_day,
    "exceptional": values.read_exceptional,
    "relative_critically_ill": values.read_flag,
    "because_of_cost": values.read_flag,
    "set_apart_day": values.read_flag,
    "occupational_travel": values.read_flag,
    "licence": values.read_licence,
    "organised_by_club": values.read_flag,
    "evidence": values.read_flag,
}
"""The reader of each answer that may stay blank."""


@dataclass(frozen=True)
class FormRequest:
    """One request for leave as it was told. What nobody has told is null."""

    file: str
    row: int  # 1: the first line as a spreadsheet shows it; in TOML, the request's number
    who: str  # an Arbor ID, a UPN or a name
    first_day: date
    last_day: date  # inclusive
    reason: str  # one of leave_values.reasons()
    received: date | None = None
    session: str | None = None  # AM or PM; null: whole days
    exceptional: str | None = None  # the circumstance declared; "": none is
    relative_critically_ill: bool | None = None
    because_of_cost: bool | None = None
    set_apart_day: bool | None = None
    occupational_travel: bool | None = None
    licence: str | None = None  # one of leave_values.licences()
    organised_by_club: bool | None = None
    evidence: bool | None = None
    year_group_told: str | None = None  # a hint, for telling two of one name apart


@dataclass(frozen=True)
class RowFault:
    """Why a row is no request; it names no pupil and repeats no cell."""

    file: str
    row: int
    problem: str
    remedy: str


@dataclass(frozen=True)
class LeaveForm:
    """What a file of requests holds: each row of it is in `requests` or in `faults`."""

    file: str
    requests: tuple[FormRequest, ...]
    faults: tuple[RowFault, ...]  # a row may have several
    columns: Mapping[str, str]  # ours: their header
    unused: tuple[str, ...]  # headers
    notes: tuple[str, ...]


def read_form(path: Path, own: ColumnMapping) -> LeaveForm:
    """The requests in a form's answers. Raises UnusableInput when the form cannot be used."""
    form, other_sheets = read_form_table(path, own)
    dates = form.dates()
    how = {name: column for name, (column, _) in dates.items()}
    requests, faults = list[FormRequest](), list[RowFault]()
    for row in form.table.cells.rows(named=True):
        if any((text or "").strip() for name, text in row.items() if name != "source_row"):
            request, found = _Row(form, row, how).read()
            requests += [request] if request else []
            faults += found
    notes = [*form.columns.absent, *(note for _, note in dates.values() if note)]
    notes += [f"{place} holds no requests; it was not read." for place in other_sheets]
    if links := sum(map(values.is_link, form.texts("evidence"))):
        notes.append(
            f"Column '{form.columns.header('evidence')}': documents were sent with {links} of the "
            "answers; whether the school has seen them is left unknown."
        )
    if not requests and not faults:
        notes.append("There is no answer below the headers.")
    header_of = {name: form.columns.header(name) for name in form.columns.places}
    told = (tuple(requests), tuple(faults), header_of, form.columns.unused(), tuple(notes))
    return LeaveForm(form.table.place, *told)


def contradictions(
    first: date | None, last: date | None, session: str | None, told: tuple[str | None, str | None]
) -> list[tuple[str, str]]:
    """What a request says against itself, with the remedy; `told`: reason and circumstance."""
    found = []
    if first and last and last < first:
        found.append(("The last day is before the first.", "Correct one of the two."))
    if first and last and session and first != last:
        found.append(
            ("Half a day is asked for, of several days.", "Ask for each half day by itself.")
        )
    if told == ("exceptional", ""):
        found.append(
            (
                "The reason is an exceptional circumstance, and none is declared.",
                "Say what it is, or correct the reason.",
            )
        )
    return found


class _Row:
    """One row on the way to a request; its faults are gathered, so that all are told at once."""

    def __init__(self, form: FormTable, row: dict[str, Any], dates: dict[str, DateColumn]) -> None:
        self._form, self._row, self._dates = form, row, dates
        self._faults: list[RowFault] = []

    def read(self) -> tuple[FormRequest | None, list[RowFault]]:
        """The request, or null with why it is none."""
        row = self._row["source_row"]
        if row in self._form.table.overlong_rows:
            remedy = "Put quotation marks around a cell that holds a comma, or save as XLSX."
            self._fault("This row has more cells than there are headers.", remedy)
            return None, self._faults
        who, (first, last) = self._who(), (self._date("from"), self._date("to"))
        reason, circumstance = self._reason()
        facts = {name: self._value(name, reader) for name, reader in _READERS.items()}
        facts["exceptional"] = (
            circumstance if facts["exceptional"] is None else facts["exceptional"]
        )
        received = self._date("received", is_needed=False)
        year = self._value("year_group", values.read_year_group)
        told = (reason, facts["exceptional"])
        for problem, remedy in contradictions(first, last, facts["session"], told):
            self._fault(problem, remedy)
        if self._faults or not (who and first and last and reason):
            return None, self._faults
        place = self._form.table.place
        request = FormRequest(
            place, row, who, first, last, reason, received, year_group_told=year, **facts
        )
        return request, []

    def _fault(self, problem: str, remedy: str) -> None:
        place = self._form.table.place
        self._faults.append(RowFault(place, self._row["source_row"], problem, remedy))

    def _text(self, name: str) -> str:
        """What a field's cells say; a question asked twice may be answered in either place."""
        places = self._form.columns.places.get(name, ())
        texts = [self._row[str(place)] or "" for place in places]
        distinct = {tidy(text).casefold(): text for text in sorted(texts) if text.strip()}
        if len(distinct) > 1:
            raise Unreadable("the question is answered twice, and differently", "Keep one answer.")
        return next(iter(distinct.values()), "")

    def _value(self, name: str, reader: Callable[[str], Any], *, is_needed: bool = False) -> Any:
        """What a field's cell means; null where it is blank or cannot be used."""
        if name not in self._form.columns.places:
            return None
        try:
            text = self._text(name)
            if text:
                return reader(text)
            if is_needed:
                raise Unreadable("this cell is blank", "Fill it in: a request cannot do without.")
        except Unreadable as fault:
            header = self._form.columns.header(name)
            self._fault(f"Column '{header}': {fault.problem}.", fault.remedy)
        return None

    def _date(self, name: str, *, is_needed: bool = True) -> date | None:
        how = self._dates.get(name, DateColumn())
        day: date | None = self._value(name, how.read, is_needed=is_needed)
        return day

    def _reason(self) -> tuple[str | None, str | None]:
        """The reason, and the circumstance that its words tell where it is an exceptional one."""
        own = self._form.own.reasons

        def read(text: str) -> tuple[str, str | None]:
            reason = values.read_reason(text, own)
            told = values.circumstance_of(text) if reason == "exceptional" else None
            return reason, told

        found: tuple[str, str | None] | None = self._value("reason", read, is_needed=True)
        return found or (None, None)

    def _who(self) -> str | None:
        """The pupil's ID where the row has one, else the name, whole or in two parts."""
        columns = self._form.columns.places
        faults = len(self._faults)
        for name in ("pupil_id", "pupil"):
            if text := self._value(name, tidy):
                return str(text)
        parts = [self._value(name, tidy) for name in ("surname", "forename")]
        if all(parts):
            return ", ".join(parts)
        if len(self._faults) == faults:
            named = [self._form.columns.header(name) for name in _WHO if name in columns]
            where = ", ".join(f"'{header}'" for header in named)
            self._fault(f"Column {where}: the pupil is not named.", "Write the pupil's name or ID.")
        return None


_WHO = ("pupil_id", "pupil", "surname", "forename")

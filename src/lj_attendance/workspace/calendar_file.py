"""The calendar and the times of lja.toml: their form, and the rules across their keys."""

from __future__ import annotations

import re
from datetime import date, time
from itertools import pairwise
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from lj_attendance.policy.faults import Form
from lj_attendance.school_year import Calendar, Span

_YEAR_GROUP = re.compile(r"(?:year|y)?\s*0*([1-9]|1[0-3])", re.IGNORECASE)


def _moment(given: Any) -> Any:
    if isinstance(given, time):  # TOML's own form, 08:30:00
        return given
    if isinstance(given, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", given.strip()):
        return time.fromisoformat(given.strip())
    raise ValueError('it has to be a time such as "08:30"')


def _year_group(given: Any) -> Any:
    found = _YEAR_GROUP.fullmatch(str(given).strip())
    if not found or isinstance(given, bool):
        raise ValueError('it has to be a year group such as "11"')
    return found[1]


def _refuse_backwards(first: date, last: date) -> None:
    if last < first:
        raise ValueError(f"the last day, {last}, is before the first, {first}")


def _line(given: Any) -> Any:
    if not isinstance(given, list) or [type(part) for part in given] != [str, str]:
        raise ValueError('it has to be a time and what begins, such as ["08:30", "Form time"]')
    _moment(given[0])
    return given


Moment = Annotated[time, BeforeValidator(_moment)]
YearGroup = Annotated[str, BeforeValidator(_year_group)]


class Days(Form):
    """Days from the first to the last."""

    first: date
    last: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _refuse_backwards(self.first, self.last)
        return self


class Term(Days):
    """One term, with the half term in it."""

    name: str
    half_term: Days | None = None

    @model_validator(mode="after")
    def _half_term_inside(self) -> Self:
        half = self.half_term
        if half and not self.first < half.first <= half.last < self.last:
            raise ValueError(
                f"the half term, {half.first} to {half.last}, has to lie inside the term,"
                f" {self.first} to {self.last}"
            )
        return self


class Closed(Form):
    """A day, or days, of a term on which pupils do not come."""

    name: str
    day: date | None = None
    first: date | None = None
    last: date | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        given = [self.day is not None, self.first is not None, self.last is not None]
        if given not in ([True, False, False], [False, True, True]):
            raise ValueError("it needs either day, or first and last")
        if self.first and self.last:
            _refuse_backwards(self.first, self.last)
        return self

    def span(self) -> Span:
        """Its days."""
        first, last = self.first or self.day, self.last or self.day
        assert first is not None
        assert last is not None
        return Span(first, last, self.name)


class Assessment(Days):
    """Days of formal assessment of some year groups."""

    name: str
    year_groups: Annotated[list[YearGroup], Field(min_length=1)]


class CalendarForm(Form):
    """[calendar] of lja.toml."""

    term: list[Term] = Field(default_factory=list)
    closed: list[Closed] = Field(default_factory=list)
    assessment: list[Assessment] = Field(default_factory=list)

    @field_validator("term")
    @classmethod
    def _terms_in_order(cls, terms: list[Term]) -> list[Term]:
        wrong = [
            f"{later.name} begins on {later.first}, not after {earlier.name}, the term above it,"
            f" which ends on {earlier.last}"
            for earlier, later in pairwise(terms)
            if later.first <= earlier.last
        ]
        if wrong:
            raise ValueError(f"the terms have to stand in order: {'; '.join(wrong)}")
        return terms

    def calendar(self) -> Calendar:
        """What it says, as the calendar that the rest of lja knows; closed days in order."""
        halves = [(term.name, term.half_term) for term in self.term if term.half_term]
        closed = [Span(days.first, days.last, f"half term of {name}") for name, days in halves]
        return Calendar(
            terms=tuple(Span(term.first, term.last, term.name) for term in self.term),
            closed=tuple(sorted([*closed, *(each.span() for each in self.closed)])),
            assessments=tuple(
                (year, Span(each.first, each.last, each.name))
                for each in self.assessment
                for year in each.year_groups
            ),
        )


class RegisterForm(Form):
    """[register] of lja.toml."""

    am_opens: Moment
    am_closes: Moment
    pm_opens: Moment
    pm_closes: Moment

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        wrong = []
        for session in ("am", "pm"):
            opens, closes = (getattr(self, f"{session}_{act}") for act in ("opens", "closes"))
            if closes <= opens:
                wrong.append(
                    f"{session}_closes, {closes:%H:%M}, has to be after {session}_opens,"
                    f" {opens:%H:%M}"
                )
        if not wrong and self.pm_opens < self.am_closes:
            wrong.append(
                f"pm_opens, {self.pm_opens:%H:%M}, has to be after am_closes,"
                f" {self.am_closes:%H:%M}"
            )
        if wrong:
            raise ValueError("; ".join(wrong))
        return self


class SchoolDayForm(Form):
    """[[school_day]] of lja.toml: when what begins, for some year groups."""

    year_groups: Annotated[list[YearGroup], Field(min_length=1)]
    times: list[Annotated[list[str], BeforeValidator(_line)]]

    @field_validator("times")
    @classmethod
    def _in_order(cls, times: list[list[str]]) -> list[list[str]]:
        moments = [_moment(line[0]) for line in times]
        for earlier, later in pairwise(moments):
            if later <= earlier:
                raise ValueError(
                    f"the times have to stand in order: {later:%H:%M} comes after {earlier:%H:%M}"
                )
        return times

    def lines(self) -> tuple[tuple[time, str], ...]:
        """When, and what begins."""
        return tuple((_moment(line[0]), line[1]) for line in self.times)

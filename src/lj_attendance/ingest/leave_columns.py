"""Which column of a form asks what: by the words of its question, or by the school's mapping."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time
from functools import cache, lru_cache
from typing import NamedTuple

from lj_attendance.data import read_rows
from lj_attendance.ingest.headers import normal
from lj_attendance.ingest.leave_values import plain_words
from lj_attendance.ingest.mapping import Mapping
from lj_attendance.ingest.values import tidy

_UNUSED = "unused"
_OWN_OF_FORMS = {"stock", "started", "completed", "respondent", "name", _UNUSED}
"""What a form adds by itself, and what is no business of a request's."""
_NAMES_NO_FIELD = {"stock", "respondent", _UNUSED}
_COMPULSORY = {
    "pupil": "the pupil",
    "from": "the first day",
    "to": "the last day",
    "reason": "the reason",
}
_SUFFIX = re.compile(r"(?<=[a-z])\d+$")  # Excel's, on a question that is asked twice


@dataclass(frozen=True)
class ColumnMapping:
    """The school's own word on what the columns and the reasons of its form mean."""

    columns: dict[str, str] = field(default_factory=dict)  # ours: their header; "": not to be read
    reasons: dict[str, str] = field(default_factory=dict)  # their words: ours
    date_format: str = ""
    place: str = ""  # its file


class _Rule(NamedTuple):
    field: str
    wanted: tuple[frozenset[str], ...]  # of each, one at least
    unwanted: frozenset[str]

    def fits(self, words: str) -> bool:
        """Whether a header's words have what the rule asks for."""
        padded = f" {words} "
        return all(any(f" {each} " in padded for each in one) for one in self.wanted) and not any(
            f" {each} " in padded for each in self.unwanted
        )


@cache
def _headers() -> dict[str, str]:
    """A whole header in plain words to its field."""
    rows = [row for row in read_rows("leave_form") if row["match"] == "header"]
    return {plain_words(row["words"]): row["field"] for row in rows}


@cache
def _rules() -> list[_Rule]:
    """The rules by words, the first that fits deciding: `|` is or, `+` the next word, `-` without.

    A question about something else has a rule as well, above those that it might seem to fit.
    """
    rules = []
    for row in read_rows("leave_form"):
        if row["match"] == "words":
            parts = [part.replace("+", " ") for part in row["words"].split()]
            wanted = [frozenset(part.split("|")) for part in parts if not part.startswith("-")]
            unwanted = frozenset(part[1:] for part in parts if part.startswith("-"))
            rules.append(_Rule(row["field"], tuple(wanted), unwanted))
    return rules


def known_fields() -> list[str]:
    """What a mapping can name, in the order of data/leave_form.csv."""
    fields = dict.fromkeys(row["field"] for row in read_rows("leave_form"))
    return [name for name in fields if name not in _OWN_OF_FORMS]


@lru_cache(2048)
def read_question(header: str) -> tuple[str, int] | None:
    """The field that a header asks for, and 0 for a known header or 1 for one that fits a rule."""
    words = plain_words(header)
    for known in (words, _SUFFIX.sub("", words)):
        if known in _headers():
            return _headers()[known], 0
    stem = _SUFFIX.sub("", words)
    fitting = next((rule.field for rule in _rules() if rule.fits(stem)), None)
    return (fitting, 1) if fitting else None


class _Questions(dict[str, str]):
    """The headers that a mapping names, and any other that reads as a question of a form."""

    def __contains__(self, header: object) -> bool:
        if super().__contains__(header):
            return True
        found = read_question(str(header)) if header else None
        return found is not None and found[0] != _UNUSED


class FormHeaders(Mapping):
    """What `read_tables` knows a form's header by; a form has no sessions among its headers."""

    def read_session(self, text: str | None, pm_opens: time) -> str | None:
        """No answer makes a second row of headers."""
        return None

    def split_day_and_session(self, text: str | None, pm_opens: time) -> tuple[str, str] | None:
        """No header is a day."""
        return None


def form_headers(columns: ColumnMapping) -> FormHeaders:
    """For finding the row of headers in a form."""
    theirs = {normal(header): name for name, header in columns.columns.items() if header}
    return FormHeaders(fields=_Questions(theirs))


@dataclass(frozen=True)
class FormColumns:
    """The columns of one form by field; several places where a question is asked twice."""

    headers: tuple[str, ...]
    places: dict[str, tuple[int, ...]]
    absent: tuple[str, ...] = ()  # sentences: headers of the mapping that the form does not have
    rivals: dict[str, tuple[str, ...]] = field(default_factory=dict)  # a field to its headers

    def header(self, name: str) -> str:
        """The header of a field's first column, on one line."""
        return tidy(self.headers[self.places[name][0]])

    def missing(self) -> list[str]:
        """What a request cannot do without and no column tells, in words."""
        named = {"pupil_id", "pupil"} & self.places.keys()
        there = self.places.keys() | ({"pupil"} if named else set[str]())
        if {"forename", "surname"} <= self.places.keys():
            there |= {"pupil"}
        return [told for name, told in _COMPULSORY.items() if name not in there]

    def unused(self) -> tuple[str, ...]:
        """The headers of the columns that nothing is read from."""
        used = {place for places in self.places.values() for place in places}
        return tuple(
            tidy(header)
            for place, header in enumerate(self.headers)
            if place not in used and header
        )


def find_columns(headers: tuple[str, ...], own: ColumnMapping) -> FormColumns:
    """The columns of a form, by the mapping first; those of different questions are rivals."""
    theirs = {normal(header): name for name, header in own.columns.items() if header}
    named: dict[str, list[int]] = {}
    ranked: dict[str, dict[int, list[int]]] = {}
    for place, header in enumerate(headers):
        found = read_question(header)
        if normal(header) in theirs:
            named.setdefault(theirs[normal(header)], []).append(place)
        elif found and found[0] not in own.columns:
            ranked.setdefault(found[0], {}).setdefault(found[1], []).append(place)
    best = {name: ranks[min(ranks)] for name, ranks in ranked.items()}
    is_of_forms = "completed" in best or "started" in best
    tells_who_asks = is_of_forms or "respondent" in best  # then the name may be the parent's
    if "name" in best and not tells_who_asks and not {"pupil", "forename"} & {*best, *own.columns}:
        best["pupil"] = best["name"]
    if "received" not in best and "received" not in own.columns and is_of_forms:
        best["received"] = best.get("completed") or best["started"]
    read = {name: places for name, places in best.items() if name in known_fields()}
    there = {normal(header) for header in headers}
    absent = [
        f"The mapping's {name} is '{header}', a header that the form does not have."
        for name, header in own.columns.items()
        if header and normal(header) not in there
    ]
    places = {name: tuple(found) for name, found in {**read, **named}.items()}
    return FormColumns(headers, places, tuple(absent), _rivals(headers, read))


def _rivals(headers: tuple[str, ...], read: dict[str, list[int]]) -> dict[str, tuple[str, ...]]:
    """Fields that different questions seem to ask for; one that is asked twice is no rival."""
    found = {}
    for name, places in read.items():
        texts = {_SUFFIX.sub("", plain_words(headers[place])): place for place in places}
        if len(texts) > 1:
            found[name] = tuple(sorted(tidy(headers[place]) for place in texts.values()))
    return found


def told(headers: Iterable[str]) -> str:
    """Headers in a sentence."""
    return ", ".join(f"'{tidy(header)}'" for header in headers if header.strip())

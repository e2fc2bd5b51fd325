"""One cell of a file of letters sent by others: each reader raises ValueError with the fault."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import polars as pl

from lj_attendance.ingest.values import read_date

_STAGES = range(1, 5)  # §18
_HOW = {
    "post": ("", "post", "by post", "letter", "posted"),
    "hand": ("hand", "by hand", "in person", "email", "e-mail", "by email", "by e-mail"),
}
"""By hand stands for whatever reaches the family on the day."""


@dataclass(frozen=True)
class KnownPupils:
    """The roll's IDs, and the ID behind each UPN; both empty where there is no roll."""

    ids: frozenset[str]
    of_upn: dict[str, str]


def known_pupils(roll: pl.DataFrame | None) -> KnownPupils:
    """Those of a roll; a UPN that several pupils have finds none."""
    if roll is None:
        return KnownPupils(frozenset(), {})
    own = roll.filter(pl.col("upn").is_not_null() & pl.col("upn").is_unique())
    pairs = own.select("upn", "pupil_id").rows()
    return KnownPupils(frozenset(roll["pupil_id"].to_list()), dict(pairs))


def read_pupil_id(cells: dict[str, str], known: KnownPupils) -> str:
    """The pupil's ID: that of the UPN on the roll, else the ID given."""
    given = re.sub(r"\.0+$", "", cells.get("pupil_id", ""))
    upn = re.sub(r"\s", "", cells.get("upn", "")).upper()
    of_upn = known.of_upn.get(upn or given.upper())
    if not given and not upn:
        raise ValueError("no pupil_id and no upn.")
    if given and not re.search(r"\d", given) and given not in known.ids:
        raise ValueError("what stands in pupil_id is no ID.")
    if not given and not of_upn:
        raise ValueError("no pupil of the roll in exports/ has this upn; give the pupil_id.")
    if upn and of_upn and given and given not in (of_upn, upn):
        raise ValueError("pupil_id and upn are two pupils'.")
    return of_upn or given


def read_stage(cells: dict[str, str]) -> int:
    """As `1` or `Stage 1`."""
    text = cells["stage"]
    found = re.fullmatch(r"(?:stage\s*)?(\d{1,3})(?:\.0+)?", text, re.IGNORECASE)
    if not found or int(found[1]) not in _STAGES:
        raise ValueError(f"'{text}' is no stage from {_STAGES[0]} to {_STAGES[-1]}.")
    return int(found[1])


def read_how(cells: dict[str, str]) -> str:
    """`post` or `hand`; post where the cell is empty."""
    text = cells.get("how", "")
    found = next((how for how, words in _HOW.items() if text.casefold() in words), None)
    if found is None:
        raise ValueError(f"'{text}' in how is neither post nor hand.")
    return found


def read_issued_on(cells: dict[str, str], today: date) -> date:
    """The day of issue, which cannot be after today."""
    day = _day(cells["date"], "date")
    if day > today:
        raise ValueError(f"the date {day} is still to come.")
    return day


def read_received_on(cells: dict[str, str]) -> date | None:
    """The day of receipt; null where the file does not say."""
    text = cells.get("received", "")
    return _day(text, "received") if text else None


def _day(text: str, name: str) -> date:
    day = read_date(text, excel=True)
    if day is None:
        raise ValueError(f"'{text}' in {name} is no day such as 2026-11-20 or 20/11/2026.")
    return day

"""The pupil that somebody means, found on the roll: by ID, by UPN, or by a part of the name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container
from pathlib import Path
from typing import Any

import polars as pl

from lj_attendance.errors import WrongUsage
from lj_attendance.ingest.files import TABLE_SUFFIXES
from lj_attendance.workflows.reading import ReadRequest, read_exports

_NO_ACCENT = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that Unicode does not take apart."""
_SHOWN = 12  # of several pupils


def roll_if_any(request: ReadRequest) -> pl.DataFrame | None:
    """The roll of the exports; null when there is no export yet. Raises UnusableInput."""
    if not any(has_tables(path) for path in request.paths):
        return None
    return read_exports(request).roll


def has_tables(path: Path) -> bool:
    """Whether a path is a file, or a folder with one that may be an export."""
    if path.is_dir():
        return any(file.suffix.lower() in TABLE_SUFFIXES for file in path.rglob("*"))
    return path.exists()


def find_pupil(
    roll: pl.DataFrame, who: str, unlisted: Container[str] = frozenset()
) -> dict[str, Any]:
    """The row of the roll meant by an Arbor ID, a UPN, or words that one pupil's name alone has.

    Case, accents, commas and the order of words are forgiven. A whole name wins over longer
    ones; several pupils are listed, never guessed at. An ID among `unlisted` is taken though the
    roll has it no more. Raises WrongUsage.
    """
    rows = roll.sort("surname", "forename", "pupil_id", nulls_last=True).rows(named=True)
    upn = re.sub(r"\s", "", who).upper()
    for is_meant in (
        lambda row: row["pupil_id"] == who.strip(),
        lambda row: row["pupil_id"].upper() == upn or row["upn"] == upn,
        *_by_name(who),
    ):
        found = [row for row in rows if is_meant(row)]
        if len(found) == 1:
            return found[0]
        if found:
            raise _several(who, found)
    if who.strip() in unlisted:
        return _unnamed(who.strip())
    raise WrongUsage(
        f"No pupil is '{who}'.",
        "the roll in exports/",
        "Give the Arbor ID, the UPN, or a part of the name.",
    )


def accept_id(who: str) -> dict[str, Any]:
    """A pupil by the ID given, where there is no roll to look it up in. Raises WrongUsage."""
    pupil_id = who.strip()
    if not re.fullmatch(r"(?=.*\d)[\w./-]+", pupil_id):
        raise WrongUsage(
            f"There is no roll to find '{who}' in.",
            "exports/",
            "Put the exports there, or give the pupil's Arbor ID as Arbor writes it.",
        )
    return _unnamed(pupil_id)


def _unnamed(pupil_id: str) -> dict[str, Any]:
    return {"pupil_id": pupil_id, "surname": None, "forename": None, "registration_group": None}


def _by_name(who: str) -> list[Callable[[dict[str, Any]], bool]]:
    """Whether a row's name is that, begins its words so, or has that in them; strictest first."""
    wanted = name_words(who)
    if not wanted:
        return []

    def words(row: dict[str, Any]) -> list[str]:
        return name_words(f"{row['surname'] or ''} {row['forename'] or ''}")

    return [
        lambda row: sorted(words(row)) == sorted(wanted),
        lambda row: _each_in(wanted, words(row), str.startswith),
        lambda row: _each_in(wanted, words(row), str.__contains__),
    ]


def _each_in(wanted: list[str], words: list[str], fits: Callable[[str, str], bool]) -> bool:
    """Whether every wanted word fits a word of the name, each another one."""
    if not wanted:
        return True
    first, rest = wanted[0], wanted[1:]
    return any(
        fits(word, first) and _each_in(rest, words[:place] + words[place + 1 :], fits)
        for place, word in enumerate(words)
    )


def name_words(text: str) -> list[str]:
    """The words of a name without case, accents and apostrophes, which people leave out."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_NO_ACCENT))
    joined = re.sub(r"['\u2018\u2019`\u00b4]", "", plain)
    letters = "".join(c for c in joined if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", letters)


def name_of(row: dict[str, Any]) -> str:
    """A pupil as lists name them, `Adams, Ava (8 CRO)`; the ID where no name is known."""
    name = ", ".join(part for part in (row["surname"], row["forename"]) if part)
    group = row["registration_group"]
    return (f"{name} ({group})" if group else name) if name else str(row["pupil_id"])


def _several(who: str, found: list[dict[str, Any]]) -> WrongUsage:
    lines = [f"- {row['pupil_id']}: {name_of(row)}" for row in found[:_SHOWN]]
    if len(found) > _SHOWN:
        lines.append(f"- and {len(found) - _SHOWN} more")
    return WrongUsage(
        f"{len(found)} pupils could be '{who}':\n" + "\n".join(lines),
        "the roll in exports/",
        "Give the ID that stands before the name, or more of the name.",
    )

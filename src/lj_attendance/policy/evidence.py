"""Evidence of illness and appointments after Stage 2, and illness whose note is minor (§2, §5)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from lj_attendance.policy.stages.facts import Absence

NEEDED, SEEN = "needed", "seen"
CLAUSE = "§2, §5, §18"


@dataclass(frozen=True)
class Seen:
    """Evidence on the ledger, for the days from the first to the last."""

    number: int  # of its entry
    first_day: date
    last_day: date

    def covers(self, day: date) -> bool:
        """Whether it speaks for a day; both ends inclusive."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Spell:
    """Sessions that need evidence, on school days of the school that follow one another."""

    sessions: tuple[Absence, ...]
    status: str  # NEEDED or SEEN
    entries: tuple[int, ...] = ()  # of the evidence that covers it

    @property
    def first(self) -> date:
        """The first day."""
        return self.sessions[0].date

    @property
    def last(self) -> date:
        """The last day."""
        return self.sessions[-1].date


def needing_evidence(
    absences: Sequence[Absence], received: date | None, codes: Collection[str]
) -> tuple[Absence, ...]:
    """§18: "no future absences will be authorised without [...] supplying medical evidence".

    Those dated after receipt of the Stage 2 letter: on the day of receipt itself none is needed.
    None where no such letter counts.
    """
    if received is None:
        return ()
    return tuple(each for each in absences if each.date > received and each.code in codes)


def spells(
    sessions: Sequence[Absence], seen: Sequence[Seen], school_days: Sequence[date]
) -> tuple[Spell, ...]:
    """The sessions, those with and those without evidence apart, in spells of school days."""
    number = {day: place for place, day in enumerate(school_days)}
    found: list[list[Absence]] = []
    for before, each in pairwise([None, *sessions]):
        assert each is not None
        follows = (
            before is not None
            and _covering(before, seen) == _covering(each, seen)
            and number.get(each.date, -1) - number.get(before.date, -9) <= 1
        )
        if follows:
            found[-1].append(each)
        else:
            found.append([each])
    return tuple(_spell(spell, seen) for spell in found)


def _covering(session: Absence, seen: Sequence[Seen]) -> tuple[int, ...]:
    return tuple(each.number for each in seen if each.covers(session.date))


def _spell(sessions: Sequence[Absence], seen: Sequence[Seen]) -> Spell:
    entries = _covering(sessions[0], seen)
    return Spell(tuple(sessions), SEEN if entries else NEEDED, entries)


def is_minor(
    note: str, minor: Sequence[str], fillers: Sequence[str], names: Sequence[str] = ()
) -> bool:
    """Whether a note names a minor illness and nothing besides (§2, §5).

    `fillers` are words that tell nothing of an illness, such as who rang; `names` are the pupil's.
    A word that is none of these may say more, and then the note is not minor.
    """
    text = f" {_plain(note)} "
    without = _without(text, minor)
    if without.split() == text.split():
        return False
    rest = _without(without, [*fillers, *names])
    return not rest.strip()


def _without(text: str, phrases: Sequence[str]) -> str:
    """The text without these phrases, the longest first."""
    for phrase in sorted({_plain(each) for each in phrases} - {""}, key=len, reverse=True):
        wanted = f" {phrase} "
        if wanted in text:
            while wanted in text:
                text = text.replace(wanted, "  ")
            text = re.sub(r" +", " ", text)
    return text


@lru_cache(maxsize=4096)  # the same phrases are looked for in thousands of notes
def _plain(text: str) -> str:
    """Words in lower case with one space between; no accents, numbers or punctuation."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W\d_]+", re.sub(r"['\u2019]", "", letters)))

"""The invented names, read from data/invented_names.csv."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from importlib.resources import files
from itertools import product
from string import ascii_uppercase
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from lj_attendance.sample.chance import one_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

_SOURCE = "invented_names.csv"
# Letters that have no accent to take off, but no place in an e-mail address either.
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"})


@dataclass(frozen=True)
class Names:
    """Each list by what it names, a household's background and a sex; empty where it has none.

    A name stands in its list once for each unit of its weight, so that common names come up more.
    """

    lists: dict[tuple[str, str, str], tuple[str, ...]]
    percents: dict[tuple[str, str], int]

    def draw(self, rng: Random, kind: str, background: str = "", sex: str = "") -> str:
        """One name from a list."""
        return one_of(rng, self.lists[kind, background, sex])

    def adult_forename(self, rng: Random, background: str, sex: str) -> str:
        """A parent's forename; backgrounds without a list of their own share the pupils'."""
        kind = "adult_forename" if ("adult_forename", background, sex) in self.lists else "forename"
        return self.draw(rng, kind, background, sex)

    def share(self, kind: str, background: str) -> float:
        """The share (0 to 1) of a background's households for whom something holds."""
        return self.percents[kind, background] / 100


def read_names() -> Names:
    """The names shipped with the package; backgrounds are weighted in households of 1,000."""
    text = files("lj_attendance").joinpath("data", _SOURCE).read_text(encoding="utf-8")
    lists: dict[tuple[str, str, str], tuple[str, ...]] = {}
    percents: dict[tuple[str, str], int] = {}
    for row in csv.DictReader(io.StringIO(text)):
        kind, background, weight = row["kind"], row["background"], int(row["weight"])
        if row["name"] == "percent":
            percents[kind, background] = weight
            continue
        key = (kind, "" if kind == "background" else background, row["sex"])
        name = background if kind == "background" else row["name"]
        lists[key] = lists.get(key, ()) + (name,) * weight
    return Names(lists, percents)


def plain_letters(name: str) -> str:
    """A name in the letters a to z alone, as in e-mail addresses: Nguyễn gives nguyen."""
    bare = normalize("NFKD", name.translate(_PLAIN))
    return "".join(c for c in bare if not combining(c) and c.isascii() and c.isalpha()).lower()


def tutor_letters(rng: Random, names: Names) -> Iterator[str]:
    """Tutors' three letters, no two alike: of invented surnames first, then any letters."""
    used = set()
    for _ in range(400):
        background = names.draw(rng, "background")
        letters = plain_letters(names.draw(rng, "surname", background))[:3].upper()
        if len(letters) > len("NG") and letters not in used:
            used.add(letters)
            yield letters
    for any_letters in product(ascii_uppercase, repeat=3):
        letters = "".join(any_letters)
        if letters not in used:
            yield letters

"""How the people of one household are greeted: what follows Dear."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TITLES = {
    *("mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "prof", "professor", "rev", "revd"),
    *("reverend", "sir", "dame", "lord", "lady", "imam", "rabbi", "canon", "fr", "sr"),
    *("capt", "captain", "major", "maj", "col", "colonel", "sgt", "cllr", "councillor"),
}
_PARTICLES = {
    *("van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du"),
    *("la", "le", "el", "al", "bin", "ibn", "ter", "ten", "st", "st.", "abu"),
}
_JOINT = re.compile(r"\band\b|[&/+,;]|\b(family|parents?|carers?|guardians?|all)\b", re.IGNORECASE)


def salutation_of(people: Sequence[tuple[str, str]], left_out: Sequence[str] = ()) -> str:
    """One greeting for all; `people` are names and salutations, `left_out` others' salutations.

    A salutation of several people greets them only when all of them are written to here: the
    one who remains of a couple is greeted by their own name.
    """
    given = [_without_dear(salutation) for _, salutation in people]
    elsewhere = {_key(_without_dear(salutation)) for salutation in left_out}
    keys = [_key(salutation) for salutation in given]
    greetings: dict[str, str] = {}  # one alike is said once
    for (name, _), salutation in zip(people, given, strict=True):
        if is_joint(salutation):
            fits = keys.count(_key(salutation)) > 1 and _key(salutation) not in elsewhere
        else:
            fits = bool(salutation) and _same_title(name, salutation)
        greeting = salutation if fits else own_salutation(name)
        greetings.setdefault(_key(greeting), greeting)
    return " and ".join(greetings.values())


def is_joint(salutation: str) -> bool:
    """Whether a salutation speaks of more than one person."""
    titles = [word for word in salutation.split() if _is_title(word)]
    return bool(_JOINT.search(salutation)) or len(titles) > 1


def own_salutation(name: str) -> str:
    """Title and surname of one person; the whole name where it has no title."""
    words = name.split()
    if len(words) < 3 or not _is_title(words[0]):
        return name
    start = len(words) - 1
    while start > 2 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join([words[0], *words[start:]])


def _same_title(name: str, salutation: str) -> bool:
    """Whether name and salutation can be of one person, as far as their titles tell."""
    titles = [
        words[0].casefold().rstrip(".")
        for words in (name.split(), salutation.split())
        if words and _is_title(words[0])
    ]
    return len(titles) < 2 or titles[0] == titles[1]


def _is_title(word: str) -> bool:
    return word.casefold().rstrip(".") in _TITLES


def _without_dear(salutation: str) -> str:
    return re.sub(r"(?i)^dear\s+", "", salutation).rstrip(",").strip()


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold().replace("&", "and")).strip()

"""How long a letter is, and how old a reader it asks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)")
_ADDRESS = re.compile(r"\S+@\S+|\S*\d\S*")
_SILENT = re.compile(r"(?<=[^aeiouyl])e$|(?<=[^td])ed$|es$(?<!ses|xes|zes|ges|ces)(?<!ies)")


def count_words(paragraphs: Sequence[str]) -> int:
    """Words as a word processor counts them: whatever stands between spaces."""
    return sum(len(text.split()) for text in paragraphs)


def reading_age(paragraphs: Sequence[str]) -> float | None:
    """The age at which a child reads such a text, in years; None where there is no word.

    The Flesch-Kincaid grade and five. A paragraph ends a sentence; figures and addresses are no
    words. Syllables are counted from the spelling, which is right to about one in twenty.
    Source: Kincaid and others (1975), Derivation of New Readability Formulas, US Navy.
    """
    texts = [_ADDRESS.sub(" ", text) for text in paragraphs]
    words = [word for text in texts for word in _WORD.findall(text)]
    sentences = sum(
        1 for text in texts for piece in _SENTENCE_END.split(text) if _WORD.search(piece)
    )
    if not words:
        return None
    syllables = sum(_syllables(word) for word in words)
    grade = 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
    return round(grade + 5, 1)


def _syllables(word: str) -> int:
    plain = unicodedata.normalize("NFKD", word.lower().split("'")[0].split("’")[0])
    plain = _SILENT.sub("", "".join(letter for letter in plain if letter.isalpha()))
    return max(1, len(re.findall(r"[aeiouy]+", plain)))

"""Faults of wording: what a letter must not say, and what it has to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lj_attendance.letters.fault import Fault, error, warning
from lj_attendance.letters.kinds import LetterKind
from lj_attendance.letters.paragraphs import Paragraph

_SEVERITY = {"error": error, "warning": warning}


def word_faults(
    text: list[Paragraph], letter: list[Paragraph], kind: LetterKind, checks: Mapping[str, Any]
) -> Iterator[Fault]:
    """`text` is all that is printed, `letter` what stands between salutation and close."""
    for rule in checks["words"]:
        if kind.is_meant_by(rule):
            yield from _said(rule, text)
    for rule in checks["needed_content"]:
        if kind.is_meant_by(rule):
            yield from _not_said(rule, letter, kind)


def any_word(words: Sequence[str]) -> re.Pattern[str]:
    """Whole words in any case; one that ends in * stands for all that begin so."""
    each = (re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


def _said(rule: Mapping[str, Any], text: list[Paragraph]) -> Iterator[Fault]:
    words = any_word(rule["any_of"]).pattern
    before_a_field = rule.get("before_a_field", False)
    pattern = re.compile(
        rf"({words})\.?\s*\{{\{{" if before_a_field else f"({words})", re.IGNORECASE
    )
    for one in text:
        for found in pattern.finditer(one.text if before_a_field else one.words):
            message = rule["message"].replace("{word}", found[1])
            yield _SEVERITY[rule["severity"]](rule["check"], one.start, message, rule["remedy"])


def _not_said(
    rule: Mapping[str, Any], letter: list[Paragraph], kind: LetterKind
) -> Iterator[Fault]:
    if any(any_word(rule["any_of"]).search(one.words) for one in letter):
        return
    field = rule.get("or_field")
    if field and any(field in tag for one in letter for tag in one.tags):
        return
    yield error(
        "missing_content",
        "the letter",
        f"A {kind.title} letter has to tell {rule['what']} ({rule['clause']}).",
        f"Add it, in words such as: {', '.join(rule['any_of'][:3])}.",
    )

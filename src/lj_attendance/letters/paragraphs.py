"""The paragraphs of a Word document as people read them, and as Word cut them into runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lj_attendance.letters.package import parse
from lj_attendance.letters.wording import W

_TEXT = (f"{W}t", f"{W}tab", f"{W}br", f"{W}cr")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
"""A tag that begins and ends in one paragraph."""


class Paragraph(NamedTuple):
    """One paragraph: its text, and the same as the runs that Word keeps it in."""

    part: str
    runs: tuple[str, ...]
    is_in_table: bool

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.runs)

    @property
    def words(self) -> str:
        """What is not a tag."""
        return TAG.sub(" ", self.text)

    @property
    def tags(self) -> list[str]:
        """The tags in it."""
        return TAG.findall(self.text)

    @property
    def start(self) -> str:
        """Its first words, to find it by."""
        text = " ".join(self.text.split())
        return text if len(text) <= 50 else f"{text[:47]}..."


def paragraphs(content: bytes, part: str) -> Iterator[Paragraph]:
    """The paragraphs of one part of a Word file that hold any text, in order."""
    for element in parse(content, part).iter(f"{W}p"):
        if any(True for _ in element.iterancestors(_FALLBACK)):
            continue
        runs = [
            (node.text or "") if node.tag == _TEXT[0] else " "
            for node in element.iter(*_TEXT)
            if next(node.iterancestors(f"{W}p")) is element and not _is_setting(node)
        ]
        if any(runs):
            in_table = any(True for _ in element.iterancestors(f"{W}tc"))
            yield Paragraph(part, tuple(runs), in_table)


def letter_itself(found: list[Paragraph]) -> list[Paragraph]:
    """From after the salutation to before the close; all outside tables where these are missing."""
    starts = [place for place, one in enumerate(found) if one.text.lstrip().startswith("Dear")]
    ends = [place for place, one in enumerate(found) if one.text.lstrip().startswith("Yours")]
    if starts and ends and starts[0] < ends[0]:
        found = found[starts[0] + 1 : ends[0]]
    return [one for one in found if not one.is_in_table]


def _is_setting(node: object) -> bool:
    """A tab stop among a paragraph's properties has the name of a tab."""
    return getattr(node.getparent(), "tag", "") == f"{W}tabs"  # type: ignore[attr-defined]

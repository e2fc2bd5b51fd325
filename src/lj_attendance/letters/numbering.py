"""Lists that Word numbers by itself: it would count on through a batch of letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lj_attendance.letters.package import WordFile, parse
from lj_attendance.letters.wording import W

_UNCOUNTED = {"bullet", "none"}


def first_numbered(file: WordFile) -> str:
    """The first words of the first paragraph that Word numbers; empty where there is none."""
    lists = _numbered_lists(file)
    if not lists:
        return ""
    of_style = _lists_of_styles(file)
    for paragraph in parse(file.parts[file.document], file.document).iter(f"{W}p"):
        own = _value(paragraph.find(f"{W}pPr/{W}numPr/{W}numId"))
        style = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        if (own or of_style.get(style, "")) in lists:
            text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
            return text[:50] or "an empty paragraph"
    return ""


def _numbered_lists(file: WordFile) -> set[str]:
    """The lists of the document that are counted, by Word's number for them."""
    counted, lists = set(), set()
    for root in _parts(file, "/numbering.xml"):
        for kind in root.iter(f"{W}abstractNum"):
            formats = {_value(node) for node in kind.iter(f"{W}numFmt")}
            if formats - _UNCOUNTED:
                counted.add(kind.get(f"{W}abstractNumId"))
        for one in root.iter(f"{W}num"):
            if _value(one.find(f"{W}abstractNumId")) in counted:
                lists.add(one.get(f"{W}numId"))
    return lists


def _lists_of_styles(file: WordFile) -> dict[str, str]:
    """The list of each paragraph style that has one of its own or of the style it is based on."""
    own: dict[str, str] = {}
    based: dict[str, str] = {}
    for root in _parts(file, "/styles.xml"):
        for style in root.iter(f"{W}style"):
            name = style.get(f"{W}styleId") or ""
            based[name] = _value(style.find(f"{W}basedOn"))
            if found := _value(style.find(f"{W}pPr/{W}numPr/{W}numId")):
                own[name] = found
    return {name: found for name in based if (found := _inherited(name, own, based))}


def _inherited(name: str, own: dict[str, str], based: dict[str, str]) -> str:
    seen: set[str] = set()
    while name and name not in seen:
        if name in own:
            return own[name]
        seen.add(name)
        name = based.get(name, "")
    return ""


def _parts(file: WordFile, ending: str) -> Iterator[Any]:
    for part, content in file.parts.items():
        if part.endswith(ending):
            yield parse(content, part)


def _value(element: Any) -> str:
    return "" if element is None else element.get(f"{W}val") or ""

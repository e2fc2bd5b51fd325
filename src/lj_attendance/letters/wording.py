"""The XML of a template made ready for Jinja: rid of traces of its editing, its tags whole."""

from __future__ import annotations

import re
from typing import NamedTuple

from docxtpl import DocxTemplate
from lxml import etree

from lj_attendance.errors import UnusableInput
from lj_attendance.letters.package import parse

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OF_EDITING = {
    f"{W}{name}"
    for name in (
        *("proofErr", "lastRenderedPageBreak", "permStart", "permEnd"),
        *("commentRangeStart", "commentRangeEnd", "commentReference"),
    )
}
_OF_ITS_MAKER = {
    f"{W}{name}" for name in ("attachedTemplate", "rsids", "docVars", "mailMerge", "trackRevisions")
}
_TRACKED = {
    *("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange"),
    *("tcPrChange", "sectPrChange", "cellIns", "cellDel"),
}
_BOOKMARK = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
_BODY = re.compile(r"(.*?<w:body>)(.*)(</w:body>.*)", re.DOTALL)


class Wording(NamedTuple):
    """A document's XML: what stands before its text, the text with whole tags, and the rest."""

    opening: str
    text: str
    closing: str


def body_wording(content: bytes, name: str) -> Wording:
    """The main document; its one section's settings are part of the closing."""
    root = _without_traces(content, name)
    sections = list(root.iter(f"{W}sectPr"))
    if len(sections) > 1 or (sections and sections[0] is not root[0][-1]):
        raise UnusableInput(
            "The template has more than one section, and the printable batch can have only one.",
            name,
            "Put a page break in place of each section break.",
        )
    found = _BODY.fullmatch(_as_text(root))
    if not found:
        raise UnusableInput(
            "The template's text is not laid out as Word lays it out.",
            name,
            "Open it in Word and save it as 'Word Document (.docx)'.",
        )
    opening, text, closing = found.groups()
    opening = DECLARATION + opening
    text, mark, section = text.rpartition("<w:sectPr") if sections else (text, "", "")
    return Wording(opening, with_whole_tags(text), mark + section + closing)


def part_wording(content: bytes, name: str) -> str:
    """A header, a footer or the notes."""
    return DECLARATION + with_whole_tags(_as_text(_without_traces(content, name)))


def settings_of_a_letter(content: bytes, name: str) -> bytes:
    """The document's settings without its maker's template, data sources and change tracking."""
    root = parse(content, name)
    for element in list(root):
        if element.tag in _OF_ITS_MAKER:
            root.remove(element)
    return (DECLARATION + _as_text(root)).encode()


def with_whole_tags(xml: str) -> str:
    """Tags that Word split over runs made whole, and those of rows and paragraphs in their place.

    A new line before each paragraph lets Jinja's line numbers tell where a fault is.
    """
    whole: str = DocxTemplate("").patch_xml(xml)
    return re.sub(r"(?=<w:p[ >])", "\n", whole)


def plain_line(xml: str, line: int) -> str:
    """The words of one line of a template's XML, for a message."""
    lines = xml.split("\n")
    words = re.sub(r"<[^>]*>", "", lines[min(line, len(lines)) - 1]).strip()
    return words if len(words) <= 60 else f"{words[:57]}..."


def _as_text(root: etree._Element) -> str:
    text: str = etree.tostring(root, encoding="unicode")
    return text


def _without_traces(content: bytes, name: str) -> etree._Element:
    root = parse(content, name)
    last_edited = root.find(f".//{W}bookmarkStart[@{W}name='_GoBack']")
    mark = None if last_edited is None else last_edited.get(f"{W}id")
    for element in list(root.iter()):
        is_mark = mark is not None and element.tag in _BOOKMARK and element.get(f"{W}id") == mark
        if element.tag in _OF_EDITING or is_mark:
            element.getparent().remove(element)
            continue
        if str(element.tag).removeprefix(W) in _TRACKED:
            raise UnusableInput(
                "The template holds tracked changes, which would go out with every letter.",
                name,
                "Accept or reject them all in Word (Review), and save.",
            )
        for key in [str(key) for key in element.attrib]:
            if key.startswith((f"{W}rsid", f"{_W14}paraId", f"{_W14}textId")):
                del element.attrib[key]
    return root

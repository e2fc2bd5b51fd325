"""The page of an evidence pack: A4, its styles, tables, header and footer, and a slim Word file."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

WIDTH = 17.4  # centimetres between the margins
_FONT = "Arial"
_INK = RGBColor(0x1F, 0x2A, 0x44)
_KEPT = {"Normal", "Heading 1", "Heading 2", "Heading 3", "Title", "Table Grid", "Normal Table",
         "Header", "Footer", "Default Paragraph Font", "No List"}  # fmt: skip
_SIZES = {"Title": 18, "Heading 1": 13, "Heading 2": 10.5, "Heading 3": 9.5}  # points
_DROPPED = ("thumbnail", "customXml", "stylesWithEffects")
"""What python-docx's own empty document carries and no reader needs, by kind of relationship."""

_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 255  # characters of a property of a Word file
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of a zip: the same input gives the same bytes


def plain(text: object) -> str:
    """Text without what no XML can hold."""
    return _UNSAFE.sub(" ", str(text))


def new_document(title: str, author: str, day: date) -> WordDocument:
    """An empty A4 document in slim styles; its dates are those of the record."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin, section.bottom_margin = Cm(1.9), Cm(1.7)
    section.header_distance = section.footer_distance = Cm(0.8)
    _drop_what_nobody_needs(document)
    _style(document)
    told = document.core_properties
    told.title, told.author = plain(title)[:_LONGEST], plain(author)[:_LONGEST]
    told.last_modified_by = told.author
    told.created = told.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 no hour is meant
    told.comments, told.revision, told.language = "", 1, "en-GB"
    return document


def _drop_what_nobody_needs(document: WordDocument) -> None:
    for links in (document.part.package.rels, document.part.rels):
        for name in [name for name, link in links.items() if link.reltype.endswith(_DROPPED)]:
            del links[name]


def _style(document: WordDocument) -> None:
    styles = document.styles
    for style in list(styles):
        if style.name not in _KEPT:
            style.element.getparent().remove(style.element)
    normal: Any = styles["Normal"]
    _fonts(normal, 9)
    normal.paragraph_format.space_after = Pt(3)
    for name, size in _SIZES.items():
        heading: Any = styles[name]
        _fonts(heading, size)
        heading.font.color.rgb, heading.font.bold = _INK, True
        heading.paragraph_format.space_before = Pt(0 if name == "Title" else 10 if size > 12 else 6)
        heading.paragraph_format.space_after = Pt(3)
        heading.paragraph_format.keep_with_next = True
    for style in styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH and style.name in ("Header", "Footer"):
            style.font.size = Pt(8)
            style.paragraph_format.tab_stops.clear_all()


def _fonts(style: Any, size: float) -> None:
    style.font.name, style.font.size = _FONT, Pt(size)
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]  # the theme's fonts would win over these
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), _FONT)


def running_lines(document: WordDocument, top: str, bottom: str) -> None:
    """What stands on every page: a line above, and one below with `Page X of Y`."""
    section = document.sections[0]
    section.header.paragraphs[0].text = plain(top)
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(plain(f"{bottom}\tPage "))
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def paragraph(document: WordDocument, text: str, *, bold: bool = False) -> Paragraph:
    """A paragraph of plain text."""
    added = document.add_paragraph()
    added.add_run(plain(text)).bold = bold
    return added


def as_bytes(document: WordDocument) -> bytes:
    """The document as a Word file, the same bytes whenever it is written."""
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            archive.writestr(entry, content)
    return packed.getvalue()

"""The tables of an evidence pack: headers repeated on each page, and no row split between two.

Written as XML at once: cell by cell through python-docx takes twenty times as long.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from lj_attendance.reports.documents.page import plain

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_HEADER_SHADE, _EMPHASIS_SHADE = "E7EAF0", "F6DCD8"
_TWIPS = 567  # to a centimetre
_TABLE = """<w:tbl {space}><w:tblPr><w:tblStyle w:val="{style}"/>\
<w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/>\
<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>\
<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"""
_ROW = "<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{cells}</w:tr>"
_CELL = """<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr><w:p><w:pPr>{keep}\
<w:spacing w:before="20" w:after="20"/>{centre}<w:rPr><w:sz w:val="{size}"/></w:rPr></w:pPr>\
<w:r><w:rPr>{bold}<w:sz w:val="{size}"/></w:rPr>{text}</w:r></w:p></w:tc>"""


def table(
    document: WordDocument,
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    widths: Sequence[float],
    *,
    centred: Collection[int] = (),
    size: float = 8,
    together: bool = False,
    emphasised: Collection[tuple[int, int]] = (),
) -> None:
    """Adds a table to the end of a document.

    `widths` in centimetres, `size` in points; `centred` columns by number. `together`: no page
    break within it, where it fits on a page. `emphasised` cells, by row and column, are bold and
    shaded.
    """
    twips = [round(width * _TWIPS) for width in widths]
    body = [tuple(headings), *rows]
    made = []
    for place, row in enumerate(body):
        shades = [_shade(place, column, emphasised) for column in range(len(twips))]
        is_kept = together and place < len(body) - 1
        cells = "".join(
            _cell(text, width, size, column in centred, is_kept, shade)
            for column, (text, width, shade) in enumerate(zip(row, twips, shades, strict=True))
        )
        made.append(_ROW.format(header="" if place else "<w:tblHeader/>", cells=cells))
    _append(document, twips, made)


def _shade(place: int, column: int, emphasised: Collection[tuple[int, int]]) -> str:
    if place == 0:
        return _HEADER_SHADE
    return _EMPHASIS_SHADE if (place - 1, column) in emphasised else ""


def _append(document: WordDocument, twips: Sequence[int], rows: Sequence[str]) -> None:
    """The table, and a little room below it."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    style = document.styles["Table Grid"].style_id
    xml = _TABLE.format(
        space=nsdecls("w"), style=style, width=sum(twips), grid=grid, rows="".join(rows)
    )
    gap = document.add_paragraph()
    gap._p.addprevious(parse_xml(xml))
    gap.paragraph_format.space_after = Pt(0)
    gap.paragraph_format.line_spacing = Pt(6)


def _cell(
    text: object, width: int, size: float, is_centred: bool, is_kept: bool, shade: str
) -> str:
    lines = escape(plain(text)).split("\n")
    return _CELL.format(
        width=width,
        shade=f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else "",
        keep="<w:keepNext/>" if is_kept else "",
        centre='<w:jc w:val="center"/>' if is_centred else "",
        bold="<w:b/>" if shade else "",
        size=round(size * 2),
        text="<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines),
    )

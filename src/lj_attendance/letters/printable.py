"""The printable batch: many letters in one Word document, each on a new page."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import count
from typing import TYPE_CHECKING

from lj_attendance.errors import UnusableInput
from lj_attendance.letters.package import entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lj_attendance.letters.template import Letter, Template

_BREAK = "<w:pageBreakBefore/>"
_NO_HEIGHT = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
_FIRST_PARAGRAPH = re.compile(
    r"\s*<w:p(?P<attributes>(?: [^>]*?)?)"
    r"(?:(?P<empty>/>)|>(?P<start><w:pPr/>|<w:pPr>(?P<before>(?:<w:(?:pStyle|keepNext|keepLines)"
    r"\b[^>]*/>)*)(?:<w:pageBreakBefore\b[^>]*/>)?)?)"
)
_PICTURE = re.compile(r'(<wp:docPr\b[^>]*? id=")\d+(")')


def printable(template: Template, letters: Iterable[Letter]) -> bytes:
    """All letters of one template as one document, in their order, for the printer.

    Takes the letters one at a time and keeps none. Raises UnusableInput where a header or footer
    differs between letters, because one document has only one.
    """
    stream = io.BytesIO(template.rest)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        shared: dict[str, bytes] = {}
        with archive.open(entry(template.document), "w") as document:
            document.write(template.opening.encode())
            for text in _bodies(template, letters, shared):
                document.write(text.encode())
            document.write(template.closing.encode())
        for part, content in shared.items():
            archive.writestr(entry(part), content)
    return stream.getvalue()


def _bodies(
    template: Template, letters: Iterable[Letter], shared: dict[str, bytes]
) -> Iterator[str]:
    """Each letter's text, from the second on behind a page break; `shared` gets the other parts."""
    picture_ids = count(1)
    number = 0
    for number, letter in enumerate(letters, start=1):
        if letter.template.sha256 != template.sha256:
            raise UnusableInput(
                "Letters of different templates cannot be printed as one document.",
                f"{template.name} and {letter.template.name}",
                "Make one batch for each template.",
            )
        if number == 1:
            shared.update(letter.own_parts)
        elif template.numbered:
            raise UnusableInput(
                "Word numbers a list of the letter, and would count on from letter to letter.",
                f"{template.name}, in '{template.numbered}'",
                "Switch the numbering off in Word and type the numbers.",
            )
        elif shared != letter.own_parts:
            raise UnusableInput(
                "A header or footer differs between letters, and the printable batch has only one.",
                template.name,
                "Move the pupil's fields from the header or footer into the text.",
            )
        body = letter.body if number == 1 else on_a_new_page(letter.body)
        if "<wp:docPr" in body:
            body = _PICTURE.sub(lambda found: f"{found[1]}{next(picture_ids)}{found[2]}", body)
        yield body
    if not number:
        raise UnusableInput(
            "There is no letter to print.", template.name, "Make a batch with at least one letter."
        )


def on_a_new_page(body: str) -> str:
    """The body with a page break before its first paragraph, or before what else it begins with.

    The break belongs to the paragraph, so that a full page is not followed by an empty one.
    """
    found = _FIRST_PARAGRAPH.match(body)
    if not found:
        return f"<w:p><w:pPr>{_BREAK}{_NO_HEIGHT}</w:pPr></w:p>{body}"
    attributes, rest = found["attributes"], body[found.end() :]
    if found["empty"]:
        return f"<w:p{attributes}><w:pPr>{_BREAK}</w:pPr></w:p>{rest}"
    if found["start"] in (None, "<w:pPr/>"):
        return f"<w:p{attributes}><w:pPr>{_BREAK}</w:pPr>{rest}"
    return f"<w:p{attributes}><w:pPr>{found['before']}{_BREAK}{rest}"

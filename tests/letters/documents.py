"""Templates made for a test, and what a Word file says."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from docx import Document

from lj_attendance.letters.template import Template, template_from

HOSTILE = (
    "{{ 7*7 }}",
    "{% raw %}",
    "{%p endfor %}",
    "{# gone #}",
    "<w:p>",
    "</w:t></w:r></w:p>",
    "a & b &amp; c",
    "]]>",
    'O\'Brien "Bobby" `x`',
    "\U0001f469\u200d\U0001f3eb teacher",
    "שלום עולם",
    "فاطمة",
    "Zoë Łukasiewicz-Ó Dónaill",
    "%s {0} ${x} \\n",
    "&#60;script&#62;",
)
"""Names as somebody could type them; each has to be printed as it is."""


def docx(*paragraphs: str | Sequence[str], header: str = "", footer: str = "") -> bytes:
    """A Word file with these paragraphs; a list of texts is one paragraph in as many runs."""
    document = Document()
    for texts in paragraphs:
        paragraph = document.add_paragraph()
        for text in [texts] if isinstance(texts, str) else texts:
            paragraph.add_run(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def template(*paragraphs: str | Sequence[str], header: str = "", footer: str = "") -> Template:
    return template_from(docx(*paragraphs, header=header, footer=footer), "test.docx")


def saved(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def with_part(content: bytes, part: str, old: str, new: str) -> bytes:
    """The file with one text of a part replaced."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                text = data.decode()
                assert old in text, f"{part} does not hold {old}"
                data = text.replace(old, new, 1).encode()
            target.writestr(name, data)
    return stream.getvalue()


def part_of(content: bytes, part: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(part).decode()


def lines(content: bytes) -> list[str]:
    """The text of every paragraph of the body, those in tables too, as python-docx reads it."""
    body = Document(BytesIO(content)).element.body
    return [
        "".join(node.text or "" for node in paragraph.iter(f"{_W}t"))
        for paragraph in body.iter(f"{_W}p")
    ]


def text_of(content: bytes) -> str:
    return "\n".join(line for line in lines(content) if line)


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

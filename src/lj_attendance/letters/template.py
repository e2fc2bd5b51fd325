"""A Word template, prepared once and filled in many times."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from jinja2 import Template as Words
from jinja2 import TemplateSyntaxError
from markupsafe import escape

from lj_attendance.errors import UnusableInput
from lj_attendance.letters.filling import CannotFill, fill
from lj_attendance.letters.numbering import first_numbered
from lj_attendance.letters.package import CORE, pack, pack_onto, pack_shared, read_word_file
from lj_attendance.letters.sandbox import ENVIRONMENT, forbidden
from lj_attendance.letters.values import fit, values_of
from lj_attendance.letters.wording import (
    body_wording,
    part_wording,
    plain_line,
    settings_of_a_letter,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lj_attendance.letters.kinds import Fields

_TAG = re.compile(r"\{[{%#]")
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
    "<dc:creator>{school}</dc:creator><cp:lastModifiedBy>{school}</cp:lastModifiedBy>"
    "<dc:language>en-GB</dc:language></cp:coreProperties>"
)


@dataclass(frozen=True)
class Letter:
    """One letter filled in: its text, for the batch, and the parts that are its own."""

    template: Template
    body: str
    own_parts: Mapping[str, bytes]

    def to_bytes(self) -> bytes:
        """The letter as a Word file; the same letter gives the same bytes."""
        return self.template.packed(self.own_parts, self.body)


@dataclass(frozen=True)
class Template:
    """A kind of letter with its tags; `sha256` is that of the file."""

    name: str
    sha256: str
    title: str
    document: str  # the part with the body
    opening: str
    closing: str
    body_source: str
    other_sources: Mapping[str, str]  # headers, footers and notes that hold tags
    numbered: str  # the first paragraph that Word numbers, if any
    _rest: bytes = field(repr=False)  # the other parts, as a zip
    _body: Words = field(repr=False)
    _others: Mapping[str, Words] = field(repr=False)
    _sound: set[tuple[object, ...]] = field(default_factory=set, repr=False, compare=False)

    def letter(self, fields: Fields, reference: str = "") -> Letter:
        """The letter filled in; `reference` names it in a message instead of its own reference.

        Raises CannotFill where a field it prints has no value or is unknown.
        """
        values, whose = values_of(fields), reference or str(fields.reference)
        body = self._fill(self._body, self.body_source, values, whose)
        parts = {
            name: self._fill(words, self.other_sources[name], values, whose).encode()
            for name, words in self._others.items()
        }
        school, title = escape(fit(fields.school_name)), escape(fit(self.title))
        parts[CORE] = _CORE.format(title=title, school=school).encode()
        return Letter(self, body, parts)

    def render(self, fields: Fields, reference: str = "") -> bytes:
        """The letter filled in, as a Word file."""
        return self.letter(fields, reference).to_bytes()

    def packed(self, own_parts: Mapping[str, bytes], body: str) -> bytes:
        """A Word file of this template with this body."""
        document = f"{self.opening}{body}{self.closing}".encode()
        shared = pack_shared(self._rest, tuple(own_parts.items()))
        return pack_onto(shared, {self.document: document})

    @property
    def rest(self) -> bytes:
        """The parts that are the same in every letter, as a zip."""
        return self._rest

    def _fill(self, words: Words, source: str, values: dict[str, Any], reference: str) -> str:
        pieces = fill(words, source, values, self.name, reference)
        text = "".join(pieces)
        marks = (words, *(piece for piece in pieces if "<" in piece or ">" in piece))
        if marks not in self._sound:  # a value is escaped: it holds no mark, and changes none
            self._check_sound(words, text, reference)
            self._sound.add(marks)
        return text

    def _check_sound(self, words: Words, text: str, reference: str) -> None:
        whole = f"{self.opening}{text}{self.closing}" if words is self._body else text
        try:
            expat.ParserCreate().Parse(whole.encode(), True)
        except expat.ExpatError as error:
            raise CannotFill(
                "The letter filled in is no sound Word document: a tag stands where it splits "
                "a paragraph or a row.",
                self.name,
                reference,
            ) from error


def load(path: Path) -> Template:
    """A template from its file; raises UnusableInput where it cannot be used."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnusableInput(
            f"The template cannot be read: {error.strerror or error}.",
            str(path),
            "Check that the file is there, and close it in Word.",
        ) from error
    return template_from(content, path.name)


def template_from(content: bytes, name: str) -> Template:
    """A template from the bytes of its file; `name` is for messages."""
    file = read_word_file(content, name)
    parts = dict(file.parts)
    wording = body_wording(parts.pop(file.document), name)
    for part in [part for part in parts if part.endswith("/settings.xml")]:
        parts[part] = settings_of_a_letter(parts[part], name)
    others = _with_tags(parts, name)
    return Template(
        name=name,
        sha256=sha256(content).hexdigest(),
        title=file.title,
        document=file.document,
        opening=wording.opening,
        closing=wording.closing,
        body_source=wording.text,
        other_sources=others,
        numbered=first_numbered(file),
        _rest=pack({part: text for part, text in parts.items() if part not in others}),
        _body=_compiled(wording.text, name),
        _others={part: _compiled(text, name) for part, text in others.items()},
    )


def _with_tags(parts: Mapping[str, bytes], name: str) -> dict[str, str]:
    """The headers, footers and notes, and of these the ones that hold a tag."""
    written = ("header", "footer", "footnotes", "endnotes")
    texts = {
        part: part_wording(content, name)
        for part, content in parts.items()
        if part.endswith(".xml") and part.rsplit("/", 1)[-1].startswith(written)
    }
    return {part: text for part, text in texts.items() if _TAG.search(text)}


def _compiled(source: str, name: str) -> Words:
    try:
        tree = ENVIRONMENT.parse(source)
        for line, what in forbidden(tree):
            raise UnusableInput(
                f"The template {what}, which no template may do.",
                f"{name}, in '{plain_line(source, line)}'",
                "Take that tag out; the merge fields are listed in docs/merge-fields.md.",
            )
        return ENVIRONMENT.from_string(source)
    except TemplateSyntaxError as error:
        raise UnusableInput(
            f"A tag of the template cannot be read: {error.message}",
            f"{name}, in '{plain_line(source, error.lineno)}'",
            "Correct the tag in Word; each {% for %} and {% if %} needs its end.",
        ) from error

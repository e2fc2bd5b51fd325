"""A Word file as its parts: read once, rid of what must not be sent, written again and again."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from lj_attendance.errors import UnusableInput

if TYPE_CHECKING:
    from collections.abc import Mapping

CORE = "docProps/core.xml"
_TYPES = "[Content_Types].xml"
_LEVEL = 3  # of compression: a tenth larger than by default, in half the time
_MOST_BYTES = 20_000_000  # unpacked; a letter with a logo has a hundredth of it
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of a zip: the same input gives the same bytes
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE_SPACE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_WORD_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_KEPT = {
    *("styles", "numbering", "settings", "fontTable", "theme", "image", "header", "footer"),
    *("footnotes", "endnotes", "hyperlink", "font"),
}
"""What a letter is made of. The rest of a file (who edited it and where, comments, links to other
files) stays behind."""


@dataclass(frozen=True)
class WordFile:
    """The parts that a letter needs, by name, and the name of the one with its body."""

    title: str
    document: str
    parts: dict[str, bytes]


def read_word_file(content: bytes, name: str) -> WordFile:
    """The file's parts; raises UnusableInput where it is no Word document."""
    files = _unpacked(content, name)
    types = parse(files[_TYPES], name)
    document = _main_part(files, types, name)
    parts: dict[str, bytes] = {}
    _gather(files, document, parts, name)
    named = {f"/{part}" for part in parts}
    for override in types.findall(f"{_TYPE_SPACE}Override"):
        if override.get("PartName") not in named:
            types.remove(override)
    etree.SubElement(
        types, f"{_TYPE_SPACE}Override", {"PartName": f"/{CORE}", "ContentType": _CORE_TYPE}
    )
    first = {_TYPES: etree.tostring(types), "_rels/.rels": _root_relationships(document)}
    return WordFile(_title(files, name), document, first | parts)


def parse(content: bytes, name: str) -> etree._Element:
    """The XML of one part; nothing outside it is read."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_pis=True)
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _not_word("Its XML is damaged.", name) from error


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a zip, the same bytes whenever and wherever it is written."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, content in parts.items():
            archive.writestr(entry(part), content, compresslevel=_LEVEL)
    return stream.getvalue()


def pack_onto(packed: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A zip with further parts, those in it left as they are."""
    stream = io.BytesIO(packed)
    with zipfile.ZipFile(stream, "a") as archive:
        for part, content in parts.items():
            archive.writestr(entry(part), content, compresslevel=_LEVEL)
    return stream.getvalue()


@lru_cache(maxsize=8)
def pack_shared(packed: bytes, parts: tuple[tuple[str, bytes], ...]) -> bytes:
    """The same, kept for the letters of a batch, which have these further parts in common."""
    return pack_onto(packed, dict(parts))


def entry(part: str) -> zipfile.ZipInfo:
    """A part's entry in a zip, without a trace of the hour or the computer."""
    made = zipfile.ZipInfo(part, _FIRST_DAY)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.create_system = 3  # as on Unix, on Windows too
    made.external_attr = 0o600 << 16
    return made


def _unpacked(content: bytes, name: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MOST_BYTES:
                raise UnusableInput(
                    "The template is too large for a letter.", name, "Use smaller pictures in it."
                )
            files = {info.filename: archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise _not_word("It is no Word document (.docx).", name) from error
    if _TYPES not in files or "_rels/.rels" not in files:
        raise _not_word("It is no Word document (.docx).", name)
    return files


def _main_part(files: dict[str, bytes], types: etree._Element, name: str) -> str:
    for link in parse(files["_rels/.rels"], name):
        if link.get("Type") == f"{_OFFICE}/officeDocument":
            part = str(link.get("Target")).lstrip("/")
            kinds = {o.get("PartName"): o.get("ContentType") for o in types}
            if kinds.get(f"/{part}") == _WORD_DOCUMENT and part in files:
                return part
    raise _not_word("It is no plain Word document: it may hold macros, or be a .dotx.", name)


def _gather(files: dict[str, bytes], part: str, kept: dict[str, bytes], name: str) -> None:
    """Adds a part, and those it refers to that a letter needs."""
    kept[part] = files[part]
    folder, base = posixpath.split(part)
    links_name = posixpath.join(folder, "_rels", f"{base}.rels")
    if links_name not in files:
        return
    links = parse(files[links_name], name)
    for link in list(links):
        kind, target = str(link.get("Type")).rsplit("/", 1)[-1], str(link.get("Target"))
        is_outside = link.get("TargetMode") == "External"
        found = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if kind not in _KEPT or (is_outside and kind != "hyperlink"):
            _refuse_if_used(files[part], str(link.get("Id")), kind, name)
            links.remove(link)
        elif not is_outside and found not in files:
            raise _not_word(f"A part of it is missing: {found}.", name)
        elif not is_outside and found not in kept:
            _gather(files, found, kept, name)
    kept[links_name] = etree.tostring(links)


def _refuse_if_used(content: bytes, link: str, kind: str, name: str) -> None:
    used = f':embed="{link}"', f':link="{link}"', f':id="{link}"', f':pict="{link}"'
    if kind in {"attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"}:
        return  # of the settings, which lose them
    if any(text.encode() in content for text in used):
        raise UnusableInput(
            f"The template holds something that a letter cannot carry ({kind}).",
            name,
            "Take it out in Word; a picture has to be in the file, not linked.",
        )


def _root_relationships(document: str) -> bytes:
    core = f"{_RELATIONSHIPS}/metadata/core-properties"
    links = (("rId1", f"{_OFFICE}/officeDocument", document), ("rId2", core, CORE))
    root = etree.Element(f"{{{_RELATIONSHIPS}}}Relationships", nsmap={None: _RELATIONSHIPS})
    for link, kind, target in links:
        attributes = {"Id": link, "Type": kind, "Target": target}
        etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship", attributes)
    packed: bytes = etree.tostring(root)
    return packed


def _title(files: dict[str, bytes], name: str) -> str:
    """The document's title as it stands; what looks like a tag in it is text."""
    if CORE not in files:
        return ""
    found = parse(files[CORE], name).findtext("{http://purl.org/dc/elements/1.1/}title")
    return found or ""


def _not_word(problem: str, name: str) -> UnusableInput:
    return UnusableInput(
        f"The template cannot be used. {problem}",
        name,
        "Open it in Word, save it as 'Word Document (.docx)' without a password, and try again.",
    )

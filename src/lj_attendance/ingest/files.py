"""Which files to read, and their bytes; what is no table of any kind is named and refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lj_attendance.errors import UnusableInput

TABLE_SUFFIXES = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".html", ".htm", ".pdf"}
"""What a folder is searched for: tables, and what people save in place of one."""

EXPORT_REMEDY = (
    "Export the marks from Arbor as CSV or XLSX: Raw Attendance Marks or Roll Call Marks, "
    "with Arbor Student ID, date, AM/PM and mark."
)
_UNOPENED = {
    ".zip": "A ZIP archive is not opened. Unpack it, and the exports in it are read.",
    ".ods": "An OpenDocument spreadsheet is not read. Save it as CSV or XLSX.",
    ".numbers": "A Numbers spreadsheet is not read. Export it as CSV or XLSX.",
    ".docx": "A Word document is not read. If it holds marks, export them as CSV or XLSX.",
}
_ANYTHING = re.compile(rb"[^\0 \t\r\n,;|\xef\xbb\xbf\xff\xfe]")
_OWN_FILES = {"summary.json", "pupils.csv", "groups.csv", "findings.csv"}
_LARGEST = 2 * 1024**3  # bytes; a school-year of marks is some 30 MB


@dataclass(frozen=True)
class ExportFile:
    """A file as it stands on disk: `name` is its path as the user gave it."""

    path: Path
    name: str
    content: bytes
    modified_ns: int


def find_files(paths: list[Path]) -> tuple[list[Path], list[Path]]:
    """The files to read under these paths, and the files of the folders that are left alone.

    A folder is searched with all below it. Raises UnusableInput for a path that is not there
    or cannot be opened, and when nothing is found.
    """
    wanted: dict[Path, Path] = {}
    ignored: dict[Path, Path] = {}
    for path in paths:
        for file, is_named in _under(path):
            is_table = is_named or file.suffix.lower() in TABLE_SUFFIXES
            (wanted if is_table else ignored).setdefault(file.resolve(), file)
    if not wanted:
        there = [f"{place}: {advice}" for place, advice in unopened(list(ignored.values()))]
        usual = f"{EXPORT_REMEDY} Put the files in this folder, or name them on the command line."
        raise UnusableInput(
            "There is no CSV or XLSX file here.",
            ", ".join(str(path) for path in paths),
            " ".join([*there, usual]),
        )
    return sorted(wanted.values()), sorted(ignored.values())


def unopened(ignored: list[Path]) -> list[tuple[str, str]]:
    """Of the files left alone, those that may hold an export: the place, and what to do.

    Those of one kind in one folder are told together, at the first of them.
    """
    alike: dict[tuple[Path, str], list[Path]] = {}
    for path in sorted(ignored):
        if path.suffix.lower() in _UNOPENED:
            alike.setdefault((path.parent, path.suffix.lower()), []).append(path)
    return [
        (
            str(paths[0]),
            _UNOPENED[suffix]
            + (f" ({len(paths)} {suffix} files in this folder.)" if len(paths) > 1 else ""),
        )
        for (_, suffix), paths in alike.items()
    ]


def _under(path: Path) -> list[tuple[Path, bool]]:
    """The files at or below a path, each with whether it was named itself."""
    try:
        if path.is_dir():
            return [(file, False) for file in _walk(path)]
        if path.exists():
            return [(path, True)]
    except OSError as error:
        raise _cannot_open(path, error) from error
    raise UnusableInput(
        "There is no such file or folder.",
        str(path),
        "Check the spelling; a path with spaces needs quotation marks around it.",
    )


def _walk(folder: Path) -> list[Path]:
    """Files below a folder, without hidden ones and Excel's lock files (`~$...`)."""
    found: list[Path] = []
    entries = sorted(folder.iterdir())
    if {entry.name for entry in entries} >= _OWN_FILES:  # written by `lja analyse --out`
        return found
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        found += _walk(entry) if entry.is_dir() else [entry]
    return found


def read_file(path: Path) -> ExportFile:
    """The file's bytes. Raises UnusableInput when it cannot be opened, is empty or vast."""
    try:
        status = path.stat()
        if status.st_size > _LARGEST:
            raise UnusableInput(
                "This file is too large to be a register.",
                str(path),
                "Export one academic year, or one half term, a file.",
            )
        content = path.read_bytes()
    except OSError as error:
        raise _cannot_open(path, error) from error
    if not _ANYTHING.search(content):
        raise UnusableInput(
            "This file is empty.",
            str(path),
            "Export it again; the download may have been cut short.",
        )
    return ExportFile(path, str(path), content, status.st_mtime_ns)


def _cannot_open(path: Path, error: OSError) -> UnusableInput:
    return UnusableInput(
        f"This cannot be opened: {error.strerror or error}.",
        str(error.filename or path),
        "Close it in other programs, and check that you may read it.",
    )


def what_else_it_is(content: bytes) -> tuple[str, str] | None:
    """What a file is when it is no table of text, with what to do; None when it may be one."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%pdf"):
        return "a PDF document", f"A PDF holds no marks that can be counted. {EXPORT_REMEDY}"
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<table", b"<script")):
        return (
            "a web page, not a table",
            f"It was probably saved from the browser, or the login had expired. {EXPORT_REMEDY}",
        )
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return "an old Excel workbook (.xls)", "Open it in Excel and save it as XLSX or CSV."
    for magic, kind in (
        (b"\x89png", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"gif8", "a picture"),
        (b"\x1f\x8b", "a compressed file"),
        (b"7z\xbc\xaf", "a compressed file"),
        (b"\x7felf", "a program"),
        (b"mz\x90", "a program"),
    ):
        if start.startswith(magic):
            return kind, EXPORT_REMEDY
    return None

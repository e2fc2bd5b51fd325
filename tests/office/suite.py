"""LibreOffice, headless: Word files as PDF, and what is on the pages."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

import pytest

MM = 25.4 / 72  # of a point


class Word(NamedTuple):
    """A word on a page, and where: millimetres from the left and the top."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def as_pdf(folder: Path, files: list[Path]) -> list[Path]:
    """Each file as a PDF in the folder; skips the test where LibreOffice cannot."""
    if reason := _why_not():
        pytest.skip(reason)
    _convert(folder, files)
    made = [folder / f"{file.stem}.pdf" for file in files]
    assert [file.name for file in made if not file.exists()] == []
    return made


def pages(pdf: Path) -> int:
    """How many pages a PDF has."""
    return int(re.findall(r"^Pages:\s+(\d+)$", _poppler("pdfinfo", str(pdf)), re.MULTILINE)[0])


def text(pdf: Path, page: int | None = None) -> str:
    """The words of a PDF, or of one of its pages, between single spaces."""
    only = ["-f", str(page), "-l", str(page)] if page else []
    return " ".join(_poppler("pdftotext", *only, str(pdf), "-").split())


def words(pdf: Path, page: int = 1) -> list[Word]:
    """The words of one page with their places."""
    found = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>',
        _poppler("pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(pdf), "-"),
    )
    return [Word(unescape(word), *(float(side) * MM for side in sides)) for *sides, word in found]


@cache
def _why_not() -> str:
    """Why the tests with LibreOffice are skipped; empty where they can run."""
    if not shutil.which("soffice"):
        return "LibreOffice (soffice) is not installed"
    if not shutil.which("pdfinfo") or not shutil.which("pdftotext"):
        return "poppler's pdfinfo and pdftotext, which read PDF files, are not installed"
    folder = Path(mkdtemp())
    probe = folder / "probe.txt"
    probe.write_text("A line.", encoding="utf-8")
    _convert(folder, [probe])
    if not (folder / "probe.pdf").exists():
        return "LibreOffice is installed without Writer (libreoffice-writer)"
    return ""


def _convert(folder: Path, files: list[Path]) -> None:
    """In a profile of its own, so that a LibreOffice that runs already is left alone."""
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", str(folder), *map(str, files),
        ],
        check=False, capture_output=True, timeout=900,
    )  # fmt: skip


def _poppler(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout

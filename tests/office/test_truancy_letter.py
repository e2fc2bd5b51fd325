"""The letter of warning in an office suite: it opens, fits a page, and keeps to the window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lj_attendance.letters.invented_truancy import invented_truancy
from lj_attendance.letters.printable import printable
from lj_attendance.letters.shipped import shipped_template
from lj_attendance.letters.template import load
from tests.letters.documents import HOSTILE, saved
from tests.office.suite import as_pdf, pages, text, words

LATIN = [name for name in HOSTILE if name.isascii()]
LONG = [
    f"Wednesday {day} November 2026, 11:05: not in Design and Technology: Resistant Materials"
    for day in range(4, 10)
]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """PDF files by name: a letter as it is, with the most lines, hostile, and a batch."""
    folder = tmp_path_factory.mktemp("truancy")
    made, plain = load(shipped_template("truancy-warning.docx")), invented_truancy("warning")
    letters = {
        "plain": plain,
        "long": replace(plain, occasions=LONG),
        "hostile": replace(plain, pupil_name=" ".join(LATIN), occasions=LATIN[:6]),
    }
    files = [saved(folder / f"{name}.docx", made.render(of)) for name, of in letters.items()]
    batch = printable(made, (made.letter(letters[name]) for name in ("plain", "long")))
    files.append(saved(folder / "batch.docx", batch))
    return {pdf.stem: pdf for pdf in as_pdf(folder, files)}


def test_a_letter_is_one_page(converted: dict[str, Path]) -> None:
    assert [pages(converted[name]) for name in ("plain", "long", "hostile")] == [1, 1, 1]
    assert pages(converted["batch"]) == 2


def test_what_was_missed_is_on_the_page(converted: dict[str, Path]) -> None:
    shown = text(converted["plain"])
    assert all(line in shown for line in invented_truancy("warning").occasions)


def test_hostile_names_are_on_the_page_as_they_are(converted: dict[str, Path]) -> None:
    assert " ".join(LATIN) in text(converted["hostile"])


def test_the_address_shows_in_the_window_of_a_dl_envelope_and_nothing_else_does(
    converted: dict[str, Path],
) -> None:
    behind = [
        word.text
        for word in words(converted["plain"])
        if word.right > 20 and word.left < 110 and word.bottom > 45 and word.top < 85
    ]
    assert behind == " ".join(invented_truancy("warning").address_block).split()

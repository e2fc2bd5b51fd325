"""The letters of a case in an office suite: they open, fit their pages, and keep to the window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lj_attendance.letters.invented_case import invented_case, is_of_case, with_least
from lj_attendance.letters.kinds import CASE_KINDS
from lj_attendance.letters.printable import printable
from lj_attendance.letters.shipped import shipped_template
from lj_attendance.letters.template import load
from tests.letters.documents import HOSTILE, saved
from tests.office.suite import as_pdf, pages, text, words

LATIN = [name for name in HOSTILE if name.isascii()]
LONG = [f"{number}. {' '.join(LATIN[:3])} comes to school on every day." for number in range(1, 5)]
MOST_PAGES = {"minutes": 2}
"""Of a letter with long targets; every other fits one."""


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """PDF files by name: each letter with most, least and long targets, hostile, and as a batch."""
    folder = tmp_path_factory.mktemp("cases")
    files = []
    for kind in CASE_KINDS:
        made, most = load(shipped_template(f"case-{kind}.docx")), invented_case(kind)
        letters = {
            "most": most,
            "least": with_least(most, kind),
            "long": replace(most, targets=LONG if is_of_case("targets", kind) else []),
            "hostile": replace(most, pupil_name=" ".join(LATIN)),
        }
        for name, fields in letters.items():
            files.append(saved(folder / f"{name}-{kind}.docx", made.render(fields)))
        batch = printable(made, (made.letter(letters[name]) for name in ("most", "least")))
        files.append(saved(folder / f"batch-{kind}.docx", batch))
    return {pdf.stem: pdf for pdf in as_pdf(folder, files)}


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_a_letter_is_one_page_and_minutes_two_at_most(
    converted: dict[str, Path], kind: str
) -> None:
    assert [pages(converted[f"{name}-{kind}"]) for name in ("most", "least")] == [1, 1]
    for name in ("long", "hostile"):
        assert pages(converted[f"{name}-{kind}"]) <= MOST_PAGES.get(kind, 1), name
    assert pages(converted[f"batch-{kind}"]) == 2


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_the_conference_and_the_targets_are_on_the_page(
    converted: dict[str, Path], kind: str
) -> None:
    fields, shown = invented_case(kind), text(converted[f"most-{kind}"])
    for said in (fields.meeting_on, fields.attendance_percent, *fields.targets):
        assert said in shown


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_the_address_shows_in_the_window_of_a_dl_envelope_and_nothing_else_does(
    converted: dict[str, Path], kind: str
) -> None:
    address = " ".join(invented_case(kind).address_block).split()
    for page_words in (words(converted[f"most-{kind}"]), words(converted[f"batch-{kind}"], 2)):
        behind = [
            word
            for word in page_words
            if word.right > 20 and word.left < 110 and word.bottom > 45 and word.top < 85
        ]
        assert [word.text for word in behind] == address

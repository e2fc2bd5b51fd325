"""The replies on leave in an office suite: they open, fit a page, and keep to the window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lj_attendance.letters.invented_leave import invented_leave, with_least
from lj_attendance.letters.kinds import LEAVE_KINDS
from lj_attendance.letters.printable import printable
from lj_attendance.letters.shipped import shipped_template
from lj_attendance.letters.template import load
from tests.letters.documents import HOSTILE, saved
from tests.office.suite import as_pdf, pages, text, words

FIVE = [f"{day} {number} November 2026" for number, day in
        enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"), start=16)]  # fmt: skip
LATIN = [name for name in HOSTILE if name.isascii()]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """PDF files by name: each reply with most, least and long lists, hostile, and as a batch."""
    folder = tmp_path_factory.mktemp("leave")
    files = []
    for kind in LEAVE_KINDS:
        made, most = load(shipped_template(f"leave-{kind}.docx")), invented_leave(kind)
        letters = {
            "most": most,
            "least": with_least(most, kind),
            "long": replace(
                most,
                days_granted=FIVE,
                days_not_granted=FIVE,
                reasons=LATIN[:4],
                questions=LATIN[:6],
            ),
            "hostile": replace(most, pupil_name=" ".join(LATIN), leave_reason=" ".join(LATIN)),
        }
        for name, fields in letters.items():
            files.append(saved(folder / f"{name}-{kind}.docx", made.render(fields)))
        batch = printable(made, (made.letter(letters[name]) for name in ("most", "least")))
        files.append(saved(folder / f"batch-{kind}.docx", batch))
    return {pdf.stem: pdf for pdf in as_pdf(folder, files)}


@pytest.mark.parametrize("kind", LEAVE_KINDS)
def test_a_reply_is_one_page(converted: dict[str, Path], kind: str) -> None:
    for name in ("most", "least", "long", "hostile"):
        assert pages(converted[f"{name}-{kind}"]) == 1, name
    assert pages(converted[f"batch-{kind}"]) == 2


@pytest.mark.parametrize("kind", LEAVE_KINDS)
def test_the_days_and_lists_are_on_the_page(converted: dict[str, Path], kind: str) -> None:
    fields, shown = invented_leave(kind), text(converted[f"most-{kind}"])
    for said in (*fields.days_granted, *fields.reasons, *fields.questions, fields.leave_reason):
        assert said in shown


@pytest.mark.parametrize("kind", LEAVE_KINDS)
def test_hostile_names_are_on_the_page_as_they_are(converted: dict[str, Path], kind: str) -> None:
    shown = text(converted[f"hostile-{kind}"])
    assert shown.count(" ".join(LATIN)) == 2


@pytest.mark.parametrize("kind", LEAVE_KINDS)
def test_the_address_shows_in_the_window_of_a_dl_envelope_and_nothing_else_does(
    converted: dict[str, Path], kind: str
) -> None:
    address = " ".join(invented_leave(kind).address_block).split()
    for page_words in (words(converted[f"most-{kind}"]), words(converted[f"batch-{kind}"], 2)):
        behind = [
            word
            for word in page_words
            if word.right > 20 and word.left < 110 and word.bottom > 45 and word.top < 85
        ]
        assert [word.text for word in behind] == address

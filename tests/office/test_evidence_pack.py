"""The evidence pack in an office suite: it opens, and its pages say what they are."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from lj_attendance.ledger.events import CONTACT, NewEvent
from lj_attendance.reports.evidence_pack.document import as_docx
from tests.letters.documents import saved
from tests.office.suite import as_pdf, pages, text
from tests.reports.evidence_school import AVA, ENOUGH, WHOLE, pack_of, school

MANY = tuple(
    NewEvent(CONTACT, date(2026, 9, 1) + timedelta(days=number), AVA,
             {"means": "call", "outcome": "reached", "note": f"note {number} & <b>, {{{{ x }}}}"})
    for number in range(60)
)  # fmt: skip


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """PDF files by name: a record that is complete, and a long one that is not."""
    folder = tmp_path_factory.mktemp("evidence")
    complete = pack_of(school(folder / "a"))
    spoilt = pack_of(school(folder / "b", WHOLE.replace("OO", "NO"), entries=(*ENOUGH, *MANY)))
    files = [
        saved(folder / "complete.docx", as_docx(complete)),
        saved(folder / "long.docx", as_docx(spoilt)),
    ]
    return {pdf.stem: pdf for pdf in as_pdf(folder, files)}


def test_each_page_says_whether_it_is_complete_and_its_number(converted: dict[str, Path]) -> None:
    for name, said in (("complete", "Complete as of"), ("long", "NOT COMPLETE: 1 thing")):
        number, shown = pages(converted[name]), text(converted[name])
        assert number > 1
        assert shown.count(said) == number + 1  # and once below the title
        for page in range(1, number + 1):
            assert f"Page {page} of {number}" in shown


def test_notes_are_text_and_headers_are_repeated(converted: dict[str, Path]) -> None:
    shown = text(converted["long"])
    assert all(f"note {number} & <b>, {{{{ x }}}}" in shown for number in range(60))
    assert shown.count("Entered by") > 2

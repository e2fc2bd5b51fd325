"""The reports as Word files in an office suite: they open, and their pages hold what is meant."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lj_attendance.cli import options
from tests.cli.schools import school_in
from tests.cli.test_ledger_commands import lja
from tests.office.suite import as_pdf, pages, text, words

_EDGE = 210 - 10  # millimetres: within the page and its narrowest margin


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """PDF files by name: governors, one family's half term, and one pupil with every session."""
    folder = tmp_path_factory.mktemp("reports")
    root = school_in(folder, pupils=60, until=date(2026, 11, 20))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setattr(options, "now", lambda: datetime(2026, 11, 23, 8, tzinfo=UTC))
        patch.setattr(options, "today", lambda: date(2026, 11, 23))
        pupils = json.loads(lja("analyse", "--format", "json").out)["pupils"]
        most = max(pupils, key=lambda pupil: pupil["overall_absence"] or 0)["pupil_id"]
        for command in (("report", "governors"), ("report", "half-term"),
                        ("pupil", most, "--why", "--format", "docx")):  # fmt: skip
            outcome = lja(*command)
            assert outcome.exit_code == 0, outcome.err
    reports = root / "reports"
    family = max((reports / "half-term-2026-11-20").glob("*-half-term.docx"),
                 key=lambda file: file.stat().st_size)  # fmt: skip
    files = {"governors": reports / "governors-2026-11-20.docx", "family": family,
             "pupil": next(reports.glob("pupil-*.docx"))}  # fmt: skip
    made = as_pdf(folder, list(files.values()))
    return dict(zip(files, made, strict=True))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "governors",
            ["Summary", "Compared with others", "Definitions and notes", "c: suppressed"],
        ),
        ("family", ["Autumn 2026", "2 November 2026", "20 November 2026"]),
        ("pupil", ["Sessions missed or late", "confidential", "File and row"]),
    ],
)
def test_its_pages_say_what_they_should(
    converted: dict[str, Path], name: str, said: list[str]
) -> None:
    shown = text(converted[name])
    assert [part for part in said if part not in shown] == []
    assert "{{" not in shown


@pytest.mark.parametrize("name", ["governors", "family", "pupil"])
def test_nothing_runs_off_the_page(converted: dict[str, Path], name: str) -> None:
    pdf = converted[name]
    for page in range(1, pages(pdf) + 1):
        for word in words(pdf, page):
            assert 10 < word.left < word.right <= _EDGE, (page, word)


def test_a_family_s_letter_is_one_sheet_of_paper(converted: dict[str, Path]) -> None:
    assert pages(converted["family"]) <= 2

"""The letters in an office suite: they open, fit their pages, and the address is in the window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lj_attendance.letters.fields import LetterFields
from lj_attendance.letters.invented import invented, with_actions
from lj_attendance.letters.kinds import STAGES
from lj_attendance.letters.printable import printable
from lj_attendance.letters.shipped import shipped_template
from lj_attendance.letters.template import Template, load
from tests.letters.documents import HOSTILE, saved
from tests.office.suite import Word, as_pdf, pages, text, words

PAGES = {1: 1, 2: 2, 3: 1, 4: 2}  # with fourteen absences; Stage 2 has its form
LONGEST = 60  # absences


def shipped(stage: int) -> Template:
    return load(shipped_template(f"stage-{stage}.docx"))


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """PDF files by name: each stage with few, fourteen and many absences, with actions, hostile."""
    folder = tmp_path_factory.mktemp("letters")
    files = []
    for stage in STAGES:
        made, few = shipped(stage), invented(stage)
        letters: dict[str, LetterFields] = {
            "few": few,
            "fourteen": invented(stage, 14),
            "many": invented(stage, LONGEST),
            "actions": with_actions(few),
            **{
                f"hostile-{number}": replace(few, pupil_name=name, pupil_forename=name)
                for number, name in enumerate(HOSTILE)
                if stage == 1
            },
        }
        for name, fields in letters.items():
            files.append(saved(folder / f"{name}-{stage}.docx", made.render(fields)))
        batch = printable(made, (made.letter(letters[name]) for name in ("few", "many", "few")))
        files.append(saved(folder / f"batch-{stage}.docx", batch))
    return {pdf.stem: pdf for pdf in as_pdf(folder, files)}


@pytest.mark.parametrize("stage", STAGES)
def test_a_letter_with_fourteen_absences_fits_its_pages(
    converted: dict[str, Path], stage: int
) -> None:
    assert pages(converted[f"fourteen-{stage}"]) == PAGES[stage]


@pytest.mark.parametrize("stage", STAGES)
def test_a_letter_with_few_absences_is_one_page_and_the_form(
    converted: dict[str, Path], stage: int
) -> None:
    expected = 2 if stage == 2 else 1
    assert pages(converted[f"few-{stage}"]) == expected
    assert pages(converted[f"actions-{stage}"]) == expected


def test_the_form_has_a_page_of_its_own(converted: dict[str, Path]) -> None:
    for name in ("few-2", "fourteen-2", "many-2"):
        pdf = converted[name]
        assert text(pdf, pages(pdf)).startswith("Feedback form Please return this form by")
        assert "Yours sincerely" in text(pdf, 1)


@pytest.mark.parametrize("stage", STAGES)
def test_a_long_table_goes_on_with_its_heading_and_whole_rows(
    converted: dict[str, Path], stage: int
) -> None:
    pdf, fields = converted[f"many-{stage}"], invented(stage, LONGEST)
    rows = [line.date for line in fields.absences]
    assert pages(pdf) == (3 if stage == 2 else 2)
    heading = f"Absences from {fields.absences_since} to {fields.as_of}"
    for page in (1, 2):
        assert heading in text(pdf, page)
        assert f"{fields.pupil_name}, {fields.reference}" in text(pdf, page)
    shown = text(pdf)
    assert [shown.count(day) for day in set(rows)] == [rows.count(day) for day in set(rows)]


@pytest.mark.parametrize("stage", STAGES)
def test_the_batch_has_the_pages_of_its_letters(converted: dict[str, Path], stage: int) -> None:
    few, many = pages(converted[f"few-{stage}"]), pages(converted[f"many-{stage}"])
    batch = converted[f"batch-{stage}"]
    assert pages(batch) == few + many + few
    starts = [n for n in range(1, pages(batch) + 1) if "Dear Mrs" in text(batch, n)]
    assert starts == [1, 1 + few, 1 + few + many]


@pytest.mark.parametrize("stage", STAGES)
def test_a_letter_in_the_batch_looks_as_it_does_alone(
    converted: dict[str, Path], stage: int
) -> None:
    alone, batch = converted[f"few-{stage}"], converted[f"batch-{stage}"]
    last = pages(batch) - pages(alone) + 1
    for page in (1, last):
        assert same(words(batch, page), words(alone))


def same(these: list[Word], those: list[Word]) -> bool:
    """The same words within a tenth of a millimetre."""
    return [word.text for word in these] == [word.text for word in those] and all(
        abs(a - b) < 0.1
        for this, that in zip(these, those, strict=True)
        for a, b in zip(this[1:], that[1:], strict=True)
    )


# ---- the envelope


@pytest.mark.parametrize("stage", STAGES)
def test_the_address_shows_in_the_window_of_a_dl_envelope_and_nothing_else_does(
    converted: dict[str, Path], stage: int
) -> None:
    """The window is 90 x 35 mm, 20 mm from the left; its top is 45 to 50 mm below the paper's."""
    address = " ".join(invented(stage).address_block).split()
    for page_words in (words(converted[f"few-{stage}"]), words(converted[f"batch-{stage}"])):
        behind = [
            word
            for word in page_words
            if word.right > 20 and word.left < 110 and word.bottom > 45 and word.top < 85
        ]
        assert [word.text for word in behind] == address
        assert min(word.left for word in behind) >= 25 - 0.1
        assert max(word.right for word in behind) <= 105
        assert min(word.top for word in behind) >= 50
        assert max(word.bottom for word in behind) <= 80  # six lines: the longest name takes two


def test_a_school_with_a_long_address_keeps_the_window(tmp_path: Path) -> None:
    lines = ["The Old Grammar School Buildings", "Long Example Lane", "Upper Exampleby", "Redcar"]
    fields = replace(
        invented(1),
        school_name="Saint Example and All Saints Church of England Academy",
        school_address=[*lines, "Cleveland", "North Yorkshire", "ZZ99 9ZZ"],
    )
    file = saved(tmp_path / "long.docx", shipped(1).render(fields))
    (pdf,) = as_pdf(tmp_path, [file])
    behind = [word for word in words(pdf) if 45 < word.bottom < 85 and word.left < 110]
    assert [word.text for word in behind] == " ".join(fields.address_block).split()


# ---- names as they are


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_name_is_on_the_page_as_it_is(converted: dict[str, Path], number: int) -> None:
    name, shown = HOSTILE[number], text(converted[f"hostile-{number}-1"])
    if any("\u0590" <= sign <= "\u06ff" for sign in name):  # a PDF has them in the order drawn
        assert set(name) <= set(shown)
    elif "\u200d" in name:  # no font here has the sign; the word beside it is there
        assert "teacher (8 CRO)" in shown
    else:
        assert " ".join(name.split()) in shown

"""Many letters as one document: in order, each on a new page, in memory that does not grow."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from docx import Document

from lj_attendance.errors import UnusableInput
from lj_attendance.letters.invented import invented
from lj_attendance.letters.kinds import STAGES
from lj_attendance.letters.printable import on_a_new_page, printable
from lj_attendance.letters.shipped import shipped_template
from lj_attendance.letters.template import Letter, Template, load, template_from
from tests.letters.documents import lines, part_of, template, text_of

BREAK = "<w:pageBreakBefore/>"


def of_names(made: Template, *names: str) -> Iterator[Letter]:
    return (made.letter(replace(invented(1), pupil_name=name)) for name in names)


@pytest.mark.parametrize("stage", STAGES)
def test_the_batch_holds_every_letter_in_order(stage: int) -> None:
    made = load(shipped_template(f"stage-{stage}.docx"))
    names = ["Ada Abel", "Bo <w:p> & Bee", "{{ Cy }}"]
    fields = [replace(invented(stage), pupil_name=name) for name in names]
    batch = printable(made, (made.letter(one) for one in fields))
    apart = [lines(made.render(one)) for one in fields]
    assert lines(batch) == [line for letter in apart for line in letter]
    assert [text_of(batch).count(name) > 0 for name in names] == [True] * 3


def test_each_letter_but_the_first_begins_with_a_page_break() -> None:
    made = template("{{ pupil_name }}", "end")
    document = part_of(printable(made, of_names(made, "A", "B", "C")), "word/document.xml")
    assert document.count(BREAK) == 2
    assert document.index(">A<") < document.index(BREAK)
    assert document.count("<w:sectPr") == 1


def test_the_same_batch_has_the_same_bytes() -> None:
    made = template("{{ pupil_name }}", header="{{ school_name }}")
    assert printable(made, of_names(made, "A", "B")) == printable(made, of_names(made, "A", "B"))


def test_a_batch_of_one_is_the_letter() -> None:
    made = load(shipped_template("stage-1.docx"))
    letter = made.letter(invented(1))
    assert lines(printable(made, [letter])) == lines(letter.to_bytes())


def test_a_header_that_differs_between_letters_is_refused() -> None:
    made = template("Hello", header="{{ pupil_name }}")
    with pytest.raises(UnusableInput, match="header or footer differs"):
        printable(made, of_names(made, "A", "B"))


def test_no_letters_and_letters_of_two_templates_are_refused() -> None:
    one, other = template("{{ pupil_name }}"), template("Dear {{ pupil_name }}")
    with pytest.raises(UnusableInput, match="no letter"):
        printable(one, [])
    with pytest.raises(UnusableInput, match="different templates"):
        printable(one, [*of_names(one, "A"), *of_names(other, "B")])


@pytest.mark.parametrize(
    ("body", "broken"),
    [
        ("<w:p/>x", f"<w:p><w:pPr>{BREAK}</w:pPr></w:p>x"),
        ("\n<w:p><w:r/></w:p>", f"<w:p><w:pPr>{BREAK}</w:pPr><w:r/></w:p>"),
        ("<w:p><w:pPr/></w:p>", f"<w:p><w:pPr>{BREAK}</w:pPr></w:p>"),
        (
            '<w:p w:x="1"><w:pPr><w:pStyle w:val="A"/><w:keepNext/><w:jc/></w:pPr></w:p>',
            f'<w:p w:x="1"><w:pPr><w:pStyle w:val="A"/><w:keepNext/>{BREAK}<w:jc/></w:pPr></w:p>',
        ),
        (
            '<w:p><w:pPr><w:pageBreakBefore w:val="0"/></w:pPr></w:p>',
            f"<w:p><w:pPr>{BREAK}</w:pPr></w:p>",
        ),
    ],
)
def test_the_break_belongs_to_the_first_paragraph(body: str, broken: str) -> None:
    assert on_a_new_page(body) == broken


def test_a_letter_that_begins_with_a_table_gets_a_paragraph_for_its_break() -> None:
    broken = on_a_new_page("<w:tbl></w:tbl>")
    assert broken.startswith(f"<w:p><w:pPr>{BREAK}")
    assert broken.endswith("</w:p><w:tbl></w:tbl>")


def test_pictures_have_their_own_numbers() -> None:
    made = template("{{ pupil_name }}")
    space = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    picture = f'<wp:docPr xmlns:wp="{space}" id="1" name="Logo"/>'
    letters = [
        Letter(made, f"<w:p><w:r>{picture}{picture}</w:r></w:p>", letter.own_parts)
        for letter in of_names(made, "A", "B")
    ]
    document = part_of(printable(made, letters), "word/document.xml")
    assert re.findall(r' id="(\d)" name="Logo"', document) == ["1", "2", "3", "4"]


def test_a_batch_opens_and_its_properties_are_the_school_s() -> None:
    made = load(shipped_template("stage-3.docx"))
    batch = printable(made, (made.letter(invented(3)) for _ in range(3)))
    document = Document(BytesIO(batch))
    assert len(document.sections) == 1
    assert document.core_properties.author == "Invented School & College"
    ET.fromstring(part_of(batch, "word/document.xml"))


def test_memory_does_not_grow_with_the_batch() -> None:
    made = load(shipped_template("stage-1.docx"))
    fields = invented(1)

    def peak(number: int) -> int:
        tracemalloc.start()
        printable(made, (made.letter(fields) for _ in range(number)))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    assert peak(400) - peak(100) < 300 * 2_000  # a letter's text has ten times as many bytes


@pytest.mark.parametrize("style", ["List Number", "List Number 2"])
def test_a_list_that_word_would_count_through_the_batch_is_refused(style: str) -> None:
    document = Document()
    document.add_paragraph("Hello")
    document.add_paragraph("First, we meet", style=style)
    stream = BytesIO()
    document.save(stream)
    made = template_from(stream.getvalue(), "test.docx")
    assert printable(made, of_names(made, "A"))
    with pytest.raises(UnusableInput, match="count on") as stopped:
        printable(made, of_names(made, "A", "B"))
    assert "First, we meet" in stopped.value.where


def test_a_list_of_bullets_is_no_such_list() -> None:
    document = Document()
    document.add_paragraph("One", style="List Bullet")
    stream = BytesIO()
    document.save(stream)
    made = template_from(stream.getvalue(), "test.docx")
    assert printable(made, of_names(made, "A", "B"))

"""A template filled in: what is printed, what is refused, and that it is the same every time."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docxtpl import Listing, RichText
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from lj_attendance.errors import LjaError, UnusableInput
from lj_attendance.letters.fields import AbsenceLine, LetterFields
from lj_attendance.letters.filling import CannotFill
from lj_attendance.letters.invented import invented, with_actions
from lj_attendance.letters.kinds import ALL_KINDS, STAGES
from lj_attendance.letters.shipped import shipped_template, shipped_templates
from lj_attendance.letters.template import load, template_from
from lj_attendance.letters.values import fit
from tests.letters.documents import (
    HOSTILE,
    docx,
    lines,
    part_of,
    saved,
    template,
    text_of,
    with_part,
)


def printed(*paragraphs: str | list[str], **fields: Any) -> str:
    """What a template of these paragraphs prints for an invented letter with these fields."""
    return text_of(template(*paragraphs).render(replace(invented(1), **fields)))


def refusal(*paragraphs: str, **fields: Any) -> CannotFill:
    with pytest.raises(CannotFill) as stopped:
        template(*paragraphs).render(replace(invented(1), **fields), "P-1234")
    return stopped.value


# ---- values are text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_printed_as_it_is(name: str) -> None:
    assert printed("Dear {{ pupil_name }}!", pupil_name=name) == f"Dear {name}!"


@pytest.mark.parametrize("stage", STAGES)
def test_hostile_names_are_printed_as_they_are_in_every_shipped_letter(stage: int) -> None:
    shipped = load(shipped_template(f"stage-{stage}.docx"))
    for name in HOSTILE:
        fields = replace(invented(stage), pupil_name=name, pupil_forename=name, salutation=name)
        text = text_of(shipped.render(fields))
        assert f"Dear {name}" in text
        assert f"{name} ({fields.registration_group})" in text
        assert "49" not in text.replace("EX-2026", "")


@pytest.mark.parametrize(
    "markup",
    [
        Markup("<w:br/>bold"),
        Markup("&amp;"),
        type("Name", (str,), {"__html__": lambda _: "x"})("y"),
    ],
)
def test_text_that_passes_for_markup_is_text(markup: str) -> None:
    assert printed("{{ pupil_name }}", pupil_name=markup) == str.__str__(markup)


@pytest.mark.parametrize("value", [RichText("bold", bold=True), Listing("a\nb"), b"bytes", 4.5, {}])
def test_anything_but_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="pupil_name holds a"):
        printed("{{ pupil_name }}", pupil_name=value)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("one\ntwo", "one two"),
        ("one \r\n\t two", "one two"),
        ("one\u2028two", "one two"),
        ("b\x00e\x0bl\x07l", "be ll"),
        ("lone \ud800 half", "lone  half"),
        ("not\ufffea character", "nota character"),
    ],
)
def test_what_a_document_cannot_hold_is_left_out(name: str, shown: str) -> None:
    assert printed("{{ pupil_name }}", pupil_name=name) == shown


def test_a_sign_that_turns_the_direction_of_writing_ends_with_the_name() -> None:
    assert fit("\u202eabc") == "\u202eabc\u202c"
    assert fit("\u2067\u202aabc\u202c") == "\u2067\u202aabc\u202c\u2069"
    assert fit("\u2068abc\u2069") == "\u2068abc\u2069"


@given(st.text())
def test_any_text_gives_a_document_that_opens(name: str) -> None:
    content = ONE_FIELD.render(replace(invented(1), pupil_name=f"x{name}"))
    assert lines(content)[0].replace("\xa0", " ").startswith("x")


ONE_FIELD = template("{{ pupil_name }}")


def test_a_line_break_in_an_address_makes_two_lines_and_a_blank_line_none() -> None:
    paragraphs = ("{%p for line in address_block %}", "{{ line }}", "{%p endfor %}")
    address = ["A. Parent", "1 Example Road\nExampleby", " ", "ZZ99 9ZZ"]
    shown = printed(*paragraphs, address_block=address)
    assert shown.splitlines() == ["A. Parent", "1 Example Road", "Exampleby", "ZZ99 9ZZ"]


def test_a_template_s_own_words_and_tags_work() -> None:
    paragraphs = (
        "{% set who = pupil_forename|upper %}{{ who }} & {{ sessions_missed // 2 }} < 6",
        "{% if reply_by %}Reply by {{ reply_by }}{% else %}No reply{% endif %}",
        "{% macro twice(x) %}{{ x }}, {{ x }}{% endmacro %}{{ twice(pupil_forename) }}",
        "{{ school_address|join(', ') }}",
    )
    assert printed(*paragraphs, pupil_forename="a&b", school_address=["1 <i>", "2"]).split(
        "\n"
    ) == [
        "A&B & 5 < 6",
        "No reply",
        "a&b, a&b",
        "1 <i>, 2",
    ]


def test_a_tag_that_word_split_over_runs_works() -> None:
    assert printed(["Dear {", "{ pupil", "_name }", "}!"], pupil_name="Ada") == "Dear Ada!"


def test_rows_of_the_table_come_in_order_and_the_rows_with_tags_vanish() -> None:
    letter = load(shipped_template("stage-1.docx")).render(invented(1))
    table = Document(BytesIO(letter)).tables[-1]
    days = [row.cells[0].text for row in table.rows]
    assert days[1:] == ["Date", *(line.date for line in invented(1).absences)]


def test_headers_and_footers_are_filled_in() -> None:
    made = template("{{ pupil_name }}", header="{{ school_name }}", footer="Page of {{ date }}")
    section = Document(BytesIO(made.render(invented(1)))).sections[0]
    assert section.header.paragraphs[0].text == "Invented School & College"
    assert section.footer.paragraphs[0].text == "Page of 9 November 2026"


def test_actions_may_be_empty_and_are_printed_when_they_are_not() -> None:
    shipped = load(shipped_template("stage-3.docx"))
    assert "What we will do next:" not in text_of(shipped.render(invented(3)))
    shown = text_of(shipped.render(with_actions(invented(3))))
    assert "What we will do next:\nWe will ring you in the next few days.\n" in shown


# ---- nothing is ever blank


@pytest.mark.parametrize("value", [None, "", "  ", "\u200b", "\n"])
def test_a_field_without_a_value_is_an_error_naming_template_field_and_reference(
    value: str | None,
) -> None:
    error = refusal("Dear {{ pupil_name }},", pupil_name=value)
    assert (error.template, error.field_name, error.reference) == (
        "test.docx",
        "pupil_name",
        "P-1234",
    )
    assert "'pupil_name' has no value" in error.problem
    assert "Dear {{ pupil_name }}," in error.where
    assert "P-1234" in error.where
    assert error.remedy


def test_a_field_of_another_stage_is_an_error() -> None:
    assert refusal("By {{ reply_by }}").field_name == "reply_by"


def test_an_unknown_field_is_an_error() -> None:
    error = refusal("Hello", "Dear {{ pupil_nmae }}")
    assert (error.field_name, error.problem) == ("pupil_nmae", "There is no field 'pupil_nmae'.")
    assert "Dear {{ pupil_nmae }}" in error.where


def test_an_unknown_column_of_the_table_is_an_error() -> None:
    paragraphs = ("{%p for row in absences %}", "{{ row.day }}", "{%p endfor %}")
    assert refusal(*paragraphs).field_name == "day"


def test_a_blank_cell_of_the_table_is_an_error_only_where_it_is_printed() -> None:
    absences = [AbsenceLine("Tue 3 Nov 2026", "morning", "", "O", "no")]
    loop = ("{%p for row in absences %}", "{{ row.date }} {{ row.%s }}", "{%p endfor %}")
    assert printed(loop[0], loop[1] % "code", loop[2], absences=absences) == "Tue 3 Nov 2026 O"
    error = refusal(loop[0], loop[1] % "reason", loop[2], absences=absences)
    assert error.field_name == "absences.reason"


@pytest.mark.parametrize("name", ["address_block", "absences", "school_address"])
def test_an_empty_list_is_no_value(name: str) -> None:
    paragraphs = (f"{{%p for x in {name} %}}", "x", "{%p endfor %}")
    assert refusal(*paragraphs, **{name: []}).field_name == name


def test_a_list_printed_as_it_is_is_an_error() -> None:
    assert refusal("{{ address_block }}").field_name == "address_block"


@pytest.mark.parametrize("tag", ["{{ sessions_missed == 3 }}", "{{ absences[0] }}"])
def test_nothing_but_text_and_numbers_is_printed(tag: str) -> None:
    assert "cannot be printed" in refusal(tag).problem


def test_a_message_holds_no_value() -> None:
    error = refusal("{{ pupil_name + 1 }}", pupil_name="Secret Name")
    assert "Secret" not in str(error)
    assert "{{ pupil_name + 1 }}" in error.where


# ---- the sandbox


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ pupil_name.__class__ is defined }}",
        "{{ pupil_name['__class__'] }}",
        "{{ pupil_name|attr('__class__') }}",
        "{{ absences|map(attribute='__class__')|list }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{% autoescape false %}{{ pupil_name }}{% endautoescape %}",
    ],
)
def test_a_template_that_reaches_further_is_refused_when_it_is_loaded(tag: str) -> None:
    with pytest.raises(UnusableInput) as stopped:
        template("Hello", tag)
    assert "test.docx" in stopped.value.where
    assert stopped.value.remedy


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ('_' ~ '_class__') }}{{ pupil_name|attr('_' ~ '_class__') }}",
        "{{ pupil_name['_' ~ '_class__'] }}",
        "{{ '{0.__class__}'.format(pupil_name) }}",
        "{{ lipsum() }}",
        "{{ cycler }}",
        "{{ self }}",
        "{{ range(3) }}",
        "{{ absences.clear() }}",
        "{{ absences.append(1) }}",
        "{{ pupil_name.format }}",
    ],
)
def test_an_attempt_to_escape_is_an_error_and_no_letter(tag: str) -> None:
    with pytest.raises(LjaError):
        template(tag).render(invented(1))


@pytest.mark.parametrize("name", ["safe", "tojson", "urlize", "xmlattr", "random"])
def test_filters_that_make_markup_or_throw_dice_are_not_there(name: str) -> None:
    with pytest.raises(UnusableInput, match=f"'{name}'"):
        template(f"{{{{ pupil_name|{name} }}}}")


# ---- files that are no templates


def test_a_file_that_is_no_word_document_is_told(tmp_path: Path) -> None:
    text = saved(tmp_path / "letter.docx", b"Dear parent")
    spreadsheet = BytesIO()
    with zipfile.ZipFile(spreadsheet, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    sheet = saved(tmp_path / "sheet.docx", spreadsheet.getvalue())
    for file in (text, sheet):
        with pytest.raises(UnusableInput) as stopped:
            load(file)
        assert "no Word document" in stopped.value.problem
        assert file.name in stopped.value.where
        assert "save it as" in stopped.value.remedy
    with pytest.raises(UnusableInput, match="cannot be read"):
        load(tmp_path / "missing.docx")


def test_a_document_with_macros_and_a_dotx_are_refused() -> None:
    kind = "wordprocessingml.document.main+xml"
    for other in ("wordprocessingml.template.main+xml", "macroEnabled.main+xml"):
        content = with_part(docx("x"), "[Content_Types].xml", kind, other)
        with pytest.raises(UnusableInput, match="no plain Word document"):
            template_from(content, "x.docx")


def test_a_part_cut_off_is_told() -> None:
    content = with_part(docx("x"), "word/document.xml", "</w:body>", "")
    with pytest.raises(UnusableInput, match="damaged"):
        template_from(content, "x.docx")


def test_tracked_changes_are_refused() -> None:
    content = with_part(
        docx("Hello"),
        "word/document.xml",
        "<w:r><w:t>Hello</w:t></w:r>",
        '<w:ins w:id="1" w:author="A. Person"><w:r><w:t>Hello</w:t></w:r></w:ins>',
    )
    with pytest.raises(UnusableInput, match="tracked changes"):
        template_from(content, "x.docx")


def test_a_second_section_is_refused() -> None:
    document = Document()
    document.add_section()
    stream = BytesIO()
    document.save(stream)
    with pytest.raises(UnusableInput, match="more than one section"):
        template_from(stream.getvalue(), "x.docx")


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("{{ pupil_name", "Dear {{ pupil_name"),
        ("{% if x %}", "Dear {% if x %}"),
        ("{% fro x in y %}", "{% fro x in y %}"),
        ("{{ pupil_name|uper }}", "{{ pupil_name|uper }}"),
    ],
)
def test_a_tag_that_cannot_be_read_is_told_with_its_paragraph(tag: str, told: str) -> None:
    with pytest.raises(UnusableInput) as stopped:
        template("First", f"Dear {tag}")
    assert stopped.value.where.startswith("test.docx, in '")
    assert told in stopped.value.where


def test_tags_that_would_leave_an_unsound_document_are_an_error_and_no_letter() -> None:
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = "{% if stage == 2 %}"
    document.add_paragraph("{% endif %}")
    stream = BytesIO()
    document.save(stream)
    made = template_from(stream.getvalue(), "test.docx")
    made.render(replace(invented(1), stage=2))
    with pytest.raises(CannotFill, match="no sound Word document"):
        made.render(invented(1))


# ---- the same every time, and nobody's traces


@pytest.mark.parametrize("stage", STAGES)
def test_the_same_letter_has_the_same_bytes(stage: int) -> None:
    first, second = (
        load(shipped_template(f"stage-{stage}.docx")).render(invented(stage)) for _ in "12"
    )
    assert first == second
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in archive.infolist()} == {3}


def test_a_letter_s_properties_name_the_school_and_the_template_s_title_is_text() -> None:
    content = with_part(docx("x"), "docProps/core.xml", "<dc:title/>", TITLE)
    letter = template_from(content, "x.docx").render(invented(1))
    about = Document(BytesIO(letter)).core_properties
    assert about.title == "{{ 7*7 }}"
    assert about.author == about.last_modified_by == "Invented School & College"
    assert about.language == "en-GB"


TITLE = "<dc:title>{{ 7*7 }}</dc:title>"


def test_traces_of_who_made_the_template_stay_behind() -> None:
    content = docx("Hello")
    content = with_part(
        content,
        "word/settings.xml",
        "</w:settings>",
        '<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids><w:trackRevisions/></w:settings>',
    )
    content = with_part(content, "word/document.xml", "<w:p>", '<w:p w:rsidR="00AB12CD">')
    letter = template_from(content, "x.docx").render(invented(1))
    with zipfile.ZipFile(BytesIO(letter)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert not [name for name in archive.namelist() if "app.xml" in name or "custom" in name]
    assert b"00AB12CD" not in everything
    assert b"trackRevisions" not in everything
    assert b"python-docx" not in everything


def test_a_template_is_known_by_its_file_s_hash(tmp_path: Path) -> None:
    import hashlib

    content = docx("x")
    made = load(saved(tmp_path / "x.docx", content))
    assert (made.name, made.sha256) == ("x.docx", hashlib.sha256(content).hexdigest())


# ---- the shipped templates


def test_there_is_one_template_for_every_letter() -> None:
    assert [file.name for file in shipped_templates()] == [kind.file for kind in ALL_KINDS]


@pytest.mark.parametrize("stage", STAGES)
def test_a_shipped_template_is_slim_british_and_nobody_s(stage: int) -> None:
    file = shipped_template(f"stage-{stage}.docx")
    content = file.read_bytes()
    about = Document(BytesIO(content)).core_properties
    assert len(content) < 40_000
    assert 'w:lang w:val="en-GB"' in part_of(content, "word/styles.xml")
    assert (about.author, about.last_modified_by) == ("The school", "The school")
    assert about.created == about.modified
    assert about.title.startswith(f"Attendance letter, Stage {stage}")
    section = Document(BytesIO(content)).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


@pytest.mark.parametrize("stage", STAGES)
def test_every_field_of_a_shipped_letter_is_printed(stage: int) -> None:
    fields = invented(stage)
    text = text_of(load(shipped_template(f"stage-{stage}.docx")).render(fields))
    for value in (
        fields.pupil_name, fields.salutation, fields.date, fields.reference, fields.days_missed,
        f"{fields.sessions_missed} of {fields.sessions_possible} half-day sessions",
        fields.attendance_percent, fields.as_of, fields.signatory_name, *fields.address_block,
    ):  # fmt: skip
        assert str(value) in text
    assert "{" not in text


def test_a_pupil_without_a_registration_group_gets_a_letter() -> None:
    fields: LetterFields = replace(invented(2), registration_group="")
    text = text_of(load(shipped_template("stage-2.docx")).render(fields))
    assert "Siobhán Featherstonehaugh-Łukasiewicz: attendance is still a concern" in text

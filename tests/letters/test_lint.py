"""Each kind of fault of a template is found, in its place, with a remedy; the shipped have none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from lj_attendance.letters.fault import Fault
from lj_attendance.letters.kinds import STAGES
from lj_attendance.letters.lint import Linted, lint
from lj_attendance.letters.readability import count_words, reading_age
from lj_attendance.letters.shipped import shipped_template
from tests.letters.documents import docx, saved, with_part


def doctored(folder: Path, stage: int, *edits: tuple[str, str], header: str = "") -> Linted:
    """The shipped template with texts of its paragraphs replaced, in all runs, and judged."""
    document = Document(str(shipped_template(f"stage-{stage}.docx")))
    for old, new in edits:
        found = [run for run in all_runs(document) if old in run.text]
        assert found, f"no run holds {old}"
        for run in found:
            run.text = run.text.replace(old, new)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    file = folder / f"stage-{stage}.docx"
    document.save(str(file))
    return lint(file)


def all_runs(document: Any) -> list[Any]:
    from docx.text.run import Run

    return [Run(node, document) for node in document.element.body.iter(f"{_W}r")]


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def one(linted: Linted, check: str) -> Fault:
    found = [fault for fault in linted.faults if fault.check == check]
    assert len(found) == 1, linted.faults
    assert found[0].remedy
    assert found[0].place
    return found[0]


@pytest.mark.parametrize("stage", STAGES)
def test_the_shipped_templates_have_no_fault(stage: int) -> None:
    found = lint(shipped_template(f"stage-{stage}.docx"))
    assert found.stage == stage
    assert found.faults == ()


def test_the_shipped_letters_are_short_and_easy_to_read() -> None:
    judged = {stage: lint(shipped_template(f"stage-{stage}.docx")) for stage in STAGES}
    assert (judged[1].words or 999) < 150
    assert max(found.reading_age or 99 for found in judged.values()) <= 12


def test_an_unknown_field_is_found_with_the_one_that_is_meant(tmp_path: Path) -> None:
    found = doctored(tmp_path, 1, ("{{ pupil_forename }}", "{{ pupil_first_name }}"))
    fault = one(found, "unknown_field")
    assert (fault.severity, found.words) == ("error", None)
    assert "pupil_first_name" in fault.message
    assert "pupil_" in fault.remedy


def test_an_unknown_column_of_the_table_is_found(tmp_path: Path) -> None:
    fault = one(doctored(tmp_path, 1, ("{{ row.date }}", "{{ row.day }}")), "unknown_field")
    assert fault.place == "{{ row.day }}"


def test_a_needed_field_that_is_not_used_is_found(tmp_path: Path) -> None:
    fault = one(doctored(tmp_path, 2, ("{{ reply_by }}", "Friday")), "field_not_used")
    assert "reply_by" in fault.message
    fault = one(doctored(tmp_path, 3, ("{{ monitoring_from }}", "Monday")), "field_not_used")
    assert "monitoring_from" in fault.message


def test_a_field_without_a_value_at_the_stage_is_found(tmp_path: Path) -> None:
    found = doctored(tmp_path, 1, ("{{ date }}", "{{ date }}, reply by {{ reply_by }}"))
    fault = one(found, "cannot_fill")
    assert (fault.severity, "'reply_by' has no value" in fault.message) == ("error", True)
    assert "reply by" in fault.place


def test_a_percentage_without_days_is_found(tmp_path: Path) -> None:
    found = doctored(tmp_path, 1, ("{{ days_missed }} of school", "some days of school"))
    fault = one(found, "percent_without_days")
    assert fault.severity == "error"
    assert "We are writing" in fault.place


def test_a_second_percentage_away_from_the_days_is_found(tmp_path: Path) -> None:
    found = doctored(
        tmp_path, 1, ("Thank you", "Attendance is {{ attendance_percent }}. Thank you")
    )
    assert one(found, "percent_without_days").severity == "warning"


@pytest.mark.parametrize(
    ("said", "check"),
    [
        ("He was away.", "gendered_word"),
        ("your son and", "gendered_word"),
        ("Her work", "gendered_word"),
        ("Dear Mrs {{ salutation }}", "gendered_title"),
        ("You may have to go to court.", "early_threat"),
        ("You may be fined.", "early_threat"),
        ("A penalty notice follows.", "early_threat"),
        ("Parents are prosecuted.", "early_threat"),
        ("Attendance is declining.", "claim"),
        ("40 lessons lost!", "claim"),
    ],
)
def test_words_that_a_first_letter_must_not_say_are_found(
    tmp_path: Path, said: str, check: str
) -> None:
    found = doctored(tmp_path, 1, ("Thank you", f"{said} Thank you"))
    fault = one(found, check)
    assert fault.place.startswith(said[:20])


@pytest.mark.parametrize("said", ["The shepherd", "Sunshine", "courtesy", "others", "finest"])
def test_a_word_within_a_word_is_no_fault(tmp_path: Path, said: str) -> None:
    assert doctored(tmp_path, 1, ("Thank you", f"{said} Thank you")).faults == ()


def test_the_law_may_be_named_from_stage_3_on(tmp_path: Path) -> None:
    edit = ("We can meet", "A court may fine parents. We can meet")
    assert doctored(tmp_path, 3, edit).faults == ()
    edit = ("We may also", "A court may fine parents. We may also")
    found = doctored(tmp_path, 2, edit)
    assert [fault.check for fault in found.faults] == ["early_threat"] * 2


@pytest.mark.parametrize(
    ("stage", "old", "told"),
    [
        (1, "lessons to catch up on. Gaps in learning", "impact"),
        (2, "medical evidence", "medical evidence"),
        (2, "feedback form", "form"),
        (3, "Education Act", "duty in law"),
        (3, "formally monitor", "formally monitored"),
        (3, "{{ monitoring_target }}", "target"),
        (3, "Education Welfare ", "Education Welfare Officer"),
        (4, "Education Welfare Officer", "Education Welfare Officer"),
        (4, "Attendance Case Conference", "what follows"),
    ],
)  # fmt: skip
def test_what_a_stage_has_to_tell_is_missed(
    tmp_path: Path, stage: int, old: str, told: str
) -> None:
    edits = [(old, "that")]
    if stage == 1:
        edits.append(("keep up", "stay"))
    if (stage, old) == (2, "medical evidence"):
        edits.append(("Medical evidence", "Notes"))
    if (stage, old) == (2, "feedback form"):
        edits.append(("on the form", "there"))
    if (stage, old) == (3, "formally monitor"):
        edits.append(("Formal monitoring", "Watching"))
    found = doctored(tmp_path, stage, *edits)
    assert told in one(found, "missing_content").message


def test_an_invitation_is_missed(tmp_path: Path) -> None:
    found = doctored(tmp_path, 1, ("please tell us", "please write"), ("Ring {{", "Try {{"))
    assert "invitation" in one(found, "missing_content").message


def test_a_pupil_s_field_in_a_header_is_found(tmp_path: Path) -> None:
    found = doctored(tmp_path, 1, header="{{ school_name }} {{ pupil_name }}")
    fault = one(found, "pupil_field_in_header")
    assert "pupil_name" in fault.message
    assert doctored(tmp_path, 1, header="{{ school_name }}, {{ date }}").faults == ()


def test_a_tag_split_by_word_is_found_and_still_works(tmp_path: Path) -> None:
    content = shipped_template("stage-1.docx").read_bytes()
    inside = "Dear {{ salutation }}"
    split = "Dear {</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{ salu</w:t></w:r><w:r><w:t>tation }}"
    file = saved(tmp_path / "stage-1.docx", with_part(content, "word/document.xml", inside, split))
    found = lint(file)
    fault = one(found, "split_tag")
    assert (fault.severity, fault.place) == ("warning", "Dear {{ salutation }}")
    assert found.words


def test_a_tag_that_is_not_closed_is_found(tmp_path: Path) -> None:
    found = doctored(tmp_path, 1, ("Dear {{ salutation }}", "Dear {{ salutation"))
    assert one(found, "broken_tag").place.startswith("Dear {{ salutation")
    assert found.has_errors


def test_a_brace_that_would_be_printed_is_found(tmp_path: Path) -> None:
    found = doctored(tmp_path, 1, ("Thank you", "{ pupil_name } thank you"))
    assert one(found, "brace").place.startswith("{ pupil_name }")


def test_a_syntax_error_and_an_unsafe_tag_are_found(tmp_path: Path) -> None:
    for tag in ("{% if %}", "{{ pupil_name.__class__ }}"):
        fault = one(doctored(tmp_path, 1, ("Thank you", f"{tag} Thank you")), "unusable")
        assert tag in fault.place


def test_a_file_that_is_no_template_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    assert one(lint(saved(tmp_path / "stage-1.docx", b"text")), "unusable").severity == "error"
    assert one(lint(tmp_path / "missing.docx"), "unusable").severity == "error"


def test_a_long_and_a_hard_letter_are_found(tmp_path: Path) -> None:
    hard = "Notwithstanding considerations previously communicated, attendance necessitates "
    found = doctored(tmp_path, 1, ("Thank you", hard * 12 + "Thank you"))
    assert {fault.check for fault in found.faults} == {"too_long", "hard_to_read"}


def test_a_template_of_no_stage_is_judged_as_the_first(tmp_path: Path) -> None:
    assert lint(saved(tmp_path / "own.docx", docx("Hello"))).stage == 1
    assert lint(saved(tmp_path / "own.docx", docx("Hello")), stage=3).stage == 3


def test_every_fault_has_a_place_and_a_remedy(tmp_path: Path) -> None:
    for stage in STAGES:
        for fault in lint(saved(tmp_path / f"stage-{stage}.docx", docx("He {{ x }} {"))).faults:
            assert fault.severity in {"error", "warning"}
            assert re.fullmatch(r"[a-z_]+", fault.check)
            assert fault.place
            assert fault.message.endswith((".", ")."))
            assert fault.remedy


# ---- length and reading age


def test_words_are_counted_between_spaces() -> None:
    assert count_words(["Ring 01632 960123 today.", "Half-day sessions"]) == 6


def test_reading_age_follows_the_length_of_sentences_and_words() -> None:
    easy = reading_age(["We want to help. Please ring us. We will plan it with you."])
    hard = reading_age(["Persistent absence necessitates consideration of statutory intervention."])
    assert easy is not None
    assert hard is not None
    assert easy < 8
    assert hard > 16
    assert reading_age([]) is None


def test_numbers_that_word_counts_are_found(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("First, we meet", style="List Number")
    document.save(str(tmp_path / "stage-4.docx"))
    assert one(lint(tmp_path / "stage-4.docx"), "automatic_numbers").place == "First, we meet"

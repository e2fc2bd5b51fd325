"""The replies to requests for leave: what is printed, what is refused, and what lint finds."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import fields as columns
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from lj_attendance.letters.filling import CannotFill
from lj_attendance.letters.invented import invented
from lj_attendance.letters.invented_leave import invented_leave, with_least
from lj_attendance.letters.kinds import LEAVE_KINDS
from lj_attendance.letters.leave_fields import LEAVE_KINDS_WITH, MAY_BE_MISSING, LeaveFields
from lj_attendance.letters.lint import Linted, lint
from lj_attendance.letters.lint_fields import sources_of
from lj_attendance.letters.printable import printable
from lj_attendance.letters.sandbox import ENVIRONMENT
from lj_attendance.letters.shipped import shipped_template
from lj_attendance.letters.template import Template, load
from tests.letters.documents import HOSTILE, docx, part_of, saved, template, text_of, with_part

NOT_PRINTED = {"year_group"}
"""Fields for a school's own templates, which the shipped ones do without."""


def shipped(kind: str) -> Template:
    return load(shipped_template(f"leave-{kind}.docx"))


def text(kind: str, fields: LeaveFields) -> str:
    return text_of(shipped(kind).render(fields))


def named(kind: str) -> set[str]:
    """The fields that the shipped template of a kind names, in its body and around it."""
    from jinja2 import meta

    found = (ENVIRONMENT.parse(source) for source in sources_of(shipped(kind)).values())
    return set().union(*(meta.find_undeclared_variables(tree) for tree in found))


# ---- what is printed


def test_every_field_is_used_by_a_shipped_reply_or_declared_as_for_others() -> None:
    used = set().union(*map(named, LEAVE_KINDS))
    assert used | NOT_PRINTED == {column.name for column in columns(LeaveFields)}
    assert not used & NOT_PRINTED


@pytest.mark.parametrize("kind", LEAVE_KINDS)
def test_a_reply_names_no_field_that_its_kind_never_has(kind: str) -> None:
    assert {
        name for name in named(kind) if kind not in LEAVE_KINDS_WITH.get(name, (kind,))
    } == set()


def values(fields: LeaveFields, *names: str) -> Iterator[str]:
    for name in names:
        value = getattr(fields, name)
        yield from [value] if isinstance(value, str) else value or []


@pytest.mark.parametrize("kind", LEAVE_KINDS)
def test_what_was_asked_and_answered_is_printed(kind: str) -> None:
    fields = invented_leave(kind)
    shown = text(kind, fields)
    everywhere = (
        "school_name", "date", "reference", "address_block", "salutation", "pupil_name",
        "received", "first_day", "last_day", "days_requested", "leave_reason", "decided_on",
        "days_granted", "reasons", "questions", "reply_by", "signatory_name", "signatory_role",
        "signatory_email", "school_telephone",
    )  # fmt: skip
    assert [value for value in values(fields, *everywhere) if value not in shown] == []
    assert "{" not in shown
    assert "section 7" in shown


@pytest.mark.parametrize("kind", ["granted", "religious"])
def test_part_of_the_days_granted_names_each_day_on_its_side(kind: str) -> None:
    fields = invented_leave(kind)
    granted, _, rest = text(kind, fields).partition("Leave is not granted for:")
    assert all(day in granted and day not in rest for day in fields.days_granted)
    assert all(day in rest and day not in granted for day in fields.days_not_granted)
    assert f"granted leave for {fields.days_granted_count}:" in granted
    assert f"authorised absence{', for religious observance' * (kind == 'religious')}" in granted
    assert f"(code {fields.granted_code})" in granted
    assert f"unauthorised absence (code {fields.refused_code})" in rest
    assert "no appeal" in rest
    assert "granted in part" in granted


@pytest.mark.parametrize("kind", ["granted", "religious"])
def test_all_days_granted_says_nothing_of_days_refused(kind: str) -> None:
    shown = text(kind, with_least(invented_leave(kind), kind))
    for said in ("not granted", "appeal", "reasons", "in part", "which came on"):
        assert said not in shown
    assert "unauthorised absence" in shown


def test_a_penalty_notice_is_named_where_something_was_not_granted_and_nowhere_else() -> None:
    told = {kind: "penalty notice" in text(kind, invented_leave(kind)) for kind in LEAVE_KINDS}
    assert told == {"granted": True, "refused": True, "more-information": False, "religious": False}


def test_a_single_day_is_asked_for_on_that_day() -> None:
    shown = text("more-information", invented_leave("more-information"))
    assert "away from school on 2 December 2026, for a sporting event" in shown
    assert "That is half a day (afternoon)." in shown


@pytest.mark.parametrize("kind", LEAVE_KINDS)
def test_a_reply_nobody_named_signs_and_a_school_without_e_mail(kind: str) -> None:
    fields = replace(
        invented_leave(kind), signatory_name=None, signatory_email=None, school_email=None
    )
    lines = text(kind, replace(fields, registration_group="")).splitlines()
    assert lines[-1] == "Headteacher"
    assert not [line for line in lines if "email" in line.lower() or "()" in line]


@pytest.mark.parametrize("kind", LEAVE_KINDS)
def test_hostile_names_and_reasons_are_printed_as_they_are(kind: str) -> None:
    made = shipped(kind)
    for name in HOSTILE:
        fields = replace(
            invented_leave(kind), pupil_name=name, pupil_forename=name, salutation=name,
            reasons=[name], questions=[name], leave_reason=name,
        )  # fmt: skip
        shown = text_of(made.render(fields))
        assert f"Dear {name}" in shown
        assert f"{name} (8 CRO)" in shown
        assert f", for {name}." in shown
        if kind != "religious":
            assert shown.count(name) >= 5
        assert "49" not in shown


def test_many_replies_print_as_one_document() -> None:
    made = shipped("refused")
    names = ("Ada Example", "Ben & Bo")
    letters = (made.letter(replace(invented_leave("refused"), pupil_name=name)) for name in names)
    shown = text_of(printable(made, letters))
    assert all(name in shown for name in names)


# ---- nothing is ever blank


@pytest.mark.parametrize("kind", LEAVE_KINDS)
def test_a_field_that_a_reply_prints_is_never_blank(kind: str) -> None:
    made, fields = shipped(kind), invented_leave(kind)
    optional = {
        *("school_email", "signatory_name", "signatory_email", "registration_group"),
        *(name for name, kinds in MAY_BE_MISSING.items() if kind in kinds),
        *("granted_code", "refused_code"),
    }
    for name in named(kind):
        blank: Any = [] if isinstance(getattr(fields, name), list) else " "
        empty = replace(fields, **{name: blank})
        if name in optional:
            made.render(empty)
            continue
        with pytest.raises(CannotFill) as stopped:
            made.render(empty, "P-1234")
        assert (stopped.value.field_name, stopped.value.reference) == (name, "P-1234")


@pytest.mark.parametrize("name", ["days_granted", "days_not_granted", "reasons", "questions"])
def test_an_empty_list_may_be_asked_for_and_not_printed(name: str) -> None:
    none: dict[str, Any] = {name: []}
    fields = replace(invented_leave("granted"), **none)
    asked = template(f"{{% if {name} %}}some{{% else %}}none{{% endif %}}")
    assert text_of(asked.render(fields)) == "none"
    for printed in (f"{{{{ {name}|join(', ') }}}}", f"{{% for one in {name} %}}x{{% endfor %}}"):
        with pytest.raises(CannotFill) as stopped:
            template(printed).render(fields)
        assert stopped.value.field_name == name


def test_neither_kind_of_letter_has_the_fields_of_the_other() -> None:
    for tag, fields in (
        ("attendance_percent", invented_leave("granted")),
        ("leave_reason", invented(1)),
    ):
        with pytest.raises(CannotFill, match=f"There is no field '{tag}'"):
            template(f"{{{{ {tag} }}}}").render(fields)


# ---- the files


@pytest.mark.parametrize("kind", LEAVE_KINDS)
def test_a_shipped_reply_looks_as_the_letters_of_the_stages_do(kind: str) -> None:
    content = shipped_template(f"leave-{kind}.docx").read_bytes()
    stage = shipped_template("stage-1.docx").read_bytes()
    for part in ("word/styles.xml", "word/footer1.xml", "word/numbering.xml", "word/settings.xml"):
        assert part_of(content, part) == part_of(stage, part)
    about = Document(BytesIO(content)).core_properties
    assert (about.author, about.last_modified_by) == ("The school", "The school")
    assert about.created == about.modified
    assert about.title.startswith("Reply to a request for leave of absence: ")
    assert len(content) < 10_000
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("kind", LEAVE_KINDS)
def test_the_same_reply_has_the_same_bytes(kind: str) -> None:
    first, second = (shipped(kind).render(invented_leave(kind)) for _ in "12")
    assert first == second


# ---- lint


def doctored(folder: Path, kind: str, old: str, new: str) -> Linted:
    """The shipped reply with a text replaced, and judged."""
    content = shipped_template(f"leave-{kind}.docx").read_bytes()
    changed = with_part(content, "word/document.xml", old, new)
    return lint(saved(folder / f"leave-{kind}.docx", changed))


def checks(found: Linted) -> list[tuple[str, str]]:
    return [(fault.check, fault.subject) for fault in found.faults]


@pytest.mark.parametrize("kind", LEAVE_KINDS)
def test_the_shipped_replies_have_no_fault_and_are_easy_to_read(kind: str) -> None:
    found = lint(shipped_template(f"leave-{kind}.docx"))
    assert (found.stage, found.leave, found.faults) == (None, kind, ())
    assert (found.reading_age or 99) <= 12
    assert (found.words or 999) < 250


@pytest.mark.parametrize("kind", LEAVE_KINDS)
def test_a_field_of_the_stages_is_unknown_in_a_reply(tmp_path: Path, kind: str) -> None:
    found = doctored(tmp_path, kind, "Thank you for", "{{ attendance_percent }} Thank you for")
    assert checks(found) == [("unknown_field", "attendance_percent")]
    assert found.has_errors


def test_a_field_mistyped_is_found_with_the_one_that_is_meant(tmp_path: Path) -> None:
    found = doctored(tmp_path, "refused", "{{ leave_reason }}", "{{ leave_reson }}")
    fault = next(fault for fault in found.faults if fault.check == "unknown_field")
    assert "leave_reason" in fault.remedy
    assert ("field_not_used", "leave_reason") in checks(found)


@pytest.mark.parametrize(
    ("kind", "tag", "name"),
    [
        ("granted", "{{ decided_on }}", "decided_on"),
        ("refused", "{{ decided_on }}", "decided_on"),
        ("more-information", "{{ reply_by }}", "reply_by"),
        ("religious", "{{ days_requested }}", "days_requested"),
    ],
)
def test_a_needed_field_that_is_not_used_is_found(
    tmp_path: Path, kind: str, tag: str, name: str
) -> None:
    found = doctored(tmp_path, kind, tag, "then")
    assert checks(found) == [("field_not_used", name)]
    assert f"A leave-{kind} letter needs" in found.faults[0].message


@pytest.mark.parametrize(
    ("kind", "old", "told"),
    [
        ("refused", "appeal", "appeal"),
        ("refused", "penalty notice", "penalty notice"),
        ("granted", "unauthorised", "unauthorised"),
        ("more-information", "section 7", "section of the policy"),
        ("religious", "ring", "invitation to speak"),
    ],
)
def test_what_a_reply_has_to_tell_is_missed(tmp_path: Path, kind: str, old: str, told: str) -> None:
    document = Document(str(shipped_template(f"leave-{kind}.docx")))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, "that").replace("talk to us", "write")
    document.save(str(tmp_path / f"leave-{kind}.docx"))
    found = lint(tmp_path / f"leave-{kind}.docx")
    assert [fault.check for fault in found.faults] == ["missing_content"]
    assert told in found.faults[0].message


def test_a_list_that_may_be_empty_and_is_printed_unasked_is_found(tmp_path: Path) -> None:
    found = doctored(tmp_path, "granted", "{%p if days_not_granted %}", "{%p if pupil_name %}")
    assert checks(found) == [("cannot_fill", "days_not_granted")]


def test_a_threat_is_found_where_nothing_was_refused(tmp_path: Path) -> None:
    for kind in ("more-information", "religious"):
        found = doctored(
            tmp_path, kind, "Thank you for your", "You may be fined. Thank you for your"
        )
        assert [fault.check for fault in found.faults] == ["early_threat"]
    found = doctored(
        tmp_path, "refused", "Thank you for your", "A court may see. Thank you for your"
    )
    assert [(fault.check, fault.severity) for fault in found.faults] == [("claim", "warning")]


def test_words_of_one_sex_are_found_in_a_reply_too(tmp_path: Path) -> None:
    found = doctored(tmp_path, "granted", "Thank you for your", "Your son. Thank you for your")
    assert [fault.check for fault in found.faults] == ["gendered_word"]


def test_a_pupil_s_field_in_a_reply_s_header_is_found(tmp_path: Path) -> None:
    content = docx("x", header="{{ school_name }} {{ leave_reason }}")
    found = lint(saved(tmp_path / "leave-granted.docx", content))
    assert ("pupil_field_in_header", "leave_reason") in checks(found)

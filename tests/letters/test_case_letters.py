"""The letters of a case: what is printed, what is refused, and what lint finds."""

from __future__ import annotations

import zipfile
from dataclasses import fields as columns
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from lj_attendance.letters.case_fields import CASE_KINDS_WITH, MAY_BE_MISSING, CaseFields
from lj_attendance.letters.filling import CannotFill
from lj_attendance.letters.invented_case import invented_case, is_of_case, with_least
from lj_attendance.letters.kinds import CASE_KINDS
from lj_attendance.letters.lint import Linted, lint
from lj_attendance.letters.lint_fields import sources_of
from lj_attendance.letters.printable import printable
from lj_attendance.letters.reference import reference
from lj_attendance.letters.sandbox import ENVIRONMENT
from lj_attendance.letters.shipped import shipped_template
from lj_attendance.letters.template import Template, load
from tests.letters.documents import HOSTILE, part_of, saved, text_of, with_part

NOT_PRINTED = {"year_group", "academic_year"}
"""Fields for a school's own templates, which the shipped ones do without."""
FOR_ALL = {"school_email", "signatory_name", "signatory_email", "registration_group"}
WARNINGS = ("court-warning", "penalty-warning")


def shipped(kind: str) -> Template:
    return load(shipped_template(f"case-{kind}.docx"))


def text(kind: str, fields: CaseFields) -> str:
    return text_of(shipped(kind).render(fields))


def named(kind: str) -> set[str]:
    """The fields that the shipped template of a kind names, in its body and around it."""
    from jinja2 import meta

    found = (ENVIRONMENT.parse(source) for source in sources_of(shipped(kind)).values())
    return set().union(*(meta.find_undeclared_variables(tree) for tree in found))


# ---- fields


def test_the_reference_names_every_field_of_a_letter_of_a_case() -> None:
    page = reference().partition("## Fields of the letters of a case conference")[2]
    page = page.partition("\n## ")[0]
    names = [column.name for column in columns(CaseFields)]
    assert [name for name in names if f"| `{name}` |" not in page] == []
    assert CASE_KINDS_WITH.keys() | MAY_BE_MISSING.keys() <= set(names)


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_an_invented_letter_has_the_fields_of_its_kind_and_no_others(kind: str) -> None:
    fields = invented_case(kind)
    for column in columns(CaseFields):
        value = getattr(fields, column.name)
        assert (value not in (None, [])) == is_of_case(column.name, kind), column.name


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_invented_figures_agree_with_each_other(kind: str) -> None:
    fields = invented_case(kind)
    attended = fields.sessions_possible - fields.sessions_missed
    assert fields.attendance_percent == f"{100 * attended / fields.sessions_possible:.1f}%"
    days = fields.days_missed.split()[0].replace("½", ".5")
    assert float(days) * 2 == fields.sessions_missed


def test_every_field_is_used_by_a_shipped_letter_or_declared_as_for_others() -> None:
    used = set().union(*map(named, CASE_KINDS))
    assert used | NOT_PRINTED == {column.name for column in columns(CaseFields)}
    assert not used & NOT_PRINTED


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_a_letter_names_no_field_that_its_kind_never_has(kind: str) -> None:
    assert {name for name in named(kind) if not is_of_case(name, kind)} == set()


# ---- what is printed


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_every_figure_and_day_is_printed(kind: str) -> None:
    fields = invented_case(kind)
    shown = text(kind, fields)
    for name in named(kind) - {"parents_came"}:
        value = getattr(fields, name)
        for said in value if isinstance(value, list) else [value]:
            assert str(said) in shown, name
    assert "{" not in shown


def test_the_invitation_says_that_the_meeting_goes_ahead_and_whom_to_ring() -> None:
    shown = text("invitation", invented_case("invitation"))
    for said in (
        "Monday 8 February 2027 at 2:30pm, at Invented School & College",
        "meets Siobhán without you", "bring somebody", "interpreter", "ring 01632 960123",
    ):  # fmt: skip
        assert said in shown
    assert "2027, at Invented" in text(
        "invitation", with_least(invented_case("invitation"), "invitation")
    )


def test_minutes_thank_or_regret_and_never_name_a_parent_who_came() -> None:
    most = invented_case("minutes")
    assert "Thank you to everybody who came." in text("minutes", most)
    least = text("minutes", with_least(most, "minutes"))
    assert "no parent could come" in least
    assert "Thank you" not in least
    assert "We will tell you the day." in least


@pytest.mark.parametrize("kind", WARNINGS)
def test_a_warning_does_without_targets_and_a_day(kind: str) -> None:
    shown = text(kind, with_least(invented_case(kind), kind))
    assert "These targets" not in shown
    assert "We will tell you the day." in shown


def test_each_warning_says_what_it_is_and_nothing_is_decided() -> None:
    court = text("court-warning", invented_case("court-warning"))
    assert "Nobody has decided to go to court." in court
    assert "Education Act 1996, section 7" in court
    penalty = text("penalty-warning", invented_case("penalty-warning"))
    assert "You do not have to pay anything now." in penalty
    assert "10 sessions of absence that was not authorised, within 10 school weeks" in penalty
    assert "£160, or £80 if it is paid within 21 days" in penalty
    assert "The local authority decides" in penalty


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_a_letter_nobody_named_signs_and_a_school_without_e_mail(kind: str) -> None:
    fields = replace(
        invented_case(kind), signatory_name=None, signatory_email=None, school_email=None
    )
    lines = text(kind, replace(fields, registration_group="")).splitlines()
    assert lines[-1] == "Education Welfare Officer"
    assert not [line for line in lines if "email" in line.lower() or "()" in line]


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_hostile_names_and_targets_are_printed_as_they_are(kind: str) -> None:
    made = shipped(kind)
    for name in HOSTILE:
        fields = replace(
            invented_case(kind), pupil_name=name, pupil_forename=name, salutation=name,
            targets=[name] if is_of_case("targets", kind) else [],
        )  # fmt: skip
        shown = text_of(made.render(fields))
        assert f"Dear {name}" in shown
        assert f"{name} (8 CRO)" in shown


def test_many_letters_print_as_one_document() -> None:
    made = shipped("court-warning")
    names = ("Ada Example", "Ben & Bo")
    most = invented_case("court-warning")
    shown = text_of(printable(made, (made.letter(replace(most, pupil_name=n)) for n in names)))
    assert all(name in shown for name in names)


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_a_field_that_a_letter_prints_is_never_blank(kind: str) -> None:
    made, fields = shipped(kind), invented_case(kind)
    optional = FOR_ALL | {name for name, kinds in MAY_BE_MISSING.items() if kind in kinds}
    for name in named(kind):
        blank: Any = [] if isinstance(getattr(fields, name), list) else None
        empty = replace(fields, **{name: blank})
        if name in optional:
            made.render(empty)
            continue
        with pytest.raises(CannotFill) as stopped:
            made.render(empty, "P-1234")
        assert (stopped.value.field_name, stopped.value.reference) == (name, "P-1234")


# ---- the files


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_a_shipped_letter_looks_as_the_letters_of_the_stages_do(kind: str) -> None:
    content = shipped_template(f"case-{kind}.docx").read_bytes()
    stage = shipped_template("stage-1.docx").read_bytes()
    for part in ("word/styles.xml", "word/footer1.xml", "word/numbering.xml", "word/settings.xml"):
        assert part_of(content, part) == part_of(stage, part)
    about = Document(BytesIO(content)).core_properties
    assert (about.author, about.last_modified_by) == ("The school", "The school")
    assert about.title.startswith("Attendance Case Conference: ")
    assert len(content) < 10_000
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# ---- lint


def doctored(folder: Path, kind: str, old: str, new: str) -> Linted:
    """The shipped letter with a text replaced, and judged."""
    content = shipped_template(f"case-{kind}.docx").read_bytes()
    changed = with_part(content, "word/document.xml", old, new)
    return lint(saved(folder / f"case-{kind}.docx", changed))


def checks(found: Linted) -> list[tuple[str, str]]:
    return [(fault.check, fault.subject) for fault in found.faults]


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_the_shipped_letters_have_no_fault_and_are_easy_to_read(kind: str) -> None:
    found = lint(shipped_template(f"case-{kind}.docx"))
    assert (found.stage, found.leave, found.kind.case, found.faults) == (None, None, kind, ())
    assert (found.reading_age or 99) <= 12
    assert (found.words or 999) < 360


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_a_field_of_the_stages_is_unknown_in_a_letter_of_a_case(tmp_path: Path, kind: str) -> None:
    found = doctored(tmp_path, kind, "Yours sincerely", "{{ monitoring_until }} Yours sincerely")
    assert checks(found) == [("unknown_field", "monitoring_until")]


@pytest.mark.parametrize(
    ("kind", "tag", "name"),
    [
        ("invitation", "{{ referred_on }}", "referred_on"),
        ("invitation", "{{ meeting_place }}", "meeting_place"),
        ("minutes", "{{ review_until }}", "review_until"),
        ("court-warning", "{{ meeting_on }}", "meeting_on"),
        ("penalty-warning", "{{ penalty_sum_early }}", "penalty_sum_early"),
    ],
)
def test_a_needed_field_that_is_not_used_is_found(
    tmp_path: Path, kind: str, tag: str, name: str
) -> None:
    found = doctored(tmp_path, kind, tag, "then")
    assert checks(found) == [("field_not_used", name)]
    assert f"A case-{kind} letter needs" in found.faults[0].message


@pytest.mark.parametrize(
    ("kind", "old", "new", "told"),
    [
        ("invitation", "without you", "then", "goes ahead"),
        ("court-warning", "Nobody has decided to go to court", "Soon", "nothing is decided yet"),
        ("court-warning", "Education Act 1996, ", "", "duty in law"),
        (
            "penalty-warning",
            "You do not have to pay anything now",
            "Soon",
            "nothing has to be paid",
        ),
        ("penalty-warning", "The local authority decides", "Somebody says", "local authority"),
        ("court-warning", "Tell us what you think", "And", "what the family thinks"),
    ],
)
def test_what_a_letter_has_to_tell_is_missed(
    tmp_path: Path, kind: str, old: str, new: str, told: str
) -> None:
    found = doctored(tmp_path, kind, old, new)
    assert [fault.check for fault in found.faults] == ["missing_content"]
    assert told in found.faults[0].message


@pytest.mark.parametrize(
    ("said", "check"),
    [
        ("You will be prosecuted.", "claim"),
        ("This is unacceptable.", "claim"),
        ("He has missed lessons.", "gendered_word"),
        ("Dear Mrs {{ salutation }}", "gendered_title"),
    ],
)
def test_what_a_letter_must_not_say_is_found(tmp_path: Path, said: str, check: str) -> None:
    found = doctored(tmp_path, "court-warning", "Yours sincerely", f"{said} Yours sincerely")
    assert check in {fault.check for fault in found.faults}


def test_targets_printed_unasked_in_a_warning_are_found(tmp_path: Path) -> None:
    found = doctored(tmp_path, "court-warning", "{%p if targets %}", "{%p if pupil_name %}")
    assert checks(found) == [("cannot_fill", "targets")]

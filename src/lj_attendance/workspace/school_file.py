"""lja.toml read and checked: every fault at once, with section, key, expected and given.

In a module of its own, as only a workspace whose lja.toml says something needs pydantic's models.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError, field_validator

from lj_attendance.errors import UnusableInput
from lj_attendance.policy.faults import Form, faults_of, meant
from lj_attendance.school_year import Calendar
from lj_attendance.workspace.calendar_file import CalendarForm, RegisterForm, SchoolDayForm
from lj_attendance.workspace.school import STAGES, RegisterTimes, School, SchoolDay, Signatory


def _email(given: Any) -> Any:
    if (
        isinstance(given, str)
        and given
        and not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", given)
    ):
        raise ValueError('it has to be an e-mail address such as "office@school.org", or ""')
    return given


def _postcode(given: Any) -> Any:
    form = r"(?i)[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}"
    if isinstance(given, str) and given and not re.fullmatch(form, given):
        raise ValueError('it has to be a postcode such as "TS14 6RD", or ""')
    return given


def _yes_or_no(given: Any) -> Any:
    if not isinstance(given, bool):
        raise ValueError("it has to be true or false, without quotation marks")
    return given


Email = Annotated[str, BeforeValidator(_email)]


class _SchoolForm(Form):
    name: str = ""
    address: list[str] = Field(default_factory=list)
    postcode: Annotated[str, BeforeValidator(_postcode)] = ""
    telephone: str = ""
    email: Email = ""
    website: str = ""


class _SignatoryForm(Form):
    stages: list[int]
    name: str = ""
    role: str = ""
    email: Email = ""
    leave: Annotated[bool, BeforeValidator(_yes_or_no)] = False

    @field_validator("stages")
    @classmethod
    def _stages_of_letters(cls, stages: list[int]) -> list[int]:
        if not set(stages) <= set(STAGES):
            raise ValueError("the stages of letters are 1, 2, 3 and 4")
        return stages


class _FilesForm(Form):
    mapping: str = ""
    blank_means: Literal["", "present", "unmarked"] = ""


_SECTIONS: dict[str, Any] = {
    "school": _SchoolForm,
    "signatory": list[_SignatoryForm],
    "register": RegisterForm,
    "school_day": list[SchoolDayForm],
    "calendar": CalendarForm,
    "files": _FilesForm,
}
"""The parts of the file; each may be left out."""


def read_school(raw: dict[str, Any], path: Path) -> School:
    """The school that lja.toml tells of. Raises UnusableInput with every fault at once."""
    faults = [
        f"{name} is not a part of this file{meant(name, _SECTIONS)}"
        for name in raw
        if name not in _SECTIONS
    ]
    forms: dict[str, Any] = {}
    for name, form in _SECTIONS.items():
        if name not in raw:
            continue
        try:
            forms[name] = TypeAdapter(form).validate_python(raw[name])
        except ValidationError as error:
            faults += faults_of(error, form, raw[name], (name,))
    faults += _faults_across(forms, path)
    if faults:
        raise UnusableInput(
            "The school's file has parts that cannot be used:\n- " + "\n- ".join(faults),
            str(path),
            "Correct these keys; lja init in an empty folder shows the file as it is shipped.",
        )
    return _school(forms, path)


def _faults_across(forms: dict[str, Any], path: Path) -> list[str]:
    """What one part says against another, or its entries against each other."""
    faults = _faults_of_signatories(forms["signatory"]) if forms.get("signatory") else []
    days = [year for day in forms.get("school_day", []) for year in day.year_groups]
    faults += [
        f"[[school_day]]: year group {year} is in {number} of them; it has one school day."
        for year, number in Counter(days).items()
        if number > 1
    ]
    if calendar := forms.get("calendar"):
        faults += _faults_of_assessments(calendar, days)
    mapping = forms["files"].mapping if "files" in forms else ""
    if mapping and not (path.parent / mapping).is_file():
        faults.append(f"[files], key mapping: there is no file {mapping} in the workspace.")
    return faults


def _faults_of_signatories(signatories: list[_SignatoryForm]) -> list[str]:
    faults = [
        f"[[signatory]] number {number}{f' ({who.name})' if who.name else ''}, key stages: it has"
        " to be a list with at least one entry, or leave = true beside it."
        for number, who in enumerate(signatories, start=1)
        if not who.stages and not who.leave
    ]
    leave = sum(who.leave for who in signatories)
    if leave > 1:
        faults.append(
            f"[[signatory]], key leave: replies on leave are signed by {leave}; at most one signs."
        )
    return faults + _faults_of_stages(signatories)


def _faults_of_stages(signatories: list[_SignatoryForm]) -> list[str]:
    signed = Counter(stage for who in signatories for stage in who.stages)
    return [
        f"[[signatory]], key stages: Stage {stage} is signed by {signed[stage] or 'nobody'};"
        " exactly one signs it."
        for stage in STAGES
        if signed[stage] != 1
    ]


def _faults_of_assessments(calendar: CalendarForm, known: list[str]) -> list[str]:
    faults = []
    for number, each in enumerate(calendar.assessment, start=1):
        place = f"[[calendar.assessment]] number {number} ({each.name})"
        strangers = [year for year in each.year_groups if known and year not in known]
        if strangers:
            faults.append(
                f"{place}, key year_groups: {', '.join(strangers)} is in no [[school_day]];"
                f" the year groups are {', '.join(sorted(known, key=int))}."
            )
        if calendar.term and not any(
            each.first <= term.last and term.first <= each.last for term in calendar.term
        ):
            faults.append(f"{place}: {each.first} to {each.last} lies in no term.")
    return faults


def _school(forms: dict[str, Any], path: Path) -> School:
    own = forms.get("school", _SchoolForm())
    files = forms.get("files", _FilesForm())
    register = forms.get("register")
    calendar = forms.get("calendar")
    return School(
        name=own.name.strip(),
        address=tuple(line.strip() for line in own.address if line.strip()),
        postcode=own.postcode.strip().upper(),
        telephone=own.telephone.strip(),
        email=own.email,
        website=own.website.strip(),
        signatories=tuple(
            Signatory(tuple(who.stages), who.name.strip(), who.role.strip(), who.email, who.leave)
            for who in forms.get("signatory", [])
        ),
        register=RegisterTimes(**register.model_dump()) if register else None,
        days=tuple(
            SchoolDay(tuple(day.year_groups), day.lines()) for day in forms.get("school_day", [])
        ),
        calendar=calendar.calendar() if calendar else Calendar(),
        mapping=path.parent / files.mapping if files.mapping else None,
        blank_means=files.blank_means or None,
        file=str(path),
    )

"""A school's letter templates: seen with invented data, and judged."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from lj_attendance.errors import UnusableInput
from lj_attendance.letters.kinds import ALL_KINDS, LetterKind, in_order, kind_of
from lj_attendance.letters.lint import Linted, lint
from lj_attendance.letters.samples import sample_of
from lj_attendance.letters.shipped import shipped_template, shipped_templates
from lj_attendance.letters.template import load
from lj_attendance.reports.files import make_folder, refuse_to_overwrite, write_whole
from lj_attendance.workspace import Workspace

__all__ = [
    "Linted",
    "faults_of",
    "lint_templates",
    "preview",
    "template_of",
    "template_of_leave",
    "template_of_stage",
]

LETTERS = tuple(kind.name for kind in ALL_KINDS)
"""Every letter by the name of its template, as `stage-1` and `case-invitation`."""
FAULT_COLUMNS = (
    "template", "stage", "leave", "letter", "severity", "check", "place", "message", "remedy",
)  # fmt: skip


def template_of_stage(stage: int, folder: Path | None, workspace: Workspace) -> Path:
    """The template of a stage: the folder's, else the workspace's, else the shipped one."""
    return template_of(LetterKind(stage=stage), workspace, folder)


def template_of_leave(kind: str, workspace: Workspace, folder: Path | None = None) -> Path:
    """The template of a reply on leave, such as `granted`; found as those of the stages are."""
    return template_of(LetterKind(leave=kind), workspace, folder)


def template_of(kind: LetterKind, workspace: Workspace, folder: Path | None = None) -> Path:
    """The template of any letter: the folder's, else the workspace's, else the shipped one.

    A workspace without any template of a family, such as leave, was made before there was the
    family: it has the shipped ones.
    """
    own = workspace.templates
    if not kind.stage and own is not None and not any(own.glob(f"{kind.family}-*.docx")):
        own = None
    return _template_of(kind, folder, own)


def _template_of(kind: LetterKind, folder: Path | None, own: Path | None) -> Path:
    """Never the shipped wording in place of the school's own."""
    if folder is not None:
        return folder / kind.file
    if own is None:
        return shipped_template(kind.file)
    if not (own / kind.file).is_file():
        what = {"stage": "stage", "leave": "reply"}.get(kind.family, "letter")
        raise UnusableInput(
            f"The school's template of this {what} is missing.",
            str(own / kind.file),
            "Put it back, or run lja init in the workspace for the shipped one.",
        )
    return own / kind.file


def preview(
    letter: str, folder: Path | None, workspace: Workspace, file: Path, *, force: bool
) -> Path:
    """Writes a letter, such as `stage-2`, with invented data; returns the template it is made from.

    The replies on leave are `leave-granted` and so on.
    """
    kind = kind_of(letter) or LetterKind(stage=1)
    refuse_to_overwrite([file], force=force)
    template = template_of(kind, workspace, folder)
    content = load(template).render(sample_of(kind))
    make_folder(file.parent)
    write_whole(file, content)
    return template


def lint_templates(files: list[Path], workspace: Workspace) -> list[Linted]:
    """Each template judged: those named, or the workspace's, or the shipped ones."""
    own = in_order(workspace.templates.glob("*.docx")) if workspace.templates else []
    named = files or [file for file in own if not file.name.startswith("~$")]  # Word's lock files
    return [lint(file) for file in named or shipped_templates()]


def faults_of(found: list[Linted]) -> pl.DataFrame:
    """One row a fault, worst first within a template.

    `letter` is the letter it was judged as, such as `stage-2`; `stage` and `leave` are null where
    it is not of that family.
    """
    rows = [
        (*_judged_as(one), *(getattr(fault, name) for name in FAULT_COLUMNS[4:]))
        for one in found
        for fault in sorted(one.faults, key=lambda fault: fault.severity)
    ]
    texts = dict.fromkeys(FAULT_COLUMNS, pl.String)
    return pl.DataFrame(rows, schema=texts | {"stage": pl.Int64}, orient="row")


def _judged_as(one: Linted) -> tuple[object, ...]:
    return (str(one.path), one.stage, one.leave, one.kind.name)

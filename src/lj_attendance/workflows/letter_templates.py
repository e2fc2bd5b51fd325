"""A school's letter templates: seen with invented data, and judged."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from lj_attendance.errors import UnusableInput
from lj_attendance.letters.kinds import LetterKind, in_order, kind_of
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
    "template_of_leave",
    "template_of_stage",
]

FAULT_COLUMNS = ("template", "stage", "leave", "severity", "check", "place", "message", "remedy")


def template_of_stage(stage: int, folder: Path | None, workspace: Workspace) -> Path:
    """The template of a stage: the folder's, else the workspace's, else the shipped one."""
    return _template_of(LetterKind(stage=stage), folder, workspace.templates)


def template_of_leave(kind: str, workspace: Workspace, folder: Path | None = None) -> Path:
    """The template of a reply on leave, such as `granted`; found as those of the stages are.

    A workspace without any such template was made before there were replies: it has the shipped
    ones.
    """
    own = workspace.templates
    has_own = own is not None and any(own.glob("leave-*.docx"))
    return _template_of(LetterKind(leave=kind), folder, own if has_own else None)


def _template_of(kind: LetterKind, folder: Path | None, own: Path | None) -> Path:
    """Never the shipped wording in place of the school's own."""
    if folder is not None:
        return folder / kind.file
    if own is None:
        return shipped_template(kind.file)
    if not (own / kind.file).is_file():
        raise UnusableInput(
            f"The school's template of this {'stage' if kind.stage else 'reply'} is missing.",
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
    if kind.leave:
        template = template_of_leave(kind.leave, workspace, folder)
    else:
        template = template_of_stage(kind.stage or 1, folder, workspace)
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
    """One row a fault, worst first within a template; `stage` or `leave` is null."""
    rows = [
        (str(one.path), one.stage, one.leave, *(getattr(fault, name) for name in FAULT_COLUMNS[3:]))
        for one in found
        for fault in sorted(one.faults, key=lambda fault: fault.severity)
    ]
    texts = dict.fromkeys(FAULT_COLUMNS, pl.String)
    return pl.DataFrame(rows, schema=texts | {"stage": pl.Int64}, orient="row")

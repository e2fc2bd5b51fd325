"""A school's letter templates: seen with invented data, and judged."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from lj_attendance.errors import UnusableInput
from lj_attendance.letters.invented import invented
from lj_attendance.letters.lint import Linted, lint
from lj_attendance.letters.shipped import shipped_template, shipped_templates
from lj_attendance.letters.template import load
from lj_attendance.reports.files import make_folder, refuse_to_overwrite, write_whole
from lj_attendance.workspace import Workspace

__all__ = ["Linted", "faults_of", "lint_templates", "preview", "template_of_stage"]

FAULT_COLUMNS = ("template", "stage", "severity", "check", "place", "message", "remedy")


def template_of_stage(stage: int, folder: Path | None, workspace: Workspace) -> Path:
    """The template of a stage: the folder's, else the workspace's, else the shipped one."""
    name = f"stage-{stage}.docx"
    if folder is not None:
        return folder / name
    if workspace.templates is None:
        return shipped_template(name)
    own = workspace.templates / name
    if not own.is_file():
        raise UnusableInput(
            "The school's template of this stage is missing.",
            str(own),
            "Put it back, or run lja init in the workspace for the shipped one.",
        )
    return own


def preview(
    stage: int, folder: Path | None, workspace: Workspace, file: Path, *, force: bool
) -> Path:
    """Writes a stage's letter with invented data; returns the template it was made from."""
    refuse_to_overwrite([file], force=force)
    template = template_of_stage(stage, folder, workspace)
    letter = load(template).render(invented(stage))
    make_folder(file.parent)
    write_whole(file, letter)
    return template


def lint_templates(files: list[Path], workspace: Workspace) -> list[Linted]:
    """Each template judged: those named, or the workspace's, or the shipped ones."""
    own = sorted(workspace.templates.glob("*.docx")) if workspace.templates else []
    named = files or [file for file in own if not file.name.startswith("~$")]  # Word's lock files
    return [lint(file) for file in named or shipped_templates()]


def faults_of(found: list[Linted]) -> pl.DataFrame:
    """One row a fault, worst first within a template."""
    rows = [
        (str(one.path), one.stage, *(getattr(fault, name) for name in FAULT_COLUMNS[2:]))
        for one in found
        for fault in sorted(one.faults, key=lambda fault: fault.severity)
    ]
    texts = dict.fromkeys(FAULT_COLUMNS, pl.String)
    return pl.DataFrame(rows, schema=texts | {"stage": pl.Int64}, orient="row")

"""`lja letters preview` and `lja letters lint`: the school's templates seen and judged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.leave_options import Reply

if TYPE_CHECKING:
    from lj_attendance.workflows.letters.templates import Linted


Stage = Annotated[
    int | None,
    typer.Option("--stage", min=1, max=4, help="The stage, 1 to 4.", show_default=False),
]
Leave = Annotated[
    Reply | None,
    typer.Option("--leave", help="Or the reply to a request for leave.", show_default=False),
]
Letter = Annotated[
    str | None,
    typer.Option(
        "--letter",
        metavar="NAME",
        help="Or any letter by its template's name, such as case-invitation.",
        show_default=False,
    ),
]
File = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Write it here. Default: preview- and the template's name.",
        show_default=False,
    ),
]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--templates",
        metavar="DIR",
        help="Templates other than the workspace's, or else the shipped ones.",
        show_default=False,
    ),
]
Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[TEMPLATES]...",
        readable=False,  # lja tells it itself, with what to do
        help="Word files. Default: the workspace's, or else the shipped ones.",
        show_default=False,
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="End with exit code 4 when a template has an error.")
]


def preview(
    stage: Stage = None,
    leave: Leave = None,
    letter: Letter = None,
    out: File = None,
    templates: Folder = None,
    workspace: opt.WorkspaceFolder = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """A letter with invented data, to look at in Word: a stage's, a reply on leave, or any other.

    Example: lja letters preview --stage 2
    """
    from lj_attendance.cli.console import aside
    from lj_attendance.workflows.letters.templates import preview as run
    from lj_attendance.workspace import find_workspace

    name = _name_of(stage, leave, letter)
    file = out or Path(f"preview-{name}.docx")
    if file.is_dir():
        file = file / f"preview-{name}.docx"
    template = run(name, templates, find_workspace(Path.cwd(), workspace), file, force=force)
    if not quiet:
        made = f", from {template}" if verbose else ""
        aside().print(f"Written: {file}{made}. Everybody in it is invented.", markup=False)


def _name_of(stage: int | None, leave: Reply | None, letter: str | None) -> str:
    """The one letter that is named, as its template's file is."""
    from lj_attendance.workflows.letters.templates import LETTERS

    if sum(named is not None for named in (stage, leave, letter)) != 1:
        message = "Name one letter: --stage 1 to 4, --leave and the reply, or --letter."
        raise typer.BadParameter(message, param_hint="--stage / --leave / --letter")
    name = letter or (f"stage-{stage}" if stage else f"leave-{leave}")
    if name not in LETTERS:
        message = f"There is no letter '{name}'; there are {', '.join(LETTERS)}."
        raise typer.BadParameter(message, param_hint="--letter")
    return name


def lint(
    templates: Files = None,
    output: opt.OutputFormat = opt.Format.table,
    workspace: opt.WorkspaceFolder = None,
    strict: Strict = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """The faults of letter templates: fields, wording, length, and what each letter has to say.

    Example: lja letters lint templates/letters/stage-2.docx
    """
    from lj_attendance.cli.console import write
    from lj_attendance.reports.files import as_csv
    from lj_attendance.workflows.letters.templates import faults_of, lint_templates
    from lj_attendance.workspace import find_workspace

    found = lint_templates(templates or [], find_workspace(Path.cwd(), workspace))
    if output is opt.Format.json:
        write(_as_json(found))
    elif output is opt.Format.csv:
        write(as_csv(faults_of(found)).decode())
    else:
        _show(found, verbose=verbose)
    if strict and any(one.has_errors for one in found):
        raise typer.Exit(4)


def _as_json(found: list[Linted]) -> str:
    import json
    from dataclasses import asdict

    told = [
        {
            "template": str(one.path),
            "stage": one.stage,
            "leave": one.leave,
            "letter": one.kind.name,
            "words": one.words,
            "reading_age": one.reading_age,
            "faults": [
                {name: value for name, value in asdict(fault).items() if name != "subject"}
                for fault in one.faults
            ],
        }
        for one in found
    ]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _show(found: list[Linted], *, verbose: bool) -> None:
    from lj_attendance.cli.console import answer, cell

    out = answer()
    for one in found:
        errors = sum(fault.severity == "error" for fault in one.faults)
        told = [f"Stage {one.stage}"] if one.stage else []  # the others' files tell it
        told += [f"{one.words} words"] if one.words else []
        told += [f"for readers of {one.reading_age:.0f}"] if one.reading_age else []
        told += [f"errors: {errors}, warnings: {len(one.faults) - errors}"]
        name = str(one.path) if verbose else one.path.name
        out.print(cell(f"{name}: {'; '.join(told)}", "bold"))
        for fault in sorted(one.faults, key=lambda fault: fault.severity):
            style = "bold red" if fault.severity == "error" else "yellow"
            out.print(cell(f"  {fault.severity}: {fault.place}", style))
            out.print(cell(f"    {fault.message} {fault.remedy}"))

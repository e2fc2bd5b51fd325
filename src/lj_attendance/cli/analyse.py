"""`lja analyse`: the week's picture."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app
from lj_attendance.errors import PartlyWritten, UnusableInput

if TYPE_CHECKING:
    from lj_attendance.workflows.analyse import Analysis

Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Also write summary.json, CSV files and a workbook here.",
        show_default=False,
    ),
]
Since = Annotated[
    date | None,
    typer.Option(
        "--since",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        help="Show the change since this day.",
        show_default=False,
    ),
]
Groups = Annotated[
    list[str] | None,
    typer.Option(
        "--group",
        metavar="HEADER",
        help="Also group by this column of the roll; may be repeated.",
        show_default=False,
    ),
]


@app.command()
def analyse(
    paths: opt.Paths = None,
    as_of: opt.AsOf = None,
    since: Since = None,
    group: Groups = None,
    out: Out = None,
    output: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    strict: opt.Strict = False,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Who has been absent, how much, and what is wrong with the register.

    Example: lja analyse exports --since 2026-11-13 --out picture
    """
    from lj_attendance.cli.reading import read_request, tell_no_marks, tell_unused
    from lj_attendance.workflows.analyse import analyse as run
    from lj_attendance.workspace import find_workspace

    records = find_workspace(Path.cwd(), workspace)
    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        wants_patterns = output is opt.Format.table or out is not None
        analysis = run(
            request,
            since=since,
            own_groups=tuple(group or ()),
            with_patterns=wants_patterns,
            workspace=records,
        )
    tell_unused(analysis.reading, quiet=quiet, verbose=verbose)
    tell_no_marks(analysis.findings, quiet=quiet)
    failed = _write(analysis, out, force=force, quiet=quiet) if out is not None else []
    _show(analysis, output, verbose=verbose)
    if failed:
        raise PartlyWritten(
            "Some files could not be written:\n" + "\n".join(failed),
            str(out),
            "Close them in other programs, and run this again with --force.",
        )
    if strict and (analysis.findings["severity"] == "error").any():
        raise typer.Exit(4)


def _show(analysis: Analysis, output: opt.Format, *, verbose: bool) -> None:
    from lj_attendance.cli.console import write

    if output is opt.Format.table:
        from lj_attendance.cli.picture import show_picture

        show_picture(analysis, verbose=verbose)
    else:
        from lj_attendance.reports import files, summary

        as_json = output is opt.Format.json
        write(
            summary.as_json(analysis)
            if as_json
            else files.as_csv(summary.pupils_table(analysis)).decode()
        )


def _write(analysis: Analysis, folder: Path, *, force: bool, quiet: bool) -> list[str]:
    """The files of the contract, and the workbook; what could not be written, and why."""
    from lj_attendance.cli.console import aside
    from lj_attendance.reports import files, summary
    from lj_attendance.reports.workbook import workbook

    def workbook_of_all() -> bytes:
        return workbook(analysis, analysis.bands, analysis.penalty_sessions, analysis.trend_weeks)

    contents: dict[str, Callable[[], bytes]] = {
        "summary.json": lambda: summary.as_json(analysis).encode("utf-8"),
        "pupils.csv": lambda: files.as_csv(summary.pupils_table(analysis)),
        "groups.csv": lambda: files.as_csv(summary.groups_table(analysis)),
        "findings.csv": lambda: files.as_csv(analysis.findings),
        "attendance.xlsx": workbook_of_all,
    }
    files.make_folder(folder)
    files.refuse_to_overwrite([folder / name for name in contents], force=force)
    failed = []
    for name, content in contents.items():
        try:
            files.write_whole(folder / name, content())
        except UnusableInput as error:
            failed.append(f"{name}: {error.problem}")
    if not quiet:
        written = [name for name in contents if not any(told.startswith(name) for told in failed)]
        aside().print(f"Written to {folder}: {', '.join(written)}", markup=False)
    return failed

"""`lja report fairness`: letters, holds and referrals by group of pupils."""

from __future__ import annotations

from lj_attendance.cli import options as opt
from lj_attendance.cli.report_weekly import Out


def fairness(
    paths: opt.Paths = None,
    out: Out = None,
    as_of: opt.AsOf = None,
    mapping: opt.MappingFile = None,
    blank_means: opt.Blank = None,
    workspace: opt.WorkspaceFolder = None,
    force: opt.Force = False,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
) -> None:
    """Letters, holds and referrals by group, beside the pupils who met the rule; names nobody.

    Example: lja report fairness --out reports
    """
    from lj_attendance.cli.console import visible, write
    from lj_attendance.cli.reading import read_request, tell_end, tell_no_marks, tell_unused
    from lj_attendance.cli.records import workspace_if_any
    from lj_attendance.errors import WrongUsage
    from lj_attendance.workflows.findings import findings
    from lj_attendance.workflows.reporting.fairness_files import write_fairness

    records = workspace_if_any(workspace, quiet=quiet)
    folder = out or records.reports
    if folder is None:
        raise WrongUsage(
            "There is no workspace to put the report in.", "--out", "Name a folder with --out."
        )
    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        reading, end, files = write_fairness(request, records, folder, force=force)
    tell_unused(reading, quiet=quiet, verbose=verbose)
    tell_no_marks(findings(reading), quiet=quiet)
    tell_end(end, quiet=quiet)
    if not quiet:
        write("".join(f"{visible(file)}\n" for file in files))

"""`lja report rewards`: who is eligible for rewards and trips, and whom a person decides on."""

from __future__ import annotations

from lj_attendance.cli import options as opt
from lj_attendance.cli.report_weekly import Out


def rewards(
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
    """Rewards and privileges (§12): eligible, 100%, most improved, and whom a person decides on.

    Example: lja report rewards --out reports
    """
    from lj_attendance.cli.console import visible, write
    from lj_attendance.cli.reading import read_request, tell_end, tell_no_marks, tell_unused
    from lj_attendance.cli.records import workspace_if_any
    from lj_attendance.errors import WrongUsage
    from lj_attendance.workflows.reporting.rewards_files import write_rewards

    records = workspace_if_any(workspace, quiet=True)
    folder = out or records.reports
    if folder is None:
        raise WrongUsage(
            "There is no workspace to put the lists in.", "--out", "Name a folder with --out."
        )
    with read_request(paths, as_of, mapping, blank_means, workspace, quiet=quiet) as request:
        found, files = write_rewards(request, records, folder, force=force)
    tell_unused(found.analysis.reading, quiet=quiet, verbose=verbose)
    tell_no_marks(found.analysis.findings, quiet=quiet)
    tell_end(found.ends, quiet=quiet)
    if not quiet:
        write("".join(f"{visible(file)}\n" for file in files))

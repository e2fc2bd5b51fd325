"""`lja policy show`: the settings in force, with clause, since when, and which are Readings."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.app import app

if TYPE_CHECKING:
    from rich.console import Console

    from lj_attendance.workflows.policy import PolicyInForce, ShownSetting

policy_app = typer.Typer(
    name="policy", no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False
)
app.add_typer(policy_app)

AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=opt.read_day,
        metavar="YYYY-MM-DD",
        show_default=False,
        help="The settings in force on this day. Default: today.",
    ),
]
Readings = Annotated[
    bool, typer.Option("--readings", help="Only our Readings, where the policy is silent, and why.")
]

InFull = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say more: why each Reading was chosen.")
]
_HEADINGS = {
    "policy.toml": "The school's policy, in policy.toml",
    "lja.toml": "The school's times, in lja.toml",
    "shipped policy": "The policy as shipped",
    "law": "The law and the DfE",
}
"""By where a setting comes from, in the order in which they are shown."""
_LONG = 40  # characters of a value that stand beside its name


@policy_app.callback()
def policy() -> None:
    """The policy of the school and the law, as dated settings, each with its clause.

    Its commands take --quiet and --verbose. Example: lja policy show
    """


@policy_app.command()
def show(
    as_of: AsOf = None,
    output: opt.OutputFormat = opt.Format.table,
    readings: Readings = False,
    workspace: opt.WorkspaceFolder = None,
    quiet: opt.Quiet = False,
    verbose: InFull = False,
) -> None:
    """Every setting in force: value, clause or source, since when, and which are Readings.

    Example: lja policy show --as-of 2024-08-18
    """
    from lj_attendance.cli.console import answer, aside, visible, write
    from lj_attendance.reports.files import as_csv
    from lj_attendance.workflows.policy import policy_on
    from lj_attendance.workspace import find_workspace

    found = policy_on(
        find_workspace(Path.cwd(), workspace), as_of or opt.today(), readings_only=readings
    )
    if output is opt.Format.table:
        _show(answer(), found, in_full=readings or verbose)
    else:
        write(_json(found) if output is opt.Format.json else as_csv(found.frame()).decode())
    if found.fallen_back and not quiet:
        told = f"policy.toml has no {', '.join(found.fallen_back)}: the shipped values hold."
        aside().print(visible(told), markup=False, style="yellow")


def _json(found: PolicyInForce) -> str:
    import json

    rows = [setting._asdict() for setting in found.settings]
    return json.dumps(rows, default=str, ensure_ascii=False, indent=2) + "\n"


def _show(out: Console, found: PolicyInForce, *, in_full: bool) -> None:
    from lj_attendance.cli.console import cell, day

    readings = sum(setting.is_reading for setting in found.settings)
    head = (
        f"In force on {day(found.day)}: {len(found.settings)} settings, {readings} of them Readings"
    )
    out.print(cell(head, "bold"))
    by_origin = sorted(found.settings, key=lambda setting: _place(setting.origin))
    for origin, settings in groupby(by_origin, key=lambda setting: setting.origin):
        out.print()
        out.print(cell(_HEADINGS.get(origin, origin), "bold underline"))
        for setting in settings:
            _show_setting(out, setting, found.day, in_full=in_full)
    if readings and not in_full:
        out.print()
        out.print(
            cell("Readings are choices where the policy is silent: lja policy show --readings")
        )


def _place(origin: str) -> int:
    return [*_HEADINGS].index(origin) if origin in _HEADINGS else len(_HEADINGS)


def _show_setting(out: Console, setting: ShownSetting, on: date, *, in_full: bool) -> None:
    """Name and value, with clause and first day to the right; below, what it counts."""
    from rich.padding import Padding
    from rich.table import Table

    from lj_attendance.cli.console import cell, day

    clause = f"Reading of {setting.clause}" if setting.is_reading else setting.clause
    until = f" until {day(setting.in_force_until)}" if setting.in_force_until else ""
    since = (
        f"{'since' if setting.in_force_from <= on else 'from'} {day(setting.in_force_from)}{until}"
    )
    line = Table.grid(expand=True, padding=(0, 0, 0, 1))
    line.add_column(overflow="fold", ratio=1)
    line.add_column(justify="right", no_wrap=True)
    value = setting.value_text
    is_long = len(value) > _LONG
    told = cell(setting.name if is_long else f"{setting.name} = {value}")
    told.stylize("bold", 0, len(setting.name))
    line.add_row(told, cell("  ".join(filter(None, (clause, since))), "cyan"))
    out.print(line)
    below: list[tuple[str | None, str]] = [(setting.unit, "dim"), (setting.source, "dim")]
    below = [(value if is_long else None, ""), *below, (setting.reading, "italic")]
    for text, style in below if in_full else below[:-1]:
        if text:
            out.print(Padding(cell(text, style), (0, 0, 0, 4), expand=False))

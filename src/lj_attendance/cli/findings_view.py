"""Findings on the terminal: grouped by check, worst first, each with file and row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from lj_attendance.cli.console import cell, plain_table
from lj_attendance.reports.check_words import check_in_words

if TYPE_CHECKING:
    from rich.console import Console

_STYLES = {"error": "bold red", "warning": "yellow", "notice": "dim"}
_EACH = 5  # findings of one check shown; --verbose shows all


def findings_summary(out: Console, findings: pl.DataFrame) -> None:
    """How many findings of each check, worst first."""
    if findings.is_empty():
        out.print(cell("Findings in the register: none."))
        return
    counts = findings.group_by("severity", "check", maintain_order=True).agg(
        pl.len().alias("count")
    )
    table = plain_table("Findings", "Check", "Count", numbers=("Count",))
    for severity, check, count in counts.rows():
        table.add_row(
            cell(severity, _STYLES[severity]), cell(check_in_words(check)), cell(f"{count:,}")
        )
    out.print(table)
    out.print(cell("Each with file and row: lja check", "dim"))


def show_findings(out: Console, findings: pl.DataFrame, *, verbose: bool) -> None:
    """The findings themselves, by check."""
    if findings.is_empty():
        out.print(cell("Nothing found: every row can be counted."))
        return
    for group in findings.partition_by("severity", "check", maintain_order=True):
        severity, check = group["severity"][0], group["check"][0]
        shown = group if verbose else group.head(_EACH)
        out.print(
            cell(f"{severity}: {check_in_words(check)} ({group.height:,})", _STYLES[severity])
        )
        for row in shown.to_dicts():
            out.print(cell(f"  {_place(row)}: {row['message']}"), soft_wrap=True)
        if group.height > shown.height:
            out.print(
                cell(f"  and {group.height - shown.height:,} more (--verbose shows all)", "dim")
            )


def _place(row: dict[str, object]) -> str:
    file, line = row["source_file"], row["source_row"]
    return f"{file or 'all files'}, row {line}" if line else str(file or "all files")

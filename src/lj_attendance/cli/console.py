"""All that is shown: the answer on standard output, everything else on standard error."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lj_attendance.errors import LjaError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from lj_attendance.workflows.recognising import Progress


def answer() -> Console:
    """For the answer: standard output; 80 columns where it is no terminal.

    A reader that has seen enough, such as `head`, ends the run quietly and well.
    """
    from rich.console import Console

    class Answer(Console):
        def on_broken_pipe(self) -> None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(0)

    return Answer(width=None if sys.stdout.isatty() else 80, highlight=False)


def aside() -> Console:
    """For progress, warnings and prompts: standard error."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def write(text: str) -> None:
    """An answer for programs: as it is, to standard output."""
    sys.stdout.write(text)
    sys.stdout.flush()


def show_error(error: LjaError) -> None:
    """Problem, where and remedy, on standard error."""
    sys.stderr.write(f"lja: {visible(str(error), keep_lines=True)}\n")


def visible(text: object, *, keep_lines: bool = False) -> str:
    """Text from a file without what would move the cursor, colour the screen or reorder letters."""
    plain = "" if text is None else str(text)
    kept = "\n" if keep_lines else ""
    return re.sub(
        rf"[^\S {kept}]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]",
        " ",
        plain,
    )


def cell(text: object, style: str = "") -> Text:
    """A cell of a table: never markup."""
    from rich.text import Text

    return Text(visible(text), style=style)


def plain_table(*columns: str, numbers: tuple[str, ...] = (), title: str = "") -> Table:
    """A table without boxes, its headers underlined, its numbers to the right."""
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD, title=title or None, title_justify="left", title_style="bold",
        pad_edge=False, show_edge=False,
        padding=(0, 1, 0, 0), header_style="bold",
    )  # fmt: skip
    for name in columns:
        right = name in numbers
        table.add_column(name, justify="right" if right else "left", no_wrap=right, overflow="fold")
    return table


@contextmanager
def reading_progress(quiet: bool) -> Iterator[Progress]:
    """A bar over the files being read, then a sign of life while figures are made of them.

    On a terminal only.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    with Progress(
        SpinnerColumn("line"),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=aside(),
        transient=True,
    ) as bar:
        task = bar.add_task("", total=None)

        def step(name: str, number: int, total: int) -> None:
            if name:
                what = f"Reading {visible(name)}"
                bar.update(task, description=what, completed=number, total=total)
            else:
                bar.update(task, description="Working it out")

        yield step


def percent(
    attended: int, possible: int, below: Sequence[int] = (), at_most: Sequence[int] = ()
) -> str:
    """A rate as people read it: one decimal, a dash when no session was possible.

    Never at odds with a decision that rests on being below, or at most, one of these percentages.
    """
    from lj_attendance.reports.rounding import shown_percent_of

    shown = shown_percent_of(attended, possible, below, at_most)
    return "–" if shown is None else f"{shown:.1f}%"


def day(value: Any) -> str:
    """A date as people write it: `20 Nov 2026`; a dash for none."""
    return "–" if value is None else f"{value.day} {value:%b %Y}"

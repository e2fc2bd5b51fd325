"""Batches, issues and the log of letters on the terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from lj_attendance.cli import options as opt
from lj_attendance.cli.console import answer, aside, cell, day, percent, plain_table, write
from lj_attendance.reports.files import as_csv

if TYPE_CHECKING:
    from rich.console import Console

    from lj_attendance.workflows.letters.batch import Batch
    from lj_attendance.workflows.letters.issuing import Issued
    from lj_attendance.workflows.letters.log import LoggedLetter


@contextmanager
def writing_progress(quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar over the letters being written, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("Writing letters"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=aside(), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def show_batch(batch: Batch, output: opt.Format) -> None:
    """The plan: who gets a letter and why, and who does not and why."""
    rows = batch.rows
    if output is opt.Format.json:
        write(rows.write_json() + "\n")
        return
    if output is opt.Format.csv:
        write(as_csv(rows).decode())
        return
    out, plan = answer(), batch.plan
    letters = rows.filter(pl.col("status") == "draft")
    out.print(cell(_headline(batch, letters.height), "bold"))
    for title, part in (("", letters), ("No letter now", rows.filter(pl.col("status") != "draft"))):
        if part.height:
            out.print()
            if title:
                out.print(cell(f"{title}: {part.height}", "bold"))
            _show_rows(out, part)
    calls = [letter for letter in plan.letters if letter.pupil.speak_first]
    if calls:
        out.print()
        out.print(cell("Speak to these families first, and send the letter all the same:", "bold"))
        told = {each.pupil.facts.pupil_id: each for each in calls}
        for letter in told.values():
            name = f"{letter.pupil.surname}, {letter.pupil.forename}"
            out.print(cell(f"  {name}: {'; '.join(letter.pupil.speak_first)}"))
    if letters.height and not batch.is_trial:
        out.print()
        out.print(cell(f"Written to {batch.folder}"))
        out.print(cell(f"Read them, then: lja letters issue {batch.id}"))


def _headline(batch: Batch, letters: int) -> str:
    stage = f"Stage {batch.plan.stage}"
    if not letters:
        return f"{stage}: no letter is due."
    count = f"{letters} {'letter' if letters == 1 else 'letters'} for {batch.plan.pupils}"
    pupils = "pupil" if batch.plan.pupils == 1 else "pupils"
    return f"{stage}: {count} {pupils}" + (" (trial: nothing written)" if batch.is_trial else "")


def _show_rows(out: Console, rows: pl.DataFrame) -> None:
    """One letter, or pupil without one, a line; the reason below it."""
    from rich.padding import Padding

    for row in rows.to_dicts():
        name = ", ".join(part for part in (row["surname"], row["forename"]) if part)
        to = f"to {row['recipients']}" if row["recipients"] else row["status"]
        head = f"{name or row['pupil_id']} ({row['registration_group'] or 'no group'}), {to}"
        out.print(cell(head), soft_wrap=True)
        left = f"; not to {row['left_out']}" if row["left_out"] else ""
        told = f"{row['reason']} ({row['clause']}){left}"
        out.print(Padding(cell(told, "dim"), (0, 0, 0, 4)))


def show_issued(issued: Issued, today: date, *, quiet: bool) -> None:
    """What was entered; on standard error, what was not and why."""
    count = len(issued.entered)
    line = (
        f"Stage {issued.stage}, batch {issued.batch}: {count} "
        f"{'pupil' if count == 1 else 'pupils'} entered as issued on {day(issued.on)}, "
        f"received on {day(issued.received)}."
    )
    answer().print(cell(line))
    if quiet:
        return
    if issued.entered and issued.on != issued.letter_date:
        told = f"The letters are dated {day(issued.letter_date)}, and what they say of days to come"
        remedy = f"counts from then. Written again with --date {issued.on} they would agree."
        aside().print(cell(f"{told} {remedy}", "yellow"))
    if issued.on > today:
        aside().print(cell(f"{day(issued.on)} is still to come.", "yellow"))
    for pupil_id, why in issued.skipped:
        aside().print(cell(f"Not entered: pupil {pupil_id}, {why}."))
    for name in issued.edited:
        aside().print(cell(f"Edited in review, issued as it is: {name}"))


def show_log(log: Sequence[LoggedLetter], output: opt.Format) -> None:
    """The letters of the ledger, the latest last."""
    if output is opt.Format.json:
        write(json.dumps([asdict(each) for each in log], ensure_ascii=False, default=str) + "\n")
        return
    if output is opt.Format.csv:
        write(as_csv(_log_frame(log)).decode())
        return
    table = plain_table(
        "Entry", "Pupil", "Stage", "Issued", "Received", "Attended", "To", "State",
        numbers=("Entry", "Stage", "Attended"),
    )  # fmt: skip
    for letter in log:
        state = f"withdrawn {day(letter.withdrawn_on)}" if letter.withdrawn_on else "in force"
        table.add_row(
            cell(letter.number),
            cell(letter.pupil_id),
            cell(letter.stage),
            cell(day(letter.issued_on)),
            cell(day(date.fromisoformat(letter.received_on)) if letter.received_on else "–"),
            cell(percent(letter.attended or 0, letter.possible or 0)),
            cell("; ".join(letter.recipients) or "–"),
            cell(state),
        )
    answer().print(table if log else cell("No letter has been issued yet."))


def _log_frame(log: Sequence[LoggedLetter]) -> pl.DataFrame:
    rows = [
        {
            name: "; ".join(value)
            if isinstance(value, tuple)
            else None
            if value is None
            else str(value)
            for name, value in asdict(letter).items()
        }
        for letter in log
    ]
    names = [
        "number", "pupil_id", "stage", "issued_on", "received_on", "how", "recipients", "left_out",
        "attended", "possible", "batch", "approved_by", "withdrawn_on", "withdrawn_because",
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))


def _text(value: object) -> str | None:
    """A cell: several texts with semicolons between, null for nothing."""
    if isinstance(value, tuple):
        return "; ".join(value)
    return None if value is None else str(value)

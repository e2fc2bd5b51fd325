"""Truancy on the terminal: pupils by what §10 asks of them, then the lessons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lj_attendance.cli.console import answer, cell, day, percent, plain_table, visible

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from lj_attendance.workflows.truancy.lessons import Lessons
    from lj_attendance.workflows.truancy.listing import Judged, PupilTruancy, Truancy

_WIDEST = 22  # characters of a name; the ID stands in the CSV
_MOST = 20  # rows of lessons missed; all of them stand in the CSV
_LETTERS = {
    "due": "letter due",
    "recorded": "sent",
    "not_recorded": "no letter recorded",
    "waiting": "cause awaited",
}
"""What is known of the letter of warning, in a word or two."""
_GROUPS = (
    ("First instance", "Send the parents a letter of warning"),
    ("Further instances", "Consider a penalty notice; the national threshold: lja alerts"),
    ("First instance, letter sent", "Nothing more is asked while there is no further one"),
    ("Cause may still come in", "Find out the cause; the head teacher rings the parents"),
)


def show_truancy(found: Truancy, *, since: date | None, verbose: bool) -> None:
    """One group for each thing asked, one pupil a line with the latest instance below."""
    out = answer()
    wanted = [
        (pupil, kept)
        for pupil in found.pupils
        if (kept := [j for j in pupil.judged if since is None or j.instance.first_day >= since])
    ]
    out.print(
        cell(f"Truancy (§10) this academic year, to {found.as_of:%A} {day(found.as_of)}", "bold")
    )
    out.print(cell(_summary([judged for _, kept in wanted for judged in kept], len(wanted))))
    for place, (title, asks) in enumerate(_GROUPS):
        rows = [(pupil, kept) for pupil, kept in wanted if _group(kept) == place]
        if rows:
            out.print()
            out.print(cell(f"{title}: {len(rows):,}", "bold"))
            _below(out, f"{asks} (§10)", 2)
            _show_pupils(out, rows, verbose=verbose)
    out.print()
    if found.lessons is None:
        out.print(
            cell("No lesson register is among the exports, so no lesson was looked at.", "dim")
        )
    else:
        _show_lessons(out, found.lessons, found, since)


def _group(kept: Sequence[Judged]) -> int:
    """The place of the group that a pupil stands in, by the latest instance that stands."""
    latest = _latest(kept)
    if latest.instance.is_provisional:
        return 3
    if latest.instance.is_further:
        return 1
    return 2 if latest.letter == "recorded" else 0


def _summary(judged: Sequence[Judged], pupils: int) -> str:
    if not judged:
        return "Nothing to tell."
    awaited = sum(each.instance.is_provisional for each in judged)
    further = sum(each.instance.is_further and not each.instance.is_provisional for each in judged)
    counts = {
        "first": len(judged) - awaited - further,
        "further": further,
        "whose cause may come in": awaited,
    }
    told = ", ".join(f"{number:,} {name}" for name, number in counts.items() if number)
    whom = "1 pupil" if pupils == 1 else f"{pupils:,} pupils"
    instances = "1 instance" if len(judged) == 1 else f"{len(judged):,} instances"
    return f"{whom} · {instances}: {told}"


def _show_pupils(
    out: Console, rows: Sequence[tuple[PupilTruancy, list[Judged]]], *, verbose: bool
) -> None:
    from rich.cells import set_cell_size

    names = [visible(pupil.name) for pupil, _ in rows]
    groups = [visible(pupil.registration_group) or "–" for pupil, _ in rows]
    widths = [min(max(map(len, texts)), _WIDEST) for texts in (names, groups)]
    for (pupil, kept), name, group in zip(rows, names, groups, strict=True):
        last = _latest(kept)
        number = len(pupil.judged)
        parts = [
            set_cell_size(name, widths[0]),
            set_cell_size(group, widths[1]),
            f"{day(last.instance.first_day):>11}",
            f"{'1 instance' if number == 1 else f'{number} instances':<12}",
            _letter(last),
        ]
        out.print(cell("  ".join(parts)), no_wrap=True, overflow="ellipsis")
        for judged in kept if verbose else [last]:
            _below(out, " ".join((judged.what, *judged.remarks)), 4)
        if pupil.has_left:
            _below(out, "Has left the school.", 4)
        if pupil.held:
            _below(out, visible(f"Held from letters: {pupil.held}."), 4)
        awaited = sum(judged.instance.is_provisional for judged in kept if judged is not last)
        if awaited and not verbose:
            _below(out, f"Besides, the cause may still come in: {awaited}.", 4)


def _latest(kept: Sequence[Judged]) -> Judged:
    """The latest instance that stands; where none does, the latest."""
    settled = [judged for judged in kept if not judged.instance.is_provisional]
    return (settled or kept)[-1]


def _letter(judged: Judged) -> str:
    sent = f" {day(judged.warned.on)}" if judged.warned else ""
    return f"{_LETTERS[judged.letter]}{sent}"


def _below(out: Console, text: str, indent: int) -> None:
    from rich.padding import Padding

    out.print(Padding(cell(text, "dim"), (0, 0, 0, indent)))


def _show_lessons(out: Console, lessons: Lessons, found: Truancy, since: date | None) -> None:
    rows, used = (sum(s.rows for s in lessons.sources), sum(s.used for s in lessons.sources))
    registers = "1 register" if len(lessons.sources) == 1 else f"{len(lessons.sources)} registers"
    line = f"Lessons: {registers}, {rows:,} rows, {used:,} used, {rows - used:,} set aside"
    out.print(cell(line, "bold"))
    missed = [
        row for row in lessons.missed.rows(named=True) if since is None or row["date"] >= since
    ]
    out.print(cell(f"In school, and not in the lesson: {len(missed):,}"))
    if missed:
        _show_missed(out, missed, {pupil.pupil_id: pupil for pupil in found.pupils})
    for title, frame, columns in (
        ("Subjects", lessons.subjects, ("subject",)),
        ("Classes", lessons.classes, ("class_name", "teacher")),
    ):
        _show_rates(out, title, frame, columns, lessons.low_percent)


def _show_missed(
    out: Console, missed: list[dict[str, object]], pupils: dict[str, PupilTruancy]
) -> None:
    """The latest first."""
    table = plain_table("Date", "Pupil", "Form", "Lesson", "Time", "Teacher", "Row")
    latest = sorted(missed, key=lambda row: (row["date"], str(row["starts"])), reverse=True)
    for row in latest[:_MOST]:
        pupil = pupils.get(str(row["pupil_id"]))
        name = pupil.name if pupil else str(row["pupil_id"])
        lesson = row["subject"] or row["class_name"]
        at = str(row["starts"])[:5] if row["starts"] else (row["period"] and f"P{row['period']}")
        form = pupil.registration_group if pupil else ""
        texts = [day(row["date"]), name[:_WIDEST], form, lesson, at, row["teacher"]]
        texts.append(row["source_row"])
        table.add_row(*(cell(text) for text in texts))
    out.print(table)
    if len(latest) > _MOST:
        left = f"{len(latest) - _MOST:,} more: --format csv --list missed"
        out.print(cell(left, "dim"))


def _show_rates(
    out: Console, title: str, frame: pl.DataFrame, columns: tuple[str, ...], level: int
) -> None:
    """Those below the level of the setting, the lowest first; small groups are counted alone."""
    low = frame.filter("is_low").rows(named=True)
    small = int(frame["is_small"].sum())
    out.print()
    line = f"{title} with lesson attendance below {level}%: {len(low):,} of {frame.height:,} (§16)"
    out.print(cell(line, "bold"))
    if low:
        heads = [name.replace("_name", "").capitalize() for name in columns]
        numbers = ("Pupils", "Lessons", "Attended", "Missed in school")
        table = plain_table(*heads, *numbers, numbers=numbers)
        for row in low[:_MOST]:
            rate = percent(row["attended_lessons"], row["possible_lessons"], [level])
            counts = (row["pupils"], row["possible_lessons"], rate, row["missed_while_present"])
            table.add_row(*(cell(text) for text in (*(row[name] for name in columns), *counts)))
        out.print(table)
    if len(low) > _MOST:
        left = f"{len(low) - _MOST:,} more: --format csv --list {title.lower()}"
        out.print(cell(left, "dim"))
    if small:
        out.print(cell(f"Not ranked, as too few pupils are in them: {small:,}", "dim"))

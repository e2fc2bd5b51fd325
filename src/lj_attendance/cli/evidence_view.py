"""Evidence on the terminal: what is still asked for first, then what to review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lj_attendance.cli.console import answer, cell, day, plain_table

if TYPE_CHECKING:
    from rich.console import Console

    from lj_attendance.workflows.evidence.listing import EvidenceAnswer, EvidencePupil, MinorIllness
    from lj_attendance.workflows.evidence.record import ListedEvidence

_ASKS = (
    "No absence of illness or for an appointment is authorised after a Stage 2 letter without "
    "medical evidence: ask the family for it, or consider the code O."
)
_REVIEW = (
    "A minor illness alone is no reason to be away: consider whether the mark is right. "
    "The note is all that is known here."
)


def show_evidence(found: EvidenceAnswer, clause: str, *, verbose: bool) -> None:
    """One pupil a line with spells below it; then one line a pupil, or a mark, to review."""
    out = answer()
    out.print(cell(f"Evidence up to {found.as_of:%A} {day(found.as_of)}", "bold"))
    out.print()
    _show_needed(out, found, clause)
    out.print()
    out.print(cell(f"Sessions of illness whose note is minor: {len(found.minor):,}", "bold"))
    if not found.has_notes:
        out.print(cell("  No file at hand holds notes, so nothing can be told of them.", "dim"))
    if found.minor:
        _below(out, f"{_REVIEW} (§2, §5)")
    for line in _marks(found) if verbose else _pupils(found):
        out.print(cell(f"  {line}"), no_wrap=True, overflow="ellipsis")
    if found.minor and not verbose:
        out.print(
            cell("Each mark with its note: --verbose, with file and row: --format csv", "dim")
        )


def _pupils(found: EvidenceAnswer) -> Iterator[str]:
    """A line a pupil, the most sessions first."""
    of_pupil: dict[str, list[MinorIllness]] = {}
    for each in found.minor:  # the newest first
        of_pupil.setdefault(each.pupil_id, []).append(each)
    for marks in sorted(of_pupil.values(), key=lambda marks: (-len(marks), marks[0].name)):
        notes = Counter(mark.note.casefold() for mark in marks)
        told = ", ".join(f"'{note}' {number}" for note, number in notes.most_common())
        group = marks[0].registration_group or "–"
        yield f"{marks[0].name}  {group}  {len(marks)}, last {day(marks[0].date)}: {told}"


def _marks(found: EvidenceAnswer) -> Iterator[str]:
    for each in found.minor:
        when = f"{each.date:%a} {day(each.date):>11} {each.session}"
        yield f"{when}  {each.name}  '{each.note}'"


def _show_needed(out: Console, found: EvidenceAnswer, clause: str) -> None:
    out.print(cell(f"After a Stage 2 letter, without evidence: {found.needed:,}", "bold"))
    if found.needed:
        _below(out, f"{_ASKS} ({clause})")
    for each in found.pupils:
        group = each.registration_group or "–"
        out.print(cell(f"{each.name}  {group}  letter received {day(each.received)}"))
        for line in _spells(each):
            out.print(cell(f"    {line}"))


def _spells(each: EvidencePupil) -> list[str]:
    lines = []
    for spell in each.spells:
        span = day(spell.first)
        span += "" if spell.first == spell.last else f" to {day(spell.last)}"
        codes = " ".join(dict.fromkeys(session.code for session in spell.sessions))
        number = len(spell.sessions)
        sessions = "1 session" if number == 1 else f"{number} sessions"
        entries = ", ".join(str(number) for number in spell.entries)
        state = f"seen (entry {entries})" if entries else "needed"
        lines.append(f"{span}: {sessions} ({codes}), {state}")
    return lines


def _below(out: Console, text: str) -> None:
    from rich.padding import Padding

    out.print(Padding(cell(text, "dim"), (0, 0, 0, 2)))


def show_listed(listed: Sequence[ListedEvidence]) -> None:
    """One row a piece of evidence."""
    out = answer()
    if not listed:
        out.print("No evidence is on the record.")
        return
    table = plain_table("Entry", "Pupil", "Form", "From", "To", "What", "Seen")
    for each in listed:
        seen = each.seen
        texts = [seen.number, each.name, each.registration_group, day(seen.first_day)]
        texts += [day(seen.last_day), seen.what, day(seen.on)]
        table.add_row(*(cell(text) for text in texts))
    out.print(table)

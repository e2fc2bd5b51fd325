"""What the ledger holds of one pupil, entry by entry, as an evidence pack shows it.

Every kind of entry is shown, those too that this module has no words for. An entry taken back as
a mistake is named without its words, for they may be about somebody else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lj_attendance.ledger.events import (
    AMENDMENT,
    CASE_WARNING,
    CONTACT,
    LEAVE_ANSWERED,
    LETTER_ISSUED,
    LETTER_WITHDRAWN,
    LIFT,
    NOTICE_WITHDRAWN,
    TAKEN_BACK,
    TRUANCY_WARNED,
    Event,
)
from lj_attendance.workflows.evidence_pack.words import (
    LABELS,
    SECTIONS,
    TITLES,
    UNSAID,
    in_words,
    title_of,
)

_ENDINGS = {
    LETTER_WITHDRAWN: "Withdrawn",
    NOTICE_WITHDRAWN: "Withdrawn",
    LIFT: "Lifted",
    TAKEN_BACK: "Taken back",
}
"""Entries that are told with the one they end."""

SUPPORT, CONTACTS, OTHER = "support", "contacts", "other"
_LETTERS = (LETTER_ISSUED, LEAVE_ANSWERED, TRUANCY_WARNED, CASE_WARNING)
_SUPPORTING = ("support", "meeting")  # means of contact told under support


@dataclass(frozen=True)
class Document:
    """A file as it was sent, by the hash of its content."""

    file: str
    sha256: str
    is_edited: bool = False  # changed by hand after lja wrote it, and sent so


@dataclass(frozen=True)
class PackEntry:
    """One entry of the ledger in words."""

    number: int
    on: date
    recorded_at: str  # UTC
    kind: str
    title: str
    fields: tuple[tuple[str, str], ...]  # label and text
    documents: tuple[Document, ...]
    by: str
    ended: str = ""  # when and why it was withdrawn, lifted or taken back; empty: it stands
    is_mistake: bool = False  # taken back: its words are left out
    notes: tuple[str, ...] = ()  # what the register now says of it

    @property
    def lacks_document(self) -> bool:
        """Whether it is a letter of which no document's hash is kept."""
        is_letter = self.kind in _LETTERS and not self.is_mistake
        return is_letter and not self.documents and (LABELS["warning"], "none") not in self.fields


def entries_of(
    events: Sequence[Event], pupil_id: str, day: date, hidden: Collection[str] = ()
) -> tuple[PackEntry, ...]:
    """The pupil's entries up to the end of a day, in order of day; endings with what they end.

    `hidden` are the names of people whose addresses stay out of the document.
    """
    known = [event for event in events if event.pupil_id == pupil_id and event.on <= day]
    endings = {event.corrects: event for event in known if event.kind in _ENDINGS}
    shown = [event for event in known if event.kind not in _ENDINGS]
    ordered = sorted(shown, key=lambda event: (event.on, event.number))
    return tuple(_entry(event, endings.get(event.number), hidden) for event in ordered)


def later_entries(events: Sequence[Event], pupil_id: str, day: date) -> int:
    """How many entries of the pupil are of a day after the record's."""
    return sum(event.pupil_id == pupil_id and event.on > day for event in events)


def by_section(entries: Sequence[PackEntry]) -> dict[str, tuple[PackEntry, ...]]:
    """The entries under each of SECTIONS; a meeting is both a contact and support."""
    found: dict[str, list[PackEntry]] = {name: [] for name in SECTIONS}
    for entry in entries:
        for name in _sections(entry):
            found[name].append(entry)
    return {name: tuple(of_section) for name, of_section in found.items()}


def _sections(entry: PackEntry) -> Iterator[str]:
    if entry.kind == AMENDMENT:
        yield "amendments"
        return
    if entry.kind != CONTACT:
        home = (name for name, kinds in SECTIONS.items() if entry.kind in kinds)
        yield next(home, OTHER)
    elif entry.title.lower() != SUPPORT:
        yield CONTACTS
    if _is_support(entry):
        yield SUPPORT


def _is_support(entry: PackEntry) -> bool:
    has_targets = any(label == LABELS["targets"] and text for label, text in entry.fields)
    return has_targets or (entry.kind == CONTACT and entry.title.lower() in _SUPPORTING)


def standing(entries: Sequence[PackEntry]) -> list[PackEntry]:
    """Those not withdrawn, lifted or taken back."""
    return [entry for entry in entries if not entry.ended]


def _entry(event: Event, ending: Event | None, hidden: Collection[str]) -> PackEntry:
    entry = PackEntry(
        number=event.number,
        on=event.on,
        recorded_at=event.recorded_at,
        kind=event.kind,
        title=title_of(event.kind, event.detail),
        fields=tuple(_fields(event, hidden)),
        documents=documents_of(event.detail),
        by=event.by,
        ended=_ended(ending) if ending else "",
    )
    if ending is None or ending.kind != TAKEN_BACK:
        return entry
    title = TITLES.get(event.kind, event.kind.replace("_", " ").capitalize())
    return replace(entry, title=title, fields=(), documents=(), is_mistake=True)


def _ended(ending: Event) -> str:
    reason = str(ending.detail.get("reason") or "no reason given")
    by = f", by {ending.by}" if ending.by else ""
    on = f"{ending.on.day} {ending.on:%b %Y}"
    return f"{_ENDINGS[ending.kind]} on {on}{by}: {reason} (entry {ending.number})"


def _fields(event: Event, hidden: Collection[str]) -> Iterator[tuple[str, str]]:
    if event.corrects is not None:
        yield "Corrects", f"entry {event.corrects}"
    detail = {**(event.detail.get("letter") or {}), **event.detail}
    known = [name for name in LABELS if name in detail]
    unknown = [name for name in detail if name not in LABELS and name not in UNSAID]
    for name in (*known, *unknown):
        text = in_words(name, detail[name], hidden)
        if text:
            yield LABELS.get(name, name.replace("_", " ").capitalize()), text


def documents_of(detail: Mapping[str, Any]) -> tuple[Document, ...]:
    """The files of an entry, or of the letter that it records."""
    told = detail.get("documents") or (detail.get("letter") or {}).get("documents") or ()
    return tuple(
        Document(str(each["file"]), str(each["sha256"]), bool(each.get("edited")))
        for each in told
        if isinstance(each, Mapping) and each.get("file") and each.get("sha256")
    )

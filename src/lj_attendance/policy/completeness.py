"""What a record of a pupil's attendance lacks before it can be called complete (§5, §6, §18).

Whoever reads it may rely on it in court: what is unknown is said, and nothing is assumed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lj_attendance.policy.completeness_words import REMEDIES, run_text, session_text

_UNMARKED = "-"  # in an amendment
Place = tuple[date, str]
"""A day, and AM or PM."""


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: what, where, and what to do about it."""

    kind: str  # a key of REMEDIES
    what: str  # a sentence that names no pupil
    where: str
    remedy: str


@dataclass(frozen=True)
class MarkFact:
    """A session of the register with something to settle, and its file and row."""

    date: date
    session: str
    code: str  # empty: unmarked
    source: str
    age: int = 0  # school days of the school since


@dataclass(frozen=True)
class RowFact:
    """A row or file whose marks are not counted, or not surely: an error finding."""

    what: str
    source: str


@dataclass(frozen=True)
class ChangeFact:
    """A mark that a later export gives differently."""

    date: date
    session: str
    original: str
    amended: str
    source: str


@dataclass(frozen=True)
class AmendmentFact:
    """A recorded amendment; `lacks` names those of the five fields that it does not tell."""

    source: str
    date: date
    session: str
    original: str
    amended: str
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordFacts:
    """What is known of a pupil's record for a span of days, on the as-of date."""

    has_ledger: bool
    ledger_faults: tuple[str, ...]
    unexplained: tuple[MarkFact, ...]  # every N, however young
    unmarked: tuple[MarkFact, ...]
    without_evidence: tuple[MarkFact, ...]  # after the Stage 2 letter was received
    expected: tuple[Place, ...]  # sessions of the school while the pupil was on roll, in order
    marks: Mapping[Place, str]  # what the register holds now; empty: unmarked, or not counted
    errors: tuple[RowFact, ...]
    changes: tuple[ChangeFact, ...]
    amendments: tuple[AmendmentFact, ...]
    letters_without_hash: tuple[str, ...]  # what each is, with its entry
    notices_without_parent: tuple[str, ...]
    contacts: int  # calls, visits, meetings and messages, tried or made
    support: int  # support offered, and targets set at a conference
    has_parent: bool
    details: Mapping[str, object]  # of the pupil, by name; empty: the exports do not tell it


def missing(facts: RecordFacts) -> tuple[Missing, ...]:
    """Everything that is missing, the ledger first; nothing when the record is complete."""
    return (*_ledger(facts), *_register(facts), *_amendments(facts), *_acts(facts), *_who(facts))


def _missing(kind: str, what: str, where: str) -> Missing:
    return Missing(kind, what, where, REMEDIES[kind])


def _ledger(facts: RecordFacts) -> Iterator[Missing]:
    for fault in facts.ledger_faults:
        yield _missing("ledger_fault", f"The ledger does not hold. {fault}", "ledger.db")
    if not facts.has_ledger:
        yield _missing("no_ledger", "There is no ledger: no letter or call is known.", "-")


def _register(facts: RecordFacts) -> Iterator[Missing]:
    for error in facts.errors:
        yield _missing("error", error.what, error.source)
    for mark in facts.unexplained:
        days = "1 school day" if mark.age == 1 else f"{mark.age} school days"
        what = f"N on {session_text(mark.date, mark.session)} is still open, for {days}."
        yield _missing("open_n", what, mark.source)
    for mark in facts.unmarked:
        what = f"No mark was taken on {session_text(mark.date, mark.session)}."
        yield _missing("unmarked", what, mark.source)
    for run in gaps(facts.expected, facts.marks):
        yield _missing("gap", f"The exports hold nothing for {run_text(run)}.", "all files")
    for mark in facts.without_evidence:
        when = session_text(mark.date, mark.session)
        what = f"{mark.code} on {when}, after the Stage 2 letter, has no evidence on the ledger."
        yield _missing("no_evidence", what, mark.source)


def gaps(expected: Sequence[Place], marks: Collection[Place]) -> list[list[Place]]:
    """The expected sessions without any row, those that follow on each other together."""
    runs: list[list[Place]] = []
    is_open = False
    for place in expected:
        if place in marks:
            is_open = False
        elif is_open:
            runs[-1].append(place)
        else:
            runs.append([place])
            is_open = True
    return runs


def _amendments(facts: RecordFacts) -> Iterator[Missing]:
    """§6 and the law: original and amended entry, reason, date, and who made it, in what role."""
    whole = [each for each in facts.amendments if not each.lacks]
    for each in facts.amendments:
        as_changed = ChangeFact(each.date, each.session, each.original, each.amended, each.source)
        if each.lacks and not accounts_for(whole, as_changed):
            when = session_text(each.date, each.session)
            what = f"The amendment of {when} does not tell {', '.join(each.lacks)}."
            yield _missing("amendment_lacks", what, each.source)
    for change in facts.changes:
        if not accounts_for(whole, change):
            when = session_text(change.date, change.session)
            what = (
                f"The mark of {when} was changed from {change.original} to {change.amended} "
                "between two exports; no amendment with its five fields accounts for it."
            )
            yield _missing("change", what, change.source)
    last = {(each.date, each.session): each for each in whole}
    for place, each in last.items():
        now = facts.marks.get(place)
        if now is not None and _mark(now or _UNMARKED) != _mark(each.amended):
            what = (
                f"By its amendment the mark of {session_text(*place)} is {each.amended}; "
                f"the register has {now or 'none'}."
            )
            yield _missing("amendment_not_made", what, each.source)


def accounts_for(amendments: Sequence[AmendmentFact], change: ChangeFact) -> bool:
    """Whether amendments of that session lead from the original mark to the later one.

    In one step or several: of marks changed twice between two exports, these show the last.
    """
    of_session = [
        each for each in amendments if (each.date, each.session) == (change.date, change.session)
    ]
    reached, before = {_mark(change.original)}, 0
    while len(reached) > before:
        before = len(reached)
        reached |= {_mark(each.amended) for each in of_session if _mark(each.original) in reached}
    return _mark(change.amended) in reached


def _mark(code: str) -> str:
    """The mark; present is one, however the register writes it."""
    return "/" if code == "\\" else code


def _acts(facts: RecordFacts) -> Iterator[Missing]:
    for letter in facts.letters_without_hash:
        what = f"No document's hash is kept of {letter}: what it said cannot be shown."
        yield _missing("no_hash", what, "the ledger")
    for notice in facts.notices_without_parent:
        what = f"No parent is named for {notice}."
        yield _missing("notice_without_parent", what, "the ledger")
    if not facts.contacts:
        yield _missing("no_contact", "No contact with the family is recorded.", "the ledger")
    if not facts.support:
        yield _missing("no_support", "No support offered is recorded.", "the ledger")


def _who(facts: RecordFacts) -> Iterator[Missing]:
    for name, value in facts.details.items():
        if not value:
            yield _missing("detail", f"The pupil's {name} is not known.", "the roll")
    if not facts.has_parent:
        what = "No parent is known: nobody with parental responsibility, and no primary contact."
        yield _missing("no_parent", what, "the contacts")

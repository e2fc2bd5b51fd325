"""Who is due which letter, and why: marks, roll and ledger in, decisions out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import polars as pl

from lj_attendance.ledger.events import Event
from lj_attendance.ledger.replay import SentLetter, holds_on, letters_on
from lj_attendance.policy.settings import Settings
from lj_attendance.policy.stages.deciding import decide
from lj_attendance.policy.stages.facts import (
    DUE,
    Decision,
    Held,
    PeriodEnd,
    PupilFacts,
    Sent,
    StageRules,
)
from lj_attendance.policy.stages.speak_first import speak_first
from lj_attendance.school_year import Calendar, academic_year_start, school_day_after
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.stages.facts import facts_on

FLAG = "the marks have changed since: the Stage {stage} letter of {day} would not have been due"


@dataclass(frozen=True)
class PupilStage:
    """One pupil's decision, with the names and figures to show beside it."""

    decision: Decision
    facts: PupilFacts
    speak_first: tuple[str, ...]
    flags: tuple[str, ...]  # letters that the marks no longer bear out
    last: Sent | None  # the letter of the stage last sent
    surname: str
    forename: str
    year_group: str
    registration_group: str

    @property
    def is_due(self) -> bool:
        """Whether a letter is due now: not held, not waiting."""
        return self.decision.status == DUE


@dataclass(frozen=True)
class Stages:
    """The answer of `lja stages`: every pupil of the roll or the register."""

    reading: Reading
    as_of: date
    pupils: tuple[PupilStage, ...]


def rules_on(settings: Settings, day: date) -> StageRules:
    """The numbers of §18 in force on a day."""
    return StageRules(
        minimum_possible=settings.number("minimum_possible_sessions", day),
        escalating_codes=frozenset(settings.texts("escalating_codes", day)),
        monitoring_days={
            2: settings.number("stage_2_monitoring_school_days", day),
            3: settings.number("stage_3_monitoring_school_days", day),
        },
        rapid_fall=settings.decimal("rapid_fall_points", day),
        target_percent=settings.number("stage_3_target_percent", day),
    )


def stages(
    reading: Reading, events: Sequence[Event], settings: Settings, calendar: Calendar
) -> Stages:
    """What every pupil is due on the as-of date of what was read."""
    as_of = reading.as_of
    facts = facts_on(reading, settings, as_of)
    sent = _sent_letters(reading, events, settings, as_of)
    decisions = _decisions(reading, facts, sent, events, settings, calendar, as_of)
    flags = _flags(reading, events, settings, calendar)
    below = settings.number("speak_first_below_percent", as_of)
    pupils = []
    for row in reading.roll.sort("surname", "forename", "pupil_id", nulls_last=True).rows(
        named=True
    ):
        pupil_id = row["pupil_id"]
        fact, decision = facts[pupil_id], decisions[pupil_id]
        told = speak_first(
            decision.stage_due,
            fact.attended,
            fact.possible,
            below_percent=below,
            is_persistently_absent=fact.is_persistently_absent,
            groups=fact.groups,
        )
        names = [row[name] or "" for name in _NAMES]
        flagged = replace(decision, reasons=(*decision.reasons, *flags.get(pupil_id, ())))
        last = sent[pupil_id][-1] if sent[pupil_id] else None
        pupils.append(PupilStage(flagged, fact, told, flags.get(pupil_id, ()), last, *names))
    return Stages(reading, as_of, tuple(pupils))


_NAMES = ("surname", "forename", "year_group", "registration_group")


def _sent_letters(
    reading: Reading, events: Sequence[Event], settings: Settings, day: date
) -> dict[str, list[Sent]]:
    """The letters of each pupil that count on a day, the last stage last."""
    restarts = settings.is_on("stages_restart_each_year", day)
    figures = _Figures(reading, settings)
    letters: dict[str, list[Sent]] = defaultdict(list)
    for letter in letters_on(events, day, academic_year_start(day) if restarts else None):
        letters[letter.pupil_id].append(_sent(letter, figures))
    for of_pupil in letters.values():
        of_pupil.sort(key=lambda letter: (letter.stage, letter.issued_on))
    return letters


def _decisions(
    reading: Reading,
    facts: dict[str, PupilFacts],
    sent: dict[str, list[Sent]],
    events: Sequence[Event],
    settings: Settings,
    calendar: Calendar,
    day: date,
) -> dict[str, Decision]:
    """The decision at the end of a day on every pupil of whom there are facts."""
    holds = {
        pupil_id: Held(hold.reason, hold.until) for pupil_id, hold in holds_on(events, day).items()
    }
    rules, period_end = rules_on(settings, day), period_ends(reading, calendar, day)
    return {
        pupil_id: decide(
            fact, tuple(sent.get(pupil_id, ())), holds.get(pupil_id), rules, period_end, day
        )
        for pupil_id, fact in facts.items()
    }


def period_ends(reading: Reading, calendar: Calendar, as_of: date) -> PeriodEnd:
    """The nth school day after a day, by the register so far and the calendar from then on."""
    sessions = reading.evidence.sessions
    marked = sessions.filter(pl.col("possible") > 0)["date"].unique().sort().to_list()

    @cache
    def nth_after(day: date, number: int) -> date | None:
        return school_day_after(day, number, marked, as_of, calendar)

    return nth_after


class _Figures:
    """Figures of any pupil on any day, worked out from the marks once a day."""

    def __init__(self, reading: Reading, settings: Settings) -> None:
        self._reading, self._settings = reading, settings
        self._of_day: dict[date, dict[str, PupilFacts]] = {}

    def on(self, pupil_id: str, day: date) -> tuple[int, int]:
        """Attended and possible sessions, year to date at the end of a day."""
        if day not in self._of_day:
            self._of_day[day] = facts_on(self._reading, self._settings, day)
        fact = self._of_day[day].get(pupil_id)
        return (fact.attended, fact.possible) if fact else (0, 0)


def _sent(letter: SentLetter, figures: _Figures) -> Sent:
    """A letter with its figures: those it was sent on, else (imported) those of its day."""
    attended, possible = letter.attended, letter.possible
    if attended is None or possible is None:
        attended, possible = figures.on(letter.pupil_id, letter.issued_on)
    return Sent(letter.stage, letter.issued_on, letter.received_on, attended, possible)


def _flags(
    reading: Reading, events: Sequence[Event], settings: Settings, calendar: Calendar
) -> dict[str, tuple[str, ...]]:
    """Letters that would not have been due by the marks as they stand now; never undone."""
    by_day: dict[date, list[SentLetter]] = defaultdict(list)
    for letter in letters_on(events, reading.as_of, academic_year_start(reading.as_of)):
        if letter.as_of is not None and letter.attended is not None:
            by_day[letter.as_of].append(letter)
    found: dict[str, list[str]] = defaultdict(list)
    for day, letters in by_day.items():
        facts = facts_on(reading, settings, day, [letter.pupil_id for letter in letters])
        changed = [letter for letter in letters if _has_changed(letter, facts)]
        for letter in changed:
            before = [event for event in events if event.number < letter.number]
            fact = facts[letter.pupil_id]
            one = {letter.pupil_id: replace(fact, has_left=False, is_listed=True)}
            sent = _sent_letters(reading, before, settings, day)
            decisions = _decisions(reading, one, sent, before, settings, calendar, day)
            now = decisions[letter.pupil_id]
            if now.stage_due != letter.stage:
                day_text = f"{letter.issued_on.day} {letter.issued_on:%b %Y}"
                found[letter.pupil_id].append(FLAG.format(stage=letter.stage, day=day_text))
    return {pupil_id: tuple(flags) for pupil_id, flags in found.items()}


def _has_changed(letter: SentLetter, facts: dict[str, PupilFacts]) -> bool:
    """Whether the figures or the sessions behind a letter are not those of the register now."""
    fact = facts.get(letter.pupil_id)
    if fact is None:
        return False
    listed = {tuple(session) for session in letter.detail.get("sessions", [])}
    now = {(str(a.date), a.session, a.code) for a in fact.absences}
    return (letter.attended, letter.possible) != (fact.attended, fact.possible) or not listed <= now

"""The sentences of truancy: what happened, so that a person can check it; never who somebody is."""

from __future__ import annotations

from collections.abc import Iterator

from lj_attendance.policy.stages.words import day_text
from lj_attendance.policy.truancy.facts import ABSENT, LESSON, NOT_BACK, SEEN, Instance, Part

_SHOWN = 4  # lessons named in one sentence
_SEEN = {NOT_BACK: "not back after signing out", SEEN: "seen by staff out of school or of lessons"}


def what_text(instance: Instance) -> str:
    """What happened, and when: `2 sessions missed (O), 12 Nov 2026 to 13 Nov 2026`.

    To stand within a sentence: no capital, no full stop.
    """
    first, last = day_text(instance.first_day), day_text(instance.last_day)
    days = first if first == last else f"{first} to {last}"
    return f"{'; '.join(_whats(instance))}, {days}"


def _whats(instance: Instance) -> Iterator[str]:
    sessions = [part for part in instance.parts if part.kind == ABSENT]
    if sessions:
        codes = ", ".join(dict.fromkeys(part.code for part in sessions))
        number = "1 session" if len(sessions) == 1 else f"{len(sessions)} sessions"
        yield f"{number} missed ({codes})"
    lessons = [part for part in instance.parts if part.kind == LESSON]
    if lessons:
        named = ", ".join(lesson_text(part) for part in lessons[:_SHOWN])
        more = f" and {len(lessons) - _SHOWN} more" if len(lessons) > _SHOWN else ""
        number = "1 lesson" if len(lessons) == 1 else f"{len(lessons)} lessons"
        yield f"{number} missed while in school ({named}{more})"
    for part in instance.parts:
        if part.kind in _SEEN:
            half = f" {part.session}" if part.session else ""
            yield f"{_SEEN[part.kind]}{half} (entry {part.entry})"


def lesson_text(part: Part) -> str:
    """A lesson in words, as `Mathematics, 09:00` or `8X/Ma1, period 3`."""
    name = part.subject or part.class_name or "a lesson"
    if part.starts:
        return f"{name}, {part.starts}"
    return f"{name}, period {part.period}" if part.period else name

"""The reasons of a decision, in words that a person can check against the register."""

from __future__ import annotations

from datetime import date

from lj_attendance.policy.stages.facts import Absence, Case

_SHOWN = 6  # sessions named in one reason


def so_far(case: Case) -> str:
    """The figures, in whole sessions."""
    facts = case.facts
    level = "below" if case.is_below else "not below"
    return (
        f"attended {facts.attended} of {facts.possible} possible sessions, "
        f"{level} {facts.expected_percent}%"
    )


def sent_line(case: Case) -> str:
    """The last letter, and when."""
    last = case.last
    assert last is not None
    sent, received = day_text(last.issued_on), day_text(last.received_on)
    return f"Stage {last.stage} letter sent on {sent}, received on {received}"


def period_line(case: Case, received: date, until: date | None) -> str:
    """The monitoring period after the last letter, and its last day."""
    days = case.rules.monitoring_days[case.last.stage if case.last else 2]
    end = f"until {day_text(until)}" if until else "beyond the calendar of lja.toml"
    return f"monitoring period of {days} school days after {day_text(received)}: {end}"


def then_and_now(case: Case) -> str:
    """Sessions attended at the last letter and now."""
    then, now = case.last, case.facts
    assert then is not None
    was = f"{then.attended} of {then.possible} then"
    return f"{was}, {now.attended} of {now.possible} now"


def nothing_since(after: tuple[Absence, ...]) -> str:
    """That nothing since the letter moves the pupil on."""
    if not after:
        return "no absence since"
    return f"only absence that the school granted or imposed since: {named(after)}"


def named(absences: tuple[Absence, ...]) -> str:
    """Sessions in words: `Tue 3 Nov AM (I), PM (I)`; the day once."""
    parts: list[str] = []
    for place, absence in enumerate(absences[:_SHOWN]):
        again = place > 0 and absences[place - 1].date == absence.date
        day = "" if again else f"{absence.date:%a} {absence.date.day} {absence.date:%b} "
        parts.append(f"{day}{absence.session} ({absence.code})")
    more = len(absences) - _SHOWN
    return ", ".join(parts) + (f" and {more} more" if more > 0 else "")


def day_text(day: date) -> str:
    """A day as people write it: `3 Nov 2026`."""
    return f"{day.day} {day:%b %Y}"

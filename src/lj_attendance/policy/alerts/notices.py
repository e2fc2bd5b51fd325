"""Penalty notices of a pupil by parent: what was issued, and what may still be.

The national framework: at most two to one parent for one child in three rolling years; the second
costs a flat rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lj_attendance.policy.alerts.facts import PenaltyNotice
from lj_attendance.policy.settings import Settings
from lj_attendance.policy.stages.words import day_text
from lj_attendance.school_year import months_before


@dataclass(frozen=True)
class NoticeTerms:
    """The law on penalty notices in force on a day."""

    most: int  # to one parent for one child
    months: int  # calendar months, rolling
    early_pounds: int  # a first notice, paid within `early_days`
    first_pounds: int  # a first notice, paid later
    early_days: int  # calendar days
    second_pounds: int
    begins: date  # of the national framework: a notice from before it does not count


def notice_terms_on(settings: Settings, day: date) -> NoticeTerms:
    """The law's numbers in force on a day."""
    early, first = settings.numbers("penalty_first_pounds", day)
    return NoticeTerms(
        most=settings.number("penalty_most_notices", day),
        months=settings.number("penalty_months", day),
        early_pounds=early,
        first_pounds=first,
        early_days=settings.number("penalty_early_days", day),
        second_pounds=settings.number("penalty_second_pounds", day),
        begins=settings.first("penalty_most_notices").in_force_from,
    )


def notices_told(
    notices: Sequence[PenaltyNotice], parents: Sequence[str], terms: NoticeTerms, as_of: date
) -> tuple[str, ...]:
    """A sentence a parent named by a notice or among `parents`: what was issued, what may be.

    Names are compared without case and spaces. A notice that names nobody is told apart, as it
    may count for any of them.
    """
    known: dict[str, str] = {}
    for name in (*parents, *(notice.parent for notice in notices)):
        if name.strip():
            known.setdefault(_plain(name), " ".join(name.split()))
    counted = _counted(notices, terms, as_of)
    told = [_of_parent(name, counted.get(key, []), terms) for key, name in known.items()]
    nameless = counted.get("", [])
    if nameless:
        told.append(
            f"{_issued(nameless, terms)} without a named parent: find out to whom before another."
        )
    if not told:
        told.append(f"No parent is named in the contacts; no notice is recorded. {_first(terms)}")
    return tuple(told)


def _counted(
    notices: Sequence[PenaltyNotice], terms: NoticeTerms, as_of: date
) -> dict[str, list[date]]:
    """The days of issue within the rolling months that end with a day, by parent.

    The months are counted from the first notice on or after the framework's first day.
    """
    before = months_before(as_of, terms.months)  # the same day, so many months ago: no more counted
    found: dict[str, list[date]] = {}
    for notice in sorted(notices, key=lambda each: (each.issued_on, each.number)):
        if before < notice.issued_on <= as_of and notice.issued_on >= terms.begins:
            found.setdefault(_plain(notice.parent), []).append(notice.issued_on)
    return found


def _of_parent(name: str, issued: list[date], terms: NoticeTerms) -> str:
    return f"{name}: {_issued(issued, terms)}. {_next(len(issued), terms)}"


def _issued(days: list[date], terms: NoticeTerms) -> str:
    number = "1 notice" if len(days) == 1 else f"{len(days) or 'no'} notices"
    listed = f" ({', '.join(map(day_text, days))})" if days else ""
    return f"{number} in the last {terms.months} months{listed}"


def _next(issued: int, terms: NoticeTerms) -> str:
    if issued >= terms.most:
        return (
            f"No further notice may be issued: {terms.most} are the most. Other legal action is "
            "for the local authority and the head teacher."
        )
    if issued:
        return f"A second may be issued: £{terms.second_pounds}."
    return _first(terms)


def _first(terms: NoticeTerms) -> str:
    return (
        f"A first may be issued: £{terms.early_pounds} if paid within {terms.early_days} days, "
        f"else £{terms.first_pounds}."
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())

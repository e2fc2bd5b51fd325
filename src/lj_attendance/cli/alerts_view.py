"""Alerts on the terminal: the gravest kind first, and what each asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from lj_attendance.cli.console import answer, cell, day, visible

if TYPE_CHECKING:
    from rich.console import Console

    from lj_attendance.workflows.alerts.listing import PupilAlert
    from lj_attendance.workflows.alerts.returns import ReturnRow, Returns

_WIDEST = 28  # characters of a name; the ID stands in the CSV
_WORDS = {"owed": "owed", "done": "done", "not_recorded": "not recorded"}
_LISTS_SESSIONS = "penalty_threshold"


def show_alerts(as_of: date, alerts: Sequence[PupilAlert], *, done: int, verbose: bool) -> None:
    """One group a kind, one alert a line with its figures below; those left out are counted."""
    out = answer()
    out.print(cell(f"Alerts on {as_of:%A} {day(as_of)}", "bold"))
    out.print(cell(_summary(alerts)))
    for _, of_kind in groupby(alerts, key=lambda each: each.alert.kind):
        out.print()
        _show_kind(out, list(of_kind), verbose=verbose)
    _show_conflicts(out, [each for each in alerts if each.alert.conflicts])
    if done:
        out.print()
        out.print(cell(f"{done:,} more shown as done by the ledger: --all", "dim"))
    if any(each.alert.status == "not_recorded" for each in alerts):
        out.print()
        out.print(cell("Not recorded: it arose before the ledger began. It may be done.", "dim"))


def _summary(alerts: Sequence[PupilAlert]) -> str:
    if not alerts:
        return "Nothing to tell."
    pupils = len({each.alert.pupil_id for each in alerts})
    states = Counter(each.alert.status for each in alerts)
    parts = [f"{words}: {states[state]:,}" for state, words in _WORDS.items() if states[state]]
    whom = "1 pupil" if pupils == 1 else f"{pupils:,} pupils"
    number = "1 alert" if len(alerts) == 1 else f"{len(alerts):,} alerts"
    return " · ".join((whom, number, *parts))


def _show_kind(out: Console, alerts: list[PupilAlert], *, verbose: bool) -> None:
    """What the kind asks once, then each pupil, so that all fits a narrow terminal."""
    first = alerts[0]
    out.print(cell(f"{first.title}: {len(alerts):,}", "bold"))
    _below(out, f"{first.alert.asks} ({first.law})", 2)
    names = [visible(each.name) for each in alerts]
    groups = [each.registration_group or "–" for each in alerts]
    widths = [min(max(map(len, texts)), _WIDEST) for texts in (names, groups)]
    for each, name, group in zip(alerts, names, groups, strict=True):
        out.print(cell(_line(each, name, group, widths)), no_wrap=True, overflow="ellipsis")
        _below(out, _why(each, verbose=verbose), 4)


def _show_conflicts(out: Console, alerts: list[PupilAlert]) -> None:
    """Holds and leave of each pupil, and the alerts that they do not take away."""
    if not alerts:
        return
    by_fact: dict[tuple[str, tuple[str, ...]], list[PupilAlert]] = {}
    for each in alerts:
        by_fact.setdefault((each.alert.pupil_id, each.alert.conflicts), []).append(each)
    out.print()
    out.print(cell(f"For a person to decide: {len(by_fact):,}", "bold"))
    _below(out, "Facts on record that stand against each other. No alert is hidden by them.", 2)
    for (_, facts), against in by_fact.items():
        name, group = visible(against[0].name)[:_WIDEST], against[0].registration_group or "–"
        out.print(cell(f"{name}  {group}"), no_wrap=True, overflow="ellipsis")
        _below(out, visible(" ".join(facts)), 4)
        for each in against:
            _below(out, f"Against it: {each.title}, since {day(each.alert.since)} ({each.law})", 4)


def _below(out: Console, text: str, indent: int) -> None:
    from rich.padding import Padding

    out.print(Padding(cell(text, "dim"), (0, 0, 0, indent)))


def _line(each: PupilAlert, name: str, group: str, widths: list[int]) -> str:
    from rich.cells import set_cell_size

    alert = each.alert
    state = f"done {day(alert.done.on)}" if alert.done else _WORDS[alert.status]
    parts = [
        set_cell_size(name, widths[0]),
        set_cell_size(group, widths[1]),
        f"{day(alert.since):>11}",
        state,
        *(["warning"] if alert.is_warning else []),
        *([] if alert.is_current else ["ended"]),
    ]
    return "  ".join(parts)


def _why(each: PupilAlert, *, verbose: bool) -> str:
    alert = each.alert
    listed = alert.kind == _LISTS_SESSIONS or verbose
    parts = [alert.what, f"Sessions: {_sessions(each)}." if listed else "", *alert.notices]
    return " ".join(part for part in parts if part)


def _sessions(each: PupilAlert) -> str:
    """Every session, a day once: `3 Nov AM (O), PM (O), 4 Nov AM (G)`."""
    parts = []
    for on, of_day in groupby(each.alert.sessions, key=lambda session: session.date):
        halves = ", ".join(f"{session.session} ({session.code})" for session in of_day)
        parts.append(f"{on.day} {on:%b} {halves}")
    return ", ".join(parts)


def show_returns(found: Returns) -> None:
    """One list a kind; before a removal, what the law requires."""
    out = answer()
    out.print(cell(f"For the local authority, as of {day(found.as_of)}", "bold"))
    for kind, rows in found.lists.items():
        out.print()
        out.print(cell(f"{found.titles[kind]}: {len(rows):,}", "bold"))
        if kind == "removal_considered":
            _below(out, f"{found.removal_statement} ({found.removal_source})", 2)
        for row in rows:
            out.print(cell(_return_line(row)), no_wrap=True, overflow="ellipsis")
            _below(out, _return_fields(row), 4)
    if found.done:
        out.print()
        out.print(cell(f"{found.done:,} more shown as reported by the ledger: --all", "dim"))


def _return_line(row: ReturnRow) -> str:
    alert = row.told.alert
    days = f"{len(row.days)} school days, {day(row.days[0])} to {day(row.days[-1])}"
    state = f"done {day(alert.done.on)}" if alert.done else _WORDS[alert.status]
    parts = [visible(row.full_name or alert.pupil_id)[:_WIDEST], days, state]
    return "  ".join(parts if alert.is_current else [*parts, "ended"])


def _days(row: ReturnRow) -> str:
    """Every day, as they need not follow one another."""
    return ", ".join(f"{on.day} {on:%b}" for on in row.days)


def _return_fields(row: ReturnRow) -> str:
    whose = f" (address of {row.address_of})" if row.address_of and row.address else ""
    fields = {
        "UPN": row.upn,
        "born": row.date_of_birth,
        "year": row.told.year_group,
        "address": f"{row.address}{whose}" if row.address else None,
        "cause": row.cause,
        "days": _days(row) if row.told.alert.kind == "sickness_return" else "",
        "parents": " / ".join(row.parents) if row.told.alert.kind == "removal_considered" else "",
        "not at hand": ", ".join(row.missing),
    }
    return "; ".join(f"{name} {value}" for name, value in fields.items() if value)

"""Requests for leave on the terminal: the recommendation first, then each rule that bears on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from lj_attendance.cli.console import answer, aside, cell, day, percent, plain_table, visible

if TYPE_CHECKING:
    from rich.console import Console

    from lj_attendance.workflows.leave.file import JudgedFile
    from lj_attendance.workflows.leave.judging import Judged
    from lj_attendance.workflows.leave.listing import ListedRequest
    from lj_attendance.workflows.leave.register import Decided

ADVICE = {
    "refuse": ("Refuse", "bold red"),
    "may_grant": ("May be granted", "bold green"),
    "refer": ("Refer to the head teacher", "bold yellow"),
}
_SHORT = {"refuse": "refuse", "may_grant": "may grant", "refer": "refer"}
_OUTCOMES = {
    "against": ("against", "red"),
    "needs": ("not known", "yellow"),
    "met": ("met", "green"),
    "not_applicable": ("does not apply", "dim"),
}
"""In the order in which they matter."""


def show_judged(judged: Sequence[Judged], *, is_one: bool, explain: bool, verbose: bool) -> None:
    """One request in full; of a file, a line each unless more is asked for."""
    out = answer()
    if is_one or explain or verbose:
        for number, each in enumerate(judged):
            if number:
                out.print()
            _show(out, each, explain=explain, verbose=verbose)
    else:
        _show_list(out, judged)


def _show(out: Console, judged: Judged, *, explain: bool, verbose: bool) -> None:
    from lj_attendance.workflows.pupils import name_of

    found = judged.judgement
    words, style = ADVICE[found.recommendation]
    year = judged.pupil.get("year_group")
    told = [name_of(dict(judged.pupil)), f"Year {year}" if year else "", _asked(judged)]
    out.print(cell(", ".join(part for part in told if part), "bold"))
    out.print(cell(f"{words}. ", style), cell(found.grounds), sep="")
    out.print(cell("The policy's advice; the head teacher decides (§7).", "dim"))
    if explain:
        from lj_attendance.cli.leave_chart_view import show_flow
        from lj_attendance.workflows.leave.chart import flow_of

        out.print()
        show_flow(flow_of(judged))
    else:
        _show_rules(out, judged, verbose=verbose)
    _show_rest(out, judged)


def _asked(judged: Judged) -> str:
    found, request = judged.judgement, judged.judgement.request
    first, last = request.first_day, request.last_day
    span = f"{first:%a} {day(first)}"
    span += f" to {last:%a} {day(last)}" if last != first else ""
    half = {"AM": " (morning)", "PM": " (afternoon)"}.get(request.session or "", "")
    days = len(found.school_days)
    count = f"{days} school day{'' if days == 1 else 's'}, {found.sessions} session"
    return f"{span}{half}: {count}{'' if found.sessions == 1 else 's'}, {request.reason}"


def _show_rules(out: Console, judged: Judged, *, verbose: bool) -> None:
    """The rules that bear on the request, what is against it first; the others in one line."""
    out.print()
    table = plain_table("Rule", "Outcome", "Why")
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    for outcome, (word, style) in _OUTCOMES.items():
        for rule in judged.judgement.rules:
            if rule.outcome == outcome and (verbose or outcome != "not_applicable"):
                why = f"{rule.explanation} ({rule.clause})"
                table.add_row(cell(_name(rule.rule)), cell(word, style), cell(why))
    out.print(table)
    spared = [_name(r.rule) for r in judged.judgement.rules if r.outcome == "not_applicable"]
    if spared and not verbose:
        out.print(cell(f"Does not apply: {', '.join(spared)}. Why: --verbose", "dim"))


def _name(rule: str) -> str:
    return rule.replace("_", " ").replace("year 7", "Year 7").replace("september", "September")


def _show_rest(out: Console, judged: Judged) -> None:
    found = judged.judgement
    if found.needs:
        out.print()
        out.print(cell("Still needed", "bold"))
        for _, question in found.needs:
            out.print(cell(f"- {question}"))
    if found.by_day:
        out.print()
        out.print(cell("Attendance over the twelve months with each day missed", "bold"))
        for each, attended, possible in found.by_day:
            rate = percent(attended, possible, [95])
            out.print(cell(f"- {each:%a} {day(each)}: {rate} ({attended:,} of {possible:,})"))
    out.print()
    for line in _lines(judged):
        out.print(cell(line))
    for text, source in found.law:
        out.print(cell(f"The law: {text} ({source})", "dim"))


def _lines(judged: Judged) -> list[str]:
    found = judged.judgement
    lines = []
    if found.code_if_granted:
        lines.append(
            f"Code if granted: {found.code_if_granted}; if taken without leave: "
            f"{found.code_if_not}."
        )
    if judged.recorded is None:
        lines.append("Not on the register of requests. To enter it, say --record as well.")
    else:
        lines.append(
            f"Request {judged.recorded} on the register. "
            f"The decision: lja leave decide {judged.recorded} --grant or --refuse"
        )
    return lines


def _show_list(out: Console, judged: Sequence[Judged]) -> None:
    """One line a request, worst first as the form has them."""
    counts = Counter(each.judgement.recommendation for each in judged)
    told = [f"{ADVICE[name][0].lower()}: {counts[name]}" for name in ADVICE if counts[name]]
    out.print(cell(f"{len(judged):,} requests · {' · '.join(told)}", "bold"))
    table = plain_table("Pupil", "First", "Days", "Reason", "Advice", "Why", numbers=("Days",))
    for each in judged:
        found, pupil = each.judgement, each.pupil
        name = ", ".join(part for part in (pupil["surname"], pupil["forename"]) if part)
        words, style = ADVICE[found.recommendation]
        table.add_row(
            cell(name or pupil["pupil_id"]),
            cell(day(found.request.first_day)),
            cell(len(found.school_days)),
            cell(found.request.reason),
            cell(words, style),
            cell(found.grounds),
        )
    out.print(table)


def tell_form(found: JudgedFile, *, quiet: bool, verbose: bool) -> None:
    """On standard error: the rows that could not be judged, and what was noticed in the form."""
    if quiet:
        return
    out = aside()
    for note in found.form.notes:
        out.print(visible(f"Note: {note}"), markup=False, style="yellow")
    for fault in found.faults:
        line = f"Not judged: {fault.file}, row {fault.row}: {fault.problem} {fault.remedy}"
        out.print(visible(line), markup=False, style="yellow")
    if verbose:
        for ours, theirs in found.form.columns.items():
            out.print(visible(f"{ours}: {theirs}"), markup=False)


def show_register(requests: Sequence[ListedRequest]) -> None:
    """The register of requests, one line each."""
    out = answer()
    if not requests:
        out.print("No request.")
        return
    table = plain_table(
        "No", "Pupil", "Leave", "Days", "Reason", "Advice", "Decision", numbers=("No", "Days"),
    )  # fmt: skip
    for each in requests:
        request = each.request
        advice = request.detail.get("judged", {}).get("recommendation")
        table.add_row(
            cell(request.number), cell(each.full_name),
            cell(_span(request.first_day, request.last_day, request.session)),
            cell(each.school_days), cell(request.reason),
            cell(_SHORT.get(advice, "–")), cell(_decision(each)),
        )  # fmt: skip
    out.print(table)


def _span(first: date, last: date, session: str | None) -> str:
    """The days of a request, short: `11 to 15 Jan 2027`."""
    half = {"AM": " am", "PM": " pm"}.get(session or "", "")
    if first == last:
        return day(first) + half
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    begins = f"{first.day}" if first.month == last.month else f"{first.day} {first:%b}"
    return f"{begins} to {day(last)}"


def decided_line(done: Decided) -> str:
    """A decision as entered, in a line."""
    request = f"Request {done.request.number}"
    if not done.days:
        return f"{request}: refused."
    first, last = done.days[0], done.days[-1]
    span = day(first) if first == last else f"{day(first)} to {day(last)}"
    count = f"{len(done.days)} school day{'' if len(done.days) == 1 else 's'}"
    return f"{request}: granted, {span}, {count}, to be marked {done.code}."


def _decision(each: ListedRequest) -> str:
    found = each.request.decision
    if found is None:
        return "open"
    if not found.days:
        return f"refused {day(found.on)}"
    return f"granted {len(found.days)} of {each.school_days} days, {found.code}, {day(found.on)}"

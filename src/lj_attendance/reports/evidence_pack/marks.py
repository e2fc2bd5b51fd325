"""The parts of an evidence pack that come from the register: figures, weeks, amendments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lj_attendance.reports.documents import page
from lj_attendance.reports.documents.tables import table
from lj_attendance.reports.evidence_pack.words import day_text
from lj_attendance.reports.rounding import shown_percent_of

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from lj_attendance.workflows.evidence_pack.gathering import EvidencePack
    from lj_attendance.workflows.evidence_pack.marks import PackWeek
    from lj_attendance.workflows.reporting.pupil_marks import PupilMark

_LISTED = 20  # sessions of one alert
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SESSIONS = ("AM", "PM")
_UNMARKED = "–"
_COUNTS = ("possible_sessions", "attended_sessions", "authorised_absence", "unauthorised_absence")


def stage_text(pack: EvidencePack) -> str:
    """The stage last issued, and what is due by the policy."""
    decision = pack.page.stage.decision
    issued = f"Stage {decision.stage_issued}" if decision.stage_issued else "no letter"
    due = f"; Stage {decision.stage_due} is due" if decision.stage_due else ""
    flags = "".join(f"; {flag}" for flag in pack.page.stage.flags)
    return f"{issued} issued this academic year; {decision.status}{due}{flags} ({decision.clause})"


def figures(document: WordDocument, pack: EvidencePack) -> None:
    """The counts and the rate, year to date and by half term."""
    rows = [
        (
            f"{each.name} ({day_text(each.first)} to {day_text(each.last)})",
            *(each.figures[name] for name in _COUNTS),
            _percent(each.figures, pack),
            each.figures["late_before_close"],
            each.figures["late_after_close"],
            each.figures["unmarked_sessions"],
        )
        for each in pack.figures
    ]
    headings = ("Days", "Possible", "Attended", "Authorised", "Unauthorised", "Attendance",
                "Late L", "Late U", "Unmarked")  # fmt: skip
    widths = (3.2, 1.6, 1.7, 2.0, 2.3, 2.0, 1.4, 1.4, 1.8)
    table(document, headings, rows, widths, centred=range(1, 9), size=7.5)
    page.paragraph(
        document,
        "Counted in sessions: half days. Attendance is sessions attended of those possible. "
        "L: after the bell, before the register closed; U: after it closed, unauthorised. "
        "Both are counted among the sessions before them.",
    )


def _percent(told: dict[str, Any], pack: EvidencePack) -> str:
    limits = pack.page
    shown = shown_percent_of(
        told["attended_sessions"],
        told["possible_sessions"],
        (limits.expected_percent,),
        (100 - limits.persistent_percent, 100 - limits.severe_percent),
    )
    return "–" if shown is None else f"{shown:.1f}%"


def alerts(document: WordDocument, pack: EvidencePack) -> None:
    """The penalty window as it stands, and this pupil's alerts."""
    window = pack.penalty
    since = f" (from {day_text(window.first)})" if window.first else ""
    page.paragraph(
        document,
        f"In the last {window.weeks} school weeks{since} to {day_text(pack.as_of)}: "
        f"{_sessions(len(window.sessions))} unauthorised, {window.without_n} without the "
        f"provisional N. The national framework's threshold is {window.threshold}.",
    )
    if window.sessions:
        listed = (f"{day_text(day)} {session} ({code})" for day, session, code in window.sessions)
        page.paragraph(document, "; ".join(listed) + ".")
    if not pack.alerts:
        page.paragraph(document, "No alert of the policy or the law applies.")
        return
    rows = (
        (each.title, day_text(each.alert.since), " ".join((each.alert.what, *each.alert.notices)),
         _sessions_of(each.alert.sessions), _source(each.alert), _state(each.alert))
        for each in pack.alerts
    )  # fmt: skip
    headings = ("Alert", "Since", "What", "Sessions behind it", "Clause, law", "State")
    table(document, headings, rows, (2.2, 1.8, 5.2, 3.3, 3.0, 1.9), size=7.5)


def _sessions(number: int) -> str:
    return "1 session" if number == 1 else f"{number} sessions"


def _sessions_of(sessions: Any) -> str:
    if len(sessions) > _LISTED:
        first, last = sessions[0], sessions[-1]
        codes = ", ".join(sorted({each.code for each in sessions}))
        span = f"{day_text(first.date)} {first.session} to {day_text(last.date)} {last.session}"
        return f"{len(sessions)} sessions, {span} ({codes})"
    return "; ".join(f"{s.date.day} {s.date:%b} {s.session} {s.code}" for s in sessions)


def _source(alert: Any) -> str:
    return "; ".join(part for part in (alert.clause, alert.source) if part)


def _state(alert: Any) -> str:
    if alert.done:
        return f"done on {day_text(alert.done.on)} (entry {alert.done.number})"
    return str(alert.status).replace("_", " ") + ("" if alert.is_current else ", no longer current")


def weeks(document: WordDocument, pack: EvidencePack) -> None:
    """Every mark of the record once: a row a week, a cell a session."""
    days = _days_used(pack)
    page.paragraph(
        document,
        f"{day_text(pack.first)} to {day_text(pack.as_of)}. {_UNMARKED} is a session without a "
        "mark; an empty cell is one for which the register has no row. Unauthorised absence is "
        "in bold and shaded. Poss, Att, Auth, Unau: sessions possible, attended, and missed with "
        "and without authorisation, in that week.",
    )
    headings = ["Week of", *(f"{day} {half}" for day in days for half in _SESSIONS)]
    narrow = (page.WIDTH - 2.1 - 4 * 1.2) / (len(days) * 2)
    widths = [2.1, *[narrow] * (len(days) * 2), *[1.2] * 4]
    rows = [[day_text(week.monday)[4:], *_cells(week, len(days)), *_counts(week)]
            for week in pack.weeks]  # fmt: skip
    emphasised = {
        (place, 1 + mark.date.weekday() * 2 + _SESSIONS.index(mark.session))
        for place, week in enumerate(pack.weeks)
        for mark in week.marks
        if mark.is_absent and not mark.is_authorised
    }
    table(
        document, [*headings, "Poss", "Att", "Auth", "Unau"], rows, widths,
        centred=range(1, len(widths)), size=7.5, emphasised=emphasised,
    )  # fmt: skip
    _legend(document, pack)


def _days_used(pack: EvidencePack) -> tuple[str, ...]:
    """Monday to Friday; the weekend where the register has a mark on it."""
    last = max((mark.date.weekday() for week in pack.weeks for mark in week.marks), default=0)
    return _DAYS[: max(5, last + 1)]


def _cells(week: PackWeek, days: int) -> list[str]:
    held: dict[tuple[int, str], PupilMark] = {
        (mark.date.weekday(), mark.session): mark for mark in week.marks
    }
    places = ((day, half) for day in range(days) for half in _SESSIONS)
    return [(held[place].code or _UNMARKED) if place in held else "" for place in places]


def _counts(week: PackWeek) -> list[int]:
    return [week.figures[name] for name in _COUNTS]


def _legend(document: WordDocument, pack: EvidencePack) -> None:
    document.add_heading("Codes used", level=2)
    table(document, ("Code", "Meaning", "Counted as", "Sessions"), pack.legend,
               (1.4, 9.6, 4.6, 1.8), centred=(0, 3))  # fmt: skip


def unauthorised(document: WordDocument, pack: EvidencePack) -> None:
    """Each unauthorised session with its file and row."""
    if not pack.unauthorised:
        page.paragraph(document, "None.")
        return
    meanings = {code: meaning for code, meaning, *_ in pack.legend}
    rows = (
        (day_text(mark.date), mark.session, mark.code, meanings.get(mark.code or "", ""),
         f"{mark.source_file}, row {mark.source_row}")
        for mark in pack.unauthorised
    )  # fmt: skip
    table(document, ("Day", "Session", "Code", "Meaning", "File and row"), rows,
               (2.9, 1.5, 1.2, 5.9, 5.9), centred=(1, 2))  # fmt: skip


def amendments(document: WordDocument, pack: EvidencePack) -> None:
    """Amendments with the five fields of the law, changes between exports, rows not counted."""
    if pack.amendments:
        rows = (
            (f"{day_text(a.date)} {a.session}", a.original, a.amended, a.reason,
             day_text(a.made_on), ", ".join(filter(None, (a.made_by, a.role))), a.source)
            for a in pack.amendments
        )  # fmt: skip
        headings = ("Session", "Original", "Amended", "Reason", "Made on", "By, role", "Told by")
        table(document, headings, rows, (2.7, 1.6, 1.8, 4.1, 2.4, 2.6, 2.2), centred=(1, 2))
    else:
        page.paragraph(
            document,
            "No amendment of the register is on the ledger or in an export of mark changes.",
        )
    if pack.changes:
        document.add_heading("Marks that a later export gives differently", level=2)
        changed = ((f"{day_text(c.date)} {c.session}", c.original, c.amended, c.source)
                   for c in pack.changes)  # fmt: skip
        table(document, ("Session", "Before", "After", "Files and rows"), changed,
                   (3.4, 1.5, 1.5, 11.0), centred=(1, 2))  # fmt: skip
    if pack.not_counted:
        document.add_heading("Marks in doubt", level=2)
        doubts = ((each.what, each.source) for each in pack.not_counted)
        table(document, ("What", "File and row"), doubts, (10.4, 7.0))

r"""The measures in plain Python: slow, obvious, and written from the specification alone.

Every figure of `lja analyse --format json` for a pupil and for the school, to hold the real
measures against. Readings where the specification is silent are stated where they are taken.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, takewhile

from tests.registers import Mark

Figures = dict[str, int | float | bool | date | None]

# Code, category and the days it was in force. The order decides between two marks of one category.
# Sources: SI 2006/1751 and DfE guidance to 18 August 2024; SI 2024/208 regulation 10 since.
NATIONAL_TABLE = r"""
/   present
\   present
L   present
B   approved_educational_activity
K   approved_educational_activity   from 2024-08-19
J   approved_educational_activity   until 2024-08-18
P   approved_educational_activity
V   approved_educational_activity
W   approved_educational_activity
C   authorised
C1  authorised                      from 2024-08-19
C2  authorised                      from 2024-08-19
E   authorised
F   authorised                      until 2014-08-31
H   authorised                      until 2024-08-18
I   authorised
J1  authorised                      from 2024-08-19
M   authorised
R   authorised
S   authorised
T   authorised
G   unauthorised
N   unauthorised
O   unauthorised
U   unauthorised
D   not_possible                    from 2011-09-01
Q   not_possible                    from 2024-08-19
X   not_possible
Y   not_possible                    until 2024-08-18
Y1  not_possible                    from 2024-08-19
Y2  not_possible                    from 2024-08-19
Y3  not_possible                    from 2024-08-19
Y4  not_possible                    from 2024-08-19
Y5  not_possible                    from 2024-08-19
Y6  not_possible                    from 2024-08-19
Y7  not_possible                    from 2024-08-19
Z   administrative
#   administrative
"""

BEST_FIRST = {
    "present": 0,
    "approved_educational_activity": 1,
    "authorised": 2,
    "unauthorised": 3,
    "not_possible": 4,
    "administrative": 4,
    "unmarked": 5,
}
UNMARKED = "-"
UNMARKED_FORMS = {"", "-", "NO MARK"}
OLD_SUB_CODES = {"I01": "I", "I02": "I"} | {f"X{number:02}": "X" for number in range(1, 10)}

# X then meant not attending because of coronavirus: possible, and not absent.
CORONAVIRUS = (date(2020, 8, 1), date(2022, 7, 31))


@dataclass(frozen=True)
class Code:
    """An entry of the national table; a day left open is null."""

    code: str
    category: str
    first_day: date | None
    last_day: date | None

    def is_in_force(self, day: date) -> bool:
        """Whether the code could be used on that day."""
        return (self.first_day or day) <= day <= (self.last_day or day)


def _read_table(text: str) -> dict[str, Code]:
    table = {}
    for line in text.strip().splitlines():
        code, category, *dates = line.split()
        limits = dict(zip(dates[::2], map(date.fromisoformat, dates[1::2]), strict=True))
        table[code] = Code(code, category, limits.get("from"), limits.get("until"))
    return table


CODES = _read_table(NATIONAL_TABLE)
TABLE_ORDER = {code: place for place, code in enumerate([*CODES, UNMARKED])}


@dataclass(frozen=True)
class Session:
    """The one mark kept for a pupil, a date and a session."""

    pupil_id: str
    date: date
    session: str
    code: str
    minutes: int | None

    @property
    def category(self) -> str:
        """The category of the code, whether or not it was in force that day."""
        return category_of(self.code)

    @property
    def is_possible(self) -> bool:
        """Whether the pupil could have attended."""
        if self.code == "X" and CORONAVIRUS[0] <= self.date <= CORONAVIRUS[1]:
            return True
        return self.category not in ("not_possible", "administrative", "unmarked")

    @property
    def is_unauthorised(self) -> bool:
        """Whether the session was missed without leave."""
        return self.category == "unauthorised"

    @property
    def is_absent(self) -> bool:
        """Whether the session was missed."""
        return self.category in ("authorised", "unauthorised")


def code_of(mark: str) -> str | None:
    """The national code a mark stands for, `-` when unmarked, null when the mark is unknown."""
    typed = mark.strip().upper()
    if typed in UNMARKED_FORMS:
        return UNMARKED
    code = OLD_SUB_CODES.get(typed, typed)
    return code if code in CODES else None


def category_of(code: str) -> str:
    """The category of a national code, or `unmarked`."""
    return "unmarked" if code == UNMARKED else CODES[code].category


def kept_sessions(marks: list[Mark], as_of: date) -> list[Session]:
    """The sessions up to the as-of date in order of time, unknown marks left out, one mark each.

    Of several marks the best is kept, and of its rows the most minutes.
    Reading: an unmarked row yields to any known mark, and an unknown mark to an unmarked row.
    """
    rivals: dict[tuple[str, date, str], list[tuple[str, int | None]]] = {}
    for mark in marks:
        code = code_of(mark.mark)
        if mark.date <= as_of and code is not None:
            place = (mark.pupil_id, mark.date, mark.session)
            rivals.setdefault(place, []).append((code, mark.minutes))
    sessions = []
    for (pupil_id, day, session), rows in sorted(rivals.items()):
        best = min((code for code, _ in rows), key=_rank)
        minutes = [late for code, late in rows if code == best and late is not None]
        sessions.append(Session(pupil_id, day, session, best, max(minutes, default=None)))
    return sessions


def _rank(code: str) -> tuple[int, int]:
    return BEST_FIRST[category_of(code)], TABLE_ORDER[code]


def academic_year_start(day: date) -> date:
    """The 1 August on or before a day."""
    return date(day.year if day.month >= 8 else day.year - 1, 8, 1)


def school_weeks(sessions: list[Session]) -> list[date]:
    """The Mondays of the weeks in which any pupil had a possible session."""
    return sorted({_monday(session.date) for session in sessions if session.is_possible})


def pupil_measures(
    marks: list[Mark],
    as_of: date,
    expected_percent: int = 96,
    pa_percent: int = 10,
    severe_percent: int = 50,
    window_weeks: int = 10,
) -> dict[str, Figures]:
    """The figures of each pupil; Reading: every pupil the rows name, even if no row counts."""
    sessions = kept_sessions(marks, as_of)
    weeks = school_weeks(sessions)
    measures = {}
    for pupil in sorted({mark.pupil_id for mark in marks}):
        own = [session for session in sessions if session.pupil_id == pupil]
        this_year = [session for session in own if session.date >= academic_year_start(as_of)]
        measures[pupil] = {
            **_totals(this_year),
            "is_persistently_absent": _misses_at_least(pa_percent, this_year),
            "is_severely_absent": _misses_at_least(severe_percent, this_year),
            **_lates(this_year),
            "minutes_late": _minutes_late(this_year),
            "unmarked_sessions": _unmarked(this_year),
            **_runs(this_year),
            "illness_days": len({session.date for session in this_year if session.code == "I"}),
            **_most_unauthorised(own, weeks, window_weeks),
            "below_expected_since": _below_expected_since(this_year, expected_percent),
        }
    return measures


def school_measures(
    marks: list[Mark], as_of: date, pa_percent: int = 10, severe_percent: int = 50
) -> Figures:
    """The figures of the whole school: sums over the pupils, divided once.

    Reading: the share of pupils persistently or severely absent is of those with at least one
    possible session; the national analysis leaves the others out (NCER, Nexus absence methodology).
    """
    pupils = pupil_measures(marks, as_of, pa_percent=pa_percent, severe_percent=severe_percent)
    start = academic_year_start(as_of)
    this_year = [session for session in kept_sessions(marks, as_of) if session.date >= start]
    totals = _totals(this_year)
    possible = sum(session.is_possible for session in this_year)
    unauthorised = sum(session.is_unauthorised for session in this_year)
    authorised = sum(session.is_absent for session in this_year) - unauthorised
    judged = sum(bool(figures["possible_sessions"]) for figures in pupils.values())
    persistently = sum(bool(figures["is_persistently_absent"]) for figures in pupils.values())
    severely = sum(bool(figures["is_severely_absent"]) for figures in pupils.values())
    return {
        "pupils": len(pupils),
        **totals,
        "authorised_absence_percent": _percent(authorised, possible),
        "unauthorised_absence_percent": _percent(unauthorised, possible),
        "persistently_absent": persistently,
        "persistently_absent_percent": _percent(persistently, judged),
        "severely_absent": severely,
        "severely_absent_percent": _percent(severely, judged),
        **_lates(this_year),
        "unmarked_sessions": _unmarked(this_year),
    }


def _totals(sessions: list[Session]) -> Figures:
    possible = sum(session.is_possible for session in sessions)
    absent = sum(session.is_absent for session in sessions)
    unauthorised = sum(session.is_unauthorised for session in sessions)
    return {
        "possible_sessions": possible,
        "attended_sessions": possible - absent,
        "authorised_absence": absent - unauthorised,
        "unauthorised_absence": unauthorised,
        "overall_absence": absent,
        "attendance_percent": _percent(possible - absent, possible),
        "overall_absence_percent": _percent(absent, possible),
    }


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _misses_at_least(percent: int, sessions: list[Session]) -> bool:
    possible = sum(session.is_possible for session in sessions)
    absent = sum(session.is_absent for session in sessions)
    return possible > 0 and absent * 100 >= possible * percent


def _lates(sessions: list[Session]) -> Figures:
    return {
        "late_before_close": sum(session.code == "L" for session in sessions),
        "late_after_close": sum(session.code == "U" for session in sessions),
    }


def _minutes_late(sessions: list[Session]) -> int:
    """Reading: 0, not null, when no late mark carries minutes."""
    return sum(session.minutes or 0 for session in sessions if session.code in ("L", "U"))


def _unmarked(sessions: list[Session]) -> int:
    return sum(session.code == UNMARKED for session in sessions)


def _runs(sessions: list[Session]) -> Figures:
    possible = [session for session in sessions if session.is_possible]
    days: dict[date, list[Session]] = {}
    for session in possible:
        days.setdefault(session.date, []).append(session)
    missed = [session.is_absent for session in possible]
    missed_days = [all(session.is_absent for session in day) for day in days.values()]
    # Reading: a day of authorised absence ends such a run, and does not disqualify it.
    unauthorised_days = [all(session.is_unauthorised for session in day) for day in days.values()]
    return {
        "longest_absence_sessions": _longest_run(missed),
        "longest_absence_days": _longest_run(missed_days),
        "current_absence_sessions": _last_run(missed),
        "current_absence_days": _last_run(missed_days),
        "longest_unauthorised_days": _longest_run(unauthorised_days),
    }


def _longest_run(missed: list[bool]) -> int:
    return max((len(list(run)) for was_missed, run in groupby(missed) if was_missed), default=0)


def _last_run(missed: list[bool]) -> int:
    return len(list(takewhile(bool, reversed(missed))))


def _most_unauthorised(sessions: list[Session], weeks: list[date], window_weeks: int) -> Figures:
    """Reading: without N, the most is sought afresh and may lie in another window."""
    missed = [session for session in sessions if session.is_unauthorised]
    settled = [session for session in missed if session.code != "N"]
    return {
        "unauthorised_in_10_weeks": _most_in_window(missed, weeks, window_weeks),
        "unauthorised_in_10_weeks_without_n": _most_in_window(settled, weeks, window_weeks),
    }


def _most_in_window(sessions: list[Session], weeks: list[date], window_weeks: int) -> int:
    in_week = Counter(_monday(session.date) for session in sessions)
    windows = [weeks[first : first + window_weeks] for first in range(len(weeks))]
    return max((sum(in_week[week] for week in window) for window in windows), default=0)


def _below_expected_since(sessions: list[Session], expected_percent: int) -> date | None:
    since, possible, attended = None, 0, 0
    for day, on_the_day in groupby(sessions, key=lambda session: session.date):
        for session in on_the_day:
            possible += session.is_possible
            attended += session.is_possible and not session.is_absent
        is_below = attended * 100 < possible * expected_percent
        since = (since or day) if is_below else None
    return since


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


# ---- alerts: sections 4, 5 and 8 of the rule book

FRAMEWORK = date(2024, 8, 19)  # national framework for penalty notices: offences from then on
REMOVAL_CODES = ("G", "N", "O")


@dataclass(frozen=True)
class ToldAlert:
    """An alert as the rule book has it, with the sessions behind it."""

    pupil_id: str
    kind: str
    since: date
    sessions: tuple[tuple[date, str, str], ...]  # date, AM or PM, code
    is_current: bool = True
    is_warning: bool = False
    without_n: bool | None = None


def alerts(
    marks: list[Mark], as_of: date, used_until: dict[str, list[date]] | None = None
) -> set[ToldAlert]:
    """Every alert of every pupil; `used_until`, by pupil, are the days penalty notices reach to."""
    sessions = kept_sessions(marks, as_of)
    weeks = school_weeks(sessions)
    found = set()
    for pupil in {mark.pupil_id for mark in marks}:
        own = [session for session in sessions if session.pupil_id == pupil]
        year = [session for session in own if session.date >= academic_year_start(as_of)]
        found |= _run_alerts(own, as_of)
        found |= _penalty_alerts(own, weeks, as_of, (used_until or {}).get(pupil, []))
        found |= _late_alerts(own, weeks, as_of)
        found |= _year_alerts(year)
        found |= _unexplained_alerts(own, sessions)
    return found


def _alert(kind: str, since: date, sessions: list[Session], **more: bool | None) -> ToldAlert:
    told = tuple((s.date, s.session, s.code) for s in sessions if s.is_absent)
    return ToldAlert(sessions[0].pupil_id, kind, since, told, **more)  # type: ignore[arg-type]


def _school_days(own: list[Session]) -> list[list[Session]]:
    """The possible sessions of each school day of a pupil."""
    possible = [session for session in own if session.is_possible]
    return [list(day) for _, day in groupby(possible, key=lambda session: session.date)]


def _day_runs(days: list[list[Session]], codes: str) -> list[list[list[Session]]]:
    """The longest stretches of successive days of which every session is so."""

    def is_so(session: Session) -> bool:
        if codes == "removal":
            return session.code in REMOVAL_CODES
        return session.is_unauthorised if codes == "unauthorised" else session.is_absent

    judged = groupby(days, key=lambda day: all(is_so(session) for session in day))
    return [list(run) for was_missed, run in judged if was_missed]


def _run_alerts(own: list[Session], as_of: date) -> set[ToldAlert]:
    days, found = _school_days(own), set()
    rules = [
        ("home_visit", "absent", 3),
        ("long_absence", "absent", 10),
        ("unauthorised_return", "unauthorised", 10),
        ("removal_considered", "removal", 20),
    ]
    for kind, codes, number in rules:
        for run in _day_runs(days, codes):
            last = run[-1][0].date
            is_current = last == days[-1][0].date
            if len(run) < number or last < academic_year_start(as_of):
                continue
            if kind == "home_visit" and not is_current:
                continue
            sessions = [session for day in run for session in day]
            is_warning = kind == "long_absence" and len(run) == number
            since = run[number - 1][0].date
            found.add(_alert(kind, since, sessions, is_current=is_current, is_warning=is_warning))
    return found


def _penalty_alerts(
    own: list[Session], weeks: list[date], as_of: date, used_until: list[date]
) -> set[ToldAlert]:
    """Sessions that a notice used count together and for no other; Reading: each anew."""
    if as_of < FRAMEWORK:
        return set()
    offences = [session for session in own if session.is_unauthorised and session.date >= FRAMEWORK]
    by_notice: dict[date, list[Session]] = {}
    for session in offences:
        of = min((day for day in used_until if day >= session.date), default=date.max)
        by_notice.setdefault(of, []).append(session)
    found = set()
    for of, together in by_notice.items():
        settled = [session for session in together if session.code != "N"]
        without = {ten[-1].date for ten, _ in _stretches(settled, weeks)}
        for ten, last in _stretches(together, weeks):
            since = ten[-1].date
            is_met_now = of == date.max and len(_window(together, weeks, len(weeks) - 1)) >= 10
            is_last = last == _stretches(together, weeks)[-1][1]
            found.add(
                _alert(
                    "penalty_threshold",
                    since,
                    ten,
                    is_current=is_met_now and is_last,
                    without_n=any(since <= day <= last for day in without),
                )
            )
    return found


def _late_alerts(own: list[Session], weeks: list[date], as_of: date) -> set[ToldAlert]:
    first = FRAMEWORK if as_of >= FRAMEWORK else date.min
    late = [session for session in own if session.code == "U" and session.date >= first]
    stretches = _stretches(late, weeks)
    is_met_now = len(_window(late, weeks, len(weeks) - 1)) >= 10
    return {
        _alert("late_after_close", ten[-1].date, ten, is_current=is_met_now and number == 1)
        for number, (ten, _) in enumerate(reversed(stretches), start=1)
    }


def _window(sessions: list[Session], weeks: list[date], last: int) -> list[Session]:
    """Those in the ten school weeks that end with one of them."""
    ten = weeks[max(0, last - 9) : last + 1]
    return [session for session in sessions if _monday(session.date) in ten]


def _stretches(sessions: list[Session], weeks: list[date]) -> list[tuple[list[Session], date]]:
    """Each time ten came to lie in ten school weeks: the ten, and the last day it stayed so.

    Judged at each session. Reading: met at sessions one after another, it is met once.
    """
    judged = []
    for place, session in enumerate(sessions):
        so_far = sessions[: place + 1]
        judged.append((session, _window(so_far, weeks, weeks.index(_monday(session.date)))))
    found = []
    for is_met, stretch in groupby(judged, key=lambda each: len(each[1]) >= 10):
        if is_met:
            met = list(stretch)
            found.append((met[0][1], met[-1][0].date))
    return found


def _year_alerts(year: list[Session]) -> set[ToldAlert]:
    """Illness, holidays and severe absence in the academic year."""
    found = set()
    ill = [session for session in year if session.code == "I"]
    ill_days = sorted({session.date for session in ill})
    if len(ill_days) >= 15:
        found.add(_alert("sickness_return", ill_days[14], ill))
    holidays = [session for session in year if session.code == "G"]
    if len(holidays) >= 10:
        found.add(_alert("excessive_holidays", holidays[9].date, holidays))
    since, possible, missed = None, 0, 0
    for day in _school_days(year):
        possible += len(day)
        missed += sum(session.is_absent for session in day)
        since = (since or day[0].date) if missed * 2 >= possible else None
    if since:
        found.add(_alert("severe_absence", since, year))
    return found


def _unexplained_alerts(own: list[Session], everybody: list[Session]) -> set[ToldAlert]:
    days = sorted({session.date for session in everybody if session.is_possible})
    old = [s for s in own if s.code == "N" and sum(day > s.date for day in days) > 5]
    if not old:
        return set()
    since = [day for day in days if day > old[0].date][5]
    return {_alert("unexplained_absence", since, old)}
